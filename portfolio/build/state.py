"""What the last build read and wrote, kept in .portfolio/state.json; `current.py` compares it with what is there.

Standard library only, as `inputs.py`.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import NamedTuple

from portfolio.build.inputs import digest_env, digest_file, digest_inputs, digest_tool
from portfolio.model.store import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO

FOLDER = ".portfolio"
CACHE = "cache"
"""The folder in it for what texts and templates were turned into."""
NAME = "state.json"
VERSION = 2


class Request(NamedTuple):
    """What a build is asked to do."""

    root: str
    """The site's folder, absolute."""
    output: str
    """The output folder, absolute."""
    base_url: str | None
    """As given on the command line."""


def make_request(root: str, output: str | None, base_url: str | None, cwd: str) -> Request:
    """Return the request of a command line.

    Args:
        root: the site's folder; counts from `cwd`, as the output does.
        output: the output folder; None for `_site` in the site's.
        base_url: as given.
        cwd: the folder that the command is run in.
    """
    root = _settle(root, cwd)
    return Request(root, f"{root}/_site" if output is None else _settle(output, cwd), base_url)


def _settle(given: str, cwd: str) -> str:
    """Return a folder's absolute path, links in it as they are: but what is above a link is asked of the system."""
    place = os.path.join(cwd, given)  # noqa: PTH118
    return os.path.realpath(place) if ".." in place.split("/") else os.path.normpath(place)


class Stock(NamedTuple):
    """What a build reads, as hashes; taken before it reads, so that an edit meanwhile counts as a change."""

    tool: str
    root: str
    output: str
    base_url: str | None
    env: dict[str, str]
    inputs: dict[str, str]
    """The hash of each file of the site, by its path relative to the site."""
    around: dict[str, str]
    """The hash of each file outside of the site that is read, by its absolute path; `""` for one that is missing."""


class State(NamedTuple):
    """A build that succeeded: equal stock and untouched outputs mean that it need not be repeated."""

    stock: Stock
    outputs: dict[str, list[int]]
    """What tells each of our files in the output folder, the manifest too, from one that was changed: see `stat_outputs`."""
    fingerprints: dict[str, str]
    """Of each rendered file, by path."""
    first_flights: dict[str, int]
    """How many bytes each page sends before it can be seen, by path."""
    summary: str
    """What the build said on stdout, without its time and folder."""
    talk: tuple[str, str]
    """What it said on stderr, plain and with colours."""


def take_stock(request: Request, env: Mapping[str, str], around: Iterable[object]) -> Stock:
    """Return the hashes of everything that a build of the site reads.

    Args:
        request: what is built.
        env: the environment.
        around: paths outside of the site that tell the base address.
    """
    return Stock(
        digest_tool(),
        request.root,
        request.output,
        request.base_url,
        digest_env(env),
        digest_inputs(request.root),
        {str(path): digest_file(str(path)) for path in around},
    )


def is_own_folder(root: str, folder: str = FOLDER) -> bool:
    """Whether a folder of a site lies in it, or would: what a link leads to elsewhere is neither read nor written."""
    return os.path.realpath(f"{root}/{folder}").startswith(os.path.realpath(root).rstrip("/") + "/")


def warn_of_links(root: str) -> Iterable[str]:
    """Yield a warning for each folder of what is remembered that is a link to elsewhere."""
    for folder in (FOLDER, f"{FOLDER}/{CACHE}"):
        if not is_own_folder(root, folder):
            yield f"`{folder}` leads out of the site: nothing is read from there or kept there"


def open_new(place: str) -> BinaryIO:
    """Open a file that is not there for writing; a link or a file in its place is removed, not followed."""
    with suppress(FileNotFoundError):
        os.unlink(place)  # noqa: PTH108
    return open(place, "xb")  # noqa: PTH123 (closed by the caller)


def load_state(root: str) -> State | None:
    """Return the state that the last build left, or None if there is none that can be trusted."""
    if not is_own_folder(root):
        return None
    try:
        with open(f"{root}/{FOLDER}/{NAME}", "rb") as file:  # noqa: PTH123 (pathlib costs 10 ms)
            check, _, data = file.read().partition(b"\n")
        if check.decode("ascii", "replace") != digest(data):
            return None
        version, *fields = json.loads(data)
        if version != VERSION:
            return None
        stock, *rest = fields
        return State(Stock(*stock), *rest)
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def save_state(root: str, state: State) -> None:
    """Write the state of a build in one step. Where that fails the next one is slow, so no error is raised."""
    data = json.dumps([VERSION, *state], ensure_ascii=True).encode("ascii")
    place = f"{root}/{FOLDER}"
    if not is_own_folder(root):
        return
    try:
        os.makedirs(place, exist_ok=True)  # noqa: PTH103
        with open_new(f"{place}/{NAME}.tmp") as file:
            file.write(digest(data).encode("ascii") + b"\n" + data)
        os.replace(f"{place}/{NAME}.tmp", f"{place}/{NAME}")  # noqa: PTH105
    except OSError:
        return


def stat_outputs(output: str, paths: Iterable[str]) -> dict[str, list[int]]:
    """Return size, time of writing, number and time of change of files in the output folder, if they are there.

    The time of writing can be set back; that of change cannot, and another mode, link or owner moves it, too.
    """
    found = {}
    for path in paths:
        try:
            status = os.stat(f"{output}/{path}", follow_symlinks=False)  # noqa: PTH116
        except OSError:
            continue
        found[path] = [status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns]
    return found


def find_live(state: State, request: Request, tool: str) -> dict[str, str]:
    """Return the fingerprints of the rendered files that lie in the output folder as the last build left them."""
    if state.stock.tool != tool:
        return {}
    found = stat_outputs(request.output, state.fingerprints)
    return {
        path: fingerprint
        for path, fingerprint in state.fingerprints.items()
        if path in found and found[path] == state.outputs.get(path)
    }
