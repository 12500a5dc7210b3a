"""Fetching by GraphQL: the number of queries, what is split, what stays from the last fetch, what is never published."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from support.github import TOKEN, TOO_MUCH, Answer, GitHub, Person, Repository, large_person, refuse

from portfolio.github.compute import compute_stats
from portfolio.github.request_error import ErrorKind, RequestError
from portfolio.github.snapshot import encode_snapshot, find_losses
from portfolio.model.config import StatsSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from github.conftest import Fetch

    from portfolio.model.snapshot import Snapshot

    Run = Callable[[Person], GitHub]

TOMORROW = dt.date(2026, 11, 23)


def days_of(snapshot: Snapshot) -> dict[dt.date, int]:
    return dict(snapshot.contributions.days())


def test_a_large_account_takes_19_questions_and_7_the_next_day(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    first = fetch(server)
    assert Counter(server.questions) == {
        "Profile": 1, "Repositories": 3, "Years": 1, "Contributions": 13, "Contributed": 1,
    }  # fmt: skip
    assert (first.requests, first.cost) == (19, 19)
    assert len({item.name for item in first.repositories.items}) == 300
    days = days_of(first)
    assert len(days) == (dt.date(2026, 11, 22) - dt.date(2014, 1, 1)).days + 1
    assert all(count == (day.day % 3 if day >= dt.date(2014, 11, 22) else 0) for day, count in days.items())
    server.seen.clear()
    second = fetch(server, first, today=TOMORROW)
    assert second.requests == len(server.seen) == 7
    assert [seen.variables["from"] for seen in server.seen if seen.question == "Contributions"] == [
        "2026-01-01T00:00:00Z"
    ]
    assert days_of(second).items() >= days.items()


def test_in_the_first_days_of_a_year_the_last_one_is_asked_for_too(github: Run, fetch: Fetch) -> None:
    person = large_person()
    server = github(person)
    before = fetch(server)
    person.today = dt.date(2027, 1, 3)
    after = fetch(server, before)
    assert after.requests == 8
    assert after.contributions.years["2026"].as_of == dt.date(2027, 1, 3)
    assert fetch(server, after, today=dt.date(2027, 1, 9)).requests == 8
    settled = fetch(server, fetch(server, after, today=dt.date(2027, 1, 9)), today=dt.date(2027, 1, 10))
    assert settled.requests == 7


def test_a_snapshot_is_the_same_bytes_for_the_same_answers(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    assert encode_snapshot(fetch(server)) == encode_snapshot(fetch(server))


def test_private_repositories_are_never_named(github: Run, fetch: Fetch) -> None:
    person = Person(
        repositories=[Repository("open", 3), Repository("secret", 99, is_private=True)], pinned=["secret", "open"]
    )  # fmt: skip
    snapshot = fetch(github(person))
    assert b"secret" not in encode_snapshot(snapshot)
    assert [item.name for item in snapshot.profile.pinned] == ["ada/open"]


def test_markup_and_control_characters_stay_text_on_one_line(github: Run, fetch: Fetch) -> None:
    text = " <script>alert(1)</script>\n`x`\t\x1b[31m\u202ered\x00 " + "long " * 200
    snapshot = fetch(github(Person(repositories=[Repository("a", description=text)])))
    (item,) = snapshot.repositories.items
    assert (item.description or "").startswith("<script>alert(1)</script> `x` [31m red long long")
    assert len(item.description or "") <= 400


def test_a_repository_may_have_no_language_and_no_description(github: Run, fetch: Fetch) -> None:
    server = github(Person(repositories=[Repository("a"), Repository("b", languages={"Go": 5})]))

    def without(user: dict[str, object]) -> None:
        user["repositories"]["nodes"][0]["languages"] = None  # type: ignore[index]

    server.behave = lambda seen: server.change(seen, without) if seen.question == "Repositories" else None
    group = fetch(server).repositories
    assert group.status == "ok"
    assert [(item.languages, item.language, item.description) for item in group.items] == [
        (None, None, None),
        ({"Go": 5}, "Go", None),
    ]


# ---------------------------------------------------------------- days


def test_days_ahead_are_left_out_but_tomorrow_counts_if_it_has_begun(github: Run, fetch: Fetch) -> None:
    today = dt.date(2026, 11, 21)  # for us; where the person lives it is the 22nd
    assert max(days_of(fetch(github(Person()), today=today))) == dt.date(2026, 11, 22)
    assert max(days_of(fetch(github(Person(count=lambda _day: 0)), today=today))) == today
    ahead = Person(today=dt.date(2026, 12, 24), count=lambda _day: 1)
    assert max(days_of(fetch(github(ahead), today=today))) == dt.date(2026, 11, 22)


def test_on_new_years_day_the_year_may_have_nothing(github: Run, fetch: Fetch) -> None:
    snapshot = fetch(github(Person(count=lambda _day: 0)), today=dt.date(2027, 1, 1))
    assert snapshot.contributions.years["2027"].months == ("0",)


def test_days_before_the_account_need_not_be_listed(github: Run, fetch: Fetch) -> None:
    server = github(Person())

    def drop(user: dict[str, object]) -> None:
        weeks = user["contributionsCollection"]["contributionCalendar"]["weeks"]  # type: ignore[index]
        del weeks[:9]

    server.behave = lambda seen: (
        server.change(seen, drop)
        if seen.question == "Contributions" and seen.variables["from"].startswith("2024")
        else None
    )
    assert days_of(fetch(server))[dt.date(2024, 1, 1)] == 0


def test_years_that_cannot_be_are_left_out(github: Run, fetch: Fetch) -> None:
    server = github(Person())

    def add(user: dict[str, object]) -> None:
        user["contributionsCollection"]["contributionYears"] = [2099, 2026, 1970]  # type: ignore[index]

    server.behave = lambda seen: server.change(seen, add) if seen.question == "Years" else None
    assert list(fetch(server).contributions.years) == ["2026"]


# ---------------------------------------------------------------- smaller questions


@pytest.mark.parametrize(
    ("allowed_days", "questions"),
    [
        (366, 3),
        # 2026 fails whole, then 6 months twice; 2025 and 2024 begin with 6 months
        (184, 1 + 2 + 2 + 2),
        # and its first half fails too
        (92, 1 + 1 + 4 + 4 + 4),
        # and its first quarter; of 2026 eleven months have begun
        (31, 1 + 1 + 1 + 11 + 12 + 12),
    ],
)
def test_a_window_that_is_too_large_is_halved(
    github: Run, fetch: Fetch, allowed_days: int, questions: int
) -> None:
    server = github(Person())
    whole = fetch(server)
    server.seen.clear()
    server.behave = lambda seen: (
        TOO_MUCH if seen.question == "Contributions" and seen.window_days > allowed_days else None
    )
    parts = fetch(server)
    assert server.questions.count("Contributions") == questions
    assert days_of(parts) == days_of(whole)
    assert [year.commits for year in parts.contributions.years.values()] == [
        year.commits for year in whole.contributions.years.values()
    ]
    assert parts.contributions.status == "ok"


def test_where_a_month_is_too_much_the_years_are_missing_and_the_rest_is_there(
    github: Run, fetch: Fetch
) -> None:
    server = github(Person())
    server.behave = lambda seen: TOO_MUCH if seen.question == "Contributions" else None
    snapshot = fetch(server)
    assert snapshot.contributions.status == "unavailable"
    assert snapshot.contributions.missing == (2024, 2025, 2026)
    assert "too large" in (snapshot.contributions.reason or "")
    assert (snapshot.profile.status, snapshot.repositories.status, snapshot.contributed.status) == ("ok",) * 3
    encode_snapshot(snapshot)


@pytest.mark.parametrize(
    ("allowed_days", "years", "windows"),
    [
        (366, 1, 3),
        # the list of years says how large a window may be, so that no other question is refused
        (184, 2, 2 + 2 + 2),
        (92, 3, 4 + 4 + 4),
        (31, 4, 11 + 12 + 12),
    ],
)
def test_the_first_question_with_a_window_is_halved_as_well(
    github: Run, fetch: Fetch, allowed_days: int, years: int, windows: int
) -> None:
    server = github(Person())
    whole = fetch(server)
    server.seen.clear()
    server.behave = lambda seen: TOO_MUCH if seen.window_days > allowed_days else None
    parts = fetch(server)
    assert server.questions.count("Years") == years
    assert server.questions.count("Contributions") == windows
    assert days_of(parts) == days_of(whole)
    assert (parts.contributions.status, parts.contributions.missing) == ("ok", ())


def test_where_a_month_is_too_much_to_list_the_years_the_last_ones_are_used(
    github: Run, fetch: Fetch
) -> None:
    server = github(Person())
    before = fetch(server)
    server.behave = lambda seen: TOO_MUCH if seen.question == "Years" else None
    server.seen.clear()
    after = fetch(server, before, today=TOMORROW)
    assert server.questions.count("Years") == 4
    assert (after.contributions.status, after.contributions.years) == ("kept", before.contributions.years)


def test_years_that_are_missing_stay_unavailable_where_the_list_is_refused(github: Run, fetch: Fetch) -> None:
    server = github(Person())
    server.behave = lambda seen: (
        TOO_MUCH if seen.question == "Contributions" and seen.variables["from"].startswith("2025") else None
    )
    before = fetch(server)
    assert (before.contributions.status, before.contributions.missing) == ("unavailable", (2025,))
    server.behave = lambda seen: refuse("FORBIDDEN") if seen.question == "Years" else None
    after = fetch(server, before, today=TOMORROW)
    assert (after.contributions.status, after.contributions.missing) == ("unavailable", (2025,))


@pytest.mark.parametrize(("allowed", "pages"), [(100, 3), (50, 1 + 6), (25, 1 + 1 + 12)])
def test_a_page_that_is_too_large_gets_smaller(github: Run, fetch: Fetch, allowed: int, pages: int) -> None:
    server = github(large_person())
    server.behave = lambda seen: (
        TOO_MUCH if seen.question == "Repositories" and int(seen.variables["size"]) > allowed else None
    )
    assert len(fetch(server).repositories.items) == 300
    assert server.questions.count("Repositories") == pages


# ---------------------------------------------------------------- one group fails

GROUPS = {
    "Repositories": "repositories",
    "Years": "contributions",
    "Contributions": "contributions",
    "Contributed": "contributed",
}


@pytest.mark.parametrize("type_", ["FORBIDDEN", "RESOURCE_LIMITS_EXCEEDED"])
@pytest.mark.parametrize(("question", "name"), GROUPS.items())
def test_a_refused_group_is_taken_from_the_last_fetch(
    github: Run, fetch: Fetch, question: str, name: str, type_: str
) -> None:
    server = github(Person(repositories=[Repository("a", 5)]))
    before = fetch(server)
    server.behave = lambda seen: refuse(type_) if seen.question == question else None
    after = fetch(server, before, today=TOMORROW)
    group, old = getattr(after, name), getattr(before, name)
    assert group.status == "kept"
    assert group.as_of == dt.date(2026, 11, 22)
    assert group.reason
    for other in set(GROUPS.values()) - {name} | {"profile"}:
        assert getattr(after, other).as_of == TOMORROW
    assert getattr(group, "items", None) == getattr(old, "items", None)
    assert not [*find_losses(before, after)]


@pytest.mark.parametrize(("question", "name"), GROUPS.items())
def test_a_refused_group_without_a_before_is_unavailable(
    github: Run, fetch: Fetch, question: str, name: str
) -> None:
    server = github(Person(repositories=[Repository("a", 5)]))
    server.behave = lambda seen: refuse("FORBIDDEN") if seen.question == question else None
    snapshot = fetch(server)
    group = getattr(snapshot, name)
    assert (group.status, group.as_of) == ("unavailable", None)
    assert name in {item.part for item in compute_stats(snapshot, StatsSettings()).missing}


def test_where_the_token_may_see_no_year_only_one_is_tried(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    server.behave = lambda seen: refuse("FORBIDDEN") if seen.question == "Contributions" else None
    fetch(server)
    assert server.questions.count("Contributions") == 1


@pytest.mark.parametrize("field", ["pinnedItems", "followers", "pullRequests", "repositories"])
def test_one_forbidden_field_nulls_the_user_and_who_it_is_is_asked_alone(
    github: Run, fetch: Fetch, field: str
) -> None:
    server = github(Person())
    server.broken = {field: "FORBIDDEN"}
    snapshot = fetch(server)
    assert server.questions[:2] == ["Profile", "Identity"]
    assert (snapshot.id, snapshot.login) == (1815, "ada")
    assert (snapshot.profile.status, snapshot.profile.created_on) == ("unavailable", dt.date(2024, 3, 10))
    assert snapshot.contributions.status == "ok"
    assert not [
        total for total in compute_stats(snapshot, StatsSettings()).totals if total.name == "followers"
    ]


# ---------------------------------------------------------------- nothing works


@pytest.mark.parametrize("question", ["Profile", *GROUPS])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><p>Unicorn!",
        b'{"data": {"user": {"id',
        b"[]",
        b'"text"',
        b"null",
        b"{}",
        b'{"data": null}',
        b'{"data": {"user": null}}',
        b'{"data": {"user": 5}}',
        b'{"data": {"user": {"id": 7, "contributionsCollection": "x", "repositories": []}}}',
        b'{"errors": {"type": "NOT_FOUND"}}',
        b'{"data": {"user": ' + b"[" * 100_000,
        b"\xff\xfe{\x00}\x00",
    ],
)
def test_an_invalid_answer_is_tried_again_and_given_up(
    github: Run, fetch: Fetch, question: str, body: bytes
) -> None:
    server = github(Person())
    server.behave = lambda seen: Answer(body=body) if seen.question == question else None
    with pytest.raises(RequestError) as caught:
        fetch(server)
    assert caught.value.kind is ErrorKind.REPLY
    assert server.questions.count(question) == 3


def test_a_negative_number_is_no_number(github: Run, fetch: Fetch) -> None:
    with pytest.raises(RequestError, match="not as GitHub documents it"):
        fetch(github(Person(followers=-1)))


@pytest.mark.parametrize(
    "url", ["https://evil.example/?x=/ada/..", "http://github.com/ada", "javascript:1//ada"]
)
def test_an_address_that_cannot_be_githubs_is_refused(github: Run, fetch: Fetch, url: str) -> None:
    server = github(Person())
    server.behave = lambda seen: (
        server.change(seen, lambda user: user.update(url=url)) if seen.question == "Profile" else None
    )
    with pytest.raises(RequestError, match="address"):
        fetch(server)


def test_a_limit_within_an_answer_is_reported_as_such(github: Run, fetch: Fetch) -> None:
    server = github(Person())
    server.behave = lambda _seen: refuse("RATE_LIMITED")
    with pytest.raises(RequestError) as caught:
        fetch(server)
    assert caught.value.kind is ErrorKind.RATE_LIMIT
    assert len(server.seen) == 1


def test_an_unknown_account_is_reported_as_such(github: Run, fetch: Fetch) -> None:
    server = github(Person())
    server.behave = lambda _seen: refuse("NOT_FOUND")
    with pytest.raises(RequestError, match="account not found"):
        fetch(server)


@pytest.mark.parametrize("token", [TOKEN, None])
@pytest.mark.parametrize("was_a_person", [False, True])
def test_an_organization_is_distinguished_from_an_unknown_account(
    github: Run, fetch: Fetch, token: str | None, *, was_a_person: bool
) -> None:
    person = Person(login="acme")
    server = github(person)
    before = fetch(server, token=token) if was_a_person else None
    person.is_organization = True
    person.id += 1
    with pytest.raises(RequestError) as caught:
        fetch(server, before, token=token)
    assert caught.value.kind is ErrorKind.NOT_FOUND
    assert (
        caught.value.message == "the account `acme` is an organization, and statistics are those of a person"
    )
    assert caught.value.advice == "write the login of a person as `github` into content/profile.yaml"


def test_a_renamed_account_is_found_by_its_id(github: Run, fetch: Fetch) -> None:
    person = Person()
    server = github(person)
    before = fetch(server)
    person.login = "countess"
    server.seen.clear()
    with pytest.raises(RequestError) as caught:
        fetch(server, before)
    assert caught.value.message == "the account `ada` is called `countess` now"
    assert caught.value.advice == "write `github: countess` into content/profile.yaml"
    assert server.questions == ["Profile", "Renamed"]
