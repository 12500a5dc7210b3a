"""The form of the answers of GitHub's GraphQL interface; other forms are refused."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

Number = Annotated[int, Meta(ge=0)]


class _Answer(Struct, frozen=True, rename="camel"):
    """A part of an answer, its keys in GitHub's spelling."""


class Limit(_Answer, frozen=True):
    """The cost of a query, and the hourly limit."""

    cost: Number
    remaining: Number


class Count(_Answer, frozen=True):
    """The length of a list."""

    total_count: Number


class Named(_Answer, frozen=True):
    """A language."""

    name: str


class Parent(_Answer, frozen=True):
    """The source of a fork."""

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
        """Those in the answer."""
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
    """The identity of an account."""

    id: str
    database_id: int
    login: str
    created_at: dt.datetime
    url: str


class Profile(Identity, frozen=True):
    """The counts and lists of a profile."""

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
    """An account by its id."""

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
    """A week of the calendar, or a part of one."""

    contribution_days: list[Day | None]


class Calendar(_Answer, frozen=True):
    """Days."""

    weeks: list[Week | None]


class Collection(_Answer, frozen=True):
    """Contributions of a date range of a year at most."""

    total_commit_contributions: Number
    total_pull_request_contributions: Number
    total_issue_contributions: Number
    total_pull_request_review_contributions: Number
    restricted_contributions_count: Number
    contribution_calendar: Calendar


class Contributions(_Answer, frozen=True):
    """The contributions of a date range."""

    contributions_collection: Collection


class YearList(_Answer, frozen=True):
    """The years with contributions."""

    contribution_years: list[int | None]


class Years(_Answer, frozen=True):
    """The years with contributions."""

    contributions_collection: YearList


class GraphQLError(_Answer, frozen=True):
    """An error of a query, or of a part of its answer."""

    type: str | None = None
    message: str = ""


class Errors(_Answer, frozen=True):
    """The errors of an answer."""

    errors: list[GraphQLError] | None = None
