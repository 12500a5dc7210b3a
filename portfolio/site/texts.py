"""The documents stage: each Markdown text and each drawing read once, and its links checked."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from portfolio.documents.library import Library, Sizes, check_links
from portfolio.documents.text import Text
from portfolio.errors import Diagnostic, Diagnostics
from portfolio.load.content import DRAWING
from portfolio.load.files import read_source
from portfolio.markdown.records import DIAGRAM
from portfolio.model.document import Document
from portfolio.site.cache import Cache, Kind, struct_kind
from portfolio.site.worker import Work
from portfolio.site_files import digest_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from portfolio.documents.document import Tools
    from portfolio.documents.figure import Figure
    from portfolio.documents.links import LinkResolver
    from portfolio.languages.words import Words
    from portfolio.model.simulation import Simulated
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles

TEXTS = Work(Text, "texts", least=8)
TEXT: Kind[Text] = struct_kind("text", Text)
FIGURE: Kind[Figure] = Kind("figure")
DRAWN: Kind[str] = Kind("drawn figure")
"""A text has the last two in its HTML, so they are not written to disk; those that pages use are."""
PROBLEMS: Kind[tuple[Diagnostic, ...]] = struct_kind("problems of a drawing", tuple[Diagnostic, ...])
DRAWN_FILE: Kind[str] = struct_kind("drawn file", str)
CODE: Kind[str] = struct_kind("code", str)
"""The code of pages, and of the few texts of an edit: the next edit of one needs no lexer, which takes 4 to 25 ms to load."""


class Texts:
    """Every text and drawing of a site, read.

    Args:
        files: the site's.
        first_lines: the line on which each text or drawing begins, by its path.
        cache: values of earlier runs.
        mapper: maps over the texts that are not cached.
        words: those of the site's language.
        meanwhile: see `Mapper`.
        is_kept: whether drawings and code are kept for the next run of the process.
    """

    def __init__(  # noqa: PLR0913 (what texts are made of)
        self,
        files: SiteFiles,
        first_lines: Mapping[str, int],
        cache: Cache,
        mapper: Mapper,
        words: Words,
        *,
        meanwhile: Callable[[], object] | None = None,
        is_kept: bool = False,
    ) -> None:
        self._files = files
        self._cache = cache
        self._words = words
        self._is_kept = is_kept
        self._first_lines = first_lines
        self._drawings = sorted(path for path in first_lines if path.endswith(DRAWING))
        keys = {path: files.key(path) + words.key for path in first_lines if path not in self._drawings}

        def prepare(paths: list[str]) -> list[Text]:
            from portfolio.documents.document import prepare_text  # noqa: PLC0415 (see `_tools`)

            tools = self._tools
            if len(paths) < TEXTS.least:  # the code of a whole site would make the cache half as large again
                tools = tools._replace(highlight=self._highlight)

            def prepare_one(path: str) -> Text:
                return prepare_text(self._document(path), tools)

            return mapper(prepare_one, paths, TEXTS, meanwhile)

        self.by_path = cache.get_all(TEXT, keys, prepare)

    @cached_property
    def _tools(self) -> Tools:
        """The functions that render fences; in a preview cached, so that an edited text does not render them all again.

        The parser and the lexers are imported here, only for what is not cached.
        """
        from portfolio.documents.document import Tools  # noqa: PLC0415 (see above)

        plain, get = Tools(words=self._words), self._cache.get
        if not self._is_kept:
            return plain

        def read(text: str, language: str) -> Figure:
            return get(FIGURE, digest_text(f"{language}\n{text}"), partial(plain.read_figure, text, language))

        def draw(figure: Figure, title: str, figure_id: str, words: Words) -> str:
            key = digest_text(f"{figure.is_drawn} {figure_id}\n{title}\n{figure.text}{words.key}")
            return get(DRAWN, key, partial(plain.draw_figure, figure, title, figure_id, words))

        return Tools(self._highlight, read, draw, self._words)

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
        for path in self._drawings:
            yield from self._cache.get(PROBLEMS, self._files.key(path), partial(self._check_drawing, path))
        for path, text in self.by_path.items():
            yield from text.problems
            if text.links and resolved.get(path) is not text:
                unresolved = tuple(check_links(text.accepted(text.links), resolver.resolve))
                yield from unresolved
                if not unresolved:
                    resolved[path] = text
            if text.images:
                yield from check_links(text.accepted(text.images), resolver.resolve_image)

    def _check_drawing(self, path: str) -> tuple[Diagnostic, ...]:
        from portfolio.documents.drawings import locate_problem  # noqa: PLC0415 (brings the drawing engine along)

        source = self._document(path).source
        problems = self._tools.read_figure(source.text, DIAGRAM).problems
        return tuple(locate_problem(problem, source) for problem in problems)

    def _draw(self, path: str, title: str) -> str:
        """Return a drawing of a file of its own as a figure; a page has one of them at most."""

        def draw() -> str:
            figure = self._tools.read_figure(self._read_drawing(path), DIAGRAM)
            return self._tools.draw_figure(figure, title, "diagram--file", self._words)

        return self._cache.get(
            DRAWN_FILE, digest_text(f"{self._files.key(path)} {title}{self._words.key}"), draw
        )

    def _read_drawing(self, path: str) -> str:
        """Return a drawing of a file of its own as it was written."""
        return self._document(path).source.text

    def _highlight(self, code: str, language: str) -> str:
        """Return code as HTML."""

        def highlight() -> str:
            from portfolio.documents.document import Tools  # noqa: PLC0415 (see `_tools`)

            return Tools().highlight(code, language)

        return self._cache.get(CODE, digest_text(f"{language}\n{code}"), highlight)

    def library(
        self,
        resolver: LinkResolver,
        simulations: Mapping[str, Simulated],
        sizes: Sizes,
    ) -> Library:
        """Return the rendered texts, with the results of the scenarios by case study, and the sizes of pictures."""
        return Library(
            self.by_path, resolver, self._draw, self._read_drawing, self._highlight, simulations, sizes
        )
