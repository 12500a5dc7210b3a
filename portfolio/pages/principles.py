"""The page of the principles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.pages.route import Rendered, Route, path_of
from portfolio.pages.shared_views import PageView, PrincipleView
from portfolio.plural import name_count

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
            title="Principles",
            anchors=frozenset({"main", *(principle.id for principle in contents.site.principles)}),
            in_sitemap=True,
            footer="principles",
        )


def _show(context: Context) -> PrinciplesView:
    principles = tuple(context.principles(context.linker(PATH)))
    count, name = name_count(len(principles), "principle"), context.site.profile.name
    them = "it" if len(principles) == 1 else "them"
    taught = f", with the work behind {them}" if any(item.taught_by for item in principles) else ""
    names = "; ".join(item.name for item in principles)
    page = context.page_view(PATH, "Principles", f"{count} of {name}{taught}: {names}.", part="principles")
    return PrinciplesView(page, principles)
