"""The pages and other files of a site: one kind a file, each with its routes, its view and the function between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.pages import (
    assets,
    case_studies,
    case_study,
    feeds,
    home,
    not_found,
    principles,
    sitemap,
    stats,
    tag,
)
from portfolio.pages.context import NOT_FOUND
from portfolio.pages.route import Copied

if TYPE_CHECKING:
    from portfolio.pages.route import Contents, Route

KINDS = (
    home,
    case_studies,
    case_study,
    principles,
    stats,
    tag,
    not_found,
    feeds,
    sitemap,
    assets,
)
"""A new kind of page is one more file with a function `routes`, and one more name here."""

REPLACEABLE = frozenset({assets.NO_JEKYLL, NOT_FOUND, sitemap.ROBOTS})
"""The files that a file of static/ replaces: their names are fixed, and no other file depends on their content."""


def find_routes(contents: Contents) -> tuple[Route, ...]:
    """Return everything that is published, in the order of the kinds: the only list of it."""
    replaced = REPLACEABLE.intersection(contents.site.static_files)
    found = (route for kind in KINDS for route in kind.routes(contents))
    return tuple(route for route in found if isinstance(route.made, Copied) or route.path not in replaced)
