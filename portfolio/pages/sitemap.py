"""sitemap.xml, and robots.txt at the top of a host.

Source: sitemaps.org, protocol 0.9; RFC 9309, section 2.3 (robots.txt is at the top of a host).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.pages.route import Rendered, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = "sitemap.xml"
ROBOTS = "robots.txt"


class SitemapEntry(Struct, frozen=True):
    """An address of the sitemap, with its day where one is known."""

    url: str
    last_modified: str | None


class SitemapView(Struct, frozen=True):
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


class RobotsView(Struct, frozen=True):
    """robots.txt."""

    sitemap: str


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the sitemap, and that of robots.txt if the site is at the top of its host: elsewhere it is not read."""
    yield Route(path=PATH, made=Rendered(PATH, _show), reads=frozenset())
    if contents.base_url.path == "/":
        yield Route(
            path=ROBOTS,
            made=Rendered(ROBOTS, lambda context: RobotsView(context.base_url.absolute(f"/{PATH}"))),
            is_replaceable=True,
        )


def _show(context: Context) -> SitemapView:
    return SitemapView(
        tuple(
            SitemapEntry(context.base_url.absolute(route.address), route.updated)
            for route in context.routes
            if route.in_sitemap
        )
    )
