"""A drawing -> SVG: lines as paths, heads as triangles, one text element a word. No style attribute anywhere.

Every line is drawn as a path, since glyphs of a font meet only where its line height allows it; every word states
its length, so that ink meets ink in any font.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import SIDES, Weight
from portfolio.diagrams.grid import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.diagrams.glyphs import Arms, Direction
    from portfolio.diagrams.shapes import Drawing

WIDTH, HEIGHT = 10, 20
"""A cell, in units of the picture."""
MIDDLE, CENTRE = WIDTH // 2, HEIGHT // 2
BASELINE = 15
FONT_SIZE = 16.67
"""A monospaced character is 0.6 em wide: this makes it a cell."""
TAIL = 6
"""How far the tail of an arrow without a shaft reaches into the blank behind it."""

CLEAR = 2
"""How far an arrow between two lines of text stays from either."""

DASHES = {
    **dict.fromkeys("╌╎╍╏", "5 5"),
    **dict.fromkeys("┄┆┅┇", "4 2.67"),
    **dict.fromkeys("┈┊┉┋", "2.5 2.5"),
}
ARCS = frozenset("╭╮╯╰")
STROKES = {Weight.LIGHT: 1.5, Weight.HEAVY: 3, Weight.DOUBLE: 5}
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINED = re.compile("[\u0590-\u0dff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that are joined to their neighbours, and have no cells: a word of them takes its own width, in the middle of its cells."""
_NOTE = re.compile(r"\([^()\1]*\)")
_WORD = re.compile("x[x-]*")
_CONTROL = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""XML cannot hold them: each is shown by its picture."""

STANDALONE_STYLE = (
    "svg{color:#1b1f1d;background:#fff;font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}"
    ".note{fill:#4a524e}.arrow{color:#0a6b3d}.gap{stroke:#fff}"
    "@media(prefers-color-scheme:dark){svg{color:#dfe7e2;background:#0c1210}"
    ".note{fill:#a5b3ab}.arrow{color:#7ee2a8}.gap{stroke:#0c1210}}"
)


class _Style(NamedTuple):
    """What makes one path of all lines that look alike."""

    is_shaft: bool
    """Whether it is no part of a box: it has the colour of arrows."""
    weight: Weight
    dash: str = ""
    is_ascii: bool = False
    """Drawn from `- = | +`; looks the same, and is kept apart so that the source can be read back."""


def draw_svg(drawing: Drawing, name: str, *, standalone: bool = False) -> str:
    """Return the picture of a drawing as an `<svg>` element whose colours are the page's.

    Args:
        drawing: what was traced.
        name: what the picture shows, in words: its accessible name.
        standalone: carry a namespace and colours of its own, light and dark, so that it can be a file.
    """
    columns, rows = max(drawing.grid.width, 1), max(len(drawing.grid.rows), 1)
    before, after = _padding(drawing)
    width, height = columns * WIDTH + before + after, rows * HEIGHT
    head = (
        f'<svg class="drawing" role="img" aria-label="{escape(_printable(name))}" '
        f'width="{width / WIDTH:g}ch" viewBox="{-before} 0 {width} {height}"'
    )
    walls, shafts = _draw_lines(drawing)
    if arrows := shafts + "".join(_draw_heads(drawing)):
        arrows = f'<g class="arrow" stroke="currentColor">{arrows}</g>'
    lines = walls + arrows
    body = f'<g stroke="currentColor" fill="none" stroke-linecap="square">{lines}</g>' if lines else ""
    words = "".join(_draw_words(drawing))
    body += f'<g fill="currentColor" font-size="{FONT_SIZE}">{words}</g>' if words else ""
    if not standalone:
        return f"{head}>{body}</svg>"
    size = f'width="{width}" height="{height}"'
    head = head.replace(f'width="{width / WIDTH:g}ch"', f'xmlns="http://www.w3.org/2000/svg" {size}')
    return f"{head}><title>{escape(_printable(name))}</title><style>{STANDALONE_STYLE}</style>{body}</svg>\n"


def _padding(drawing: Drawing) -> tuple[int, int]:
    """Return the room at the left and at the right: half a cell, which a line has in its own cell."""
    ends = [
        (row, column)
        for row, cells in enumerate(drawing.grid.rows)
        for column in (0, len(cells) - 1)
        if cells
    ]
    full = {
        column
        for row, column in ends
        if drawing.grid.at(row, column) != " " and (row, column) not in drawing.lines
    }
    return MIDDLE * (0 in full), MIDDLE * (drawing.grid.width - 1 in full)


def _draw_lines(drawing: Drawing) -> tuple[str, str]:
    """Return a path for each look of a line, those of boxes apart; straight runs over many cells are one stroke."""
    runs: dict[tuple[bool, _Style, int], list[int]] = defaultdict(list)  # by whether they are upright
    strokes: dict[_Style, list[str]] = defaultdict(list)
    reaching: dict[_Style, list[str]] = defaultdict(list)
    boxes = {cell for box in drawing.boxes for cell in box.walls()} | drawing.rules
    for cell in sorted(drawing.lines):
        glyph, arms = drawing.grid.at(*cell), drawing.lines[cell]
        is_wall = cell in boxes
        if glyph in ARCS:
            strokes[_Style(not is_wall, Weight.LIGHT)].append(_draw_arc(cell, arms))
            continue
        row, column = cell
        dash, is_ascii = DASHES.get(glyph, ""), glyph.isascii()
        for side, weight in zip(SIDES, arms, strict=True):
            if weight:
                near = cell.step(side)
                is_shaft = not is_wall or near not in boxes
                style = _Style(is_shaft, weight, dash, is_ascii)
                place, along = (row, column) if side.is_horizontal else (column, row)
                runs[not side.is_horizontal, style, place].append(2 * along + side.is_forward)
                after = drawing.lines.get(near) if is_shaft else None
                is_end = is_shaft and not (after and after.reaches(side.opposite))
                if is_end and (distance := _halves_to_wall(drawing, cell, side)):
                    reaching[style].append(_reach_wall(cell, side, distance))
        if glyph == "+":
            strokes[_Style(not is_wall, Weight.LIGHT, is_ascii=True)].append(_draw_joint(cell))
    for is_upright, style, place in sorted(runs, key=lambda run: run[0]):
        for start, length in _runs(runs[is_upright, style, place]):
            level = f"M{start * MIDDLE} {place * HEIGHT + CENTRE}h{length * MIDDLE}"
            upright = f"M{place * WIDTH + MIDDLE} {start * CENTRE}v{length * CENTRE}"
            strokes[style].append(upright if is_upright else level)
    paths = {style: _draw_path(style, "".join(strokes[style])) for style in sorted(strokes)}
    walls = "".join(path for style, path in paths.items() if not style.is_shaft)
    shafts = [path for style, path in paths.items() if style.is_shaft]
    shafts += [_draw_path(style, "".join(reaching[style]), kind="reach") for style in sorted(reaching)]
    return walls, "".join(shafts)


def _halves_to_wall(drawing: Drawing, cell: Cell, side: Direction) -> int:
    """Return how many half cells lie between a cell and a line across: beside it, or behind one blank; else 0."""
    near, far = cell.step(side), cell.step(side, 2)
    wall = drawing.lines.get(far if drawing.grid.at(*near) == " " else near)
    if wall is None or not ((wall.up or wall.down) if side.is_horizontal else (wall.left or wall.right)):
        return 0
    return 1 if near in drawing.lines else 3


def _reach_wall(cell: Cell, side: Direction, halves: int) -> str:
    """Return the stroke from a cell's edge to a wall that far away."""
    x = cell.column * WIDTH + MIDDLE + side.columns * MIDDLE
    y = cell.row * HEIGHT + CENTRE + side.rows * CENTRE
    return f"M{x} {y}" + (
        f"h{side.columns * halves * MIDDLE}" if side.is_horizontal else f"v{side.rows * halves * CENTRE}"
    )


