"""What workers and consumers share: attempts, and how each goes on step by step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from portfolio.model.scenario import Active, as_names
from portfolio.model.time import milliseconds
from portfolio.simulate.state import What
from portfolio.simulate.system import Behaviour, Step
from portfolio.simulate.targets import find_endings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.simulate.state import State
    from portfolio.simulate.system import Change, System
    from portfolio.simulate.targets import Ending

A = TypeVar("A", bound=Active)
HIDDEN = -1
"""The position of a failed attempt whose message is not visible again yet."""
DIRECT = -1
"""The origin of a message that was sent to the worker."""
EXPIRED = -2
"""This minus a queue is the origin of an attempt that still runs though its message was visible again since."""


class Attempt(NamedTuple):
    """One message in work."""

    message: int
    copy: int
    """0, or the number of the duplicate; of a log, the partition."""
    tries: int
    """The number of the try or the delivery, from 1; 0 if nothing is given up however often it is delivered."""
    position: int
    """The step under way; after the last one the attempt is finished."""
    origin: int
    """The carrier that it comes from."""


class Performer(Behaviour[A]):
    """Does steps for each message. Its state begins with the attempts that are under way, sorted."""

    def __init__(self, system: System, index: int, node: A) -> None:
        super().__init__(system, index, node)
        names = [*system.names]
        self.plan: list[tuple[str, tuple[int, ...]]] = [
            (verb, tuple(names.index(name) for name in as_names(targets)))
            for step in node.steps
            for verb, targets in step.items()
        ]
        """The verb of each step, and the nodes among which a message has its own one."""

    def target(self, position: int, message: int) -> int:
        """Return the node of a step."""
        choices = self.plan[position][1]
        return choices[message % len(choices)]

    def visited(self, message: int, position: int) -> list[int]:
        """Return the nodes from which the work on a message can go on before a step: the last one first."""
        return [self.index, *reversed([self.target(before, message) for before in range(position)])]

    def attempts(self, state: State) -> Sequence[Attempt]:
        """Return what is under way."""
        attempts: Sequence[Attempt] = state.nodes[self.index][0]
        return attempts

    def replace(self, change: Change, old: Attempt | None, new: Attempt | None) -> None:
        """Replace an attempt, add one or drop one."""
        attempts, *rest = change.state.nodes[self.index]
        kept = [*attempts]
        if old is not None:
            kept.remove(old)
        if new is not None:
            kept.append(new)
        change.put(self.index, (tuple(sorted(kept)), *rest))

    def progress(self, state: State, attempt: Attempt) -> Iterator[Step]:
        """Yield how an attempt can go on: a crash, its next step, or its end."""
        system, message, position = self.system, attempt.message, attempt.position
        instances = self.attempts(state).count(attempt)
        for fault in system.striking(state, ("crash",), self.index, message):
            key = ("crash", fault, self.index, *attempt[:3])
            act = partial(self._crash, attempt, fault)
            yield Step(key, system.faults[fault].after_ms, act, fault=fault, instances=instances)
        delay = milliseconds(self.node.takes) if position == 0 else 0
        if position < len(self.plan):
            target = self.target(position, message)
            delay += milliseconds(system.nodes[target].takes)  # type: ignore[union-attr] # checked: a store or an external
            for ending, fault in find_endings(system, state, target, message):
                act = partial(self._do, attempt, ending, fault)
                yield Step(
                    ("do", self.index, *attempt[:4], fault), delay, act, fault=fault, instances=instances
                )
            return
        for ending, fault in find_endings(system, state, self.index, message, ("false-ok",)):
            act = partial(self._finish, attempt, ending, fault)
            yield Step(
                ("finish", self.index, *attempt[:4], fault), delay, act, fault=fault, instances=instances
            )

    def _crash(self, attempt: Attempt, fault: int, change: Change) -> None:
        change.use(fault)
        change.note(What.CRASHED, self.index, attempt.message)
        self.fail(change, attempt)

    def _do(self, attempt: Attempt, ending: Ending, fault: int, change: Change) -> None:
        change.use(fault)
        message, position = attempt.message, attempt.position
        verb, target = self.plan[position][0], self.target(position, message)
        change.note(
            What.DID, self.system.origin(self.visited(message, position), target), message, target, verb
        )
        if ending.event:
            change.note(ending.event, target, message)
        if ending.has_effect:
            self.system.behaviours[target].receive(change, message)
        if ending.is_reported_done and (ending.has_effect or not self.verifies()):
            self.replace(change, attempt, attempt._replace(position=position + 1))
        else:
            self.fail(change, attempt)

    def _finish(self, attempt: Attempt, ending: Ending, fault: int, change: Change) -> None:
        change.use(fault)
        if ending.event:
            change.note(ending.event, self.index, attempt.message)
        if ending.has_effect:
            change.note(What.DONE, self.index, attempt.message)
            change.reach(self.index, attempt.message)
        self.finish(change, attempt)

    def verifies(self) -> bool:
        """Whether a success is looked up."""
        return False

    def fail(self, change: Change, attempt: Attempt) -> None:
        """End an attempt that failed."""
        if self.node.alarm:
            change.alarm(self.index, attempt.message)

    def finish(self, change: Change, attempt: Attempt) -> None:
        """End an attempt that did all its steps."""
        raise NotImplementedError
