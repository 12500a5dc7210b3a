"""The files of static/, and `.nojekyll`, with which GitHub Pages does not run Jekyll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.variant import FOLDER
from portfolio.pages.route import Copied, Route, Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.route import Contents

CNAME = "CNAME"
_OF_HOST = frozenset({CNAME, "robots.txt", "404.html"})
"""What a host reads at its top only: a variant has none of it."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the site's own static files, and of `.nojekyll`; a variant has neither those of a host nor those of a variant."""
    site = contents.site
    if not site.variant:
        yield Route(path=".nojekyll", made=Written(lambda _context: b""), is_replaceable=True)
    own = tuple(f"{FOLDER}{name}/" for name in site.config.variants)
    for name in site.static_files:
        if site.variant and (name in _OF_HOST or name.startswith(own)):
            continue
        if name == CNAME and site.domain:
            # the only form of a domain on GitHub Pages
            yield Route(path=CNAME, made=Written(lambda _context: f"{site.domain}\n".encode()))
            continue
        yield Route(path=name, made=Copied(f"static/{name}"))
