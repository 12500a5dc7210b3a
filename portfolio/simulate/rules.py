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

_FORBIDDEN: dict[type[object], What] = {
    NewestWins: What.OVERWROTE,
    NoTimeout: What.TIMED_OUT,
    Kept: What.DELETED,
}
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
        self.forbidden = _FORBIDDEN.get(type(rule))

    def is_broken_by(self, change: Change) -> bool:
        """Whether a step breaks the rule."""
        if self.forbidden is not None:
            return any(event.what is self.forbidden and event.node in self.at for event in change.events)
        return any(self._is_broken_at(change.state, node, message) for node, message in change.effects)

    def _is_broken_at(self, state: State, node: int, message: int) -> bool:
        """Whether a message must not take effect at a node now."""
        rule = self.rule
        if isinstance(rule, Before):
            first, then = self.at
            return node == then and not self.system.has_reached(state, first, message)
        if isinstance(rule, AtMostOnce):
            return node in self.at and self._count(state, message, rule.per) > 1
        return isinstance(rule, InOrder) and node in self.at and self._is_late(state, node, message)

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
