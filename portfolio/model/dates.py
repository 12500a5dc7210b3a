"""Dates of which only the year, or the year and the month, may be known, and the time between two of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_date(text: str) -> str:
    """Return a date as `2026`, `2026-11` or `2026-11-22`.

    Raises:
        ValueError: there is no such date; the message is what to write instead.
    """
    match = _DATE.fullmatch(text)
    if match is None or match[1] == "0000":
        raise ValueError("write it as `2026`, `2026-11` or `2026-11-22`")
    year, month, day = (int(part or 1) for part in match.groups())
    if not 1 <= month <= 12:  # noqa: PLR2004 (the months of a year)
        raise ValueError("a year has the months `01` to `12`")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"{match[1]}-{match[2]} has the days `01` to `{days}`")
    return text


def parse_end(text: str) -> str:
    """Return a date as `parse_date`; a word such as `present` gets a hint.

    Raises:
        ValueError: as in `parse_date`.
    """
    try:
        return parse_date(text)
    except ValueError as error:
        hint = "" if text[:1].isdigit() else ", or leave it out if it has not ended"
        raise ValueError(f"{error}{hint}") from error


def _describe(parse: Callable[[str], str]) -> Meta:
    return Meta(
        min_length=1,
        description="a date as year, year-month or year-month-day",
        extra={"parse": parse},
        extra_json_schema={"pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$", "minimum": 1000, "maximum": 9999},
    )


PartialDate = Annotated[str, _describe(parse_date)]
EndDate = Annotated[str, _describe(parse_end)]
"""The end of what may not have ended."""


def first_day(date: str) -> dt.date:
    """Return the first day that a date can mean.

    >>> first_day("2024"), first_day("2024-02")
    (datetime.date(2024, 1, 1), datetime.date(2024, 2, 1))
    """
    return dt.date(*(int(part) for part in [*date.split("-"), "1", "1"][:3]))


def last_day(date: str) -> dt.date:
    """Return the last day that a date can mean.

    >>> last_day("2024"), last_day("2024-02")
    (datetime.date(2024, 12, 31), datetime.date(2024, 2, 29))
    """
    first, hyphens = first_day(date), date.count("-")
    month = first.month if hyphens else 12
    return first.replace(
        month=month, day=first.day if hyphens > 1 else calendar.monthrange(first.year, month)[1]
    )


def count_months(start: str | None, end: str | None) -> int | None:
    """Return the number of months from a month to another, both included; None where a month is not known.

    >>> count_months("2021-03", "2022-04-15"), count_months("2021", "2023"), count_months("2021-03", None)
    (14, None, None)
    """
    if not (start and end) or "-" not in start or "-" not in end:
        return None
    first, last = first_day(start), first_day(end)
    return (last.year - first.year) * 12 + last.month - first.month + 1
