"""A drawing as SVG: what is read back from the picture is the source, cell by cell."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import ROOT
from wcwidth import iter_graphemes, wcswidth

from portfolio.diagrams.glyphs import Arms, Direction, Weight, box_glyphs
from portfolio.diagrams.reading.diagram import read_diagram
from portfolio.diagrams.svg import ARCS, DASHES, HEIGHT, STROKES, WIDTH, draw_svg

SIDES = {(-1, 0): 0, (0, 1): 1, (1, 0): 2, (0, -1): 3}
CELLS = st.text(alphabet="│─┌┐└┘├┤┬┴┼━┃╔╗╚╝═║╭╮╯╰┄┆╌╍┋→←↑↓▶◀▲▼+-|=><^v ab(1)é日👩‍👩‍👧\n", max_size=80)


def read_back(svg: str) -> list[str]:
    """Return the rows of characters that a picture shows, from its geometry and its words alone."""
    root = ET.fromstring(svg)  # noqa: S314 (our own output)
    columns, rows = (int(size) for size in root.attrib["viewBox"].split()[2:])
    cells = [[" "] * (columns // WIDTH) for _ in range(rows // HEIGHT)]
    arms: dict[tuple[int, int], dict[int, tuple[Weight, str, bool]]] = {}
    arcs: set[tuple[int, int]] = set()
    joints: set[tuple[int, int]] = set()
    for path in root.iter("path"):
        kind = path.get("class")
        if kind in {"line", "ascii"}:
            weight = next(w for w, width in STROKES.items() if str(width) == path.get("stroke-width"))
            look = (weight, path.get("stroke-dasharray", ""), kind == "ascii")
            _read_lines(path.attrib["d"], look, arms, arcs, joints)
        elif kind == "head":
            for x, y in _read_heads(path.attrib["d"]):
                cells[y][x] = path.attrib["data-glyph"]
    for cell, sides in arms.items():
        row, column = cell
        cells[row][column] = _glyph(sides, is_arc=cell in arcs, is_joint=cell in joints)
    for row, column in joints - set(arms):
        cells[row][column] = "+"
    for text in root.iter("text"):
        _read_word(text, cells)
    return ["".join(row).rstrip() for row in cells]


def _read_lines(
    outline: str,
    look: tuple[Weight, str, bool],
    arms: dict[tuple[int, int], dict[int, tuple[Weight, str, bool]]],
    arcs: set[tuple[int, int]],
    joints: set[tuple[int, int]],
) -> None:
    for x, y, way, length in re.findall(r"M(\d+) (\d+)([hv])(\d+)", outline):
        step = WIDTH // 2 if way == "h" else HEIGHT // 2
        if length == "0":
            joints.add((int(y) // HEIGHT, int(x) // WIDTH))
        for half in range(int(length) // step):
            at = (int(x) if way == "h" else int(y)) // step + half
            cell = (int(y) // HEIGHT, at // 2) if way == "h" else (at // 2, int(x) // WIDTH)
            side = ((3, 1) if way == "h" else (0, 2))[at % 2]
            arms.setdefault(cell, {})[side] = look
    for x, y, _, middle, side_x, _ in re.findall(r"M(\d+) (\d+)Q(\d+) (\d+) (\d+) (\d+)", outline):
        cell = (int(middle) // HEIGHT, int(x) // WIDTH)
        vertical = 2 if int(y) > int(middle) else 0
        horizontal = 1 if int(side_x) > int(x) else 3
        arms.setdefault(cell, {}).update({vertical: look, horizontal: look})
        arcs.add(cell)


def _read_heads(outline: str) -> list[tuple[int, int]]:
    """Return the cells of heads: the one whose edge the tip touches, from behind."""
    found = []
    for x, y, way, tail, tip_x, tip_y in re.findall(
        r"M(-?\d+) (-?\d+)([hv])(-?\d+)(?:[hv]-?\d+)?m(-?\d+) (-?\d+)l", outline
    ):
        end = (int(x) + int(tail), int(y)) if way == "h" else (int(x), int(y) + int(tail))
        assert 0 < abs(int(tip_x)) + abs(int(tip_y)) <= HEIGHT
        found.append((end[0] // WIDTH, end[1] // HEIGHT))
    return found


def _glyph(sides: dict[int, tuple[Weight, str, bool]], *, is_arc: bool, is_joint: bool) -> str:
    looks = set(sides.values())
    weights = Arms(*(sides[side][0] if side in sides else Weight.NONE for side in range(4)))
    if all(look[2] for look in looks):
        if is_joint:
            return "+"
        # a `|` or `-` that another shaft touches has an arm towards it, too
        if weights.up and weights.down:
            return "|"
        return "=" if Weight.DOUBLE in {weights.left, weights.right} else "-"
    dash = next(iter(looks))[1]
    (glyph,) = (
        glyph
        for glyph, own in box_glyphs().items()
        if own == weights and DASHES.get(glyph, "") == dash and (glyph in ARCS) is is_arc
    )
    return glyph


def _read_word(text: ET.Element, cells: list[list[str]]) -> None:
    column, row = int(text.attrib["x"]) // WIDTH, int(text.attrib["y"]) // HEIGHT
    start = column
    for cluster in iter_graphemes(text.text or ""):
        cells[row][column] = cluster
        width = max(1, wcswidth(cluster))
        cells[row][column + 1 : column + width] = [""] * (width - 1)
        column += width
    assert (column - start) * WIDTH == int(text.attrib["textLength"])


DRAWINGS = {
    "weights": "┌─┬┓  ╔═╦╗\n│ │┃  ║ ║║\n└─┴┛  ╚═╩╝",
    "mixed": "╒══╤══╕\n│ a│ b│\n╞══╪══╡\n└──┴──┘",
    "round and dashed": "╭┄┄╮\n┆hi┆\n╰╌╌╯",
    "ascii": "+---+     +===+\n| a |---->| b |\n+---+     +===+",
    "heads": "A → B\n  ↓\n  C ◀── D",
    "two ways": "A ↔ B\n↕\nC⟷D",
    "wide": "┌──────┐\n│ 日本 │→ x\n└──────┘",
    "markup": '<b>&amp;"x"</b> → <script>',
}


@pytest.mark.parametrize("source", DRAWINGS.values(), ids=DRAWINGS)
def test_the_picture_reads_back_as_the_source(source: str) -> None:
    assert read_back(draw_svg(read_diagram(source).drawing, "a drawing")) == source.split("\n")


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("A ↔ B", ["M24 10h1m11 0l-7 -4v8zM26 10h-1m-11 0l7 -4v8z"]),
        ("C⟷D", ["M14 10h1m5 0l-7 -4v8zM16 10h-1m-5 0l7 -4v8z"]),
        ("A\n↕\nB", ["M5 29v1m0 8l-4 -7h8zM5 31v-1m0 -8l-4 7h8z"]),
        ("A → B", ["M14 10h11m5 0l-7 -4v8z"]),
        ("A ← B", ["M36 10h-11m-5 0l7 -4v8z"]),
        ("A\n↓\nB", ["M5 22v8m0 8l-4 -9h8z"]),
        ("A\n↑\nB", ["M5 38v-8m0 -8l-4 9h8z"]),
        ("A ──→ B", ["M20 10h20", "M40 10h5m5 0l-7 -4v8z"]),
    ],
)
def test_each_head_has_its_shape_and_its_place(source: str, paths: list[str]) -> None:
    svg = draw_svg(read_diagram(source).drawing, "a drawing")
    assert [path.attrib["d"] for path in ET.fromstring(svg).iter() if "d" in path.attrib] == paths  # noqa: S314 (made here)


@settings(max_examples=300)
@given(CELLS)
def test_any_text_reads_back_from_its_picture(source: str) -> None:
    drawing = read_diagram(source).drawing
    rows = ["".join(row).rstrip() for row in drawing.grid.rows] or [""]
    assert read_back(draw_svg(drawing, "any")) == rows


def test_control_characters_are_shown_by_their_pictures() -> None:
    svg = draw_svg(read_diagram("a\x1b[31m → b").drawing, "bell \x07")
    assert "\x1b" not in svg
    assert "␛" in svg
    ET.fromstring(svg)  # noqa: S314 (our own output)


def test_the_name_is_escaped_and_said() -> None:
    root = ET.fromstring(draw_svg(read_diagram("A → B").drawing, 'a "b" <c>'))  # noqa: S314
    assert root.attrib["aria-label"] == 'a "b" <c>'
    assert root.attrib["role"] == "img"


def test_a_picture_for_a_file_has_its_own_colours_and_size() -> None:
    svg = draw_svg(read_diagram("A → B").drawing, "x", standalone=True)
    root = ET.fromstring(svg)  # noqa: S314
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["width"] == "60"
    assert "prefers-color-scheme" in svg


def test_no_picture_has_a_style_attribute_or_an_id() -> None:
    svg = draw_svg(read_diagram(DRAWINGS["ascii"]).drawing, "x")
    assert " style=" not in svg
    assert " id=" not in svg


def test_a_straight_run_is_one_stroke() -> None:
    svg = draw_svg(read_diagram("A ────────▶ B").drawing, "x")
    assert svg.count("h80") == 1


def paths_of(svg: str, kind: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 (our own output)
    return [path.attrib["d"] for path in root.iter("path") if path.get("class") == kind]


@pytest.mark.parametrize(
    ("source", "reach", "tips"),
    [
        ("┌─┐     ┌─┐\n│a│ ──▶ │b│\n└─┘     └─┘", ["M40 30h-15"], ["M60 30h5h13m7 0l-7 -4v8z"]),
        ("┌─┐   ┌─┐\n│a│ → │b│\n└─┘   └─┘", [], ["M25 30h20h13m7 0l-7 -4v8z"]),
        (
            "┌───┐\n│ a │\n└───┘\n\n  │\n  ▼\n\n┌───┐\n│ b │\n└───┘",
            ["M25 80v-30"],
            ["M25 100v10v31m0 9l-4 -9h8z"],
        ),
        ("┌─┐    ┌─┐\n│a│ ── │b│\n└─┘    └─┘", ["M40 30h-15M60 30h15"], []),
        ("┌─┐   ┌─┐\n│a│──▶│b│\n└─┘   └─┘", ["M30 30h-5"], ["M50 30h5h3m7 0l-7 -4v8z"]),
        ("a ──▶ b", [], ["M40 10h5m5 0l-7 -4v8z"]),
    ],
)
def test_a_shaft_reaches_a_box_over_one_blank(source: str, reach: list[str], tips: list[str]) -> None:
    svg = draw_svg(read_diagram(source).drawing, "x")
    assert paths_of(svg, "reach") == reach
    assert paths_of(svg, "head") == tips


def test_shaft_and_head_have_the_colour_of_arrows_and_walls_have_not() -> None:
    svg = draw_svg(read_diagram("┌───┐     ┌───┐\n│ a ├──━━▶│ b │\n└───┘     └───┘").drawing, "x")
    _, arrows = svg.split('<g class="arrow"')
    assert re.findall(r'class="(\w+)" (?:fill="currentColor" )?stroke-width="([\d.]+)"', arrows) == [
        ("line", "1.5"),
        ("line", "3"),
        ("head", "3"),
    ]
    assert "M45 30h25" in arrows  # the tee's half that leaves its wall, too


def test_the_colours_of_a_picture_hold_where_it_is_used_again() -> None:
    """Within `<use>` no selector finds what is around the picture."""
    css = (ROOT / "static/terminal/drawings.css").read_text(encoding="utf-8")
    rules = re.findall(r"^(\S*(?<!\w)(?:text|g|path)\.(?:note|arrow|gap)) \{", css, re.MULTILINE)
    assert rules == ["text.note", "g.arrow", "path.gap"]


@pytest.mark.parametrize(
    ("source", "box"),
    [("┌─┐\n│a│\n└─┘", "0 0 30 60"), ("A → B", "-5 0 60 20"), ("┌─┐\n│a│→ b\n└─┘", "0 0 65 60")],
)
def test_words_at_the_edge_have_half_a_cell_of_room(source: str, box: str) -> None:
    assert f'viewBox="{box}"' in draw_svg(read_diagram(source).drawing, "x")


def test_words_in_parentheses_are_notes() -> None:
    svg = draw_svg(read_diagram("A (first one) → B").drawing, "x")
    assert re.findall(r'class="note"[^>]*>([^<]*)<', svg) == ["(first", "one)"]


def test_a_note_may_go_on_in_the_next_row_of_its_box_and_ends_with_it() -> None:
    svg = draw_svg(
        read_diagram(
            "┌─────────┐   ┌────┐\n│ A (one  │   │ (c │\n│ or two) │   │ d  │\n└─────────┘   └────┘"
        ).drawing,
        "x",
    )
    assert re.findall(r'class="note"[^>]*>([^<]*)<', svg) == ["(one", "or", "two)"]


def test_a_direction_and_its_opposite_are_apart() -> None:
    assert all(side.opposite.opposite is side and side.opposite is not side for side in Direction)


@pytest.mark.parametrize("word", ["बिल", "تقرير", "שלום", "বিল"])
def test_letters_that_are_joined_are_not_spaced_apart(word: str) -> None:
    """`textLength` would put space between them; Latin letters beside them keep it."""
    svg = draw_svg(read_diagram(f"{word}  SQL").drawing, "x")
    assert f'text-anchor="middle">{word}</text>' in svg
    assert svg.count("textLength") == 1


def test_words_from_the_right_are_one_text_so_that_the_first_is_at_the_right() -> None:
    svg = draw_svg(read_diagram("خط البيانات  قناة SQL").drawing, "x")
    assert re.findall(r">([^<]+)</text>", svg) == ["خط البيانات", "قناة", "SQL"]
