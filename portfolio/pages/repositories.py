"""The home page's sections about GitHub: the main statistics, and repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.github.popular import choose_popular
from portfolio.model.home import StatsSection
from portfolio.pages.context import profile_link
from portfolio.pages.home_views import (
    EmbedView,
    RepositoriesContent,
    RepositoryView,
    SectionContent,
    StatsContent,
)
from portfolio.pages.shared_views import LinkView
from portfolio.pages.stats import STATS_FOLDER, choose_streak, list_page_parts
from portfolio.pages.stats_views import describe_missing, list_rows, show_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.home import AnySection, Embed
    from portfolio.model.site import Site
    from portfolio.model.stats import Popular, ShownRepository, Stats
    from portfolio.pages.context import Context
    from portfolio.pages.route import Linker

_SHOWN = {
    "stats": "GitHub stats",
    "languages": "Top languages on GitHub",
    "streak": "Contribution streak on GitHub",
}


def show_stats(section: AnySection, context: Context, linker: Linker) -> SectionContent:
    """Return the statistics' view, or that of the images of other hosts with `mode: embed`."""
    assert isinstance(section, StatsSection)  # noqa: S101 (only for this kind)
    profile = profile_link(context.site)
    if section.pictures:
        views = tuple(_show_embed(embed, context.site) for embed in section.pictures)
        return StatsContent(embeds=views, profile=profile)
    stats = context.stats
    if stats is None:
        return StatsContent(profile=profile)
    return StatsContent(
        rows=tuple(list_rows(stats, choose_streak(context.site, stats))),
        year=show_year(stats.calendar) if stats.calendar else None,
        missing=describe_missing(stats),
        details=LinkView(_name_details(stats), linker.href(f"/{STATS_FOLDER}/"))
        if list_page_parts(context.site, stats)
        else None,
        profile=profile,
    )


def _name_details(stats: Stats) -> str:
    """Return the links to the other parts of the page of the statistics."""
    words = ["languages"] if stats.languages else []
    words += ["calendar", "month by month"] if stats.calendar else []
    return (", ".join(words) or "what is counted").capitalize()


def _show_embed(embed: Embed, site: Site) -> EmbedView:
    whose = site.profile.github or site.profile.name
    alt = f"{_SHOWN[embed.shows]} of {whose}, a picture from {embed.host}"
    return EmbedView(src=embed.url, alt=alt, width=embed.width, height=embed.height)


def show_repositories(_section: AnySection, context: Context, _linker: Linker) -> SectionContent:
    """Return the view of the repositories, the owner's own before forks."""
    popular = _choose_repositories(context.site, context.stats)
    own, forks = (popular.own, popular.forks) if popular else ((), ())
    days = sorted({item.as_of for item in (*own, *forks) if item.as_of})
    has_stats = any(isinstance(section, StatsSection) for section in context.site.home.sections)
    return RepositoriesContent(
        own=_show_all(own),
        forks=_show_all(forks),
        note=f"Stars and forks on {days[0]}." if days else "",
        profile=None if has_stats and popular else profile_link(context.site),
    )


def _show_all(items: Iterable[ShownRepository]) -> tuple[RepositoryView, ...]:
    names = RepositoryView.__struct_fields__
    return tuple(RepositoryView(**{name: getattr(item, name) for name in names}) for item in items)


def _choose_repositories(site: Site, stats: Stats | None) -> Popular | None:
    """Return the repositories that the owner lists, or those of the statistics; None without any."""
    return stats.popular if stats else choose_popular(None, site.repositories, site.profile_url or "")
