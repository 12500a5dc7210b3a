"""A Markdown text worked out from its file alone: as HTML with gaps where its links lead, and what others ask of it.

Nothing here knows the rest of the site, so that a text can be kept from one run to the next, and prepared in
any order or process; `fill_gaps` writes the addresses in when the page it stands on is planned.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml
from msgspec import Struct

from portfolio.errors import Diagnostic, Severity
from portfolio.highlight import highlight_code, known_languages
from portfolio.markdown.html import HtmlRenderer, Picture, split_sections
from portfolio.markdown.parser import ParsedMarkdown, parse_markdown
from portfolio.markdown.plugins.fences import FIGURES
from portfolio.markdown.plugins.links import ImageReference, LinkReference
from portfolio.model.case_study import CASE_STUDIES
from portfolio.render.drawings import check_drawings, read_figure
from portfolio.render.figures import draw_figure
from portfolio.render.targets import CASE_STUDY_IDS, id_prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from portfolio.markdown.plugins.fences import Fence
    from portfolio.model.document import Document
    from portfolio.render.figures import Figure


class ProseSection(Struct, frozen=True):
    """A heading of a text with what follows it."""

    anchor: str
    title: str
    """HTML."""
    html: str


class Prose(Struct, frozen=True):
    """A text as HTML, cut at its top headings so that a page can frame each section."""

    intro: str = ""
    """What stands before the first heading; may be empty."""
    sections: tuple[ProseSection, ...] = ()
    closing: str = ""
    """The footnotes; may be empty."""


class Text(Struct, frozen=True):
    """A text that was read."""

    anchors: tuple[str, ...]
    """The ids of its headings."""
    links: tuple[LinkReference, ...]
    images: tuple[ImageReference, ...]
    problems: tuple[Diagnostic, ...]
    """What parsing found, and what is wrong with its drawings."""
    prose: Prose
    """With gaps for its links and images; empty where it has errors."""


def prepare_text(document: Document) -> Text:
    """Parse a text for the place that it has on its page, and render it."""
    parsed = _parse(document)
    drawings = {
        (block.text, block.fence.language) for block in parsed.code_blocks if block.fence.language in FIGURES
    }
    figures = {drawing: _read_drawing(*drawing) for drawing in sorted(drawings)}
    words = _outside_drawings(document, parsed) if document.path.startswith(CASE_STUDIES) else ""
    drawn = check_drawings(parsed.code_blocks, figures, document.source, words)
    problems = (*parsed.diagnostics, *drawn)
    is_right = all(problem.severity is not Severity.ERROR for problem in problems)
    return Text(
        anchors=tuple(heading.id for heading in parsed.headings),
        links=parsed.links,
        images=parsed.images,
        problems=problems,
        prose=_render(parsed, _top_level(document.path)) if is_right else Prose(),
    )


def _parse(document: Document) -> ParsedMarkdown:
    is_page = document.path.startswith(CASE_STUDIES)
    return parse_markdown(
        document,
        id_prefix=id_prefix(document.path),
        first_level=_top_level(document.path),
        reserved_ids=CASE_STUDY_IDS if is_page else frozenset(),
        languages=known_languages(),
    )


def _top_level(path: str) -> int:
    """Return the level that a text's `##` has on its page: a section's own title is an `h2` already."""
    return 2 if path.startswith(CASE_STUDIES) else 3


def _outside_drawings(document: Document, parsed: ParsedMarkdown) -> str:
    """Return what a file says in words, its front matter too, without its drawings."""
    drawn = {
        line
        for block in parsed.code_blocks
        if block.fence.language in FIGURES
        for line in range(block.first_line, block.first_line + block.text.count("\n"))
    }
    return "\n".join(
        line for number, line in enumerate(document.source.lines, start=1) if number not in drawn
    )


# A preview prepares a text after each sentence that is written, and its drawings are most of the work.


@lru_cache(maxsize=32)
def _read_drawing(text: str, language: str) -> Figure:
    return read_figure(text, language)


@lru_cache(maxsize=32)
def _draw(text: str, fence: Fence, figure_id: str) -> str:
    return draw_figure(_read_drawing(text, fence.language), fence.title, figure_id)


@lru_cache(maxsize=32)
def _highlight(code: str, language: str) -> str:
    return highlight_code(code, language)


def _render(parsed: ParsedMarkdown, level: int) -> Prose:
    """Return a text as HTML with gaps, cut at its top headings."""
    links = {link.href: number for number, link in reversed([*enumerate(parsed.links)])}
    images = {image.src: number for number, image in reversed([*enumerate(parsed.images)])}
    renderer = HtmlRenderer(
        highlight=_highlight,
        draw=_draw,
        link=lambda href: _gap("link", links[href]),
        image=lambda src: Picture(*(_gap(part, images[src]) for part in ("src", "width", "height"))),
    )
    intro = closing = ""
    sections: list[ProseSection] = []
    for heading, body in split_sections(parsed.tokens, f"h{level}"):
        html = renderer.render(body)
        if heading is None and _is_footnotes(body):
            closing = html
        elif heading is None:
            intro = html
        else:
            title = renderer.render_inline(heading[1].children or ())
            sections.append(ProseSection(str(heading[0].attrs.get("id", "")), title, html))
    return Prose(intro, tuple(sections), closing)


def _is_footnotes(body: Sequence[Token]) -> bool:
    return body[0].type == "footnote_block_open"


def _gap(part: str, number: int) -> str:
    """Return what stands for a part of a link or image until its page is known; NUL is in no text that was read."""
    return f"\0{part} {number}\0"


_GAP = re.compile("\0([a-z]+) ([0-9]+)\0")


def fill_gaps(prose: Prose, links: Sequence[str], images: Sequence[Picture]) -> Prose:
    """Return a text whose links and images lead somewhere.

    Args:
        prose: a text's own.
        links: the address to write for each link of the text, in its order.
        images: the same for its images, with their sizes.
    """
    values = {_gap("link", number): escapeHtml(link) for number, link in enumerate(links)}
    for number, image in enumerate(images):
        parts = {"src": image.href, "width": image.width, "height": image.height}
        values |= {_gap(part, number): escapeHtml(value) for part, value in parts.items()}

    def fill(html: str) -> str:
        return _GAP.sub(lambda gap: values[gap[0]], html) if "\0" in html else html

    sections = tuple(
        ProseSection(section.anchor, fill(section.title), fill(section.html)) for section in prose.sections
    )
    return Prose(fill(prose.intro), sections, fill(prose.closing))
