"""The home page's sections about GitHub: figures from the snapshot, and repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portfolio.model.home import StatsSection
from portfolio.render.stats_views import (
    choose_repositories,
    choose_streak,
    describe_missing,
    find_stats,
    list_bases,
    list_rows,
    show_calendar,
    show_languages,
)
from portfolio.render.views import (
    EmbedView,
    LinkView,
    RepositoriesContent,
    RepositoryView,
    SectionContent,
    StatsContent,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.home import AnySection, Embed
    from portfolio.model.site import Site
    from portfolio.model.stats import ShownRepository
    from portfolio.outputs.framing import Plan
    from portfolio.render.links import Linker

_SHOWN = {
    "stats": "GitHub stats",
    "languages": "Top languages on GitHub",
    "streak": "Contribution streak on GitHub",
}


def show_stats(section: AnySection, plan: Plan, _linker: Linker) -> SectionContent:
    """Show GitHub's figures, or the pictures of another host where the owner asked for them."""
    assert isinstance(section, StatsSection)  # noqa: S101 (called for no other)
    embeds = section.embeds if section.mode == "embed" else ()
    stats = None if embeds else find_stats(plan.site)
    profile = profile_link(plan.site)
    if stats is None:
        views = tuple(_show_embed(embed, plan.site) for embed in embeds)
        return StatsContent(
            rows=(), bases=(), languages=None, calendar=None, missing="", embeds=views, profile=profile
        )
    streak = choose_streak(plan.site, stats)
    return StatsContent(
        rows=tuple(list_rows(stats, streak)),
        bases=tuple(list_bases(stats, streak)),
        languages=show_languages(stats.languages) if stats.languages else None,
        calendar=show_calendar(stats.calendar) if stats.calendar else None,
        missing=describe_missing(stats),
        embeds=(),
        profile=profile,
    )


def _show_embed(embed: Embed, site: Site) -> EmbedView:
    host = urlsplit(embed.url).netloc
    whose = site.profile.github or site.profile.name
    alt = f"{_SHOWN[embed.shows]} of {whose}, a picture from {host}"
    return EmbedView(src=embed.url, alt=alt, width=embed.width, height=embed.height)


def show_repositories(_section: AnySection, plan: Plan, _linker: Linker) -> SectionContent:
    """Show the repositories, the owner's own before forks."""
    popular = choose_repositories(plan.site)
    own, forks = (popular.own, popular.forks) if popular else ((), ())
    days = sorted({item.as_of for item in (*own, *forks) if item.as_of})
    has_stats = any(isinstance(section, StatsSection) for section in plan.site.home.sections)
    return RepositoriesContent(
        own=_show_all(own),
        forks=_show_all(forks),
        note=f"Stars and forks on {days[0]}." if days else "",
        profile=None if has_stats else profile_link(plan.site),
    )


def _show_all(items: Iterable[ShownRepository]) -> tuple[RepositoryView, ...]:
    names = RepositoryView.__struct_fields__
    return tuple(RepositoryView(**{name: getattr(item, name) for name in names}) for item in items)


def profile_link(site: Site) -> LinkView | None:
    """Return the link to the owner's profile; None where there is none."""
    if site.snapshot:
        url = site.snapshot.profile_url
    elif site.profile.github:
        url = f"https://github.com/{site.profile.github}"
    else:
        return None
    return LinkView(url.removeprefix("https://"), url)
