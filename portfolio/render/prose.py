"""Markdown, highlighter and diagrams put together: the owner's texts as HTML for the page they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.errors import Code, Diagnostic
from portfolio.highlight import highlight_code, known_languages
from portfolio.markdown.html import HtmlRenderer, Picture, split_sections
from portfolio.markdown.parser import ParsedMarkdown, parse_markdown
from portfolio.markdown.plugins.fences import DIAGRAM, FIGURES
from portfolio.render.drawings import check_drawings, place_problem, read_figure
from portfolio.render.figures import draw_figure
from portfolio.render.targets import CASE_STUDIES, CASE_STUDY_IDS, Miss, Targets, address_of, id_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from portfolio.errors import Diagnostics
    from portfolio.markdown.plugins.fences import Fence
    from portfolio.model.document import Document
    from portfolio.model.site import Site
    from portfolio.render.links import Linker


class ProseSection(Struct, frozen=True):
    """A heading of a text with what follows it."""

    anchor: str
    title: str
    """HTML."""
    html: str


class Prose(Struct, frozen=True):
    """A text as HTML, cut at its top headings so that a page can frame each section."""

    intro: str
    """What stands before the first heading; may be empty."""
    sections: tuple[ProseSection, ...]
    closing: str
    """The footnotes; may be empty."""


class Library:
    """Every Markdown text and every drawing of a site, each read once.

    Args:
        documents: the texts; those outside case-studies/ are shown on the home page below a section's title.
        root: the site's folder.
    """

    def __init__(self, documents: Iterable[Document], root: Path) -> None:
        self.root = root
        self.documents = {document.path: document for document in documents}
        self.parsed = {
            path: _parse(document) for path, document in self.documents.items() if path.endswith(".md")
        }
        blocks = [block for parsed in self.parsed.values() for block in parsed.code_blocks]
        drawings = {(block.text, block.fence.language) for block in blocks if block.fence.language in FIGURES}
        drawings |= {
            (document.source.text, DIAGRAM)
            for path, document in self.documents.items()
            if path not in self.parsed
        }
        self._figures = {drawing: read_figure(*drawing) for drawing in sorted(drawings)}
        self._targets: Targets | None = None

    def check(self, site: Site | None, diagnostics: Diagnostics) -> None:
        """Report every problem in the texts: what parsing found, and links and images that lead nowhere.

        Args:
            site: what the texts can link to, or None where it has errors of its own.
            diagnostics: receives the problems.
        """
        anchors = {path: _ids(path, parsed) for path, parsed in self.parsed.items()}
        self._targets = targets = Targets(self.root, anchors, site)
        for path, document in self.documents.items():
            if path not in self.parsed:
                problems = self._figures[document.source.text, DIAGRAM].problems
                diagnostics.items += [place_problem(problem, document.source) for problem in problems]
        for path, parsed in self.parsed.items():
            diagnostics.items += parsed.diagnostics
            prose = _outside_drawings(self.documents[path], parsed) if path.startswith(CASE_STUDIES) else ""
            source = self.documents[path].source
            diagnostics.items += check_drawings(parsed.code_blocks, self._figures, source, prose)
            refused = {item.span for item in parsed.diagnostics if item.code is not Code.IMAGE_ALT}
            for link in parsed.links:
                found = targets.resolve(path, link.href)
                if isinstance(found, Miss) and link.span not in refused:
                    diagnostics.items.append(Diagnostic(found.code, found.message, link.span, found.help))
            for image in parsed.images:
                picture = targets.resolve_image(path, image.src)
                if isinstance(picture, Miss) and image.span not in refused:
                    diagnostics.items.append(
                        Diagnostic(picture.code, picture.message, image.span, picture.help)
                    )

    def draw(self, document: Document, title: str) -> str:
        """Return a drawing that has a file of its own as a whole figure; a page has one of them at most."""
        return draw_figure(self._figures[document.source.text, DIAGRAM], title, "diagram--file")

    def render(self, document: Document, linker: Linker) -> Prose:
        """Return a text as HTML, its links written for the page that the linker belongs to; it was checked before."""
        targets = self._targets
        assert targets is not None, "texts are checked before they are rendered"  # noqa: S101 (a bug of ours)

        own_address = address_of(document.path)

        def link(href: str) -> str:
            found = targets.resolve(document.path, href)
            if isinstance(found, Miss) or found.is_external:
                return href
            return (
                found.address.removeprefix(own_address)
                if href.startswith("#")
                else linker.href(found.address)
            )

        def image(src: str) -> Picture:
            found = targets.resolve_image(document.path, src)
            return (
                Picture(src)
                if isinstance(found, Miss)
                else Picture(linker.href(found.href), found.width, found.height)
            )

        def draw(text: str, fence: Fence, figure_id: str) -> str:
            return draw_figure(self._figures[text, fence.language], fence.title, figure_id)

        renderer = HtmlRenderer(highlight=highlight_code, draw=draw, link=link, image=image)
        return _cut(self.parsed[document.path].tokens, renderer, _top_level(document.path))


def _parse(document: Document) -> ParsedMarkdown:
    """Parse a text for the place that it has on its page."""
    is_page = document.path.startswith(CASE_STUDIES)
    return parse_markdown(
        document,
        id_prefix=id_prefix(document.path),
        first_level=_top_level(document.path),
        reserved_ids=CASE_STUDY_IDS if is_page else frozenset(),
        languages=known_languages(),
    )


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


def _top_level(path: str) -> int:
    """Return the level that a text's `##` has on its page: a section's own title is an `h2` already."""
    return 2 if path.startswith(CASE_STUDIES) else 3


def _ids(path: str, parsed: ParsedMarkdown) -> frozenset[str]:
    """Return the ids that a link from the text itself can lead to."""
    own = CASE_STUDY_IDS if path.startswith(CASE_STUDIES) else frozenset({"main"})
    return own | {heading.id for heading in parsed.headings}


def _cut(tokens: Sequence[Token], renderer: HtmlRenderer, level: int) -> Prose:
    """Render tokens section by section."""
    intro = closing = ""
    sections: list[ProseSection] = []
    for heading, body in split_sections(tokens, f"h{level}"):
        html = renderer.render(body)
        if heading is None and body[0].type == "footnote_block_open":
            closing = html
        elif heading is None:
            intro = html
        else:
            title = renderer.render_inline(heading[1].children or ())
            sections.append(ProseSection(str(heading[0].attrs.get("id", "")), title, html))
    return Prose(intro, tuple(sections), closing)
