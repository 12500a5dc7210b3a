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

if TYPE_CHECKING:
    from portfolio.languages.words import Words
    from portfolio.model.home import AnySection, Embed
    from portfolio.model.stats import ShownRepository
    from portfolio.pages.context import Context
    from portfolio.pages.route import Linker


def show_stats(section: AnySection, context: Context, linker: Linker) -> SectionContent:
    """Return the statistics' view, or that of the images of other hosts with `mode: embed`."""
    assert isinstance(section, StatsSection)  # noqa: S101 (only for this kind)
    site, stats = context.site, context.stats
    profile = profile_link(site)
    links = (profile,) if profile else ()
    if section.pictures:
        views = tuple(_show_embed(embed, context) for embed in section.pictures)
        return StatsContent(embeds=views, links=links)
    has_own_section = any(isinstance(other, RepositoriesSection) for other in context.sections)
    repositories = None if has_own_section else _show_repositories(context)
    if stats is None:
        return StatsContent(repositories=repositories, links=links)
    details = LinkView(context.words["stats_link"], linker.href(f"/{STATS_FOLDER}/"))
    return StatsContent(
        calendar=show_heat(stats.calendar, context.words) if stats.calendar else None,
        panels=tuple(list_panels(stats, choose_streak(site, stats), context.words)),
        repositories=repositories,
        missing=describe_missing(stats, context.words),
        links=(details, *links) if list_page_parts(site, stats) else links,
    )


def _show_embed(embed: Embed, context: Context) -> EmbedView:
    whose = context.site.profile.github or context.site.profile.name
    alt = context.words.say(f"embed_{embed.shows}", whose=whose, host=embed.host)
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
        panel=None if stats else show_repositories_panel((*own, *forks), context.words),
        own=tuple(_show_repository(item, context.words) for item in own),
        forks=tuple(_show_repository(item, context.words) for item in forks),
        note=context.words.say("stars_note", day=context.words.date(days[0])) if days else "",
        profile=None if has_stats and popular else profile_link(site),
    )


def _show_repository(item: ShownRepository, words: Words) -> RepositoryView:
    details = [
        words.count(key, count)
        for count, key in ((item.stars, "stars"), (item.forks, "forks"))
        if count is not None
    ]
    details += [words.say("fork_of", name=item.fork_of)] if item.fork_of else []
    tags = " ".join(f"#{tag}" for tag in item.tags)
    return RepositoryView(
        name=item.name,
        url=item.url,
        language=item.language,
        description=item.description,
        details=(*details, *([tags] if tags else [])),
    )
