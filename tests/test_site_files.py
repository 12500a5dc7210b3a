"""The snapshot of the inputs: what is read, what is refused, what is ignored, and that nothing hangs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from portfolio import site_files
from portfolio.site_files import (
    CONFIG_FILE,
    MAX_BINARY_BYTES,
    MAX_HELD_BYTES,
    InputFile,
    digest,
    is_ignored,
    read_site_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's folder with content/, beside a file that is none of its own."""
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / CONFIG_FILE).write_text("", encoding="utf-8")
    return site


def read(root: Path) -> dict[str, InputFile]:
    return dict(read_site_files(str(root)).files)


def make_file(file: Path, text: str = "x") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


STRANGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "fifo": (os.mkfifo, "is not a regular file"),
    "outside": (
        lambda file: file.symlink_to(file.parents[2] / "secret.md"),
        "links to a file outside the site",
    ),
    "above": (lambda file: file.symlink_to("../../secret.md"), "links to a file outside the site"),
    "loop": (lambda file: file.symlink_to(file.name), "cannot be read: a loop of symbolic links"),
    "device": (lambda file: file.symlink_to("/dev/zero"), "links to a file outside the site"),
    "nowhere": (lambda file: file.symlink_to("nowhere"), "is a link to a file that does not exist"),
    "folder": (lambda file: file.symlink_to("../content"), "is a link to a folder"),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_file_of_the_site_is_named_and_not_read(root: Path, kind: str) -> None:
    make, problem = STRANGE[kind]
    make(root / "content/a.md")
    file = read(root)["content/a.md"]
    assert (file.problem, file.digest, file.data) == (problem, "", None)


def test_a_file_is_read_with_its_digest(root: Path) -> None:
    make_file(root / "content/a.md", "words")
    file = read(root)["content/a.md"]
    assert (file.problem, file.digest, file.data) == ("", digest(b"words"), b"words")


def test_a_link_within_the_site_is_read_and_where_it_leads_counts(root: Path) -> None:
    make_file(root / "content/b.md")
    make_file(root / "content/c.md")
    (root / "content/a.md").symlink_to("b.md")
    first = read(root)["content/a.md"]
    assert first.data == b"x"
    (root / "content/a.md").unlink()
    (root / "content/a.md").symlink_to("c.md")
    second = read(root)["content/a.md"]
    assert second.data == b"x"
    assert second.digest != first.digest


@pytest.mark.parametrize("folder", ["static", "templates"])
@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("../content/private.md", "links to a file outside `{}/`"),
        ("../.env", "links to a file outside `{}/`"),
        ("../.git/config", "links to a file outside `{}/`"),
        ("../portfolio.yaml", "links to a file outside `{}/`"),
        ("../{}-old/a.txt", "links to a file outside `{}/`"),
        ("chain", "links to a file outside `{}/`"),
        ("../content", "is a link to a folder"),
        (".env", "links to a hidden file or a backup"),
        (".private/a.txt", "links to a hidden file or a backup"),
        ("a.txt~", "links to a hidden file or a backup"),
    ],
)
def test_what_a_link_would_publish_lies_in_its_own_folder(
    root: Path, folder: str, target: str, problem: str
) -> None:
    for name in ("content/private.md", ".env", ".git/config", f"{folder}-old/a.txt"):
        make_file(root / name, "secret")
    for name in (".env", ".private/a.txt", "a.txt~"):
        make_file(root / folder / name, "secret")
    (root / folder / "chain").symlink_to("../.env")
    (root / folder / "link").symlink_to(target.format(folder))
    file = read(root)[f"{folder}/link"]
    assert (file.problem, file.digest, file.data) == (problem.format(folder), "", None)


@pytest.mark.parametrize("folder", ["static", "templates"])
@pytest.mark.parametrize("target", ["a.txt", "sub/b.txt", "../static/a.txt", ".well-known/c.txt", "chain"])
def test_a_link_to_another_file_of_its_folder_is_read(root: Path, folder: str, target: str) -> None:
    for name in ("a.txt", "sub/b.txt", ".well-known/c.txt"):
        make_file(root / folder / name)
    (root / folder / "chain").symlink_to("sub/b.txt")
    (root / folder / "link").symlink_to(target.replace("static", folder))
    assert read(root)[f"{folder}/link"].data == b"x"


