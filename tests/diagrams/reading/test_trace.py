from __future__ import annotations

import pytest

from portfolio.diagrams.glyphs import Direction
from portfolio.diagrams.grid import Cell, parse_grid
from portfolio.diagrams.reading.trace import trace_drawing
from portfolio.diagrams.shapes import Box, Drawing


def trace(text: str) -> Drawing:
    return trace_drawing(parse_grid(text))


def test_every_wall_of_an_ascii_box_is_a_line_and_its_words_are_text() -> None:
    drawing = trace("+---+\n|a-b|\n+---+")
    assert drawing.boxes == (Box(0, 0, 2, 4, is_ascii=True),)
    assert set(drawing.lines) == set(drawing.boxes[0].walls())
    assert all(drawing.is_text(Cell(1, column)) for column in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "is_wall"),
    [
        ("┌─ One ─ Two ─┐\n│             │\n└─────────────┘", True),
        ("+- One - Two -+\n|             |\n+-------------+", False),
        ("┌─────────────┐\n│             │\n└─ One ─ Two ─┘", True),
        ("+-------------+\n|             |\n+- One - Two -+", False),
    ],
)
def test_a_drawn_line_between_two_words_of_a_wall_is_of_the_wall_and_a_hyphen_is_not(
    text: str, *, is_wall: bool
) -> None:
    drawing = trace(text)
    row = 0 if "One" in text.split("\n", maxsplit=1)[0] else 2
    assert [(box.top, box.left, box.bottom, box.right) for box in drawing.boxes] == [(0, 0, 2, 14)]
    assert (Cell(row, 7) in drawing.lines) == is_wall
    assert {Cell(1, 0), Cell(1, 14), Cell(row, 1), Cell(row, 13)} <= set(drawing.lines)


def test_a_corner_is_of_the_wall_whatever_stands_beside_it() -> None:
    drawing = trace("+---+-=>+\n| a | b |\n+---+---+")
    assert set(drawing.boxes[-1].walls()) - set(drawing.lines) == {Cell(0, 7)}


@pytest.mark.parametrize(
    ("between", "is_line"), [("-", True), ("--", True), ("- ", False), (" -", False), ("-- ", True), (" -- ", True), (" - ", False)]
)  # fmt: skip
def test_one_hyphen_between_boxes_is_a_line_where_it_touches_both(between: str, *, is_line: bool) -> None:
    gap = " " * len(between)
    drawing = trace(f"┌───┐{gap}┌───┐\n│ a │{between}│ b │\n└───┘{gap}└───┘")
    assert (Cell(1, 5 + between.index("-")) in drawing.lines) == is_line


@pytest.mark.parametrize("rule", ["+-------+", "+--(----+", "+-- b --+", "+--b----+"])
def test_a_rule_from_wall_to_wall_is_a_line_and_its_words_are_none(rule: str) -> None:
    drawing = trace(f"+-------+\n| Alpha |\n{rule}\n| Beta  |\n+-------+")
    row = {cell.column for cell in drawing.lines if cell.row == 2}
    assert row == {column for column, mark in enumerate(rule) if mark in "+-"}


@pytest.mark.parametrize(("text", "columns"), [("a  >--> b", {4, 5}), ("a  <--< b", {4, 5})])
def test_a_mark_at_the_tail_of_a_shaft_is_none_of_its_line(text: str, columns: set[int]) -> None:
    assert {cell.column for cell in trace(text).lines} == columns


def test_outer_boxes_come_first() -> None:
    assert trace("┌─────┐\n│ ┌─┐ │\n│ │x│ │\n│ └─┘ │\n└─────┘").boxes == (Box(0, 0, 4, 6), Box(1, 2, 3, 4))


def test_a_shaft_and_its_head_are_told_apart() -> None:
    drawing = trace("a --> b")
    assert set(drawing.lines) == {(0, 2), (0, 3)}
    assert drawing.heads == {Cell(0, 4): Direction.RIGHT}


@pytest.mark.parametrize(
    "text",
    ["a->b", "x - y", "C++", "--flag", "a | b", "e-mail", "x > y", "a < b", "-----", "<- a", "v", "o--o"],
)
def test_a_sign_without_a_drawing_around_it_is_text(text: str) -> None:
    drawing = trace(text)
    assert (drawing.lines, drawing.heads, drawing.boxes) == ({}, {}, ())


def test_the_space_between_two_joined_boxes_is_no_box() -> None:
    assert len(trace("┌─┐   ┌─┐\n│a├───┤b│\n│ │ x │ │\n│ ├───┤ │\n└─┘   └─┘").boxes) == 2


@pytest.mark.parametrize(
    ("wall", "boxes"),
    [
        ("┌ Title ──┐", 1),
        ("┌─ Title ─┐", 1),
        ("┌─ a b c ─┐", 1),
        ("┌─ a  c ──┐", 0),  # two blanks end a title
        ("┌─  a ────┐", 0),
        ("┌─ a    ──┐", 0),
        ("┌─ ▶ a ───┐", 0),  # a head that leads out of the wall
    ],
)
def test_a_title_in_a_wall_has_no_gap_of_two_blanks(wall: str, boxes: int) -> None:
    assert len(trace(f"{wall}\n│ text    │\n└─────────┘").boxes) == boxes


def test_a_box_that_lacks_a_wall_in_one_row_is_a_box() -> None:
    (box,) = trace("┌────┐\n│ ab │\n│ cd\n└────┘").boxes
    assert box.walls_of(2) == (0, None)
    assert Cell(2, 5) not in box.walls()


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("┌─────┐\n│ one  │\n└─────┘", ((0, 6), (0, 7), (0, 6))),  # an inner row one too wide
        ("┌──────┐\n│ one │\n│ two │\n└──────┘", ((0, 7), (0, 6), (0, 6), (0, 7))),  # or one short
        (" ┌───┐\n  │ a │\n  │ b │\n └───┘", ((1, 5), (2, 6), (2, 6), (1, 5))),  # pushed as a whole
    ],
)
def test_a_wall_a_column_or_two_out_of_line_is_a_wall(text: str, sides: tuple[tuple[int, int], ...]) -> None:
    (box,) = trace(text).boxes
    assert box.found == sides


def test_a_box_may_stand_on_the_wall_of_the_box_around_it() -> None:
    drawing = trace("┌─────────┐\n│  ┌───┐  │\n│  │ a │  │\n└──┴───┴──┘")
    assert [(box.left, box.right) for box in drawing.boxes] == [(0, 10), (3, 7)]


def test_layers_that_share_walls_are_boxes() -> None:
    stack = "+-----+ +---+\n|  a  | | b |\n+-----+-+---+\n|     c     |\n+-----------+"
    assert len(trace(stack).boxes) == 3


def test_rounded_corners_of_ascii_are_corners() -> None:
    assert trace(".---.\n| a |\n'---'").boxes == (Box(0, 0, 2, 4),)
    assert trace("it's . a-b . 'c'").lines == {}


def test_a_line_around_a_label_is_no_open_box() -> None:
    assert trace("┌──▶ A ──┐\n│        │\n└────────┘").problems == ()
