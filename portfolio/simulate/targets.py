"""Nodes that are acted on: stores and external services, and the four ways in which a call can end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.model.scenario import External, Store
from portfolio.simulate.state import What
from portfolio.simulate.system import NO_FAULT, STRIKES, Behaviour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.simulate.state import NodeState, State
    from portfolio.simulate.system import Change, System


class Ending(NamedTuple):
    """How a call ends: what the caller is told, and what happened."""

    has_effect: bool
    is_reported_done: bool
    event: What | None


WELL = Ending(has_effect=True, is_reported_done=True, event=None)
ENDINGS = {
    "fail": Ending(has_effect=False, is_reported_done=False, event=STRIKES["fail"]),
    "lost-reply": Ending(has_effect=True, is_reported_done=False, event=STRIKES["lost-reply"]),
    "false-ok": Ending(has_effect=False, is_reported_done=True, event=STRIKES["false-ok"]),
}
"""By the kind of the fault."""


def find_endings(
    system: System, state: State, node: int, message: int, kinds: tuple[str, ...] = tuple(ENDINGS)
) -> Iterator[tuple[Ending, int]]:
    """Yield the endings of a call of a node, each with its fault."""
    if system.behaviours[node].is_gone(state):
        yield ENDINGS["fail"], NO_FAULT
        return
    for number in system.striking(state, kinds, node, message):
        if system.faults[number].always:  # the only ending
            yield ENDINGS[system.faults[number].kind], NO_FAULT
            return
        yield ENDINGS[system.faults[number].kind], number
    yield WELL, NO_FAULT


class StoreBehaviour(Behaviour[Store]):
    """Keeps a row for each key. Its state: the version of each row, 0 for none."""

    def start(self) -> NodeState:
        """Return an empty store."""
        return (0,) * (1 + max((message.key for message in self.system.messages), default=0))

    def receive(self, change: Change, message: int) -> None:
        """Write a row, unless a newer one is there and the store knows."""
        rows = change.state.nodes[self.index]
        key, version = self.system.messages[message].key, self.system.messages[message].version
        if version < rows[key]:
            is_kept = self.node.keep == "newest"
            change.note(What.KEPT_NEWER if is_kept else What.OVERWROTE, self.index, message)
            version = rows[key] if is_kept else version
        change.put(self.index, (*rows[:key], version, *rows[key + 1 :]))
        change.reach(self.index, message)


class ExternalBehaviour(Behaviour[External]):
    """Takes effect with each call, or once for each message if it knows repeated calls."""

    def receive(self, change: Change, message: int) -> None:
        """Take effect."""
        alike = self.system.alike(message, self.node.per) if self.node.dedupe else []
        if any(self.system.has_reached(change.state, self.index, one) for one in alike):
            change.note(What.IGNORED, self.index, message)
        else:
            change.reach(self.index, message)
