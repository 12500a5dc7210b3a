"""The pipeline of build, check and serve: load the files, read the texts, find the routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from portfolio.decode import find_setting
from portfolio.documents.library import Library, Sizes, check_links
from portfolio.documents.links import LinkResolver
from portfolio.errors import Code, ContentError, Diagnostic, Severity, TemplateError, sort_diagnostics
from portfolio.load.allowances import check_allowances, silence
from portfolio.load.config import LOCAL_URL, find_base_url
from portfolio.model.config import BaseUrl, Config
from portfolio.model.folders import is_scenario
from portfolio.outputs import HEAVY
from portfolio.pages.context import Context
from portfolio.pages.route import Contents
from portfolio.pages.stats import compute_site_stats
from portfolio.site.allowances import read_allowances
from portfolio.site.cache import Cache, Kind
from portfolio.site.cards import find_cards
from portfolio.site.loading import load_site
from portfolio.site.record import WORDS_ENV
from portfolio.site.rendering import make_renderer
from portfolio.site.site_map import SiteMap
from portfolio.site.texts import Texts
from portfolio.site.worker import Mapper, map_here
from portfolio.site_files import THEME_FOLDERS, digest_text
from portfolio.theme.lookup import find_theme
from portfolio.theme.page_assets import read_palettes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portfolio.documents.text import Text
    from portfolio.errors import Diagnostics
    from portfolio.languages.words import Words
    from portfolio.load.allowances import Allowance
    from portfolio.load.chronology import Deadline
    from portfolio.load.config import FoundBaseUrl
    from portfolio.load.evidence import YearsClaim
    from portfolio.model.font import Font
    from portfolio.model.simulation import Simulated
    from portfolio.model.site import Site
    from portfolio.model.stats import Stats
    from portfolio.pages.route import Route
    from portfolio.site.loading import Loading
    from portfolio.site_files import SiteFiles
    from portfolio.theme.renderer import Renderer

RENDERER: Kind[Renderer] = Kind("renderer")
PALETTES: Kind[Mapping[str, str]] = Kind("palettes")
STATS: Kind[Stats | None] = Kind("statistics")
SITE_MAP: Kind[SiteMap] = Kind("site map")
RESOLVED: Kind[dict[str, Text]] = Kind("texts with resolved links")
"""By path; the source is everything that links can lead to."""


def ignore_stage(_: str, /) -> None:
    """Note nothing."""


class Settings(Struct, frozen=True):
    """The options of a run."""

    env: Mapping[str, str]
    """The environment, for the base URL on GitHub Actions."""
    base_url: str | None = None
    """Where the site will be published; inferred if None."""
    cache: Cache = field(default_factory=Cache)
    """Values of earlier runs; the output is the same without."""
    mapper: Mapper = map_here
    """Maps functions over texts and pages."""
    is_preview: bool = False
    """Whether drafts are included, and the process goes on with other runs."""
    mark: Callable[[str], None] = ignore_stage
    """Called at the end of each stage with its name; for a profile."""


class Part(NamedTuple):
    """What is published below one address: the site itself, or a variant of it."""

    folder: str
    """In the output, with a slash at its end; empty for the site itself."""
    routes: tuple[Route, ...]
    """Sorted by path, which is relative to the folder."""
    context: Context


class PreparedSite(NamedTuple):
    """A site that is read and checked, and not rendered yet."""

    files: SiteFiles
    parts: tuple[Part, ...]
    """The site itself, then its variants."""
    renderer: Renderer
    palettes: Mapping[str, str]
    """The stylesheet of each palette that the pages use, by its file."""
    base_url: FoundBaseUrl
    warnings: tuple[Diagnostic, ...]
    drafts: tuple[str, ...]
    """The files of case studies that are left out, sorted."""
    deadlines: tuple[Deadline | YearsClaim, ...]
    """The dates that are doubtful on some days; none that a comment allows."""
    placeholders: tuple[Diagnostic, ...]
    """A warning for each word of the starter that is still there; in a workflow they are errors."""
    outside: Mapping[str, str] = {}
    """The digests of lists of words, by absolute path; empty for a missing one."""
    notes: tuple[str, ...] = ()
    """What is no problem, and worth a line."""

    @property
    def context(self) -> Context:
        """The context of the site itself."""
        return self.parts[0].context

    @property
    def published(self) -> dict[str, tuple[Part, Route]]:
        """Everything that is published, by path."""
        return {part.folder + route.path: (part, route) for part in self.parts for route in part.routes}


def prepare_site(files: SiteFiles, settings: Settings) -> PreparedSite:
    """Load a site, read its texts, and find its routes.

    Args:
        files: the site's.
        settings: the options.

    Raises:
        ContentError: with all errors of the owner's files, Markdown included.
        UsageError: the base URL of the command line cannot be used.
    """
    loading = load_site(files, settings.cache, settings.mapper, with_drafts=settings.is_preview)
    settings.mark("content")
    config = loading.config or Config()
    if not (config.confidential or config.spelling or settings.env.get(WORDS_ENV)):
        return _prepare(files, settings, loading)
    from portfolio.site.word_lists import keep_confidential, list_outside  # noqa: PLC0415 (few owners have such a list)

    with keep_confidential(files, config, settings.env, loading) as words:
        prepared = _prepare(files, settings, loading)
    return prepared._replace(
        drafts=tuple(map(words.mask, prepared.drafts)),
        outside=list_outside(files, config),
        notes=words.notes,
    )


def _prepare(files: SiteFiles, settings: Settings, loading: Loading) -> PreparedSite:
    """Read the texts of a site that is loaded, and find its routes."""
    cache = settings.cache
    site, config, diagnostics = loading.site, loading.config, loading.diagnostics
    renderer, palettes, found = _apply_config(config or Config(), loading.words, files, settings, diagnostics)
    texts = Texts(
        files,
        loading.texts,
        cache,
        settings.mapper,
        loading.words,
        meanwhile=renderer.compile if renderer else None,
        is_kept=settings.is_preview,
    )
    settings.mark("texts and drawings")
    simulations = _run_scenarios(files, loading, settings)
    anchors = {path: text.anchors for path, text in texts.by_path.items()}
    base_url = found.base_url if found else BaseUrl.parse(LOCAL_URL)
    fonts = _list_fonts(config or Config(), files, cache, diagnostics)
    site_map = _make_site_map(site, anchors, base_url, fonts, cache) if site else SiteMap.of_texts(anchors)
    known = (site_map.text_pages, site_map.pages, loading.static_files, loading.drafts)
    resolver = LinkResolver(*known, files)
    diagnostics.items += texts.check(resolver, cache.get_latest(RESOLVED, known, dict))
    diagnostics.items += check_links(loading.links, resolver.resolve)
    diagnostics.items += check_links(loading.pictures, resolver.resolve_picture)
    allowances = read_allowances(files, cache)
    placeholders = tuple(silence(loading.placeholders, allowances))
    if settings.env.get("GITHUB_ACTIONS") == "true":  # what a workflow builds is published
        diagnostics.items += [item._replace(severity=Severity.ERROR) for item in placeholders]
    if site_map.contents is None or renderer is None or found is None or diagnostics.has_errors:
        templates = renderer.find_broken() if renderer and config else ()
        raise ContentError((*silence(diagnostics.items, allowances), *templates))
    if site_map.problems:
        raise ContentError(site_map.problems)
    _warn_of_run(cache, found, diagnostics)
    sizes, forms = _scale_pictures(resolver, files, cache, diagnostics)
    library = texts.library(resolver, simulations, sizes)
    cards, problems = find_cards(site_map.routes, files)
    diagnostics.items += problems
    diagnostics.items += (
        problem._replace(span=find_setting(files, name, "true")) for name, problem in site_map.left_out
    )
    parts = (
        _make_part("", site_map, forms, library, renderer, cards),
        *_make_variants(files, site_map, resolver, library, renderer, cards),
    )
    warnings, deadlines = _settle(diagnostics.items, loading, allowances)
    return PreparedSite(
        files, parts, renderer, palettes, found, warnings, loading.drafts, deadlines, placeholders
    )


def _warn_of_run(cache: Cache, found: FoundBaseUrl, diagnostics: Diagnostics) -> None:
    """Warn of what is no file of the site's: a file in the place of the cache, a base URL that is not set."""
    if cache.intruder:
        message = f"{cache.intruder}: the cache is neither read nor written"
        diagnostics.warning(Code.CACHE, message, None, "remove it; the next build creates it again")
    if not found.is_known:
        help_ = "give --base-url, or write `base_url:` into portfolio.yaml"
        message = f"base URL is not set; the sitemap uses {found.base_url.url}"
        diagnostics.warning(Code.BASE_URL, message, None, help_)


