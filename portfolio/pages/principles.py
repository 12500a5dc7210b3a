"""The page of the principles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.pages.route import Rendered, Route, path_of
from portfolio.pages.shared_views import PageView, PrincipleView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = path_of("/principles/")


class PrinciplesView(Struct, frozen=True):
    """The page of the principles."""

    page: PageView
    principles: tuple[PrincipleView, ...]


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the page; without principles there is none."""
    if contents.site.principles:
        yield Route(
            path=PATH,
            made=Rendered("principles.html", _show),
            title=contents.site.words["section_principles"],
            anchors=frozenset({"main", *(principle.id for principle in contents.site.principles)}),
            in_sitemap=True,
            footer=contents.site.words["nav_principles"],
        )


def _show(context: Context) -> PrinciplesView:
    principles = tuple(context.principles(context.linker(PATH)))
    words, is_taught = context.words, any(item.taught_by for item in principles)
    description = words.count(
        "principles_description_with_work" if is_taught else "principles_description",
        len(principles),
        owner=context.site.profile.name,
        names=words["semicolon"].join(item.name for item in principles),
    )
    page = context.page_view(PATH, words["section_principles"], description, part="principles")
    return PrinciplesView(page, principles)