def _draw_path(style: _Style, outline: str, *, kind: str = "") -> str:
    """Return the path of one look; a double line is a broad one with a gap of the page's colour in it."""
    kind = kind or ("ascii" if style.is_ascii else "line")
    dash = f' stroke-dasharray="{style.dash}" stroke-linecap="butt"' if style.dash else ""
    path = f'<path class="{kind}" stroke-width="{STROKES[style.weight]}"{dash} d="{outline}"/>'
    if style.weight is Weight.DOUBLE:
        path += f'<path class="gap" stroke-width="2" d="{outline}"/>'
    return path


def _draw_joint(cell: Cell) -> str:
    """Return a dot where an ASCII `+` is; the lines that meet there cover it."""
    return f"M{cell.column * WIDTH + MIDDLE} {cell.row * HEIGHT + CENTRE}h0"


def _draw_arc(cell: Cell, arms: Arms) -> str:
    x, y = cell.column * WIDTH, cell.row * HEIGHT
    side_x = x + (WIDTH if arms.right else 0)
    side_y = y + (HEIGHT if arms.down else 0)
    return f"M{x + MIDDLE} {side_y}Q{x + MIDDLE} {y + CENTRE} {side_x} {y + CENTRE}"


def _runs(halves: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of consecutive numbers."""
    for _, run in groupby(enumerate(sorted(halves)), lambda pair: pair[1] - pair[0]):
        numbers = [half for _, half in run]
        yield numbers[0], len(numbers)


def _draw_heads(drawing: Drawing) -> Iterator[str]:
    """Yield a path for each character that is a head, as broad as its shaft, so that the source can be read back."""
    outlines: dict[tuple[str, Weight], list[str]] = defaultdict(list)
    for cell in sorted(drawing.heads):
        way = drawing.heads[cell]
        shaft = drawing.lines.get(cell.step(way.opposite))
        weight = shaft.towards(way) if shaft else Weight.NONE
        outlines[drawing.grid.at(*cell), weight or Weight.LIGHT].append(_draw_head(drawing, cell))
    for glyph, weight in sorted(outlines):
        yield (
            f'<path class="head" fill="currentColor" stroke-width="{STROKES[weight]}" '
            f'data-glyph="{escape(glyph)}" d="{"".join(outlines[glyph, weight])}"/>'
        )


def _draw_head(drawing: Drawing, cell: Cell) -> str:
    """Return a triangle at the cell's front edge, and the tail from the back edge, or from beyond it.

    Before a wall the triangle goes on to it, and a tail begins at the wall behind it, over one blank at most;
    between labels both keep clear of them.
    """
    way = drawing.heads[cell]
    if drawing.is_two_way(cell):
        return _draw_half(drawing, cell, way) + _draw_half(drawing, cell, way.opposite)
    down, right = way.rows, way.columns
    x, y = cell.column * WIDTH + MIDDLE, cell.row * HEIGHT + CENTRE
    behind = cell.step(way.opposite)
    is_free = behind not in drawing.lines
    from_wall = is_free and _halves_to_wall(drawing, cell, way.opposite)
    further = _halves_to_wall(drawing, cell, way) * (MIDDLE if right else CENTRE)
    if right:
        tail = MIDDLE + (TAIL if is_free and drawing.grid.at(*behind) == " " else 0)
        tail = (from_wall + 1) * MIDDLE if from_wall else tail
        more = f"h{right * (further - 2)}m{right * 7} 0" if further else f"m{right * MIDDLE} 0"
        return f"M{x - right * tail} {y}h{right * tail}{more}l{-right * 7} -4v8z"
    tail = (from_wall + 1) * CENTRE if from_wall else CENTRE - CLEAR * is_free
    more = f"v{down * (further + 1)}m0 {down * 9}" if further else f"m0 {down * (CENTRE - CLEAR)}"
    return f"M{x} {y - down * tail}v{down * tail}{more}l-4 {-down * 9}h8z"


def _draw_half(drawing: Drawing, cell: Cell, way: Direction) -> str:
    """Return one half of an arrow that points both ways: into the blank before it, or to the cell's edge."""
    x, y = cell.column * WIDTH + MIDDLE, cell.row * HEIGHT + CENTRE
    if way.is_horizontal:
        reach = way.columns * (MIDDLE + (TAIL if drawing.grid.at(*cell.step(way)) == " " else 0))
        return f"M{x - way.columns} {y}h{way.columns}m{reach} 0l{-way.columns * 7} -4v8z"
    return f"M{x} {y - way.rows}v{way.rows}m0 {way.rows * (CENTRE - CLEAR)}l-4 {-way.rows * 7}h8z"


def _draw_words(drawing: Drawing) -> Iterator[str]:
    """Yield a text element for each word; what is in parentheses is marked as a note."""
    notes = _find_notes(drawing)
    for row, cells in enumerate(drawing.grid.rows):
        words = (found.span() for found in _WORD.finditer(drawing.mask(row)))
        for start, end in _join_right_to_left(words, cells):
            word = escape(_printable("".join(cells[start:end])), quote=False)
            note = ' class="note"' if Cell(row, start) in notes else ""
            x, y, length = start * WIDTH, row * HEIGHT + BASELINE, (end - start) * WIDTH
            if _JOINED.search(word):
                yield f'<text{note} x="{x + length // 2}" y="{y}" text-anchor="middle">{word}</text>'
            else:
                yield f'<text{note} x="{x}" y="{y}" textLength="{length}">{word}</text>'


def _join_right_to_left(
    words: Iterable[tuple[int, int]], cells: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    """Yield words, those of a script from the right with a single blank between them as one: the first is at the right."""
    before: tuple[int, int] | None = None
    for start, end in words:
        is_from_right = bool(_FROM_THE_RIGHT.search("".join(cells[start:end])))
        if before and is_from_right and before[1] + 1 == start:
            before = before[0], end
            continue
        if before:
            yield before
        before = (start, end) if is_from_right else None
        if before is None:
            yield start, end
    if before:
        yield before


def _find_notes(drawing: Drawing) -> frozenset[Cell]:
    """Return the cells in parentheses: those of a row, and in a box those of several rows."""
    rows = [row for row in range(len(drawing.grid.rows)) if "(" in drawing.grid.line(row)]
    areas = [[Cell(row, column) for column in range(len(drawing.grid.rows[row]))] for row in rows]
    areas += [[*box.inside()] for box in drawing.boxes if any(box.top < row < box.bottom for row in rows)]
    found: list[Cell] = []
    for cells in areas:
        is_line = (cell in drawing.lines or cell in drawing.heads for cell in cells)
        text = "".join(
            "\1" if drawn else drawing.grid.at(*cell)[:1] or "\0"
            for cell, drawn in zip(cells, is_line, strict=True)
        )
        found += [cell for match in _NOTE.finditer(text) for cell in cells[slice(*match.span())]]
    return frozenset(found)


def _printable(text: str) -> str:
    return text.translate(_CONTROL)
