"""The home page's sections about GitHub, and the cards, as a whole site has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace
from support.html_tree import Element, parse_html
from support.sites import edit_yaml, load, prepare, render, render_all
from support.snapshots import make_site, rich_snapshot, without_a_year, write_snapshot

from portfolio.errors import Code
from portfolio.github import card
from portfolio.github.compute import compute_stats
from portfolio.languages.words import ENGLISH
from portfolio.model.config import StatsSettings
from portfolio.model.palette import PHOSPHOR
from portfolio.model.snapshot import GitHubRepository, ProfileGroup
from portfolio.pages.route import Written
from portfolio.pages.stats_views import describe_calendar, list_panels

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

    from portfolio.languages.words import Words
    from portfolio.model.palette import Colours
    from portfolio.model.stats import Stats

PAYLOAD = "<img src=x onerror=alert(1)>\"'&amp;"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter with both sections about GitHub."""
    return make_site(tmp_path / "site")


def section(root: Path, anchor: str) -> Element:
    return parse_html(render(root)["index.html"]).by_id(anchor)


def cards(root: Path) -> dict[str, bytes]:
    files = render_all(root).files
    return {
        file.path: file.content
        for file in files
        if file.path.endswith(".svg") and isinstance(file.content, bytes)
    }


def test_without_a_snapshot_the_section_shows_what_the_owner_states(root: Path) -> None:
    drop_section(root, "repositories")
    stats = section(root, "stats")
    assert [item.text for item in stats.by_class("fig")] == ["3"]
    assert [item.text for item in stats.by_class("name")] == ["tool", "settle", "copy"]
    assert "https://github.com/octocat" in stats.hrefs()
    assert cards(root) == {}
    assert "stats/index.html" not in render(root)


def drop_section(root: Path, kind: str) -> None:
    edit_yaml(
        root,
        "content/home.yaml",
        lambda home: home["sections"].remove(next(x for x in home["sections"] if x["kind"] == kind)),
    )


def test_a_section_with_nothing_to_show_leaves_itself_out_and_the_build_prints_why(
    root: Path, run_portfolio: RunPortfolio
) -> None:
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"][-1].update(nav="code"))

    def build() -> tuple[list[str], str]:
        done = run_portfolio("--site", root, "build", "--verbose", "--base-url", "https://example.org/")
        assert done.returncode == 0, done.stderr
        home = parse_html((root / "_site" / "index.html").read_text(encoding="utf-8"))
        said = [line for line in done.stderr.splitlines() if "left out" in line]
        ids = [item.attributes.get("id", "") for item in home.all("section")]
        return ids, "\n".join(said)

    ids, said = build()
    assert "repositories" in ids
    assert "stats" not in ids
    assert said == (
        "section `stats` is left out: without content/stats.json it has nothing beside the section `repositories`"
    )
    drop_section(root, "repositories")
    assert build()[1] == ""
    (root / "content" / "repositories.yaml").unlink()
    ids, said = build()
    assert "stats" not in ids
    assert said == (
        "section `stats` is left out: neither content/stats.json nor content/repositories.yaml; run `portfolio stats fetch`"
    )
    write_snapshot(root, rich_snapshot())
    ids, said = build()
    assert "stats" in ids
    assert said == ""


def test_a_section_that_is_left_out_is_in_no_navigation(root: Path) -> None:
    edit_yaml(
        root,
        "content/home.yaml",
        lambda home: [x.update(nav="code") for x in home["sections"] if x["kind"] == "stats"] and None,
    )
    assert "code" not in parse_html(render(root)["index.html"]).all("nav")[0].text
    write_snapshot(root, rich_snapshot())
    assert "code" in parse_html(render(root)["index.html"]).all("nav")[0].text


@pytest.mark.parametrize("account", ["@octocat", "github.com/octocat", "https://github.com/octocat/"])
def test_the_profile_is_linked_however_the_account_is_written(root: Path, account: str) -> None:
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"github": account})
    assert "https://github.com/octocat" in section(root, "repositories").hrefs()
    write_snapshot(root, rich_snapshot())
    assert section(root, "stats").all("dl")
    assert "https://github.com/https:" not in render(root)["index.html"]


def test_with_a_snapshot_every_number_is_text_with_its_window_and_its_proof(root: Path) -> None:
    snapshot = rich_snapshot()
    write_snapshot(root, snapshot)
    shown = section(root, "stats")
    stats = compute_stats(snapshot, StatsSettings())
    wanted = list(list_panels(stats, stats.daily, ENGLISH))
    assert len(wanted) == 3
    for panel, expected in zip(shown.by_class("panels")[0].by_class("panel"), wanted, strict=True):
        assert f"{expected.value} {expected.label}" in panel.text
        assert panel.hrefs() == [expected.href]
    assert stats.calendar is not None
    assert describe_calendar(stats.calendar, ENGLISH) in shown.text
    assert not shown.all("img")


