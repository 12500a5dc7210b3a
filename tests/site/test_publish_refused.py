"""Output folders that must not be written to: refused with the folder, the reason and a way out."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.publishing import publish_site

from portfolio.errors import Code, ExitCode, UsageError
from portfolio.site.output_folder import check_output, explain
from portfolio.site.staging import OutputFile

if TYPE_CHECKING:
    from collections.abc import Callable

MANIFEST = ".portfolio-manifest.json"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with sources, beside a home folder, with the site as working folder."""
    folder = tmp_path / "owner/site"
    for name in ("content/case-studies", "templates", "static", ".git", ".portfolio"):
        (folder / name).mkdir(parents=True)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(folder)
    return folder


ELSEWHERE = "choose a folder of its own for the site, such as `_site`"
ADVICE = [
    ("/", ELSEWHERE),
    (".", ELSEWHERE),
    ("..", ELSEWHERE),
    ("content/new", ELSEWHERE),
    ("file/new", ELSEWHERE),
    ("link", "give the folder that it points to"),
    ("file", "give another name, or move it away"),
    ("full", "give an empty or a new folder, or empty this one if nothing in it is needed"),
    ("/proc", "give a folder inside it: `/proc/site`"),
]


@pytest.mark.parametrize(("output", "advice"), ADVICE)
def test_each_refusal_has_help(root: Path, output: str, advice: str) -> None:
    (root / "file").write_text("mine")
    (root / "full").mkdir()
    (root / "full/mine").write_text("mine")
    (root / "link").symlink_to("full")
    with pytest.raises(UsageError) as caught:
        check_output(Path(output), root)
    assert [item.help for item in caught.value.diagnostics] == [advice]


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "free some space on the disk and build again"),
        (errno.EDQUOT, "free some space in your quota and build again"),
        (errno.EFBIG, "raise the limit on file sizes and build again"),
        (errno.EACCES, "make the folder and the one above it writable, or choose another"),
        (errno.EPERM, "make the folder and the one above it yours, or choose another"),
        (errno.EROFS, "choose a folder on a disk that can be written to"),
        (errno.EBUSY, "it may be a mount point: give a folder inside it"),
        (errno.EXDEV, "another disk is mounted inside it: give a folder without one"),
        (errno.ENOTEMPTY, "another program writes there: let it end and build again"),
    ],
)
def test_an_error_of_the_disk_is_reported_with_help(number: int, advice: str) -> None:
    (item,) = explain(Path("_site"), OSError(number, "Some reason", "a/b")).diagnostics
    assert (item.code, item.message, item.help) == (
        Code.OUTPUT, "cannot publish to `_site`: some reason: `a/b`", advice
    )  # fmt: skip
    (item,) = explain(Path("_site"), OSError(number, "Some reason")).diagnostics
    assert item.message == "cannot publish to `_site`: some reason"


def refusal(output: Path, root: Path) -> str:
    """Return the message; sure that checking and publishing agree and that nothing was changed."""
    before = sorted(root.parent.parent.rglob("*"))
    with pytest.raises(UsageError) as checked:
        check_output(output, root)
    with pytest.raises(UsageError) as published:
        publish_site([OutputFile("index.html", b"x")], output, root)
    assert str(checked.value) == str(published.value)
    assert sorted(root.parent.parent.rglob("*")) == before
    (diagnostic,) = checked.value.diagnostics
    assert checked.value.exit_code is ExitCode.USAGE
    assert diagnostic.code is Code.OUTPUT
    assert diagnostic.help
    assert f"`{output}`" in diagnostic.message
    return diagnostic.message


@pytest.mark.parametrize("output", ["/", "/..", "/tmp/.."])  # noqa: S108
def test_the_file_systems_root_is_refused(root: Path, output: str) -> None:
    assert refusal(Path(output), root).endswith("is the file system's root")


@pytest.mark.parametrize("output", [".", "../site", "content/..", ""])
def test_the_sites_own_folder_is_refused(root: Path, output: str) -> None:
    assert refusal(Path(output), root).endswith("is the site's own folder")


@pytest.mark.parametrize("output", ["..", "../..", "../../../"])
def test_a_parent_of_the_site_is_refused(root: Path, output: str) -> None:
    assert "holds " in refusal(Path(output), root)


def test_the_home_folder_is_refused(root: Path, tmp_path: Path) -> None:
    assert refusal(tmp_path / "home", root).endswith("is your home folder")


@pytest.mark.parametrize("name", ["content", "templates", "static", ".git", ".portfolio"])
@pytest.mark.parametrize("inside", ["", "new", "new/er"])
def test_a_source_is_refused_and_folders_inside_it(root: Path, name: str, inside: str) -> None:
    assert refusal(root / name / inside, root).endswith(f"is the site's `{name}` or inside it")


