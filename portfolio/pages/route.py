"""The site map: every published file as a route, with its address, its anchors and texts, and how it is made."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from msgspec import Struct

if TYPE_CHECKING:
    from portfolio.model.config import BaseUrl
    from portfolio.model.font import Font
    from portfolio.model.site import Site
    from portfolio.model.stats import Stats

INDEX = "index.html"


class Contents(NamedTuple):
    """The data that the routes of a site are made from."""

    site: Site
    """The owner's data."""
    anchors: Mapping[str, tuple[str, ...]]
    """The ids of each Markdown text, by path: its page has them too."""
    stats: Stats | None
    """GitHub statistics; None without a snapshot."""
    base_url: BaseUrl
    """Where the site is published."""
    fonts: tuple[Font, ...] = ()
    """Those that can be drawn with; none where nothing is."""


class Rendered(Struct, frozen=True):
    """Content that a template makes from a view."""

    template: str
    view: Callable[[Any], Struct]
    """Makes the view from the Context, which holds the routes in turn: equal views make equal files."""


class Written(Struct, frozen=True):
    """Content that is written without a template."""

    content: Callable[[Any], bytes]
    """Takes the Context too."""


class Composed(Struct, frozen=True):
    """Content that a function makes from a view."""

    write: Callable[[Any], bytes]
    view: Callable[[Any], Struct]
    """As that of `Rendered`."""


class Copied(Struct, frozen=True):
    """Content of a file of the site."""

    source: str
    """Relative to the site's folder."""


class Route(Struct, frozen=True, kw_only=True):
    """A published file."""

    path: str
    """In the output folder, with `/` between its parts: `principles/index.html`."""
    made: Rendered | Composed | Written | Copied
    title: str = ""
    """The page's title in links; empty for files that are not pages."""
    anchors: frozenset[str] | None = None
    """The ids that a link to the file can name; None if they are unknown, such as for files that are not pages."""
    texts: Mapping[str, str] = {}
    """The Markdown files shown on the page, each with the anchor at which it begins; empty for the page itself."""
    reads: frozenset[str] | None = None
    """The Markdown files that its view takes more from than their front matter, anchors and descriptions; None for any."""
    is_replaceable: bool = False
    """Whether a file of static/ replaces it: for fixed names, where no other file depends on the content."""
    in_sitemap: bool = False
    updated: str | None = None
    """The day of the last change, as ISO 8601, if the owner gave one."""
    footer: str = ""
    """Its title in the footer of every page; empty for routes that are not in the footer."""
    notes: tuple[str, ...] = ()
    """What a verbose build prints about the page."""
    media_type: str = ""
    """The media type of a feed, which every page names in its head."""

    @property
    def address(self) -> str:
        """The address from the site's root: see `address_of`."""
        return address_of(self.path)


def address_of(path: str) -> str:
    """Return the address of an output path.

    >>> address_of("principles/index.html"), address_of("404.html")
    ('/principles/', '/404.html')
    """
    folder, name = posixpath.split(path)
    if name != INDEX:
        return f"/{path}"
    return f"/{folder}/" if folder else "/"


def path_of(address: str) -> str:
    """Return the output path of a page's address.

    >>> path_of("/principles/"), path_of("/")
    ('principles/index.html', 'index.html')
    """
    return address.removeprefix("/") + INDEX


class Linker(Struct, frozen=True):
    """Writes the addresses of links on one page."""

    root: str
    """Leads from the page to the site's root, with a slash at its end."""

    def href(self, address: str) -> str:
        """Return an address such as `/principles/#id` as this page has to write it.

        >>> linker_for("/case-studies/gdpr/").href("/principles/#idempotency")
        '../../principles/#idempotency'
        """
        path = address.removeprefix("/")
        is_above = (
            path.startswith("../") and "://" in self.root
        )  # out of a variant, in a text that is no page
        return urljoin(self.root, path) if is_above else self.root + path


def linker_for(address: str, base_path: str | None = None) -> Linker:
    """Return the linker of a page.

    Args:
        address: the page's own, from the site's root.
        base_path: for a page that is served under many addresses (404): links from the host's root.
    """
    if base_path is not None:
        return Linker(base_path)
    return Linker("../" * (address.count("/") - 1) or "./")
