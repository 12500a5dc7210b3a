"""Markdown text to tokens and diagnostics, with all settings of the parser."""

from __future__ import annotations

import functools
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from portfolio.errors import Code, sort_diagnostics
from portfolio.markdown.plugins.anchors import name_headings
from portfolio.markdown.plugins.details import install_details
from portfolio.markdown.plugins.fences import install_fences
from portfolio.markdown.plugins.links import install_links
from portfolio.markdown.plugins.lost_blocks import (
    check_blanks,
    find_alerts,
    find_missing_blanks,
    find_tables,
)
from portfolio.markdown.plugins.lost_text import MAX_NESTING, install_nesting, install_references
from portfolio.markdown.plugins.positions import create_env, cut_span, install_positions
from portfolio.markdown.plugins.raw_html import check_entities, install_raw_html
from portfolio.markdown.plugins.raw_markup import find_invalid_links, find_raw_markup
from portfolio.markdown.plugins.shown import find_open_marks, find_shown, install_shown

if TYPE_CHECKING:
    from markdown_it.token import Token

    from portfolio.errors import Diagnostic, Diagnostics
    from portfolio.markdown.records import CodeBlock, LinkReference
    from portfolio.model.document import Document


class ParsedMarkdown(NamedTuple):
    """A document as tokens, with its anchors, links, images, code blocks and diagnostics."""

    tokens: tuple[Token, ...]
    """For html.py; fresh for each parse. A refused link or image has no destination any more."""
    anchors: tuple[str, ...]
    """The ids of its headings."""
    links: tuple[LinkReference, ...]
    images: tuple[LinkReference, ...]
    code_blocks: tuple[CodeBlock, ...]
    """The fenced blocks, diagrams among them."""
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by position."""


FINDERS = (
    find_open_marks,
    find_alerts,
    find_missing_blanks,
    find_raw_markup,
    find_invalid_links,
    find_tables,
)


class _Parser(MarkdownIt):
    """markdown-it without its link check, which turns a bad link into text; ours reports it."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (markdown-it's name)
        return True


@functools.cache
def create_parser() -> MarkdownIt:
    """Return the parser with our settings: CommonMark, and from GitHub tables, strikethrough, tasks, alerts, footnotes.

    It lets every link through; only `parse_markdown` judges them.
    """
    options = {
        "maxNesting": MAX_NESTING,
        "html": True,  # so that it is recognised; plugins/raw_html.py refuses it
        "typographer": False,
        "linkify": False,
        "tasklists": True,
        "alerts": True,
    }
    md = _Parser("commonmark", options).enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False)
    install_positions(md)
    install_nesting(md)
    install_links(md)
    install_fences(md)
    install_details(md)
    install_references(md)
    install_shown(md)
    install_raw_html(md)
    return md


def parse_markdown(
    document: Document,
    *,
    id_prefix: str = "",
    first_level: int = 2,
    reserved_ids: frozenset[str] = frozenset(),
    languages: frozenset[str] | None = None,
) -> ParsedMarkdown:
    """Parse a document, and collect its diagnostics.

    Args:
        document: The text and its location in the file.
        id_prefix: Stands in front of each id, so that several texts can share a page.
        first_level: The level on the page of a `##`.
        reserved_ids: Ids the page already uses.
        languages: The words a fence may name as its language, in lower case; None checks nothing.
    """
    env = create_env(document, id_prefix, languages)
    diagnostics: Diagnostics = env["diagnostics"]
    # only markdown-it takes a lone carriage return for a line's end
    tokens = create_parser().parse(document.text.replace("\r", " "), env)
    anchors = name_headings(
        tokens, diagnostics, id_prefix=id_prefix, first_level=first_level, reserved_ids=reserved_ids
    )
    texts = [*find_shown(tokens, env["marks"])]
    check_entities(texts, env)
    check_blanks(texts, diagnostics)
    for shown, find in product(texts, FINDERS):
        for start, end, message, help_ in find(shown):
            diagnostics.warning(Code.RAW_MARKUP, message, cut_span(shown.holder, start, end), help_)
    return ParsedMarkdown(
        tokens=tuple(tokens),
        anchors=tuple(anchors),
        links=tuple(env["links"]),
        images=tuple(env["images"]),
        code_blocks=tuple(env["code_blocks"]),
        diagnostics=sort_diagnostics(diagnostics.items),
    )
