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


def test_a_wide_flow_is_drawn_downwards_for_phones() -> None:
    html = draw(WIDE)
    assert html.count("<svg") == 2
    wide, tall = html.split('<div class="tall">')
    assert '<div class="wide">' in wide
    assert 'width="50ch"' in wide
    assert "Third" in tall


def test_a_wide_flow_that_cannot_be_laid_out_scrolls_in_a_named_box() -> None:
    word = "w" * 60
    html = draw(f"{word} → B\n")
    assert '<div class="scroll" tabindex="0" role="group" aria-label="Picture">' in html
    assert html.count("<svg") == 1


def test_a_tree_becomes_nested_lists() -> None:
    html = draw(TREE)
    assert "<ul><li>root<ul><li>one<ul><li>two &amp; three</li></ul></li><li>four</li></ul></li></ul>" in html
    assert "<svg" not in html


def test_a_drawn_table_becomes_a_table() -> None:
    html = draw(TABLE)
    assert '<thead><tr><th scope="col">name</th><th scope="col">size</th></tr></thead>' in html
    assert "<td>a&lt;b</td><td>1</td>" in html


def test_what_is_no_drawing_stays_text_character_for_character() -> None:
    text = "  /\\_/\\  \n ( o.o ) <b>\n"
    html = draw(text)
    assert "<svg" not in html
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
