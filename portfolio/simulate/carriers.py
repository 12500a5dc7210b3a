"""Nodes that carry messages: source, topic, schedule, queue, log, dead letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from portfolio.model.scenario import RECEIVERS, DeadLetter, Log, Queue, Schedule, Source, Topic
from portfolio.simulate.state import What
from portfolio.simulate.system import Behaviour, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.simulate.state import NodeState, State
    from portfolio.simulate.system import Change


class Sender(Behaviour[Source | Topic | Schedule]):
    """Passes each message on along all its edges, at once."""

    def receive(self, change: Change, message: int) -> None:
        """Send it on."""
        chosen = self.system.messages[message]
        is_chosen = chosen.at == self.index and chosen.to >= 0
        for to in (chosen.to,) if is_chosen else find_targets(self):
            change.send(What.PASSED, self.index, message, to)


def find_targets(kind: Behaviour[Any]) -> list[int]:
    """Return the nodes to which a node's edges lead."""
    system = kind.system
    return [
        to
        for to in range(len(system.nodes))
        if (kind.index, to) in system.edges and isinstance(system.nodes[to], RECEIVERS)
    ]


class QueueBehaviour(Behaviour[Queue]):
    """Holds messages until workers are done with them.

    Its state: the visible messages as (message, copy, deliveries); the messages that were delivered, and those that
    a worker was done with, a bit each. A delivered message is with its worker.
    """

    def start(self) -> NodeState:
        """Return an empty queue."""
        return ((), 0, 0)

    def receive(self, change: Change, message: int) -> None:
        """Make it visible."""
        self.show(change, (message, 0, 0))

    def show(self, change: Change, item: tuple[int, int, int]) -> None:
        """Make a message visible."""
        visible, delivered, done = change.state.nodes[self.index]
        change.put(self.index, (tuple(sorted((*visible, item))), delivered, done))

    def deliver(self, change: Change, item: tuple[int, int, int]) -> None:
        """Hide a message, since a worker has it."""
        visible, delivered, done = change.state.nodes[self.index]
        left = tuple(other for other in visible if other != item)
        change.put(self.index, (left, delivered | 1 << item[0], done))

    def remove(self, change: Change, message: int) -> None:
        """Forget a message that a worker is done with."""
        visible, delivered, done = change.state.nodes[self.index]
        change.put(self.index, (visible, delivered, done | 1 << message))

    def withdraw(self, change: Change, message: int, copy: int) -> None:
        """Forget a message that a worker is done with too late, unless a worker has it again.

        Source: Amazon SQS API Reference, "DeleteMessage": an older receipt handle deletes nothing once the message was
        received again.
        """
        visible, delivered, done = change.state.nodes[self.index]
        left = tuple(other for other in visible if other[:2] != (message, copy))
        if left != visible:
            change.put(self.index, (left, delivered, done | 1 << message))

    def steps(self, state: State) -> Iterator[Step]:
        """Yield the duplicates that may come."""
        _, delivered, done = state.nodes[self.index]
        for message in range(len(self.system.messages)) if delivered else ():
            for number in self.system.striking(state, ("duplicate",), self.index, message):
                fault = self.system.faults[number]
                if (done if fault.when_done else delivered) >> message & 1:
                    act = partial(self._duplicate, message, number)
                    yield Step(("duplicate", number, message), fault.after_ms, act, fault=number)

    def _duplicate(self, message: int, fault: int, change: Change) -> None:
        used = sum(
            one.times - left
            for one, left in zip(self.system.faults, change.state.budget, strict=True)
            if one.kind == "duplicate"
        )
        change.use(fault)
        change.note(What.DUPLICATED, self.index, message)
        self.show(change, (message, used + 1, 0))

    def waiting(self, state: State) -> int:
        """Return the number of visible messages."""
        return len(state.nodes[self.index][0])


class LogBehaviour(Behaviour[Log]):
    """Holds messages in order. Its state: the messages of each partition, and the offset of each."""

    def start(self) -> NodeState:
        """Return empty partitions."""
        return (((),) * self.node.partitions, (0,) * self.node.partitions)

    def receive(self, change: Change, message: int) -> None:
        """Append it to the partition of its key."""
        partitions, offsets = change.state.nodes[self.index]
        number = self.system.messages[message].key % self.node.partitions
        longer = (*partitions[number], message)
        change.put(self.index, ((*partitions[:number], longer, *partitions[number + 1 :]), offsets))

    def commit(self, change: Change, number: int, message: int) -> None:
        """Move a partition's offset on by one."""
        partitions, offsets = change.state.nodes[self.index]
        moved = (*offsets[:number], offsets[number] + 1, *offsets[number + 1 :])
        change.put(self.index, (partitions, moved))
        change.note(What.COMMITTED, self.index, message)

    def unread(self, state: State) -> Iterator[tuple[int, int]]:
        """Yield each partition that has a message to read, with the message."""
        partitions, offsets = state.nodes[self.index]
        for number, (messages, offset) in enumerate(zip(partitions, offsets, strict=True)):
            if offset < len(messages):
                yield number, messages[offset]

    def waiting(self, state: State) -> int:
        """Return the number of messages that are not committed."""
        partitions, offsets = state.nodes[self.index]
        return int(sum(map(len, partitions)) - sum(offsets))


class DeadLetterBehaviour(Behaviour[DeadLetter]):
    """Keeps what was given up."""

    def receive(self, change: Change, message: int) -> None:
        """Keep it, and raise the alarm if there is one."""
        change.reach(self.index, message)
        if self.node.alarm:
            change.alarm(self.index, message)
