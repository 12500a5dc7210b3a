"""What tells that a file was saved: both ways, the system's notices and the sweep."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from serve.running import until

from portfolio.render.themes import builtin_root
from portfolio.serve import watch
from portfolio.serve.rebuild import Follower, Outcome
from portfolio.serve.watch import BEHIND_NOTICES_S, SWEEP_S, Ground, Notices, find_changes, is_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portfolio.serve.watch import Stamps

NEVER_S = 3600.0


class Following:
    """Collects what a follower was made to build for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: list[str] = []
        self.rounds = 0

    def make(self, changed: tuple[str, ...], _: Stamps) -> Outcome:
        self.seen += changed
        self.rounds += 1
        return Outcome(changed, None, (), 0)

    def until_seen(self, *names: str) -> None:
        until(lambda: set(names) <= set(self.seen), f"for {names}, seen were {self.seen}")


@pytest.fixture(params=["notices", "sweep"])
def following(
    root: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Following]:
    """A follower that is woken by notices and nothing else, or by sweeping and nothing else."""
    if request.param == "sweep":
        monkeypatch.setitem(sys.modules, "watchfiles", None)
    found = Following(root)
    ground = Ground.of(root)
    follower = Follower(ground.take_stamps, found.make, lambda _: None)
    notices = Notices(ground, follower.wake)
    notices.start()
    assert notices.interval_s == (SWEEP_S if request.param == "sweep" else BEHIND_NOTICES_S)
    if request.param == "notices":
        woken = threading.Event()

        def wake() -> None:
            woken.set()
            follower.wake()

        notices.wake = wake
        probe = root / "content" / "probe.txt"

        def is_listening() -> bool:  # the system's watch is laid by a thread: poke until it answers
            probe.write_text(f"{os.urandom(4)!r}", encoding="utf-8")
            return woken.wait(0.05)

        until(is_listening)
        probe.unlink()
    follower.start(lambda: NEVER_S if request.param == "notices" else SWEEP_S)
    until(lambda: found.rounds)
    yield found
    follower.stop()
    notices.stop()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("portfolio.yaml", True),
        ("content/home.yaml", True),
        ("content/case-studies/2024.md", True),
        ("static/.nojekyll", True),
        ("static/.well-known/security.txt", True),
        ("static/2024", True),
        ("content/.home.yaml.swp", False),
        ("content/.home.yaml.swx", False),
        ("content/home.yaml~", False),
        ("content/#home.yaml#", False),
        ("content/.#home.yaml", False),
        ("content/home.yaml___jb_tmp___", False),
        ("content/home.yaml___jb_old___", False),
        ("content/4913", False),
        ("content/5036", False),
        ("content/.git/index", False),
        ("static/.cache/a.png", False),
    ],
)
def test_what_editors_leave_for_a_moment_is_no_source(path: str, expected: bool) -> None:  # noqa: FBT001
    assert is_source(path) is expected


def test_changes_are_those_of_sources_and_of_folders_with_nothing_in_them() -> None:
    before = {"content": (0,), "content/.a.swp": (1,), "/home/.git/config": (1,)}
    now = {"content": (0,), "content/.a.swp": (2,), "content/new": (0,), "content/new/a.md": (1,)}
    now |= {"content/empty": (0,), "/home/.git/config": (2,)}
    assert find_changes(before, now) == ("/home/.git/config", "content/empty", "content/new/a.md")


def test_changes_are_what_was_written_made_or_removed() -> None:
    before = {"a": (1, 1), "b": (2, 2), "c": (3, 3)}
    assert find_changes(before, {"b": (2, 2), "c": (3, 4), "d": (5, 5)}) == ("a", "c", "d")
    assert find_changes(before, dict(before)) == ()


def test_a_packaged_theme_is_watched_where_it_is_a_checkout(root: Path) -> None:
    ground = Ground.of(root)
    theme = builtin_root()
    assert f"{theme}/templates/terminal/base.html" in ground.take_stamps()
    assert theme / "static" in set(ground.folders())
    assert Ground.of(theme).theme is None