def _make_variants(  # noqa: PLR0913, PLR0917 (what parts are made of)
    files: SiteFiles,
    site_map: SiteMap,
    resolver: LinkResolver,
    library: Library,
    renderer: Renderer,
    cards: Mapping[str, tuple[int, int]],
) -> Iterator[Part]:
    """Yield the variants of a site; one without any imports nothing of them."""
    assert site_map.contents is not None  # noqa: S101 (the site has no errors)
    if not site_map.contents.site.config.variants:
        return
    from portfolio.site.variants import make_variants  # noqa: PLC0415 (see above)

    for folder, cut, own in make_variants(site_map, resolver, library):
        drawn, _ = find_cards(cut.routes, files)
        yield _make_part(folder, cut, (), own, renderer, {**cards, **drawn})


def _make_part(  # noqa: PLR0913, PLR0917 (what parts differ in)
    folder: str,
    site_map: SiteMap,
    forms: tuple[Route, ...],
    library: Library,
    renderer: Renderer,
    cards: Mapping[str, tuple[int, int]],
) -> Part:
    assert site_map.contents is not None  # noqa: S101 (the site has no errors)
    routes = (*site_map.routes, *forms)
    context = Context.of(site_map.contents, library, routes, lambda: renderer.palette, cards)
    return Part(folder, tuple(sorted(routes, key=lambda route: route.path)), context)


