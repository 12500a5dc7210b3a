"""From a snapshot to what may be shown: windows, days, proofs, and what is left out when a part is missing."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from msgspec.structs import replace

from portfolio.github.compute import compute_stats
from portfolio.model.config import StatsSettings
from portfolio.model.snapshot import (
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    ProfileGroup,
    RepositoriesGroup,
    Snapshot,
    Year,
)
from portfolio.model.stats import Missing

DAY = dt.date(2026, 1, 3)
SETTINGS = StatsSettings()


def empty_year(number: int, as_of: dt.date, **facts: int) -> Year:
    """Return a whole year without a day of contributions."""
    first = dt.date(number, 1, 1)
    lengths = [
        (dt.date(number + month // 12, month % 12 + 1, 1) - dt.date(number, month, 1)).days
        for month in range(1, 13)
    ]
    assert sum(lengths) in {365, 366}
    assert first.year == number
    return Year(as_of=as_of, months=tuple(" ".join(["0"] * length) for length in lengths), **facts)


YEAR_2025 = empty_year(2025, dt.date(2026, 1, 20), commits=10, reviews=2, restricted=4)
YEAR_2025 = replace(YEAR_2025, months=(*YEAR_2025.months[:-1], " ".join(["0"] * 29 + ["2", "3"])))
YEAR_2026 = Year(as_of=DAY, commits=1, pull_requests=1, months=("1 4 0",))

SNAPSHOT = Snapshot(
    version=1,
    login="ada",
    id=1,
    web="https://github.com",
    source="graphql",
    fetched_at=dt.datetime(2026, 1, 3, 12, tzinfo=dt.UTC),
    profile=ProfileGroup(
        status="ok", as_of=DAY, created_on=dt.date(2025, 6, 1), followers=3, pull_requests=9, merged_pull_requests=8, issues=7
    ),
    repositories=RepositoriesGroup(
        status="ok",
        as_of=DAY,
        items=(
            GitHubRepository(name="ada/a", stars=5, forks=1, languages={"Go": 10}),
            GitHubRepository(name="ada/b", stars=2, forks=0, languages={}),
            GitHubRepository(name="ada/f", stars=90, forks=9, is_fork=True, languages={"C": 99}),
        ),
    ),
    contributions=ContributionsGroup(status="ok", as_of=DAY, years={"2025": YEAR_2025, "2026": YEAR_2026}),
    contributed=ContributedGroup(status="ok", as_of=DAY, repositories=6),
)  # fmt: skip

TOTALS = [
    # name, value, since, as of, proof
    ("commits", 11, "2025-06-01", "https://github.com/search?q=author%3Aada&type=commits"),
    ("reviews", 2, "2025-06-01", "https://github.com/search?q=reviewed-by%3Aada&type=pullrequests"),
    ("restricted", 4, "2025-06-01", "https://github.com/ada"),
    ("pull-requests", 9, "2025-06-01", "https://github.com/search?q=author%3Aada%20is%3Apr&type=pullrequests"),
    ("merged-pull-requests", 8, "2025-06-01", "https://github.com/search?q=author%3Aada%20is%3Apr%20is%3Amerged&type=pullrequests"),
    ("issues", 7, "2025-06-01", "https://github.com/search?q=author%3Aada%20is%3Aissue&type=issues"),
    ("contributed-to", 6, "2025-01-03", "https://github.com/ada"),
    ("followers", 3, None, "https://github.com/ada?tab=followers"),
    ("repositories", 2, None, "https://github.com/ada?tab=repositories&type=source&sort=stargazers"),
    ("stars", 7, None, "https://github.com/ada?tab=repositories&type=source&sort=stargazers"),
    ("forks", 1, None, "https://github.com/ada?tab=repositories&type=source&sort=stargazers"),
]  # fmt: skip


def test_every_total_has_its_window_its_day_and_its_proof() -> None:
    totals = compute_stats(SNAPSHOT, SETTINGS).totals
    assert [(t.name, t.value, str(t.since) if t.since else None, t.proof) for t in totals] == TOTALS
    assert {total.as_of for total in totals} == {DAY}
    assert all(total.basis and total.label for total in totals)


def test_a_number_that_is_not_known_is_left_out_and_never_nought() -> None:
    for name in ("profile", "repositories", "contributions", "contributed"):
        empty = type(getattr(SNAPSHOT, name))()
        stats = compute_stats(replace(SNAPSHOT, **{name: empty}), SETTINGS)
        gone = {total[0] for total in TOTALS} - {total.name for total in stats.totals}
        assert (
            gone
            == {
                "profile": {"pull-requests", "merged-pull-requests", "issues", "followers"},
                "repositories": {"repositories", "stars", "forks"},
                "contributions": {"commits", "reviews", "restricted"},
                "contributed": {"contributed-to"},
            }[name]
        )
        assert name in {item.part for item in stats.missing}


def test_years_are_summed_up_apart_and_private_work_is_shown_as_such() -> None:
    now, before = compute_stats(SNAPSHOT, SETTINGS).years
    assert (now.year, now.contributions, now.commits, now.restricted) == (2026, 5, 1, 0)
    assert (now.since, now.as_of) == (dt.date(2026, 1, 1), DAY)
    assert (before.contributions, before.restricted, before.as_of) == (5, 4, dt.date(2025, 12, 31))
    assert before.proof == "https://github.com/ada?tab=overview&from=2025-01-01&to=2025-12-31"


def test_a_streak_crosses_new_year_and_today_is_open() -> None:
    stats = compute_stats(SNAPSHOT, SETTINGS)
    assert stats.daily is not None
    assert stats.daily.current is not None
    assert (stats.daily.current.length, stats.daily.current.first) == (4, dt.date(2025, 12, 30))
    assert stats.weekly is not None
    assert stats.weekly.current is not None
    assert stats.weekly.current.length == 1
    assert "open" in stats.daily.basis
    off = compute_stats(SNAPSHOT, StatsSettings(days_off=("saturday",))).daily
    assert off is not None
    assert off.current is not None
    assert (off.current.length, off.excused) == (5, ("saturday",))  # 3 January 2026 is a Saturday
    assert "Saturday" in off.basis


def test_a_year_that_could_not_be_fetched_takes_the_streak_along() -> None:
    group = replace(SNAPSHOT.contributions, missing=(2019, 2021), status="unavailable")
    stats = compute_stats(replace(SNAPSHOT, contributions=group), SETTINGS)
    assert (stats.daily, stats.weekly, stats.calendar) == (None, None, None)
    assert Missing("streak", "2019 and 2021 could not be fetched") in stats.missing
    assert not [total for total in stats.totals if total.name in {"commits", "reviews"}]
    assert [year.year for year in stats.years] == [2026, 2025]


def test_a_year_that_ends_early_takes_the_streak_along_too() -> None:
    december = YEAR_2025.months[-1]
    for months in (YEAR_2025.months[:-1], (*YEAR_2025.months[:-1], december.rpartition(" ")[0])):
        short = replace(YEAR_2025, months=months)
        group = replace(SNAPSHOT.contributions, years={"2025": short, "2026": YEAR_2026})
        stats = compute_stats(replace(SNAPSHOT, contributions=group), SETTINGS)
        assert stats.daily is None
        assert Missing("streak", "the end of 2025 could not be fetched") in stats.missing
        assert not [total for total in stats.totals if total.name in {"commits", "reviews"}]


def test_a_year_without_contributions_need_not_be_there() -> None:
    years = {"2023": empty_year(2023, DAY), "2026": YEAR_2026}
    stats = compute_stats(
        replace(SNAPSHOT, contributions=replace(SNAPSHOT.contributions, years=years)), SETTINGS
    )
    assert stats.daily is not None
    assert stats.daily.current is not None
    assert stats.daily.current.length == 2


def test_the_calendar_has_a_year_and_its_sums() -> None:
    calendar = compute_stats(SNAPSHOT, SETTINGS).calendar
    assert calendar is not None
    assert len(calendar.weeks) == 53
    assert (calendar.contributions, calendar.active_days) == (10, 4)
    assert (calendar.first, calendar.last) == (dt.date(2025, 6, 1), DAY)  # the account began then
    assert calendar.busiest == (dt.date(2026, 1, 2), 4)
    assert [month.first.month for month in calendar.months] == [6, 7, 8, 9, 10, 11, 12, 1]


def test_numbers_from_before_are_named_with_their_day_and_reason() -> None:
    kept = replace(SNAPSHOT.repositories, status="kept", reason="it was refused", as_of=dt.date(2025, 12, 1))
    stats = compute_stats(replace(SNAPSHOT, repositories=kept), SETTINGS)
    assert stats.missing == (Missing("repositories", "it was refused", dt.date(2025, 12, 1)),)
    assert stats.as_of == dt.date(2025, 12, 1)
    assert {total.as_of for total in stats.totals if total.name == "stars"} == {dt.date(2025, 12, 1)}


def test_hidden_languages_and_archived_ones_are_mentioned() -> None:
    settings = StatsSettings(hidden_languages=("HTML",), archived=False)
    languages = compute_stats(SNAPSHOT, settings).languages
    assert languages is not None
    assert languages.basis.endswith("without forks, archived ones and hidden languages (HTML)")


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    copy = msgspec.json.decode(msgspec.json.encode(SNAPSHOT), type=Snapshot)
    first, second = (msgspec.json.encode(compute_stats(item, SETTINGS)) for item in (SNAPSHOT, copy))
    assert first == second


@pytest.mark.parametrize("as_of", [None, DAY])
def test_nothing_at_all_is_still_a_page_with_a_link(as_of: dt.date | None) -> None:
    bare = replace(
        SNAPSHOT,
        profile=ProfileGroup(as_of=as_of),
        repositories=RepositoriesGroup(),
        contributions=ContributionsGroup(),
        contributed=ContributedGroup(),
    )
    stats = compute_stats(bare, SETTINGS)
    assert (stats.totals, stats.languages, stats.popular) == ((), None, None)
    assert stats.profile_url == "https://github.com/ada"
    assert stats.as_of == DAY
