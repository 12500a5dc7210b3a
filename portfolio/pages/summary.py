"""The page for a minute: one screen and one sheet with the results, the stack that has work behind it, and the contacts."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from msgspec import structs

from portfolio.model.names import tag_slug
from portfolio.pages.context import WORK
from portfolio.pages.home import show_hero
from portfolio.pages.home_views import HeroView
from portfolio.pages.route import Rendered, Route, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents
    from portfolio.pages.shared_views import LinkView

PATH = path_of("/summary/")
OUTCOMES = 3
ENTRIES = 8
"""The entries of the stack that fit on the screen of a phone."""


class SummaryView(HeroView, frozen=True, kw_only=True):
    """The page for a minute."""

    stack: tuple[LinkView, ...]
    """The entries with the most case studies, each with their number."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the page; without case studies there is none."""
    if contents.site.case_studies:
        yield Route(
            path=PATH,
            made=Rendered("summary.html", _show),
            title=contents.site.words["summary_title"],
            anchors=frozenset({"main"}),
            in_sitemap=True,
        )


def _show(context: Context) -> SummaryView:
    site, words, linker = context.site, context.words, context.linker(PATH)
    description = words.say("summary_description", owner=site.profile.name)
    page = context.page_view(PATH, words["summary_title"], description, part=WORK)
    hero = show_hero(page, "", context, linker, is_alone=True)
    names = dict.fromkeys(chain.from_iterable(group.entries for group in site.stack))
    counts = {name: len(tag.articles) for name in names if (tag := context.tags.get(tag_slug(name)))}
    shown = sorted(counts, key=lambda name: -counts[name])[:ENTRIES]
    fields = structs.asdict(hero) | {"outcomes": hero.outcomes[:OUTCOMES], "photo": None}
    return SummaryView(**fields, stack=context.tag_links(shown, linker))
