"""The views of GitHub statistics: words, dates and bars; every number with its date range or day, and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.github.wording import name_length, name_range
from portfolio.pages.stats_calendar import CalendarLine, draw_calendar, draw_legend
from portfolio.plural import name_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.stats import Calendar, Language, Languages, Stats, Streak

BAR_CELLS = 16
"""With the text after it, a line of a phone."""

_PARTS = {
    "profile": "followers, pull requests and issues",
    "repositories": "repositories, stars, forks and languages",
    "contributions": "commits and reviews",
    "contributed": "contributions to repositories of others",
    "streak": "streaks",
    "calendar": "the calendar of contributions",
}
"""What readers call the parts of a snapshot."""


class StatRow(Struct, frozen=True, kw_only=True):
    """A statistic with its date range and source."""

    label: str
    href: str
    """Its source: the page on GitHub."""
    value: str
    when: str
    """Its date range, or its day."""


class BasisView(Struct, frozen=True):
    """What some of the numbers count."""

    labels: str
    """Of the numbers, joined by commas."""
    text: str


class LanguageView(Struct, frozen=True, kw_only=True):
    """A language's part."""

    name: str
    share: str
    bar: str
    """The share once more, in block characters: an ornament."""
    detail: str


class LanguagesView(Struct, frozen=True, kw_only=True):
    """The languages, and what their shares are of."""

    href: str
    note: str
    items: tuple[LanguageView, ...]


class MonthView(Struct, frozen=True, kw_only=True):
    """A month of the calendar in numbers."""

    name: str
    contributions: str
    active_days: str
    """As `12 of 30`."""


class CalendarView(Struct, frozen=True, kw_only=True):
    """The last 53 weeks."""

    href: str
    sentence: str
    note: str
    halves: tuple[tuple[CalendarLine, ...], ...]
    """Two, so that a narrow screen can show one below the other: ornaments."""
    legend: str
    """The legend of the shades; empty without contributions."""
    months: tuple[MonthView, ...]


class YearView(Struct, frozen=True):
    """The last 53 weeks as a sentence."""

    href: str
    """Its source: the page on GitHub."""
    count: str
    """How the sentence begins: `1,980 contributions`."""
    text: str
    """The rest of it."""


def list_rows(stats: Stats, streak: Streak | None) -> Iterator[StatRow]:
    """Yield the totals, then the streak that the owner chose."""
    for total in stats.totals:
        yield StatRow(
            label=total.label,
            href=total.proof,
            value=f"{total.value:,}",
            when=name_range(total.since, total.as_of),
        )
    if streak:
        for word, run in (("current", streak.current), ("longest", streak.longest)):
            yield StatRow(
                label=f"{word} streak",
                href=streak.proof,
                value=name_length(run, streak),
                when=name_range(run.first, run.last) if run else f"on {streak.as_of}",
            )


def list_bases(stats: Stats, streak: Streak | None) -> Iterator[BasisView]:
    """Yield what the rows count; those with the same basis together."""
    labels: dict[str, list[str]] = {}
    for total in stats.totals:
        labels.setdefault(total.basis, []).append(total.label)
    if streak:
        labels[f"{streak.basis}; as of {streak.as_of}"] = ["streaks"]
    for basis, names in labels.items():
        yield BasisView(", ".join(names), basis)


def show_languages(languages: Languages) -> LanguagesView:
    """Return the languages with their shares in numbers and bars."""
    return LanguagesView(
        href=languages.proof,
        note=f"Share of {languages.basis}, on {languages.as_of}.",
        items=tuple(
            LanguageView(
                name=item.name,
                share=f"{item.share:.1%}",
                bar=draw_bar(item.share),
                detail=_detail(item, languages.unit),
            )
            for item in languages.listed
        ),
    )


def show_calendar(calendar: Calendar) -> CalendarView:
    """Return the calendar as a picture in characters, as a sentence, and month by month."""
    return CalendarView(
        href=calendar.proof,
        sentence=describe_calendar(calendar),
        note=f"{calendar.basis.capitalize().replace('github', 'GitHub')}; as of {calendar.as_of}.",
        halves=draw_calendar(calendar),
        legend=draw_legend(calendar),
        months=tuple(
            MonthView(
                name=f"{month.first:%Y-%m}",
                contributions=f"{month.contributions:,}",
                active_days=f"{month.active_days} of {month.days}",
            )
            for month in calendar.months
        ),
    )


def show_year(calendar: Calendar) -> YearView:
    """Return the calendar as a sentence; its beginning links to the source."""
    return YearView(calendar.proof, *_describe_year(calendar))


def describe_calendar(calendar: Calendar) -> str:
    """Return the calendar as a sentence or two."""
    return "".join(_describe_year(calendar))


def _describe_year(calendar: Calendar) -> tuple[str, str]:
    """Return how many contributions there were, and the rest of the sentence."""
    days = sum(month.days for month in calendar.months)
    dates = f"from {calendar.first} to {calendar.last}"
    if calendar.busiest is None:
        return "No contributions", f" {dates}."
    day, most = calendar.busiest
    active = f" on {calendar.active_days} of {name_count(days, 'day')} {dates}."
    return name_count(calendar.contributions, "contribution"), f"{active} Most on {day}: {most:,}."


def describe_missing(stats: Stats) -> str:
    """Return the missing parts and the older ones, as sentences; may be empty."""
    absent = [_PARTS.get(item.part, item.part) for item in stats.missing if item.as_of is None]
    older = [
        f"{_PARTS.get(item.part, item.part)} ({item.as_of})"
        for item in stats.missing
        if item.as_of is not None
    ]
    sentences = [f"Not available: {'; '.join(absent)}."] if absent else []
    sentences += [f"From an earlier day: {'; '.join(older)}."] if older else []
    return " ".join(sentences)


def draw_bar(share: float) -> str:
    """Return a share as a bar, to half a cell, and at least half a cell.

    >>> draw_bar(0.525), draw_bar(0.001), draw_bar(0)
    ('████████▌', '▌', '')
    """
    halves = round(share * BAR_CELLS * 2) or (1 if share > 0 else 0)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def write_size(size_bytes: int) -> str:
    """Return a number of bytes in the largest unit that leaves a digit before the point.

    >>> write_size(999), write_size(1_250_000), write_size(83_000)
    ('999 B', '1.2 MB', '83 kB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size_bytes >= factor:
            value = size_bytes / factor
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"  # noqa: PLR2004 (two digits are enough)
    return f"{size_bytes} B"


def _detail(item: Language, unit: str) -> str:
    repositories = name_count(item.repositories, "repository")
    return f"{write_size(item.size_bytes)} in {repositories}" if unit == "bytes" else repositories