def test_the_section_links_to_the_page_with_all_statistics(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    links = {link.text: link.attributes["href"] for link in section(root, "stats").all("a")}
    assert links["All numbers, and how they are counted →"] == "./stats/"


def test_the_streak_is_the_one_that_the_settings_name(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    assert "6 days longest streak" in section(root, "stats").text
    (root / "portfolio.yaml").write_text("stats:\n  streak: weekly\n", encoding="utf-8")
    assert " weeks longest streak" in section(root, "stats").text
    assert b" weeks (" in cards(root)["stats/streak-light.svg"]


def test_a_missing_part_is_reported_and_never_shown_smaller(root: Path) -> None:
    write_snapshot(root, without_a_year())
    shown = section(root, "stats")
    assert "Not available: " in shown.text
    assert [panel.text.rpartition("languages")[1] for panel in shown.by_class("panel")] == ["languages"]
    assert "contributions on" not in shown.text
    assert {path.partition("-")[0] for path in cards(root)} == {"stats/overview", "stats/languages"}


def test_the_owners_choice_and_order_of_repositories_counts_with_newer_numbers(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    shown = section(root, "repositories")
    assert [item.text for item in shown.all("a")] == ["tool", "settle", "copy"]
    # the numbers of `settle` are GitHub's, its language is the owner's
    assert "COBOL settle" in shown.text
    assert "100 stars · 2 forks" in shown.text
    assert "2 stars" in shown.text
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
    write_snapshot(root, rich_snapshot())
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
    for svg in cards(root).values():
        assert not [item for item in ET.fromstring(svg).iter() if item.tag.endswith("img")]  # noqa: S314 (made here)


def test_the_same_snapshot_makes_the_same_bytes(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    once = {file.path: file.content for file in render_all(root).files}
    again = {file.path: file.content for file in render_all(root).files}
    assert once == again
    assert sum(path.startswith("stats/") for path in once) == 7


def test_a_card_is_drawn_when_it_is_asked_for_and_not_before(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    draw = card.draw_overview

    def watch(stats: Stats, words: Words, colours: Colours) -> str:
        drawn.append(colours)
        return draw(stats, words, colours)

    monkeypatch.setattr(card, "draw_overview", watch)
    write_snapshot(root, rich_snapshot())
    site = prepare(root)
    (route,) = (route for route in site.context.routes if route.path == "stats/overview-dark.svg")
    assert drawn == []
    assert isinstance(route.made, Written)
    assert route.made.content(site.context) == cards(root)["stats/overview-dark.svg"]
    assert drawn[0] == PHOSPHOR.dark


def test_a_card_is_drawn_in_the_colours_of_the_palette(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    before = cards(root)
    edit_yaml(root, "portfolio.yaml", lambda config: config | {"palette": "paper"})
    after = cards(root)
    assert "#7ee2a8" in before["stats/overview-dark.svg"].decode()
    assert "#a9c4ff" in after["stats/overview-dark.svg"].decode()
    assert "#1c3f85" in after["stats/overview-light.svg"].decode()
    assert not re.search("#7ee2a8|#0a5a34", b"".join(after.values()).decode())


def test_repositories_come_from_github_where_the_owner_wrote_none_down(root: Path) -> None:
    (root / "content" / "repositories.yaml").unlink()
    assert Code.UNKNOWN_REFERENCE in {problem.code for problem in load(root).diagnostics.items}
    write_snapshot(root, rich_snapshot())
    pinned = section(root, "repositories")
    assert [item.text for item in pinned.all("a")] == ["queue-doctor", "ledger", "jinja"]
    write_snapshot(root, replace(rich_snapshot(), profile=ProfileGroup()))
    starred = section(root, "repositories")
    names = ["ledger", "queue-doctor", "settle", "notes", "dotfiles", "tiny", "jinja"]
    assert [item.text for item in starred.all("a")] == names


def test_a_snapshot_that_is_damaged_takes_no_page_along(root: Path) -> None:
    (root / "content" / "repositories.yaml").unlink()
    write_snapshot(root, rich_snapshot())
    file = root / "content" / "stats.json"
    file.write_bytes(file.read_bytes()[:-100])
    loading = load(root)
    assert [problem.code for problem in loading.diagnostics.items] == [Code.STATS_SNAPSHOT]
    assert section(root, "repositories").hrefs() == ["https://github.com/octocat"]
