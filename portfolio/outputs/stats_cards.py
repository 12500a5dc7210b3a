"""GitHub's figures as pictures, for a profile README and for pages elsewhere; only where there is a snapshot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.artifact import Asset
from portfolio.render.stats_views import draw_site_cards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.render.prose import Library

FOLDER = "stats"


def plan(site: Site, _library: Library, _base_url: BaseUrl) -> Iterator[Asset]:
    """Yield each card in light and in dark."""
    for name, svg in draw_site_cards(site).items():
        yield Asset(f"{FOLDER}/{name}", make=partial(svg.encode, "utf-8"))
