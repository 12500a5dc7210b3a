"""What the site has, for language models: `llms.txt`.

Source: llmstxt.org: a title, a quotation, then lists of links; what may be skipped is under `Optional`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.markdown.blocks import Block, Heading, Paragraph, Piece, Quote
from portfolio.markdown.inline import read_field
from portfolio.outputs import json_resume, markdown
from portfolio.outputs.document import Document, bullets, make_document, words
from portfolio.pages.home import TEXT
from portfolio.pages.listing import capitalize
from portfolio.pages.route import Composed, Route
from portfolio.pages.structured_data import write_description

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.markdown.blocks import Line
    from portfolio.model.article import Article
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = "llms.txt"


def routes(_contents: Contents) -> Iterator[Route]:
    """Yield the route of the file."""
    yield Route(path=PATH, made=Composed(markdown.write, _view), is_replaceable=True)


def _view(context: Context) -> Document:
    site = context.site
    return make_document(site.profile.title, context.base_url.url, _list_blocks(context), site)


def _list_blocks(context: Context) -> Iterator[Block]:
    site = context.site
    outputs = site.config.outputs
    yield Heading(1, words(site.profile.title))
    if site.profile.lead:
        yield Quote((Paragraph(read_field(site.profile.lead)),))
    kinds: tuple[tuple[str, Iterable[Article]], ...] = (
        (site.work_name, site.case_studies),
        (site.writing_name, site.posts),
        (site.words["text_pages"], site.pages),
    )
    for title, articles in kinds:
        if rows := [_describe(article, context) for article in articles]:
            yield Heading(2, words(capitalize(title)))
            yield from bullets(rows)
    files = ((outputs.text, TEXT), (outputs.json_resume, json_resume.PATH))
    rows = [words(name, href=context.base_url.absolute(name)) for is_on, name in files if is_on]
    if rows:
        yield Heading(2, words("Optional"))  # its meaning is in the word
        yield from bullets(rows)


def _describe(article: Article, context: Context) -> Line:
    """Return a link to an article, to its Markdown if there is any, with its summary."""
    twin = markdown.PATH if context.site.config.outputs.markdown else ""
    link = words(article.heading, href=context.base_url.absolute(f"{article.address}{twin}"))
    summary = write_description(context.describe(article))
    return (*link, Piece(f": {summary}")) if summary else link
