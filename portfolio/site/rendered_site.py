"""The last stage: a prepared site -> every file of it, and what is known of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import TemplateError
from portfolio.pages.route import Composed, Copied, Rendered
from portfolio.site.last_build import digest_told, reuse_pages
from portfolio.site.pipeline import prepare_site
from portfolio.site.rendering import HTML, keep_here, render_routes
from portfolio.site.staging import OutputFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.site.last_build import LastBuild
    from portfolio.site.pipeline import PreparedSite, Settings
    from portfolio.site.rendering import Keep, Page
    from portfolio.site.staging import Staged, Unchanged
    from portfolio.site_files import SiteFiles


class RenderedSite(NamedTuple):
    """A site that is ready to be published."""

    prepared: PreparedSite
    files: tuple[OutputFile, ...]
    """Sorted by path."""
    made: Mapping[str, Page]
    """Every file that is made from a view, by path, sorted: pages, feed, sitemap, texts."""
    told: str = ""
    """See `digest_told`; empty if keys were not requested."""

    @property
    def fresh(self) -> frozenset[str]:
        """The paths of the files that were rendered in this run."""
        return frozenset(path for path, page in self.made.items() if page.made is not None)

    @property
    def rendered(self) -> dict[str, bytes]:
        """The content of the files that were rendered in this run and are held in memory, by path."""
        return {path: page.made for path, page in self.made.items() if isinstance(page.made, bytes)}

    @property
    def pages(self) -> dict[str, bytes]:
        """The pages among them."""
        return {path: content for path, content in self.rendered.items() if path.endswith(HTML)}

    @property
    def first_flights(self) -> dict[str, int]:
        """The size of each page as it is sent, by path; 0 if keys were not requested."""
        return {path: page.first_flight for path, page in self.made.items() if path.endswith(HTML)}


def render_site(files: SiteFiles, settings: Settings, *, has_outputs: bool = True) -> RenderedSite:
    """Load a site and render every file of it, in memory.

    Raises:
        ContentError, UsageError: as prepare_site.
        TemplateError: as render_prepared.
    """
    return render_prepared(prepare_site(files, settings), settings, has_outputs=has_outputs)


def render_prepared(
    prepared: PreparedSite,
    settings: Settings,
    last: LastBuild | None = None,
    keep: Keep = keep_here,
    *,
    has_outputs: bool = True,
) -> RenderedSite:
    """Render every file of a site.

    Args:
        prepared: the site.
        settings: the options.
        last: the last build; None if keys are not wanted.
        keep: takes each file that is made from a view.
        has_outputs: False leaves out what is composed beside the pages; nothing in it can be wrong.

    Raises:
        TemplateError: with all errors of the templates.
    """
    made: dict[str, Page] = {}
    output = []
    told = digest_told([part.context for part in prepared.parts]) if last else ""
    texts = last.find_changed_texts(prepared.context.library.texts.keys(), told) if last else None
    for part in prepared.parts:
        known = last.enter(part.folder) if last else None
        routes = [route for route in part.routes if has_outputs or not isinstance(route.made, Composed)]
        pages = reuse_pages(routes, known, texts) if known and texts is not None else {}
        others = [route for route in routes if route.path not in pages]
        try:
            keep_part = partial(_keep_below, part.folder, keep)
            pages |= render_routes(others, part.context, prepared.renderer, known, settings.mapper, keep_part)
        except TemplateError as error:
            raise TemplateError((*error.diagnostics, *prepared.warnings)) from error
        for route in routes:
            content: bytes | Path | Unchanged | Staged
            if isinstance(route.made, Copied):
                content = Path(prepared.files.locate(route.made.source))
            elif isinstance(route.made, (Rendered, Composed)):
                page = pages[route.path]
                made[part.folder + route.path] = page
                content = (known or {})[route.path] if page.made is None else page.made
            else:
                content = route.made.content(part.context)
            output.append(OutputFile(part.folder + route.path, content))
    settings.mark("pages and their texts")
    return RenderedSite(prepared, tuple(sorted(output, key=lambda file: file.path)), made, told)


def _keep_below(folder: str, keep: Keep, path: str, content: bytes) -> bytes | Staged:
    return keep(folder + path, content)
