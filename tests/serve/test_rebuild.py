"""When to rebuild: one rule, without threads and without a clock."""

from __future__ import annotations

import os
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from serve.running import BASE_URL

from portfolio.errors import Code, ContentError, Diagnostic
from portfolio.serve.rebuild import FEW, MAX_ROUNDS, QUIET_S, TICK_S, Builder, Outcome, Watcher
from portfolio.serve.watch import Snapshot, take_snapshot
from portfolio.site.preview import Preview
from portfolio.site_files import SiteFiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from portfolio.serve.watch import Stats
    from portfolio.site.preview import PreviewedSite

OLD = 1_000_000_000
NO_FILES = SiteFiles("/nowhere", {}, frozenset())
EMPTY = Snapshot(NO_FILES, {})


class Disk:
    """Stats of files that a test writes, and a watcher of them."""

    def __init__(self) -> None:
        self.stats: Stats = {"a": (1, 1, OLD, OLD)}
        self.built: list[tuple[str, ...]] = []
        self.pauses: list[float] = []
        self.during_build: list[Callable[[], None]] = []
        self.during_pause: list[Callable[[], None]] = []
        self.delivered: list[Outcome] = []
        self.watcher = Watcher(self.take, self.make, self.delivered.append, pause=self.pause)

    def take(self, _before: Snapshot | None) -> Snapshot:
        return EMPTY._replace(stats=dict(self.stats))

    def write(self, name: str, when_ns: int = OLD) -> None:
        number = self.stats.get(name, (0,))[0] + 1
        self.stats[name] = (number, 1, when_ns, when_ns)

    def make(self, changed: tuple[str, ...], snapshot: Snapshot) -> Outcome:
        assert snapshot.stats == self.stats, "a build gets the files as they were when it began"
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
        while self.watcher.step():
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
    del disk.stats["a"]
    assert disk.settle() == 1
    assert disk.built[-1] == ("a", "b")
    assert disk.pauses == []


def test_a_save_during_a_build_makes_one_more_build_without_an_event() -> None:
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


def test_endless_writing_is_not_waited_for_without_end() -> None:
    disk = Disk()
    disk.settle()
    for number in range(FEW + 1):
        disk.write(f"file{number}")
    disk.during_pause = [lambda: disk.write("log")] * (MAX_ROUNDS * 3)
    assert disk.watcher.step()
    assert len(disk.pauses) == MAX_ROUNDS