def test_a_text_may_link_to_any_file_of_the_site(root: Path) -> None:
    make_file(root / "README.md", "words")
    (root / "content/a.md").symlink_to("../README.md")
    assert read(root)["content/a.md"].data == b"words"


@pytest.mark.parametrize("size", [MAX_HELD_BYTES, MAX_HELD_BYTES + 1])
def test_a_large_file_has_a_digest_and_is_not_held(root: Path, size: int) -> None:
    (root / "content/a.md").write_bytes(b"x" * size)
    file = read(root)["content/a.md"]
    assert file.digest == digest(b"x" * size)
    assert (file.data is None) == (size > MAX_HELD_BYTES)


def test_a_picture_is_held_only_where_it_is_small(root: Path) -> None:
    """A site can have a thousand photos."""
    small, large = b"\x89PNG\0".ljust(MAX_BINARY_BYTES, b"x"), b"\x89PNG\0".ljust(MAX_BINARY_BYTES + 1, b"x")
    text = b"x" * (MAX_BINARY_BYTES + 1)
    for name, data in {"small.png": small, "large.png": large, "text.txt": text}.items():
        make_file(root / "static" / name)
        (root / "static" / name).write_bytes(data)
    files = read(root)
    assert {path: file.data for path, file in files.items() if path != CONFIG_FILE} == {
        "static/large.png": None,
        "static/small.png": small,
        "static/text.txt": text,
    }
    assert files["static/large.png"].digest == digest(large)


def test_files_are_sorted_whatever_their_depth(root: Path) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.md", "a.yaml", "c.md"):
        make_file(root / "content" / name)
    assert list(read(root)) == [
        "content/a.yaml",
        "content/a/b/c.md",
        "content/a/z.md",
        "content/b.md",
        "content/c.md",
        CONFIG_FILE,
    ]


def test_hidden_files_and_those_of_editors_are_ignored(root: Path) -> None:
    names = (".hidden", "a.md~", "#a.md#", "a.bak", ".a.swp", "Thumbs.db", "a.md___jb_tmp___", "__pycache__")
    for name in names:
        assert is_ignored(name)
        make_file(root / "static" / name)
    make_file(root / "static/.git/config")
    make_file(root / "static/.nojekyll")
    make_file(root / "static/.well-known/security.txt")
    assert list(read(root)) == [CONFIG_FILE, "static/.nojekyll", "static/.well-known/security.txt"]


def test_an_empty_folder_is_among_the_digests(root: Path) -> None:
    (root / "templates/mine").mkdir(parents=True)
    found = read_site_files(str(root)).digests
    assert found["templates/mine/"] == "folder"


def test_what_cannot_be_listed_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    assert read(root)["content"].problem == "cannot be read: permission denied"


def test_what_cannot_be_read_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> tuple[str, bytes]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(site_files, "_read", refuse)
    assert read(root)[CONFIG_FILE].problem == "cannot be read: permission denied"


def test_within_a_process_a_file_is_read_again_only_where_its_stat_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_file(root / "content/a.md", "one")
    make_file(root / "content/b.md", "one")
    before = read_site_files(str(root))
    opened: list[str] = []
    read_file = site_files._read  # noqa: SLF001

    def note(location: str, size: int) -> tuple[str, bytes | None]:
        opened.append(location)
        return read_file(location, size)

    monkeypatch.setattr(site_files, "_read", note)
    make_file(root / "content/b.md", "other")
    after = read_site_files(str(root), before=before)
    assert opened == [f"{root}/content/b.md"]
    assert after.files["content/a.md"] is before.files["content/a.md"]
    assert after.files["content/b.md"].data == b"other"


def test_a_missing_folder_has_no_files(root: Path) -> None:
    files = read_site_files(str(root))
    assert list(files.below("static")) == []
    assert "static" not in files.folders
