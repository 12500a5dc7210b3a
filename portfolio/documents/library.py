"""The rendered texts and drawings, with links written for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from portfolio.documents.document import Prose, Text, draw_figure, fill_gaps
from portfolio.documents.links import LinkResolver, Unresolved
from portfolio.errors import Code
from portfolio.markdown.html import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.documents.figure import Figure
    from portfolio.errors import Diagnostic, Span


class Linker(Protocol):
    """Writes the addresses of links on one page."""

    def href(self, address: str) -> str:
        """Return an address of the site as a link on the page."""


class Library(NamedTuple):
    """Every Markdown text and every drawing of a site, checked."""

    texts: Mapping[str, Text]
    """By path."""
    drawings: Mapping[str, Figure]
    """Drawings in files of their own, by path."""
    resolver: LinkResolver

    def draw(self, path: str, title: str) -> str:
        """Return a drawing of a file of its own as a figure; a page has one of them at most."""
        return draw_figure(self.drawings[path], title, "diagram--file")

    def render(self, path: str, linker: Linker) -> Prose:
        """Return a text as HTML, its links written for the linker's page."""
        text = self.texts[path]
        if not text.links and not text.images:
            return text.prose
        links = [self.write_link(link.href, path, linker) for link in text.links]
        images = [self._write_image(image.src, path, linker) for image in text.images]
        return fill_gaps(text.prose, links, images)

    def write_link(self, href: str, path: str, linker: Linker) -> str:
        """Return a link of the file at `path`, written for the linker's page."""
        found = self.resolver.resolve(path, href)
        if isinstance(found, Unresolved) or found.is_external:
            return href
        own_page, sign, fragment = found.address.partition("#")
        return f"#{fragment}" if href.startswith("#") and sign and own_page else linker.href(found.address)

    def _write_image(self, src: str, path: str, linker: Linker) -> Picture:
        found = self.resolver.resolve_image(path, src)
        if isinstance(found, Unresolved):
            return Picture(src)
        return Picture(linker.href(found.href), found.width, found.height)


def check_links(path: str, text: Text, resolver: LinkResolver) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each unresolved link, unless parsing refused it already."""
    refused = _refused(text)
    found = (
        (resolver.resolve(path, link.href), link.span) for link in text.links if link.span not in refused
    )
    return tuple(item.at(span) for item, span in found if isinstance(item, Unresolved))


def check_yaml_links(links: Iterable[tuple[str, Span]], resolver: LinkResolver) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each unresolved link of a YAML file.

    Args:
        links: the address and the span of each.
        resolver: resolves them.
    """
    for href, span in links:
        found = resolver.resolve(span.path, href)
        if isinstance(found, Unresolved):
            yield found.at(span)


def check_images(path: str, text: Text, resolver: LinkResolver) -> Iterator[Diagnostic]:
    """Yield the same for images. Not to be cached: their files can change without the text."""
    refused = _refused(text)
    for image in text.images:
        if image.span not in refused:
            found = resolver.resolve_image(path, image.src)
            if isinstance(found, Unresolved):
                yield found.at(image.span)


def _refused(text: Text) -> set[Span | None]:
    return {item.span for item in text.problems if item.code is not Code.IMAGE_ALT}
