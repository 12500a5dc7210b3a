"""When to build: one rule, without threads and without a clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from portfolio.errors import Code, ContentError, Diagnostic
from portfolio.serve.rebuild import FEW, MAX_ROUNDS, QUIET_S, TICK_S, Follower, Outcome, build

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from portfolio.build.pipeline import RenderedSite
    from portfolio.serve.watch import Stamps

OLD = 1_000_000_000


class Disk:
    """Stamps of files that a test writes, and the follower that looks at them."""

    def __init__(self) -> None:
        self.stamps: Stamps = {"a": (1, 1, OLD, OLD)}
        self.built: list[tuple[str, ...]] = []
        self.pauses: list[float] = []
        self.during_build: list[Callable[[], None]] = []
        self.during_pause: list[Callable[[], None]] = []
        self.delivered: list[Outcome] = []
        self.follower = Follower(lambda: dict(self.stamps), self.make, self.delivered.append, self.pause)

    def write(self, name: str, when_ns: int = OLD) -> None:
        number = self.stamps.get(name, (0,))[0] + 1
        self.stamps[name] = (number, 1, when_ns, when_ns)

    def make(self, changed: tuple[str, ...]) -> Outcome:
        self.built.append(changed)
        if self.during_build:
            self.during_build.pop(0)()
        return Outcome(changed, None, (), 0)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if self.during_pause:
            self.during_pause.pop(0)()

    def settle(self) -> int:
        """Step until nothing is left to do; returns how many builds that took."""
        before = len(self.built)
        while self.follower.step():
            assert len(self.built) - before < 100
        return len(self.built) - before


def test_the_first_step_builds_and_a_second_has_nothing_to_do() -> None:
    disk = Disk()
    assert disk.settle() == 1
    assert disk.built == [()]
    assert [outcome.changed for outcome in disk.delivered] == [()]


def test_a_change_is_built_once_and_named() -> None:
    disk = Disk()
    disk.settle()
    disk.write("a")
    disk.write("b")
    del disk.stamps["a"]
    assert disk.settle() == 1
    assert disk.built[-1] == ("a", "b")
    assert disk.pauses == []


def test_a_save_during_a_build_makes_one_more_build_without_being_told() -> None:
    disk = Disk()
    disk.settle()
    disk.during_build = [lambda: disk.write("a"), lambda: disk.write("c")]
    disk.write("b")
    assert disk.settle() == 3
    assert disk.built[1:] == [("b",), ("a",), ("c",)]


def test_many_files_are_waited_for_until_no_more_come() -> None:
    disk = Disk()
    disk.settle()
    for number in range(FEW + 1):
        disk.write(f"first{number}")
    disk.during_pause = [lambda: disk.write("second"), lambda: disk.write("third")]
    assert disk.settle() == 1
    assert len(disk.built[-1]) == FEW + 3
    assert disk.pauses == [QUIET_S] * 3


def test_whoever_writes_without_end_is_not_waited_for_without_end() -> None:
    disk = Disk()
    disk.settle()
    for number in range(FEW + 1):
        disk.write(f"file{number}")
    disk.during_pause = [lambda: disk.write("log")] * (MAX_ROUNDS * 3)
    assert disk.follower.step()
    assert len(disk.pauses) == MAX_ROUNDS


def test_a_file_written_within_the_tick_of_the_clock_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now_ns = 10**18
    monkeypatch.setattr(time, "time_ns", lambda: now_ns)
    disk = Disk()
    disk.settle()
    disk.write("a", now_ns - 1)
    disk.during_pause = [lambda: disk.write("a", now_ns)]
    assert disk.settle() == 1
    assert disk.pauses == [TICK_S, TICK_S]


def test_a_file_from_the_future_is_waited_for_no_longer_than_another() -> None:
    disk = Disk()
    disk.settle()
    disk.write("a", time.time_ns() + 10**15)
    assert disk.settle() == 1
    assert disk.pauses == []


def test_after_the_end_nothing_is_delivered() -> None:
    disk = Disk()
    disk.during_build = [disk.follower.stop]
    disk.follower.step()
    assert disk.delivered == []


def test_the_problems_of_content_are_an_outcome() -> None:
    problems = (Diagnostic(Code.SLUG, "one"), Diagnostic(Code.SLUG, "two"))

    def render() -> RenderedSite:
        raise ContentError(problems)

    outcome = build(render, ("a",))
    assert (outcome.site, set(outcome.problems), outcome.trace) == (None, set(problems), "")


def test_a_bug_is_an_outcome_with_its_trace() -> None:
    def render() -> RenderedSite:
        raise RecursionError("round and round")

    outcome = build(render, ())
    (problem,) = outcome.problems
    assert problem.code is Code.BUG
    assert problem.message == "RecursionError: round and round"
    assert "in render" in outcome.trace
