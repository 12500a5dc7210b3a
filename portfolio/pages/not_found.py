"""The 404 page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.pages.context import NOT_FOUND
from portfolio.pages.route import Rendered, Route
from portfolio.pages.shared_views import LineView, PageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents


LINES = 20
"""The most case studies that the page lists."""


class NotFoundView(Struct, frozen=True):
    """The 404 page."""

    page: PageView
    lines: tuple[LineView, ...]
    """The first case studies."""
    home_href: str


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the page."""
    yield Route(
        path=NOT_FOUND,
        made=Rendered("404.html", _show),
        title=contents.site.words["missing_title"],
        anchors=frozenset({"main"}),
        is_replaceable=True,
    )


def _show(context: Context) -> NotFoundView:
    linker = context.linker(NOT_FOUND)
    text = context.words.say("missing_description", owner=context.site.profile.name)
    page = context.page_view(NOT_FOUND, context.words["missing_title"], text)
    return NotFoundView(page, context.lines(context.site.case_studies[:LINES], linker), linker.href("/"))
