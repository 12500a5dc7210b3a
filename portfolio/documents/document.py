"""A Markdown text, prepared from its file alone: as HTML with gaps for its links, with its headings and problems.

It does not depend on the rest of the site, so that a text can be cached, and prepared in
any order or process; `fill_gaps` of text.py writes the addresses in when its page's view is made.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from msgspec import msgpack

from portfolio.documents.text import ARTICLE_IDS, IMAGE_PARTS, Prose, ProseSection, Text, gap, id_prefix
from portfolio.errors import Severity
from portfolio.highlight import highlight_code, known_languages
from portfolio.languages.words import ENGLISH, Words
from portfolio.markdown.blocks import read_blocks
from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.records import DIAGRAM_LANGUAGES, Picture
from portfolio.model.folders import find_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it.token import Token

    from portfolio.documents.figure import Figure
    from portfolio.errors import Source
    from portfolio.markdown.records import CodeBlock, Fence
    from portfolio.model.document import Document


def read_figure(text: str, language: str) -> Figure:
    """Read a drawing: see drawings.py. The drawing engine is imported only for texts with a drawing."""
    from portfolio.documents import drawings  # noqa: PLC0415 (see above)

    return drawings.read_figure(text, language)


def draw_figure(figure: Figure, title: str, figure_id: str, words: Words = ENGLISH) -> str:
    """Return a drawing as HTML: see figure.py."""
    from portfolio.documents import figure as figures  # noqa: PLC0415 (as above)

    return figures.draw_figure(figure, title, figure_id, words)


class Tools(NamedTuple):
    """The functions that render fences, and the words of the site's language; a run can pass cached versions."""

    highlight: Callable[[str, str], str] = highlight_code
    read_figure: Callable[[str, str], Figure] = read_figure
    draw_figure: Callable[[Figure, str, str, Words], str] = draw_figure
    words: Words = ENGLISH


def prepare_text(document: Document, tools: Tools = Tools()) -> Text:  # noqa: B008 (immutable)
    """Parse a text and render it."""
    is_article, prefix = find_folder(document.path) is not None, id_prefix(document.path)
    level = 2 if is_article else 3  # of the text's `##`: a section's own title is an `h2` already
    parsed = parse_markdown(
        document,
        id_prefix=prefix,
        first_level=level,
        reserved_ids=ARTICLE_IDS if is_article else frozenset(),
        languages=known_languages(),
    )
    drawn = [block for block in parsed.code_blocks if block.fence.language in DIAGRAM_LANGUAGES]
    drawings = {(block.text, block.fence.language) for block in drawn}
    figures = {drawing: tools.read_figure(*drawing) for drawing in sorted(drawings)}
    problems = parsed.diagnostics
    if drawn:
        from portfolio.documents.drawings import check_drawings  # noqa: PLC0415 (as above)

        words = _outside(drawn, document.source) if is_article else ""
        problems = (*problems, *check_drawings(drawn, figures, document.source, words))
    is_right = all(problem.severity is not Severity.ERROR for problem in problems)

    def draw(text: str, fence: Fence, figure_id: str) -> str:
        return tools.draw_figure(figures[text, fence.language], fence.title, figure_id, tools.words)

    links = {link.href: number for number, link in reversed([*enumerate(parsed.links)])}
    images = {image.href: number for number, image in reversed([*enumerate(parsed.images)])}
    renderer = HtmlRenderer(
        highlight=tools.highlight,
        draw=draw,
        link=lambda href: gap("link", links[href]),
        image=lambda src: Picture(**{part: gap(part, images[src]) for part in IMAGE_PARTS}),
        id_prefix=prefix,
        words=tools.words,
    )
    if not is_right:
        return Text(parsed.anchors, parsed.links, parsed.images, problems)

    def show(text: str, fence: Fence) -> str:
        return figures[text, fence.language].text if fence.language in DIAGRAM_LANGUAGES else text

    prose = msgpack.encode(_render(parsed.tokens, f"h{level}", renderer))
    blocks = msgpack.encode(read_blocks(parsed.tokens, show, tools.words))
    return Text(parsed.anchors, parsed.links, parsed.images, problems, prose, blocks)


def _outside(drawn: Iterable[CodeBlock], source: Source) -> str:
    """Return the words of a file, with its front matter, without its drawings."""
    lines = {
        line for block in drawn for line in range(block.first_line, block.first_line + block.text.count("\n"))
    }
    return "\n".join(line for number, line in enumerate(source.lines, start=1) if number not in lines)


def _render(tokens: Sequence[Token], tag: str, renderer: HtmlRenderer) -> Prose:
    """Return a text as HTML, cut at its top headings."""
    intro = closing = ""
    sections: list[ProseSection] = []
    for part in split_sections(tokens, tag):
        if part[0].type == "footnote_block_open":
            closing = renderer.render(part)
        elif _begins(part[0], tag):
            title, anchor = renderer.render(part[1].children or ()), str(part[0].attrs.get("id", ""))
            sections.append(ProseSection(anchor, title, renderer.render(part[3:])))
        else:
            intro = renderer.render(part)
    return Prose(intro, tuple(sections), closing)


def split_sections(tokens: Sequence[Token], tag: str = "h2") -> list[Sequence[Token]]:
    """Cut block tokens before the top-level headings of one tag, so that a page can wrap each section.

    The text before the first heading comes first, and footnotes last.
    """
    cuts = [
        at for at, token in enumerate(tokens) if token.type == "footnote_block_open" or _begins(token, tag)
    ]
    return [tokens[begin:end] for begin, end in pairwise([0, *cuts, len(tokens)]) if begin < end]


def _begins(token: Token, tag: str) -> bool:
    return token.type == "heading_open" and token.level == 0 and token.tag == tag
