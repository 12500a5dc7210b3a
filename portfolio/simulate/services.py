"""Services that call each other and wait: a call chain with timeouts."""

from __future__ import annotations

import math
from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from portfolio.model.scenario import Service
from portfolio.model.time import milliseconds
from portfolio.simulate.state import What
from portfolio.simulate.system import Behaviour, Step
from portfolio.simulate.targets import find_endings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.simulate.state import NodeState, State
    from portfolio.simulate.system import Change, System
    from portfolio.simulate.targets import Ending

NONE, WAITING, WORKING, CALLING, DOUBTING, ANSWERED, FAILED = range(7)
"""What a service has to do with a request: it calls in the certainty of an answer in time, or in doubt."""
HELD = frozenset({WORKING, CALLING, DOUBTING})
"""With these a request has one of the slots."""


class ServiceBehaviour(Behaviour[Service]):
    """Answers requests, the first one first. Its state: what it has to do with each message, and those that wait."""

    def __init__(self, system: System, index: int, node: Service) -> None:
        super().__init__(system, index, node)
        self.callee = -1 if node.calls is None else system.names.index(node.calls)
        self.timeout_ms = math.inf if node.timeout is None else milliseconds(node.timeout)
        self.refused = -1 if node.refuse is None else system.names.index(node.refuse)
        self.chain = [*find_chain(system, self.callee)]
        """The services that work for a call: the callee, its callee, and so on."""

    def start(self) -> NodeState:
        """Return a service without requests."""
        return ((NONE,) * len(self.system.messages), ())

    def receive(self, change: Change, message: int) -> None:
        """Let a request wait for a free slot, unless the service refuses it."""
        own, line = change.state.nodes[self.index]
        if self.refused >= 0 and self._count_held(own) + len(line) >= self.node.at_once:
            self._set(change, message, FAILED)
            change.send(What.REFUSED, self.index, message, self.refused)
            return
        self._set(change, message, WAITING, (*(other for other in line if other != message), message))

    def _set(self, change: Change, message: int, status: int, line: tuple[int, ...] | None = None) -> None:
        own, before = change.state.nodes[self.index]
        after = (*own[:message], status, *own[message + 1 :])
        change.put(self.index, (after, before if line is None else line))

    def steps(self, state: State) -> Iterator[Step]:
        """Yield how each request can go on."""
        own, line = state.nodes[self.index]
        if line and self._count_held(own) < self.node.at_once:
            yield Step(("start", self.index, line[0]), 0, partial(self._start, line[0]))
        for message, status in enumerate(own):
            if status == WORKING:
                delay = milliseconds(self.node.takes)
                for ending, fault in find_endings(self.system, state, self.index, message, ("fail",)):
                    act = partial(self._work, message, ending, fault)
                    yield Step(("work", self.index, message, fault), delay, act, fault=fault)
            elif status in {CALLING, DOUBTING}:
                yield from self._wait(state, message, may_time_out=status == DOUBTING)

    def _wait(self, state: State, message: int, *, may_time_out: bool) -> Iterator[Step]:
        """Yield the answer of the callee if it is there, and the timeout."""
        answer = state.nodes[self.callee][0][message]
        if answer in {ANSWERED, FAILED}:
            yield Step(("answer", self.index, message), 0, partial(self._end, message, answer))
        if self.node.timeout is not None:
            act = partial(self._time_out, message)
            delay = milliseconds(self.node.timeout)
            yield Step(("timeout", self.index, message), delay, act, may_time_out, is_late=True)

    def _count_held(self, own: Sequence[int]) -> int:
        return sum(status in HELD for status in own)

    def _start(self, message: int, change: Change) -> None:
        self._set(change, message, WORKING, change.state.nodes[self.index][1][1:])

    def _work(self, message: int, ending: Ending, fault: int, change: Change) -> None:
        change.use(fault)
        if not ending.has_effect:
            self._end(message, FAILED, change)
        elif self.callee < 0:
            self._end(message, ANSWERED, change)
        else:
            if any(link.is_open for link in self.chain):
                longest = longest_of_all(self.chain, len(self.system.messages))
            else:
                longest = longest_answer(self.chain, self._count_ahead(change.state, message))
            self._set(change, message, DOUBTING if longest > self.timeout_ms else CALLING)
            change.send(What.ASKED, self.index, message, self.callee)

    def _count_ahead(self, state: State, message: int) -> list[int]:
        """Return how many other requests each service of the chain has, but those before it do not."""
        found = {message}
        counts = []
        for link in self.chain:
            own = state.nodes[link.number][0]
            here = {other for other, status in enumerate(own) if status in HELD or status == WAITING}
            counts.append(len(here - found))
            found |= here
        return counts

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
        return len(state.nodes[self.index][1])


class Link(NamedTuple):
    """A service that works for a call."""

    number: int
    takes_ms: int
    at_once: int
    timeout_ms: float
    is_open: bool
    """Whether a request can come to it past those that wait before it."""


def find_chain(system: System, callee: int) -> Iterator[Link]:
    """Yield the services that work for a call, in their order; network.py refuses rings, and a second caller."""
    caller = -1
    while callee >= 0:
        node = system.nodes[callee]
        assert isinstance(node, Service)  # noqa: S101 (network.py refuses other callees)
        is_open = caller >= 0 and (
            any(to == callee and one != caller for one, to in system.edges)
            or any(callee in {message.at, message.to} for message in system.messages)
        )
        timeout_ms = math.inf if node.timeout is None else milliseconds(node.timeout)
        yield Link(callee, milliseconds(node.takes), node.at_once, timeout_ms, is_open)
        caller, callee = callee, -1 if node.calls is None else system.names.index(node.calls)


def longest_of_all(chain: Sequence[Link], messages: int) -> float:
    """Return a bound for the milliseconds of an answer wherever the other messages are: all come first everywhere."""
    longest = 0.0
    for link in reversed(chain):
        held = link.takes_ms + min(longest, link.timeout_ms)
        longest = math.ceil(messages / link.at_once) * held
    return longest


def longest_answer(chain: Sequence[Link], ahead: Sequence[int]) -> float:
    """Return the milliseconds in which the first service of a chain answers a call at the latest.

    That is if all that are ahead have just come; each service takes the first one first.

    Args:
        chain: the services that work for the call.
        ahead: how many other requests each has, without those that the ones before it have, too.
    """
    free = [[0.0] * min(link.at_once, sum(ahead) + 1) for link in chain]

    def answer(level: int, came_ms: float) -> float:
        link = chain[level]
        end_ms = max(came_ms, heappop(free[level])) + link.takes_ms
        if level + 1 < len(chain):
            end_ms = min(answer(level + 1, end_ms), end_ms + link.timeout_ms)
        heappush(free[level], end_ms)
        return end_ms

    for level in reversed(range(len(chain))):
        for _ in range(ahead[level]):
            answer(level, 0)
    return answer(0, 0)
