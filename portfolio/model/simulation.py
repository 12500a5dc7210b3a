"""The result of a scenario: what was shown for each variant."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct

from portfolio.languages.words import ENGLISH, Words
from portfolio.model.time import name_seconds, name_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

N = TypeVar("N", int, float)


class Claim(Struct, frozen=True):
    """Whether a rule holds, whatever the order of things."""

    id: str
    says: str
    holds: bool
    is_expected: bool
    """Whether it breaks on purpose."""
    trace: tuple[str, ...] = ()
    """The shortest way to break it, in sentences."""
    is_shortest: bool = True
    """Whether the search found the way; else it is that of a run in time, which broke what the search had not tried."""


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
    broken: tuple[str, ...]
    """The rules that break with it."""


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
    is_endless: bool = False
    """Whether the run does not end; then the log is its beginning."""


class Row(Struct, frozen=True):
    """One timed run of a sweep."""

    value: float
    broken: tuple[str, ...]
    """The rules that broke."""
    ended_ms: int
    most_waiting: int
    is_endless: bool = False


class Range(NamedTuple):
    """Neighbouring values of a sweep with the same breaks, in words: `2 s to 4 s`; those that do not end are apart."""

    values: str
    broken: tuple[str, ...]
    ended: str
    most_waiting: str
    is_endless: bool = False


class Swept(Struct, frozen=True):
    """The sweep."""

    title: str
    vary: str
    unit: str
    """Of the values: `s`, or empty for a count."""
    variant: str
    rows: tuple[Row, ...]

    def ranges(self, words: Words = ENGLISH) -> Iterator[Range]:
        """Yield the rows, neighbours with the same breaks as one."""

        def name_value(value: float) -> str:
            return name_seconds(f"{value:g}", words) if self.unit else f"{value:g}"

        for (broken, is_endless), group in groupby(self.rows, key=lambda row: (row.broken, row.is_endless)):
            rows = [*group]
            yield Range(
                _range([row.value for row in rows], name_value, words),
                broken,
                words["sweep_endless"]
                if is_endless
                else _range([row.ended_ms for row in rows], lambda time: name_time(time, words), words),
                _range([row.most_waiting for row in rows], words.number, words),
                is_endless,
            )


def _range(values: Sequence[N], name: Callable[[N], str], words: Words) -> str:
    """Return the least and the greatest of some numbers, or the only one."""
    low, high = name(min(values)), name(max(values))
    return low if low == high else words.say("range", first=low, last=high)


class Course(Struct, frozen=True):
    """An arrow of a picture."""

    source: str
    """A label."""
    target: str
    points: tuple[tuple[int, int], ...]
    """Both ends and the corners between, in units of the picture."""


class Scene(Struct, frozen=True):
    """A picture of a drawing on which messages can move."""

    tag: str
    """The start tag of its `<svg>`."""
    body: str
    courses: tuple[Course, ...]
    is_wide: bool
    """Whether it scrolls on a phone."""


class Report(Struct, frozen=True):
    """The result of a scenario."""

    cases: tuple[Case, ...]
    sweep: Swept | None
    left_out: tuple[str, ...]


class Simulated(Struct, frozen=True):
    """The result of a scenario that could run, and the pictures that show it."""

    report: Report
    scenes: tuple[Scene, ...]
    """That of each drawing with arrows."""
