"""The result of a scenario: what was shown for each variant."""

from __future__ import annotations

from msgspec import Struct


class Claim(Struct, frozen=True):
    """Whether a rule holds, whatever the order of things."""

    id: str
    says: str
    holds: bool
    is_expected: bool
    """Whether it breaks on purpose."""
    trace: tuple[str, ...] = ()
    """The shortest way to break it, in sentences."""


class Line(Struct, frozen=True):
    """One event of the story."""

    time_ms: int
    what: str
    node: str
    """The label of its node."""
    to: str
    """The label at the other end of a move; empty if nothing moved."""
    message: str
    text: str


class Case(Struct, frozen=True):
    """One variant."""

    id: str
    title: str
    states: int
    is_complete: bool
    claims: tuple[Claim, ...]
    because: str
    """Why it breaks; empty if it does not."""
    log: tuple[Line, ...]
    ended_ms: int
    most_waiting: int
    broken: tuple[str, ...]
    """The rules that broke in the story."""


class Row(Struct, frozen=True):
    """One timed run of a sweep."""

    value: float
    broken: tuple[str, ...]
    """The rules that broke."""
    ended_ms: int
    most_waiting: int


class Swept(Struct, frozen=True):
    """The sweep."""

    title: str
    vary: str
    unit: str
    """Of the values: `s`, or empty for a count."""
    variant: str
    rows: tuple[Row, ...]


class Report(Struct, frozen=True):
    """The result of a scenario."""

    cases: tuple[Case, ...]
    sweep: Swept | None
    left_out: tuple[str, ...]
