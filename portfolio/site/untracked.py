"""Files in an output folder that others put there (CNAME, .git): find them, and bring them along.

A symlink is never followed, a foreign file never changed: its hard link in the new folder is the same file.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from portfolio.site.manifest import parents_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

Foreign = dict[str, bool]
"""Path below the output -> whether it is a folder; a folder comes before what it holds."""

_NO_LINK = frozenset({errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS})
"""Answers of a file system or kernel that does not link this file; it may still let us copy it."""


def find_foreign(root: Path, ours: Collection[str]) -> Foreign:
    """List what lies in a folder and is not ours, sorted by depth and name.

    A folder is foreign if none of our files lies in it; a symlink or other odd thing in the place of one
    of our files is foreign too, since we make regular files only.

    Raises:
        OSError: a folder is on another disk, where removing the old site would remove the only copy, or it
            belongs to somebody else and is closed to us.
    """
    made = parents_of(ours)
    device = root.lstat().st_dev
    found: Foreign = {}
    prefixes = [""]
    for prefix in prefixes:  # grows as folders are met: no recursion, however deep they are
        try:
            with os.scandir(root / prefix) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:  # its owner removed it this moment
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


def find_conflict(foreign: Mapping[str, bool], wanted: Collection[str]) -> str | None:
    """Return the first foreign thing that stands where one of our files or folders is to be."""
    folders = parents_of(wanted)
    for path, is_folder in foreign.items():
        if path in wanted or (path in folders and not is_folder) or not parents_of([path]).isdisjoint(wanted):
            return path
    return None


def carry_over(source: Path, target: Path, foreign: Mapping[str, bool]) -> None:
    """Give every foreign file a second name in another folder; where it cannot be linked, copy it."""
    made: list[str] = []
    for path, is_folder in foreign.items():
        _make_folders(target, path if is_folder else path.rpartition("/")[0], made)
        if is_folder:
            continue
        try:
            _carry_file(source / path, target / path)
        except FileNotFoundError:
            if os.path.lexists(source / path):
                raise
    _copy_looks(source, target, made)


def move_over(source: Path, target: Path, foreign: Mapping[str, bool], *, only_newer: bool) -> None:
    """Move foreign files that changed since they were carried over, or appeared since, to where they belong.

    Args:
        source: The folder that was live until now.
        target: The one that is live now.
        foreign: What others put into the source.
        only_newer: Whether a file of the target stays unless it is older: for use when time has passed.
    """
    made: list[str] = []
    for path, is_folder in foreign.items():
        _make_folders(target, path if is_folder else path.rpartition("/")[0], made)
        if not is_folder and _is_changed(source / path, target / path, only_newer=only_newer):
            (source / path).replace(target / path)
    _copy_looks(source, target, made)


def is_unchanged(first: Path, second: Path) -> bool:
    """Whether two names stand for one file, or for a file and the copy that we made of it."""
    one, other = first.lstat(), second.lstat()
    if os.path.samestat(one, other):
        return True
    if stat.S_IFMT(one.st_mode) != stat.S_IFMT(other.st_mode):
        return False
    if stat.S_ISLNK(one.st_mode):
        return first.readlink() == second.readlink()
    return stat.S_ISDIR(one.st_mode) or (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _is_changed(source: Path, target: Path, *, only_newer: bool) -> bool:
    """Whether the source's file is to replace the target's."""
    if not os.path.lexists(target):
        return True
    if is_unchanged(source, target):
        return False
    return not only_newer or source.lstat().st_mtime_ns > target.lstat().st_mtime_ns


def _make_folders(target: Path, path: str, made: list[str]) -> None:
    """Make a folder and those above it where missing, writable for now, and note them, outer first."""
    missing: list[str] = []
    while path and not (target / path).is_dir():
        missing.append(path)
        path = path.rpartition("/")[0]
    for folder in reversed(missing):
        (target / folder).mkdir(0o700)
        made.append(folder)


def _copy_looks(source: Path, target: Path, folders: list[str]) -> None:
    """Give folders the mode, times and owner of their originals; inner first, for the outer may be read-only."""
    for folder in reversed(folders):
        with suppress(FileNotFoundError):
            _copy_owner(source / folder, target / folder)
            shutil.copystat(source / folder, target / folder)


def _carry_file(source: Path, target: Path) -> None:
    """Link one file, or copy it with its times; a symlink is made anew with the same words."""
    mode = source.lstat().st_mode
    if stat.S_ISLNK(mode):
        target.symlink_to(source.readlink())
        return
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_LINK or not stat.S_ISREG(mode):
            raise
        shutil.copy2(source, target, follow_symlinks=False)
        _copy_owner(source, target)


def _copy_owner(source: Path, target: Path) -> None:
    """Keep the owner of what somebody else made, where we have the right to."""
    status = source.lstat()
    if (status.st_uid, status.st_gid) != (target.lstat().st_uid, target.lstat().st_gid):
        with suppress(PermissionError):
            os.chown(target, status.st_uid, status.st_gid, follow_symlinks=False)
