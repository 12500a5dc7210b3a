"""A case study, a post or a page of the owner's as a document."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from portfolio.markdown.blocks import Block, Code, Facts, Heading, Items, Line, Paragraph, Piece
from portfolio.markdown.inline import read_field
from portfolio.model.article import Page, Post
from portfolio.model.case_study import CaseStudy
from portfolio.outputs.document import (
    Document,
    bullets,
    join,
    list_outcomes,
    make_document,
    make_once,
    paragraphs,
    show_picture,
    words,
)
from portfolio.pages.route import Linker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.languages.words import Words
    from portfolio.model.article import Article
    from portfolio.pages.context import Context


def describe_article(article: Article, context: Context) -> Document:
    """Return the page of an article as a document."""
    return make_once(article.address, context, partial(_make_document, article, context))


def _make_document(article: Article, context: Context) -> Document:
    linker = Linker(context.base_url.url)
    body = context.library.read_blocks(article.path, linker)
    file = None if isinstance(article, Page) else article.cover
    cover = show_picture(context.picture(file, article.path, linker))
    if isinstance(article, CaseStudy):
        blocks = tuple(_describe_study(article, body, cover, context, linker))
    else:
        blocks = tuple(_describe_text(article, body, cover, context.site.words))
    return make_document(article.heading, context.base_url.absolute(article.address), blocks, context.site)


def _describe_text(article: Post | Page, body: tuple[Block, ...], cover: Line, own: Words) -> Iterator[Block]:
    yield Heading(1, words(article.title))
    yield from paragraphs(read_field(article.summary or ""), cover)
    date, tags = (article.date.isoformat(), article.tags) if isinstance(article, Post) else ("", ())
    yield from _list_facts(
        [
            (own["fact_published"], words(own.date(date) if date else "")),
            (own["fact_updated"], words(own.date(article.updated) if article.updated else "")),
            (own["tags"], join(map(words, tags))),
        ]
    )
    yield from body


def _describe_study(
    study: CaseStudy, body: tuple[Block, ...], cover: Line, context: Context, linker: Linker
) -> Iterator[Block]:
    """Yield what the page of a case study says, in its order."""
    own = context.site.words
    intro, first, *others = _split(body)
    notes = others.pop() if others and _is_notes(others[-1][:1]) else []
    yield from _open(study, context, linker)
    yield from paragraphs(cover)
    if study.problem:
        yield Heading(2, words(own["problem"]))
        yield Paragraph(read_field(study.problem))
    if study.constraint:
        lead = Piece(own["constraint"], ("strong",))
        yield Paragraph((lead, Piece(" "), *read_field(study.constraint)))
    if study.diagram:
        yield Code(context.library.read(f"content/{study.diagram.file}"), study.diagram.title, "diagram")
    yield from (*intro, *first)
    if study.decisions:
        yield Heading(2, words(own["decisions"]))
    for decision in study.decisions:
        yield Heading(3, read_field(decision.what))
        yield from _list_facts(
            [
                (own["because"], read_field(decision.why)),
                (own["costs"], read_field(decision.trade_off or "")),
            ]
        )
    for part in others:
        yield from part
    if simulated := context.library.simulations.get(study.path):
        from portfolio.outputs.scenario import describe_scenario  # noqa: PLC0415 (a site without one does not import it)

        yield from describe_scenario(simulated, own)
    yield from notes
    yield from _relate(study, context, linker)


def _open(study: CaseStudy, context: Context, linker: Linker) -> Iterator[Block]:
    own = context.site.words
    name = " ".join(filter(None, (study.emoji, study.title)))
    yield Heading(1, words(study.heading))
    yield from paragraphs(words(name if name != study.heading else ""), read_field(study.summary or ""))
    yield from list_outcomes(study, own)
    yield from _list_facts(
        [
            (own["fact_company"], words(study.company)),
            (own["fact_client"], words(study.client)),
            (own["fact_when"], words(study.when(own))),
            (own["fact_role"], read_field(study.role or "")),
            (own["fact_scale"], read_field(study.scale or "")),
            (own["fact_stack"], words(own.enumerate(study.stack))),
            (own["fact_updated"], words(own.date(study.updated) if study.updated else "")),
        ]
    )
    yield from bullets(
        words(link.label, href=context.library.write_link(link.url, study.path, linker))
        for link in study.links
    )


def _relate(study: CaseStudy, context: Context, linker: Linker) -> Iterator[Block]:
    principles = [item for item in context.principles(linker) if item.id in study.principles]
    if principles or study.tags:
        yield Heading(2, words(context.site.words["related"]))
    yield from bullets(
        (Piece(f"{item.number:02} ", href=item.href), *_link(read_field(item.text), item.href))
        for item in principles
    )
    yield from paragraphs(join(map(words, study.tags)))


def _link(line: Line, href: str) -> Line:
    return tuple(Piece(piece.text, piece.marks, href) for piece in line)


def _list_facts(rows: list[tuple[str, Line]]) -> Iterator[Block]:
    """Yield those of some facts that are known."""
    if known := tuple((name, line) for name, line in rows if line):
        yield Facts(known)


def _split(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Cut a text before its top headings and its footnotes; before the first heading and after it may be nothing."""
    cuts = [
        at
        for at, block in enumerate(blocks)
        if (isinstance(block, Heading) and block.level == 2) or _is_notes((block,))  # noqa: PLR2004 (below the title)
    ]
    parts = [blocks[begin:end] for begin, end in pairwise([0, *cuts, len(blocks)])]
    if len(parts) > 1 and _is_notes(parts[1][:1]):
        parts.insert(1, ())
    return parts if len(parts) > 1 else [*parts, ()]


def _is_notes(blocks: tuple[Block, ...]) -> bool:
    """Whether blocks begin with the footnotes."""
    return any(isinstance(block, Items) and block.items[0].marker.startswith("[^") for block in blocks)
