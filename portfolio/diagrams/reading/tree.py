r"""Text -> a tree: `├── └── │` and the ASCII forms `+--`, `|--`, `` `-- `` and `\--`."""

from __future__ import annotations

import re
from typing import NamedTuple

from portfolio.diagrams.glyphs import HEADS
from portfolio.diagrams.graph import TreeItem
from portfolio.diagrams.grid import Cell, Grid

_LINE = re.compile(
    r"""^(?P<trunk>[\s│┃║|¦╎┆┊]*)
    (?:(?P<branch>[├└┣┗╠╚╰┡┢┝┕][─━═╌┄┈╴-]+[┬┮┰╮]?|[+|`\\]--+)(?P<gap>\s*)(?P<text>\S.*)
    |(?P<more>(?!(?<=\|)--)[^\s│┃║|¦╎┆┊].*)?)$""",
    re.VERBOSE,
)
_ARROW = re.compile(r"[\s│|]*[▼▽↓⇓v][\s│|]*")
"""A row with nothing but an arrow down: what hangs here are the steps of a flow."""
_LABELLED = re.compile(r"[\[(][^\])]*[\])]\s+[-─━═]+[>►▶→]")
"""An arrow with its label in brackets: `├── [found] ──▶ A` is a branch of a flow."""
_FEWEST = 2
"""A tree has at least this many branches, or one below a root: a single `├── a` is none."""

_INDENT = 8
"""How far right of the beginning of its parent's words a branch may leave the trunk.

    orders → queue → worker
                     ├── retries        hangs on the flow: no tree
                     └── logs
"""


class _Item(NamedTuple):
    column: int
    """Where its branch leaves the trunk; -1 for a root."""
    text_column: int
    words: list[str]
    children: list[_Item]


class Tree(NamedTuple):
    """A tree, and the cells of its lines."""

    items: tuple[TreeItem, ...]
    cells: frozenset[Cell]


def read_tree(grid: Grid) -> Tree | None:
    """Read a drawn tree; None when any line is neither a branch, nor a root, nor a continuation.

    An item is a child of the last one before it whose branch is further left. A line without a branch
    belongs to the item before it when it starts at that item's text or right of it, else it is a root.
    """
    roots: list[_Item] = []
    path: list[_Item] = []
    cells: set[Cell] = set()
    branches = 0
    for row in range(len(grid.rows)):
        line = "".join(mark or "\0" for mark in grid.rows[row])
        found = _LINE.match(line)
        if found is None or _ARROW.fullmatch(line):
            return None
        cells.update(Cell(row, column) for column in range(found.end("trunk")) if line[column] != " ")
        if found["branch"]:
            if not _is_branch(found):
                return None
            branches += 1
            cells.update(Cell(row, column) for column in range(*found.span("branch")))
            item = _Item(found.start("branch"), found.start("text"), [found["text"]], [])
            while path and path[-1].column >= item.column:
                path.pop()
            if path and item.column > path[-1].text_column + _INDENT:
                return None  # it hangs on an arrow within the words above
            (path[-1].children if path else roots).append(item)
            path.append(item)
        elif found["more"] and not _add_line(found, roots, path):
            return None
    if branches + bool(branches and roots and roots[0].column < 0) < _FEWEST:
        return None
    return Tree(tuple(_freeze(item) for item in roots), frozenset(cells))


def _is_branch(found: re.Match[str]) -> bool:
    """Say whether this is an item and no arrow; an ASCII branch is apart from its text or before a letter."""
    text = found["text"]
    if text[0] in HEADS or text[0] in "<>+-|─│┐┘┤┬┴┼" or _LABELLED.match(text):
        return False
    return bool(found["gap"]) or text[0].isalnum() or text[0] in "._/(\"'[{*@$#~" or ord(text[0]) > 0x2E00  # noqa: PLR2004


def _add_line(found: re.Match[str], roots: list[_Item], path: list[_Item]) -> bool:
    """Add a line without a branch to the item before it, or start a root; False when it is neither."""
    column = found.start("more")
    if re.search(r"[┌┐┘┤┬┴┼╔╗╝╭╮╯]|\+--", found["more"]):
        return False
    if path and path[-1].column >= 0 and column >= path[-1].text_column:
        path[-1].words.append(found["more"])
        return True
    if found["trunk"].strip() or (roots and column > roots[-1].text_column):
        return False
    item = _Item(-1, column, [found["more"]], [])
    roots.append(item)
    path[:] = [item]
    return True


def _freeze(item: _Item) -> TreeItem:
    text = " ".join(" ".join(item.words).replace("\0", "").split())
    return TreeItem(text, tuple(_freeze(child) for child in item.children))
