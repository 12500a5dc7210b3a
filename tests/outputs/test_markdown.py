"""Markdown of documents: read by a parser of GitHub's Markdown it says the same, and no text is taken for markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from outputs.test_text import document
from support.owners import OWNERS, turn_on
from support.sites import render
from support.small_sites import write_site

from portfolio.markdown.blocks import (
    Code,
    Facts,
    Heading,
    Item,
    Items,
    Paragraph,
    Piece,
    Quote,
    Table,
    plain_line,
)
from portfolio.markdown.text import plain_text
from portfolio.outputs.markdown import write

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

    from portfolio.markdown.blocks import Block


def parse(*blocks: Block) -> list[Token]:
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return md.parse(write(document(*blocks)).decode())


def inline_types(tokens: list[Token]) -> set[str]:
    return {child.type for token in tokens for child in token.children or ()}


SIGNS = (
    "# a", "- a", "+ a", "* a", "1. a", "1) a", "> a", "=== ", "---", "``` a", "~~~", "a | b", "`a`", "*a*", "_a_",
    "[a](b)", "![a](b)", "<b>", "<!-- a", "&amp;", "\\", "~~a~~", "<https://a.example>", "    a", "[a]: b", "2.4M", "a\\",
)  # fmt: skip


@pytest.mark.parametrize("text", SIGNS)
def test_words_are_not_taken_for_markup(text: str) -> None:
    tokens = parse(Paragraph(plain_line(text)))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert inline_types(tokens) <= {"text", "text_special"}
    assert plain_text(tokens).replace("\\", "") == text.strip().replace("\\", "")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30))
def test_any_words_stay_words(text: str) -> None:
    tokens = parse(Heading(2, plain_line(text)), Table((plain_line("h"),), ((plain_line(text),),)))
    assert inline_types(tokens) <= {"text", "text_special"}


def test_each_kind_of_block_is_one_again() -> None:
    tokens = parse(
        Heading(2, plain_line("Title"), "ls"),
        Paragraph((*plain_line("a"), Piece("\n"), *plain_line("b"))),
        Items(
            (
                Item("1.", (Paragraph(plain_line("one")), Code("x\n"))),
                Item("2.", (Paragraph(plain_line("two")),)),
            )
        ),
        Items((Item("-", (Paragraph(plain_line("a")), Items((Item("-", (Paragraph(plain_line("b")),)),)))),)),
        Facts((("at", plain_line("Bo")),)),
        Table((plain_line("a"), plain_line("b")), ((plain_line("1"), plain_line("2|3")),)),
        Code("```\nx\n```\n", "T", "python"),
        Quote((Paragraph(plain_line("Note", "strong")), Paragraph(plain_line("q")))),
    )
    opened = [token.type for token in tokens if token.nesting >= 0 and token.type != "inline"]
    assert [name for name in opened if name not in {"tr_open", "tbody_open", "thead_open"}] == [
        *("heading_open", "paragraph_open"),
        *(
            "ordered_list_open",
            "list_item_open",
            "paragraph_open",
            "fence",
            "list_item_open",
            "paragraph_open",
        ),
        *("bullet_list_open", "list_item_open", "paragraph_open", "bullet_list_open", "list_item_open"),
        *("paragraph_open", "bullet_list_open", "list_item_open", "paragraph_open"),
        *("table_open", "th_open", "th_open", "td_open", "td_open"),
        *("paragraph_open", "fence", "blockquote_open", "paragraph_open", "paragraph_open"),
    ]


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (Piece("a", ("strong",), "https://x.example/<>"), "[**a**](<https://x.example/%3C%3E>)"),
        (Piece(" a ", ("em",)), "*a*"),
        (Piece("a`b", ("code",)), "``a`b``"),
        (Piece("`", ("code",)), "`` ` ``"),
        (Piece("a", ("strong", "em")), "***a***"),
        (Piece("b]", ("picture",), "/x y.png"), "![b\\]](</x y.png>)"),
    ],
)
def test_a_piece_keeps_its_style(piece: Piece, text: str) -> None:
    assert write(document(Paragraph((piece,)))).decode().strip() == text


@pytest.mark.parametrize("owner", OWNERS)
def test_markdown_of_any_owner_has_no_hole(owner: str, tmp_path: Path) -> None:
    rendered = render(turn_on(write_site(tmp_path / "site", **OWNERS[owner])))
    found = {path: text for path, text in rendered.items() if path.endswith("index.md")}
    assert "index.md" in found
    for path, text in found.items():
        assert not re.search(r"\n\n\n|^#+ *$|\*\*\*\*|\[\]\(", text, re.MULTILINE), path
