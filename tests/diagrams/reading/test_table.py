from __future__ import annotations

import pytest

from portfolio.diagrams.graph import Table
from portfolio.diagrams.grid import Cell, parse_grid
from portfolio.diagrams.reading.table import is_grid, read_table
from portfolio.diagrams.reading.trace import trace_drawing


def read(text: str) -> Table | None:
    return read_table(trace_drawing(parse_grid(text)))


def test_the_rows_above_the_first_rule_are_the_head() -> None:
    assert read("┌──┬──┐\n│a │b │\n│a2│  │\n├──┼──┤\n│c │d │\n└──┴──┘") == Table(("a a2", "b"), (("c", "d"),))


def test_an_empty_first_cell_continues_the_row_above() -> None:
    assert read("┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n│ │e│\n│f│g│\n└─┴─┘") == Table(
        ("a", "b"), (("c", "d e"), ("f", "g"))
    )


def test_between_several_rules_lines_are_one_row_unless_every_line_is_full() -> None:
    assert read("┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n│e│ │\n├─┼─┤\n│f│g│\n│h│i│\n└─┴─┘") == Table(
        ("a", "b"), (("c e", "d"), ("f", "g"), ("h", "i"))
    )


def test_lines_of_words_above_and_below_a_table_belong_to_it() -> None:
    table = read("Runs\n\n┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n└─┴─┘\nof  May")
    assert table == Table(("a", "b"), (("c", "d"),), ("Runs",), ("of May",))


@pytest.mark.parametrize(
    "text",
    [
        "┌─┬─┐\n│a│b│\n└─┴─┘",
        "┌─┐\n│a│\n├─┤\n│b│\n└─┘",
        "┌─┬─┐\n│a│b│\n├─┴─┤\n│ c │\n└───┘",
        "┌─┬─┐\n│a│b│ note\n├─┼─┤\n│c│d│\n└─┴─┘",
        "┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n└┬┴─┘\n ▼\n x",
        "no box",
    ],
)
def test_what_is_no_regular_grid_alone_is_no_table(text: str) -> None:
    assert read(text) is None


def test_a_row_of_cells_is_a_grid() -> None:
    assert is_grid(trace_drawing(parse_grid("┌─┬─┬─┐\n│a│b│c│\n│d│e│f│\n└─┴─┴─┘")))


def test_a_grid_with_a_wide_cell_is_known_as_one() -> None:
    assert is_grid(trace_drawing(parse_grid("┌─┬─┬─┐\n│a│b│c│\n├─┼─┴─┤\n│d│ e │\n└─┴───┘")))


@pytest.mark.parametrize(
    "text",
    [
        "┌─┐\n│a│\n└─┘",
        "┌─────┐\n│a    │\n├─────┤\n│b    │\n├─────┤\n│c    │\n└─────┘",  # cut across only
        "┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n└─┴─┘ ┌─┐\n      │e│\n      └─┘",  # not alone
        "┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n└─┴─┘ ──▶ e",
    ],
)
def test_what_is_not_one_box_that_is_cut_into_cells_is_no_grid(text: str) -> None:
    assert not is_grid(trace_drawing(parse_grid(text)))


@pytest.mark.parametrize(
    "text",
    [
        "┌┬─┐\n││b│\n├┼─┤\n││d│\n└┴─┘",  # no room for a word in the first column
        "┌─┬┐\n│a││\n├─┼┤\n│c││\n└─┴┘",
        "┌─┬─┐\n│a│b│\n├─┼─┤\n├─┼─┤\n│c│d│\n└─┴─┘",
        "┌─┬─┐\n├─┼─┤\n│a│b│\n└─┴─┘",
    ],
)
def test_a_table_has_room_between_its_columns_and_its_rules(text: str) -> None:
    assert read(text) is None


def test_a_rule_beside_a_wall_is_a_line_and_no_text() -> None:
    drawing = trace_drawing(parse_grid("┌┬───┬┐\n││ a ││\n├┼───┼┤\n││ b ││\n└┴───┴┘"))
    assert [drawing.is_text(Cell(row, column)) for row in (1, 3) for column in (0, 1, 5, 6)] == [False] * 8
