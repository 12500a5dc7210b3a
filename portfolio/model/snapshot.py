"""GitHub statistics as in content/stats.json: groups that are fetched separately, each with its own day."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from portfolio.characters import CONTROLS, DIRECTIONS, STRAY
from portfolio.model.profile import Count, SecureUrl

if TYPE_CHECKING:
    from collections.abc import Iterator

SNAPSHOT_FILE = "stats.json"
"""Relative to content/."""

VERSION = 1
"""The version of the snapshot's form; files of other versions are not read."""

UNSEEN = rf"{CONTROLS}\t\n{STRAY}{DIRECTIONS}"
"""What no line of text shows, as a part of a pattern."""

MAX_LINE = 400
"""GitHub allows 350 characters in a description."""

Line = Annotated[str, Meta(pattern=f"^[^{UNSEEN}]*$", max_length=MAX_LINE)]
"""One line of text without control and direction characters; markup in it is text."""
Login = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")]
FULL_NAME = "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100}$"
FullName = Annotated[str, Meta(pattern=FULL_NAME)]
"""A repository as `owner/name`."""
Counts = Annotated[str, Meta(pattern="^[0-9]{1,7}( [0-9]{1,7}){0,30}$")]
"""The contributions of a month's days, from the first, with a blank between two."""
MONTHS = 12
DAYS_OF_DECEMBER = 31
Status = Literal["ok", "kept", "unavailable"]
"""Fetched; from an earlier fetch, because the last one failed; or missing."""


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The answers to one kind of request, independent of failures of other kinds."""

    status: Status = "unavailable"
    as_of: dt.date | None = None
    """The day of the answer, in UTC; None without data."""
    reason: Line | None = None
    """Why the last fetch failed, for the owner."""
    progress: Line | None = None
    """The progress of the last fetch if time ran out: `7 of 13 years`; the next one continues there."""


class GitHubRepository(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A public repository."""

    name: FullName
    description: Line | None = None
    stars: Count = 0
    forks: Count = 0
    fork_of: FullName | None = None
    is_fork: bool = False
    """Also if the source of the fork is private or deleted, and `fork_of` unknown."""
    is_archived: bool = False
    language: Line | None = None
    """The one that most of it is written in."""
    languages: dict[Line, Count] | None = None
    """Bytes by language; None where only the first language is known."""


class ProfileGroup(Group, frozen=True, kw_only=True):
    """The profile."""

    created_on: dt.date | None = None
    followers: Count | None = None
    pull_requests: Count | None = None
    merged_pull_requests: Count | None = None
    issues: Count | None = None
    pinned: tuple[GitHubRepository, ...] = ()
    """In the profile's order; may be other people's."""
    popular: tuple[GitHubRepository, ...] = ()
    """The own ones with most stars, six at most, in case the whole list is missing."""


class ContributedGroup(Group, frozen=True, kw_only=True):
    """Other people's repositories."""

    repositories: Count | None = None
    """How many the owner contributed to in the last year."""


class PendingList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The first pages of a list of repositories if time ran out; never shown, as its sums are too small."""

    as_of: dt.date
    """The day on which its first page was read."""
    total: Count
    """How many there are in all."""
    after: Line
    """The cursor of the next page."""
    items: tuple[GitHubRepository, ...]


class RepositoriesGroup(Group, frozen=True, kw_only=True):
    """Every public repository of the owner's own, forks too, most stars first."""

    items: tuple[GitHubRepository, ...] = ()
    pending: PendingList | None = None
    """A newer list that is not complete yet, which the next fetch continues."""


class Year(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The contributions of one calendar year, whole up to its day."""

    as_of: dt.date
    """A year that was fetched some days after its end is final, and is not fetched again."""
    commits: Count = 0
    pull_requests: Count = 0
    issues: Count = 0
    reviews: Count = 0
    restricted: Count = 0
    """In private repositories, if the owner lets GitHub count them."""
    months: Annotated[tuple[Counts, ...], Meta(min_length=1, max_length=12)]
    """From January on; the last one may end before its last day."""

    @property
    def is_over(self) -> bool:
        """Whether it includes its last day."""
        return len(self.months) == MONTHS and len(self.months[-1].split()) == DAYS_OF_DECEMBER

    def days(self, number: int) -> Iterator[tuple[dt.date, int]]:
        """Yield each day and its contributions, in order.

        Args:
            number: which year this is.

        Raises:
            ValueError: a month has more counts than days, or one before the last has fewer.
        """
        for month, counts in enumerate(self.months, 1):
            listed = counts.split()
            length = monthrange(number, month)[1]
            if len(listed) > length or (len(listed) < length and month < len(self.months)):
                raise ValueError(f"month {month} of {number} has {len(listed)} days")
            for day, count in enumerate(listed, 1):
                yield dt.date(number, month, day), int(count)


class PendingYear(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The first months of a year if time ran out; never shown."""

    number: Annotated[int, Meta(ge=2000, le=2099)]
    as_of: dt.date
    """The day on which the last of them was read."""
    part: Year

    @property
    def until(self) -> dt.date:
        """The last day that was read."""
        return max(day for day, _ in self.part.days(self.number))


class ContributionsGroup(Group, frozen=True, kw_only=True):
    """Contributions by year.

    `unavailable` while a year is missing; the others are there all the same, for the next fetch to go on from.
    """

    years: dict[Annotated[str, Meta(pattern="^20[0-9]{2}$")], Year] = {}
    missing: tuple[int, ...] = ()
    """Years with contributions that could not be fetched."""
    pending: PendingYear | None = None
    """A year that is not complete yet, which the next fetch continues."""

    def days(self) -> Iterator[tuple[dt.date, int]]:
        """Yield each day and its contributions, in order; years without any may be left out."""
        for name, year in sorted(self.years.items()):
            yield from year.days(int(name))


class Snapshot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """content/stats.json."""

    version: int
    login: Login
    id: int
    """GitHub's number of the account; stays when the login changes."""
    node_id: Line = ""
    """The same for GraphQL."""
    web: SecureUrl
    """The address of GitHub's pages: `https://github.com`."""
    source: Literal["graphql", "rest", "made-up"]
    """`rest` has less: no calendar, no bytes by language, nothing pinned; `made-up` is no account's, and pages say so."""
    fetched_at: Annotated[dt.datetime, Meta(tz=True)]
    """In UTC."""
    requests: Count = 0
    """The number of requests of the last fetch."""
    cost: Count | None = None
    """Their cost in points of GitHub's hourly limit; None if unknown."""
    profile: ProfileGroup = ProfileGroup()
    contributed: ContributedGroup = ContributedGroup()
    repositories: RepositoriesGroup = RepositoriesGroup()
    contributions: ContributionsGroup = ContributionsGroup()

    @property
    def groups(self) -> dict[str, Group]:
        """The groups by name, in the order of messages."""
        return {
            "profile": self.profile,
            "repositories": self.repositories,
            "contributions": self.contributions,
            "contributed": self.contributed,
        }

    @property
    def is_made_up(self) -> bool:
        """Whether the numbers are those of an example."""
        return self.source == "made-up"

    @property
    def profile_url(self) -> str:
        """The page of the account."""
        return f"{self.web}/{self.login}"
