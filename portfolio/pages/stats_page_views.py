"""What templates are given of GitHub's figures."""

from __future__ import annotations

from msgspec import Struct

from portfolio.pages.shared_views import LinkView, PageView


class StatRow(Struct, frozen=True, kw_only=True):
    """A number from GitHub with all that makes it honest."""

    label: str
    href: str
    """The page that proves it."""
    value: str
    when: str
    """Its window, or its day."""


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


class CalendarLine(Struct, frozen=True):
    """A line of the calendar in characters."""

    label: str
    """A day's name or blanks, always as wide."""
    cells: str
    """A character a week."""


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
    """Two, so that a narrow window can show one below the other: ornaments."""
    legend: str
    """What the shades stand for; empty where there is nothing but empty days."""
    months: tuple[MonthView, ...]


class YearView(Struct, frozen=True):
    """The last 53 weeks as a sentence."""

    href: str
    """The page that proves it."""
    count: str
    """How the sentence begins: `1,980 contributions`."""
    text: str
    """The rest of it."""


class StatsView(Struct, frozen=True, kw_only=True):
    """The page of GitHub's figures."""

    page: PageView
    command: str
    rows: tuple[StatRow, ...]
    bases: tuple[BasisView, ...]
    """What is counted in `rows`, each said once."""
    languages: LanguagesView | None
    calendar: CalendarView | None
    missing: str
    """What could not be shown, as sentences; may be empty."""
    cards: tuple[LinkView, ...]
    """The same as pictures."""
    profile: LinkView
