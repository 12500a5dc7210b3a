"""The claims: every order of steps and every choice of faults is tried, the shortest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.model.scenario import Reaches
from portfolio.simulate.rules import RuleCheck, Trace
from portfolio.simulate.system import NO_FAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.model.scenario import AnyRule
    from portfolio.simulate.state import Event, State
    from portfolio.simulate.system import Step, System

MOST_STATES = 20_000
"""More are not tried: a second or two of one variant."""


class Found(NamedTuple):
    """The result of a search."""

    states: int
    is_complete: bool
    """Whether every state was tried."""
    ends: int
    """The states in which nothing more happens by itself."""
    broken: dict[str, Trace]
    """The shortest way to break each rule, by its id."""
    endless: Trace | None
    """The shortest way to a state from which no end is reached; None if there is none, or the search was cut off."""
    struck: frozenset[int]
    """The faults that struck."""


class States:
    """The states that a search has come to, by number, and how it came to each.

    Args:
        system: the system.
        most: how many there may be.
    """

    def __init__(self, system: System, most: int) -> None:
        self.system, self.most = system, most
        self.is_complete = True
        self.items = [system.start()]
        self.before: list[list[int]] = [[]]
        """Of each state those from which it comes without a fault."""
        self._numbers = {self.items[0]: 0}
        self._origins: list[tuple[int, Step] | None] = [None]

    def add(self, state: State, origin: int, step: Step) -> None:
        """Add what a step led to, unless there are too many."""
        number = self._numbers.get(state)
        if number is None:
            if len(self.items) == self.most:
                self.is_complete = False
                return
            number = self._numbers[state] = len(self.items)
            self.items.append(state)
            self.before.append([])
            self._origins.append((origin, step))
        if step.fault == NO_FAULT:
            self.before[number].append(origin)

    def trace(self, number: int) -> tuple[Event, ...]:
        """Return the events on the shortest way to a state."""
        way: list[tuple[int, Step]] = []
        while (origin := self._origins[number]) is not None:
            way.append(origin)
            number = origin[0]
        steps = reversed(way)
        return tuple(event for one, step in steps for event in self.system.take(self.items[one], step).events)

    def find_endless(self, ends: Iterable[int]) -> int | None:
        """Return the first state from which none of the ends is reached without a further fault."""
        waiting = [*ends]
        ending = {*waiting}
        while waiting:
            new = {*self.before[waiting.pop()]} - ending
            ending |= new
            waiting += new
        return next((number for number in range(len(self.items)) if number not in ending), None)


def search(system: System, rules: Sequence[AnyRule], most_states: int = MOST_STATES) -> Found:
    """Try every order of steps, breadth first.

    Args:
        system: the system.
        rules: what must hold.
        most_states: the states to try at most.
    """
    checks = {rule.id: RuleCheck(system, rule) for rule in rules}
    states = States(system, most_states)
    broken: dict[str, Trace] = {}
    struck: set[int] = set()
    ends: list[int] = []
    for number, state in enumerate(states.items):  # which grows
        is_end = True
        for step in system.steps(state):
            if not step.ready:
                continue
            is_end = is_end and step.fault != NO_FAULT
            change = system.take(state, step)
            struck.update((step.fault, *system.find_strikes(change)))
            for id_ in [id_ for id_, check in checks.items() if check.is_broken_by(change)]:
                del checks[id_]
                broken[id_] = Trace((*states.trace(number), *change.events))
            states.add(change.state, number, step)
        if is_end:
            ends.append(number)
            for id_, check in [*checks.items()]:
                missing = check.find_missing(state)
                if missing is not None:
                    del checks[id_]
                    broken[id_] = Trace(states.trace(number), missing)
    lost = states.find_endless(ends) if states.is_complete else None
    endless = None if lost is None else Trace(states.trace(lost), is_endless=True)
    if endless is not None:
        broken |= {id_: endless for id_, check in checks.items() if isinstance(check.rule, Reaches)}
    return Found(len(states.items), states.is_complete, len(ends), broken, endless, frozenset(struck))
