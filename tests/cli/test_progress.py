"""The progress line of a long build: on a terminal only, and erased at the end."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from support.sites import copy_starter

from portfolio.cli import progress
from portfolio.cli.main import run
from portfolio.cli.progress import PAUSE_S, WAIT_S, ProgressLine

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    """Collects what a terminal is sent."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is moved by hand."""

    now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_a_short_build_shows_nothing(clock: Clock) -> None:
    line = ProgressLine(terminal := Terminal())
    clock.now_s += WAIT_S - 0.01
    line.draw("pages", 50, 100)
    line.erase()
    assert terminal.getvalue() == ""


def test_a_long_one_shows_a_line_that_vanishes(clock: Clock) -> None:
    line = ProgressLine(terminal := Terminal())
    clock.now_s += WAIT_S
    line.draw("pages", 500, 2000)
    line.draw("pages", 502, 2000)
    clock.now_s += PAUSE_S
    line.draw("pages", 2000, 2000)
    line.erase()
    assert terminal.getvalue() == (
        "\r\x1b[K██████░░░░░░░░░░░░░░░░░░ 500 of 2,000 pages"
        "\r\x1b[K████████████████████████ 2,000 of 2,000 pages"
        "\r\x1b[K"
    )


@pytest.mark.parametrize(
    ("env", "shown"),
    [({}, "█"), ({"TERM": "dumb"}, ""), ({"CI": "true"}, "")],
    ids=["a terminal", "a dumb one", "CI"],
)
def test_only_a_terminal_before_a_person_shows_it(
    env: dict[str, str], shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_starter(tmp_path / "site")
    terminal = Terminal()
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(progress, "WAIT_S", 0)
    monkeypatch.setattr("sys.stderr", terminal)
    assert run(["--site", str(root), "build", "--base-url", "https://example.org/"]) == 0
    assert "".join({*terminal.getvalue()} & {"█"}) == shown


def test_a_pipe_gets_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_starter(tmp_path / "site")
    monkeypatch.setattr(progress, "WAIT_S", 0)
    monkeypatch.setattr("sys.stderr", pipe := io.StringIO())
    assert run(["--site", str(root), "build", "--base-url", "https://example.org/"]) == 0
    assert "\r" not in pipe.getvalue()
