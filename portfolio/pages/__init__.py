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
    resume,
    sitemap,
    stats,
    summary,
    tag,
    writing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.route import Contents, Route

KINDS = (
    home,
    case_studies,
    case_study,
    writing,
    principles,
    resume,
    stats,
    summary,
    tag,
    not_found,
    feeds,
    sitemap,
    assets,
)
"""A new kind of page is one more file with a function `routes`, and one more name here."""
_OF_THE_SITE = (not_found, feeds, sitemap, assets)
"""What no variant has: what leads to its pages, as it is unlisted, and the files that it shares with the site."""


def find_routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the pages, in the order of the kinds."""
    for kind in KINDS:
        if contents.site.variant and kind in _OF_THE_SITE:
            continue
        yield from kind.routes(contents)
