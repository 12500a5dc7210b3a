"""Answers that leave something out: counted, reported, and never taken for complete."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from support.github import Answer, GitHub, Person, Repository, Seen

from portfolio.github.compute import compute_stats
from portfolio.github.snapshot import find_losses
from portfolio.model.config import StatsSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from github.conftest import Fetch

    Run = Callable[[Person], GitHub]
    Change = Callable[[Any], object]

TOMORROW = dt.date(2026, 11, 23)


def ada() -> Person:
    """Return an account with a repository of two languages, one of one and one of none."""
    repositories = [
        Repository("a", 50, languages={"Go": 50, "C": 7}),
        Repository("b", 40, languages={"Go": 4}),
        Repository("c"),
    ]
    return Person(repositories=repositories, pinned=["a", "b"])


def change(server: GitHub, question: str, edit: Change) -> Callable[[Seen], Answer | None]:
    """Return what makes a GitHub leave something out of its answers to one question."""

    def behave(seen: Seen) -> Answer | None:
        return server.change(seen, edit) if seen.question.startswith(question) else None

    return behave


def null(items: list[Any], *numbers: int) -> bool:
    """Replace some of a list, or its first."""
    for number in numbers or (0,):
        items[number] = None
    return True


def weeks_of(user: Any) -> list[Any]:  # noqa: ANN401 (JSON)
    weeks: list[Any] = user["contributionsCollection"]["contributionCalendar"]["weeks"]
    return weeks


def clear_from(items: list[Any], number: int) -> None:
    del items[number:]


def more(user: Any, **info: object) -> None:  # noqa: ANN401 (JSON)
    user["repositories"]["pageInfo"] = info


REPOSITORIES: dict[str, tuple[Change, str]] = {
    "a null": (lambda user: null(user["repositories"]["nodes"]), "1 of 3 repositories"),
    "nulls": (lambda user: null(user["repositories"]["nodes"], 0, 2), "2 of 3 repositories"),
    "a null that is not counted either": (
        lambda user: [null(user["repositories"]["nodes"]), user["repositories"].update(totalCount=2)],
        "1 of 3 repositories",
    ),
    "one is not there": (lambda user: user["repositories"]["nodes"].pop(), "1 of 3 repositories"),
    "none is there": (lambda user: user["repositories"]["nodes"].clear(), "3 of 3 repositories"),
    "one comes twice": (
        lambda user: user["repositories"].update(nodes=user["repositories"]["nodes"][:1] * 3),
        "2 of 3 repositories",
    ),
    "edges are null": (
        lambda user: user["repositories"]["nodes"][0]["languages"].update(edges=None),
        "languages of 1 of 3 repositories",
    ),
    "an edge is null": (
        lambda user: null(user["repositories"]["nodes"][0]["languages"]["edges"]),
        "languages of 1 of 3 repositories",
    ),
    "edges are missing": (
        lambda user: [node["languages"]["edges"].clear() for node in user["repositories"]["nodes"]],
        "languages of 2 of 3 repositories",
    ),
}


@pytest.mark.parametrize(("edit", "left_out"), REPOSITORIES.values(), ids=REPOSITORIES)
@pytest.mark.parametrize("is_known", [False, True])
def test_repositories_that_are_left_out_are_counted(
    github: Run, fetch: Fetch, edit: Change, left_out: str, *, is_known: bool
) -> None:
    server = github(ada())
    before = fetch(server) if is_known else None
    server.behave = change(server, "Repositories", edit)
    after = fetch(server, before, today=TOMORROW)
    group = after.repositories
    assert group.reason == f"the answer leaves out {left_out}"
    assert group.status == ("kept" if is_known else "unavailable")
    assert len(group.items) == (3 if is_known else 0)
    assert (after.profile.status, after.contributions.status, after.contributed.status) == ("ok",) * 3
    assert not before or not [*find_losses(before, after)]
    totals = {total.name: total.value for total in compute_stats(after, StatsSettings()).totals}
    assert totals.get("stars") == (90 if is_known else None)


@pytest.mark.parametrize(
    "info",
    [
        {"hasNextPage": True, "endCursor": "0"},
        {"hasNextPage": True, "endCursor": None},
        {"hasNextPage": True, "endCursor": ""},
    ],
)
def test_a_list_that_never_ends_is_given_up(github: Run, fetch: Fetch, info: dict[str, object]) -> None:
    server = github(ada())
    server.behave = change(server, "Repositories", lambda user: more(user, **info))
    group = fetch(server).repositories
    assert (group.status, group.reason) == ("unavailable", "the list of repositories does not end")
    assert server.questions.count("Repositories") <= 2


def test_pages_without_anything_on_them_are_given_up(github: Run, fetch: Fetch) -> None:
    server = github(ada())

    def empty(user: Any) -> None:  # noqa: ANN401 (JSON)
        user["repositories"]["nodes"].clear()
        more(user, hasNextPage=True, endCursor=str(len(server.seen)))

    server.behave = change(server, "Repositories", empty)
    assert fetch(server).repositories.reason == "the list of repositories does not end"
    assert server.questions.count("Repositories") == 1


def test_more_than_the_20_largest_languages_are_not_missed(github: Run, fetch: Fetch) -> None:
    languages = {f"L{number}": number + 1 for number in range(21)}
    group = fetch(github(Person(repositories=[Repository("a", languages=languages)]))).repositories
    assert group.status == "ok"
    assert len(group.items[0].languages or ()) == 20


DAYS: dict[str, tuple[Change, str]] = {
    "a day is null": (lambda user: null(weeks_of(user)[2]["contributionDays"]), "1 of 326 days"),
    "days are null": (lambda user: [null(weeks_of(user)[n]["contributionDays"]) for n in (2, 9)], "2 of 326 days"),
    "a week is null": (lambda user: null(weeks_of(user), 3), "7 of 326 days"),
    "a week is not there": (lambda user: weeks_of(user).pop(3), "7 of 326 days"),
    "the end is not there": (lambda user: clear_from(weeks_of(user), 44), "22 of 326 days"),
    "no week is there": (lambda user: weeks_of(user).clear(), "326 of 326 days"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "left_out"), DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("is_known", [False, True])
def test_days_that_are_left_out_are_counted_and_take_their_year_along(
    github: Run, fetch: Fetch, edit: Change, left_out: str, *, is_known: bool
) -> None:
    server = github(ada())
    before = fetch(server) if is_known else None
    right = change(server, "Contributions", edit)
    server.behave = lambda seen: right(seen) if '"2026-01-01' in seen.body.decode() else None
    after = fetch(server, before, today=TOMORROW)
    group = after.contributions
    assert group.reason == f"2026: the answer leaves out {left_out}"
    assert group.status == ("kept" if is_known else "unavailable")
    assert group.missing == (() if is_known else (2026,))
    assert set(group.years) == {"2024", "2025", *(["2026"] if is_known else [])}
    assert after.repositories.status == "ok"


def test_days_of_several_years_are_all_mentioned(github: Run, fetch: Fetch) -> None:
    server = github(ada())
    server.behave = change(server, "Contributions", lambda user: null(weeks_of(user)[30]["contributionDays"]))
    group = fetch(server).contributions
    assert group.reason == (
        "2026: the answer leaves out 1 of 325 days; 2025: the answer leaves out 1 of 365 days; "
        "2024: the answer leaves out 1 of 297 days"
    )
    assert group.missing == (2024, 2025, 2026)


def test_a_day_in_the_future_may_be_null(github: Run, fetch: Fetch) -> None:
    server = github(ada())
    server.behave = change(server, "Contributions", lambda user: null(weeks_of(user)[-1]["contributionDays"]))
    assert fetch(server, today=dt.date(2026, 12, 26)).contributions.missing == (2024, 2025)


def test_a_year_without_a_number_is_counted(github: Run, fetch: Fetch) -> None:
    server = github(ada())
    server.behave = change(
        server, "Years", lambda user: null(user["contributionsCollection"]["contributionYears"])
    )
    group = fetch(server).contributions
    assert (group.status, group.reason) == ("unavailable", "the answer leaves out 1 of 3 years")


PROFILES: dict[str, tuple[Change, str]] = {
    "pinned": (lambda user: null(user["pinnedItems"]["nodes"]), "1 of 2 repositories"),
    "popular": (lambda user: null(user["repositories"]["nodes"]), "1 of 3 repositories"),
    "not there": (lambda user: user["repositories"]["nodes"].clear(), "3 of 3 repositories"),
}


@pytest.mark.parametrize(("edit", "left_out"), PROFILES.values(), ids=PROFILES)
def test_a_profile_that_leaves_repositories_out_is_not_whole(
    github: Run, fetch: Fetch, edit: Change, left_out: str
) -> None:
    server = github(ada())
    before = fetch(server)
    server.behave = change(server, "Profile", edit)
    after = fetch(server, before, today=TOMORROW)
    assert (after.profile.status, after.profile.reason) == ("kept", f"the answer leaves out {left_out}")
    assert after.profile.pinned == before.profile.pinned
    assert after.profile.as_of == dt.date(2026, 11, 22)
    assert after.repositories.as_of == TOMORROW
    assert server.questions.count("Identity") == 0


def test_more_repositories_than_the_profile_is_asked_for_are_not_missed(github: Run, fetch: Fetch) -> None:
    person = Person(repositories=[Repository(f"r{number}") for number in range(7)])
    snapshot = fetch(github(person))
    assert (snapshot.profile.status, len(snapshot.profile.popular)) == ("ok", 6)


# ---------------------------------------------------------------- without a token

REST: dict[str, tuple[Change, str]] = {
    "a null": (null, "1 of 3 repositories"),
    "one is missing": (list.pop, "1 of 3 repositories"),
    "none is there": (list.clear, "3 of 3 repositories"),
}


@pytest.mark.parametrize(("edit", "left_out"), REST.values(), ids=REST)
def test_without_a_token_repositories_that_are_left_out_are_counted_too(
    github: Run, fetch: Fetch, edit: Change, left_out: str
) -> None:
    server = github(ada())
    server.behave = change(server, "/users/ada/repos", edit)
    snapshot = fetch(server, token=None)
    group = snapshot.repositories
    assert (group.status, group.reason) == ("unavailable", f"the answer leaves out {left_out}")
    assert snapshot.profile.status == "ok"


def test_a_search_that_github_did_not_finish_is_no_number(github: Run, fetch: Fetch) -> None:
    server = github(ada())
    server.behave = change(server, "/search/issues", lambda found: found.update(incomplete_results=True))
    snapshot = fetch(server, token=None)
    reason = "GitHub did not finish the search for `is:pr`"
    assert (snapshot.profile.status, snapshot.profile.reason) == ("unavailable", reason)
    assert snapshot.repositories.status == "ok"
