"""Cards: whole SVG files with every number in words, nothing from elsewhere, and nothing that breaks out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace
from support.figures import rich_snapshot

from portfolio.check.contrast import contrast
from portfolio.model.config import StatsSettings
from portfolio.model.stats import Language
from portfolio.stats.card import COLOURS, WIDTH, list_cards
from portfolio.stats.compute import compute_stats

if TYPE_CHECKING:
    from portfolio.model.stats import Stats, Streak

SVG = "{http://www.w3.org/2000/svg}"
STATS = compute_stats(rich_snapshot(), StatsSettings())


def draw_cards(stats: Stats, streak: Streak | None) -> dict[str, str]:
    return {card.name: card.draw() for card in list_cards(stats, streak)}


CARDS = draw_cards(STATS, STATS.daily)
NAMES = [
    f"{card}-{scheme}.svg" for card in ("overview", "languages", "streak") for scheme in ("light", "dark")
]

ELEMENTS = {"svg", "title", "desc", "rect", "path", "text", "tspan"}
ADVANCE_EM = 0.62
"""The widest of the fonts: DejaVu Sans Mono has 0.602."""


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (made here)


def words(tree: ET.Element) -> str:
    return " ".join("".join(tree.itertext()).split())


def desc(tree: ET.Element) -> str:
    return tree.findtext(f"{SVG}desc") or ""


def test_every_card_comes_in_light_and_dark() -> None:
    assert sorted(CARDS) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_card_is_whole_and_asks_nobody(name: str) -> None:
    tree = parse(CARDS[name])
    assert tree.tag == f"{SVG}svg"
    width, height = tree.get("width"), tree.get("height")
    assert tree.get("viewBox") == f"0 0 {width} {height}"
    assert (tree.get("role"), tree.get("aria-labelledby")) == ("img", "title desc")
    assert tree.findtext(f"{SVG}title")
    assert desc(tree)
    assert {item.tag.removeprefix(SVG) for item in tree.iter()} <= ELEMENTS
    attributes = {attribute for item in tree.iter() for attribute in item.attrib}
    assert not {name for name in attributes if name.startswith(("on", "style", "{")) or "href" in name}
    assert "url(" not in CARDS[name].replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(?<!xmlns=\")https?:", CARDS[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_card_is_drawn_in_the_colours_of_its_scheme(name: str) -> None:
    colours = COLOURS[name.rpartition("-")[2].removesuffix(".svg")]
    used = {item.get(key) for item in parse(CARDS[name]).iter() for key in ("fill", "stroke")} - {None}
    assert used <= set(colours)


@pytest.mark.parametrize("scheme", COLOURS)
def test_what_is_written_on_a_card_can_be_read(scheme: str) -> None:
    colours = COLOURS[scheme]
    assert contrast(colours.text, colours.ground) >= 12
    assert contrast(colours.muted, colours.ground) >= 7
    assert contrast(colours.accent, colours.ground) >= 7
    assert contrast(colours.rule, colours.ground) >= 3


def test_every_total_is_drawn_and_told_with_its_window() -> None:
    tree = parse(CARDS["overview-dark.svg"])
    texts = ["".join(item.itertext()) for item in tree.iter(f"{SVG}text")]
    for total in STATS.totals:
        window = f"{total.since} to {total.as_of}" if total.since else f"on {total.as_of}"
        assert f"{total.label}: {total.value:,} ({window})" in desc(tree)
        assert total.label in texts
        assert f"{total.value:,}" in texts


def test_every_language_is_drawn_and_told() -> None:
    tree = parse(CARDS["languages-light.svg"])
    assert STATS.languages is not None
    for item in STATS.languages.items:
        assert f"{item.name} {item.share:.1%}" in desc(tree)
        assert item.name in words(tree)
    assert f"on {STATS.languages.as_of}" in desc(tree)


def test_both_streaks_and_the_year_are_drawn_and_told() -> None:
    tree = parse(CARDS["streak-light.svg"])
    assert STATS.daily is not None
    assert STATS.calendar is not None
    for run in (STATS.daily.current, STATS.daily.longest):
        assert run is not None
        assert f"{run.length} days ({run.first} to {run.last})" in desc(tree)
    assert f"{STATS.calendar.contributions:,} contributions on" in desc(tree)
    squares = "".join(item.get("d") or "" for item in tree.iter(f"{SVG}path")).count("z")
    assert squares == 365


def width_of(text: ET.Element) -> float:
    return len("".join(text.itertext())) * float(text.get("font-size", "0")) * ADVANCE_EM


@pytest.mark.parametrize("name", NAMES)
def test_no_text_leaves_the_card_or_runs_into_another(name: str) -> None:
    tree = parse(CARDS[name])
    lines: dict[str, list[tuple[float, float]]] = {}
    for text in tree.iter(f"{SVG}text"):
        x = float(text.get("x", "0"))
        left = x - width_of(text) if text.get("text-anchor") == "end" else x
        lines.setdefault(text.get("y", ""), []).append((left, left + width_of(text)))
    for spans in lines.values():
        spans.sort()
        assert spans[0][0] >= 0
        assert spans[-1][1] <= WIDTH
        for (_, end), (start, _) in pairwise(spans):
            assert end <= start, (name, spans)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_below_the_card(name: str) -> None:
    tree = parse(CARDS[name])
    height = float(tree.get("height", "0"))
    assert all(float(text.get("y", "0")) <= height - 8 for text in tree.iter(f"{SVG}text"))


def hostile() -> Stats:
    assert STATS.languages is not None
    name = '</text><script>alert(1)</script>&"\x00\ufffe' + "長い名前" * 20
    bad = Language(name=name, size_bytes=1, repositories=1, share=0.5)
    return replace(STATS, login="a<b>&", languages=replace(STATS.languages, items=(bad,), basis="<i>&"))


def test_markup_in_names_stays_text() -> None:
    stats = hostile()
    for name, svg in draw_cards(stats, stats.daily).items():
        tree = parse(svg)
        assert {item.tag.removeprefix(SVG) for item in tree.iter()} <= ELEMENTS, name
        assert "a<b>&" in (tree.findtext(f"{SVG}title") or "")
    tree = parse(draw_cards(stats, stats.daily)["languages-dark.svg"])
    assert "<script>alert(1)</script>" in desc(tree)
    shown = [text for text in tree.iter(f"{SVG}text") if "".join(text.itertext()).startswith("</text>")]
    assert [width_of(text) < WIDTH / 2 for text in shown] == [True]


def test_a_card_without_its_numbers_is_not_drawn() -> None:
    assert not draw_cards(replace(STATS, totals=(), languages=None), None)
    only = draw_cards(replace(STATS, totals=(), calendar=None), STATS.daily)
    assert {name.partition("-")[0] for name in only} == {"languages"}


def test_a_streak_of_nothing_and_one_of_weeks_are_told() -> None:
    assert STATS.weekly is not None
    nothing = replace(STATS.weekly, current=None, longest=None)
    tree = parse(draw_cards(STATS, nothing)["streak-dark.svg"])
    assert desc(tree).startswith("current streak: 0 weeks (on 2026-11-22); longest streak: 0 weeks")


def test_equal_figures_make_equal_bytes() -> None:
    again = compute_stats(rich_snapshot(), StatsSettings())
    assert draw_cards(again, again.daily) == CARDS
