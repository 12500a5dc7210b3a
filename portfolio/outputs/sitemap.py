"""sitemap.xml, and robots.txt where crawlers look for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.artifact import Page
from portfolio.render.site_stats import list_page_parts
from portfolio.render.views.machines import RobotsView, SitemapEntry, SitemapView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.render.prose import Library

ROBOTS = "robots.txt"


def plan(site: Site, _library: Library, base_url: BaseUrl) -> Iterator[Page]:
    """Yield the sitemap, and a robots.txt if the site owns its host: elsewhere nobody reads it.

    Source: sitemaps.org, protocol 0.9; RFC 9309, section 2.3 (robots.txt lies at the top of a host).
    """
    yield Page("sitemap.xml", "sitemap.xml", partial(_plan_sitemap, site, base_url))
    if base_url.path == "/":
        robots = partial(RobotsView, base_url.absolute("/sitemap.xml"))
        yield Page(ROBOTS, ROBOTS, robots)


def _plan_sitemap(site: Site, base_url: BaseUrl) -> SitemapView:
    return SitemapView(
        tuple(SitemapEntry(base_url.absolute(address), day) for address, day in _addresses(site))
    )


def _addresses(site: Site) -> Iterator[tuple[str, str | None]]:
    """Yield the address of each page for readers, with the day of its last change where the owner gave one."""
    yield "/", None
    if site.case_studies:
        yield "/case-studies/", None
    for study in site.case_studies:
        yield study.address, study.updated.isoformat() if study.updated else None
    if site.principles:
        yield "/principles/", None
    if list_page_parts(site):
        yield "/stats/", None
    for tag in site.tags:
        yield tag.address, None