def test_a_file_written_within_the_tick_of_the_clock_is_compared_again(
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


def test_a_file_written_twice_within_a_tick_of_the_clock_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stat is the same after the second time."""
    file = root / "content/profile.yaml"
    built: list[bytes | None] = []

    def make(changed: tuple[str, ...], snapshot: Snapshot) -> Outcome:
        built.append(snapshot.files.files["content/profile.yaml"].data)
        return Outcome(changed, None, ())

    def write_again(_seconds: float) -> None:
        file.write_bytes(b"name: B\n")

    watcher = Watcher(partial(take_snapshot, root), make, lambda _: None, pause=write_again)
    assert watcher.step()
    file.write_bytes(b"name: A\n")
    status, lstat = file.stat(), os.lstat
    monkeypatch.setattr("os.lstat", lambda path: status if str(path) == str(file) else lstat(path))
    monkeypatch.setattr(time, "time_ns", lambda: status.st_mtime_ns + 1)
    assert watcher.step()
    assert built[1:] == [b"name: B\n"]
    assert not watcher.step()


def test_the_test_file_of_vim_causes_no_rebuild() -> None:
    disk = Disk()
    disk.settle()
    disk.write("content/4913")
    assert disk.settle() == 0
    del disk.stats["content/4913"]
    assert disk.settle() == 0


def test_a_test_file_of_vim_that_was_built_causes_a_rebuild_when_it_is_removed() -> None:
    disk = Disk()
    disk.settle()
    disk.write("content/4913")
    disk.write("content/a.md")
    assert disk.settle() == 1
    assert disk.built[-1] == ("content/a.md",)
    del disk.stats["content/4913"]
    assert disk.settle() == 1
    assert disk.built[-1] == ("content/4913",)


def test_a_file_from_the_future_is_waited_for_no_longer_than_another() -> None:
    disk = Disk()
    disk.settle()
    disk.write("a", time.time_ns() + 10**15)
    assert disk.settle() == 1
    assert disk.pauses == []


def test_a_new_link_to_a_folder_causes_a_rebuild() -> None:
    """It has no stat: it is not followed."""
    disk = Disk()
    disk.settle()
    disk.stats["static/photos"] = ()
    assert disk.settle() == 1
    assert disk.built[-1] == ("static/photos",)


def test_after_the_end_nothing_is_delivered() -> None:
    disk = Disk()
    disk.during_build = [disk.watcher.stop]
    disk.watcher.step()
    assert disk.delivered == []


def refuse(error: Exception) -> Callable[[SiteFiles], PreviewedSite]:
    """Return a refresh that fails."""

    def refresh(_: SiteFiles) -> PreviewedSite:
        raise error

    return refresh


def test_the_problems_of_content_are_an_outcome() -> None:
    problems = (Diagnostic(Code.SLUG, "one"), Diagnostic(Code.SLUG, "two"))
    outcome = Builder(refuse(ContentError(problems)), list).build(("a",), EMPTY)
    assert (outcome.changed, outcome.site, outcome.trace) == (("a",), None, "")
    assert set(outcome.problems) == set(problems)


def test_a_bug_is_an_outcome_with_its_trace() -> None:
    outcome = Builder(refuse(RecursionError("round and round")), list).build((), EMPTY)
    (problem,) = outcome.problems
    assert problem.code is Code.BUG
    assert problem.message == "RecursionError: round and round"
    assert "in refresh" in outcome.trace


# ---------------------------------------------------------------- which pages are rendered, and when

OPEN = "/some-repo/case-studies/settlement-queue/"
OPEN_PAGE = "case-studies/settlement-queue/index.html"


def never() -> bool:
    return False


class Workshop:
    """A builder of a real site, and the sites that it built."""

    def __init__(self, root: Path, *watched: str) -> None:
        self.root = root
        self.preview = Preview({}, BASE_URL)
        self.sites: list[PreviewedSite] = []
        self.snapshot: Snapshot | None = None
        self.builder = Builder(self.refresh, lambda: watched)

    def refresh(self, files: SiteFiles) -> PreviewedSite:
        self.sites.append(self.preview.refresh(files))
        return self.sites[-1]

    def build(self, changed: tuple[str, ...]) -> Outcome:
        self.snapshot = take_snapshot(self.root, self.snapshot)
        return self.builder.build(changed, self.snapshot)


def test_a_build_renders_the_pages_that_are_open_and_no_other(root: Path) -> None:
    outcome = Workshop(root, OPEN, "/some-repo/gone/", "/elsewhere").build(())
    assert outcome.rendered == (OPEN_PAGE, "404.html")
    assert outcome.site is not None
    assert outcome.problems == ()


def test_a_quiet_moment_renders_the_rest_once_for_the_same_templates(root: Path) -> None:
    shop = Workshop(root)
    shop.build(())
    assert shop.builder.finish(never) is None
    assert OPEN_PAGE in shop.sites[0].rendered
    (root / "content/case-studies/settlement-queue.md").touch()
    shop.build(("a",))
    assert shop.builder.finish(never) is None
    assert shop.sites[1].rendered == ()
    (root / "templates").mkdir()
    (root / "templates/tag.html").write_text("{{ heading }}", encoding="utf-8")
    shop.build(("b",))
    assert shop.builder.finish(never) is None
    assert OPEN_PAGE in shop.sites[2].rendered


def test_an_interrupted_check_of_the_other_pages_is_continued(root: Path) -> None:
    shop = Workshop(root)
    shop.build(())
    assert shop.builder.finish(lambda: True) is None
    assert shop.sites[0].rendered == ()
    assert shop.builder.finish(never) is None
    assert OPEN_PAGE in shop.sites[0].rendered


def test_an_error_on_a_page_that_is_not_open_is_reported_once(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/tag.html").write_text("{{ titel }}", encoding="utf-8")
    shop = Workshop(root, OPEN)
    assert shop.build(()).site is not None
    late = shop.builder.finish(never)
    assert late is not None
    assert late.site is None
    assert [item.span.path for item in late.problems if item.span] == ["templates/tag.html"]
    assert shop.builder.finish(never) is None


def test_an_error_on_a_page_that_is_open_fails_the_build(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/case-study.html").write_text("{{ titel }}", encoding="utf-8")
    outcome = Workshop(root, OPEN).build(())
    assert outcome.site is None
    assert [item.span.path for item in outcome.problems if item.span] == ["templates/case-study.html"]


def test_errors_found_later_are_delivered_when_nothing_has_changed() -> None:
    disk = Disk()
    late = Outcome((), None, (Diagnostic(Code.TEMPLATE, "late"),))
    found = [late, None]
    seen = threading.Event()

    def finish(_is_stale: Callable[[], bool]) -> Outcome | None:
        outcome = found.pop(0) if found else None
        if not found:
            seen.set()
        return outcome

    watcher = Watcher(disk.take, disk.make, disk.delivered.append, finish)
    watcher.start(lambda: 0)
    assert seen.wait(60)
    watcher.stop(60)
    assert disk.delivered == [Outcome((), None, (), 0), late]


def test_errors_found_later_are_delivered_also_while_vim_writes_its_test_file() -> None:
    disk = Disk()
    late = Outcome((), None, (Diagnostic(Code.TEMPLATE, "late"),))
    seen = threading.Event()

    def finish(_is_stale: Callable[[], bool]) -> Outcome | None:
        if "content/4913" not in disk.stats:
            disk.write("content/4913")
            return late
        seen.set()
        return None

    watcher = Watcher(disk.take, disk.make, disk.delivered.append, finish)
    watcher.start(lambda: 0)
    assert seen.wait(60)
    watcher.stop(60)
    assert disk.delivered == [Outcome((), None, (), 0), late]


def test_errors_of_files_that_changed_meanwhile_are_left_to_the_next_build() -> None:
    disk = Disk()
    seen = threading.Event()

    def finish(_is_stale: Callable[[], bool]) -> Outcome | None:
        if len(disk.built) == 1:
            disk.write("a")
            return Outcome((), None, (Diagnostic(Code.TEMPLATE, "of a moment"),))
        seen.set()
        return None

    watcher = Watcher(disk.take, disk.make, disk.delivered.append, finish)
    watcher.start(lambda: 0)
    assert seen.wait(60)
    watcher.stop(60)
    assert [outcome.changed for outcome in disk.delivered] == [(), ("a",)]
    assert not [outcome for outcome in disk.delivered if outcome.problems]
