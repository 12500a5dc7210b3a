"""Statistics in words: each number with its date range or day, and its source; missing parts are reported."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from msgspec.structs import replace
from support.snapshots import TODAY, rich_snapshot

from portfolio.github.compute import compute_stats
from portfolio.languages.words import ENGLISH
from portfolio.model.config import StatsSettings
from portfolio.model.snapshot import ContributionsGroup, RepositoriesGroup, Snapshot
from portfolio.model.stats import Language, Languages, Run, ShownRepository, Stats
from portfolio.pages.stats_views import (
    describe_calendar,
    describe_missing,
    draw_bars,
    list_bases,
    list_panels,
    list_rows,
    show_calendar,
    show_languages,
    show_repositories_panel,
)


def stats_of(snapshot: Snapshot) -> Stats:
    return compute_stats(snapshot, StatsSettings())


RICH = stats_of(rich_snapshot())


def test_every_row_has_a_number_a_window_and_a_proof() -> None:
    rows = {row.label: row for row in list_rows(RICH, RICH.daily, ENGLISH)}
    assert (rows["followers"].value, rows["followers"].when) == ("1,280", "on 2026-11-22")
    assert (rows["merged pull requests"].value, rows["merged pull requests"].when) == (
        "377",
        "2019-03-12 to 2026-11-22",
    )
    assert rows["repositories of others contributed to"].when == "2025-11-22 to 2026-11-22"
    assert len(rows) == len(RICH.totals) + 2
    for row in rows.values():
        assert row.href.startswith("https://github.com/")
        assert row.when
    assert int(rows["private contributions"].value.replace(",", "")) > 0


def test_the_basis_is_given_once_for_every_number() -> None:
    bases = list(list_bases(RICH, RICH.daily, ENGLISH))
    labels = [label for basis in bases for label in basis.labels.split(", ")]
    assert sorted(labels) == sorted(
        [*(total.label for total in RICH.totals), "streaks", "languages", "calendar"]
    )
    assert len({basis.text for basis in bases}) == len(bases)
    assert "public repositories, stars, forks" in {basis.labels for basis in bases}


@pytest.mark.parametrize(
    ("current", "longest", "told"),
    [
        (None, None, ["0 days", "0 days"]),
        (None, Run(9, dt.date(2024, 2, 21), dt.date(2024, 2, 29)), ["0 days", "9 days"]),
        (Run(1, TODAY, TODAY), Run(1, TODAY, TODAY), ["1 day", "1 day"]),
    ],
    ids=["never", "ended on a leap day", "one day"],
)
def test_a_streak_is_described_with_its_days(
    current: Run | None, longest: Run | None, told: list[str]
) -> None:
    assert RICH.daily is not None
    streak = replace(RICH.daily, current=current, longest=longest)
    rows = list(list_rows(replace(RICH, totals=()), streak, ENGLISH))
    assert [row.value for row in rows] == told
    for row, run in zip(rows, (current, longest), strict=True):
        assert row.when == (f"{run.first} to {run.last}" if run else "on 2026-11-22")


def test_a_weekly_streak_counts_weeks() -> None:
    assert RICH.weekly is not None
    rows = list(
        list_rows(replace(RICH, totals=()), replace(RICH.weekly, current=Run(3, TODAY, TODAY)), ENGLISH)
    )
    assert rows[0].value == "3 weeks"


def test_a_streak_that_is_not_known_has_no_row_and_is_named() -> None:
    snapshot = rich_snapshot()
    years = {name: year for name, year in snapshot.contributions.years.items() if name != "2021"}
    group = ContributionsGroup(as_of=TODAY, reason="2021: no answer", years=years, missing=(2021,))
    stats = stats_of(replace(snapshot, contributions=group))
    assert stats.daily is None
    assert not [row for row in list_rows(stats, stats.daily, ENGLISH) if "streak" in row.label]
    said = describe_missing(stats, ENGLISH)
    assert "streaks" in said
    assert "calendar" in said
    # reasons are words for the owner; `stats show` has them
    assert "no answer" not in said


def test_numbers_of_an_earlier_day_are_named_with_it() -> None:
    day = dt.date(2026, 11, 1)
    old = replace(rich_snapshot().repositories, status="kept", as_of=day, reason="403")
    said = describe_missing(stats_of(replace(rich_snapshot(), repositories=old)), ENGLISH)
    assert said == "From an earlier day: repositories, stars, forks and languages (2026-11-01)."


def test_nothing_is_reported_if_nothing_is_missing() -> None:
    assert describe_missing(RICH, ENGLISH) == ""


def test_without_repositories_there_are_no_languages() -> None:
    stats = stats_of(replace(rich_snapshot(), repositories=RepositoriesGroup()))
    assert stats.languages is None
    assert describe_missing(stats, ENGLISH) == "Not available: repositories, stars, forks and languages."


def make_languages(*shares: float, unit: str = "bytes") -> Languages:
    items = tuple(
        Language(name=f"L{number}", size_bytes=round(share * 1e6), repositories=number + 1, share=share)
        for number, share in enumerate(shares)
    )
    return Languages(
        items=items[:-1],
        other=items[-1],
        unit="bytes" if unit == "bytes" else "repositories",
        as_of=TODAY,
        basis="bytes",
        proof="https://github.com/ada",
    )


def test_a_language_has_its_share_in_numbers_and_as_a_part_of_the_bar() -> None:
    view = show_languages(make_languages(0.7512, 0.2, 0.0488), ENGLISH)
    assert [item.share for item in view.items] == ["75.1%", "20.0%", "4.9%"]
    assert [(bar.start, bar.width) for bar in view.bars] == [(0, 74.5), (75.1, 19.4), (95.1, 4.3)]
    assert [item.detail for item in view.items] == [
        "751 kB in 1 repository",
        "200 kB in 2 repositories",
        "49 kB in 3 repositories",
    ]


def test_where_only_repositories_are_counted_no_size_is_given() -> None:
    view = show_languages(make_languages(0.5, 0.5, unit="repositories"), ENGLISH)
    assert [item.detail for item in view.items] == ["1 repository", "2 repositories"]


@pytest.mark.parametrize("shares", [[1.0], [0.999, 0.001], [0.5, 0.25, 0.25], [1 / 7] * 7])
def test_the_parts_of_a_bar_are_seen_and_do_not_overlap(shares: list[float]) -> None:
    bars = draw_bars(shares)
    assert all(bar.width > 0 for bar in bars)
    for bar, after in pairwise(bars):
        assert bar.start + bar.width < after.start
    assert bars[-1].start + bars[-1].width <= 101


def test_a_panel_has_a_number_with_its_dates_and_its_proof() -> None:
    panels = list(list_panels(RICH, RICH.daily, ENGLISH))
    assert [(panel.value, panel.label) for panel in panels] == [
        ("1,539", "contributions, 2025-11-23 to 2026-11-22"),
        ("6", "languages by size of code, on 2026-11-22"),
        ("6 days", "longest streak, 2023-05-29 to 2023-06-03"),
    ]
    assert all(str(panel.href).startswith("https://github.com/") for panel in panels)


def test_numbers_too_small_to_show_make_no_panel() -> None:
    stats = stats_of(rich_snapshot(count=lambda day: int(day == TODAY)))
    assert [panel.label.partition(" ")[0] for panel in list_panels(stats, stats.daily, ENGLISH)] == [
        "languages"
    ]
    assert [panel.rows for panel in list_panels(RICH, RICH.daily, ENGLISH) if "streak" in panel.label] == [()]


def shown(
    name: str, language: str | None = None, *, is_fork: bool = False, stars: int = 0, forks: int = 0
) -> ShownRepository:
    return ShownRepository(
        name=name, url=f"https://x/{name}", language=language, is_fork=is_fork, stars=stars, forks=forks
    )


@pytest.mark.parametrize(
    ("repositories", "number", "rows"),
    [
        ([shown("a", "C", stars=1), shown("b", "C", stars=1)], None, []),
        ([shown("a", "C", stars=3)], "3 stars of own repositories", ["C 1 repository"]),
        ([shown("a", stars=3), shown("b", stars=99, is_fork=True)], "3 stars of own repositories", []),
        ([shown("a", forks=31, stars=1)], None, []),
        (
            [shown("a", "C"), shown("b", "Go", is_fork=True), shown("c", "C")],
            "3 public repositories",
            ["C 2 repositories", "Go 1 repository"],
        ),
        ([], None, []),
    ],
)
def test_listed_repositories_show_what_is_known_without_github(
    repositories: list[ShownRepository], number: str | None, rows: list[str]
) -> None:
    panel = show_repositories_panel(repositories, ENGLISH)
    assert (f"{panel.value} {panel.label}" if panel else None) == number
    assert [f"{row.label} {row.value}" for row in (panel.rows if panel else ())] == rows


def test_the_calendar_is_described_in_a_sentence_and_by_month() -> None:
    assert RICH.calendar is not None
    view = show_calendar(RICH.calendar, ENGLISH)
    counts = [int(month.contributions.replace(",", "")) for month in view.months]
    assert sum(counts) == RICH.calendar.contributions
    assert f"{sum(counts):,} contributions" in view.sentence
    assert "from 2025-11-23 to 2026-11-22" in view.sentence
    assert view.months[0].name == "2025-11"
    assert view.months[0].active_days.endswith(" of 8")
    assert len(view.months) == 13


def test_a_year_without_contributions_is_reported_as_such() -> None:
    snapshot = rich_snapshot(count=lambda _day: 0)
    stats = stats_of(snapshot)
    assert stats.calendar is not None
    assert describe_calendar(stats.calendar, ENGLISH) == "No contributions from 2025-11-23 to 2026-11-22."
    assert show_calendar(stats.calendar, ENGLISH).levels[1:] == ("",) * 4


def test_a_single_contribution_is_in_the_singular() -> None:
    stats = stats_of(rich_snapshot(count=lambda day: int(day == TODAY)))
    assert stats.calendar is not None
    assert describe_calendar(stats.calendar, ENGLISH) == (
        "1 contribution on 1 of 365 days from 2025-11-23 to 2026-11-22. Most on 2026-11-22: 1."
    )
