"""What a site is turned into: one output a file, each a function from the site to its artifacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.outputs import assets, feeds, pages, sitemap, stats_cards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.artifact import Artifact
    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.render.prose import Library

OUTPUTS = (pages.plan, feeds.plan, sitemap.plan, stats_cards.plan, assets.plan)
"""A new output is one more file and one more name here."""


def plan_outputs(site: Site, library: Library, base_url: BaseUrl) -> Iterator[Artifact]:
    """Yield every file the site will have; nothing is rendered yet.

    Args:
        site: what the owner wrote.
        library: the site's Markdown, parsed.
        base_url: where the site will be published.
    """
    for plan in OUTPUTS:
        yield from plan(site, library, base_url)
