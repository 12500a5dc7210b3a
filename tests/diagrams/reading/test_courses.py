"""The way of each arrow: along its lines, from one node to the other, and nothing where it cannot be followed."""

from __future__ import annotations

from portfolio.diagrams import read_diagram
from portfolio.diagrams.grid import Cell

BOXES = """\
┌───┐    ┌───┐
│ A │───→│ B │
└─┬─┘    └───┘
  │      ┌───┐
  └─────→│ C │
         └───┘
"""


def courses(text: str) -> dict[str, tuple[Cell, ...]]:
    diagram = read_diagram(text)
    names = [node.name for node in diagram.graph.nodes]
    return {f"{names[source]} → {names[target]}": way for (source, target), way in diagram.courses.items()}


def test_a_course_goes_from_wall_to_wall_around_the_corner() -> None:
    found = courses(BOXES)
    assert found["A → B"] == tuple(Cell(1, column) for column in range(4, 10))
    assert found["A → C"] == (
        Cell(2, 2),
        Cell(3, 2),
        *(Cell(4, column) for column in range(2, 10)),
    )


def test_between_words_a_course_is_the_arrow_alone() -> None:
    assert courses("One ──→ Two\n") == {"One → Two": (Cell(0, 4), Cell(0, 5), Cell(0, 6))}


def test_a_course_does_not_lead_through_another_box() -> None:
    text = "┌───┐   ┌───┐   ┌───┐\n│ A │──→│ B │──→│ C │\n└───┘   └───┘   └───┘\n"
    assert set(courses(text)) == {"A → B", "B → C"}


def test_a_course_of_a_label_that_is_there_twice_is_its_own() -> None:
    diagram = read_diagram("One → Two\n\nOne → Three\n")
    assert [*diagram.courses.values()] == [(Cell(0, 4),), (Cell(2, 4),)]


def test_a_course_leads_through_the_label_in_its_line() -> None:
    found = courses("A ── ask ──▶ B\n")
    assert found["A → B"] == tuple(Cell(0, column) for column in (2, 3, 9, 10, 11))


def test_a_note_below_the_label_belongs_to_its_box() -> None:
    text = "┌────────┐   ┌───┐\n│   A    │──→│ B │\n│ (note) │   └───┘\n└────────┘\n"
    assert set(courses(text)) == {"A → B"}
