"""Tokens to plain text."""

from __future__ import annotations

from portfolio.markdown.parser import create_parser
from portfolio.markdown.text import plain_text


def test_prose_becomes_one_line_without_markup() -> None:
    text = "## A *b*\n\nc\nd `e` ![f **g**](h.png) [i](j)[^1]\n\n- k\n- l\\*\n\n[^1]: m"
    assert plain_text(create_parser().parse(text)) == "A b c d e f g i k l* m"


def test_code_blocks_and_diagrams_are_left_out() -> None:
    assert plain_text(create_parser().parse("a\n\n```java\nb\n```\n\n    c\n\nd")) == "a d"


def test_inline_tokens_may_be_given_alone() -> None:
    assert plain_text(create_parser().parse("a *b*")[1].children or []) == "a b"
