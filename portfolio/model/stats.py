"""Statistics, computed from a snapshot.

Each statistic has its date range or day, what was counted, and its source: a page on GitHub.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct


class Total(Struct, frozen=True, kw_only=True):
    """A statistic with its date range and source."""

    name: str
    """A stable word: `commits`, `stars`."""
    label: str
    """For readers: `merged pull requests`."""
    value: int
    since: dt.date | None = None
    """The first day of the date range; None for a number of the day `as_of`."""
    as_of: dt.date
    """The last day of the date range, or the day of the number."""
    basis: str
    """What is counted, as a phrase."""
    proof: str
    """The source: the address of the page on GitHub."""


class Language(Struct, frozen=True, kw_only=True):
    """One language's part."""

    name: str
    size_bytes: int
    """0 if only repositories are counted."""
    repositories: int
    """The number of repositories with the language."""
    share: float
    """Of everything counted, without hidden languages; from 0 to 1."""


class Languages(Struct, frozen=True, kw_only=True):
    """Languages, the first ones and the rest."""

    items: tuple[Language, ...]
    """By score, then by name."""
    other: Language | None
    """Those below one per cent and those beyond the limit together; each repository counted once."""
    unit: Literal["bytes", "repositories"]
    """What the shares are of."""
    as_of: dt.date
    basis: str
    proof: str

    @property
    def listed(self) -> tuple[Language, ...]:
        """All of them, the rest last."""
        return (*self.items, *((self.other,) if self.other else ()))


class Run(Struct, frozen=True):
    """An unbroken stretch with contributions."""

    length: int
    """In days or weeks; days that are excused do not end it and do count, as they lie within."""
    first: dt.date
    last: dt.date


class Streak(Struct, frozen=True, kw_only=True):
    """Runs of days, or of weeks from Sunday to Saturday."""

    unit: Literal["days", "weeks"]
    current: Run | None
    """None without contributions on the last two days."""
    longest: Run | None
    """The earliest of the longest; None without contributions."""
    excused: tuple[str, ...] = ()
    """Weekdays on which nothing need happen."""
    as_of: dt.date
    basis: str
    proof: str


class YearTotals(Struct, frozen=True, kw_only=True):
    """The contributions of a calendar year, as GitHub counts them."""

    year: int
    since: dt.date
    as_of: dt.date
    contributions: int
    """The sum of its days."""
    commits: int
    pull_requests: int
    issues: int
    reviews: int
    restricted: int
    """In private repositories; GitHub gives only their number."""
    proof: str


class Week(Struct, frozen=True):
    """A column of the calendar."""

    first: dt.date
    """Its Sunday."""
    counts: tuple[int | None, ...]
    """Seven, from Sunday; None for a day outside of the calendar."""


class Month(Struct, frozen=True):
    """A row of the calendar's table."""

    first: dt.date
    contributions: int
    active_days: int
    days: int
    """The number of its days in the calendar."""


class Calendar(Struct, frozen=True, kw_only=True):
    """The last 53 weeks, as the profile page shows them."""

    weeks: tuple[Week, ...]
    months: tuple[Month, ...]
    first: dt.date
    last: dt.date
    contributions: int
    active_days: int
    busiest: tuple[dt.date, int] | None
    """The day with most contributions, the earliest of equals."""
    as_of: dt.date
    basis: str
    proof: str

    @property
    def most(self) -> int:
        """The contributions of the busiest day."""
        return self.busiest[1] if self.busiest else 0


class ShownRepository(Struct, frozen=True, kw_only=True):
    """A repository as it is listed."""

    name: str
    url: str
    description: str | None = None
    language: str | None = None
    stars: int | None = None
    forks: int | None = None
    fork_of: str | None = None
    is_fork: bool = False
    tags: tuple[str, ...] = ()
    as_of: dt.date | None = None
    """The day of `stars` and `forks`; None if the owner wrote them."""


class Popular(Struct, frozen=True, kw_only=True):
    """A selection of repositories: own ones, and forks, which are collapsed below them."""

    own: tuple[ShownRepository, ...]
    forks: tuple[ShownRepository, ...]
    origin: Literal["written", "pinned", "stars"]
    """How they were selected: by content/repositories.yaml, the profile's pins, or the number of stars."""
    basis: str
    proof: str


class Missing(Struct, frozen=True):
    """A part that cannot be shown."""

    part: str
    """`streak`, `languages`, …"""
    reason: str
    as_of: dt.date | None = None
    """The day of the older numbers that are shown instead; None without any."""


class Stats(Struct, frozen=True, kw_only=True):
    """The statistics of a snapshot; missing parts are None or left out, and named in `missing`."""

    login: str
    is_made_up: bool
    """Whether they are those of an example, and of no account."""
    profile_url: str
    as_of: dt.date
    """The oldest day of any number here."""
    totals: tuple[Total, ...]
    years: tuple[YearTotals, ...]
    """The latest first."""
    languages: Languages | None
    daily: Streak | None
    weekly: Streak | None
    calendar: Calendar | None
    popular: Popular | None
    missing: tuple[Missing, ...]
