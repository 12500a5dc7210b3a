"""Untracked files of an output folder, such as CNAME and .git: find them, and carry them over.

A symlink is never followed, and an untracked file never changed: its hard link in the new folder is the same file.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from portfolio.site.output_folder import parents_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

Untracked = dict[str, bool]
"""Output path -> whether it is a folder; a folder comes before its files."""

_NO_LINK = frozenset({errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS})
"""Errors of a file system or kernel that cannot link this file; a copy may still work."""


def find_untracked(root: Path, ours: Collection[str]) -> Untracked:
    """List the untracked files and folders below a folder, sorted by depth and name.

    A folder is untracked if none of our files is in it; a symlink or special file with the path of one of our
    files is untracked too, since we make regular files only.

    Raises:
        OSError: a folder is on another disk, where removing the old site would remove the only copy, or it
            belongs to another user and cannot be read.
    """
    made = parents_of(ours)
    device = root.lstat().st_dev
    found: Untracked = {}
    prefixes = [""]
    for prefix in prefixes:  # grows as folders are met: no recursion, however deep they are
        try:
            with os.scandir(f"{root}/{prefix}") as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:  # removed just now
            continue
        for entry in listed:
            path = prefix + entry.name
            if not entry.is_dir(follow_symlinks=False):
                if path not in ours or not entry.is_file(follow_symlinks=False):
                    found[path] = False
                continue
            with suppress(FileNotFoundError):
                _check_removable(entry, device)
            prefixes.append(path + "/")
            if path not in made:
                found[path] = True
    return found


def _check_removable(folder: os.DirEntry[str], device: int) -> None:
    """Refuse a folder that could be carried over but not removed from the old site afterwards."""
    status = folder.stat(follow_symlinks=False)
    if status.st_dev != device:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), folder.path)
    if status.st_uid != os.geteuid() and not os.access(folder.path, os.R_OK | os.W_OK | os.X_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), folder.path)


def find_conflict(untracked: Mapping[str, bool], wanted: Collection[str]) -> str | None:
    """Return the first untracked file or folder with the path of one of ours."""
    folders = parents_of(wanted)
    for path, is_folder in untracked.items():
        if path in wanted or (path in folders and not is_folder) or not parents_of([path]).isdisjoint(wanted):
            return path
    return None


def carry_over(source: Path, destination: Path, untracked: Mapping[str, bool]) -> None:
    """Link every untracked file in another folder; if that is impossible, copy it."""
    made: list[str] = []
    for path, is_folder in untracked.items():
        _make_folders(destination, path if is_folder else path.rpartition("/")[0], made)
        if is_folder:
            continue
        try:
            _carry_file(source / path, destination / path)
        except FileNotFoundError:
            if os.path.lexists(source / path):
                raise
    _copy_metadata(source, destination, made)


def move_over(source: Path, destination: Path, untracked: Mapping[str, bool], *, only_newer: bool) -> None:
    """Move untracked files that changed or appeared since they were carried over.

    Args:
        source: The folder that was live until now.
        destination: The one that is live now.
        untracked: The untracked files of the source.
        only_newer: Whether a file of the destination stays unless it is older: for use when time has passed.
    """
    made: list[str] = []
    for path, is_folder in untracked.items():
        _make_folders(destination, path if is_folder else path.rpartition("/")[0], made)
        if not is_folder and _is_changed(source / path, destination / path, only_newer=only_newer):
            (source / path).replace(destination / path)
    _copy_metadata(source, destination, made)


def is_unchanged(first: Path, second: Path) -> bool:
    """Whether two paths are one file, or a file and our copy of it."""
    one, other = first.lstat(), second.lstat()
    if os.path.samestat(one, other):
        return True
    if stat.S_IFMT(one.st_mode) != stat.S_IFMT(other.st_mode):
        return False
    if stat.S_ISLNK(one.st_mode):
        return first.readlink() == second.readlink()
    return stat.S_ISDIR(one.st_mode) or (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _is_changed(source: Path, destination: Path, *, only_newer: bool) -> bool:
    """Whether the source's file is to replace the destination's."""
    if not os.path.lexists(destination):
        return True
    if is_unchanged(source, destination):
        return False
    return not only_newer or source.lstat().st_mtime_ns > destination.lstat().st_mtime_ns


def _make_folders(destination: Path, path: str, made: list[str]) -> None:
    """Create a folder and missing ones above it, writable for now, and add them to `made`, outer first."""
    missing: list[str] = []
    while path and not (destination / path).is_dir():
        missing.append(path)
        path = path.rpartition("/")[0]
    for folder in reversed(missing):
        (destination / folder).mkdir(0o700)
        made.append(folder)


def _copy_metadata(source: Path, destination: Path, folders: list[str]) -> None:
    """Give folders the mode, times and owner of their originals; inner first, for the outer may be read-only."""
    for folder in reversed(folders):
        with suppress(FileNotFoundError):
            _copy_owner(source / folder, destination / folder)
            shutil.copystat(source / folder, destination / folder)


def _carry_file(source: Path, destination: Path) -> None:
    """Link one file, or copy it with its times; a symlink is created again with the same destination."""
    mode = source.lstat().st_mode
    if stat.S_ISLNK(mode):
        destination.symlink_to(source.readlink())
        return
    try:
        destination.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_LINK or not stat.S_ISREG(mode):
            raise
        shutil.copy2(source, destination, follow_symlinks=False)
        _copy_owner(source, destination)


def _copy_owner(source: Path, destination: Path) -> None:
    """Keep the owner of a file of another user, if we have the right to."""
    status = source.lstat()
    if (status.st_uid, status.st_gid) != (destination.lstat().st_uid, destination.lstat().st_gid):
        with suppress(PermissionError):
            os.chown(destination, status.st_uid, status.st_gid, follow_symlinks=False)
