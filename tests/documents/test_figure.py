"""A drawing as a figure: picture, text alternative, the source to copy, and a form for phones."""

from __future__ import annotations

from support.html_tree import parse_html

from portfolio.documents.drawings import read_figure
from portfolio.documents.figure import draw_figure

WIDE = "First station ──→ Second station ──→ Third station\n"
TREE = "root\n├── one\n│   └── two & three\n└── four\n"
TABLE = "┌──────┬──────┐\n│ name │ size │\n├──────┼──────┤\n│ a<b  │ 1    │\n└──────┴──────┘\n"


def draw(text: str, language: str = "diagram") -> str:
    return draw_figure(read_figure(text, language), 'A "title" & more', "x--1")


def test_a_flow_is_a_picture_with_its_words_and_its_source() -> None:
    html = draw("A (note) → B\n")
    assert html.startswith('<figure class="diagram flow" id="x--1"><figcaption>')
    assert "<figcaption>A &quot;title&quot; &amp; more</figcaption>" in html
    assert "<li>A (note) leads to B.</li>" in html
    assert ">A (note) → B\n</pre>" in html


def test_many_sentences_are_nested_lists() -> None:
    html = draw(
        "A -> B, C; B -> D: d; B -> E: e; C -> F: f; C -> G: g; D -> H: h; E -> I: i; I -> A: a\n", "flow"
    )
    assert "<ul><li>A leads to B and C.<ul><li>B leads to D: d.</li><li>B leads to E: e.<ul>" in html


def test_a_wide_flow_is_drawn_downwards_for_phones() -> None:
    html = draw(WIDE)
    assert html.count("<svg") == 2
    wide, tall = html.split('<div class="tall">')
    assert '<div class="wide">' in wide
    assert 'width="58ch"' in wide
    assert "Third" in tall


def test_a_wide_flow_that_cannot_be_laid_out_scrolls_in_a_named_box() -> None:
    word = "w" * 60
    html = draw(f"{word} → B\n")
    assert '<div class="scroll" tabindex="0" role="group" aria-label="Picture">' in html
    assert html.count("<svg") == 1


def test_arrows_that_are_not_understood_are_not_left_out_on_phones() -> None:
    html = draw("first of the words → second of the words → third of the words\n\n  ─── ↓ lost\n")
    assert "Not every arrow of the drawing is described here." in html
    assert 'class="scroll"' in html
    assert 'class="tall"' not in html


def test_labels_without_boxes_are_drawn_in_boxes_and_copied_as_written() -> None:
    html = draw("Start → Middle → End\n              → Alarm\n")
    assert ">Start → Middle → End\n              → Alarm\n</pre>" in html
    picture = html.split("</svg>")[0]
    assert (
        picture.index(">Start<")
        < picture.index(">Middle<")
        < picture.index(">End<")
        < picture.index(">Alarm<")
    )
    assert 'class="line"' in picture


def test_boxes_keep_the_layout_of_their_author() -> None:
    html = draw("           ┌───┐\n        ┌─▶│ A │\n┌───┐   │  └───┘\n│ B ├───┘\n└───┘\n")
    assert 'viewBox="0 0 160 100"' in html


def test_words_outside_of_boxes_stay_on_phones_where_they_stood() -> None:
    html = draw("Before:\n" + WIDE + "\n- 40 a second\n")
    _, tall = html.split('<div class="tall">')
    assert tall.startswith("<p>Before:</p><svg")
    assert "</svg><p>- 40 a second</p></div>" in tall
    assert "<li>The drawing also says: “Before:”, “- 40 a second”.</li>" in tall


def test_a_sequence_is_a_list_of_messages_for_phones() -> None:
    html = draw(
        "Browser                           Shop\n   │                                │\n"
        "   │── order (2 books) ────────────▶│\n   │◀── 201 ────────────────────────│\n"
    )
    assert html.startswith('<figure class="diagram sequence"')
    assert (
        '<div class="tall"><ol><li>Browser to Shop: order (2 books).</li><li>Shop to Browser: 201.</li></ol></div>'
    ) in html


def test_boxes_in_boxes_are_nested_lists_for_phones() -> None:
    html = draw(
        "┌─ Region in the north ──────────────┐\n│ ┌───────┐    ┌───────┐             │\n"
        "│ │ Entry │───▶│ Store │             │\n│ └───────┘    └───────┘             │\n"
        "└────────────────────────────────────┘\n"
    )
    assert (
        '<div class="tall"><ul><li>Region in the north<ul><li>Entry<ul><li>→ Store</li></ul></li><li>Store</li>'
        "</ul></li></ul></div>"
    ) in html


def test_a_crooked_box_is_shown_straight_and_copied_as_written() -> None:
    html = draw("┌─────┐\n│ one  │──▶ two\n└─────┘\n")
    assert "<li>one leads to two.</li>" in html
    assert "│ one  │──▶ two\n" in html
    assert html.count('viewBox="0 0 145 60"') == 1


def test_lines_that_are_not_understood_are_a_picture_without_words() -> None:
    html = draw("     ▲ load\n     │  /\\\n     │_/  \\__\n     └──────────▶ time\n")
    assert "<svg" in html
    assert "<li>" not in html
    assert "<summary>As drawn</summary>" in html


def test_words_around_a_table_stay() -> None:
    html = draw("Sizes\n" + TABLE)
    assert "<p>Sizes</p>" in html


def test_a_tree_becomes_nested_lists() -> None:
    html = draw(TREE)
    assert "<ul><li>root<ul><li>one<ul><li>two &amp; three</li></ul></li><li>four</li></ul></li></ul>" in html
    assert "<svg" not in html


def test_a_drawn_table_becomes_a_table() -> None:
    html = draw(TABLE)
    assert '<thead><tr><th scope="col">name</th><th scope="col">size</th></tr></thead>' in html
    assert "<td>a&lt;b</td><td>1</td>" in html


def test_what_is_not_understood_is_a_picture_with_its_source() -> None:
    text = "  /\\_/\\  \n ( o.o ) <b>\n"
    html = draw(text)
    assert html.count("<text") == 5
    assert "Text alternative" not in html
    assert ">  /\\_/\\  \n ( o.o ) &lt;b&gt;\n</pre>" in html


def test_a_flow_of_one_line_shows_its_drawing_to_copy() -> None:
    html = draw("Alpha -> Beta", "flow")
    assert "│ Alpha ├──→│ Beta │" in html
    assert "<li>Alpha leads to Beta.</li>" in html


def test_every_statistic_is_well_formed_and_has_no_style() -> None:
    for text in (WIDE, TREE, TABLE, "x", ""):
        html = draw(text)
        assert parse_html(html) is not None
        assert "style=" not in html
