"""A drawing as a `<figure>`: the picture, its text alternative, the source to copy, and a form for phones."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from portfolio.diagrams import (
    Diagram,
    Graph,
    Kind,
    Phrases,
    Problem,
    Table,
    TreeItem,
    describe,
    draw_graph,
    draw_svg,
    summarise,
)
from portfolio.languages.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.languages.words import Words

PHONE_COLUMNS = 36
"""A window of 320 px shows 34 columns at 14 px without scrolling; figures reach into the margin."""

DESIGNED_COLUMNS = 82
"""The widest drawing of labels that had no boxes."""


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


def draw_figure(figure: Figure, title: str, figure_id: str, words: Words = ENGLISH) -> str:
    """Return a drawing as a `<figure>`.

    A tree becomes nested lists and a table a table; all else is a picture, with a text alternative if it is understood.
    """
    diagram = figure.diagram
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    if diagram.kind is Kind.TREE:
        shown = f'<div class="tree">{_draw_tree(diagram.tree)}</div>' + _source(figure, words)
    elif diagram.kind is Kind.TABLE and diagram.table is not None:
        shown = _draw_table(diagram.table, words) + _source(figure, words)
    elif diagram.kind is not Kind.TEXT:
        shown = _draw_flow(figure, words) + _text_alternative(figure, words)
    else:
        picture = draw_svg(diagram.drawing, title or words["drawing"])
        shown = _scroll(picture, diagram.drawing.grid.width, words) + _source(figure, words)
    return f'<figure class="diagram {diagram.kind}" id="{escape(figure_id)}">{caption}{shown}</figure>'


def _make_phrases(words: Words) -> Phrases:
    """Return the patterns of a drawing's sentences in a language."""
    return Phrases(**{name: words.pattern(f"diagram_{name}") for name in Phrases.__struct_fields__})


def _draw_flow(figure: Figure, words: Words) -> str:
    """Return the picture, and for phones the same graph in a form that is narrow enough, or a box to scroll in.

    Labels without boxes get boxes; what has boxes keeps its author's layout.
    """
    name, graph = summarise(figure.graph, _make_phrases(words)), figure.graph
    designed = design(figure)
    drawing = (designed or figure.diagram).drawing
    wide = draw_svg(drawing, name)
    if designed is not None:
        wide = _between_remarks(graph, wide)
    is_wide = drawing.grid.width > PHONE_COLUMNS and not graph.is_partial
    tall = _draw_tall(graph, name, words) if is_wide else ""
    if tall:
        return f'<div class="wide">{wide}</div><div class="tall">{tall}</div>'
    return _scroll(wide, drawing.grid.width, words)


def design(figure: Figure) -> Diagram | None:
    """Return labels without boxes as a drawing with boxes; None for what keeps its author's layout."""
    diagram = figure.diagram
    if diagram.drawing.boxes or diagram.kind is not Kind.FLOW or figure.graph.is_partial:
        return None
    drawn = draw_graph(figure.graph, width=DESIGNED_COLUMNS)
    return drawn.diagram if drawn else None


def _between_remarks(graph: Graph, picture: str) -> str:
    """Return a picture with the words that stand above and below its nodes."""
    remarks = [f"<p>{escape(remark)}</p>" for remark in graph.remarks]
    return "".join([*remarks[: graph.remarks_above], picture, *remarks[graph.remarks_above :]])


def _scroll(picture: str, columns: int, words: Words) -> str:
    """Return a picture that fits a phone, else a box in which it scrolls."""
    return picture if columns <= PHONE_COLUMNS else _box(words["picture"], picture)


def _box(name: str, content: str) -> str:
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(name)}">{content}</div>'


def _draw_tall(graph: Graph, name: str, words: Words) -> str:
    """Return a graph for phones: messages as a list, boxes in boxes as nested lists, else a drawing downwards."""
    if graph.is_sequence:
        return _between_remarks(
            graph, _draw_tree(describe(replace(graph, remarks=()), _make_phrases(words)), "ol")
        )
    if any(node.parent is not None for node in graph.nodes):
        return _between_remarks(graph, _draw_tree(_nest(graph, graph.names(), None, words)))
    tall = draw_graph(graph, width=PHONE_COLUMNS, downwards=True)
    return _between_remarks(graph, draw_svg(tall.diagram.drawing, name)) if tall else ""


def _nest(graph: Graph, names: list[str], parent: int | None, words: Words) -> Iterator[TreeItem]:
    """Yield the nodes in a box, each with what leaves it and what it holds."""
    for index, node in enumerate(graph.nodes):
        if node.parent == parent:
            label = f"{names[index]} ({node.details})" if node.details else names[index]
            arrows = [
                TreeItem(f"{words.forward} {names[edge.target]}" + (f": {edge.label}" if edge.label else ""))
                for edge in graph.edges
                if edge.source == index
            ]
            links = [TreeItem(f"— {names[link.second]}") for link in graph.links if link.first == index]
            yield TreeItem(label, (*arrows, *links, *_nest(graph, names, index, words)))


def _text_alternative(figure: Figure, words: Words) -> str:
    said = _draw_tree(describe(figure.graph, _make_phrases(words)))
    return _source(figure, words, "text_alternative", said)


def _source(figure: Figure, words: Words, key: str = "as_drawn", before: str = "") -> str:
    """Return details with the drawing as text, to copy."""
    source = f'<pre tabindex="0">{escape(figure.text, quote=False)}</pre>'
    return f"<details><summary>{escape(words[key])}</summary>{before}{source}</details>"


def _draw_tree(items: Iterable[TreeItem], tag: str = "ul") -> str:
    inner = "".join(f"<li>{escape(item.text)}{_draw_tree(item.children)}</li>" for item in items)
    return f"<{tag}>{inner}</{tag}>" if inner else ""


def _draw_table(table: Table, words: Words) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    above, below = (
        "".join(f"<p>{escape(line)}</p>" for line in lines) for lines in (table.above, table.below)
    )
    return above + _box(words["table"], f"<table>{head}<tbody>{rows}</tbody></table>") + below
