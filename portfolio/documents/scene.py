"""The picture of a drawing on which the messages of a scenario move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams import draw_graph, draw_svg
from portfolio.diagrams.svg import CENTRE, HEIGHT, MIDDLE, WIDTH
from portfolio.documents.figure import PHONE_COLUMNS, design
from portfolio.model.simulation import Course, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.diagrams import Diagram
    from portfolio.documents.figure import Figure

NAMED = 'role="img" aria-label=""'
"""A scene is hidden from screen readers: the log beside it says what moves, and the drawing in the text what it shows."""
MOST_POINTS = 4
"""A course with more points is left out: the stylesheet of the motion has so many."""


def make_scene(figure: Figure) -> Scene:
    """Return the picture of a drawing in a form that fits a phone, if it has one: the log is then beside it elsewhere."""
    diagram = design(figure) or figure.diagram
    if diagram.drawing.grid.width > PHONE_COLUMNS:
        tall = draw_graph(figure.graph, width=PHONE_COLUMNS, downwards=True)
        diagram = tall.diagram if tall else diagram
    tag, _, rest = draw_svg(diagram.drawing, "").partition(">")
    is_wide = diagram.drawing.grid.width > PHONE_COLUMNS
    return Scene(
        tag.replace(NAMED, 'aria-hidden="true"') + ">",
        rest.removesuffix("</svg>"),
        tuple(_find_courses(diagram)),
        is_wide,
    )


def _find_courses(diagram: Diagram) -> Iterator[Course]:
    """Yield the way of each arrow that can be followed."""
    names = [node.name for node in diagram.graph.nodes]
    for (source, target), cells in diagram.courses.items():
        points = [(cell.column * WIDTH + MIDDLE, cell.row * HEIGHT + CENTRE) for cell in cells]
        corners = [
            here
            for before, here, after in zip(points, points[1:], points[2:], strict=False)
            if (before[0] == here[0]) != (here[0] == after[0])
        ]
        if len(corners) + 2 <= MOST_POINTS:
            yield Course(names[source], names[target], (points[0], *corners, points[-1]))
