"""The form of what GitHub's GraphQL interface answers; what has another form is no answer."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

Number = Annotated[int, Meta(ge=0)]


class _Answer(Struct, frozen=True, rename="camel"):
    """A part of an answer, its keys in GitHub's spelling."""


class Limit(_Answer, frozen=True):
    """What a question took of the hourly limit."""

    cost: Number
    remaining: Number


class Count(_Answer, frozen=True):
    """A list of which only the length was asked."""

    total_count: Number


class Named(_Answer, frozen=True):
    """A language."""

    name: str


class Parent(_Answer, frozen=True):
    """What a repository was forked from."""

    name_with_owner: str
    is_private: bool


class LanguageEdge(_Answer, frozen=True):
    """A language's part in a repository, in bytes."""

    size: Number
    node: Named


class LanguageEdges(_Answer, frozen=True):
    """The languages of a repository, the largest first."""

    total_count: Number
    edges: list[LanguageEdge | None] | None = None

    @property
    def given(self) -> list[LanguageEdge]:
        """Those that the answer holds."""
        return [edge for edge in self.edges or () if edge is not None]


class Facts(_Answer, frozen=True):
    """A repository."""

    name_with_owner: str
    description: str | None
    stargazer_count: Number
    fork_count: Number
    is_fork: bool
    is_archived: bool
    is_private: bool
    parent: Parent | None
    primary_language: Named | None
    languages: LanguageEdges | None = None


class FactsList(_Answer, frozen=True):
    """Repositories; a node that cannot be seen is None."""

    nodes: list[Facts | None]


class CountedFacts(FactsList, frozen=True):
    """The first of some repositories."""

    total_count: Number


class PageInfo(_Answer, frozen=True):
    """Whether there is more."""

    has_next_page: bool
    end_cursor: str | None


class RepositoryPage(CountedFacts, frozen=True):
    """A page of repositories."""

    page_info: PageInfo


class Identity(_Answer, frozen=True):
    """Who somebody is."""

    id: str
    database_id: int
    login: str
    created_at: dt.datetime
    url: str


class Profile(Identity, frozen=True):
    """What a profile counts and shows."""

    followers: Count
    pull_requests: Count
    merged: Count
    issues: Count
    pinned_items: FactsList
    repositories: CountedFacts


class Organization(_Answer, frozen=True):
    """An account that is not a person's."""

    login: str


class Account(_Answer, frozen=True):
    """An account that was asked for by its id."""

    login: str
    database_id: int


class Contributed(_Answer, frozen=True):
    """Other people's repositories."""

    repositories_contributed_to: Count


class Repositories(_Answer, frozen=True):
    """The owner's repositories."""

    repositories: RepositoryPage


class Day(_Answer, frozen=True):
    """A day of the calendar."""

    date: dt.date
    contribution_count: Annotated[int, Meta(ge=0, le=9_999_999)]


class Week(_Answer, frozen=True):
    """A week of the calendar, or the part of one that was asked for."""

    contribution_days: list[Day | None]


class Calendar(_Answer, frozen=True):
    """Days."""

    weeks: list[Week | None]


class Collection(_Answer, frozen=True):
    """Contributions of a window of a year at most."""

    total_commit_contributions: Number
    total_pull_request_contributions: Number
    total_issue_contributions: Number
    total_pull_request_review_contributions: Number
    restricted_contributions_count: Number
    contribution_calendar: Calendar


class Contributions(_Answer, frozen=True):
    """A window's contributions."""

    contributions_collection: Collection


class YearList(_Answer, frozen=True):
    """The years with contributions."""

    contribution_years: list[int | None]


class Years(_Answer, frozen=True):
    """The years with contributions."""

    contributions_collection: YearList


class GraphQLError(_Answer, frozen=True):
    """What was wrong with a question, or with a part of its answer."""

    type: str | None = None
    message: str = ""


class Errors(_Answer, frozen=True):
    """An answer, as far as it says what was wrong."""

    errors: list[GraphQLError] | None = None
