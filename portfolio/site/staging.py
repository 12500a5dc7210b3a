"""The folder next to the output in which a site is prepared before the swap.

Paths of single files are text: for thousands of files pathlib takes a twelfth of an edit.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.site.output_folder import MANIFEST, parents_of

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_MODE = 0o644
FOLDER_MODE = 0o755


class OutputChangedError(Exception):
    """A file of the output folder that was to be reused has changed, or one of the stage: another build was quicker."""


class Unchanged(NamedTuple):
    """A file of the output folder that is reused."""

    path: str
    """Absolute."""
    stat: tuple[int, ...]
    """See `file_stat`."""
    key: str
    """The digest of everything that it was made from."""
    first_flight: int
    """Its size as it is sent, if it is a page."""


class Staged(NamedTuple):
    """A file that is in the stage already."""

    stat: tuple[int, ...]
    """See `file_stat`."""


class OutputFile(NamedTuple):
    """A file of the site, ready to be written."""

    path: str
    """Its output path, with `/` between its parts."""
    content: bytes | Path | Unchanged | Staged
    """Its bytes, the file to copy them from, the file of the output folder, or that of the stage."""


class Writer:
    """Writes files into a stage, and the folders above them."""

    def __init__(self, stage: Path) -> None:
        self._stage = stage
        self._folders = {""}

    def write(self, path: str, content: bytes | Path | Unchanged) -> tuple[int, ...]:
        """Write, copy or link one file; return its stat."""
        if path.rpartition("/")[0] not in self._folders:
            for folder in sorted(parents_of([path]) - self._folders):
                make_folder(self._stage / folder)
                self._folders.add(folder)
        return write_file(f"{self._stage}/{path}", content)

    def write_rest(self, files: Iterable[OutputFile]) -> dict[str, tuple[int, ...]]:
        """Write what is not in the stage yet. Return the stats of all files by path.

        Raises:
            OutputChangedError: a file that was to be reused has changed, or one in the stage.
        """
        return {
            path: _confirm(f"{self._stage}/{path}", content)
            if isinstance(content, Staged)
            else self.write(path, content)
            for path, content in files
        }


def _confirm(path: str, staged: Staged) -> tuple[int, ...]:
    """Return the stat of a staged file; raise OutputChangedError if it has changed since it was written."""
    try:
        if file_stat(path) == staged.stat:
            return staged.stat
    except FileNotFoundError:
        pass
    raise OutputChangedError


def make_folder(folder: Path) -> None:
    """Create a folder that all can read, unless it exists; a web server often runs as another user."""
    with suppress(FileExistsError):  # a second process writes into the stage, too
        folder.mkdir()
        folder.chmod(FOLDER_MODE)


def write_file(path: str, content: bytes | Path | Unchanged) -> tuple[int, ...]:
    """Write, copy or link one file that all can read, whatever the umask; return its stat."""
    if isinstance(content, Unchanged):
        return _link_file(path, content)
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        Path(path).write_bytes(content)
    Path(path).chmod(FILE_MODE)
    return file_stat(path)


def _link_file(path: str, unchanged: Unchanged) -> tuple[int, ...]:
    """Link a file of the output folder; if that is impossible, copy it."""
    try:
        os.link(unchanged.path, path, follow_symlinks=False)
    except FileNotFoundError as error:
        raise OutputChangedError from error
    except OSError:  # a file system without hard links, or a file of another user
        if file_stat(unchanged.path) != unchanged.stat:
            raise OutputChangedError from None
        return write_file(path, Path(unchanged.path))
    if file_stat(path) != unchanged.stat:  # compared after linking: it cannot be replaced any more
        raise OutputChangedError
    return unchanged.stat


def file_stat(path: str) -> tuple[int, ...]:
    """Return size, mtime and inode of a file, which differ once it is written or replaced; no link is followed."""
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns, status.st_ino


def remove_tree(root: Path) -> None:
    """Remove a folder of ours with everything in it, also read-only files; no symlink is followed.

    The manifest is removed first: a stage without one is a leftover, so the next build can finish an interrupted
    removal.
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
                    continue
                with suppress(FileNotFoundError):
                    os.unlink(entry.path)  # noqa: PTH108 (see above)
    for folder in reversed(folders):
        folder.rmdir()


def _open_up(folder: Path) -> None:
    """Make a folder writable; if it belongs to another user, the removal fails with an error."""
    with suppress(PermissionError):
        folder.chmod(0o700)
