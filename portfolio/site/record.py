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
    """A build that succeeded: with equal inputs and untouched outputs it need not be repeated."""

    inputs: Inputs
    outputs: dict[str, list[int]]
    """What tells each of our files in the output folder, the manifest too, from one that was changed: see `stat_outputs`."""
    keys: dict[str, str]
    """The digest of all that a page was made from, by path."""
    first_flights: dict[str, int]
    """How many bytes each page sends before it can be seen, by path."""
    summary: str
    """What the build printed to stdout, without its time and folder."""
    printed: tuple[str, str]
    """What it printed to stderr, plain and with colours."""


def load_record(root: str) -> Record | None:
    """Return what the last build left; None if it left nothing that can be trusted."""
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
    """Write the record of a build in one step. Where that fails the next one is slow, so no error is raised."""
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
    """Return size, mtime, inode and ctime of files in the output folder, of those that are there.

    The mtime can be set back; the ctime cannot, and another mode, link or owner moves it, too.
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
    """Return the keys of the pages that lie in the output folder as the last build left them, by path."""
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
        return "no earlier build is known: everything is built"
    before = record.inputs
    if inputs.tool != before.tool:
        return "the tool itself changed: everything is built"
    changed = sorted(
        path
        for path in inputs.files.keys() | before.files.keys()
        if inputs.files.get(path) != before.files.get(path)
    )
    if changed:
        more = f" and {len(changed) - MAX_LISTED} more" if len(changed) > MAX_LISTED else ""
        return f"changed: {', '.join(changed[:MAX_LISTED])}{more}"
    if inputs != before:
        return "changed: the output folder, the base URL or what tells it"
    return "changed: files in the output folder"
