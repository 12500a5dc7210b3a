"""Cards: whole SVG files with every number in words, nothing from elsewhere, and nothing that breaks out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace
from support.snapshots import rich_snapshot

from portfolio.check.contrast import contrast
from portfolio.github.card import WIDTH, list_cards
from portfolio.github.compute import compute_stats
from portfolio.languages.words import load_words
from portfolio.model.config import StatsSettings
from portfolio.model.palette import PHOSPHOR
from portfolio.model.stats import Language

if TYPE_CHECKING:
    from portfolio.model.stats import Stats, Streak

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = PHOSPHOR._asdict()
STATS = compute_stats(rich_snapshot(), StatsSettings())


def draw_cards(stats: Stats, streak: Streak | None) -> dict[str, str]:
    return {card.name: card.draw(COLOURS[card.scheme]) for card in list_cards(stats, streak)}


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
def test_a_card_has_a_line_for_each_element(name: str) -> None:
    first, *middle, last = CARDS[name].removesuffix("\n").split("\n")
    assert CARDS[name].endswith("</svg>\n")
    assert (first[:5], last) == ("<svg ", "</svg>")
    assert len(middle) > 5
    for line in middle:
        parse(line)


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


def test_every_total_is_drawn_and_described_with_its_date_range() -> None:
    tree = parse(CARDS["overview-dark.svg"])
    texts = ["".join(item.itertext()) for item in tree.iter(f"{SVG}text")]
    for total in STATS.totals:
        window = f"{total.since} to {total.as_of}" if total.since else f"on {total.as_of}"
        assert f"{total.label}: {total.value:,} ({window})" in desc(tree)
        assert total.label in texts
        assert f"{total.value:,}" in texts


def test_every_language_is_drawn_and_described() -> None:
    tree = parse(CARDS["languages-light.svg"])
    assert STATS.languages is not None
    for item in STATS.languages.items:
        assert f"{item.name} {item.share:.1%}" in desc(tree)
        assert item.name in words(tree)
    assert f"on {STATS.languages.as_of}" in desc(tree)


def test_both_streaks_and_the_year_are_drawn_and_described() -> None:
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


def trace_path(path: ET.Element) -> list[tuple[float, float]]:
    """Return the corners of a path, half its line's width around them."""
    x = y = 0.0
    half = float(path.get("stroke-width", "0")) / 2
    points = []
    for letter, numbers in re.findall(r"([MhvzZ])([-0-9. ]*)", path.get("d") or ""):
        values = [float(number) for number in numbers.split()]
        if letter == "M":
            x, y = values
        elif letter in "hv":
            x, y = (x + values[0], y) if letter == "h" else (x, y + values[0])
        points += [(x, y - half), (x, y + half)]
    return points


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_outside_of_the_frame(name: str) -> None:
    tree = parse(CARDS[name])
    width, height = float(tree.get("width", "0")), float(tree.get("height", "0"))
    for text in tree.iter(f"{SVG}text"):
        baseline, size = float(text.get("y", "0")), float(text.get("font-size", "0"))
        assert size <= baseline - 8, (name, "above", "".join(text.itertext()))
        assert baseline <= height - 8, (name, "below", "".join(text.itertext()))
    corners = [corner for path in tree.iter(f"{SVG}path") for corner in trace_path(path)]
    assert all(8 <= x <= width - 8 and 8 <= y <= height - 8 for x, y in corners)
    for box in tree.iter(f"{SVG}rect"):
        x, y, across, down = (float(box.get(key, "nan")) for key in ("x", "y", "width", "height"))
        assert (x, y, x + across, y + down) == (0.5, 0.5, width - 0.5, height - 0.5)


@pytest.mark.parametrize("name", NAMES)
def test_rows_follow_each_other_downwards_below_the_command(name: str) -> None:
    texts = [*parse(CARDS[name]).iter(f"{SVG}text")]
    baselines = [float(text.get("y", "0")) for text in texts]
    assert baselines[:2] == [34, 34]
    assert "".join(texts[0].itertext()).startswith("$ ")
    rows = sorted(set(baselines))
    assert rows == list(dict.fromkeys(sorted(baselines)))
    sizes = {
        row: max(float(t.get("font-size", "0")) for t in texts if float(t.get("y", "0")) == row)
        for row in rows
    }
    for above, below in pairwise(rows):
        assert below - above >= sizes[below], (name, above, below)