def test_a_source_is_refused_through_a_symlink_above(root: Path) -> None:
    (root / "link").symlink_to("content")
    assert "`content`" in refusal(root / "link/new", root)


def test_a_source_that_is_a_symlink_protects_what_it_points_to(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "static").rmdir()
    (root / "static").symlink_to(tmp_path / "elsewhere")
    assert "`static`" in refusal(tmp_path / "elsewhere/new", root)


@pytest.mark.parametrize("target", ["empty", "nowhere", "out"])
def test_a_symlink_is_refused(root: Path, target: str) -> None:
    (root / "empty").mkdir()
    (root / "out").symlink_to(target)
    assert refusal(root / "out", root).endswith("is a symlink")


def test_a_symlink_loop_above_is_refused(root: Path) -> None:
    (root / "loop").symlink_to("loop")
    refusal(root / "loop/new", root)


def test_a_file_is_refused(root: Path) -> None:
    (root / "out").write_text("mine")
    assert refusal(root / "out", root).endswith("is a file")


@pytest.mark.parametrize("above", ["out", "out/deeper"])
def test_a_folder_below_a_file_is_refused(root: Path, above: str) -> None:
    (root / "out").write_text("mine")
    expected = f"cannot be created: `{root / 'out'}` is not a folder"
    assert refusal(root / above / "new", root).endswith(expected)


def test_a_fifo_is_refused_without_waiting(root: Path) -> None:
    os.mkfifo(root / "out")
    assert refusal(root / "out", root).endswith("is not a folder")


def test_a_socket_is_refused(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("out")
        assert refusal(root / "out", root).endswith("is not a folder")


def test_a_folder_of_somebody_else_is_refused(root: Path) -> None:
    (root / "out").mkdir()
    (root / "out/.hidden").write_text("mine")
    assert refusal(root / "out", root).endswith("is not empty, and it was not created by portfolio")


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense", '{"version": 1}', '{"version": 1, "files": [1]}',
        '{"version": 1, "files": ["../x"]}', '{"version": 1, "files": ["/etc/passwd"]}', '{"version": 1, "files": "x"}',
        "[" * 100_000, "\0", "\udcff",
    ],
)  # fmt: skip
def test_a_damaged_manifest_does_not_make_a_folder_ours(root: Path, text: str) -> None:
    (root / "out").mkdir()
    (root / "out" / MANIFEST).write_bytes(text.encode(errors="surrogateescape"))
    assert refusal(root / "out", root).endswith("is not empty, and its manifest is damaged")


@pytest.mark.parametrize("text", ["[]", "{}", '{"version": 2, "files": []}', "1"])
def test_a_manifest_of_another_version_does_not_either(root: Path, text: str) -> None:
    (root / "out").mkdir()
    (root / "out" / MANIFEST).write_text(text)
    assert refusal(root / "out", root).endswith("is not empty, and its manifest is of an unknown version")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda place: Path(place).symlink_to("/dev/zero")])
def test_a_manifest_that_is_no_file_does_not_make_a_folder_ours(
    root: Path, make: Callable[[Path], None]
) -> None:
    (root / "out").mkdir()
    make(root / "out" / MANIFEST)
    assert refusal(root / "out", root).endswith("its manifest is not a file")


def test_a_mount_point_is_refused_with_a_way_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "out").mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda place: place.name == "out")
    assert "is a mount point" in refusal(root / "out", root)


def test_a_read_only_parent_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "locked").mkdir()
    monkeypatch.setattr(os, "access", lambda place, _mode: place != root / "locked")
    assert refusal(root / "locked/a/b", root).endswith(f"`{root / 'locked'}` is read-only")


def test_a_name_that_is_too_long_is_refused(root: Path) -> None:
    assert "file name too long" in refusal(root / ("x" * 300), root)


@pytest.mark.parametrize("output", ["out", "a/b/out", "../beside", "content-2", "empty"])
def test_other_folders_are_fine_and_checking_makes_none(root: Path, output: str) -> None:
    (root / "empty").mkdir()
    before = sorted(root.parent.rglob("*"))
    check_output(Path(output), root)
    assert sorted(root.parent.rglob("*")) == before
    publish_site([OutputFile("index.html", b"x")], Path(output), root)
    check_output(Path(output), root)
    assert (root / output / "index.html").read_bytes() == b"x"


def test_a_parent_that_is_a_symlink_is_fine(root: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (root / "link").symlink_to(tmp_path / "disk")
    publish_site([OutputFile("index.html", b"x")], root / "link/out", root)
    assert (tmp_path / "disk/out/index.html").read_bytes() == b"x"
