"""What the snapshot of a site comes to: figures, repositories, cards, and the parts of their page; no words for readers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import msgpack

from portfolio.model.config import StatsSettings
from portfolio.model.profile import Repository
from portfolio.model.snapshot import Snapshot
from portfolio.stats.card import list_cards
from portfolio.stats.compute import compute_stats
from portfolio.stats.popular import choose_popular

if TYPE_CHECKING:
    from portfolio.model.site import Site
    from portfolio.model.stats import Popular, Stats, Streak
    from portfolio.stats.card import Card


def find_stats(site: Site) -> Stats | None:
    """Return the figures of a site; None without a snapshot."""
    if site.snapshot is None:
        return None
    return _compute(msgpack.encode((site.snapshot, site.config.stats, site.repositories)))


@lru_cache(maxsize=1)
def _compute(content: bytes) -> Stats:
    """Return the figures of what they come from; kept, because the cards and the home page want them, and each preview."""
    snapshot, settings, written = msgpack.decode(
        content, type=tuple[Snapshot, StatsSettings, tuple[Repository, ...]]
    )
    return compute_stats(snapshot, settings, written)


def choose_repositories(site: Site) -> Popular | None:
    """Return the repositories that the owner wrote down, else those that GitHub's figures tell; None if nobody does."""
    stats = find_stats(site)
    return stats.popular if stats else choose_popular(None, site.repositories, site.profile_url or "")


def choose_streak(site: Site, stats: Stats) -> Streak | None:
    """Return the streak that the owner wants shown; None if it cannot be."""
    return stats.weekly if site.config.stats.streak == "weekly" else stats.daily


def list_site_cards(site: Site) -> tuple[Card, ...]:
    """Return the pictures of a site's figures, not drawn yet; none without a snapshot."""
    stats = find_stats(site)
    return tuple(list_cards(stats, choose_streak(site, stats))) if stats else ()


def list_page_parts(site: Site) -> tuple[str, ...]:
    """Return the parts that the page of the figures has, each an id on it; a site without any has no such page."""
    stats = find_stats(site) if site.figures_section else None
    if stats is None:
        return ()
    found = {"totals": stats.totals, "languages": stats.languages, "calendar": stats.calendar}
    return tuple(part for part, content in found.items() if content)
