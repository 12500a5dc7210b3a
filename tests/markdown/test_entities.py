"""Entities for characters that no text may hold: an error at the entity, wherever one is read."""

from __future__ import annotations

import pytest

from portfolio.errors import Code, Source
from portfolio.markdown.parser import parse_markdown
from portfolio.model.document import Document

FRONT = "---\ntitle: T\n---\n"


def find_controls(text: str) -> list[tuple[str, int, int, int]]:
    """Return message, line, column and length of each error about a character."""
    found = parse_markdown(Document(Source("content/a.md", FRONT + text), 4)).diagnostics
    return [
        (item.message, item.span.line, item.span.column, item.span.length)
        for item in found
        if item.code is Code.CONTROL_CHARACTER and item.span
    ]


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("&#12;", "U+000C"),
        ("&#0012;", "U+000C"),
        ("&#xC;", "U+000C"),
        ("&#X0c;", "U+000C"),
        ("&#13;", "U+000D"),
        ("&#xd;", "U+000D"),
        ("&#8232;", "U+2028"),
        ("&#x2029;", "U+2029"),
        ("&#xFEFF;", "U+FEFF"),
    ],
)
def test_an_entity_for_a_character_that_no_text_may_hold_is_an_error(entity: str, name: str) -> None:
    message = f"the character {name} is not allowed"
    assert find_controls(f"a\n\nb {entity} c") == [(message, 6, 3, len(entity))]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("## a&#12;", 4, 5),
        ("a&#12;\n---", 4, 2),
        ("> - *a\n>   b&#12;*", 5, 6),
        ('[a](/ "b&#12;")', 4, 9),
        ("[a&#12;](/)", 4, 3),
        ("![a&#12;](b.png)", 4, 4),
        ('![a](b.png "c&#12;")', 4, 14),
        ("|a|b|\n|-|-|\n|c\\||&#12;|", 6, 6),
        ('[a]\n\n[a]: / "b&#12;"', 6, 10),
        ('[a]\n\n[a]: /\n  "b&#12;"', 7, 5),
        ('```java title="a&#12;"\nb\n```', 4, 17),
        ("a[^1]\n\n[^1]: b&#12;", 6, 8),
        ("> [!NOTE]\n> a&#12;", 5, 4),
        ("- [ ] a&#12;", 4, 8),
        ("<!-- a --> b&#12;", 4, 13),
    ],
)
def test_it_is_found_wherever_an_entity_is_read(text: str, line: int, column: int) -> None:
    assert find_controls(text) == [("the character U+000C is not allowed", line, column, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "&#9; &#10; &#160; &#xAD; &#8203; &#128512; &#x200E; &amp; &Tab; &NewLine; &bogus;",
        "&#0; &#1; &#11; &#27; &#127; &#133; &#xFFFF; &#xD800; &#x110000;",  # markdown-it shows U+FFFD
        "&#12 &#; &#x; & #12; &#00000012;",
        "`&#12;` ``a &#12; b``",
        "\\&#12;",
        "    &#12;",
        "```\n&#12;\n```",
        "a <!-- &#12; --> b",
        "<!-- &#12; -->",
    ],
)
def test_what_no_page_shows_as_such_a_character_is_fine(text: str) -> None:
    assert find_controls(text) == []
