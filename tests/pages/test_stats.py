"""The page of GitHub statistics: each as text, its links in the site, and the size of other pages."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from support.html_tree import Element, parse_html
from support.sites import STARTER_STUDY, copy_site, edit_study, edit_yaml, prepare, render
from support.snapshots import add_sections, make_site, rich_snapshot, without_a_year, write_snapshot

from portfolio.check.budget import BUDGET_BYTES
from portfolio.errors import Code, ContentError
from portfolio.github.compute import compute_stats
from portfolio.model.config import StatsSettings
from portfolio.model.snapshot import (
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    ProfileGroup,
    RepositoriesGroup,
)
from portfolio.theme.page_assets import measure_first_flight

if TYPE_CHECKING:
    from pathlib import Path

PATH = "stats/index.html"
HOME_BYTES = 12_000
"""The goal for the first flight of a home page."""
PAYLOAD = "<img src=x onerror=alert(1)>\"'&amp;"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site in which no statistic is missing."""
    return make_site(tmp_path / "site", rich_snapshot())


def stats_page(root: Path) -> Element:
    return parse_html(render(root)[PATH])


def test_every_statistic_is_text_with_its_date_range_source_and_basis(root: Path) -> None:
    stats = compute_stats(rich_snapshot(), StatsSettings())
    page = stats_page(root)
    totals = part(page, "totals")
    rows = {row.all("dt")[0].text: row for row in totals.one("dl").all("div")}
    for total in stats.totals:
        row = rows[total.label]
        when = f"{total.since} to {total.as_of}" if total.since else f"on {total.as_of}"
        assert [item.text for item in row.all("dd")] == [f"{total.value:,}", when]
        assert row.hrefs() == [total.proof]
        assert total.basis in page.by_class("bases")[0].text
    assert {"current streak", "longest streak"} <= set(rows)
    assert stats.languages is not None
    languages = part(page, "languages")
    for item in stats.languages.items:
        assert f"{item.name} {item.share:.1%}" in languages.text
    assert languages.hrefs() == [stats.languages.proof]
    assert stats.calendar is not None
    calendar = part(page, "calendar")
    assert stats.calendar.proof in calendar.hrefs()
    months = calendar.one("table").one("tbody").all("tr")
    assert [[cell.text for cell in row.all("th", "td")] for row in months] == [
        [f"{month.first:%Y-%m}", f"{month.contributions:,}", f"{month.active_days} of {month.days}"]
        for month in stats.calendar.months
    ]
    assert not page.all("img")


def part(page: Element, anchor: str) -> Element:
    """Return the section whose heading has an anchor."""
    (found,) = (
        section
        for section in page.all("section")
        if any(heading.attributes.get("id") == anchor for heading in section.all("h2"))
    )
    return found


def test_numbers_of_an_example_are_marked_wherever_they_are_shown(root: Path) -> None:
    marks = ("These numbers are made up: they belong to no account.", "octocat (made up)")
    fetched = render(root)
    assert "one snapshot of the public profile" in fetched[PATH]
    assert not any(mark in text for text in fetched.values() for mark in marks)
    write_snapshot(root, replace(rich_snapshot(), source="made-up"))
    files = render(root)
    assert "one snapshot of the public profile" not in files[PATH]
    assert all(marks[0] in files[path] for path in (PATH, "index.html"))
    cards = [text for path, text in files.items() if path.endswith("-light.svg")]
    assert len(cards) == 3
    for card in cards:
        assert card.count(marks[1]) == 2  # in the text alternative, and drawn


def test_pictures_come_first_and_the_method_last_and_folded(root: Path) -> None:
    page = stats_page(root).one("main")
    assert [heading.text for heading in page.all("h2")] == ["Calendar", "Languages", "Totals", "Method"]
    (bases,) = (item for item in page.all("details") if item.by_class("bases"))
    assert "open" not in bases.attributes


def test_the_calendar_is_a_picture_with_words_and_the_bar_an_ornament(root: Path) -> None:
    heat, *bars = stats_page(root).one("main").all("svg")
    assert heat.attributes["role"] == "img"
    assert heat.attributes["aria-label"].startswith("1,539 contributions on 230 of 365 days")
    assert bars
    assert {bar.attributes["aria-hidden"] for bar in bars} == {"true"}


def test_a_missing_part_is_reported_and_not_shown(root: Path) -> None:
    write_snapshot(root, without_a_year())
    page = stats_page(root)
    assert "Not available: " in page.one("header").text
    assert not [item for item in page.walk() if item.attributes.get("id") == "calendar"]
    assert [link.text for link in page.by_id("cards").all("a")] == [
        "overview-light.svg", "overview-dark.svg", "languages-light.svg", "languages-dark.svg",
    ]  # fmt: skip


