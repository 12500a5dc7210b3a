"""`portfolio diagram`: one drawing as a picture, as words, as data, or drawn again. Needs no site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_diagnostics, print_json, print_message, print_result
from portfolio.cli.options import Choice, PathType
from portfolio.decode import decode_source
from portfolio.diagrams import MAX_NAME, describe, draw_graph, draw_svg, repair, summarise, write_mermaid
from portfolio.documents.drawings import locate_problem, read_figure
from portfolio.errors import (
    Code,
    ContentError,
    Diagnostic,
    Diagnostics,
    Severity,
    Source,
    UsageError,
    name_reason,
)
from portfolio.markdown.records import DIAGRAM, FLOW
from portfolio.site_files import MAX_HELD_BYTES
from portfolio.width import XML_ESCAPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.diagrams import TreeItem
    from portfolio.documents.figure import Figure


@click.command()
@click.argument("file", type=PathType(dir_okay=False, allow_dash=True))
@click.option(
    "--to",
    "form",
    type=Choice(["svg", "text", "json", "ascii", "mermaid"]),
    default="text",
    show_default=True,
    help="Print a picture; sentences; nodes, edges and errors as data; the graph drawn again; or Mermaid.",
)
@click.option("--flow", is_flag=True, help="Read the one-line notation: `A -> B; B -> C: label`.")
@click.option(
    "--title",
    metavar="TEXT",
    help="Describe the picture for screen readers.  [default: its first and last nodes]",
)
@click.pass_context
def command(ctx: click.Context, file: str, form: str, title: str | None, *, flow: bool) -> None:
    """Convert a drawing made of characters.

    FILE is a text file, or `-` for standard input. Errors in the drawing are reported with line and column; the
    exit code is 1 if nothing can be drawn.
    """
    source = _read(file)
    figure = read_figure(source.text, FLOW if flow else DIAGRAM)
    diagnostics = [locate_problem(problem, source) for problem in figure.problems]
    if form == "json":
        print_json(_as_data(figure, diagnostics))
    elif form == "svg":
        svg = draw_svg(figure.diagram.drawing, title or summarise(figure.graph), standalone=True)
        print_result(svg, XML_ESCAPE)
    elif form == "mermaid":
        if not figure.graph.nodes:
            raise ContentError([*diagnostics, _no_graph(source)])
        print_result(_end_line(write_mermaid(figure.graph)))
    elif form == "ascii":
        print_result(_redraw(figure))
    else:
        print_result(_as_words(figure))
    if form != "json":
        print_diagnostics(diagnostics)
        if figure.diagram.kind == "text" and not (figure.diagram.drawing.boxes or diagnostics):
            print_message("no closed box and no arrow was found: it is shown as characters only", "warning")
    ctx.exit(1 if any(item.severity is Severity.ERROR for item in diagnostics) else 0)


def _read(file: str) -> Source:
    """Read the file; unlike in a site's file, a control character is an error of the drawing.

    Raises:
        ContentError: it is not UTF-8.
        UsageError: it is not a file, or too large to be a drawing.
    """
    name = "standard input" if file == "-" else Path(file).as_posix()
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as stream:
            data = stream.read(MAX_HELD_BYTES + 1)
    except OSError as error:
        raise UsageError(f"`{name}` cannot be read: {name_reason(error)}") from error
    if len(data) > MAX_HELD_BYTES:
        raise UsageError(
            f"`{name}` is larger than {MAX_HELD_BYTES // 1_000_000} MB", code=Code.FILE_TOO_LARGE
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        diagnostics = Diagnostics()
        decode_source(name, data, diagnostics)
        raise ContentError(diagnostics.items) from error
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def _as_data(figure: Figure, diagnostics: Iterable[Diagnostic]) -> dict[str, object]:
    """Return the drawing as data; edges name nodes by their names."""
    graph, drawing = figure.graph, figure.diagram.drawing
    labels = [_write_name(name, node.note) for name, node in zip(graph.names(), graph.nodes, strict=True)]
    parents = [None if node.parent is None else labels[node.parent] for node in graph.nodes]
    return {
        "kind": figure.diagram.kind,
        "boxes": len(drawing.boxes),
        "arrow_heads": len(drawing.heads),
        "nodes": [
            {"name": name, "label": node.label, "note": node.note, "in": parent}
            for name, node, parent in zip(labels, graph.nodes, parents, strict=True)
        ],
        "edges": [
            {"from": labels[edge.source], "to": labels[edge.target], "label": edge.label}
            for edge in graph.edges
        ],
        "links": [
            {"between": [labels[link.first], labels[link.second]], "label": link.label}
            for link in graph.links
        ],
        "remarks": graph.remarks,
        "diagnostics": [
            {
                "line": item.span.line if item.span else 1,
                "column": item.span.column if item.span else 1,
                "code": item.code,
                "message": item.message,
            }
            for item in diagnostics
        ],
    }


def _no_graph(source: Source) -> Diagnostic:
    message = "this drawing has no nodes and arrows that Mermaid could show"
    help_ = "use `--to svg`, which draws every character"
    return Diagnostic(Code.DIAGRAM_EMPTY, message, source.span(1, 1, 1), help_)


def _write_name(name: str, note: str) -> str:
    """Return a name with a short note on it, as the drawing has it: `SQS (standard)`."""
    return f"{name} ({note})" if note and len(note) <= MAX_NAME else name


def _redraw(figure: Figure) -> str:
    """Return the graph with aligned boxes; without a graph or a layout, the drawing with straightened walls."""
    drawn = draw_graph(figure.graph) if figure.graph.edges and not figure.is_drawn else None
    return _end_line(drawn.text if drawn is not None else repair(figure.text).text)


def _as_words(figure: Figure) -> str:
    return _end_line("\n".join(_indent(describe(figure.graph))) if figure.graph.nodes else figure.text)


def _indent(items: Iterable[TreeItem], indent: str = "") -> Iterator[str]:
    for item in items:
        yield indent + item.text
        yield from _indent(item.children, indent + "  ")


def _end_line(text: str) -> str:
    return text.rstrip("\n") + "\n"
