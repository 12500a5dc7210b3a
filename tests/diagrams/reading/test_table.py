from __future__ import annotations

import pytest

from portfolio.diagrams.grid import parse_grid
from portfolio.diagrams.reading.table import is_grid, read_table
from portfolio.diagrams.reading.trace import trace_drawing
from portfolio.model.graph import Table


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


@pytest.mark.parametrize(
    "text",
    [
        "┌─┬─┐\n│a│b│\n└─┴─┘",
        "┌─┐\n│a│\n├─┤\n│b│\n└─┘",
        "┌─┬─┐\n│a│b│\n├─┴─┤\n│ c │\n└───┘",
        "title\n┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n└─┴─┘",
        "┌─┬─┐\n│a│b│\n├─┼─┤\n│c│d│\n└┬┴─┘\n ▼\n x",
        "no box",
    ],
)
def test_what_is_no_regular_grid_alone_is_no_table(text: str) -> None:
    assert read(text) is None


def test_a_grid_with_a_wide_cell_is_known_as_one() -> None:
    assert is_grid(trace_drawing(parse_grid("┌─┬─┬─┐\n│a│b│c│\n├─┼─┴─┤\n│d│ e │\n└─┴───┘")))
    assert not is_grid(trace_drawing(parse_grid("┌─┐\n│a│\n└─┘")))
