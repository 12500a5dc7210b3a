"""A drawing -> SVG: lines as paths, heads as triangles, one text element a word. No style attribute anywhere.

Every line is drawn as a path, since glyphs of a font meet only where its line height allows it; every word states
its length, so that ink meets ink in any font.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from portfolio.diagrams.glyphs import Weight
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
_NOTE = re.compile(r"\([^()]*\)")
_CONTROL = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""XML cannot hold them: each is shown by its picture."""

STANDALONE_STYLE = (
    "svg{color:#1b1f1d;background:#fff;font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}"
    ".note{fill:#4a524e}.head{color:#0a6b3d}.gap{stroke:#fff}"
    "@media(prefers-color-scheme:dark){svg{color:#dfe7e2;background:#0c1210}"
    ".note{fill:#a5b3ab}.head{color:#7ee2a8}.gap{stroke:#0c1210}}"
)


class _Style(NamedTuple):
    """What makes one path of all lines that look alike."""

    weight: Weight
    dash: str = ""
    ascii: bool = False
    """Drawn from `- = | +`; looks the same, and is kept apart so that the source can be read back."""


def draw_svg(drawing: Drawing, name: str, *, standalone: bool = False) -> str:
    """Return the picture of a drawing as an `<svg>` element whose colours are the page's.

    Args:
        drawing: what was traced.
        name: what the picture shows, in words: its accessible name.
        standalone: carry a namespace and colours of its own, light and dark, so that it can be a file.
    """
    columns, rows = max(drawing.grid.width, 1), max(len(drawing.grid.rows), 1)
    head = (
        f'<svg class="drawing" role="img" aria-label="{escape(_printable(name))}" '
        f'width="{columns}ch" viewBox="0 0 {columns * WIDTH} {rows * HEIGHT}"'
    )
    parts = [*_draw_lines(drawing), *_draw_heads(drawing)]
    body = (
        f'<g stroke="currentColor" fill="none" stroke-linecap="square">{"".join(parts)}</g>' if parts else ""
    )
    words = "".join(_draw_words(drawing))
    body += f'<g fill="currentColor" font-size="{FONT_SIZE}">{words}</g>' if words else ""
    if not standalone:
        return f"{head}>{body}</svg>"
    size = f'width="{columns * WIDTH}" height="{rows * HEIGHT}"'
    head = head.replace(f'width="{columns}ch"', f'xmlns="http://www.w3.org/2000/svg" {size}')
    return f"{head}><title>{escape(_printable(name))}</title><style>{STANDALONE_STYLE}</style>{body}</svg>\n"


def _draw_lines(drawing: Drawing) -> Iterator[str]:
    """Yield a path for each look of a line; straight runs over many cells are one stroke."""
    across: dict[tuple[_Style, int], list[int]] = defaultdict(list)
    down: dict[tuple[_Style, int], list[int]] = defaultdict(list)
    strokes: dict[_Style, list[str]] = defaultdict(list)
    for cell in sorted(drawing.lines):
        glyph, arms = drawing.grid.at(*cell), drawing.lines[cell]
        if glyph in ARCS:
            strokes[_Style(Weight.LIGHT)].append(_draw_arc(cell, arms))
            continue
        for weight in filter(None, {*arms}):
            style = _Style(weight, DASHES.get(glyph, ""), glyph.isascii())
            across[style, cell.row] += _halves(cell.column, arms.left is weight, arms.right is weight)
            down[style, cell.column] += _halves(cell.row, arms.up is weight, arms.down is weight)
        if glyph == "+":
            strokes[_Style(Weight.LIGHT, ascii=True)].append(_draw_joint(cell))
    for (style, row), halves in across.items():
        y = row * HEIGHT + CENTRE
        strokes[style] += [f"M{start * MIDDLE} {y}h{length * MIDDLE}" for start, length in _runs(halves)]
    for (style, column), halves in down.items():
        x = column * WIDTH + MIDDLE
        strokes[style] += [f"M{x} {start * CENTRE}v{length * CENTRE}" for start, length in _runs(halves)]
    for style in sorted(strokes):
        yield from _draw_path(style, "".join(strokes[style]))


def _halves(position: int, first: bool, second: bool) -> list[int]:  # noqa: FBT001 (the two halves of a cell)
    """Return the numbers of a cell's halves that a line covers; each cell has two."""
    return [2 * position] * first + [2 * position + 1] * second


def _draw_path(style: _Style, outline: str) -> Iterator[str]:
    """Yield the path of one look; a double line is a broad one with a gap of the page's colour in it."""
    kind = "ascii" if style.ascii else "line"
    dash = f' stroke-dasharray="{style.dash}" stroke-linecap="butt"' if style.dash else ""
    yield f'<path class="{kind}" stroke-width="{STROKES[style.weight]}"{dash} d="{outline}"/>'
    if style.weight is Weight.DOUBLE:
        yield f'<path class="gap" stroke-width="2" d="{outline}"/>'


