"""A drawing as a `<figure>`: the picture, its text alternative, the source to copy, and a form for phones."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.diagrams.drawing.layout import draw_graph
from portfolio.diagrams.graph import Graph, Table, TreeItem
from portfolio.diagrams.shapes import Diagram, Kind, Problem
from portfolio.diagrams.svg import draw_svg
from portfolio.diagrams.words import describe, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable

PHONE_COLUMNS = 36
"""A window of 320 px shows 34 columns at 14 px without scrolling; figures reach into the margin."""


class Figure(Struct, frozen=True):
    """A drawing with its diagram, graph and problems."""

    text: str
    """The drawing, as written or as drawn from the one-line notation."""
    diagram: Diagram
    graph: Graph
    problems: tuple[Problem, ...]
    """Sorted by position."""
    is_drawn: bool = False
    """Whether the drawing was made from the one-line notation."""


def draw_figure(figure: Figure, title: str, figure_id: str) -> str:
    """Return a drawing as a `<figure>`.

    A flow becomes a picture with a text alternative, a tree nested lists, a table a table; other text stays text.
    """
    diagram = figure.diagram
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    if diagram.kind is Kind.TREE:
        shown = f'<div class="tree">{_draw_tree(diagram.tree)}</div>' + _source(figure)
    elif diagram.kind is Kind.TABLE and diagram.table is not None:
        shown = _draw_table(diagram.table) + _source(figure)
    elif diagram.kind is Kind.FLOW:
        shown = _draw_flow(figure) + _text_alternative(figure)
    else:
        shown = _preformatted(figure.text)
    return f'<figure class="diagram {diagram.kind}" id="{escape(figure_id)}">{caption}{shown}</figure>'


def _draw_flow(figure: Figure) -> str:
    """Return the picture, and for phones the same graph downwards, or a box to scroll in."""
    name = summarise(figure.graph)
    wide = draw_svg(figure.diagram.drawing, name)
    if figure.diagram.drawing.grid.width <= PHONE_COLUMNS:
        return wide
    tall = draw_graph(figure.graph, width=PHONE_COLUMNS, downwards=True)
    if tall is None:
        return f'<div class="scroll" tabindex="0" role="group" aria-label="Picture">{wide}</div>'
    return f'<div class="wide">{wide}</div><div class="tall">{draw_svg(tall.diagram.drawing, name)}</div>'


def _text_alternative(figure: Figure) -> str:
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in describe(figure.graph))
    return f"<details><summary>Text alternative</summary><ul>{sentences}</ul>{_copy(figure)}</details>"


def _source(figure: Figure) -> str:
    return f"<details><summary>As drawn</summary>{_copy(figure)}</details>"


def _copy(figure: Figure) -> str:
    return f'<pre tabindex="0">{escape(figure.text, quote=False)}</pre>'


def _preformatted(text: str) -> str:
    return f'<pre tabindex="0" role="group" aria-label="Drawing">{escape(text, quote=False)}</pre>'


def _draw_tree(items: Iterable[TreeItem]) -> str:
    inner = "".join(f"<li>{escape(item.text)}{_draw_tree(item.children)}</li>" for item in items)
    return f"<ul>{inner}</ul>" if inner else ""


def _draw_table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Table">'
        f"<table>{head}<tbody>{rows}</tbody></table></div>"
    )
