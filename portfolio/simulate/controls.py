"""Nodes that decide where a message goes, and when: router and gate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.scenario import Gate, Router, as_names
from portfolio.model.time import milliseconds
from portfolio.simulate.carriers import find_targets
from portfolio.simulate.state import What
from portfolio.simulate.system import Behaviour, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.simulate.state import NodeState, State
    from portfolio.simulate.system import Change, System


class RouterBehaviour(Behaviour[Router]):
    """Sends each message along one edge. Its state: the messages that are not sent on yet, sorted."""

    def __init__(self, system: System, index: int, node: Router) -> None:
        super().__init__(system, index, node)
        self.weights = [(system.names.index(name), weight) for name, weight in node.weights.items() if weight]

    def receive(self, change: Change, message: int) -> None:
        """Let it wait for the choice."""
        change.put(self.index, tuple(sorted((*change.state.nodes[self.index], message))))

    def steps(self, state: State) -> Iterator[Step]:
        """Yield each edge that a message can take."""
        for message in dict.fromkeys(state.nodes[self.index]):
            for to, weight in self.weights:
                act = partial(self._route, message, to)
                yield Step(("route", self.index, message, to), 0, act, weight=weight)

    def _route(self, message: int, to: int, change: Change) -> None:
        left = [*change.state.nodes[self.index]]
        left.remove(message)
        change.put(self.index, tuple(left))
        change.send(What.PASSED, self.index, message, to)


class GateBehaviour(Behaviour[Gate]):
    """Holds messages back. Its state: those that are held, and those that have come, both sorted."""

    def __init__(self, system: System, index: int, node: Gate) -> None:
        super().__init__(system, index, node)
        self.needs = [system.names.index(name) for name in as_names(node.needs)]
        self.targets = find_targets(self) if node.to is None else [system.names.index(node.to)]

    def start(self) -> NodeState:
        """Return a gate before which nothing waits."""
        return ((), ())

    def receive(self, change: Change, message: int) -> None:
        """Hold it."""
        held, come = change.state.nodes[self.index]
        come = tuple(sorted({*come, message}))
        change.put(self.index, (tuple(sorted((*held, message))), come))
        change.reach(self.index, message)

    def steps(self, state: State) -> Iterator[Step]:
        """Yield each message whose conditions are met: its wait begins then."""
        held, come = state.nodes[self.index]
        if self.node.gather and len(come) < len(self.system.messages):
            return
        for message in dict.fromkeys(held):
            if all(self.system.has_reached(state, node, message) for node in self.needs):
                act = partial(self._open, message)
                yield Step(("open", self.index, message), milliseconds(self.node.wait), act)

    def _open(self, message: int, change: Change) -> None:
        held, come = change.state.nodes[self.index]
        left = [*held]
        left.remove(message)
        change.put(self.index, (tuple(left), come))
        change.note(What.OPENED, self.index, message)
        for to in self.targets:
            change.send(What.PASSED, self.index, message, to)

    def waiting(self, state: State) -> int:
        """Return how many messages are held."""
        return len(state.nodes[self.index][0])
