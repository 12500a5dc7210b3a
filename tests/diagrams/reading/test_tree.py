from __future__ import annotations

import pytest

from portfolio.diagrams.graph import TreeItem
from portfolio.diagrams.grid import parse_grid
from portfolio.diagrams.reading.tree import read_tree


def read(text: str) -> tuple[TreeItem, ...] | None:
    tree = read_tree(parse_grid(text))
    return None if tree is None else tree.items


def test_children_hang_below_their_item() -> None:
    assert read("a\n├── b\n│   └── c\n└── d") == (
        TreeItem("a", (TreeItem("b", (TreeItem("c"),)), TreeItem("d"))),
    )


def test_a_continuation_line_belongs_to_its_item() -> None:
    assert read("a\n├── one\n│   two\n└── b") == (TreeItem("a", (TreeItem("one two"), TreeItem("b"))),)


def test_the_lines_of_a_tree_are_known_by_cell() -> None:
    tree = read_tree(parse_grid("a\n└── b"))
    assert tree is not None
    assert tree.cells == {(1, 0), (1, 1), (1, 2)}


@pytest.mark.parametrize(
    "text",
    [
        "├──▶ a\n└──▶ b",
        "└── alone",
        "+---+\n| a |\n+---+",
        "--flag\n--other",
        "just\nwords",
        "┌──┐\n├── a\n└── b",
    ],
)
def test_what_is_no_tree_is_left_alone(text: str) -> None:
    assert read(text) is None
