"""The home page's sections about GitHub: the main statistics, and repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.github.popular import choose_popular
from portfolio.model.home import RepositoriesSection, StatsSection
from portfolio.pages.context import profile_link
from portfolio.pages.home_views import (
    EmbedView,
    RepositoriesContent,
    RepositoryView,
    SectionContent,
    StatsContent,
)
from portfolio.pages.shared_views import LinkView
from portfolio.pages.stats_views import (
    STATS_FOLDER,
    choose_streak,
    describe_missing,
    list_page_parts,
    list_panels,
    show_heat,
    show_repositories_panel,
)
from portfolio.plural import name_count

if TYPE_CHECKING:
    from portfolio.model.home import AnySection, Embed
    from portfolio.model.site import Site
    from portfolio.model.stats import ShownRepository
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
    site, stats = context.site, context.stats
    profile = profile_link(site)
    links = (profile,) if profile else ()
    if section.pictures:
        views = tuple(_show_embed(embed, site) for embed in section.pictures)
        return StatsContent(embeds=views, links=links)
    has_own_section = any(isinstance(other, RepositoriesSection) for other in context.sections)
    repositories = None if has_own_section else _show_repositories(context)
    if stats is None:
        return StatsContent(repositories=repositories, links=links)
    details = LinkView("All numbers, and how they are counted", linker.href(f"/{STATS_FOLDER}/"))
    return StatsContent(
        calendar=show_heat(stats.calendar) if stats.calendar else None,
        panels=tuple(list_panels(stats, choose_streak(site, stats))),
        repositories=repositories,
        missing=describe_missing(stats),
        links=(details, *links) if list_page_parts(site, stats) else links,
    )


def _show_embed(embed: Embed, site: Site) -> EmbedView:
    whose = site.profile.github or site.profile.name
    alt = f"{_SHOWN[embed.shows]} of {whose}, a picture from {embed.host}"
    return EmbedView(src=embed.url, alt=alt, width=embed.width, height=embed.height)


def show_repositories(_section: AnySection, context: Context, _linker: Linker) -> SectionContent:
    """Return the view of the repositories in a section of their own."""
    return _show_repositories(context)


def _show_repositories(context: Context) -> RepositoriesContent:
    """Return the repositories that the owner lists, or those of the statistics; the owner's own before forks."""
    site, stats = context.site, context.stats
    popular = stats.popular if stats else choose_popular(None, site.repositories, site.profile_url or "")
    own, forks = (popular.own, popular.forks) if popular else ((), ())
    days = sorted({item.as_of for item in (*own, *forks) if item.as_of})
    has_stats = any(isinstance(section, StatsSection) for section in context.sections)
    return RepositoriesContent(
        panel=None if stats else show_repositories_panel((*own, *forks)),
        own=tuple(_show_repository(item) for item in own),
        forks=tuple(_show_repository(item) for item in forks),
        note=f"Stars and forks on {days[0]}." if days else "",
        profile=None if has_stats and popular else profile_link(site),
    )


def _show_repository(item: ShownRepository) -> RepositoryView:
    details = [
        name_count(count, noun)
        for count, noun in ((item.stars, "star"), (item.forks, "fork"))
        if count is not None
    ]
    details += [f"fork of {item.fork_of}"] if item.fork_of else []
    tags = " ".join(f"#{tag}" for tag in item.tags)
    return RepositoryView(
        name=item.name,
        url=item.url,
        language=item.language,
        description=item.description,
        details=(*details, *([tags] if tags else [])),
    )
