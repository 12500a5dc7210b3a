"""A GitHub that answers too slowly for one fetch: what remains, what is shown meanwhile, and how the next fetch continues."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec.structs import replace
from support.github import TOO_MUCH, Answer, GitHub, Person, Repository, Seen, large_person, refuse

from portfolio.github.client import Client
from portfolio.github.compute import compute_stats
from portfolio.github.request_error import ErrorKind, RequestError
from portfolio.github.snapshot import encode_snapshot, find_losses
from portfolio.model.config import StatsSettings
from portfolio.model.snapshot import Snapshot, Year

if TYPE_CHECKING:
    from collections.abc import Callable

    from github.conftest import Fetch

    from portfolio.model.stats import Stats

    Run = Callable[[Person], GitHub]

TODAY = dt.date(2026, 11, 22)
TOMORROW = dt.date(2026, 11, 23)

SUMS = {"commits", "reviews", "repositories", "stars", "forks"}
"""What is too small where a part of it is missing."""


def computed(snapshot: Snapshot) -> Stats:
    """Return what may be shown, of the snapshot as it comes back from its file."""
    return compute_stats(msgspec.json.decode(encode_snapshot(snapshot), type=Snapshot), StatsSettings())


def totals_of(snapshot: Snapshot) -> dict[str, int]:
    return {total.name: total.value for total in computed(snapshot).totals}


def progress_of(snapshot: Snapshot) -> dict[str, str]:
    return {name: group.progress for name, group in snapshot.groups.items() if group.progress}


def test_a_slow_github_leaves_a_snapshot_and_the_next_fetch_makes_it_whole(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    whole = fetch(server)
    first = fetch(server, answer_s=1.7)
    assert progress_of(first) == {"contributions": "11 of 13 years"}
    assert first.contributions.reason == "time ran out: 11 of 13 years"
    assert first.contributions.status == "unavailable"
    assert first.contributions.missing == (2014, 2015)
    shown = computed(first)
    assert (shown.daily, shown.weekly, shown.calendar) == (None, None, None)
    assert SUMS & totals_of(first).keys() == {"repositories", "stars", "forks"}
    server.seen.clear()
    second = fetch(server, first, answer_s=1.7)
    assert progress_of(second) == {}
    assert replace(second, requests=0, cost=0) == replace(whole, requests=0, cost=0)
    asked = [seen.variables["from"][:4] for seen in server.seen if seen.question == "Contributions"]
    assert asked == ["2015", "2014", "2026"]


@pytest.mark.parametrize(("answer_s", "fetches"), [(2.5, 2), (5.0, 5), (9.0, 15)])
def test_however_slow_it_is_whole_after_a_few_and_never_shows_a_part_as_the_whole(
    github: Run, fetch: Fetch, answer_s: float, fetches: int
) -> None:
    server = github(large_person())
    whole = totals_of(fetch(server))
    snapshot = fetch(server, answer_s=answer_s)
    count = 1
    while progress_of(snapshot):
        assert totals_of(snapshot).items() <= whole.items()
        assert computed(snapshot).daily is None
        before, snapshot = snapshot, fetch(server, snapshot, answer_s=answer_s)
        count += 1
        assert len(snapshot.contributions.years) >= len(before.contributions.years)
    assert count == fetches
    assert totals_of(snapshot) == whole
    assert {group.status for group in snapshot.groups.values()} == {"ok"}


@pytest.mark.parametrize("requests", range(2, 10))
@pytest.mark.parametrize("is_known", [False, True])
def test_wherever_time_runs_out_nothing_is_lost_and_no_number_is_smaller(
    github: Run, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, requests: int, *, is_known: bool
) -> None:
    person = large_person()
    person.created = dt.date(2023, 1, 1)
    person.repositories = person.repositories[:130]
    server = github(person)
    before = fetch(server) if is_known else None
    whole = totals_of(before or fetch(server))
    with monkeypatch.context() as patch:
        patch.setattr(Client, "left_s", property(lambda self: requests - self.requests))
        after = fetch(server, before, today=TOMORROW)
    assert totals_of(after).items() <= whole.items()
    if before is not None:
        assert totals_of(after) == whole
        assert not [*find_losses(before, after)]
        assert computed(after).daily is not None
    days = {total.as_of for total in computed(after).totals}
    assert days <= {TODAY, TOMORROW}
    assert computed(after).as_of == min(days)


def test_a_list_of_repositories_goes_on_with_the_page_it_stopped_at(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    first = fetch(server, answer_s=8.0)
    assert progress_of(first) == {"repositories": "100 of 300 repositories", "contributions": "no years"}
    assert (first.repositories.status, first.repositories.items) == ("unavailable", ())
    assert computed(first).languages is None
    server.seen.clear()
    second = fetch(server, first, today=TOMORROW, answer_s=1.0)
    assert server.questions.count("Repositories") == 2
    assert (second.repositories.status, second.repositories.pending) == ("ok", None)
    assert second.repositories.as_of == TODAY  # the day of its first page
    assert second.repositories.items == fetch(server).repositories.items


def limited(seen: Seen) -> Answer | None:
    """Refuse windows of more than a month."""
    return TOO_MUCH if seen.window_days > 31 else None


def test_a_year_that_is_read_month_by_month_goes_on_with_the_month_after(github: Run, fetch: Fetch) -> None:
    server = github(Person())
    whole = fetch(server)
    server.behave = limited
    first = fetch(server, answer_s=1.9)
    # the profile, contributions to others, no repositories; four questions until a month is small enough; 8 months
    assert first.contributions.progress == "0 of 3 years and 8 months of 2026"
    assert (first.contributions.years, first.contributions.missing) == ({}, (2024, 2025, 2026))
    assert computed(first).years == ()
    server.seen.clear()
    second = fetch(server, first, today=TOMORROW, answer_s=1.9)
    asked = [seen.variables["from"][:7] for seen in server.seen if seen.question == "Contributions"]
    assert asked[:4] == ["2026-09", "2026-10", "2026-11", "2025-01"]
    assert second.contributions.progress == "1 of 3 years and 7 months of 2025"
    third = fetch(server, second, today=TOMORROW, answer_s=1.9)
    last = fetch(server, third, today=TOMORROW, answer_s=1.9)
    assert progress_of(last) == {}
    assert last.contributions.pending is None
    days = dict(last.contributions.days())
    assert days.items() >= dict(whole.contributions.days()).items()
    commits = [year.commits for _, year in sorted(whole.contributions.years.items())]
    assert [year.commits for _, year in sorted(last.contributions.years.items())] == commits


@pytest.mark.parametrize(
    ("change", "first_month"),
    [
        ({}, "2026-09"),
        ({"as_of": TODAY - dt.timedelta(days=6)}, "2026-09"),
        ({"as_of": TODAY - dt.timedelta(days=7)}, "2026-01"),  # tomorrow it is eight days old
        ({"as_of": TODAY + dt.timedelta(days=2)}, "2026-01"),
        ({"number": 2019}, "2026-01"),
        ({"part": Year(as_of=TODAY, months=("0 0 1",))}, "2026-01"),  # ends within a month
        ({"part": Year(as_of=TODAY, months=(" ".join("0" * 31),))}, "2026-02"),
    ],
)
def test_a_year_is_begun_again_where_it_cannot_be_gone_on_with(
    github: Run, fetch: Fetch, change: dict[str, Any], first_month: str
) -> None:
    server = github(Person())
    server.behave = limited
    first = fetch(server, answer_s=1.9)
    assert first.contributions.pending is not None
    pending = replace(first.contributions.pending, **change)
    before = replace(first, contributions=replace(first.contributions, pending=pending))
    server.seen.clear()
    fetch(server, before, today=TOMORROW)
    asked = [seen.variables["from"][:7] for seen in server.seen if seen.question == "Contributions"]
    assert asked[0] == first_month


@pytest.mark.parametrize(
    "today", [dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
)
@pytest.mark.parametrize("ahead", [0, 1])
def test_months_join_to_the_same_year_at_its_edges(
    github: Run, fetch: Fetch, today: dt.date, ahead: int
) -> None:
    server = github(Person(today=today + dt.timedelta(days=ahead), count=lambda day: day.day % 5))
    whole = dict(fetch(server, today=today).contributions.days())
    server.behave = limited
    parts = dict(fetch(server, today=today).contributions.days())
    assert parts.items() <= whole.items()
    assert {day for day in whole if day <= today} == {day for day in parts if day <= today}


def test_a_whole_list_from_before_is_shown_until_a_newer_one_is_whole(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    before = fetch(server)
    server.person.repositories[0].stars = 1000
    after = fetch(server, before, today=dt.date(2026, 12, 1), answer_s=8.0)
    assert progress_of(after)["repositories"] == "100 of 300 repositories"
    assert (after.repositories.status, after.repositories.as_of) == ("kept", TODAY)
    assert after.repositories.items == before.repositories.items
    assert totals_of(after)["stars"] == totals_of(before)["stars"]
    assert after.repositories.pending is not None
    assert after.repositories.pending.items[0].stars == 1000


@pytest.mark.parametrize(("days", "pages"), [(7, 2), (8, 3), (-1, 3)])
def test_a_list_that_was_begun_too_long_ago_is_begun_again(
    github: Run, fetch: Fetch, days: int, pages: int
) -> None:
    server = github(large_person())
    first = fetch(server, answer_s=8.0)
    server.seen.clear()
    fetch(server, first, today=TODAY + dt.timedelta(days=days))
    assert server.questions.count("Repositories") == pages


def test_a_page_that_github_no_longer_knows_begins_the_list_again(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    first = fetch(server, answer_s=8.0)
    server.seen.clear()

    def behave(seen: Seen) -> Answer | None:
        asked = [item.variables["after"] for item in server.seen if item.question == "Repositories"]
        is_first = seen.question == "Repositories" and None not in asked
        return refuse("INVALID_CURSOR_ARGUMENTS") if is_first else None

    server.behave = behave
    second = fetch(server, first)
    assert second.repositories.status == "ok"
    assert len(second.repositories.items) == 300
    assert server.questions.count("Repositories") == 3 + 3


def test_an_answer_that_cannot_be_read_is_still_given_up_after_the_list_was_begun_again(
    github: Run, fetch: Fetch
) -> None:
    server = github(large_person())
    first = fetch(server, answer_s=8.0)
    server.behave = lambda seen: Answer(body=b"{}") if seen.question == "Repositories" else None
    server.seen.clear()
    with pytest.raises(RequestError) as caught:
        fetch(server, first)
    assert caught.value.kind is ErrorKind.REPLY
    assert server.questions.count("Repositories") == 6


def test_what_was_read_today_is_as_good_as_new(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    before = fetch(server)
    after = fetch(server, before, answer_s=9.5)
    assert progress_of(after) == {}
    assert after.groups == before.groups
    assert set(progress_of(fetch(server, before, today=TOMORROW, answer_s=9.5))) == {
        "repositories",
        "contributions",
    }


def test_what_is_missing_or_oldest_is_asked_for_first(github: Run, fetch: Fetch) -> None:
    server = github(Person(repositories=[Repository("a")]))
    before = fetch(server)
    old = replace(before, repositories=replace(before.repositories, as_of=dt.date(2026, 11, 1)))
    server.seen.clear()
    fetch(server, old, today=TOMORROW)
    assert server.questions == ["Profile", "Repositories", "Contributed", "Years", "Contributions"]
    gone = replace(
        old, contributions=replace(old.contributions, years={}, missing=(2026,), status="unavailable")
    )
    server.seen.clear()
    fetch(server, gone, today=TOMORROW)
    assert server.questions[:2] == ["Profile", "Years"]


def test_a_year_that_was_not_read_to_its_end_takes_the_sums_along(github: Run, fetch: Fetch) -> None:
    person = large_person()
    person.today = dt.date(2026, 12, 20)
    server = github(person)
    before = fetch(server)
    person.today = dt.date(2027, 1, 3)
    before = replace(before, contributions=replace(before.contributions, as_of=dt.date(2026, 12, 1)))
    after = fetch(server, before, answer_s=9.0)
    assert progress_of(after)["contributions"] == "13 of 14 years"
    assert {"2026", "2027"} <= after.contributions.years.keys()
    assert (after.contributions.status, after.contributions.missing) == ("kept", ())
    assert not {"commits", "reviews"} & totals_of(after).keys()
    reasons = {item.part: item.reason for item in computed(after).missing}
    assert reasons["streak"] == "the end of 2026 could not be fetched"


def test_an_error_that_might_pass_does_not_take_the_rest_along_when_time_is_up(
    github: Run, fetch: Fetch
) -> None:
    server = github(large_person())
    server.behave = lambda seen: (
        Answer(502)
        if seen.question == "Contributions" and seen.variables["from"].startswith("2020")
        else None
    )
    snapshot = fetch(server, answer_s=2.25)
    assert progress_of(snapshot) == {"contributions": "6 of 13 years"}
    with pytest.raises(RequestError, match="status 502"):
        fetch(server, answer_s=0.1)


def test_where_the_first_answer_takes_too_long_there_is_nothing_to_keep(github: Run, fetch: Fetch) -> None:
    with pytest.raises(RequestError) as caught:
        fetch(github(large_person()), answer_s=11.0)
    assert caught.value.kind is ErrorKind.TIMEOUT


def test_without_a_token_a_slow_github_is_gone_on_with_as_well(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    whole = fetch(server, token=None)
    first = fetch(server, token=None, answer_s=8.0)
    assert progress_of(first) == {"profile": "no profile", "repositories": "200 of 300 repositories"}
    assert not SUMS & totals_of(first).keys()
    server.seen.clear()
    second = fetch(server, first, token=None, answer_s=4.0)
    assert next(path for path in server.questions if "/repos?" in path).endswith("page=3")
    assert replace(second, requests=0) == replace(whole, requests=0)


def test_a_list_begun_without_a_token_is_not_gone_on_with_by_the_other_interface(
    github: Run, fetch: Fetch
) -> None:
    server = github(large_person())
    first = fetch(server, token=None, answer_s=8.0)
    server.seen.clear()
    second = fetch(server, first)
    assert server.questions.count("Repositories") == 3
    assert second.repositories.status == "ok"


def test_a_snapshot_that_somebody_wrote_by_hand_does_not_stop_a_fetch(github: Run, fetch: Fetch) -> None:
    server = github(large_person())
    data = json.loads(encode_snapshot(fetch(server, token=None, answer_s=8.0)))
    data["repositories"]["pending"]["after"] = "three"
    before = msgspec.json.decode(json.dumps(data), type=Snapshot)
    assert len(fetch(server, before, token=None).repositories.items) == 300
