from __future__ import annotations

import pytest

from portfolio.diagrams.glyphs import Direction
from portfolio.diagrams.grid import Cell, parse_grid


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("ab", 2),
        ("注文", 4),
        ("🚚", 2),
        ("👩\u200d💻", 2),
        ("e\u0301", 1),
        ("─·→", 3),
        ("a\tb", 9),
        ("\u0301", 1),
    ],
)
def test_a_row_is_as_wide_as_a_terminal_shows_it(text: str, width: int) -> None:
    assert parse_grid(text).width == width


def test_a_wide_character_fills_two_cells() -> None:
    assert parse_grid("注a").rows == (("注", "", "a"),)


def test_an_accent_joins_the_letter_before_it() -> None:
    assert parse_grid("e\u0301x").rows == (("e\u0301", "x"),)


def test_marks_and_line_ends_of_other_systems_are_removed() -> None:
    assert parse_grid("\ufeffa\r\nb \r\n\r\n").rows == (("a",), ("b",))


def test_a_cell_knows_its_place_in_the_source() -> None:
    grid = parse_grid("注\tb")
    assert grid.rows[0].index("b") == 8
    assert grid.origin(0, 8) == 2
    assert grid.origin(0, 99) == 3


def test_what_lies_beyond_the_ends_is_blank() -> None:
    grid = parse_grid("a\nbb")
    assert [grid.at(-1, 0), grid.at(0, 1), grid.at(5, 5), grid.at(0, -1)] == [" ", " ", " ", " "]


def test_steps_lead_to_the_neighbours() -> None:
    assert [Cell(2, 2).step(side) for side in Direction] == [(1, 2), (2, 3), (3, 2), (2, 1)]
    assert Cell(2, 2).step(Direction.LEFT, 2) == Cell(2, 0)
