"""The page of GitHub's figures: all that the home page's section says in short, and what has no room there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.pages.context import STATS
from portfolio.pages.repositories import STATS_FOLDER, profile_link
from portfolio.pages.route import INDEX, Rendered, Route
from portfolio.pages.shared_views import LinkView
from portfolio.pages.site_stats import choose_streak, list_page_parts, list_site_cards
from portfolio.pages.stats_page_views import StatsView
from portfolio.pages.stats_views import (
    describe_missing,
    list_bases,
    list_rows,
    show_calendar,
    show_languages,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = f"{STATS_FOLDER}/{INDEX}"


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the page; without numbers there is none."""
    parts = list_page_parts(contents.site, contents.stats)
    if parts:
        yield Route(
            path=PATH,
            made=Rendered("stats.html", _show),
            title="Figures from GitHub",
            anchors=frozenset({"main", *parts}),
            in_sitemap=True,
        )


def _show(context: Context) -> StatsView:
    site = context.site
    section, stats, profile = site.figures_section, context.stats, profile_link(site)
    assert section and stats and profile  # noqa: S101, PT018 (planned for no other site)
    streak = choose_streak(site, stats)
    linker = context.linker(PATH)
    return StatsView(
        page=context.frame(
            PATH,
            "Figures from GitHub",
            f"Figures of {site.profile.name} from GitHub, each with its day and the page that proves it.",
            part=STATS,
        ),
        command=section.command,
        rows=tuple(list_rows(stats, streak)),
        bases=tuple(list_bases(stats, streak)),
        languages=show_languages(stats.languages) if stats.languages else None,
        calendar=show_calendar(stats.calendar) if stats.calendar else None,
        missing=describe_missing(stats),
        cards=tuple(
            LinkView(card.name, linker.href(f"/{STATS_FOLDER}/{card.name}"))
            for card in list_site_cards(site, stats)
        ),
        profile=profile,
    )
