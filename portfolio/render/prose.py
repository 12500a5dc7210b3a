"""Markdown, highlighter and diagrams put together: the owner's texts as HTML for the page they stand on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec import DecodeError, Struct, msgpack

from portfolio.errors import Code, Diagnostic
from portfolio.highlight import highlight_code, known_languages
from portfolio.markdown.html import HtmlRenderer, Picture, split_sections
from portfolio.markdown.parser import ParsedMarkdown, parse_markdown
from portfolio.markdown.plugins.fences import DIAGRAM, FIGURES
from portfolio.markdown.plugins.links import ImageReference, LinkReference
from portfolio.model.store import digest_text
from portfolio.render.drawings import check_drawings, place_problem, read_figure
from portfolio.render.figures import draw_figure
from portfolio.render.targets import CASE_STUDIES, CASE_STUDY_IDS, Miss, Targets, address_of, id_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from portfolio.errors import Diagnostics
    from portfolio.markdown.plugins.fences import Fence
    from portfolio.model.document import Document
    from portfolio.model.site import Site
    from portfolio.model.store import Store
    from portfolio.render.figures import Figure
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


class Text(Struct, frozen=True):
    """What the rest of the site asks of a text; worked out from its file alone."""

    anchors: tuple[str, ...]
    """The ids of its headings."""
    links: tuple[LinkReference, ...]
    images: tuple[ImageReference, ...]
    problems: tuple[Diagnostic, ...]
    """What parsing found, and what is wrong with its drawings."""


class _Entry(Struct, frozen=True):
    """What is kept of a text from one run to the next."""

    text: Text
    targets: str = ""
    """The hash of where its links and pictures lead."""
    prose: Prose | None = None
    """The text as HTML with those targets."""


class Library:
    """Every Markdown text and every drawing of a site, each read once.

    Args:
        documents: the texts; those outside case-studies/ are shown on the home page below a section's title.
        root: the site's folder.
        store: keeps what a text is turned into from one run to the next; None keeps nothing.
    """

    def __init__(self, documents: Iterable[Document], root: Path, store: Store | None = None) -> None:
        self.root = root
        self._store = store
        self._parsed: dict[str, ParsedText] = {}
        self._entries: dict[str, _Entry] = {}
        self._drawings: dict[str, tuple[Document, Figure]] = {}
        for document in documents:
            if document.path.endswith(".md"):
                self._entries[document.path] = self._find(document)
            else:
                figure = read_figure(document.source.text, DIAGRAM)
                self._drawings[document.path] = (document, figure)
        self._targets: Targets | None = None

    def _find(self, document: Document) -> _Entry:
        """Return what an earlier run kept of a text, or read it now."""
        kept = self._store.find(f"text:{document.path}", _key(document)) if self._store else None
        if kept is not None:
            with suppress(DecodeError):
                return msgpack.decode(kept, type=_Entry)
        return _Entry(self._parse(document).summarise(document))

    def _parse(self, document: Document) -> ParsedText:
        if document.path not in self._parsed:
            self._parsed[document.path] = parse_text(document)
        return self._parsed[document.path]

    def check(self, site: Site | None, diagnostics: Diagnostics) -> None:
        """Report every problem in the texts: what parsing found, and links and images that lead nowhere.

        Args:
            site: what the texts can link to, or None where it has errors of its own.
            diagnostics: receives the problems.
        """
        anchors = {path: _ids(path, entry.text) for path, entry in self._entries.items()}
        self._targets = targets = Targets(self.root, anchors, site)
        for document, figure in self._drawings.values():
            diagnostics.items += [place_problem(problem, document.source) for problem in figure.problems]
        for path, entry in self._entries.items():
            text = entry.text
            diagnostics.items += text.problems
            refused = {item.span for item in text.problems if item.code is not Code.IMAGE_ALT}
            for link in text.links:
                found = targets.resolve(path, link.href)
                if isinstance(found, Miss) and link.span not in refused:
                    diagnostics.items.append(Diagnostic(found.code, found.message, link.span, found.help))
            for image in text.images:
                picture = targets.resolve_image(path, image.src)
                if isinstance(picture, Miss) and image.span not in refused:
                    diagnostics.items.append(
                        Diagnostic(picture.code, picture.message, image.span, picture.help)
                    )

    def draw(self, document: Document, title: str) -> str:
        """Return a drawing that has a file of its own as a whole figure; a page has one of them at most."""
        return draw_figure(self._drawings[document.path][1], title, "diagram--file")

    def render(self, document: Document, linker: Linker) -> Prose:
        """Return a text as HTML, its links written for the page that the linker belongs to; it was checked before."""
        entry = self._entries[document.path]
        link, image = self._writers(document, linker)
        text = entry.text
        leads = [link(item.href) for item in text.links] + [repr(image(item.src)) for item in text.images]
        targets = digest_text("\n".join(leads))
        if entry.prose is not None and entry.targets == targets:
            return entry.prose
        parsed = self._parse(document)

        def draw(drawing: str, fence: Fence, figure_id: str) -> str:
            return draw_figure(parsed.figures[drawing, fence.language], fence.title, figure_id)

        renderer = HtmlRenderer(highlight=highlight_code, draw=draw, link=link, image=image)
        prose = _cut(parsed.markdown.tokens, renderer, _top_level(document.path))
        del self._parsed[document.path]  # the tokens of a thousand texts fill 200 MB
        if self._store:
            payload = msgpack.encode(_Entry(text, targets, prose))
            self._store.keep(f"text:{document.path}", _key(document), payload)
        return prose

    def _writers(
        self, document: Document, linker: Linker
    ) -> tuple[Callable[[str], str], Callable[[str], Picture]]:
        """Return what writes the targets of a text's links, and of its pictures, for the page it stands on."""
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

        return link, image


class ParsedText(NamedTuple):
    """A text as tokens, with its drawings."""

    markdown: ParsedMarkdown
    figures: dict[tuple[str, str], Figure]
    """By text and language."""

    def summarise(self, document: Document) -> Text:
        """Return what the rest of the site asks of the text."""
        parsed = self.markdown
        prose = _outside_drawings(document, parsed) if document.path.startswith(CASE_STUDIES) else ""
        drawn = check_drawings(parsed.code_blocks, self.figures, document.source, prose)
        return Text(
            anchors=tuple(heading.id for heading in parsed.headings),
            links=parsed.links,
            images=parsed.images,
            problems=(*parsed.diagnostics, *drawn),
        )


def parse_text(document: Document) -> ParsedText:
    """Parse a text and read the drawings in it."""
    parsed = _parse(document)
    blocks = [block for block in parsed.code_blocks if block.fence.language in FIGURES]
    drawings = {(block.text, block.fence.language) for block in blocks}
    return ParsedText(parsed, {drawing: read_figure(*drawing) for drawing in sorted(drawings)})


def _key(document: Document) -> str:
    """Return the hash of all that a text is parsed from: its file, and its place in the site."""
    return digest_text(f"{document.path}\n{document.source.text}")


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


def _ids(path: str, text: Text) -> frozenset[str]:
    """Return the ids that a link from the text itself can lead to."""
    own = CASE_STUDY_IDS if path.startswith(CASE_STUDIES) else frozenset({"main"})
    return own | frozenset(text.anchors)


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
