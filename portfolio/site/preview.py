"""A site in memory, for `portfolio serve`: refreshed after each edit, each page rendered when somebody looks at it.

Nothing is published; the content of a page is that of a build.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from portfolio.errors import TemplateError
from portfolio.pages.route import Copied, Rendered
from portfolio.site.cache import open_cache
from portfolio.site.inputs import digest_tool
from portfolio.site.pipeline import Settings, plan_site
from portfolio.site.rendering import render_route, render_routes
from portfolio.site_files import read_packaged_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portfolio.errors import Diagnostic
    from portfolio.site.cache import Cache
    from portfolio.site.pipeline import SitePlan
    from portfolio.site_files import SiteFiles
    from portfolio.theme.renderer import Renderer

T = TypeVar("T")


class Preview:
    """One site, kept warm, its drafts included.

    Args:
        env: the environment, for the base URL.
        base_url: where the site will be published; inferred if None.
    """

    def __init__(self, env: Mapping[str, str], base_url: str | None = None) -> None:
        self._env = env
        self._base_url = base_url
        self._cache: Cache | None = None
        self._is_warm = False

    def refresh(self, files: SiteFiles, packaged: SiteFiles | None = None) -> PreviewedSite:
        """Return the site as it now is.

        Args:
            files: the site's, as they are now.
            packaged: the packaged theme's; read if None.

        Raises:
            ContentError, UsageError: as plan_site; what was returned before stays as it was.
        """
        packaged = packaged or read_packaged_theme(files)
        if self._cache is None:
            self._cache = open_cache(Path(files.root), digest_tool(packaged))
        self._cache.start_run()
        settings = Settings(self._env, self._base_url, self._cache, with_drafts=True)
        plan = plan_site(files, settings, packaged)
        if not self._is_warm:
            self._is_warm = True
            tuple(plan.renderer.find_broken())  # asks for every template: what nobody asks for is not saved
            self._cache.save()  # the next start finds it
            gc.collect()
            gc.freeze()  # a thousand texts are looked through for nothing in each collection: 50 ms an edit
        return PreviewedSite(plan)


class PreviewedSite(Mapping[str, "bytes | Path"]):
    """A site as it was at one moment: its files by path, sorted, each page rendered when it is first asked for.

    A file of static/ is given as its path on the disk. Asking for a page raises TemplateError where its
    templates have errors. May be asked from several threads.
    """

    def __init__(self, plan: SitePlan) -> None:
        self._plan = plan
        self._routes = {route.path: route for route in plan.routes}
        self._made: dict[str, bytes] = {}

    @property
    def base_path(self) -> str:
        """The path under which the site is published, with a slash at both ends."""
        return self._plan.base_url.base_url.path

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What the owner should know, sorted by file and line."""
        return self._plan.warnings

    @property
    def renderer(self) -> Renderer:
        """What renders the pages: the same object for as long as settings, templates and static files are the same."""
        return self._plan.renderer

    @property
    def rendered(self) -> tuple[str, ...]:
        """The paths of the pages that were asked for so far, in that order."""
        return tuple(path for path in self._made if isinstance(self._routes[path].made, Rendered))

    def __getitem__(self, path: str) -> bytes | Path:
        route = self._routes[path]
        if isinstance(route.made, Copied):
            return Path(self._plan.files.locate(route.made.source))
        made = self._made.get(path)  # two readers at once may both render it, and get the same
        if made is None:
            made = self._made[path] = render_route(route, self._plan.context, self.renderer)
        return made

    def __contains__(self, path: object) -> bool:
        return path in self._routes

    def __iter__(self) -> Iterator[str]:
        return iter(self._routes)

    def __len__(self) -> int:
        return len(self._routes)

    def render_all(self, is_stale: Callable[[], bool]) -> bool:
        """Render every page, so that all errors of the templates come to light.

        Args:
            is_stale: asked before each page; the rest is given up where it answers True.

        Returns:
            whether it came to the end.

        Raises:
            TemplateError: with the error of every template that failed, and the warnings.
        """

        def map_unless_stale(function: Callable[[T], bytes], things: Iterable[T], _name: str) -> list[bytes]:
            made = []
            for thing in things:
                if is_stale():
                    raise _StaleError
                made.append(function(thing))
            return made

        missing = [route for path, route in self._routes.items() if path not in self._made]
        try:
            made = render_routes(missing, self._plan.context, self.renderer, None, map_unless_stale)
        except _StaleError:
            return False
        except TemplateError as error:
            raise TemplateError((*error.diagnostics, *self.warnings)) from error
        self._made |= {path: page.content for path, page in made.items() if page.content is not None}
        return True


class _StaleError(Exception):
    """Nobody wants the rest any more."""
