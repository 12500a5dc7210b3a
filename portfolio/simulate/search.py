"""The claims: every order of steps and every choice of faults is tried, the shortest first."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from portfolio.simulate.rules import RuleCheck
from portfolio.simulate.system import NO_FAULT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.scenario import AnyRule
    from portfolio.simulate.state import Event, State
    from portfolio.simulate.system import Step, System

MOST_STATES = 20_000
"""More are not tried: a second or two of one variant."""


class Trace(NamedTuple):
    """The shortest way to break a rule."""

    events: tuple[Event, ...]
    missing: int | None
    """The message that reached nothing, if the rule breaks at the end."""


class Found(NamedTuple):
    """The result of a search."""

    states: int
    is_complete: bool
    """Whether every state was tried."""
    ends: int
    """The states in which nothing more happens by itself."""
    broken: dict[str, Trace]
    """By the id of the rule."""


def search(system: System, rules: Sequence[AnyRule], most_states: int = MOST_STATES) -> Found:
    """Try every order of steps, breadth first.

    Args:
        system: the system.
        rules: what must hold.
        most_states: the states to try at most.
    """
    checks = {rule.id: RuleCheck(system, rule) for rule in rules}
    start = system.start()
    origins: dict[State, tuple[State, Step] | None] = {start: None}
    waiting = deque([start])
    broken: dict[str, Trace] = {}
    ends, is_complete = 0, True
    while waiting:
        state = waiting.popleft()
        is_end = True
        for step in filter(_is_ready, system.steps(state)):
            is_end = is_end and step.fault != NO_FAULT
            change = system.take(state, step)
            for id_ in [id_ for id_, check in checks.items() if check.is_broken_by(change)]:
                del checks[id_]
                broken[id_] = Trace((*_trace(system, origins, state), *change.events), None)
            if change.state in origins:
                continue
            if len(origins) == most_states:
                is_complete = False
                continue
            origins[change.state] = (state, step)
            waiting.append(change.state)
        if is_end:
            ends += 1
            for id_, check in [*checks.items()]:
                missing = check.find_missing(state)
                if missing is not None:
                    del checks[id_]
                    broken[id_] = Trace(_trace(system, origins, state), missing)
    return Found(len(origins), is_complete, ends, broken)


def _is_ready(step: Step) -> bool:
    return step.ready


def _trace(
    system: System, origins: dict[State, tuple[State, Step] | None], state: State
) -> tuple[Event, ...]:
    """Return the events on the way to a state."""
    way: list[tuple[State, Step]] = []
    while (origin := origins[state]) is not None:
        way.append(origin)
        state = origin[0]
    return tuple(event for before, step in reversed(way) for event in system.take(before, step).events)
