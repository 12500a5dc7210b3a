"""What the snapshot of a site comes to: figures, repositories, cards, and the parts of their page; no words for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.github.card import list_cards
from portfolio.github.compute import compute_stats
from portfolio.github.popular import choose_popular

if TYPE_CHECKING:
    from portfolio.github.card import Card
    from portfolio.model.site import Site
    from portfolio.model.stats import Popular, Stats, Streak


def compute_site_stats(site: Site) -> Stats | None:
    """Return the statistics of a site; None without a snapshot."""
    if site.snapshot is None:
        return None
    return compute_stats(site.snapshot, site.config.stats, site.repositories)


def choose_repositories(site: Site, stats: Stats | None) -> Popular | None:
    """Return the repositories that the owner wrote down, else those that GitHub's figures tell; None if nobody does."""
    return stats.popular if stats else choose_popular(None, site.repositories, site.profile_url or "")


def choose_streak(site: Site, stats: Stats) -> Streak | None:
    """Return the streak that the owner wants shown; None if it cannot be."""
    return stats.weekly if site.config.stats.streak == "weekly" else stats.daily


def list_site_cards(site: Site, stats: Stats | None) -> tuple[Card, ...]:
    """Return the pictures of a site's figures, not drawn yet; none without a snapshot."""
    return tuple(list_cards(stats, choose_streak(site, stats))) if stats else ()


def list_page_parts(site: Site, stats: Stats | None) -> tuple[str, ...]:
    """Return the parts that the page of the figures has, each an id on it; a site without any has no such page."""
    if stats is None or site.figures_section is None:
        return ()
    found = {"totals": stats.totals, "languages": stats.languages, "calendar": stats.calendar}
    return tuple(part for part, content in found.items() if content)
