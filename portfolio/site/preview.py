"""A site in memory, for `portfolio serve`: refreshed after each edit, each page rendered on request.

Nothing is published; pages have the content of a build.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from portfolio.errors import TemplateError
from portfolio.pages.route import Copied, Rendered
from portfolio.site.cache import open_cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site.record import digest_tool
from portfolio.site.rendering import render_route, render_routes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portfolio.site.cache import Cache
    from portfolio.site.pipeline import PreparedSite
    from portfolio.site.worker import Work
    from portfolio.site_files import SiteFiles

T = TypeVar("T")
R = TypeVar("R")


class Preview:
    """One site with its drafts, and its cache between refreshes.

    Args:
        env: the environment, for the base URL.
        base_url: where the site will be published; inferred if None.
    """

    def __init__(self, env: Mapping[str, str], base_url: str | None = None) -> None:
        self._env = env
        self._base_url = base_url
        self._cache: Cache | None = None
        self._is_warm = False

    def refresh(self, files: SiteFiles) -> PreviewedSite:
        """Return the site of its current files.

        Raises:
            ContentError, UsageError: as prepare_site; sites returned earlier do not change.
        """
        if self._cache is None:
            self._cache = open_cache(Path(files.root), digest_tool(files))
        self._cache.start_run()
        settings = Settings(self._env, self._base_url, self._cache, is_preview=True)
        prepared = prepare_site(files, settings)
        if not self._is_warm:
            self._is_warm = True
            tuple(prepared.renderer.find_broken())  # uses every template: unused values are not saved
            self._cache.save()  # the next start finds it
            gc.collect()
            gc.freeze()  # else each collection goes through a thousand texts for nothing: 50 ms an edit
        return PreviewedSite(prepared)


class PreviewedSite(Mapping[str, "bytes | Path"]):
    """A site at one moment: its files by path, sorted, each page rendered on the first request.

    A file of static/ is its path on the disk. A page raises TemplateError if its templates have errors. May be
    used by several threads.
    """

    def __init__(self, prepared: PreparedSite) -> None:
        self.prepared = prepared
        """Its renderer is the same object as long as settings, templates and static files are the same."""
        self._published = prepared.published
        self._made: dict[str, bytes] = {}

    @property
    def rendered(self) -> tuple[str, ...]:
        """The paths of the pages that were rendered so far, in order."""
        return tuple(path for path in self._made if isinstance(self._published[path][1].made, Rendered))

    def __getitem__(self, path: str) -> bytes | Path:
        part, route = self._published[path]
        if isinstance(route.made, Copied):
            return Path(self.prepared.files.locate(route.made.source))
        made = self._made.get(path)  # two threads may both render it, with the same result
        if made is None:
            made = self._made[path] = render_route(route, part.context, self.prepared.renderer)
        return made

    def __contains__(self, path: object) -> bool:
        return path in self._published

    def __iter__(self) -> Iterator[str]:
        return iter(self._published)

    def __len__(self) -> int:
        return len(self._published)

    def render_all(self, is_stale: Callable[[], bool]) -> bool:
        """Render every page, to find all errors of the templates.

        Args:
            is_stale: called before each page; if it returns True, the rest is not rendered.

        Returns:
            whether all pages were rendered.

        Raises:
            TemplateError: with the error of every template that failed, and the warnings.
        """

        def render_until_stale(
            render: Callable[[T], R], routes: Iterable[T], _work: Work[R], _meanwhile: object = None, /
        ) -> list[R]:
            return [render(route) for route in takewhile(lambda _: not is_stale(), routes)]

        for part in self.prepared.parts:
            missing = [
                route
                for route in part.routes
                if part.folder + route.path not in self._made and isinstance(route.made, Rendered)
            ]
            try:
                made = render_routes(missing, part.context, self.prepared.renderer, None, render_until_stale)
            except TemplateError as error:
                raise TemplateError((*error.diagnostics, *self.prepared.warnings)) from error
            self._made |= {
                part.folder + path: page.made for path, page in made.items() if isinstance(page.made, bytes)
            }
        return all(
            path in self._made
            for path, (_, route) in self._published.items()
            if isinstance(route.made, Rendered)
        )
