"""The list of our files in every output folder: the proof that portfolio created it.

Files that it does not name are untracked and never removed.
"""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MANIFEST = ".portfolio-manifest.json"
VERSION = 1


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
