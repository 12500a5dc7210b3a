"""The owner's texts and drawings put together with the rest of the site: where links lead, and each text on its page."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec import DecodeError, msgpack

from portfolio.errors import Code
from portfolio.markdown.html import Picture
from portfolio.markdown.plugins.fences import DIAGRAM
from portfolio.model.mapping import map_here
from portfolio.model.memo import Memo
from portfolio.model.store import digest_text
from portfolio.render.drawings import place_problem, read_figure
from portfolio.render.embeds import check_stats_sections
from portfolio.render.figures import draw_figure
from portfolio.render.targets import CASE_STUDIES, CASE_STUDY_IDS, Miss, Targets, address_of
from portfolio.render.text import Prose, Text, fill_gaps, prepare_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from portfolio.errors import Diagnostic, Diagnostics, Span
    from portfolio.model.document import Document
    from portfolio.model.mapping import Mapper
    from portfolio.model.site import Site
    from portfolio.model.store import Store
    from portfolio.render.figures import Figure
    from portfolio.render.links import Linker


class Library:
    """Every Markdown text and every drawing of a site, each read once.

    Args:
        documents: the texts; those outside case-studies/ are shown on the home page below a section's title.
        root: the site's folder.
        store: keeps what a text is turned into from one run to the next; None keeps nothing.
        memo: keeps the same from one library to the next in this process.
        mapper: goes through the texts that are to be prepared.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        root: Path,
        store: Store | None = None,
        memo: Memo | None = None,
        mapper: Mapper = map_here,
    ) -> None:
        self.root = root
        self._memo = memo or Memo()
        self._texts: dict[str, Text] = {}
        self._drawings: dict[str, tuple[Document, Figure]] = {}
        self._targets: Targets | None = None
        missing = []
        for document in documents:
            if not document.path.endswith(".md"):
                read = partial(read_figure, document.source.text, DIAGRAM)
                figure = self._memo.recall(_name(document), (document,), read)
                self._drawings[document.path] = (document, figure)
            elif (kept := self._find(document, store)) is not None:
                self._keep(document, kept)
            else:
                missing.append(document)
        for document, payload in zip(missing, mapper(_prepare, missing, "texts"), strict=True):
            self._keep(document, msgpack.decode(payload, type=Text))
            if store:
                store.keep(_name(document), _key(document), payload)
        self._texts = dict(sorted(self._texts.items()))  # what was found and what was not have one order

    def _find(self, document: Document, store: Store | None) -> Text | None:
        """Return what was kept of a text in this process or in an earlier one."""
        nothing: Text | None = None
        known = self._memo.find(_name(document), (document,), nothing)
        kept = store.find(_name(document), _key(document)) if store and known is None else None
        if kept is not None:
            with suppress(DecodeError):
                return msgpack.decode(kept, type=Text)
        return known

    def _keep(self, document: Document, text: Text) -> None:
        self._texts[document.path] = text
        self._memo.keep(_name(document), (document,), text)

    def check(self, site: Site | None, diagnostics: Diagnostics) -> None:
        """Report every problem in the texts: what parsing found, and links and images that lead nowhere.

        Args:
            site: what the texts can link to, or None where it has errors of its own.
            diagnostics: receives the problems.
        """
        anchors = {path: _ids(path, text) for path, text in self._texts.items()}
        targets = Targets(self.root, anchors, site)
        self._targets = targets = self._memo.recall("targets", (targets.known,), lambda: targets)
        targets.pictures.clear()
        diagnostics.items += check_stats_sections(site, self.root) if site else ()
        for document, figure in self._drawings.values():
            diagnostics.items += [place_problem(problem, document.source) for problem in figure.problems]
        for path, text in self._texts.items():
            diagnostics.items += text.problems
            check = partial(_check_links, path, text, targets)
            diagnostics.items += self._memo.recall(("links", path), (text, targets), check)
            diagnostics.items += _check_images(path, text, targets) if text.images else ()

    def draw(self, document: Document, title: str) -> str:
        """Return a drawing that has a file of its own as a whole figure; a page has one of them at most."""
        return draw_figure(self._drawings[document.path][1], title, "diagram--file")

    def render(self, document: Document, linker: Linker) -> Prose:
        """Return a text as HTML, its links written for the page that the linker belongs to; it was checked before."""
        text = self._texts[document.path]
        if not text.links and not text.images:
            return text.prose
        targets = self._targets
        assert targets is not None, "texts are checked before they are rendered"  # noqa: S101 (a bug of ours)
        links = [_write_link(link.href, targets, document.path, linker) for link in text.links]
        images = [_write_image(image.src, targets, document.path, linker) for image in text.images]
        return fill_gaps(text.prose, links, images)


def _check_links(path: str, text: Text, targets: Targets) -> tuple[Diagnostic, ...]:
    """Return a problem for each link that leads nowhere, unless parsing refused it already."""
    refused = _refused(text)
    found = ((targets.resolve(path, link.href), link.span) for link in text.links if link.span not in refused)
    return tuple(miss.place(span) for miss, span in found if isinstance(miss, Miss))


def _check_images(path: str, text: Text, targets: Targets) -> tuple[Diagnostic, ...]:
    """Return the same for images; never kept, as their files can change behind the text's back."""
    refused = _refused(text)
    found = (
        (targets.resolve_image(path, image.src), image.span)
        for image in text.images
        if image.span not in refused
    )
    return tuple(miss.place(span) for miss, span in found if isinstance(miss, Miss))


def _refused(text: Text) -> set[Span | None]:
    return {item.span for item in text.problems if item.code is not Code.IMAGE_ALT}


def _write_link(href: str, targets: Targets, path: str, linker: Linker) -> str:
    """Return a link of the text at `path` as its page has to write it."""
    found = targets.resolve(path, href)
    if isinstance(found, Miss) or found.is_external:
        return href
    return (
        found.address.removeprefix(address_of(path)) if href.startswith("#") else linker.href(found.address)
    )


def _write_image(src: str, targets: Targets, path: str, linker: Linker) -> Picture:
    """Return an image of the text at `path` as its page has to write it."""
    found = targets.resolve_image(path, src)
    if isinstance(found, Miss):
        return Picture(src)
    return Picture(linker.href(found.href), found.width, found.height)


def _prepare(document: Document) -> bytes:
    return msgpack.encode(prepare_text(document))


def _name(document: Document) -> str:
    return f"text:{document.path}"


def _key(document: Document) -> str:
    """Return the hash of all that a text is prepared from: its file, and its place in the site."""
    return digest_text(f"{document.path}\n{document.source.text}")


def _ids(path: str, text: Text) -> frozenset[str]:
    """Return the ids that a link from the text itself can lead to."""
    own = CASE_STUDY_IDS if path.startswith(CASE_STUDIES) else frozenset({"main"})
    return own | frozenset(text.anchors)
