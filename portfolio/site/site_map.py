"""The site map: all routes, the diagnostics of their paths, and what links can lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.documents.links import TextPage
from portfolio.documents.text import ARTICLE_IDS, id_prefix
from portfolio.errors import Code, Diagnostic, Span
from portfolio.model.folders import find_address, find_folder
from portfolio.model.names import MAX_NAME_BYTES, fold_name, measure_name
from portfolio.outputs import find_left_out, find_outputs
from portfolio.pages import find_routes
from portfolio.pages.route import Contents, Copied, Rendered, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class SiteMap(NamedTuple):
    """Everything that depends on the data of a site and the headings of its texts, and on nothing else."""

    contents: Contents | None
    """None if the site has errors: then only the texts' own pages are known."""
    routes: tuple[Route, ...]
    """Everything that is published, in the order of its kinds."""
    problems: tuple[Diagnostic, ...]
    """Why output paths are refused."""
    pages: Mapping[str, frozenset[str] | None] | None
    """The ids of each published file by its address, as the link resolver takes them."""
    text_pages: Mapping[str, TextPage]
    """The page of each text, by the text's path."""
    left_out: tuple[tuple[str, Diagnostic], ...] = ()
    """See `find_left_out`."""

    @classmethod
    def of(cls, contents: Contents) -> SiteMap:
        """Return the site map of a site without errors."""
        static_files = frozenset(() if contents.site.variant else contents.site.static_files)
        found = (*find_routes(contents), *find_outputs(contents))
        routes = tuple(route for route in found if not (route.is_replaceable and route.path in static_files))
        problems = (*_find_long_names(routes), *find_conflicts(routes))
        pages = {route.address: route.anchors for route in routes}
        text_pages = dict(_find_text_pages(contents.anchors, routes))
        return cls(contents, routes, problems, pages, text_pages, tuple(find_left_out(contents)))

    @classmethod
    def of_texts(cls, anchors: Mapping[str, tuple[str, ...]]) -> SiteMap:
        """Return what is known of a site with errors: pages of texts, with their own ids only."""
        text_pages = {path: _expect_page(path, own) for path, own in anchors.items()}
        return cls(None, (), (), None, text_pages)


def _find_text_pages(
    anchors: Mapping[str, tuple[str, ...]], routes: Iterable[Route]
) -> Iterator[tuple[str, TextPage]]:
    """Yield the page of each text; one that no page shows has no address."""
    shown = {path: route for route in routes for path in route.texts}
    for path, own in anchors.items():
        route = shown.get(path)
        if route is None:
            yield path, _expect_page(path, own)._replace(address="")
        else:
            ids = route.anchors or frozenset()
            yield path, TextPage(route.address, route.texts[path], id_prefix(path), ids)


def _expect_page(path: str, anchors: Iterable[str]) -> TextPage:
    """Return the page that a text would have, without the ids of other texts."""
    if not find_folder(path):
        return TextPage("/", "", id_prefix(path), frozenset({"main"}).union(anchors))
    return TextPage(find_address(path), "", id_prefix(path), ARTICLE_IDS.union(anchors))


def _find_long_names(routes: Iterable[Route]) -> Iterator[Diagnostic]:
    """Yield an error for each path with too long a name for disks; composing a name can make it longer."""
    for route in routes:
        size = max(measure_name(name) for name in route.path.split("/"))
        if size > MAX_NAME_BYTES:
            source = _source_of(route)
            message = f"`{source}` would have a name of {size} bytes in the output"
            help_ = f"shorten it to {MAX_NAME_BYTES} bytes or less"
            yield Diagnostic(Code.SLUG, message, Span(source, 1, 1), help_)


def find_conflicts(routes: Iterable[Route]) -> Iterator[Diagnostic]:
    """Yield an error for two files with one address, and for a file with the path of another one's folder.

    Names that differ in case only count as equal, as on some file systems and hosts.
    """
    taken: dict[str, Route] = {}
    folders: dict[str, Route] = {}
    for route in sorted(routes, key=_rank):
        path = fold_name(route.path)
        above = [path[: match.start()] for match in re.finditer("/", path)]
        rivals = (taken.get(path), folders.get(path), *(taken.get(folder) for folder in reversed(above)))
        rival = next((found for found in rivals if found is not None), None)
        if rival is None:
            taken[path] = route
            folders |= dict.fromkeys(above, route)
            continue
        source = _source_of(route)
        other = rival.made.source if isinstance(rival.made, Copied) else f"the page {rival.path}"
        message = f"`{source}` would overwrite {other}"
        help_ = _advise_on_conflict(route, rival)
        yield Diagnostic(Code.ADDRESS_CONFLICT, message, Span(source, 1, 1), help_)


def _rank(route: Route) -> tuple[bool, bool, str]:
    """Return where a route comes among those of one address: the tool's own pages, those of texts, files."""
    return isinstance(route.made, Copied), bool(route.texts), route.path


def _source_of(route: Route) -> str:
    """Return the file that a route copies, or the text that a page is made of; without one its output path."""
    return route.made.source if isinstance(route.made, Copied) else next(iter(route.texts), route.path)


def _advise_on_conflict(route: Route, rival: Route) -> str:
    """Return what to do about two files with one address: a page cannot be renamed."""
    if isinstance(rival.made, Copied):
        return "rename one of them"
    if isinstance(rival.made, Rendered) and fold_name(route.path) == fold_name(rival.path):
        if rival.is_replaceable:
            return f"name it `static/{rival.path}`, and it replaces the page"
        return f"rename the file; to change the page, write templates/{rival.made.template}"
    return "rename the file"
