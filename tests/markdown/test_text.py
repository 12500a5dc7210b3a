"""Tokens to plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Source
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.text import plain_text
from portfolio.model.document import Document

if TYPE_CHECKING:
    from markdown_it.token import Token


def parse(text: str) -> tuple[Token, ...]:
    return parse_markdown(Document(Source("a.md", text), 1)).tokens


def test_prose_becomes_one_line_without_markup() -> None:
    text = "## A *b*\n\nc\nd `e` ![f **g**](h.png) [i](j)[^1]\n\n- k\n- l\\*\n\n[^1]: m"
    assert plain_text(parse(text)) == "A b c d e f g i k l* m"


def test_code_blocks_and_diagrams_are_left_out() -> None:
    assert plain_text(parse("a\n\n```java\nb\n```\n\n    c\n\nd")) == "a d"


def test_inline_tokens_may_be_given_alone() -> None:
    assert plain_text(parse("a *b*")[1].children or []) == "a b"
