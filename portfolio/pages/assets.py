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
    yield Route(path=".nojekyll", made=Written(lambda _context: b""), is_replaceable=True)
    domain = contents.site.domain
    for name in contents.site.static_files:
        if name == CNAME and domain:
            # the only form of a domain on GitHub Pages
            yield Route(path=CNAME, made=Written(lambda _context: f"{domain}\n".encode()))
            continue
        yield Route(path=name, made=Copied(f"static/{name}"))
