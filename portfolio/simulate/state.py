"""What a system is at one moment, and what happened: immutable values."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

NodeState: TypeAlias = Any
"""What one node holds, such as the messages of a queue: a hashable value of its kind's own form."""


class What(StrEnum):
    """The kinds of event; words.py has a sentence for each."""

    SENT = "sent"
    PASSED = "passed on"
    TAKEN = "taken"
    DID = "did"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    DONE = "done"
    KEPT_NEWER = "kept newer"
    OVERWROTE = "overwrote"
    FAILED = "failed"
    REPLY_LOST = "reply lost"
    FALSE_OK = "false ok"
    CRASHED = "crashed"
    DUPLICATED = "duplicated"
    VISIBLE = "visible again"
    GIVEN_UP = "given up"
    TAKEN_OVER = "taken over"
    LOST = "lost"
    ALARM = "alarm"
    COMMITTED = "committed"
    ASKED = "asked"
    REFUSED = "refused"
    ANSWERED = "answered"
    TIMED_OUT = "timed out"
    DELETED = "deleted"
    RETAINED = "retained"
    EARLY = "early"
    OPENED = "opened"


class Message(NamedTuple):
    """Something that travels through the system."""

    name: str
    key: int
    """What it is about; the messages of one key have an order."""
    version: int
    """Its rank among the messages of its key, from 1."""
    at: int
    """The node where it arrives."""
    to: int
    """The node to which a source sends it; -1 for all."""
    time_ms: int
    after: int
    """The message of the same load that comes before it; -1 for none."""


class Event(NamedTuple):
    """One thing that happened."""

    what: What
    node: int
    message: int
    to: int = -1
    """The node at the other end of a move; -1 if nothing moved."""
    verb: str = ""


class State(NamedTuple):
    """The whole system; equal states have equal futures."""

    sent: int
    """The messages that have arrived, a bit each."""
    nodes: tuple[NodeState, ...]
    reached: tuple[int, ...]
    """How often each message took effect, for the nodes that matter; see System.slots."""
    budget: tuple[int, ...]
    """How often each fault can strike yet."""
    alarms: int
    """The messages for which there was an alarm, a bit each."""
    gone: int
    """The nodes that were deleted, a bit each."""
