"""Workers: they take messages from queues, or get them directly."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.scenario import DeadLetter, Queue, Worker
from portfolio.model.time import milliseconds
from portfolio.simulate.carriers import QueueBehaviour
from portfolio.simulate.performer import DIRECT, EXPIRED, HIDDEN, Attempt, Performer
from portfolio.simulate.state import What
from portfolio.simulate.system import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.simulate.state import NodeState, State
    from portfolio.simulate.system import Change, System


class WorkerBehaviour(Performer[Worker]):
    """Works on messages of queues and on those that were sent to it.

    Its state: the attempts; the messages that wait, with their tries; those on record, a bit each.
    """

    def __init__(self, system: System, index: int, node: Worker) -> None:
        super().__init__(system, index, node)
        self.queues = [
            number
            for number, other in enumerate(system.nodes)
            if isinstance(other, Queue) and (number, index) in system.edges
        ]
        longest = node.takes + sum(
            max(getattr(system.nodes[target], "takes", 0) for target in targets) for _, targets in self.plan
        )
        self.may_overrun = {number: longest > system.nodes[number].visibility for number in self.queues}  # type: ignore[union-attr] # a queue
        """Whether an attempt can take longer than its message stays hidden."""

    def start(self) -> NodeState:
        """Return a worker without work."""
        return ((), (), 0)

    def receive(self, change: Change, message: int) -> None:
        """Let a message wait."""
        self._wait(change, (message, 0))

    def _wait(self, change: Change, item: tuple[int, int]) -> None:
        attempts, inbox, record = change.state.nodes[self.index]
        change.put(self.index, (attempts, tuple(sorted((*inbox, item))), record))

    def steps(self, state: State) -> Iterator[Step]:
        """Yield the messages that can be taken, and how each attempt can go on."""
        if self.is_gone(state):
            return
        attempts, inbox, _ = state.nodes[self.index]
        if sum(attempt.position >= 0 for attempt in attempts) < self.node.at_once:
            for item in dict.fromkeys(inbox):
                yield Step(("begin", self.index, *item), 0, partial(self._begin, item))
            for queue in self.queues:
                for message in dict.fromkeys(state.nodes[queue][0]):
                    yield Step(("take", self.index, queue, *message), 0, partial(self._take, queue, message))
        for attempt in dict.fromkeys(attempts):
            if attempt.position >= 0:
                yield from self.progress(state, attempt)
        for attempt in dict.fromkeys(attempts):
            if attempt.origin >= 0:
                hidden_ms = milliseconds(self.system.nodes[attempt.origin].visibility)
                is_ready = attempt.position == HIDDEN or self.may_overrun[attempt.origin]
                key = ("show", self.index, *attempt[:3])
                yield Step(key, hidden_ms, partial(self._show, attempt), is_ready, is_late=True)

    def _begin(self, item: tuple[int, int], change: Change) -> None:
        attempts, inbox, record = change.state.nodes[self.index]
        left = list(inbox)
        left.remove(item)
        change.put(self.index, (attempts, tuple(left), record))
        message, tries = item
        self._try(change, Attempt(message, 0, tries + 1, 0, DIRECT))

    def _take(self, queue: int, item: tuple[int, int, int], change: Change) -> None:
        message, copy, count = item
        self._queue(queue).deliver(change, item)
        change.note(What.TAKEN, queue, message, self.index)
        is_counted = self._queue(queue).node.dead_letter is not None
        self._try(change, Attempt(message, copy, count + is_counted, 0, queue))

    def _try(self, change: Change, attempt: Attempt) -> None:
        """Begin an attempt, unless its message is on record."""
        attempts, inbox, record = change.state.nodes[self.index]
        alike = self.system.alike(attempt.message, self.node.per) if self.node.record != "none" else []
        if any(record >> one & 1 for one in alike):
            change.note(What.SKIPPED, self.index, attempt.message)
            if attempt.origin >= 0:
                self._queue(attempt.origin).remove(change, attempt.message)
            return
        if self.node.record == "first":
            record |= 1 << attempt.message
        change.put(self.index, (tuple(sorted((*attempts, attempt))), inbox, record))

    def _show(self, attempt: Attempt, change: Change) -> None:
        """Make the message of an attempt visible again, or give it up."""
        is_running = attempt.position != HIDDEN
        self.replace(
            change, attempt, attempt._replace(origin=EXPIRED - attempt.origin) if is_running else None
        )
        queue = self._queue(attempt.origin)
        if queue.node.dead_letter is not None and attempt.tries >= queue.node.max_receives:
            self._give_up(change, [queue.index], attempt.message, queue.node.dead_letter)
        else:
            change.note(What.VISIBLE, queue.index, attempt.message)
            queue.show(change, attempt[:3])

    def verifies(self) -> bool:
        """Whether a success is looked up."""
        return self.node.verify

    def fail(self, change: Change, attempt: Attempt) -> None:
        """Leave the message to its queue, try again, or give it up."""
        super().fail(change, attempt)
        if attempt.origin >= 0:
            self.replace(change, attempt, attempt._replace(position=HIDDEN))
            return
        self.replace(change, attempt, None)
        if attempt.origin <= EXPIRED:
            return
        if attempt.tries < self.node.tries:
            self._wait(change, (attempt.message, attempt.tries))
        elif self.node.on_failure is not None:
            visited = self.visited(attempt.message, len(self.plan))
            self._give_up(change, visited, attempt.message, self.node.on_failure)
        else:
            change.note(What.LOST, self.index, attempt.message)

    def _give_up(self, change: Change, visited: Sequence[int], message: int, name: str) -> None:
        """Send a message to where it goes after the last try."""
        to = self.system.names.index(name)
        is_kept = isinstance(self.system.nodes[to], DeadLetter)
        what = What.GIVEN_UP if is_kept else What.TAKEN_OVER
        change.send(what, self.system.origin(visited, to), message, to)

    def finish(self, change: Change, attempt: Attempt) -> None:
        """Record the message, pass it on, and let its queue forget it."""
        self.replace(change, attempt, None)
        if self.node.record == "last":
            attempts, inbox, record = change.state.nodes[self.index]
            change.put(self.index, (attempts, inbox, record | 1 << attempt.message))
        if attempt.origin >= 0:
            self._queue(attempt.origin).remove(change, attempt.message)
        elif attempt.origin <= EXPIRED:
            self._queue(EXPIRED - attempt.origin).withdraw(change, attempt.message, attempt.copy)
        if self.node.to is not None:
            to = self.system.names.index(self.node.to)
            origin = self.system.origin(self.visited(attempt.message, len(self.plan)), to)
            change.send(What.PASSED, origin, attempt.message, to)

    def _queue(self, index: int) -> QueueBehaviour:
        queue = self.system.behaviours[index]
        assert isinstance(queue, QueueBehaviour)  # noqa: S101 (the queues of this worker)
        return queue

    def waiting(self, state: State) -> int:
        """Return how many messages wait that were sent to it."""
        return len(state.nodes[self.index][1])
