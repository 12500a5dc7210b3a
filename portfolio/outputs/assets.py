"""Files that are not rendered: those of static/, and the marker that keeps GitHub Pages from running Jekyll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.artifact import Asset
from portfolio.model.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.render.prose import Library

CNAME = "CNAME"
NO_JEKYLL = ".nojekyll"


def plan(site: Site, _library: Library, _base_url: BaseUrl) -> Iterator[Asset]:
    """Yield the site's own static files, and `.nojekyll`."""
    yield Asset(NO_JEKYLL)
    for name in site.static_files:
        if name == CNAME and site.domain:
            # GitHub Pages knows no other form of a domain
            yield Asset(CNAME, make=f"{site.domain}\n".encode)
            continue
        yield Asset(normalize_name(name), source=f"static/{name}")
