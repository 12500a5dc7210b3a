"""Did anything change? Answers for `portfolio build` before the command line, or anything else, is loaded.

Standard library only: see `site_files.py`. Whatever is unclear counts as a change.
"""

from __future__ import annotations

import os
import time

from portfolio.site.record import (
    digest_inputs,
    find_tool,
    load_record,
    locate_stages,
    make_request,
    stat_outputs,
)
from portfolio.site_files import CONFIG_FILE, PROFILE_FILE, read_site_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio.site.record import Record, Request


def find_up_to_date(
    arguments: Sequence[str], env: Mapping[str, str], cwd: str
) -> tuple[str, str, str] | None:
    """Return what a build with nothing to do prints; None if the site in the output folder is not what it would make.

    First what it prints to stderr, plain and with colours, as the warnings of the last build still hold; then the line
    for stdout.
    """
    started = time.perf_counter()
    request = parse_request(arguments, cwd)
    record = load_record(request.root) if request else None
    if request is None or record is None or not is_up_to_date(request, record, env):
        return None
    elapsed_s = time.perf_counter() - started
    result = f"nothing changed: {record.summary} in {elapsed_s:.2f} s: {show_folder(request.output, cwd)}\n"
    return *record.printed, result


def is_up_to_date(request: Request, record: Record, env: Mapping[str, str]) -> bool:
    """Whether a build would read what the last one read, finds what that one published, and has nothing to clean up."""
    if request != record.inputs.request or any(map(os.path.lexists, locate_stages(request.output))):
        return False
    if stat_outputs(request.output, record.outputs) != record.outputs:
        return False
    files = read_site_files(request.root, is_held=False)
    inputs = digest_inputs(request, env, record.inputs.outside, files, find_tool(files, record))
    return inputs == record.inputs and "" not in inputs.files.values()


def parse_request(arguments: Sequence[str], cwd: str) -> Request | None:
    """Read the command line of a plain `build`; None for anything else, a mistake too: click explains those."""
    given: dict[str, str] = {}
    words = iter(arguments)
    is_build = False
    for word in words:
        if word == "build" and not is_build:
            is_build = True
            continue
        name, equals, value = word.partition("=")
        if name not in (("--output", "--base-url") if is_build else ("--site",)):
            return None
        following = value if equals else next(words, None)
        if not following:
            return None
        given[name] = following
    root = _find_root(given.get("--site"), cwd) if is_build else None
    if root is None:
        return None
    return make_request(root, given.get("--output"), given.get("--base-url"), cwd)


def show_folder(folder: str, cwd: str) -> str:
    """Return a folder as the person at the terminal would name it."""
    inside = folder.removeprefix(cwd.rstrip("/") + "/")
    if not inside.isprintable():
        from portfolio.width import escape_controls  # noqa: PLC0415 (hardly anybody pays for it)

        inside = escape_controls(inside)
    return f"{inside}/"


def _find_root(given: str | None, cwd: str) -> str | None:
    """Return the site's folder as `load.config.find_site` finds it; None where it would complain."""
    folder = cwd if given is None else os.path.join(cwd, given)  # noqa: PTH118
    while not os.path.isfile(f"{folder}/{CONFIG_FILE}"):  # noqa: PTH113
        if given is not None:
            is_absent = not os.path.lexists(f"{folder}/{CONFIG_FILE}")
            return folder if is_absent and os.path.isfile(f"{folder}/{PROFILE_FILE}") else None  # noqa: PTH113
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return None
        folder = above
    return folder