def test_without_data_the_home_page_reports_it_and_there_is_no_other(root: Path) -> None:
    nothing: dict[str, Any] = {
        "profile": ProfileGroup(),
        "repositories": RepositoriesGroup(),
        "contributions": ContributionsGroup(),
        "contributed": ContributedGroup(),
    }
    write_snapshot(root, replace(rich_snapshot(), **nothing))
    files = render(root)
    assert PATH not in files
    home = parse_html(files["index.html"]).by_id("stats")
    assert "Not available: " in home.text
    assert "./stats/" not in home.hrefs()


def test_the_page_leads_to_each_card(root: Path) -> None:
    files = render(root)
    links = parse_html(files[PATH]).by_id("cards").hrefs()
    assert sorted(link.replace("../stats/", "stats/") for link in links) == sorted(
        path for path in files if path.endswith(".svg")
    )


def test_the_page_is_in_the_sitemap_and_knows_its_way_home(root: Path) -> None:
    files = render(root, "https://example.org/repo/")
    assert "<loc>https://example.org/repo/stats/</loc>" in files["sitemap.xml"]
    page = parse_html(files[PATH])
    assert page.by_class("path")[0].hrefs() == ["../"]
    data = next(item for item in page.all("script") if item.attributes.get("type") == "application/ld+json")
    (crumbs,) = json.loads("".join(data.texts()))["@graph"]
    assert [(item["name"], item["item"]) for item in crumbs["itemListElement"]][1:] == [
        ("Statistics from GitHub", "https://example.org/repo/stats/")
    ]


def test_the_navigation_marks_the_section_of_the_statistics(root: Path) -> None:
    assert not current(stats_page(root))

    def name(home: Any) -> None:  # noqa: ANN401 (any YAML value)
        next(item for item in home["sections"] if item["kind"] == "stats")["nav"] = "github"

    edit_yaml(root, "content/home.yaml", name)
    assert current(stats_page(root)) == ["github"]


def current(page: Element) -> list[str]:
    return [link.text for link in page.all("nav")[0].all("a") if "aria-current" in link.attributes]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/stats/", None),
        ("/stats/#languages", None),
        ("/stats/#calendar", None),
        ("/stats/#langauges", Code.ANCHOR),
    ],
)
def test_a_text_may_lead_to_the_page_and_its_parts(root: Path, address: str, code: Code | None) -> None:
    edit_study(root, STARTER_STUDY, lambda _: None, f"See [statistics]({address}).\n")
    assert link_problems(root) == ([code] if code else [])


def test_without_statistics_there_is_no_page_to_link_to(root: Path) -> None:
    edit_study(root, STARTER_STUDY, lambda _: None, "See [statistics](/stats/).\n")
    assert link_problems(root) == []
    (root / "content" / "stats.json").unlink()
    assert link_problems(root) == [Code.LINK]


def link_problems(root: Path) -> list[Code]:
    try:
        prepare(root)
    except ContentError as error:
        return [problem.code for problem in error.diagnostics]
    return []


def test_there_is_no_page_where_no_section_shows_statistics(root: Path) -> None:
    embed = {"shows": "stats", "url": "https://cards.example/a", "width": 1, "height": 1}
    edit_yaml(
        root,
        "content/home.yaml",
        lambda home: home["sections"].remove(next(x for x in home["sections"] if x["kind"] == "stats")),
    )
    assert PATH not in render(root)
    edit_study(root, STARTER_STUDY, lambda _: None, "See [statistics](/stats/).\n")
    assert link_problems(root) == [Code.LINK]
    edit_study(root, STARTER_STUDY, lambda _: None, "No link.\n")
    add_sections(root, "stats", mode="embed", embeds=[embed])
    files = render(root)
    assert PATH not in files
    assert "stats/" not in files["sitemap.xml"]
    add_sections(root, "stats", id="own")
    assert PATH in render(root)


def test_markup_in_languages_stays_text(root: Path) -> None:
    snapshot = rich_snapshot()
    evil = GitHubRepository(name="octocat/tool", language=PAYLOAD, languages={PAYLOAD: 10**9})
    items = (evil, *snapshot.repositories.items)
    write_snapshot(root, replace(snapshot, repositories=replace(snapshot.repositories, items=items)))
    page = stats_page(root)
    assert not page.all("img")
    assert not [item for item in page.walk() if "onerror" in item.attributes]
    assert PAYLOAD in part(page, "languages").text


def test_a_home_page_with_every_section_and_every_figure_keeps_its_budget(tmp_path: Path) -> None:
    write_snapshot(copy_site("engineer", tmp_path / "site"), rich_snapshot())
    files = render(tmp_path / "site", "https://octocat.github.io/octocat/")
    home = files["index.html"]
    assert "1,539" in home
    sizes = [measure_first_flight(home.encode()), len(gzip.compress(home.encode(), 9, mtime=0))]
    assert max(sizes) <= HOME_BYTES, sizes
    assert measure_first_flight(files[PATH].encode()) <= BUDGET_BYTES
