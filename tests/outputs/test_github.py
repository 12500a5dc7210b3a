"""The home page's sections about GitHub, and the cards, as a whole site has them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace
from support.figures import TODAY, rich_snapshot, write_snapshot
from support.html_tree import Element, parse_html
from support.sites import copy_starter, edit_yaml, render

from portfolio.build.pipeline import render_site
from portfolio.check.budget import BUDGET_BYTES, measure_first_flight
from portfolio.load.content import load_site
from portfolio.model.snapshot import ContributionsGroup, GitHubRepository
from portfolio.stats.compute import compute_stats

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.model.config import StatsSettings
    from portfolio.model.snapshot import Snapshot

PAYLOAD = "<img src=x onerror=alert(1)>\"'&amp;"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter with both sections about GitHub."""
    root = copy_starter(tmp_path / "site")
    add_sections(root, "stats", "repositories")
    edit_yaml(
        root,
        "content/repositories.yaml",
        lambda _: [
            {"name": "tool", "url": "https://github.com/octocat/tool", "stars": 2},
            {"name": "copy", "url": "https://github.com/octocat/copy", "fork_of": "other/copy"},
            {"name": "settle", "url": "https://github.com/octocat/settle", "stars": 1, "language": "COBOL"},
        ],
    )
    return root


def add_sections(root: Path, *kinds: str) -> None:
    new = [{"kind": kind, "title": kind.title(), "command": f"show {kind}"} for kind in kinds]
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].extend(new))


def section(root: Path, anchor: str) -> Element:
    return parse_html(render(root)["index.html"]).by_id(anchor)


def cards(root: Path) -> dict[str, bytes]:
    files = render_site(root, {}, "https://example.org/").files
    return {
        file.path: file.content
        for file in files
        if file.path.startswith("stats/") and isinstance(file.content, bytes)
    }


def test_without_a_snapshot_the_section_is_a_link_to_the_profile(root: Path) -> None:
    stats = section(root, "stats")
    assert stats.text == "$ show stats Stats github.com/octocat"
    assert stats.hrefs() == ["https://github.com/octocat"]
    assert not stats.all("img", "dl", "table", "details")
    assert cards(root) == {}


def test_with_a_snapshot_every_number_is_text_with_its_window_and_its_proof(root: Path) -> None:
    snapshot = rich_snapshot()
    write_snapshot(root, snapshot)
    shown = section(root, "stats")
    figures = compute_stats(snapshot, settings_of(root))
    rows = {row.all("dt")[0].text: row for row in shown.one("dl").all("div")}
    for total in figures.totals:
        row = rows[total.label]
        assert [item.text for item in row.all("dd")] == [
            f"{total.value:,}",
            f"{total.since} to {total.as_of}" if total.since else f"on {total.as_of}",
        ]
        assert row.hrefs() == [total.proof]
        assert total.basis in shown.text
    assert figures.languages is not None
    for item in figures.languages.items:
        assert f"{item.name} {item.share:.1%}" in shown.text
    assert {"current streak", "longest streak"} <= set(rows)
    assert figures.calendar is not None
    months = shown.one("table").one("tbody").all("tr")
    assert [[cell.text for cell in row.all("th", "td")] for row in months] == [
        [f"{month.first:%Y-%m}", f"{month.contributions:,}", f"{month.active_days} of {month.days}"]
        for month in figures.calendar.months
    ]
    assert not shown.all("img")


def settings_of(root: Path) -> StatsSettings:
    site = load_site(root).site
    assert site is not None
    return site.config.stats


