"""The page of GitHub statistics, with more than the home page's section; and the cards.

A card is a picture of some statistics, for a profile README and for pages elsewhere.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.github.card import list_cards
from portfolio.github.compute import compute_stats
from portfolio.pages.context import STATS, profile_link
from portfolio.pages.route import INDEX, Rendered, Route, Written
from portfolio.pages.shared_views import LinkView, PageView
from portfolio.pages.stats_views import (
    STATS_FOLDER,
    BasisView,
    CalendarView,
    LanguagesView,
    PanelView,
    StatRow,
    choose_streak,
    describe_missing,
    list_bases,
    list_page_parts,
    list_panels,
    list_rows,
    show_calendar,
    show_languages,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.github.card import Card
    from portfolio.model.site import Site
    from portfolio.model.stats import Stats
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = f"{STATS_FOLDER}/{INDEX}"


class StatsView(Struct, frozen=True, kw_only=True):
    """The page of GitHub statistics."""

    page: PageView
    command: str
    panels: tuple[PanelView, ...]
    """Those of the home page."""
    rows: tuple[StatRow, ...]
    bases: tuple[BasisView, ...]
    """What the numbers count, each basis once."""
    languages: LanguagesView | None
    calendar: CalendarView | None
    missing: str
    """What could not be shown, as sentences; may be empty."""
    is_made_up: bool
    """Whether the numbers are those of an example."""
    cards: tuple[LinkView, ...]
    """The same as pictures."""
    profile: LinkView


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the page and of each card in light and in dark; without numbers there are none."""
    parts = list_page_parts(contents.site, contents.stats)
    if parts:
        yield Route(
            path=PATH,
            made=Rendered("stats.html", _show),
            title=contents.site.words["stats_title"],
            anchors=frozenset({"main", *parts}),
            in_sitemap=True,
        )
    for card in list_site_cards(contents.site, contents.stats):
        yield Route(path=f"{STATS_FOLDER}/{card.name}", made=Written(partial(draw_card, card)))


def _show(context: Context) -> StatsView:
    site, words = context.site, context.words
    section, stats, profile = site.stats_section, context.stats, profile_link(site)
    assert section and stats and profile  # noqa: S101, PT018 (the route exists only with them)
    streak = choose_streak(site, stats)
    linker = context.linker(PATH)
    return StatsView(
        page=context.page_view(
            PATH,
            words["stats_title"],
            words.say("stats_description", owner=site.profile.name),
            part=STATS,
        ),
        command=section.prompt,
        panels=tuple(list_panels(stats, streak, words)),
        rows=tuple(list_rows(stats, streak, words)),
        bases=tuple(list_bases(stats, streak, words)),
        languages=show_languages(stats.languages, words) if stats.languages else None,
        calendar=show_calendar(stats.calendar, words) if stats.calendar else None,
        missing=describe_missing(stats, words),
        is_made_up=stats.is_made_up,
        cards=tuple(
            LinkView(card.name, linker.href(f"/{STATS_FOLDER}/{card.name}"))
            for card in list_site_cards(site, stats)
        ),
        profile=profile,
    )


def draw_card(card: Card, context: Context) -> bytes:
    """Return a card as a file, in the colours of the site."""
    return card.draw(getattr(context.palette(), card.scheme)).encode()


def compute_site_stats(site: Site) -> Stats | None:
    """Return the statistics of a site; None without a snapshot."""
    if site.snapshot is None:
        return None
    return compute_stats(site.snapshot, site.config.stats, site.repositories, site.words)


def list_site_cards(site: Site, stats: Stats | None) -> tuple[Card, ...]:
    """Return the cards of a site's statistics, not drawn yet; none without a snapshot."""
    return tuple(list_cards(stats, choose_streak(site, stats), site.words)) if stats else ()
