"""The documents stage: each Markdown text and each drawing read once, and its links checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import msgpack

from portfolio.documents.document import (
    Text,
    Tools,
    draw_figure,
    prepare_text,
    read_figure,
)
from portfolio.documents.library import Library, check_links
from portfolio.errors import Diagnostic, Diagnostics
from portfolio.highlight import highlight_code
from portfolio.load.content import DRAWING
from portfolio.load.files import read_source
from portfolio.markdown.plugins.fences import DIAGRAM
from portfolio.model.document import Document
from portfolio.site.cache import Cache, Kind, struct_kind
from portfolio.site_files import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.documents.figure import Figure
    from portfolio.documents.links import LinkResolver
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles

TEXT: Kind[Text] = struct_kind("text", Text)
FIGURE: Kind[Figure] = Kind("figure")
DRAWN: Kind[str] = Kind("drawn figure")
HIGHLIGHTED: Kind[str] = Kind("highlighted code")


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

    def check(self, resolver: LinkResolver, resolved: dict[str, Text]) -> Iterator[Diagnostic]:
        """Yield every diagnostic of the texts and drawings: of parsing, and of unresolved links.

        Args:
            resolver: resolves the links.
            resolved: the texts whose links lead to what it knows, by path; the others are added.
        """
        if self.drawings:
            yield from self._check_drawings()
        for path, text in self.by_path.items():
            yield from text.problems
            if text.links and resolved.get(path) is not text:
                unresolved = tuple(check_links(text.accepted(text.links), resolver.resolve))
                yield from unresolved
                if not unresolved:
                    resolved[path] = text
            if text.images:
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
