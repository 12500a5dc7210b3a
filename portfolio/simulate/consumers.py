"""Consumers: they read logs, and commit their offsets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.scenario import Consumer, Log
from portfolio.model.time import milliseconds
from portfolio.simulate.carriers import LogBehaviour
from portfolio.simulate.performer import Attempt, Performer
from portfolio.simulate.state import What
from portfolio.simulate.system import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.simulate.state import NodeState, State
    from portfolio.simulate.system import Change, System


class ConsumerBehaviour(Performer[Consumer]):
    """Reads logs, one message of a partition at a time. Its state: the attempts."""

    def __init__(self, system: System, index: int, node: Consumer) -> None:
        super().__init__(system, index, node)
        self.logs = [
            number
            for number, other in enumerate(system.nodes)
            if isinstance(other, Log) and (number, index) in system.edges
        ]

    def start(self) -> NodeState:
        """Return a consumer without work."""
        return ((),)

    def steps(self, state: State) -> Iterator[Step]:
        """Yield the messages that can be read, and how each attempt can go on."""
        if self.is_gone(state):
            return
        attempts = self.attempts(state)
        busy = {(attempt.origin, attempt.copy) for attempt in attempts}
        for log in self.logs:
            for partition, message in self._log(log).unread(state):
                if (log, partition) not in busy:
                    act = partial(self._read, log, partition, message)
                    yield Step(("read", self.index, log, partition), milliseconds(self.node.poll), act)
        for attempt in attempts:
            yield from self.progress(state, attempt)

    def _read(self, log: int, partition: int, message: int, change: Change) -> None:
        change.note(What.TAKEN, log, message, self.index)
        if self.node.commit == "before":
            self._log(log).commit(change, partition, message)
        self.replace(change, None, Attempt(message, partition, 1, 0, log))

    def fail(self, change: Change, attempt: Attempt) -> None:
        """Drop the attempt: the next one begins at the last committed offset."""
        super().fail(change, attempt)
        self.replace(change, attempt, None)
        if self.node.commit == "before":
            change.note(What.LOST, self.index, attempt.message)

    def finish(self, change: Change, attempt: Attempt) -> None:
        """Commit the offset, unless it was before."""
        self.replace(change, attempt, None)
        if self.node.commit == "after":
            self._log(attempt.origin).commit(change, attempt.copy, attempt.message)

    def _log(self, index: int) -> LogBehaviour:
        log = self.system.behaviours[index]
        assert isinstance(log, LogBehaviour)  # noqa: S101 (the logs of this consumer)
        return log
