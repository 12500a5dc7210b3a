"""The variants of a site: the same texts and templates with fewer case studies, each below an address of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from portfolio.documents.links import VariantResolver
from portfolio.errors import ContentError
from portfolio.model.config import BaseUrl, VariantUrl
from portfolio.model.folders import ABOVE
from portfolio.model.variant import FOLDER, cut_site
from portfolio.site.site_map import SiteMap, find_conflicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.documents.library import Library
    from portfolio.documents.links import LinkResolver
    from portfolio.errors import Diagnostic


def make_variants(
    site_map: SiteMap, resolver: LinkResolver, library: Library
) -> Iterator[tuple[str, SiteMap, Library]]:
    """Yield the folder of each variant in the output, its site map, and the texts with its links.

    Args:
        site_map: of the site.
        resolver: of its links, all of which were checked.
        library: its texts.

    Raises:
        ContentError: files of the site have the paths of a variant's.
    """
    problems: list[Diagnostic] = []
    contents = site_map.contents
    assert contents is not None  # noqa: S101 (the site has no errors)
    sizes = {
        ABOVE + address[1:]: tuple((ABOVE + form[1:], width) for form, width in forms)
        for address, forms in library.sizes.items()
    }
    for name in contents.site.config.variants:
        folder = f"{FOLDER}{name}/"
        site = cut_site(contents.site, name)
        base_url = BaseUrl(contents.base_url.absolute(f"/{folder}"))
        cut = SiteMap.of(contents._replace(site=site, base_url=base_url))
        routes = [structs.replace(route, path=folder + route.path) for route in cut.routes]
        problems += (*cut.problems, *find_conflicts((*site_map.routes, *routes)))
        own = VariantResolver(resolver, cut.pages or {}, ABOVE)
        url = VariantUrl(base_url.url, contents.base_url, own.has)
        cut = cut._replace(contents=contents._replace(site=site, base_url=url))
        yield folder, cut, library._replace(resolver=own, sizes=sizes)
    if problems:
        raise ContentError(problems)
