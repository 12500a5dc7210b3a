"""The story: one run in time, always the same; and the sweep, many of them with one number varied."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portfolio.model.scenario import Reaches
from portfolio.model.time import DAY_MS
from portfolio.simulate.rules import RuleCheck, Trace
from portfolio.simulate.system import NO_FAULT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.scenario import AnyRule
    from portfolio.simulate.state import Event
    from portfolio.simulate.system import Key, Step, System

MOST_EVENTS = 2_000
MOST_MS = 366 * DAY_MS
MOST_SHOWN = 20
"""The events that are shown of a run without an end."""


class TimedEvent(NamedTuple):
    """An event and its time."""

    time_ms: int
    event: Event


class Run(NamedTuple):
    """One run in time."""

    events: tuple[TimedEvent, ...]
    broken: dict[str, Trace]
    """The way to each rule that broke, by its id."""
    most_waiting: int
    """The most messages that waited at once."""
    is_endless: bool
    """Whether it was cut off at the most events or the longest time."""

    @property
    def ended_ms(self) -> int:
        """When the last event was."""
        return self.events[-1].time_ms if self.events else 0

    @property
    def loop(self) -> tuple[Event, ...]:
        """What a run without an end repeats at last; empty if it repeats nothing."""
        events = [event for _, event in self.events]
        half = len(events) // 2 if self.is_endless else 0
        sizes = (size for size in range(1, half + 1) if events[-size:] == events[-2 * size : -size])
        size = next(sizes, 0)
        return tuple(events[len(events) - size :])


def run_timed(system: System, rules: Sequence[AnyRule], seed: int = 0) -> Run:
    """Run a system in time: a step happens when its delay is over, a fault as soon as it can.

    Args:
        system: the system.
        rules: what must hold.
        seed: decides where routers send messages.
    """
    chance = random.Random(seed)  # noqa: S311 (no secret)
    checks = [RuleCheck(system, rule) for rule in rules]
    state, now, most_waiting = system.start(), 0, 0
    due: dict[Key, list[int]] = {}
    events: list[TimedEvent] = []
    broken: dict[str, Trace] = {}
    while True:
        steps = system.steps(state)
        due = _renew(due, steps, now)
        step = _next(steps, due, chance)
        if step is None:
            break
        now = max(now, due[step.key].pop(0))
        if now > MOST_MS or len(events) > MOST_EVENTS:
            shown = Trace(tuple(event for _, event in events[:MOST_SHOWN]), is_endless=True)
            endless = {check.rule.id: shown for check in checks if isinstance(check.rule, Reaches)}
            return Run(tuple(events), endless | broken, most_waiting, is_endless=True)
        change = system.take(state, step)
        state = change.state
        events += [TimedEvent(now, event) for event in change.events]
        most_waiting = max(most_waiting, sum(behaviour.waiting(state) for behaviour in system.behaviours))
        for check in checks:
            if check.is_broken_by(change):
                broken.setdefault(check.rule.id, Trace(tuple(event for _, event in events)))
    for check in checks:
        missing = check.find_missing(state)
        if missing is not None:
            broken.setdefault(check.rule.id, Trace(tuple(event for _, event in events), missing))
    return Run(tuple(events), broken, most_waiting, is_endless=False)


def _renew(due: dict[Key, list[int]], steps: Sequence[Step], now: int) -> dict[Key, list[int]]:
    """Return when each step is due: as it was, but for those that are new; of equal ones the oldest goes first."""
    counts: Counter[Key] = Counter()
    for step in steps:
        counts[step.key] += step.instances
    new = {step.key: now + step.delay_ms for step in steps}
    return {key: (due.get(key, [])[-count:] + [new[key]] * count)[:count] for key, count in counts.items()}


def _next(steps: Sequence[Step], due: dict[Key, list[int]], chance: random.Random) -> Step | None:
    """Return the step that is due first; of several a fault, then the first in their order, timeouts last."""
    ready = [step for step in steps if step.ready]
    if not ready:
        return None
    first = min(ready, key=lambda step: (due[step.key][0], step.fault == NO_FAULT, step.is_late))
    if not first.weight:
        return first
    choices = [step for step in ready if step.weight and step.key[:-1] == first.key[:-1]]
    return chance.choices(choices, [step.weight for step in choices])[0]