def _draw_joint(cell: Cell) -> str:
    """Return a dot where an ASCII `+` stands; the lines that meet there cover it."""
    return f"M{cell.column * WIDTH + MIDDLE} {cell.row * HEIGHT + CENTRE}h0"


def _draw_arc(cell: Cell, arms: Arms) -> str:
    x, y = cell.column * WIDTH, cell.row * HEIGHT
    side_x = x + (WIDTH if arms.right else 0)
    side_y = y + (HEIGHT if arms.down else 0)
    return f"M{x + MIDDLE} {side_y}Q{x + MIDDLE} {y + CENTRE} {side_x} {y + CENTRE}"


def _runs(halves: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of consecutive numbers."""
    start = length = 0
    for half in halves:
        if length and half == start + length:
            length += 1
            continue
        if length:
            yield start, length
        start, length = half, 1
    if length:
        yield start, length


def _draw_heads(drawing: Drawing) -> Iterator[str]:
    """Yield a path for each character that is a head, so that the source can be read back."""
    outlines: dict[str, list[str]] = defaultdict(list)
    for cell in sorted(drawing.heads):
        outlines[drawing.grid.at(*cell)].append(_draw_head(drawing, cell))
    for glyph in sorted(outlines):
        yield (
            f'<path class="head" fill="currentColor" data-glyph="{escape(glyph)}" '
            f'd="{"".join(outlines[glyph])}"/>'
        )


def _draw_head(drawing: Drawing, cell: Cell) -> str:
    """Return a triangle at the cell's front edge, and the tail from the back edge, or from beyond it.

    Before a wall the triangle goes on to it; between labels it keeps clear of them.
    """
    way = drawing.heads[cell]
    if drawing.is_two_way(cell):
        return _draw_half(drawing, cell, way) + _draw_half(drawing, cell, way.opposite)
    down, right = way.rows, way.columns
    x, y = cell.column * WIDTH + MIDDLE, cell.row * HEIGHT + CENTRE
    behind = Cell(cell.row - down, cell.column - right)
    meets_wall = Cell(cell.row + down, cell.column + right) in drawing.lines
    is_free = behind not in drawing.lines
    if right:
        tail = MIDDLE + (TAIL if is_free and drawing.grid.at(*behind) == " " else 0)
        more = f"h{right * 3}m{right * 7} 0" if meets_wall else f"m{right * MIDDLE} 0"
        return f"M{x - right * tail} {y}h{right * tail}{more}l{-right * 7} -4v8z"
    tail = CENTRE - CLEAR * is_free
    more = f"v{down * 11}m0 {down * 9}" if meets_wall else f"m0 {down * (CENTRE - CLEAR)}"
    return f"M{x} {y - down * tail}v{down * tail}{more}l-4 {-down * 9}h8z"


def _draw_half(drawing: Drawing, cell: Cell, way: Direction) -> str:
    """Return one half of an arrow that points both ways: into the blank before it, or to the cell's edge."""
    x, y = cell.column * WIDTH + MIDDLE, cell.row * HEIGHT + CENTRE
    if way.is_horizontal:
        reach = way.columns * (MIDDLE + (TAIL if drawing.grid.at(*cell.step(way)) == " " else 0))
        return f"M{x - way.columns} {y}h{way.columns}m{reach} 0l{-way.columns * 7} -4v8z"
    return f"M{x} {y - way.rows}v{way.rows}m0 {way.rows * (CENTRE - CLEAR)}l-4 {-way.rows * 7}h8z"


def _draw_words(drawing: Drawing) -> Iterator[str]:
    """Yield a text element for each word; what stands in parentheses is marked as a note."""
    for row, cells in enumerate(drawing.grid.rows):
        is_text = [mark != " " and drawing.is_text(Cell(row, column)) for column, mark in enumerate(cells)]
        line = "".join(
            cell or "\0" if seen or not cell else " " for cell, seen in zip(cells, is_text, strict=True)
        )
        notes = _note_columns(cells, line)
        for start, end in _words(cells, is_text):
            word = escape(_printable("".join(cells[start:end])), quote=False)
            note = ' class="note"' if start in notes else ""
            x, y, length = start * WIDTH, row * HEIGHT + BASELINE, (end - start) * WIDTH
            yield f'<text{note} x="{x}" y="{y}" textLength="{length}">{word}</text>'


def _words(cells: tuple[str, ...], is_text: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield first column and end of each word; the second half of a wide character belongs to it."""
    start = None
    for column, cell in enumerate(cells):
        inside = is_text[column] or (cell == "" and start is not None)
        if inside and start is None:
            start = column
        elif not inside and start is not None:
            yield start, column
            start = None
    if start is not None:
        yield start, len(cells)


def _note_columns(cells: tuple[str, ...], line: str) -> frozenset[int]:
    """Return the columns of a row that lie within parentheses."""
    if "(" not in line:
        return frozenset()
    columns = [column for column, cell in enumerate(cells) for _ in (cell or "\0")]
    return frozenset(
        columns[offset] for match in _NOTE.finditer(line) for offset in range(match.start(), match.end())
    )


def _printable(text: str) -> str:
    return text.translate(_CONTROL)
