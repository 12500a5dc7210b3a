"""The contribution calendar in characters: a column a week, two halves that can stand below each other on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.github.streak import DAY
from portfolio.github.weeks import LEVELS, level_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.stats import Calendar, Week

SHADES = "·░▒▓█"
"""A day without contributions, then quarters of the busiest day."""
OUTSIDE = " "
"""A day before the account, or after the last one that is known."""
FIRST_HALF = 27
"""Weeks; with the days' names they fill 320 px."""

_DAYS = ("", "Mon", "", "Wed", "", "Fri", "")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDTH_CELLS = 3
"""Of the names of months and days."""


class CalendarLine(Struct, frozen=True):
    """A line of the calendar in characters."""

    label: str
    """A day's name or blanks, always as wide."""
    cells: str
    """A character a week."""


def draw_calendar(calendar: Calendar) -> tuple[tuple[CalendarLine, ...], ...]:
    """Return the halves, each as a line of months and a line for each day of the week, from Sunday."""
    return tuple(
        _draw_half(weeks, calendar.most)
        for weeks in (calendar.weeks[:FIRST_HALF], calendar.weeks[FIRST_HALF:])
        if weeks
    )


def _draw_half(weeks: Sequence[Week], most: int) -> tuple[CalendarLine, ...]:
    rows = zip(*(week.counts for week in weeks), strict=True)
    return (
        CalendarLine(_label(""), _name_months(weeks)),
        *(
            CalendarLine(_label(name), "".join(_shade(count, most) for count in row))
            for name, row in zip(_DAYS, rows, strict=True)
        ),
    )


def _label(name: str) -> str:
    return name.ljust(_WIDTH_CELLS + 1)


def _shade(count: int | None, most: int) -> str:
    return OUTSIDE if count is None else SHADES[level_of(count, most)]


def _name_months(weeks: Sequence[Week]) -> str:
    """Return the line above the weeks: a month's name above its first week, if there is enough space."""
    starts = [(0, weeks[0].first.month)]
    for column, week in enumerate(weeks):
        firsts = [day for day in (week.first + DAY * number for number in range(7)) if day.day == 1]
        if firsts:
            begins = (column, firsts[0].month)
            starts = [begins] if column == 0 else [*starts, begins]
    line = ""
    ends = [column for column, _ in starts[1:]] + [len(weeks) + 1]
    for (column, month), end in zip(starts, ends, strict=True):
        if end - column > _WIDTH_CELLS:
            line = line.ljust(column) + _MONTHS[month - 1]
    return line.ljust(len(weeks))


def draw_legend(calendar: Calendar) -> str:
    """Return the legend of the shades; empty without contributions.

    A shade that no number of contributions can have, because the busiest day has fewer than four, is left out.
    """
    most = calendar.most
    if not most:
        return ""
    bounds = [(most * (level - 1) // LEVELS + 1, most * level // LEVELS) for level in range(1, LEVELS + 1)]
    parts = [
        f"{shade} {low}" if low == high else f"{shade} {low}–{high}"  # noqa: RUF001 (a range)
        for shade, (low, high) in zip(SHADES[1:], bounds, strict=True)
        if low <= high
    ]
    return "  ".join([f"{SHADES[0]} 0", *parts])
