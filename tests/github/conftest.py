"""A GitHub for tests, and a short way to fetch from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

import pytest
from support.github import TOKEN, GitHub, Person, serve_github
from support.slow import SLOW_LIMITS, slow_client

from portfolio.github.account import Account
from portfolio.github.client import Client, Limits
from portfolio.github.fetch import fetch_snapshot
from portfolio.github.graphql import GraphQL
from portfolio.github.rest import fetch_public_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.model.snapshot import Snapshot

QUICK = Limits(total_s=60.0, request_s=60.0, pause_s=0.001)
"""Long enough for a busy machine."""


class Fetch(Protocol):
    """How tests fetch."""

    def __call__(
        self,
        github: GitHub,
        before: Snapshot | None = None,
        *,
        today: dt.date | None = None,
        token: str | None = TOKEN,
        answer_s: float | None = None,
    ) -> Snapshot:
        """Fetch as of a day, by the login from before, with GraphQL, or with REST where there is no token.

        With `answer_s` each answer takes that long, by a clock of its own, and the limits are the real ones.
        """
        ...


@pytest.fixture
def github() -> Iterator[Callable[[Person], GitHub]]:
    """A function that runs a GitHub for a person until the test ends."""
    running = []

    def run(person: Person) -> GitHub:
        manager = serve_github(person)
        running.append(manager)
        return manager.__enter__()

    yield run
    for manager in running:
        manager.__exit__(None, None, None)


@pytest.fixture
def fetch() -> Fetch:
    """Fetch a snapshot from a GitHub on loopback."""

    def run(
        github: GitHub,
        before: Snapshot | None = None,
        *,
        today: dt.date | None = None,
        token: str | None = TOKEN,
        answer_s: float | None = None,
    ) -> Snapshot:
        day = today or github.person.today
        now = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        account = Account(before.login if before else github.person.login, now, before)
        if answer_s is None:
            client = Client(token, "portfolio/test", QUICK)
        else:
            client = slow_client(answer_s)(token, "portfolio/test", SLOW_LIMITS)
        try:
            if token is None:
                return fetch_public_snapshot(client, github.url, account)
            return fetch_snapshot(GraphQL(client, f"{github.url}/graphql"), account)
        finally:
            client.close()

    return run
