"""Checks of dates: an end before its start, positions that overlap, and what depends on the day of a run."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.load.scalars import shorten
from portfolio.model.dates import first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.errors import Diagnostics, Span
    from portfolio.load.scalars import Path
    from portfolio.load.schema import Read
    from portfolio.model.entries import Employer

_PAIRS = {"end": "start", "expiry": "date"}
"""Keys of dates, each with the key of the date that comes before it."""


class Deadline(NamedTuple):
    """A date that is doubtful on some days: an expiry in the past, or a start in the future."""

    date: str
    is_expiry: bool
    name: str
    span: Span

    def as_diagnostic(self) -> Diagnostic:
        """Return the warning of a day on which the date is doubtful."""
        name = f"`{shorten(self.name)}`"
        if self.is_expiry:
            message, help_ = (
                f"{name} expired: `{self.date}`",
                "renew it and write its new `expiry`, or write `expired: true` to keep it",
            )
        else:
            message, help_ = (
                f"{name} starts in the future: `{self.date}`",
                "correct it, if it began before today",
            )
        return Diagnostic(Code.DATE, message, self.span, help_, Severity.WARNING)

    def judge(self, today: dt.date) -> Iterator[Diagnostic]:
        """Yield a warning if the date is doubtful on a day."""
        if last_day(self.date) < today if self.is_expiry else first_day(self.date) > today:
            yield self.as_diagnostic()


def check_periods(read: Read[Any], diagnostics: Diagnostics) -> None:
    """Report each end before its start."""
    for path in [path for path in read.values if path and path[-1] in _PAIRS]:
        before = (*path[:-1], _PAIRS[str(path[-1])])
        if before in read.values and last_day(read.values[path]) < first_day(read.values[before]):
            message = f"`{path[-1]}` is before `{before[-1]}`, which is `{read.values[before]}`"
            diagnostics.error(Code.DATE, message, read.spans[path], "correct one of them")


def check_overlaps(read: Read[tuple[Employer, ...]], diagnostics: Diagnostics) -> None:
    """Warn of each position that certainly overlaps with another one; parts of a date that are not given overlap with nothing."""
    positions = [_Held.of(read, path) for path in read.paths(None, "positions", None, "start")]
    held = sorted((item for item in positions if item), key=lambda item: item.first)
    warned: set[Path] = set()
    for earlier, later in combinations(held, 2):
        if later.first < earlier.last and later.path not in warned:
            warned.add(later.path)
            span = read.spans[(*earlier.path, "title")]
            diagnostics.warning(
                Code.DATE,
                f"this position overlaps with `{shorten(read.values[(*earlier.path, 'title')])}`",
                read.spans[(*later.path, "start")],
                f"that one is on line {span.line}; correct a date, or write `parallel: true` for one of them",
            )


class _Held(NamedTuple):
    """The days on which a position was certainly held."""

    first: dt.date
    last: dt.date
    path: Path

    @classmethod
    def of(cls, read: Read[tuple[Employer, ...]], start: Path) -> _Held | None:
        """Return those of the position with a start; None for one that may overlap, without a title, or with an unknown end."""
        path, values = start[:-1], read.values
        if values.get((*path, "parallel")) is True or (*path, "title") not in values:
            return None
        end = values.get((*path, "end"))
        if end is None and (*path, "end") in read.spans:
            return None  # it was reported
        return cls(last_day(values[start]), first_day(end) if end else dt.date.max, path)


def find_deadlines(experience: Read[Any], certifications: Read[Any]) -> Iterator[Deadline]:
    """Yield the starts of positions, and the expiries of certifications."""
    yield from _find(experience, experience.paths(None, "positions", None, "start"), "title")
    yield from _find(certifications, certifications.paths(None, "expiry"), "name")


def _find(read: Read[Any], paths: Iterable[Path], name: str) -> Iterator[Deadline]:
    for path in paths:
        if (*path[:-1], name) in read.values and not read.values.get((*path[:-1], "expired")):
            yield Deadline(
                read.values[path], path[-1] == "expiry", read.values[(*path[:-1], name)], read.spans[path]
            )
