"""GitHub statistics as pictures, for a profile README and for pages elsewhere; only where there is a snapshot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.pages.repositories import STATS_FOLDER
from portfolio.pages.route import Route, Written
from portfolio.pages.site_stats import list_site_cards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of each card in light and in dark."""
    for card in list_site_cards(contents.site, contents.stats):
        yield Route(path=f"{STATS_FOLDER}/{card.name}", made=Written(partial(_draw, card.draw)))


def _draw(draw: Callable[[], str], _context: Context) -> bytes:
    return draw().encode()
