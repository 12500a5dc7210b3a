"""Walls out of line: what is repaired, what is only reported, and that a straight drawing is unchanged."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sites import SITES

from portfolio.diagrams.drawing.layout import draw_graph
from portfolio.diagrams.glyphs import box_glyphs
from portfolio.diagrams.graph import Edge, Graph, Node
from portfolio.diagrams.repair.repair import check_walls, repair
from portfolio.diagrams.repair.rows import fit

HERE = Path(__file__).parent
PAIRS = sorted((HERE / "pairs").glob("*.txt"))
RIGHT = [
    path
    for path in sorted((HERE.parent / "cases").glob("*.txt"))
    if "problem:" not in path.read_text(encoding="utf-8")
]
FENCE = re.compile(r"^```diagram.*?\n(.*?)^```", re.DOTALL | re.MULTILINE)
IN_TEXTS = [
    drawing
    for path in sorted((SITES / "engineer" / "content").rglob("*.md"))
    for drawing in FENCE.findall(path.read_text(encoding="utf-8"))
]
SIGNS = st.sampled_from([*"┌┐└┘│─├┤┬┴┼╔╗╚╝║═+-|= ab→↓\n", "世", "🚀", "\t", "e\u0301", "\r\n"])
NOISE = st.lists(SIGNS, max_size=80).map("".join)


@st.composite
def spoilt_boxes(draw: st.DrawFn) -> str:
    """Draw boxes beside each other, then add or remove characters in some rows."""
    count = draw(st.integers(1, 3))
    labels = [draw(st.sampled_from(["API", "Queue", "データ", "🚀 go", "a b c"])) for _ in range(count)]
    nodes = tuple(Node(f"{label} {place}") for place, label in enumerate(labels))
    edges = tuple(Edge(place, place + 1) for place in range(count - 1))
    drawn = draw_graph(Graph(nodes, edges), width=100, downwards=draw(st.booleans()))
    lines = (drawn.text if drawn else "").split("\n")
    for _ in range(draw(st.integers(0, 3))):
        row = draw(st.integers(0, len(lines) - 1))
        place = draw(st.integers(0, len(lines[row])))
        if draw(st.booleans()):
            lines[row] = (
                lines[row][:place] + draw(st.sampled_from([" ", "x", "─", "  ", "漢"])) + lines[row][place:]
            )
        else:
            lines[row] = lines[row][:place] + lines[row][place + 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("│ abc  │", "this wall is 1 column too far to the right"),  # a blank less would do
        ("│ abcd │", "text is 1 column wider than its box"),
        ("│ abc de │", "text is 3 columns wider than its box"),
        ("│ abc    │", "this wall is 3 columns too far to the right"),
    ],
)
def test_text_that_is_too_wide_is_told_from_a_wall_that_is_too_far(row: str, said: str) -> None:
    problems = check_walls(f"┌─────┐\n{row}\n└─────┘")
    assert [problem.message for problem in problems] == [said]


def letters(text: str) -> list[str]:
    """Each line's characters that are neither blank nor part of a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [
        "".join(c for c in line if not c.isspace() and c not in "+-|=" and c not in box_glyphs())
        for line in lines
    ]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_pair_is_repaired_as_it_says(path: Path) -> None:
    before, after = path.read_text(encoding="utf-8").split("\n---\n")
    found = repair(before)
    assert found.problems
    assert found.text == after.removesuffix("\n")


def test_there_are_pairs_and_drawings_to_look_at() -> None:
    assert len(PAIRS) >= 20
    assert len(RIGHT) >= 10
    assert len(IN_TEXTS) >= 4


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_straight_drawing_is_unchanged(path: Path) -> None:
    drawing = path.read_text(encoding="utf-8").partition("\n---\n")[0]
    assert check_walls(drawing) == ()
    assert repair(drawing).text == drawing


@pytest.mark.parametrize("drawing", IN_TEXTS)
def test_drawings_of_a_whole_site_are_right(drawing: str) -> None:
    assert check_walls(drawing) == ()
    assert repair(drawing).text == drawing


def test_lines_that_turn_are_no_boxes() -> None:
    random = Random(2)  # noqa: S311 (the same graphs each time, no secret)
    seen = 0
    for _ in range(120):
        count = random.randint(2, 8)
        nodes = tuple(
            Node(f"{random.choice(['API', 'データ', 'Queue worker'])} {place}") for place in range(count)
        )
        pairs = {(random.randrange(count), random.randrange(count)) for _ in range(count + 2)}
        edges = tuple(Edge(*pair) for pair in sorted(pairs) if pair[0] != pair[1])
        drawn = draw_graph(Graph(nodes, edges), width=60, downwards=True)
        if drawn:
            seen += 1
            assert check_walls(drawn.text) == (), drawn.text
    assert seen > 100


def test_a_run_of_hyphens_between_words_is_never_shortened() -> None:
    assert fit([*" a -- b "], 7, is_ascii=True) is None
    assert fit([*"---->"], 4, is_ascii=True) == [*"--->"]


@given(NOISE | spoilt_boxes())
def test_no_letter_is_changed_and_to_repair_twice_is_to_repair_once(text: str) -> None:
    found = repair(text)
    assert letters(found.text) == letters(text)
    assert repair(found.text).text == found.text
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for problem in found.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert letters(repair(text).text) == letters(text)
