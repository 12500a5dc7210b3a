"""Services that call each other and wait: a call chain with timeouts."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.scenario import Service
from portfolio.model.time import milliseconds
from portfolio.simulate.state import What
from portfolio.simulate.system import Behaviour, Step
from portfolio.simulate.targets import find_endings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.simulate.state import Place, State
    from portfolio.simulate.system import Change, System
    from portfolio.simulate.targets import Ending

NONE, WAITING, WORKING, CALLING, ANSWERED, FAILED = range(6)
"""What a service has to do with a request."""


class ServiceBehaviour(Behaviour[Service]):
    """Answers requests. Its place: what it has to do with each message."""

    def __init__(self, system: System, index: int, node: Service) -> None:
        super().__init__(system, index, node)
        self.callee = -1 if node.calls is None else system.names.index(node.calls)
        longest = longest_answer(system, self.callee) if self.callee >= 0 else 0
        self.may_time_out = node.timeout is not None and longest > node.timeout

    def start(self) -> Place:
        """Return a service without requests."""
        return (NONE,) * len(self.system.messages)

    def receive(self, change: Change, message: int) -> None:
        """Let a request wait for a free slot."""
        self._set(change, message, WAITING)

    def _set(self, change: Change, message: int, status: int) -> None:
        place = change.state.places[self.index]
        change.put(self.index, (*place[:message], status, *place[message + 1 :]))

    def steps(self, state: State) -> Iterator[Step]:
        """Yield how each request can go on."""
        place = state.places[self.index]
        is_free = sum(status in {WORKING, CALLING} for status in place) < self.node.at_once
        for message, status in enumerate(place):
            if status == WAITING and is_free:
                yield Step(("start", self.index, message), 0, partial(self._start, message))
            elif status == WORKING:
                delay = milliseconds(self.node.takes)
                for ending, fault in find_endings(self.system, state, self.index, message, ("fail",)):
                    act = partial(self._work, message, ending, fault)
                    yield Step(("work", self.index, message, fault), delay, act, fault=fault)
            elif status == CALLING:
                yield from self._wait(state, message)

    def _wait(self, state: State, message: int) -> Iterator[Step]:
        """Yield the answer of the callee if it is there, and the timeout."""
        answer = state.places[self.callee][message]
        if answer in {ANSWERED, FAILED}:
            yield Step(("answer", self.index, message), 0, partial(self._end, message, answer))
        if self.node.timeout is not None:
            act = partial(self._time_out, message)
            delay = milliseconds(self.node.timeout)
            yield Step(("timeout", self.index, message), delay, act, self.may_time_out, is_late=True)

    def _start(self, message: int, change: Change) -> None:
        self._set(change, message, WORKING)

    def _work(self, message: int, ending: Ending, fault: int, change: Change) -> None:
        change.use(fault)
        if not ending.has_effect:
            self._end(message, FAILED, change)
        elif self.callee < 0:
            self._end(message, ANSWERED, change)
        else:
            self._set(change, message, CALLING)
            change.send(What.ASKED, self.index, message, self.callee)

    def _end(self, message: int, status: int, change: Change) -> None:
        self._set(change, message, status)
        change.note(What.ANSWERED if status == ANSWERED else What.FAILED, self.index, message)
        if status == ANSWERED:
            change.reach(self.index, message)

    def _time_out(self, message: int, change: Change) -> None:
        self._set(change, message, FAILED)
        change.note(What.TIMED_OUT, self.index, message)

    def waiting(self, state: State) -> int:
        """Return how many requests wait for a free slot."""
        return sum(status == WAITING for status in state.places[self.index])


def longest_answer(system: System, index: int) -> float:
    """Return a bound for the seconds in which a service answers, if all messages come to it at once.

    A chain is followed to its end; network.py refuses rings.
    """
    node = system.nodes[index]
    assert isinstance(node, Service)  # noqa: S101 (network.py refuses other callees)
    callee = 0.0 if node.calls is None else longest_answer(system, system.names.index(node.calls))
    held = node.takes + min(callee, math.inf if node.timeout is None else node.timeout)
    return math.ceil(len(system.messages) / node.at_once) * held
