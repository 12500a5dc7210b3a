"""Fetching without a token: less, with a message."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.github import Answer, GitHub, Person, Repository, large_person

from portfolio.github.compute import compute_stats
from portfolio.github.request_error import NEEDS_TOKEN, ErrorKind, RequestError
from portfolio.github.snapshot import encode_snapshot
from portfolio.model.config import StatsSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from github.conftest import Fetch

    Run = Callable[[Person], GitHub]


def test_a_large_account_takes_8_requests(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    snapshot = fetch(server, token=None)
    assert snapshot.requests == len(server.seen) == 8
    assert not [seen for seen in server.seen if "authorization" in seen.headers]
    assert len(snapshot.repositories.items) == 300
    assert (snapshot.source, snapshot.profile.merged_pull_requests, snapshot.profile.issues) == (
        "rest",
        30,
        7,
    )
    encode_snapshot(snapshot)


def test_what_needs_a_token_is_missing_with_that_reason(github: Run, fetch: Fetch) -> None:
    server = github(Person(repositories=[Repository("a", 4, languages={"Go": 9}), Repository("b")]))
    stats = compute_stats(fetch(server, token=None), StatsSettings())
    assert {item.part: item.reason for item in stats.missing} == dict.fromkeys(
        ("contributions", "contributed", "streak", "calendar"), NEEDS_TOKEN
    )
    assert stats.languages is not None
    assert (stats.languages.unit, stats.languages.items[0].name) == ("repositories", "Go")
    assert {total.name for total in stats.totals} >= {"stars", "forks", "followers", "issues"}


def test_exactly_full_pages_end_as_well(github: Run, fetch: Fetch) -> None:
    server = github(Person(repositories=[Repository(f"r{number}") for number in range(100)]))
    assert len(fetch(server, token=None).repositories.items) == 100
    assert sum("/repos?" in question for question in server.questions) == 2


def test_a_private_repository_would_be_left_out(github: Run, fetch: Fetch) -> None:
    server = github(Person(repositories=[Repository("a")]))
    facts = [
        {"full_name": f"ada/{name}", "private": name == "secret", "fork": False, "archived": False}
        | {"stargazers_count": 0, "forks_count": 0, "description": None, "language": None}
        for name in ("open", "secret")
    ]
    server.behave = lambda seen: Answer(body=json.dumps(facts).encode()) if "/repos?" in seen.path else None
    assert [item.name for item in fetch(server, token=None).repositories.items] == ["ada/open"]


def test_an_unknown_account_is_reported_as_such(github: Run, fetch: Fetch) -> None:
    server = github(Person())
    server.behave = lambda _seen: Answer(404, b"{}")
    with pytest.raises(RequestError, match="account not found"):
        fetch(server, token=None)


def test_a_renamed_account_is_found_by_its_id(github: Run, fetch: Fetch) -> None:
    person = Person()
    server = github(person)
    before = fetch(server, token=None)
    person.login = "countess"
    with pytest.raises(RequestError, match="the account `ada` is called `countess` now"):
        fetch(server, before, token=None)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"", b"<html>", b'{"id": "x"}'])
def test_an_invalid_answer_is_tried_again_and_given_up(github: Run, fetch: Fetch, body: bytes) -> None:
    server = github(Person())
    server.behave = lambda _seen: Answer(body=body)
    with pytest.raises(RequestError) as caught:
        fetch(server, token=None)
    assert (caught.value.kind, len(server.seen)) == (ErrorKind.REPLY, 3)


def test_a_forbidden_search_leaves_the_rest(github: Run, fetch: Fetch) -> None:
    server = github(Person(repositories=[Repository("a", 5)]))
    server.behave = lambda seen: Answer(403, b"{}") if "/search/" in seen.path else None
    snapshot = fetch(server, token=None)
    assert (snapshot.profile.status, snapshot.repositories.status) == ("unavailable", "ok")
