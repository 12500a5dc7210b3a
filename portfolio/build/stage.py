"""The folder beside the output where a site is put together before it goes live."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.build.manifest import MANIFEST, is_inside, parents_of
from portfolio.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_MODE = 0o644
FOLDER_MODE = 0o755


class Kept(NamedTuple):
    """A file that the live site has already, as it is wanted."""

    place: Path


class OutputFile(NamedTuple):
    """A file of the site, ready to be written."""

    path: str
    """In the output, with `/` between its parts."""
    content: bytes | Path | Kept
    """Its bytes, the file to copy them from, or what the live site has already."""


def check_files(files: Iterable[OutputFile]) -> tuple[OutputFile, ...]:
    """Return the files in the order of their paths, sure that they can lie in one folder on any disk.

    Raises:
        InternalError: a path leaves the folder, or two are one where case does not count. Both are looked
            for earlier, where the owner's file can be named; here they are a bug.
    """
    ordered = tuple(sorted(files, key=lambda file: file.path))
    seen: dict[str, str] = {MANIFEST: MANIFEST}
    for file in ordered:
        if not is_inside(file.path):
            raise InternalError(f"an artifact has the path {file.path!r}, which is not inside the site")
        key = file.path.casefold()
        if key in seen:
            raise InternalError(f"two artifacts have one path: {seen[key]!r} and {file.path!r}")
        seen[key] = file.path
    for folder in sorted(parents_of(seen)):
        if folder in seen:
            raise InternalError(f"an artifact has the path {seen[folder]!r}, which is also a folder")
    return ordered


def write_files(stage: Path, files: Iterable[OutputFile]) -> int:
    """Fill the stage; files and folders get the same modes whatever the umask. Returns the size in bytes."""
    make_folder(stage)
    made: set[str] = set()
    size_bytes = 0
    for file in files:
        for folder in sorted(parents_of([file.path]) - made):
            make_folder(stage / folder)
            made.add(folder)
        size_bytes += write_file(stage / file.path, file.content)
    return size_bytes


def make_folder(folder: Path) -> None:
    """Make a folder that everybody can read; a web server often runs as somebody else."""
    folder.mkdir()
    folder.chmod(FOLDER_MODE)


def write_file(place: Path, content: bytes | Path | Kept) -> int:
    """Write, copy or link one file that everybody can read; returns its size in bytes."""
    if isinstance(content, Kept):
        try:
            os.link(content.place, place, follow_symlinks=False)
            return place.stat().st_size
        except OSError:  # a file system without hard links
            content = content.place
    if isinstance(content, Path):
        shutil.copyfile(content, place)
    else:
        place.write_bytes(content)
    place.chmod(FILE_MODE)
    return place.stat().st_size


def remove_tree(root: Path) -> None:
    """Remove a folder of ours and all in it, also where it is read-only; no symlink is followed.

    The manifest goes first: a stage without one is litter whatever it still holds, so a removal that is
    cut short can be finished by the next build without a second thought.
    """
    try:
        if not stat.S_ISDIR(root.lstat().st_mode):
            root.unlink()
            return
    except FileNotFoundError:
        return
    _open_up(root)
    (root / MANIFEST).unlink(missing_ok=True)
    folders = [root]
    for folder in folders:  # grows as folders are met
        _open_up(folder)
        with os.scandir(folder) as entries:
            for entry in list(entries):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(folder / entry.name)
                else:
                    (folder / entry.name).unlink(missing_ok=True)
    for folder in reversed(folders):
        folder.rmdir()


def _open_up(folder: Path) -> None:
    """Let us remove what is in a folder; if it belongs to somebody else, the removal tells."""
    with suppress(PermissionError):
        folder.chmod(0o700)
