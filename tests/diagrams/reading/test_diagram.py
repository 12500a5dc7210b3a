"""Properties that hold for any text, and the work it takes."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.diagrams.reading import diagram as module
from portfolio.diagrams.reading.diagram import read_diagram
from portfolio.diagrams.reading.trace import trace_drawing
from portfolio.diagrams.shapes import Kind, ProblemKind

if TYPE_CHECKING:
    from portfolio.diagrams.grid import Grid
    from portfolio.diagrams.shapes import Diagram, Drawing

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.txt"))
MARKS = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╭╮╰╯━┃→←↑↓▶◀▲▼+-|=><^v abcA1 ()    \n\n\n\t注🚚\u0301\u200d\r"
DRAWINGS = st.text(st.sampled_from(MARKS), max_size=300) | st.text(max_size=100)
LINES = st.text(st.sampled_from("─│┌┐└┘├┤┬┴┼▶▼ +-|>v a"), min_size=12, max_size=12)
BLOCKS = st.lists(LINES, min_size=2, max_size=12).map("\n".join)


def check(text: str, diagram: Diagram) -> None:
    drawing, graph = diagram.drawing, diagram.graph
    for row, cells in enumerate(drawing.grid.rows):
        for column, mark in enumerate(cells):
            cell = (row, column)
            kinds = (cell in drawing.lines) + (cell in drawing.heads)
            assert kinds <= (mark not in {"", " "})
    size = len(graph.nodes)
    for edge in graph.edges:
        assert 0 <= edge.source < size
        assert 0 <= edge.target < size
    for link in graph.links:
        assert 0 <= link.first < link.second < size
    for index, node in enumerate(graph.nodes):
        assert node.parent is None or (0 <= node.parent < size and node.parent != index)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in diagram.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.length >= 1


@given(DRAWINGS | BLOCKS)
@settings(max_examples=300)
def test_any_text_is_read_without_an_error(text: str) -> None:
    check(text, read_diagram(text))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_drawing_with_a_slip_of_the_pen_is_read_without_an_error(path: Path) -> None:
    drawing = path.read_text(encoding="utf-8").rpartition("\n---\n")[0]
    random = Random(path.stem)  # noqa: S311 (the same slips each time, no secret)
    for _ in range(4):
        place = random.randrange(len(drawing) + 1)
        behind = place + random.randrange(2)
        text = drawing[:place] + random.choice(["", " ", "x", "─", "|"]) + drawing[behind:]
        check(text, read_diagram(text))


def test_a_letter_for_a_corner_beside_a_sequence_is_no_error() -> None:
    text = """+------x+        +-------+
| Phone |        | Relay |
+---+---+        +---+---+
    |     pair       |
    |--------------->|"""
    check(text, read_diagram(text))


def test_a_head_at_both_ends_of_one_line_is_one_head() -> None:
    text = "┤─┌▶◀\n└├─┤"
    check(text, read_diagram(text))


@given(BLOCKS)
@settings(max_examples=60)
def test_a_text_is_read_the_same_twice(text: str) -> None:
    assert read_diagram(text) == read_diagram(text)


@given(BLOCKS, st.integers(1, 9))
@settings(max_examples=100)
def test_a_drawing_means_the_same_further_right(text: str, indent: int) -> None:
    moved = "\n".join(" " * indent + line for line in text.split("\n"))
    first, second = read_diagram(text), read_diagram(moved)
    assert (first.kind, first.graph, first.tree, first.table) == (
        second.kind,
        second.graph,
        second.tree,
        second.table,
    )


@pytest.mark.parametrize("unit", ["┼", "+-", "→ ", "↓ ", "┌─┐ ", "|v", "A --> "])
def test_a_text_above_the_limit_is_not_traced(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Grid] = []

    def trace(grid: Grid) -> Drawing:
        calls.append(grid)
        return trace_drawing(grid)

    monkeypatch.setattr(module, "trace_drawing", trace)
    big = read_diagram("\n".join([unit * 500] * 500))
    assert (big.kind, big.drawing.lines, calls) == (Kind.TEXT, {}, [])
    read_diagram(unit * 20)
    assert len(calls) == 1


def test_problems_are_told_in_their_order() -> None:
    found = read_diagram("A →\n\tB → C\nD ← \x07").problems
    assert [(problem.kind, problem.line) for problem in found] == [
        (ProblemKind.ARROW, 1),
        (ProblemKind.TAB, 2),
        (ProblemKind.CONTROL, 3),
    ]


def test_a_problem_behind_wide_characters_is_counted_in_characters() -> None:
    (problem,) = read_diagram("注文 → 倉庫 →").problems
    assert (problem.line, problem.column, problem.message) == (1, 9, "arrow `→` has no target")


def test_a_missing_source_is_told_apart_from_a_missing_target() -> None:
    (problem,) = read_diagram("  → Alpha → Beta").problems
    assert (problem.column, problem.message) == (3, "arrow `→` has no source")


def test_characters_that_turn_the_text_are_control_characters() -> None:
    assert [problem.kind for problem in read_diagram("a \u202e b").problems] == [ProblemKind.CONTROL]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n", "\ufeff"])
def test_a_drawing_without_a_mark_is_empty(text: str) -> None:
    assert [problem.kind for problem in read_diagram(text).problems] == [ProblemKind.EMPTY]
