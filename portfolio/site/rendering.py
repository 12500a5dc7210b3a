"""The render stage: routes -> bytes. A page with the view and templates of the last build is not rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from markupsafe import Markup
from msgspec import msgpack

from portfolio.errors import Diagnostic, TemplateError
from portfolio.languages.words import ENGLISH
from portfolio.markdown.inline import render_inline_markup, strip_inline_markup
from portfolio.pages.route import Composed, Copied, Rendered
from portfolio.plural import name_count
from portfolio.site.cache import Kind, struct_kind
from portfolio.site.staging import Staged  # noqa: TC001 (msgspec reads the annotation)
from portfolio.site.worker import Work
from portfolio.site_files import digest, digest_text
from portfolio.theme.page_assets import measure_first_flight
from portfolio.theme.renderer import Renderer
from portfolio.theme.templates import Compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from msgspec import Struct

    from portfolio.languages.words import Words
    from portfolio.model.config import Config
    from portfolio.pages.context import Context
    from portfolio.pages.route import Route
    from portfolio.site.cache import Cache
    from portfolio.site.staging import Unchanged
    from portfolio.site.worker import Mapper
    from portfolio.theme.lookup import Theme

HTML = ".html"
"""The ending of a page; feeds and the sitemap have others."""
TEMPLATE: Kind[Compiled] = struct_kind("template", Compiled)


def make_renderer(theme: Theme, config: Config, cache: Cache, words: Words = ENGLISH) -> Renderer:
    """Return the renderer of a site: its theme, the functions of its templates, and the compiled templates."""

    def compile_once(key: str, compute: Callable[[], Compiled]) -> Compiled:
        return cache.get(TEMPLATE, key, compute)

    filters: dict[str, Callable[[str], str]] = {
        "inline": lambda text: Markup(render_inline_markup(text)),  # noqa: S704 (escaped there)
        "plain": strip_inline_markup,
    }
    return Renderer(theme, config, filters, compile_once, words)


class Page(NamedTuple):
    """The result of rendering one route."""

    key: str
    """The digest of everything that the page is made from; empty if not requested."""
    made: bytes | Staged | None
    """Its content, or where that was written; None for a page that did not change."""
    first_flight: int = 0
    """Its size as it is sent, if it is a page with a key."""
    errors: tuple[Diagnostic, ...] = ()


PAGES = Work(Page, "pages")
Keep: TypeAlias = "Callable[[str, bytes], bytes | Staged]"
"""Takes the path and the content of a file, and returns what is held of it until all files are made; may raise UsageError."""


def keep_here(_path: str, content: bytes, /) -> bytes:
    """Hold a file's content in memory."""
    return content


def render_routes(  # noqa: PLR0913, PLR0917 (what pages are made of, and how)
    routes: Iterable[Route],
    context: Context,
    renderer: Renderer,
    untouched: Mapping[str, Unchanged] | None,
    mapper: Mapper,
    keep: Keep = keep_here,
) -> dict[str, Page]:
    """Return every file that is made from a view, by path.

    Args:
        routes: everything that is published.
        context: what views are made from.
        renderer: renders the views.
        untouched: the pages that have not changed since the last build, by path; None if keys are not wanted.
        mapper: maps over the pages; may end early, and the rest is then left out.
        keep: takes each file once it is made.

    Raises:
        TemplateError: with the errors of every template, each once with the pages that need it.
    """
    listed = [route for route in routes if isinstance(route.made, (Rendered, Composed))]
    if untouched is not None:  # before the mapper forks: what a worker compiles is not cached
        for template in {kind.template for route in listed if isinstance(kind := route.made, Rendered)}:
            renderer.digest(template)

    made = mapper(lambda route: _render(route, context, renderer, untouched, keep), listed, PAGES)
    pages = {route.path: page for route, page in zip(listed, made, strict=False)}
    broken: dict[Diagnostic, list[str]] = {}
    for path, page in pages.items():
        for error in page.errors:
            broken.setdefault(error, []).append(path)
    if broken:
        others = [error for error in renderer.find_broken() if error not in broken]
        raise TemplateError([*(_name_pages(error, paths) for error, paths in broken.items()), *others])
    return pages


def _render(
    route: Route,
    context: Context,
    renderer: Renderer,
    untouched: Mapping[str, Unchanged] | None,
    keep: Keep,
) -> Page:
    made = route.made
    assert isinstance(made, (Rendered, Composed))  # noqa: S101 (chosen by the caller)
    view = made.view(context)
    key = ""
    try:
        if untouched is not None:
            if isinstance(made, Rendered):
                template = f"{made.template}\n{renderer.digest(made.template)}"
            else:
                template = f"{made.write.__module__}.{made.write.__qualname__}"
            key = digest_text(
                f"{template}\n{digest(msgpack.encode(view))}"
            )  # with the tool's own in the record
            known = untouched.get(route.path)
            if known is not None and known.key == key:
                return Page(key, None, known.first_flight)
        content = _write(made, view, renderer)
        first_flight = measure_first_flight(content) if key and route.path.endswith(HTML) else 0
        return Page(key, keep(route.path, content), first_flight)
    except TemplateError as error:
        return Page(key, None, errors=error.diagnostics)


def render_route(route: Route, context: Context, renderer: Renderer) -> bytes:
    """Return the content of one route that is not copied.

    Raises:
        TemplateError: its template fails.
    """
    made = route.made
    assert not isinstance(made, Copied)  # noqa: S101 (the caller has its file)
    if isinstance(made, (Rendered, Composed)):
        return _write(made, made.view(context), renderer)
    return made.content(context)


def _write(made: Rendered | Composed, view: Struct, renderer: Renderer) -> bytes:
    return renderer.render(made.template, view).encode() if isinstance(made, Rendered) else made.write(view)


def _name_pages(error: Diagnostic, paths: list[str]) -> Diagnostic:
    """Return an error with the first page that needs the template, and the number of the others."""
    others = len(paths) - 1
    more = f" and {name_count(others, 'more page')}" if others else ""
    return error._replace(message=f"{error.message} (while rendering {paths[0]}{more})")