def _settle(
    items: Sequence[Diagnostic], loading: Loading, allowances: Iterable[Allowance]
) -> tuple[tuple[Diagnostic, ...], tuple[Deadline | YearsClaim, ...]]:
    """Return the warnings and the deadlines that no comment allows; each comment that silences none of them is one."""
    drafts = tuple(path.removesuffix(".md") for path in loading.drafts)
    used = [item for item in allowances if not drafts or item.span.path.partition(".")[0] not in drafts]
    if not used:
        return sort_diagnostics(items), loading.deadlines
    dated = {item.as_diagnostic(): item for item in loading.deadlines}
    kept = silence([*items, *dated], used)
    warnings = [item for item in kept if item not in dated]
    deadlines = tuple(item for warning, item in dated.items() if warning in kept)
    return sort_diagnostics(
        (*warnings, *check_allowances([*items, *dated, *loading.placeholders], used))
    ), deadlines


def _run_scenarios(files: SiteFiles, loading: Loading, settings: Settings) -> Mapping[str, Simulated]:
    """Return the results of the scenarios; without one nothing of them is imported."""
    if not any(map(is_scenario, files.files)):
        return {}
    from portfolio.site.scenarios import run_scenarios  # noqa: PLC0415 (see above)

    found = run_scenarios(files, loading, settings.cache, settings.mapper)
    settings.mark("scenarios")
    return found


def _list_fonts(config: Config, files: SiteFiles, cache: Cache, diagnostics: Diagnostics) -> tuple[Font, ...]:
    """Return the fonts of outputs that are drawn; without one that is switched on nothing is imported."""
    if not any(getattr(config.outputs, name) for name in HEAVY) and not config.fonts:
        return ()
    from portfolio.site.fonts import list_fonts  # noqa: PLC0415 (see above)

    fonts, problems = list_fonts(config, files, cache)
    diagnostics.items += problems
    return fonts


def _scale_pictures(
    resolver: LinkResolver, files: SiteFiles, cache: Cache, diagnostics: Diagnostics
) -> tuple[Sizes, tuple[Route, ...]]:
    """Return the sizes of the pictures, and the routes of those that are made; without a picture nothing is imported."""
    if not resolver.pictures:
        return {}, ()
    from portfolio.site.pictures import scale_pictures  # noqa: PLC0415 (see above)

    scaled = scale_pictures(resolver.pictures, files, cache)
    diagnostics.items += scaled.problems
    return scaled.sizes, scaled.routes


def _make_site_map(
    site: Site,
    anchors: Mapping[str, tuple[str, ...]],
    base_url: BaseUrl,
    fonts: tuple[Font, ...],
    cache: Cache,
) -> SiteMap:
    """Return the site map; the latest one, if only texts between the same headings have changed."""
    source = (site.snapshot, site.config.stats, site.repositories, site.words)
    stats = cache.get_latest(STATS, source, partial(compute_site_stats, site))
    contents = Contents(site, anchors, stats, base_url, fonts)
    return cache.get_latest(SITE_MAP, contents, partial(SiteMap.of, contents))


def _apply_config(
    config: Config, words: Words, files: SiteFiles, settings: Settings, diagnostics: Diagnostics
) -> tuple[Renderer | None, Mapping[str, str], FoundBaseUrl | None]:
    """Return everything that needs the settings only, so that its errors are reported with those of the content."""
    renderer, found = None, None
    palettes: Mapping[str, str] = {}
    spans = [item.span for item in diagnostics.items if item.code is Code.FILE_UNREADABLE]
    try:
        if not any(span and span.path.split("/")[0] in THEME_FOLDERS for span in spans):
            theme = find_theme(config.theme, files, files.theme)
            key = digest_text(f"{config} {theme.digest}")
            renderer = settings.cache.get(
                RENDERER, f"{key} {words.key}", partial(make_renderer, theme, config, settings.cache, words)
            )
            palettes = settings.cache.get(PALETTES, key, partial(read_palettes, theme, config))
    except (ContentError, TemplateError) as error:
        diagnostics.items += error.diagnostics
    try:
        found = find_base_url(config, files, settings.env, settings.base_url)
    except ContentError as error:
        diagnostics.items += error.diagnostics
    return renderer, palettes, found
