"""The site map: every published file as a route, with its address, what stands on it, and how it is made."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from portfolio.documents.document import Text
    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.model.stats import Stats

INDEX = "index.html"


class Contents(NamedTuple):
    """What the routes of a site are found in."""

    site: Site
    """What the owner wrote."""
    texts: Mapping[str, Text]
    """The Markdown texts, by path; their anchors are their pages'."""
    stats: Stats | None
    """GitHub statistics; None without a snapshot."""
    base_url: BaseUrl
    """Where the site is published."""


class Rendered(Struct, frozen=True):
    """Content that a template makes from a view."""

    template: str
    view: Callable[[Any], Struct]
    """Makes the view from the Context, which holds the routes in turn: equal views make equal files."""


class Written(Struct, frozen=True):
    """Content that is written without a template."""

    content: Callable[[Any], bytes]
    """Takes the Context as well."""


class Copied(Struct, frozen=True):
    """Content of a file of the site."""

    source: str
    """Relative to the site's folder."""


class Route(Struct, frozen=True, kw_only=True):
    """A published file."""

    path: str
    """In the output folder, with `/` between its parts: `principles/index.html`."""
    made: Rendered | Written | Copied
    title: str = ""
    """What links to the page call it; files that are no pages have none."""
    anchors: frozenset[str] | None = None
    """The ids that a link to the file can name; None where they are not known, as for what is no page."""
    texts: Mapping[str, str] = {}
    """The Markdown files shown on the page, each with the anchor where it begins; empty for the page itself."""
    in_sitemap: bool = False
    updated: str | None = None
    """The day of the last change, as ISO 8601, where the owner gave one."""
    footer: str = ""
    """What the footer of every page calls it; it does not name the page otherwise."""
    media_type: str = ""
    """Of a feed, which every page names in its head."""

    @property
    def address(self) -> str:
        """The address from the site's root: see `address_of`."""
        return address_of(self.path)


def address_of(path: str) -> str:
    """Return the address that a file of the output folder is served at.

    >>> address_of("principles/index.html"), address_of("404.html")
    ('/principles/', '/404.html')
    """
    folder, name = posixpath.split(path)
    if name != INDEX:
        return f"/{path}"
    return f"/{folder}/" if folder else "/"


def path_of(address: str) -> str:
    """Return the file of the output folder that a page's address is served from.

    >>> path_of("/principles/"), path_of("/")
    ('principles/index.html', 'index.html')
    """
    return address.removeprefix("/") + INDEX


class Linker(Struct, frozen=True):
    """Writes addresses of the site for the page that they stand on."""

    root: str
    """Leads from the page to the site's root, with a slash at its end."""

    def href(self, address: str) -> str:
        """Return an address such as `/principles/#id` as this page has to write it.

        >>> linker_for("/case-studies/gdpr/").href("/principles/#idempotency")
        '../../principles/#idempotency'
        """
        return self.root + address.removeprefix("/")


def linker_for(address: str, base_path: str | None = None) -> Linker:
    """Return the linker of a page.

    Args:
        address: the page's own, from the site's root.
        base_path: for a page that is served under many addresses (404): links from the host's root.
    """
    if base_path is not None:
        return Linker(base_path)
    return Linker("../" * (address.count("/") - 1) or "./")
