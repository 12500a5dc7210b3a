"""The output folder: the manifest of our files in it, which folders are refused, and the messages for errors of the disk.

The manifest proves that portfolio created a folder. Files that it does not name are untracked and never removed.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.errors import Code, UsageError, name_reason

if TYPE_CHECKING:
    from collections.abc import Iterable

MANIFEST = ".portfolio-manifest.json"
VERSION = 1
SOURCES = ("content", "templates", "static", ".git", ".portfolio")
"""Folders of a site in which nothing is ever written."""

_ELSEWHERE = "choose a folder of its own for the site, such as `_site`"
_HELP = {
    errno.ENOSPC: "free some space on the disk and build again",
    errno.EDQUOT: "free some space in your quota and build again",
    errno.EFBIG: "raise the limit on file sizes and build again",
    errno.EACCES: "make the folder and the one above it writable, or choose another",
    errno.EPERM: "make the folder and the one above it yours, or choose another",
    errno.EROFS: "choose a folder on a disk that can be written to",
    errno.EBUSY: "it may be a mount point: give a folder inside it",
    errno.EXDEV: "another disk is mounted inside it: give a folder without one",
    errno.ENOTEMPTY: "another program writes there: let it end and build again",
}


def refuse(message: str, hint: str) -> UsageError:
    """Return the error of an output folder that cannot be used."""
    return UsageError(message, code=Code.OUTPUT, help=hint)


def explain(output: Path, error: OSError) -> UsageError:
    """Return the error of a failed call: with the folder, the system's reason, and the file."""
    path = error.filename
    where = f": `{os.fsdecode(path)}`" if isinstance(path, str | bytes | os.PathLike) else ""
    hint = _HELP.get(error.errno or 0, "fix that and build again")
    return refuse(f"cannot publish to `{output}`: {name_reason(error)}{where}", hint)


def locate(output: Path) -> Path:
    """Return the output's absolute path without symlinks above it; its own name is not followed."""
    if output.name in {"", ".."}:
        return Path(os.path.realpath(output))
    return Path(os.path.realpath(output.absolute().parent)) / output.name


def check_output(output: Path, site_root: Path) -> None:
    """Refuse an output folder that must not be written to; change nothing.

    Allowed are a folder that portfolio created, an empty one, and one that does not exist yet and can be created.

    Raises:
        UsageError: with the folder, the reason, and what to do.
    """
    try:
        folder = locate(output)
        _check_location(output, folder, Path(os.path.realpath(site_root)))
        _check_kind(output, folder)
        _check_above(output, folder)
    except OSError as error:
        raise explain(output, error) from error


def _is_same(first: Path, second: Path) -> bool:
    """Whether two paths are one folder, also in another case or through a symlink."""
    try:
        return first == second or first.samefile(second)
    except OSError:  # one of them does not exist
        return False


def _check_location(output: Path, folder: Path, root: Path) -> None:
    """Refuse folders of the owner's own files: `/`, home, the site, its sources, and all above them."""
    home = Path(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111 (Path.home fails where there is none)
    sources = {f"the site's `{name}`": Path(os.path.realpath(root / name)) for name in SOURCES}
    named = {"the file system's root": Path("/"), "your home folder": home, "the site's own folder": root}
    for name, path in named.items():
        if _is_same(folder, path):
            raise refuse(f"the output folder `{output}` is {name}", _ELSEWHERE)
    for name, path in sources.items():
        if any(_is_same(above, path) for above in (folder, *folder.parents)):
            raise refuse(f"the output folder `{output}` is {name} or inside it", _ELSEWHERE)
    for name, path in (named | sources).items():
        if any(_is_same(folder, above) for above in path.parents):
            raise refuse(f"the output folder `{output}` holds {name}", _ELSEWHERE)


def _check_kind(output: Path, folder: Path) -> None:
    """Refuse a file, a symlink, a mount point, and a folder with files that portfolio did not create."""
    try:
        mode = folder.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISLNK(mode):
        raise refuse(f"the output folder `{output}` is a symlink", "give the folder that it points to")
    if not stat.S_ISDIR(mode):
        kind = "a file" if stat.S_ISREG(mode) else "not a folder"
        raise refuse(f"the output folder `{output}` is {kind}", "give another name, or move it away")
    if folder.is_mount():
        raise refuse(
            f"the output folder `{output}` is a mount point, which cannot be swapped in one step",
            f"give a folder inside it: `{output / 'site'}`",
        )
    _check_ours(output, folder)


def _check_ours(output: Path, folder: Path) -> None:
    """Refuse a folder that is neither empty nor created by portfolio.

    Names first, manifest second: another build may swap or move the folder in between.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208 (a list at once, not an iterator that a swap can spoil)
    except FileNotFoundError:
        return
    try:
        if names:
            load_manifest(folder)
    except ManifestError as error:
        if MANIFEST in names and isinstance(error.__cause__, FileNotFoundError):
            return
        raise refuse(
            f"the output folder `{output}` is not empty, and {error}",
            "give an empty or a new folder, or empty this one if nothing in it is needed",
        ) from error


def _check_above(output: Path, folder: Path) -> None:
    """Refuse a folder that cannot be created, or next to which the site cannot be prepared."""
    above = next(path for path in folder.parents if os.path.lexists(path))
    if not above.is_dir():
        raise refuse(f"the output folder `{output}` cannot be created: `{above}` is not a folder", _ELSEWHERE)
    if not os.access(above, os.W_OK | os.X_OK):
        raise refuse(
            f"the output folder `{output}` cannot be written: `{above}` is read-only",
            "make that folder writable, or choose another (the site is prepared next to its output)",
        )


class ManifestError(Exception):
    """There is no manifest, or portfolio did not write it; the message is a sentence fragment."""


def is_inside(path: str) -> bool:
    """Whether a path stays below its folder, is in its shortest form, and has a name.

    >>> [is_inside(path) for path in ("a/b.html", "../a", "/a", "a//b", "a/./b", "")]
    [True, False, False, False, False, False]
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in path and not any(part in {"", ".", ".."} for part in path.split("/"))


def parents_of(paths: Iterable[str]) -> frozenset[str]:
    """Return every folder above the paths, without the top one.

    >>> sorted(parents_of(["a/b/c.html", "d.html"]))
    ['a', 'a/b']
    """
    found: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return frozenset(found)


def format_manifest(paths: Iterable[str]) -> bytes:
    """Return the manifest's bytes: sorted, ASCII, no clock, so that equal sites have equal ones."""
    document = {"version": VERSION, "files": sorted(paths)}
    return (json.dumps(document, indent=1) + "\n").encode("ascii")


def load_manifest(folder: Path) -> frozenset[str]:
    """Return the paths of our files in an output folder, and the manifest's own.

    Raises:
        ManifestError: it is missing or damaged: the folder does not count as ours.
        OSError: it cannot be read.
    """
    path = folder / MANIFEST
    try:
        if not stat.S_ISREG(path.lstat().st_mode):  # a FIFO would make us wait for ever
            raise ManifestError("its manifest is not a file")
        document = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ManifestError("it was not created by portfolio") from error
    except (ValueError, RecursionError) as error:
        raise ManifestError("its manifest is damaged") from error
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ManifestError("its manifest is of an unknown version")
    paths = document.get("files")
    if not isinstance(paths, list) or not all(isinstance(path, str) and is_inside(path) for path in paths):
        raise ManifestError("its manifest is damaged")
    return frozenset(paths) | {MANIFEST}