@pytest.mark.parametrize("scheme", COLOURS)
def test_the_first_is_above_the_second(scheme: str) -> None:
    shown = {
        "".join(t.itertext()): float(t.get("y", "0"))
        for t in parse(CARDS[f"overview-{scheme}.svg"]).iter(f"{SVG}text")
    }
    rows = [shown[total.label] for total in STATS.totals]
    assert rows == sorted(set(rows))
    assert STATS.languages is not None
    shown = {
        "".join(t.itertext()): float(t.get("y", "0"))
        for t in parse(CARDS[f"languages-{scheme}.svg"]).iter(f"{SVG}text")
    }
    rows = [shown[item.name] for item in STATS.languages.listed]
    assert rows == sorted(set(rows))


def test_a_bar_is_as_long_as_its_share_and_is_next_to_its_name() -> None:
    assert STATS.languages is not None
    tree = parse(CARDS["languages-dark.svg"])
    bars = [path for path in tree.iter(f"{SVG}path") if path.get("stroke-width")]
    whole = [path for path in tree.iter(f"{SVG}path") if not path.get("stroke-width")]
    names = [
        text
        for text in tree.iter(f"{SVG}text")
        if text.get("font-size") == "14" and not text.get("text-anchor")
    ]
    assert len(bars) == len(whole) == len(STATS.languages.listed)
    for item, bar, line, name in zip(STATS.languages.listed, bars, whole, names[1:], strict=True):
        (left, y), (right, _) = trace_path(line)[::2]
        lengths = [trace_path(path)[2][0] - trace_path(path)[0][0] for path in (bar, line)]
        assert lengths[1] == right - left == 240
        assert trace_path(bar)[0][0] == left
        assert trace_path(bar)[0][1] + trace_path(bar)[1][1] == 2 * y
        assert lengths[0] == max(round(240 * item.share), 2)
        assert name.text == item.name
        assert 0 < float(name.get("y", "0")) - y < 14


def test_each_day_is_a_square_in_the_column_of_its_week() -> None:
    assert STATS.calendar is not None
    tree = parse(CARDS["streak-light.svg"])
    corners = {
        (float(x), float(y))
        for path in tree.iter(f"{SVG}path")
        for x, y in re.findall(r"M([0-9.]+) ([0-9.]+)h8v8h-8z", path.get("d") or "")
    }
    columns, rows = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    assert {right - left for left, right in pairwise(columns)} == {10}
    assert {below - above for above, below in pairwise(rows)} == {10}
    expected = {
        (columns[0] + 10 * column, rows[0] + 10 * row)
        for column, week in enumerate(STATS.calendar.weeks)
        for row, count in enumerate(week.counts)
        if count is not None
    }
    assert corners == expected


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


def test_a_streak_of_nothing_and_one_of_weeks_are_described() -> None:
    assert STATS.weekly is not None
    nothing = replace(STATS.weekly, current=None, longest=None)
    tree = parse(draw_cards(STATS, nothing)["streak-dark.svg"])
    assert desc(tree).startswith("current streak: 0 weeks (on 2026-11-22); longest streak: 0 weeks")


def test_text_has_three_sizes_and_none_is_too_small() -> None:
    sizes = {text.get("font-size") for svg in CARDS.values() for text in parse(svg).iter(f"{SVG}text")}
    assert sizes == {"12", "14", "24"}


def test_equal_statistics_make_equal_bytes() -> None:
    again = compute_stats(rich_snapshot(), StatsSettings())
    assert draw_cards(again, again.daily) == CARDS


def test_a_card_in_a_language_from_the_right_is_mirrored_and_its_command_is_not() -> None:
    words = load_words("ar")
    stats = compute_stats(rich_snapshot(), StatsSettings(), words=words)
    cards = {card.name: card.draw(COLOURS[card.scheme]) for card in list_cards(stats, stats.daily, words)}
    for name, svg in cards.items():
        assert ' direction="rtl">' in svg.split("\n")[0], name
        assert f'<text x="{WIDTH - 24}" y="34" direction="ltr" text-anchor="end"' in svg
        assert f'<text x="{WIDTH - 24}" y="68"' in svg or "streak" in name
    assert "matrix(-1 0 0 1 576 0)" in cards["streak-light.svg"]
    assert all(words[f"total_{total}"] in cards["overview-light.svg"] for total in ("commits", "issues"))
    assert (
        ">\N{FIRST STRONG ISOLATE}Java\N{POP DIRECTIONAL ISOLATE}<" in cards["languages-light.svg"]
    )  # else C++ would be ++C
