"""Files of the site as text and as names: errors are reported, each by its name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from portfolio.errors import Diagnostics
from portfolio.load.content import list_content
from portfolio.load.files import list_files, read_source
from portfolio.model.config import Config
from portfolio.site_files import MAX_HELD_BYTES, read_site_files

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
    source = read_source(read_site_files(str(root)), path, diagnostics)
    assert all(item.span and item.span.path == path for item in diagnostics.items)
    return (source.text if source else None), [f"{item.code}: {item.message}" for item in diagnostics.items]


def names_in(root: Path, folder: str = "content") -> tuple[list[str], list[str]]:
    diagnostics = Diagnostics()
    names = list(list_files(read_site_files(str(root)), folder, diagnostics))
    return names, [item.message for item in diagnostics.items]


def make_file(file: Path) -> None:
    file.write_text("x", encoding="utf-8")


STRANGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "fifo": (os.mkfifo, "is not a regular file"),
    "folder": (lambda file: file.mkdir(), "is a folder"),
    "link": (lambda file: file.symlink_to("../../secret.md"), "links to a file outside the site"),
    "loop": (lambda file: file.symlink_to(file.name), "cannot be read: a loop of symbolic links"),
    "nowhere": (lambda file: file.symlink_to("nowhere"), "is a link to a file that does not exist"),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_file_of_the_site_is_refused_alike_by_name_and_in_a_list(root: Path, kind: str) -> None:
    make, reason = STRANGE[kind]
    make(root / "content/a.md")
    message = f"`content/a.md` {reason}"
    assert read(root, "content/a.md") == (None, [f"file-unreadable: {message}"])
    diagnostics = Diagnostics()
    list_content(read_site_files(str(root)), Config(), diagnostics)
    assert [item.message for item in diagnostics.items] == [message]


def test_a_missing_file_is_named(root: Path) -> None:
    assert read(root, "content/a.md")[1] == ["file-missing: `content/a.md` does not exist"]


@pytest.mark.parametrize(("size", "code"), [(MAX_HELD_BYTES, None), (MAX_HELD_BYTES + 1, "file-too-large")])
def test_the_size_limit(root: Path, size: int, code: str | None) -> None:
    (root / "content/a.md").write_bytes(b"x" * size)
    _, problems = read(root, "content/a.md")
    assert [problem.split(":")[0] for problem in problems] == ([code] if code else [])


@pytest.mark.parametrize("name", [b"a\nb.md", b"a\x1bb.md", b"a\xffb.md"])
def test_a_name_that_cannot_be_shown_is_refused(root: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(root / "content"), name), "wb"):  # noqa: PTH118, PTH123 (a name in bytes)
        pass
    names, (message,) = names_in(root)
    assert names == []
    assert message.startswith("the file's name holds the character U+")


def test_a_missing_folder_has_no_files(root: Path) -> None:
    assert names_in(root, "static") == ([], [])


@pytest.mark.parametrize("make", [make_file, os.mkfifo, lambda file: file.symlink_to("content/x")])
def test_what_should_be_a_folder_and_is_none_is_named(root: Path, make: Callable[[Path], None]) -> None:
    make(root / "static")
    assert names_in(root, "static") == ([], ["`static` is not a folder"])


def test_a_link_to_a_folder_is_refused(root: Path) -> None:
    (root / "content/again").symlink_to("../content")
    assert names_in(root) == ([], ["`content/again` is a link to a folder"])