def test_what_editors_leave_in_a_theme_s_checkout_is_no_source(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "checkout/templates/terminal"
    folder.mkdir(parents=True)
    monkeypatch.setattr(watch, "builtin_root", lambda: tmp_path / "checkout")
    ground = Ground.of(root)
    before = ground.take_stamps()
    for name in (".base.html.swp", "4913", "base.html~", "base.html"):
        (folder / name).write_text("x", encoding="utf-8")
    assert find_changes(before, ground.take_stamps()) == (str(folder / "base.html"),)


def test_an_empty_folder_and_a_link_that_leads_nowhere_count(root: Path) -> None:
    before = Ground.of(root).take_stamps()
    (root / "templates/mine").mkdir(parents=True)
    (root / "content/stack.yaml").unlink(missing_ok=True)
    between = Ground.of(root).take_stamps()
    (root / "content/stack.yaml").symlink_to("nowhere")
    assert "templates/mine" in find_changes(before, between)
    assert find_changes(between, Ground.of(root).take_stamps()) == ("content/stack.yaml",)


def test_git_s_own_settings_count_because_they_tell_the_base_address(root: Path) -> None:
    (root / ".git").mkdir()
    before = Ground.of(root).take_stamps()
    (root / ".git" / "config").write_text("[core]\n", encoding="utf-8")
    assert find_changes(before, Ground.of(root).take_stamps()) == (str(root / ".git" / "config"),)


def test_a_save_is_seen(following: Following) -> None:
    (following.root / "content" / "profile.yaml").write_text("name: A\n", encoding="utf-8")
    following.until_seen("content/profile.yaml")


def test_settings_are_seen_also_when_a_new_file_takes_their_place(following: Following) -> None:
    for text in ("language: de\n", "language: pt\n"):
        following.seen.clear()
        new = following.root / "portfolio.yaml.new"
        new.write_text(text, encoding="utf-8")
        new.replace(following.root / "portfolio.yaml")
        following.until_seen("portfolio.yaml")
    assert set(following.seen) == {"portfolio.yaml"}


def test_new_folders_are_seen_with_what_is_in_them(following: Following) -> None:
    folder = following.root / "static" / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "c.txt").write_text("1", encoding="utf-8")
    following.until_seen("static/a/b/c.txt")
    following.seen.clear()
    (folder / "d.txt").write_text("1", encoding="utf-8")
    following.until_seen("static/a/b/d.txt")


def test_a_folder_that_goes_and_comes_back_is_followed_again(following: Following) -> None:
    content, aside = following.root / "content", following.root / "aside"
    content.rename(aside)
    following.until_seen("content/home.yaml")
    following.seen.clear()
    aside.rename(content)
    following.until_seen("content/home.yaml")
    following.seen.clear()
    (content / "stack.yaml").write_text("[]\n", encoding="utf-8")
    following.until_seen("content/stack.yaml")
    shutil.copytree(content, aside)
    shutil.rmtree(content)
    following.until_seen("content/principles.yaml")
    following.seen.clear()
    shutil.copytree(aside, content)  # another folder of the same name
    following.until_seen(*(f"content/{file.name}" for file in aside.iterdir() if file.is_file()))
    (content / "new.txt").write_text("new", encoding="utf-8")
    following.until_seen("content/new.txt")


def test_what_editors_do_around_a_save_is_not_built(following: Following) -> None:
    content = following.root / "content"
    for name in (".home.yaml.swp", "4913", "home.yaml~", "#home.yaml#"):
        (content / name).write_text("x", encoding="utf-8")
    (following.root / "_site").mkdir()
    (following.root / "_site" / "index.html").write_text("x", encoding="utf-8")
    (following.root / ".portfolio").mkdir(exist_ok=True)
    (following.root / ".portfolio" / "state.json").write_text("x", encoding="utf-8")
    (content / "home.yaml").write_text("command: ls\n", encoding="utf-8")
    following.until_seen("content/home.yaml")
    assert set(following.seen) <= {"content/home.yaml", "content/probe.txt"}


def test_without_watches_left_it_sweeps(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    woken = threading.Event()
    notices = Notices(Ground.of(root), woken.set)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "no space left for watches")

    monkeypatch.setattr(notices, "_watch", refuse)
    notices.start()
    assert woken.wait(30)
    assert notices.interval_s == SWEEP_S
    notices.stop()
