"""Snapshots of the inputs, and the two ways to know when to take one: file events and polling."""

from __future__ import annotations

import shutil
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from serve.running import until
from support.command import ROOT

from portfolio import site_files
from portfolio.serve.rebuild import Outcome, Watcher
from portfolio.serve.watch import (
    POLL_S,
    POLL_WITH_EVENTS_S,
    FileEvents,
    find_changes,
    find_watched_theme,
    take_snapshot,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portfolio.serve.watch import Snapshot

NEVER_S = 3600.0


class Following:
    """Collects the changes that a watcher builds for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: list[str] = []
        self.rounds = 0

    def make(self, changed: tuple[str, ...], _: Snapshot) -> Outcome:
        self.seen += changed
        self.rounds += 1
        return Outcome(changed, None, (), 0)

    def until_seen(self, *names: str) -> None:
        until(lambda: set(names) <= set(self.seen), f"for {names}, seen were {self.seen}")


@pytest.fixture(params=["events", "polling"])
def following(
    root: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Following]:
    """A watcher that is woken by file events and nothing else, or by polling and nothing else."""
    if request.param == "polling":
        monkeypatch.setitem(sys.modules, "watchfiles", None)
    found = Following(root)
    watcher = Watcher(partial(take_snapshot, root), found.make, lambda _: None)
    listening: list[str] = []

    def wake() -> None:
        listening.append(threading.current_thread().name)
        watcher.wake()

    events = FileEvents(root, find_watched_theme(root), wake)
    events.start()
    assert events.interval_s == (POLL_S if request.param == "polling" else POLL_WITH_EVENTS_S)
    if request.param == "events":
        until(lambda: len(set(listening)) == 2, "for each thread to say that it listens")
    watcher.start(lambda: NEVER_S if request.param == "events" else POLL_S)
    until(lambda: found.rounds)
    yield found
    watcher.stop()
    events.stop()


def test_a_snapshot_reads_again_what_was_written_since_the_last_build_and_nothing_else(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = take_snapshot(root, None)
    opened: list[str] = []
    read = site_files._read  # noqa: SLF001

    def note(location: str, size: int) -> tuple[str, bytes | None]:
        opened.append(location)
        return read(location, size)

    monkeypatch.setattr(site_files, "_read", note)
    (root / "content/profile.yaml").write_text("name: A\n", encoding="utf-8")
    (root / "content/new.md").write_text("new\n", encoding="utf-8")
    now = take_snapshot(root, before)
    assert sorted(opened) == [f"{root}/content/new.md", f"{root}/content/profile.yaml"]
    assert now.files.files["content/profile.yaml"].data == b"name: A\n"
    assert find_changes(before.stats, now.stats) == ("content/new.md", "content/profile.yaml")
    assert now.files.theme.files == before.files.theme.files


def test_two_snapshots_of_the_same_files_have_no_changes(root: Path) -> None:
    before = take_snapshot(root, None)
    assert find_changes(before.stats, take_snapshot(root, None).stats) == ()
    assert find_changes(before.stats, take_snapshot(root, before).stats) == ()


def test_temporary_files_of_editors_are_no_change(root: Path) -> None:
    before = take_snapshot(root, None)
    for name in (
        "content/.home.yaml.swp",
        "content/.home.yaml.swx",
        "content/home.yaml~",
        "content/#home.yaml#",
        "content/.#home.yaml",
        "content/home.yaml___jb_tmp___",
        "content/home.yaml___jb_old___",
        "content/4913",
        "content/5036",
        "content/.git/index",
        "static/.cache/a.png",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")
    assert find_changes(before.stats, take_snapshot(root, before).stats) == ("static",)


def test_files_that_resemble_those_of_editors_are_changes(root: Path) -> None:
    before = take_snapshot(root, None)
    names = (
        "content/case-studies/2024.md",
        "static/.nojekyll",
        "static/.well-known/security.txt",
        "static/2024",
        "static/4914",
    )
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")
    assert find_changes(before.stats, take_snapshot(root, before).stats) == names


def test_changes_are_what_was_written_made_or_removed_and_folders_with_nothing_in_them() -> None:
    before = {"a": (1, 1), "b": (2, 2), "c": (3, 3), "content": (0,), "gone": (0,), "gone/d": (1,)}
    now = {"b": (2, 2), "c": (3, 4), "d": (5, 5), "content": (0,), "content/new": (0,), "content/new/a": (1,)}
    now |= {"content/empty": (0,), "/home/.git/config": (2,)}
    assert find_changes(before, now) == (
        "/home/.git/config",
        "a",
        "c",
        "content/empty",
        "content/new/a",
        "d",
        "gone/d",
    )
    assert find_changes(before, dict(before)) == ()


def test_a_new_file_named_as_vim_s_is_no_change_and_one_that_was_there_is() -> None:
    assert find_changes({}, {"static/4913": (1,)}) == ()
    assert find_changes({"static/4913": (1,)}, {"static/4913": (2,)}) == ("static/4913",)
    assert find_changes({"static/4913": (1,)}, {}) == ("static/4913",)


def test_the_packaged_theme_is_watched_where_it_is_a_checkout(root: Path) -> None:
    assert f"{ROOT}/templates/terminal/base.html" in take_snapshot(root, None).stats
    theme = find_watched_theme(root)
    assert theme is not None
    assert theme.root == str(ROOT)
    assert find_watched_theme(ROOT) is None


def test_the_packaged_theme_of_an_installation_is_not_watched(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib/_builtin/templates/terminal").mkdir(parents=True)
    monkeypatch.setattr(site_files, "PACKAGE", str(tmp_path / "lib"))
    assert find_watched_theme(root) is None


def test_changes_of_a_theme_s_checkout_are_named_in_full_without_files_of_editors(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "checkout/templates/terminal"
    folder.mkdir(parents=True)
    monkeypatch.setattr(site_files, "PACKAGE", str(tmp_path / "checkout/portfolio"))
    before = take_snapshot(root, None)
    for name in (".base.html.swp", "4913", "base.html~", "base.html"):
        (folder / name).write_text("x", encoding="utf-8")
    now = take_snapshot(root, before)
    assert find_changes(before.stats, now.stats) == (str(folder / "base.html"),)
    assert now.files.theme.files["templates/terminal/base.html"].data == b"x"


def test_an_empty_folder_and_a_broken_link_count(root: Path) -> None:
    before = take_snapshot(root, None)
    (root / "templates/mine").mkdir(parents=True)
    (root / "content/stack.yaml").unlink(missing_ok=True)
    between = take_snapshot(root, before)
    (root / "content/stack.yaml").symlink_to("nowhere")
    assert "templates/mine" in find_changes(before.stats, between.stats)
    assert find_changes(between.stats, take_snapshot(root, between).stats) == ("content/stack.yaml",)


def test_a_file_behind_a_link_counts(root: Path) -> None:
    (root / "content/notes.md").write_text("one", encoding="utf-8")
    (root / "content/link.md").symlink_to("notes.md")
    before = take_snapshot(root, None)
    (root / "content/notes.md").write_text("other", encoding="utf-8")
    now = take_snapshot(root, before)
    assert find_changes(before.stats, now.stats) == ("content/link.md", "content/notes.md")
    assert now.files.files["content/link.md"].data == b"other"


def test_git_s_own_settings_count_because_they_give_the_base_url(root: Path) -> None:
    (root / ".git").mkdir()
    before = take_snapshot(root, None)
    (root / ".git" / "config").write_text("[core]\n", encoding="utf-8")
    now = take_snapshot(root, before)
    assert find_changes(before.stats, now.stats) == (str(root / ".git" / "config"),)


def test_a_save_is_seen(following: Following) -> None:
    (following.root / "content" / "profile.yaml").write_text("name: A\n", encoding="utf-8")
    following.until_seen("content/profile.yaml")


def test_settings_are_seen_also_when_a_new_file_replaces_them(following: Following) -> None:
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


def test_a_folder_that_is_removed_and_made_again_is_watched_again(following: Following) -> None:
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


def test_temporary_files_around_a_save_cause_no_rebuild(following: Following) -> None:
    content = following.root / "content"
    for name in (".home.yaml.swp", "4913", "home.yaml~", "#home.yaml#"):
        (content / name).write_text("x", encoding="utf-8")
    (following.root / "_site").mkdir()
    (following.root / "_site" / "index.html").write_text("x", encoding="utf-8")
    (following.root / ".portfolio").mkdir(exist_ok=True)
    (following.root / ".portfolio" / "record.json").write_text("x", encoding="utf-8")
    (content / "home.yaml").write_text("command: ls\n", encoding="utf-8")
    following.until_seen("content/home.yaml")
    assert set(following.seen) == {"content/home.yaml"}


def test_without_watches_left_it_polls(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    woken = threading.Event()
    events = FileEvents(root, None, woken.set)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "no space left for watches")

    monkeypatch.setattr(events, "_watch", refuse)
    events.start()
    assert woken.wait(30)
    assert events.interval_s == POLL_S
    events.stop()
