"""Did anything change? Answers for `portfolio build` before the command line, or anything else, is loaded.

Standard library only: see `inputs.py`. Whatever is unclear counts as a change.
"""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from portfolio.build.inputs import FILES
from portfolio.build.state import load_state, make_request, stat_outputs, take_stock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio.build.state import Request, State


class Current(NamedTuple):
    """What a build that changes nothing says."""

    result: str
    """For stdout."""
    talk: tuple[str, str]
    """For stderr, plain and with colours: the warnings of the last build still hold."""


def find_current(arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> Current | None:
    """Return what to say if the site in the output folder is what a build would make, else None."""
    started = time.perf_counter()
    request = parse_request(arguments, cwd)
    state = load_state(request.root) if request else None
    if request is None or state is None or not is_current(request, state, env):
        return None
    elapsed_s = time.perf_counter() - started
    result = f"nothing changed: {state.summary} in {elapsed_s:.2f} s: {show_folder(request.output, cwd)}\n"
    return Current(result, (state.talk[0], state.talk[1]))


def is_current(request: Request, state: State, env: Mapping[str, str]) -> bool:
    """Whether a build would read what the last one read, and finds what that one wrote."""
    known = state.stock
    if stat_outputs(known.output, state.outputs) != state.outputs:
        return False
    stock = take_stock(request, env, known.around)
    return stock == known and "" not in stock.inputs.values()


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
        if following is None:
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
    if given is not None:
        place = os.path.join(cwd, given)  # noqa: PTH118
        return place if _is_site(place) else None
    place = cwd
    while not _is_site(place):
        above = os.path.dirname(place)  # noqa: PTH120
        if above == place:
            return None
        place = above
    return place


def _is_site(folder: str) -> bool:
    return os.path.isfile(f"{folder}/{FILES[0]}")  # noqa: PTH113
