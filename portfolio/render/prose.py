"""The owner's texts and drawings put together with the rest of the site: where links lead, and each text on its page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import DecodeError, msgpack

from portfolio.errors import Code
from portfolio.markdown.html import Picture
from portfolio.markdown.plugins.fences import DIAGRAM
from portfolio.model.case_study import CASE_STUDIES
from portfolio.model.mapping import map_here
from portfolio.model.memo import Memo
from portfolio.model.store import digest_text
from portfolio.render.drawings import place_problem, read_figure
from portfolio.render.figures import draw_figure
from portfolio.render.targets import CASE_STUDY_IDS, Miss, Targets, address_of
from portfolio.render.text import Prose, Text, fill_gaps, prepare_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
        self._targets: Targets | None = None
        by_path = {document.path: document for document in documents}
        texts = {path: document for path, document in by_path.items() if path.endswith(".md")}
        self._documents = {path: document for path, document in by_path.items() if path not in texts}
        """The drawings as they were written."""

        def prepare(paths: Iterable[str]) -> list[Text]:
            return _prepare_all([texts[path] for path in paths], store, mapper)

        def draw(paths: Iterable[str]) -> Iterator[Figure]:
            return (read_figure(self._documents[path].source.text, DIAGRAM) for path in paths)

        self._texts = self._memo.recall_each("texts", texts, prepare)
        self._drawings = self._memo.recall_each("drawings", self._documents, draw)

    def check(
        self,
        site: Site | None,
        static_files: tuple[str, ...],
        diagnostics: Diagnostics,
        published: tuple[str, ...] = (),
    ) -> None:
        """Report every problem in the texts: what parsing found, and links and images that lead nowhere.

        Args:
            site: what the texts can link to, or None where it has errors of its own.
            static_files: those that the site publishes, relative to static/.
            diagnostics: receives the problems.
            published: the path of every file that a build of the site writes.
        """
        texts = self._texts
        targets = self._find_targets(site, static_files, published)
        targets.pictures.clear()
        for path, figure in self._drawings.items():
            source = self._documents[path].source
            diagnostics.items += [place_problem(problem, source) for problem in figure.problems]

        def check_links(paths: Iterable[str]) -> Iterator[tuple[Diagnostic, ...]]:
            return (_check_links(path, texts[path], targets) for path in paths)

        misses = self._memo.recall_each("links", texts, check_links, (targets,))
        for path, text in texts.items():
            diagnostics.items += (*text.problems, *misses[path])
            diagnostics.items += _check_images(path, text, targets) if text.images else ()

    @property
    def _known_targets(self) -> Targets:
        assert self._targets is not None, "texts are checked before they are rendered"  # noqa: S101 (a bug of ours)
        return self._targets

    def _find_targets(
        self, site: Site | None, static_files: tuple[str, ...], published: tuple[str, ...]
    ) -> Targets:
        """Return where links can lead: the same object for as long as every link leads to the same place."""
        undecided = {study.path for study in site.case_studies if not study.decisions} if site else set()
        sources = {path: (text, path in undecided) for path, text in self._texts.items()}

        def collect(paths: Iterable[str]) -> Iterator[frozenset[str]]:
            return (_ids(path, *sources[path]) for path in paths)

        anchors = self._memo.recall_each("anchors", sources, collect)
        sites = self.root, anchors, static_files, site, published
        targets = self._memo.recall("targets", sites, partial(Targets, *sites))
        # where a site that is another leads every link to the same place, the links need no second look
        self._targets = self._memo.recall("known targets", (targets.known,), lambda: targets)
        return self._targets

    def check_links(self, links: Iterable[tuple[str, Span]], diagnostics: Diagnostics) -> None:
        """Report links of YAML files that lead nowhere; the texts were checked before.

        Args:
            links: where each leads, and its place.
            diagnostics: receives the problems.
        """
        targets = self._known_targets
        found = ((targets.resolve(span.path, href), span) for href, span in links)
        diagnostics.items += [miss.place(span) for miss, span in found if isinstance(miss, Miss)]

    def write_link(self, href: str, path: str, linker: Linker) -> str:
        """Return a link of a YAML file as the page that the linker belongs to has to write it."""
        return _write_link(href, self._known_targets, path, linker)

    def draw(self, path: str, title: str) -> str:
        """Return a drawing that has a file of its own as a whole figure; a page has one of them at most."""
        return draw_figure(self._drawings[path], title, "diagram--file")

    def render(self, path: str, linker: Linker) -> Prose:
        """Return a text as HTML, its links written for the page that the linker belongs to; it was checked before."""
        text = self._texts[path]
        if not text.links and not text.images:
            return text.prose
        targets = self._known_targets
        links = [_write_link(link.href, targets, path, linker) for link in text.links]
        images = [_write_image(image.src, targets, path, linker) for image in text.images]
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


def _prepare_all(documents: Sequence[Document], store: Store | None, mapper: Mapper) -> list[Text]:
    """Return what each document is turned into, in their order; the store is asked first and told what is new."""
    kept = {document.path: _find(document, store) for document in documents} if store else {}
    missing = [document for document in documents if kept.get(document.path) is None]
    made = {}
    for document, payload in zip(missing, mapper(_prepare, missing, "texts"), strict=True):
        made[document.path] = msgpack.decode(payload, type=Text)
        if store:
            store.keep(_name(document), _key(document), payload)
    return [kept.get(document.path) or made[document.path] for document in documents]


def _find(document: Document, store: Store) -> Text | None:
    """Return what was kept of a text in an earlier run."""
    payload = store.find(_name(document), _key(document))
    try:
        return msgpack.decode(payload, type=Text) if payload is not None else None
    except DecodeError:
        return None


def _prepare(document: Document) -> bytes:
    return msgpack.encode(prepare_text(document))


def _name(document: Document) -> str:
    return f"text:{document.path}"


def _key(document: Document) -> str:
    """Return the hash of all that a text is prepared from: its file, and its place in the site."""
    return digest_text(f"{document.path}\n{document.source.text}")


def _ids(path: str, text: Text, is_undecided: bool) -> frozenset[str]:  # noqa: FBT001 (a part of what is kept)
    """Return the ids that a link from the text itself can lead to; without decisions its page has no place for them."""
    own = CASE_STUDY_IDS if path.startswith(CASE_STUDIES) else frozenset({"main"})
    return (own | frozenset(text.anchors)) - ({"decisions"} if is_undecided else set())
