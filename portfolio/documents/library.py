"""The rendered texts and drawings, with links written for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from msgspec import structs

from portfolio.documents.text import Prose, Text, fill_gaps, unpack_blocks, unpack_prose
from portfolio.errors import Diagnostic
from portfolio.markdown.blocks import Piece, rebuild
from portfolio.markdown.records import Picture, strip_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from portfolio.documents.links import LinkResolver, VariantResolver
    from portfolio.errors import Span
    from portfolio.markdown.blocks import Block
    from portfolio.model.simulation import Simulated


Sizes: TypeAlias = "Mapping[str, tuple[tuple[str, int], ...]]"
"""By the address of a picture: address and width of each size that pages can take, the smallest first."""


class Linker(Protocol):
    """Writes the addresses of links on one page."""

    def href(self, address: str) -> str:
        """Return an address of the site as a link on the page."""


class Library(NamedTuple):
    """Every Markdown text and every drawing of a site, checked."""

    texts: Mapping[str, Text]
    """By path."""
    resolver: LinkResolver | VariantResolver
    draw: Callable[[str, str], str]
    """Path and title of a drawing in a file of its own to the figure."""
    read: Callable[[str], str]
    """The path of such a drawing to its text."""
    highlight: Callable[[str, str], str]
    """Code and language to HTML."""
    simulations: Mapping[str, Simulated]
    """The results of the scenarios, by the path of their case study."""
    sizes: Sizes

    def render(self, path: str, linker: Linker) -> Prose:
        """Return a text as HTML, its links written for the linker's page."""
        text = self.texts[path]
        prose = unpack_prose(text.prose)
        if not text.links and not text.images:
            return prose
        links = [self.write_link(link.href, path, linker) for link in text.links]
        images = [self.write_image(image.href, path, linker) for image in text.images]
        return fill_gaps(prose, links, images)

    def read_blocks(self, path: str, linker: Linker) -> tuple[Block, ...]:
        """Return a text as blocks, the addresses of its links and pictures written by the linker."""
        text = self.texts[path]
        blocks = unpack_blocks(text.blocks)
        if not text.images and not any(self._find_address(link.href, path) for link in text.links):
            return blocks  # most texts: to go through their blocks takes longer than all else

        def resolve(piece: Piece) -> Piece:
            if not piece.href:
                return piece
            if "picture" in piece.marks:
                return structs.replace(piece, href=self.write_image(piece.href, path, linker).href)
            address = self._find_address(piece.href, path)
            return structs.replace(piece, href=linker.href(address)) if address else piece

        return rebuild(blocks, Piece, resolve)

    def _find_address(self, href: str, path: str) -> str:
        """Return where a link of the file at `path` leads within the site; empty if it leads elsewhere."""
        found = self.resolver.resolve(path, href)
        return "" if isinstance(found, Diagnostic) or found.is_external else found.address

    def write_link(self, href: str, path: str, linker: Linker) -> str:
        """Return a link of the file at `path`, written for the linker's page."""
        found = self.resolver.resolve(path, href)
        if isinstance(found, Diagnostic) or found.is_external:
            return href
        own_page, sign, fragment = found.address.partition("#")
        return f"#{fragment}" if href.startswith("#") and sign and own_page else linker.href(found.address)

    def write_image(self, src: str, path: str, linker: Linker) -> Picture:
        """Return an image of the file at `path`, its address written for the linker's page."""
        found = self.resolver.resolve_image(path, src)
        if isinstance(found, Diagnostic):
            return Picture(src)
        sizes = self._find_sizes(found.href)
        dark = self._write_srcset(found.dark, linker) or (linker.href(found.dark) if found.dark else "")
        return structs.replace(
            found,
            href=linker.href(sizes[-1][0] if sizes else found.href),
            srcset=self._write_srcset(found.href, linker),
            dark=dark,
            poster=linker.href(found.poster) if found.poster else "",
        )

    def _find_sizes(self, address: str) -> tuple[tuple[str, int], ...]:
        return self.sizes.get(strip_query(address), ())

    def _write_srcset(self, address: str, linker: Linker) -> str:
        """Return the sizes of a picture for browsers to choose from; empty if it has one only."""
        return ", ".join(f"{linker.href(each)} {width}w" for each, width in self._find_sizes(address))


def check_links(
    links: Iterable[tuple[str, Span]], resolve: Callable[[str, str], object]
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each unresolved link. That of an image is not to be cached: its file can change alone.

    Args:
        links: the destination and the span of each.
        resolve: a method of `LinkResolver`, which takes the path of a file and a destination in it.
    """
    for href, span in links:
        found = resolve(span.path, href)
        if isinstance(found, Diagnostic):
            yield found._replace(span=span)
