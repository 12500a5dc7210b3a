"""Events in words. Every name and number in a line comes from the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.simulate.state import What

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.simulate.rules import Trace
    from portfolio.simulate.state import Event
    from portfolio.simulate.system import System

MOST_STEPS = 12
"""Of a longer way only the last steps are on one line; `portfolio simulate` prints it whole."""
_PHRASES = {
    What.SENT: "{message} arrives at {node}",
    What.PASSED: "{node} → {to}: {message}",
    What.TAKEN: "{node} → {to}: {message} is taken",
    What.DID: "{node} → {to}: {verb} {message}",
    What.SKIPPED: "{node}: {message} is on record, nothing to do",
    What.IGNORED: "{node}: {message} is known, nothing happens again",
    What.DONE: "{node}: {message} is done",
    What.KEPT_NEWER: "{node}: {message} is older than what is there, and is left out",
    What.OVERWROTE: "{node}: {message} replaces a newer row",
    What.FAILED: "{node}: {message} fails",
    What.REPLY_LOST: "{node}: {message} took effect, but the reply is lost",
    What.FALSE_OK: "{node}: {message} is reported done, but is not",
    What.CRASHED: "{node}: {message} is interrupted",
    What.DUPLICATED: "{node}: a duplicate of {message} appears",
    What.VISIBLE: "{node}: {message} is visible again",
    What.GIVEN_UP: "{node} → {to}: {message} is given up",
    What.TAKEN_OVER: "{node} → {to}: {message} is given up, and {to} takes it over",
    What.LOST: "{node}: {message} is dropped",
    What.ALARM: "{node}: alarm for {message}",
    What.COMMITTED: "{node}: the offset of {message} is committed",
    What.ASKED: "{node} → {to}: {message} is called",
    What.REFUSED: "{node} → {to}: {message} is refused",
    What.ANSWERED: "{node}: {message} is answered",
    What.TIMED_OUT: "{node}: {message} times out",
    What.DELETED: "{node} is deleted",
    What.RETAINED: "{node} survives the deletion",
    What.EARLY: "{node}: {message} comes before its turn",
    What.OPENED: "{node} lets {message} through",
}


def describe(system: System, event: Event) -> str:
    """Return an event as a sentence."""
    return _PHRASES[event.what].format(
        node=system.nodes[event.node].label,
        to=system.nodes[event.to].label if event.to >= 0 else "",
        message=system.messages[event.message].name if event.message >= 0 else "",
        verb=event.verb,
    )


def describe_trace(system: System, trace: Trace) -> Iterator[str]:
    """Yield the sentences of a way to break a rule."""
    yield from (describe(system, event) for event in trace.events)
    if trace.missing is not None:
        yield f"nothing more happens, and {system.messages[trace.missing].name} never got there"
    if trace.is_endless:
        yield "this goes on for ever, and no end is reached"


def number_lines(lines: Sequence[str]) -> str:
    """Return sentences as numbered steps on one line; of many, the last ones."""
    first = max(0, len(lines) - MOST_STEPS) + 1
    before = f"{len(lines)} steps, the last: " if first > 1 else ""
    return before + "; ".join(
        f"{number}. {line}" for number, line in enumerate(lines[first - 1 :], start=first)
    )
