"""The record of the last build: what it read, what it published, what it printed. Kept in .portfolio/record.json.

Standard library only, as `inputs.py`.
"""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from portfolio.site.cache_folder import FOLDER, RECORD, find_intruder
from portfolio.site.inputs import Inputs, Request
from portfolio.site_files import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = 3


class Record(NamedTuple):
    """A successful build: with equal inputs and untouched outputs it need not be repeated."""

    inputs: Inputs
    outputs: dict[str, list[int]]
    """Of each of our files in the output folder, and the manifest: see `stat_outputs`."""
    keys: dict[str, str]
    """The digest of everything that a page was made from, by path."""
    first_flights: dict[str, int]
    """The size of each page as it is sent, by path."""
    summary: str
    """The output of the build on stdout, without its time and folder."""
    printed: tuple[str, str]
    """Its output on stderr, plain and with colours."""


def load_record(root: str) -> Record | None:
    """Return the record of the last build; None if it is missing or damaged."""
    if find_intruder(root):
        return None
    try:
        with open(f"{root}/{RECORD}", "rb") as file:  # noqa: PTH123 (pathlib costs 10 ms)
            check, _, data = file.read().partition(b"\n")
        if check.decode("ascii", "replace") != digest(data):
            return None
        version, (request, *inputs), *rest = json.loads(data)
        return Record(Inputs(Request(*request), *inputs), *rest) if version == VERSION else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def save_record(root: str, record: Record) -> None:
    """Write the record of a build in one step. If that fails, the next build is slow, so no error is raised."""
    data = json.dumps([VERSION, *record], ensure_ascii=True).encode("ascii")
    if find_intruder(root):
        return
    file_path = f"{root}/{RECORD}"
    try:
        os.makedirs(f"{root}/{FOLDER}", exist_ok=True)  # noqa: PTH103
        with open(f"{file_path}.tmp", "wb") as file:  # noqa: PTH123
            file.write(digest(data).encode("ascii") + b"\n" + data)
        os.replace(f"{file_path}.tmp", file_path)  # noqa: PTH105
    except OSError:
        return


def stat_outputs(output: str, paths: Iterable[str]) -> dict[str, list[int]]:
    """Return size, mtime, inode and ctime of the files that exist in the output folder.

    The mtime can be set back; the ctime cannot, and it changes with mode, links and owner too.
    """
    found = {}
    for path in paths:
        try:
            status = os.stat(f"{output}/{path}", follow_symlinks=False)  # noqa: PTH116
        except OSError:
            continue
        found[path] = [status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns]
    return found


def find_untouched(record: Record, output: str) -> dict[str, str]:
    """Return the keys of the pages that have not changed in the output folder since the last build, by path."""
    found = stat_outputs(output, record.keys)
    return {
        path: key
        for path, key in record.keys.items()
        if path in found and found[path] == record.outputs.get(path)
    }


MAX_LISTED = 5


def explain_change(record: Record | None, inputs: Inputs) -> str:
    """Return why a build is needed, in words."""
    if record is None:
        return "no record of an earlier build: everything is rebuilt"
    before = record.inputs
    if inputs.tool != before.tool:
        return "portfolio changed: everything is rebuilt"
    changed = sorted(
        path
        for path in inputs.files.keys() | before.files.keys()
        if inputs.files.get(path) != before.files.get(path)
    )
    if changed:
        more = f" and {len(changed) - MAX_LISTED} more" if len(changed) > MAX_LISTED else ""
        return f"changed: {', '.join(changed[:MAX_LISTED])}{more}"
    if inputs != before:
        return "changed: the output folder, the base URL or its source"
    return "changed: files in the output folder"
