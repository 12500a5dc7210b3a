"""What earlier builds left for this one, and what this one leaves for the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.build.shelf import Shelf
from portfolio.build.stage import Kept
from portfolio.build.state import CACHE, FOLDER, find_live, load_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.build.state import Request, State, Stock


class Live(NamedTuple):
    """A rendered file of the live site that is as its build left it."""

    fingerprint: str
    file: Kept


class Memory(NamedTuple):
    """What earlier builds left; a new one does without, slower and with the same outcome."""

    shelf: Shelf
    """What texts, front matter and templates were turned into."""
    live: Mapping[str, Live]
    """What can be kept of the live site, by path."""
    state: State | None
    """The last build; None where there was none, or it is to be forgotten."""

    def explain(self, stock: Stock) -> str:
        """Return why a build is needed, in words."""
        if self.state is None:
            return "no earlier build is known: everything is built"
        before = self.state.stock
        if stock.tool != before.tool:
            return "the tool itself changed: everything is built"
        changed = sorted(
            path
            for path in stock.inputs.keys() | before.inputs.keys()
            if stock.inputs.get(path) != before.inputs.get(path)
        )
        if changed:
            listed = ", ".join(changed[:MAX_LISTED])
            more = f" and {len(changed) - MAX_LISTED} more" if len(changed) > MAX_LISTED else ""
            return f"changed: {listed}{more}"
        if stock != before:
            return "changed: the output folder, the base address or what tells it"
        return "changed: files in the output folder"


MAX_LISTED = 5


def open_memory(request: Request, stock: Stock, *, forget: bool = False) -> Memory:
    """Return what earlier builds of a site left.

    Args:
        request: what is built.
        stock: what it reads.
        forget: whether to do without all of it.
    """
    shelf = Shelf(Path(request.root) / FOLDER / CACHE, stock.tool, forget=forget)
    state = None if forget else load_state(request.root)
    live = {}
    if state is not None:
        output = Path(request.output)
        for path, fingerprint in find_live(state, request, stock.tool).items():
            live[path] = Live(fingerprint, Kept(output / path, tuple(state.outputs[path][:3])))
    return Memory(shelf, live, state)
