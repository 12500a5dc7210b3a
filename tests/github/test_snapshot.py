"""When a snapshot is written, its form, suspicious changes, and its age."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from portfolio.errors import Severity
from portfolio.github.request_error import RequestError
from portfolio.github.snapshot import check_age, encode_snapshot, find_losses, is_news
from portfolio.model.snapshot import (
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    PendingList,
    ProfileGroup,
    RepositoriesGroup,
    Snapshot,
    Year,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.date(2026, 11, 22)
YEAR = Year(as_of=DAY, commits=30, months=("5 0 10",))

OLD = Snapshot(
    version=1,
    login="ada",
    id=1,
    web="https://github.com",
    source="graphql",
    fetched_at=dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC),
    requests=7,
    profile=ProfileGroup(status="ok", as_of=DAY, followers=20),
    repositories=RepositoriesGroup(
        status="ok", as_of=DAY, items=(GitHubRepository(name="ada/a", stars=40, languages={"Go": 2, "C": 1}),)
    ),
    contributions=ContributionsGroup(status="ok", as_of=DAY, years={"2025": YEAR, "2026": YEAR}),
)


def later(days: int, snapshot: Snapshot = OLD) -> Snapshot:
    """Return a snapshot as if fetched some days later, with the same numbers."""
    day = DAY + dt.timedelta(days=days)
    return replace(
        snapshot,
        fetched_at=snapshot.fetched_at + dt.timedelta(days=days),
        requests=19,
        cost=4,
        profile=replace(snapshot.profile, as_of=day),
        repositories=replace(snapshot.repositories, as_of=day),
        contributions=replace(snapshot.contributions, as_of=day),
    )


def with_stars(stars: int) -> Snapshot:
    items = (GitHubRepository(name="ada/a", stars=stars),)
    return replace(OLD, repositories=replace(OLD.repositories, items=items))


def with_pending(count: int) -> Snapshot:
    items = tuple(GitHubRepository(name=f"ada/{number}") for number in range(count))
    pending = PendingList(as_of=DAY, total=9, after=str(count), items=items)
    return replace(OLD, repositories=replace(OLD.repositories, pending=pending))


def with_months(*months: str) -> Snapshot:
    years = {"2025": YEAR, "2026": replace(YEAR, months=months)}
    return replace(OLD, contributions=replace(OLD.contributions, years=years))


def test_the_file_is_indented_sorted_and_reads_back() -> None:
    data = encode_snapshot(OLD)
    assert data == encode_snapshot(msgspec.json.decode(data, type=Snapshot))
    assert msgspec.json.decode(data, type=Snapshot) == OLD
    text = data.decode()
    assert text.startswith('{\n  "version": 1,\n  "login": "ada",\n')
    assert text.endswith("}\n")
    assert text.index('"C"') < text.index('"Go"')
    assert text.index('"2025"') < text.index('"2026"')
    assert "null" not in text


def test_the_order_in_which_languages_came_does_not_matter() -> None:
    items = (GitHubRepository(name="ada/a", stars=40, languages={"C": 1, "Go": 2}),)
    assert encode_snapshot(
        replace(OLD, repositories=replace(OLD.repositories, items=items))
    ) == encode_snapshot(OLD)


@pytest.mark.parametrize(
    "bad", [{"login": "a b"}, {"login": "../x"}, {"web": "http://x"}, {"node_id": "\x1b"}]
)
def test_what_could_not_be_read_again_is_not_written(bad: dict[str, str]) -> None:
    with pytest.raises(RequestError):
        encode_snapshot(replace(OLD, **bad))


LOSSES: list[tuple[str, Callable[[], Snapshot], list[str]]] = [
    ("the same", lambda: later(1), []),
    ("half the stars", lambda: with_stars(20), []),
    ("less than half", lambda: with_stars(19), ["stars fell from 40 to 19"]),
    ("none", lambda: with_stars(0), ["stars fell from 40 to 0"]),
    (
        "fewer contributions",
        lambda: with_months("0"),
        [],  # 15 of 30 are left
    ),
    (
        "the older year is gone",
        lambda: replace(OLD, contributions=replace(OLD.contributions, years={"2026": YEAR})),
        ["the year 2025 is missing"],
    ),
    (
        "the older year could not be fetched",
        lambda: replace(OLD, contributions=replace(OLD.contributions, years={"2026": YEAR}, missing=(2025,))),
        [],
    ),
    ("a group without a day", lambda: replace(OLD, repositories=RepositoriesGroup()), []),
    ("followers", lambda: replace(OLD, profile=ProfileGroup(followers=3)), ["followers fell from 20 to 3"]),
    ("another login", lambda: replace(with_stars(0), login="eve", id=2), []),
    ("another account of that name", lambda: replace(OLD, id=2), ["`ada` is another account than before"]),
    ("the same account renamed", lambda: replace(with_stars(0), login="eve"), ["stars fell from 40 to 0"]),
]


def test_every_number_that_hardly_falls_is_watched() -> None:
    profile = ProfileGroup(
        status="ok", as_of=DAY, followers=20, pull_requests=30, merged_pull_requests=40, issues=50
    )
    items = tuple(GitHubRepository(name=f"ada/{number}", stars=10, forks=10) for number in range(10))
    many = Year(as_of=DAY, commits=30, months=("5 0 10",))
    few = Year(as_of=DAY, commits=3, months=("1 0 1",))
    groups = (
        (profile, items, many),
        (ProfileGroup(followers=2, pull_requests=3, merged_pull_requests=4, issues=5), (), few),
    )
    before, after = (
        replace(
            OLD,
            profile=numbers,
            repositories=RepositoriesGroup(status="ok", as_of=DAY, items=listed),
            contributions=ContributionsGroup(status="ok", as_of=DAY, years={"2026": year}),
        )
        for numbers, listed, year in groups
    )
    assert [*find_losses(before, after)] == [
        "commits fell from 30 to 3",
        "contributions fell from 15 to 2",
        "followers fell from 20 to 2",
        "forks fell from 100 to 0",
        "issues fell from 50 to 5",
        "merged pull requests fell from 40 to 4",
        "pull requests fell from 30 to 3",
        "repositories fell from 10 to 0",
        "stars fell from 100 to 0",
    ]


@pytest.mark.parametrize(("make", "losses"), [case[1:] for case in LOSSES], ids=[case[0] for case in LOSSES])
def test_losses(make: Callable[[], Snapshot], losses: list[str]) -> None:
    assert [*find_losses(OLD, make())] == losses


def test_small_numbers_may_halve() -> None:
    assert not [*find_losses(with_stars(9), with_stars(0))]
    assert [*find_losses(with_stars(10), with_stars(4))] == ["stars fell from 10 to 4"]


@pytest.mark.parametrize(
    ("old", "new", "news"),
    [
        (None, OLD, True),
        (OLD, OLD, False),
        (OLD, later(1), False),
        (OLD, later(7), False),
        (OLD, later(8), True),
        (OLD, later(1, with_stars(41)), True),
        (OLD, later(1, with_months("5 0 10 0 0")), False),
        (OLD, later(1, with_months("5 0 10 0 1")), True),
        (with_months("5 0 1"), later(1, with_months("5 0 10")), True),
        (
            OLD,
            replace(later(1), profile=replace(OLD.profile, status="kept", reason="x", progress="y")),
            False,
        ),
        (replace(OLD, profile=replace(OLD.profile, status="kept", reason="x")), later(1), False),
        (OLD, replace(OLD, contributed=ContributedGroup(reason="it was refused")), False),
        (OLD, with_pending(1), True),
        (with_pending(1), later(1, with_pending(1)), False),
        (with_pending(1), with_pending(2), True),
    ],
)
def test_other_numbers_are_news_and_idle_days_are_not(
    old: Snapshot | None,
    new: Snapshot,
    news: bool,  # noqa: FBT001 (a case)
) -> None:
    assert is_news(old, new) is news


@pytest.mark.parametrize(("days", "warned"), [(0, False), (14, False), (15, True), (400, True), (-3, False)])
def test_numbers_older_than_14_days_are_a_warning(days: int, warned: bool) -> None:  # noqa: FBT001 (a case)
    found = [*check_age(OLD, DAY + dt.timedelta(days=days))]
    assert bool(found) is warned
    assert all(item.severity is Severity.WARNING and "2026-11-22" in item.message for item in found)


def test_the_oldest_group_counts_and_the_words_do_not_change_by_the_day() -> None:
    mixed = replace(later(30), profile=OLD.profile)
    today = DAY + dt.timedelta(days=31)
    (item,) = check_age(mixed, today)
    assert (item,) == (*check_age(mixed, today + dt.timedelta(days=1)),)
    assert item.span is not None
    assert item.span.path == "content/stats.json"


def test_numbers_of_an_example_are_never_too_old() -> None:
    made_up = replace(OLD, source="made-up")
    assert list(check_age(made_up, DAY + dt.timedelta(days=5000))) == []
