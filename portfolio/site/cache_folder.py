"""The folder `.portfolio`, with the record and the cache of a build, and what must not be in it.

Standard library only, as `inputs.py`.
"""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ".portfolio"
RECORD = f"{FOLDER}/record.json"
CACHE = f"{FOLDER}/cache"
"""A folder that holds the cache's shards and nothing else."""


class Intruder(NamedTuple):
    """Something of the record or the cache that is neither a file nor a folder."""

    path: str
    """Relative to the site's folder."""
    kind: str
    """Its kind, in words."""


def find_intruder(root: str) -> Intruder | None:
    """Return the first thing in the folder that is neither a file nor a folder; with one, nothing is read or written.

    A symlink may point to other files, and opening a pipe blocks. Symlinks are not followed.
    """
    for path in _list_paths(root):
        try:
            mode = os.stat(f"{root}/{path}", follow_symlinks=False).st_mode  # noqa: PTH116 (pathlib costs 10 ms)
        except OSError:  # missing, most often
            continue
        if stat.S_ISLNK(mode):
            return Intruder(path, "a symlink")
        if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
            return Intruder(path, "neither a file nor a folder")
    return None


def _list_paths(root: str) -> Iterator[str]:
    """Yield the paths of the record and the cache, each folder before its files."""
    yield from (FOLDER, RECORD, f"{RECORD}.tmp", CACHE)
    try:
        names = os.listdir(f"{root}/{CACHE}")  # noqa: PTH208
    except OSError:
        return
    yield from (f"{CACHE}/{name}" for name in sorted(names))
