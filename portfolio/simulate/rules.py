"""What must hold: each rule judges a step, or the state at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.model.scenario import (
    AnyRule,
    AtMostOnce,
    Before,
    InOrder,
    Kept,
    NewestWins,
    NoTimeout,
    Reaches,
    as_names,
)
from portfolio.simulate.state import What

if TYPE_CHECKING:
    from portfolio.simulate.state import Event, State
    from portfolio.simulate.system import Change, System

_FORBIDDEN = {NewestWins: What.OVERWROTE, NoTimeout: What.TIMED_OUT, Kept: What.DELETED}
"""The events that must not be, by rule."""


class Trace(NamedTuple):
    """A way to break a rule."""

    events: tuple[Event, ...]
    missing: int | None = None
    """The message that reached nothing, if the rule breaks at the end."""
    is_endless: bool = False
    """Whether the rule is about an end that is never reached."""


class RuleCheck:
    """One rule of a system.

    Args:
        system: the system.
        rule: what must hold.
    """

    def __init__(self, system: System, rule: AnyRule) -> None:
        self.system = system
        self.rule = rule
        self.at = tuple(system.names.index(name) for name in rule_nodes(rule))

    def is_broken_by(self, change: Change) -> bool:
        """Whether a step breaks the rule."""
        rule, state = self.rule, change.state
        if isinstance(rule, AtMostOnce):
            return any(
                node in self.at and self._count(state, message, rule.per) > 1
                for node, message in change.effects
            )
        if isinstance(rule, Before):
            first, then = self.at
            return any(
                node == then and not self.system.has_reached(state, first, message)
                for node, message in change.effects
            )
        if isinstance(rule, InOrder):
            return any(
                node in self.at and self._is_late(state, node, message) for node, message in change.effects
            )
        if isinstance(rule, Reaches):
            return False
        return any(event.what is _FORBIDDEN[type(rule)] and event.node in self.at for event in change.events)

    def _count(self, state: State, message: int, per: str) -> int:
        """Return how often a message, or one of its key, took effect."""
        alike = self.system.alike(message, per)
        return sum(self.system.has_reached(state, node, one) for node in self.at for one in alike)

    def _is_late(self, state: State, node: int, message: int) -> bool:
        """Whether a message came for the first time, after a later one of the same key."""
        own = self.system.messages[message]
        return self.system.has_reached(state, node, message) == 1 and any(
            other.key == own.key
            and other.version > own.version
            and self.system.has_reached(state, node, number)
            for number, other in enumerate(self.system.messages)
        )

    def find_missing(self, state: State) -> int | None:
        """Return the first message for which the rule is broken if nothing happens any more."""
        if not isinstance(self.rule, Reaches):
            return None
        for message in range(len(self.system.messages)):
            is_alarmed = self.rule.or_alarm and state.alarms >> message & 1
            if not is_alarmed and not any(self.system.has_reached(state, node, message) for node in self.at):
                return message
        return None


def rule_nodes(rule: AnyRule) -> tuple[str, ...]:
    """Return the names of the nodes that a rule is about."""
    return (rule.first, rule.then) if isinstance(rule, Before) else as_names(rule.at)
