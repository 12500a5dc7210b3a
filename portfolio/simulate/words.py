"""Events in words. Every name and number in a line comes from the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.simulate.rules import Trace
    from portfolio.simulate.state import Event
    from portfolio.simulate.system import System

MOST_STEPS = 12
"""Of a longer way only the last steps are on one line; `portfolio simulate` prints it whole."""


class Phrases(Struct, frozen=True):
    """The sentence of each kind of event, by its name in lower case; in plain English by default."""

    sent: str = "{message} arrives at {node}"
    passed: str = "{node} → {to}: {message}"
    taken: str = "{node} → {to}: {message} is taken"
    did: str = "{node} → {to}: {verb} {message}"
    skipped: str = "{node}: {message} is on record, nothing to do"
    ignored: str = "{node}: {message} is known, nothing happens again"
    done: str = "{node}: {message} is done"
    kept_newer: str = "{node}: {message} is older than what is there, and is left out"
    overwrote: str = "{node}: {message} replaces a newer row"
    failed: str = "{node}: {message} fails"
    reply_lost: str = "{node}: {message} took effect, but the reply is lost"
    false_ok: str = "{node}: {message} is reported done, but is not"
    crashed: str = "{node}: {message} is interrupted"
    duplicated: str = "{node}: a duplicate of {message} appears"
    visible: str = "{node}: {message} is visible again"
    given_up: str = "{node} → {to}: {message} is given up"
    taken_over: str = "{node} → {to}: {message} is given up, and {to} takes it over"
    lost: str = "{node}: {message} is dropped"
    alarm: str = "{node}: alarm for {message}"
    committed: str = "{node}: the offset of {message} is committed"
    asked: str = "{node} → {to}: {message} is called"
    refused: str = "{node} → {to}: {message} is refused"
    answered: str = "{node}: {message} is answered"
    timed_out: str = "{node}: {message} times out"
    deleted: str = "{node} is deleted"
    retained: str = "{node} survives the deletion"
    early: str = "{node}: {message} comes before its turn"
    opened: str = "{node} lets {message} through"
    nothing_more: str = "nothing more happens, and {message} never got there"
    for_ever: str = "this goes on for ever, and no end is reached"


ENGLISH = Phrases()


def describe(system: System, event: Event, phrases: Phrases = ENGLISH) -> str:
    """Return an event as a sentence."""
    pattern: str = getattr(phrases, event.what.name.lower())
    return pattern.format(
        node=system.nodes[event.node].label,
        to=system.nodes[event.to].label if event.to >= 0 else "",
        message=system.messages[event.message].name if event.message >= 0 else "",
        verb=event.verb,
    )


def describe_trace(system: System, trace: Trace, phrases: Phrases = ENGLISH) -> Iterator[str]:
    """Yield the sentences of a way to break a rule."""
    yield from (describe(system, event, phrases) for event in trace.events)
    if trace.missing is not None:
        yield phrases.nothing_more.format(message=system.messages[trace.missing].name)
    if trace.is_endless:
        yield phrases.for_ever


def number_lines(lines: Sequence[str]) -> str:
    """Return sentences as numbered steps on one line; of many, the last ones."""
    first = max(0, len(lines) - MOST_STEPS) + 1
    before = f"{len(lines)} steps, the last: " if first > 1 else ""
    return before + "; ".join(
        f"{number}. {line}" for number, line in enumerate(lines[first - 1 :], start=first)
    )
