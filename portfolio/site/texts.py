"""The documents stage: each Markdown text and each drawing read once, and the resolver of their links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import msgpack

from portfolio.documents.document import (
    CASE_STUDY_IDS,
    Text,
    Tools,
    draw_figure,
    id_prefix,
    prepare_text,
    read_figure,
)
from portfolio.documents.library import Library, check_links
from portfolio.documents.links import LinkResolver, TextPage
from portfolio.errors import Diagnostic, Diagnostics
from portfolio.highlight import highlight_code
from portfolio.load.content import DRAWING
from portfolio.load.files import read_source
from portfolio.markdown.plugins.fences import DIAGRAM
from portfolio.model.case_study import CASE_STUDIES_FOLDER
from portfolio.model.document import Document
from portfolio.pages.route import address_of
from portfolio.site.cache import Cache, Kind, struct_kind
from portfolio.site_files import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.documents.figure import Figure
    from portfolio.pages.route import Route
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles

TEXT: Kind[Text] = struct_kind("text", Text)
FIGURE: Kind[Figure] = Kind("figure")
DRAWN: Kind[str] = Kind("drawn figure")
HIGHLIGHTED: Kind[str] = Kind("highlighted code")
LINKS: Kind[bool] = Kind("links")
"""Whether all links of a text are resolved; the reason why one is not depends on more than the resolver's key."""


class Texts:
    """Every text and drawing of a site, read.

    Args:
        files: the site's.
        first_lines: the line on which each text or drawing begins, by its path.
        cache: values of earlier runs.
        mapper: maps over the texts that are not cached.
    """

    def __init__(
        self, files: SiteFiles, first_lines: Mapping[str, int], cache: Cache, mapper: Mapper
    ) -> None:
        self._files = files
        self._cache = cache
        self._first_lines = first_lines
        drawings = {path for path in first_lines if path.endswith(DRAWING)}
        tools = _remembering(cache)
        keys = {path: files.key(path) for path in first_lines if path not in drawings}

        def prepare(paths: Iterable[str]) -> list[Text]:
            made = mapper(
                lambda path: msgpack.encode(prepare_text(self._document(path), tools)), paths, "texts"
            )
            return [msgpack.decode(payload, type=Text) for payload in made]

        self.by_path = cache.get_all(TEXT, keys, prepare)
        self.drawings = {
            path: tools.read_figure(self._document(path).source.text, DIAGRAM) for path in sorted(drawings)
        }

    def _document(self, path: str) -> Document:
        """Return a text of a file, which was decoded before."""
        source = read_source(self._files, path, Diagnostics())
        assert source is not None, path  # noqa: S101 (loading found where it begins)
        return Document(source, self._first_lines[path])

    def resolver(
        self, routes: Iterable[Route] | None, static_files: Iterable[str], drafts: Iterable[str]
    ) -> LinkResolver:
        """Return the resolver of the texts' links.

        Args:
            routes: everything that is published; None if the site has errors.
            static_files: those that are published, relative to static/.
            drafts: texts that are left out.
        """
        pages = None if routes is None else {route.address: route.anchors for route in routes}
        return LinkResolver(dict(self._find_pages(routes)), pages, static_files, drafts, self._files)

    def _find_pages(self, routes: Iterable[Route] | None) -> Iterator[tuple[str, TextPage]]:
        """Yield the page of each text; without routes one with its own anchors only."""
        shown = {path: route for route in routes or () for path in route.texts}
        for path, text in self.by_path.items():
            prefix = id_prefix(path)
            if path in shown:
                route = shown[path]
                yield path, TextPage(route.address, route.texts[path], prefix, route.anchors or frozenset())
                continue
            is_study = path.startswith(CASE_STUDIES_FOLDER)
            own = CASE_STUDY_IDS if is_study else frozenset({"main"})
            address = "/"
            if is_study:
                address = address_of(path.removeprefix("content/").replace(".md", "/index.html"))
            yield path, TextPage("" if routes is not None else address, "", prefix, own.union(text.anchors))

    def check(self, resolver: LinkResolver) -> Iterator[Diagnostic]:
        """Yield every diagnostic of the texts and drawings: of parsing, and of unresolved links."""
        if self.drawings:
            yield from self._check_drawings()
        linking = [path for path, text in self.by_path.items() if text.links]
        keys = {path: digest_text(f"{self._files.key(path)} {resolver.key}") for path in linking}

        def find(text: Text) -> Iterator[Diagnostic]:
            return check_links(text.accepted(text.links), resolver.resolve)

        def check(paths: Iterable[str]) -> Iterator[bool]:
            return (not any(find(self.by_path[path])) for path in paths)

        is_resolved = self._cache.get_all(LINKS, keys, check)
        for path, text in self.by_path.items():
            yield from text.problems
            if not is_resolved.get(path, True):
                yield from find(text)
            yield from check_links(text.accepted(text.images), resolver.resolve_image)

    def _check_drawings(self) -> Iterator[Diagnostic]:
        from portfolio.documents.drawings import locate_problem  # noqa: PLC0415 (brings the drawing engine along)

        for path, figure in self.drawings.items():
            source = self._document(path).source
            yield from (locate_problem(problem, source) for problem in figure.problems)

    def library(self, resolver: LinkResolver) -> Library:
        """Return the rendered texts."""
        return Library(self.by_path, self.drawings, resolver)


def _remembering(cache: Cache) -> Tools:
    """Return the functions that render fences, cached: an edited text does not render all its drawings again."""

    def highlight(code: str, language: str) -> str:
        return cache.get(
            HIGHLIGHTED, digest_text(f"{language}\n{code}"), partial(highlight_code, code, language)
        )

    def read(text: str, language: str) -> Figure:
        return cache.get(FIGURE, digest_text(f"{language}\n{text}"), partial(read_figure, text, language))

    def draw(figure: Figure, title: str, figure_id: str) -> str:
        key = digest_text(f"{figure.is_drawn} {figure_id}\n{title}\n{figure.text}")
        return cache.get(DRAWN, key, partial(draw_figure, figure, title, figure_id))

    return Tools(highlight, read, draw)
