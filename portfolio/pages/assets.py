"""The files of static/, and `.nojekyll`, with which GitHub Pages does not run Jekyll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.pages.route import Copied, Route, Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.route import Contents

CNAME = "CNAME"


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the site's own static files, and of `.nojekyll`."""
    site = contents.site
    yield Route(path=".nojekyll", made=Written(lambda _context: b""), is_replaceable=True)
    for name in site.static_files:
        if name == CNAME and site.domain:
            # the only form of a domain on GitHub Pages
            yield Route(path=CNAME, made=Written(lambda _context: f"{site.domain}\n".encode()))
            continue
        yield Route(path=name, made=Copied(f"static/{name}"))