def test_bars_and_the_calendar_are_ornaments_to_those_who_listen(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    shown = section(root, "stats")
    heard = " ".join(listen(shown))
    assert not set("░▒▓█▌") & set(heard)
    assert "█" in shown.text
    assert "Month by month" in heard
    assert "2026-02" in heard


def listen(element: Element) -> list[str]:
    """Return the pieces of text that are not hidden from screen readers."""
    if element.attributes.get("aria-hidden") == "true":
        return []
    pieces = []
    for child in element.children:
        pieces += [child] if isinstance(child, str) else listen(child)
    return pieces


def test_the_streak_is_the_one_that_the_settings_name(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    assert " days" in section(root, "stats").one("dl").text
    (root / "portfolio.yaml").write_text("stats:\n  streak: weekly\n", encoding="utf-8")
    shown = section(root, "stats").one("dl").text
    assert " weeks" in shown
    assert " days" not in shown
    assert b" weeks (" in cards(root)["stats/streak-light.svg"]


def without_a_year() -> Snapshot:
    snapshot = rich_snapshot()
    years = {name: year for name, year in snapshot.contributions.years.items() if name != "2021"}
    return replace(snapshot, contributions=ContributionsGroup(as_of=TODAY, years=years, missing=(2021,)))


def test_what_is_not_available_is_said_and_never_shown_smaller(root: Path) -> None:
    write_snapshot(root, without_a_year())
    shown = section(root, "stats")
    assert "Not available: " in shown.text
    assert "streak" not in shown.one("dl").text
    assert "commits" not in shown.one("dl").text
    assert not shown.by_class("calendar")
    assert {path.partition("-")[0] for path in cards(root)} == {"stats/overview", "stats/languages"}


def test_the_owners_choice_and_order_of_repositories_counts_with_newer_numbers(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    shown = section(root, "repositories")
    assert [item.text for item in shown.all("a")] == ["tool", "settle", "copy"]
    # the numbers of `settle` are GitHub's, its language is the owner's
    assert "settle · COBOL · 100 stars · 2 forks" in shown.text
    assert "tool · 2 stars" in shown.text
    assert "Stars and forks on 2026-11-22." in shown.text


def test_forks_are_folded_away_below_the_own_ones(root: Path) -> None:
    shown = section(root, "repositories")
    details = shown.one("details")
    assert "open" not in details.attributes
    assert details.one("summary").text == "1 forked from others"
    assert [item.text for item in details.all("a")] == ["copy"]
    assert "fork of other/copy" in details.text
    assert shown.text.index("settle") < shown.text.index("1 forked from others")
    assert "Stars and forks" not in shown.text


def test_of_two_sections_about_github_one_has_the_link_to_the_profile(root: Path) -> None:
    profile = "https://github.com/octocat"
    assert profile in section(root, "stats").hrefs()
    assert profile not in section(root, "repositories").hrefs()
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].pop(-2) and None)
    assert profile in section(root, "repositories").hrefs()


def test_markup_in_descriptions_and_languages_stays_text(root: Path) -> None:
    snapshot = rich_snapshot()
    evil = GitHubRepository(
        name="octocat/tool", description=PAYLOAD, stars=3, language=PAYLOAD, languages={PAYLOAD: 10**9}
    )
    items = (evil, *snapshot.repositories.items)
    write_snapshot(root, replace(snapshot, repositories=replace(snapshot.repositories, items=items)))
    page = parse_html(render(root)["index.html"])
    assert not page.all("img")
    assert not [item for item in page.walk() if "onerror" in item.attributes]
    assert PAYLOAD in page.by_id("repositories").text
    assert PAYLOAD in page.by_id("stats").text
    for svg in cards(root).values():
        assert not [item for item in ET.fromstring(svg).iter() if item.tag.endswith("img")]  # noqa: S314 (made here)


def test_the_same_snapshot_makes_the_same_bytes(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    once = {file.path: file.content for file in render_site(root, {}, "https://example.org/").files}
    again = {file.path: file.content for file in render_site(root, {}, "https://example.org/").files}
    assert once == again
    assert sum(path.startswith("stats/") for path in once) == 6


def test_only_a_page_with_figures_carries_their_style(root: Path) -> None:
    assert ".calendar" not in "".join(render(root).values())
    write_snapshot(root, rich_snapshot())
    assert [path for path, text in render(root).items() if ".calendar" in text] == ["index.html"]


def test_a_page_with_every_figure_is_within_one_flight(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    assert measure_first_flight(render(root)["index.html"]) <= BUDGET_BYTES
