"""Files of the site: what is read, what is refused by name, and that nothing hangs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from portfolio.errors import Diagnostics
from portfolio.load.files import MAX_SIZE_BYTES, Purpose, is_stray, read_source, walk_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's folder with content/, beside a file that is none of its own."""
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    return site


def read(root: Path, path: str) -> tuple[str | None, list[str]]:
    diagnostics = Diagnostics()
    source = read_source(root, path, diagnostics)
    assert all(item.span and item.span.path == path for item in diagnostics.items)
    return (source.text if source else None), [f"{item.code}: {item.message}" for item in diagnostics.items]


def walk(root: Path, folder: str = "content", purpose: Purpose = "text") -> tuple[list[str], list[str]]:
    diagnostics = Diagnostics()
    names = list(walk_files(root, folder, diagnostics, purpose))
    return names, [item.message for item in diagnostics.items]


def make_file(file: Path) -> None:
    file.write_text("x", encoding="utf-8")


STRANGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "fifo": (os.mkfifo, "is not a regular file"),
    "folder": (lambda file: file.mkdir(), "is a folder"),
    "outside": (
        lambda file: file.symlink_to(file.parents[2] / "secret.md"),
        "leads to a file outside the site",
    ),
    "above": (lambda file: file.symlink_to("../../secret.md"), "leads to a file outside the site"),
    "loop": (lambda file: file.symlink_to(file.name), "cannot be read: a loop of symbolic links"),
    "device": (lambda file: file.symlink_to("/dev/zero"), "leads to a file outside the site"),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_file_of_the_site_is_refused_alike_by_name_and_when_walking(root: Path, kind: str) -> None:
    make, reason = STRANGE[kind]
    make(root / "content/a.md")
    message = f"`content/a.md` {reason}"
    assert read(root, "content/a.md") == (None, [f"file-unreadable: {message}"])
    assert walk(root) == ([], [message])


def test_a_link_within_the_site_is_read(root: Path) -> None:
    make_file(root / "content/b.md")
    (root / "content/a.md").symlink_to("b.md")
    assert read(root, "content/a.md") == ("x", [])
    assert walk(root) == (["a.md", "b.md"], [])


@pytest.mark.parametrize("make", [lambda _: None, lambda file: file.symlink_to("nowhere")])
def test_a_missing_file_is_named(root: Path, make: Callable[[Path], None]) -> None:
    make(root / "content/a.md")
    assert read(root, "content/a.md")[1] == ["file-missing: `content/a.md` does not exist"]


def test_a_link_that_vanishes_while_walking_is_named(root: Path) -> None:
    make_file(root / "content/a.md")
    (root / "content/b.md").symlink_to("a.md")
    diagnostics = Diagnostics()
    names = walk_files(root, "content", diagnostics)
    assert next(names) == "a.md"
    (root / "content/b.md").unlink()
    assert list(names) == []
    assert [item.message for item in diagnostics.items] == [
        "`content/b.md` cannot be read: no such file or directory"
    ]


def test_a_file_that_may_not_be_read_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(root / "content/a.md")

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("portfolio.load.files._read_bytes", refuse)
    assert read(root, "content/a.md")[1] == [
        "file-unreadable: `content/a.md` cannot be read: permission denied"
    ]


def test_a_folder_that_may_not_be_listed_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    assert walk(root) == ([], ["`content` cannot be read: permission denied"])


@pytest.mark.parametrize(("size", "code"), [(MAX_SIZE_BYTES, None), (MAX_SIZE_BYTES + 1, "file-too-large")])
def test_the_size_limit(root: Path, size: int, code: str | None) -> None:
    (root / "content/a.md").write_bytes(b"x" * size)
    _, problems = read(root, "content/a.md")
    assert [problem.split(":")[0] for problem in problems] == ([code] if code else [])


def test_files_are_sorted_whatever_their_depth(root: Path) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.md", "a.yaml", "c.md"):
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        make_file(root / "content" / name)
    assert walk(root) == (["a/b/c.md", "a/z.md", "a.yaml", "b.md", "c.md"], [])


def test_stray_files_are_passed_over(root: Path) -> None:
    for name in (".hidden", ".nojekyll", "a.md~", "#a.md#", "a.bak", ".a.swp", "Thumbs.db"):
        assert is_stray(name)
        make_file(root / "content" / name)
    (root / "content/.git").mkdir()
    make_file(root / "content/.git/config")
    assert walk(root) == ([], [])
    assert walk(root, purpose="asset") == ([".nojekyll"], [])


@pytest.mark.parametrize("name", [b"a\nb.md", b"a\x1bb.md", b"a\xffb.md"])
def test_a_name_that_cannot_be_shown_is_refused(root: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(root / "content"), name), "wb"):  # noqa: PTH118, PTH123 (a name in bytes)
        pass
    names, (message,) = walk(root)
    assert names == []
    assert message.startswith("the file's name holds the character U+")


def test_a_missing_folder_has_no_files(root: Path) -> None:
    assert walk(root, "static") == ([], [])


@pytest.mark.parametrize("make", [make_file, os.mkfifo, lambda file: file.symlink_to("static")])
def test_what_should_be_a_folder_and_is_none_is_named(root: Path, make: Callable[[Path], None]) -> None:
    make(root / "static")
    assert walk(root, "static") == ([], ["`static` is not a folder"])


def test_a_link_to_a_folder_is_refused(root: Path) -> None:
    (root / "content/again").symlink_to("../content")
    assert walk(root) == ([], ["`content/again` is a link to a folder"])
