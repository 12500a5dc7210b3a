"""GitHub's figures as pictures, for a profile README and for pages elsewhere; only where there is a snapshot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.artifact import Asset
from portfolio.outputs.github import STATS_FOLDER
from portfolio.render.site_stats import list_site_cards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.render.prose import Library


def plan(site: Site, _library: Library, _base_url: BaseUrl) -> Iterator[Asset]:
    """Yield each card in light and in dark; it is drawn when it is asked for."""
    for card in list_site_cards(site):
        yield Asset(f"{STATS_FOLDER}/{card.name}", make=partial(_draw, card.draw))


def _draw(draw: Callable[[], str]) -> bytes:
    return draw().encode()
