"""What a site is turned into: one output a file, each a function from the site to its artifacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.artifact import Asset
from portfolio.outputs import assets, feeds, pages, sitemap, stats_cards
from portfolio.outputs.assets import NO_JEKYLL
from portfolio.outputs.framing import NOT_FOUND
from portfolio.outputs.sitemap import ROBOTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.artifact import Artifact
    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.render.prose import Library

OUTPUTS = (pages.plan, feeds.plan, sitemap.plan, stats_cards.plan, assets.plan)
"""A new output is one more file and one more name here."""

REPLACEABLE = frozenset({NO_JEKYLL, NOT_FOUND, ROBOTS})
"""What a file of static/ replaces: their names are fixed, and no other file depends on what they hold."""


def plan_outputs(site: Site, library: Library, base_url: BaseUrl) -> Iterator[Artifact]:
    """Yield every file the site will have; nothing is rendered yet.

    Args:
        site: what the owner wrote.
        library: the site's Markdown, parsed.
        base_url: where the site will be published.
    """
    replaced = REPLACEABLE.intersection(site.static_files)
    for plan in OUTPUTS:
        for artifact in plan(site, library, base_url):
            is_static = isinstance(artifact, Asset) and artifact.source is not None
            if is_static or artifact.path not in replaced:
                yield artifact
