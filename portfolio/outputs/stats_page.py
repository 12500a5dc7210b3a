"""The page of GitHub's figures: all that the home page's section says in short, and what has no room there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.artifact import Page
from portfolio.outputs.framing import STATS
from portfolio.outputs.github import STATS_FOLDER, profile_link
from portfolio.render.site_stats import choose_streak, find_stats, list_site_cards
from portfolio.render.stats_views import (
    describe_missing,
    list_bases,
    list_rows,
    show_calendar,
    show_languages,
)
from portfolio.render.views.pages import LinkView
from portfolio.render.views.stats import StatsView

if TYPE_CHECKING:
    from portfolio.outputs.framing import Plan

PATH = f"{STATS_FOLDER}/index.html"


def plan_stats(plan: Plan) -> Page:
    """Return the page of the figures; the site must have some."""
    return Page(PATH, "stats.html", partial(_plan_view, plan))


def _plan_view(plan: Plan) -> StatsView:
    site = plan.site
    section, stats, profile = site.figures_section, find_stats(site), profile_link(site)
    assert section and stats and profile  # noqa: S101, PT018 (planned for no other site)
    streak = choose_streak(site, stats)
    linker = plan.linker(PATH)
    return StatsView(
        page=plan.frame(
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
            LinkView(card.name, linker.href(f"/{STATS_FOLDER}/{card.name}")) for card in list_site_cards(site)
        ),
        profile=profile,
    )
