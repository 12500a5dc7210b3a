"""The folder beside the output where a site is put together before it goes live."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import InternalError
from portfolio.model.names import fold_name
from portfolio.site.manifest import MANIFEST, is_inside, parents_of

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_MODE = 0o644
FOLDER_MODE = 0o755


class LiveChangedError(Exception):
    """A file of the live site that was to be kept is not the one it was: another build was quicker."""


class Kept(NamedTuple):
    """A file that the live site has already, as it is wanted."""

    place: Path
    stamp: tuple[int, ...]
    """Size, time of writing and number that tell it from another one in its place."""


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
        key = fold_name(file.path)
        if key in seen:
            raise InternalError(f"two artifacts have one path: {seen[key]!r} and {file.path!r}")
        seen[key] = file.path
    for folder in sorted(parents_of(seen)):
        if folder in seen:
            raise InternalError(f"an artifact has the path {seen[folder]!r}, which is also a folder")
    return ordered


def write_files(stage: Path, files: Iterable[OutputFile]) -> dict[str, tuple[int, ...]]:
    """Fill the stage; files and folders get the same modes whatever the umask. Returns their stamps by path.

    Raises:
        LiveChangedError: a file that was to be kept is gone, or another one has its name.
    """
    make_folder(stage)
    made: set[str] = set()
    stamps = {}
    for file in files:
        for folder in sorted(parents_of([file.path]) - made):
            make_folder(stage / folder)
            made.add(folder)
        stamps[file.path] = write_file(stage / file.path, file.content)
    return stamps


def make_folder(folder: Path) -> None:
    """Make a folder that everybody can read; a web server often runs as somebody else."""
    folder.mkdir()
    folder.chmod(FOLDER_MODE)


def write_file(place: Path, content: bytes | Path | Kept) -> tuple[int, ...]:
    """Write, copy or link one file that everybody can read; returns its stamp, as `Kept` has it."""
    if isinstance(content, Kept):
        return _link_file(place, content)
    if isinstance(content, Path):
        shutil.copyfile(content, place)
    else:
        place.write_bytes(content)
    place.chmod(FILE_MODE)
    return stamp_of(place)


def _link_file(place: Path, kept: Kept) -> tuple[int, ...]:
    """Give a live file a second name; where it cannot be linked, copy it."""
    try:
        os.link(kept.place, place, follow_symlinks=False)
    except FileNotFoundError as error:
        raise LiveChangedError from error
    except OSError:  # a file system without hard links, or a file of somebody else's
        if stamp_of(kept.place) != kept.stamp:
            raise LiveChangedError from None
        return write_file(place, kept.place)
    if stamp_of(place) != kept.stamp:  # looked at behind the link: nobody changes its name now
        raise LiveChangedError
    return kept.stamp


def stamp_of(place: Path) -> tuple[int, ...]:
    """Return what tells a file from another one, or from itself before it was written to; no link is followed."""
    status = place.lstat()
    return status.st_size, status.st_mtime_ns, status.st_ino


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
