"""The build, told once: load, read the Markdown, plan, render; then stage and publish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.build.inputs import THEME_FOLDERS
from portfolio.build.publish import OutputFile, check_output, publish_site
from portfolio.build.stage import Kept, LiveChangedError
from portfolio.errors import Code, ContentError, Diagnostic, Span, TemplateError, sort_diagnostics
from portfolio.load.config import LOCAL_URL, find_base_url
from portfolio.load.content import load_site
from portfolio.model.artifact import Asset, Page
from portfolio.model.config import BaseUrl, Config
from portfolio.model.mapping import map_here
from portfolio.model.memo import Memo
from portfolio.model.names import fold_name
from portfolio.outputs import REPLACEABLE, plan_outputs
from portfolio.render.environment import Renderer
from portfolio.render.fingerprint import Fingerprints
from portfolio.render.look import read_palettes
from portfolio.render.prose import Library
from portfolio.render.themes import find_theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.build.memory import Memory
    from portfolio.build.publish import Published
    from portfolio.errors import Diagnostics
    from portfolio.load.config import FoundBaseUrl
    from portfolio.model.artifact import Artifact
    from portfolio.model.mapping import Mapper
    from portfolio.model.site import Site
    from portfolio.model.snapshot import Snapshot
    from portfolio.model.store import Store


class PlannedSite(NamedTuple):
    """A site that was read and checked, and of which nothing is rendered yet."""

    artifacts: tuple[Artifact, ...]
    """Sorted by path."""
    renderer: Renderer
    palettes: Mapping[str, str]
    """The stylesheet of each palette that the pages use, by its file."""
    base_url: FoundBaseUrl
    warnings: tuple[Diagnostic, ...]
    drafts: tuple[str, ...] = ()
    """The files of case studies that are left out, sorted."""
    snapshot: Snapshot | None = None
    """The figures from GitHub, where they can be used."""


class Texts(Mapping[str, str]):
    """Rendered files by their paths, held as they will be written: as characters they would fill twice the room."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def __getitem__(self, path: str) -> str:
        return self._files[path].decode()

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class RenderedSite(NamedTuple):
    """A site that is ready to be published."""

    files: tuple[OutputFile, ...]
    """Sorted by path."""
    texts: Mapping[str, str]
    """The files that were rendered in this run, by path: pages, feed, sitemap."""
    fingerprints: Mapping[str, str]
    """Of each page, feed and sitemap, by path; empty without a memory."""
    palettes: Mapping[str, str]
    """As in `PlannedSite`."""
    base_url: FoundBaseUrl
    warnings: tuple[Diagnostic, ...]
    drafts: tuple[str, ...] = ()
    """The files of case studies that are left out, sorted."""
    snapshot: Snapshot | None = None
    """The figures from GitHub, where they can be used."""

    @property
    def pages(self) -> dict[str, str]:
        """The pages for readers that were rendered in this run."""
        return {path: text for path, text in self.texts.items() if path.endswith(".html")}

    @property
    def page_count(self) -> int:
        """How many pages for readers the site has."""
        return sum(file.path.endswith(".html") and not isinstance(file.content, Path) for file in self.files)


@dataclass(frozen=True)
class Sources:
    """Where a site comes from, and what spares work in reading it; the outcome is the same without."""

    root: Path
    """The site's folder."""
    env: Mapping[str, str]
    """The environment, for the address on GitHub Actions."""
    base_url: str | None = None
    """Where the site will be published; found out where it is None."""
    store: Store | None = None
    """Keeps what texts and front matter were turned into from one run to the next."""
    memo: Memo = field(default_factory=Memo)
    """Keeps what was worked out from one plan to the next in this process."""
    mapper: Mapper = map_here
    """Goes through the texts that are to be prepared."""
    with_drafts: bool = False
    """Whether drafts belong to the site; for a preview."""


def plan_site(sources: Sources) -> PlannedSite:
    """Load a site, read its Markdown, and plan every file of it.

    Raises:
        ContentError: the owner's files have errors; all of them, Markdown included.
        UsageError: the base address given on the command line cannot be used.
    """
    root, memo = sources.root, sources.memo
    loading = load_site(root, sources.store, memo, with_drafts=sources.with_drafts)
    site, config, diagnostics = loading.site, loading.config, loading.diagnostics
    library = Library(loading.documents, root, sources.store, memo, sources.mapper)
    renderer, palettes, found = _judge_settings(config or Config(), sources, diagnostics)
    artifacts = _plan_artifacts(site, library, found)
    published = tuple(artifact.path for artifact in artifacts)
    library.check(site, loading.static_files, diagnostics, published)
    library.check_links(loading.links, diagnostics)
    if site is None or renderer is None or found is None or diagnostics.has_errors:
        templates = renderer.find_unparsable() if renderer and config else ()
        raise ContentError((*diagnostics.items, *templates))
    if not found.is_known:
        help_ = "give --base-url, or write `base_url:` into portfolio.yaml"
        message = f"nothing tells where the site is published; the sitemap says {found.base_url.url}"
        diagnostics.warning(Code.BASE_URL, message, None, help_)
    # nothing but the paths and what they are copied from can be in each other's way
    places = tuple((artifact.path, getattr(artifact, "source", None)) for artifact in artifacts)
    memo.recall("conflicts", places, partial(_refuse_conflicts, artifacts))
    warnings = sort_diagnostics(diagnostics.items)
    return PlannedSite(artifacts, renderer, palettes, found, warnings, loading.drafts, site.snapshot)


def _plan_artifacts(site: Site | None, library: Library, found: FoundBaseUrl | None) -> tuple[Artifact, ...]:
    """Return every file that the site will have, sorted by path; none where the site has errors of its own."""
    if site is None:
        return ()
    base_url = found.base_url if found else BaseUrl.parse(LOCAL_URL)
    return tuple(sorted(plan_outputs(site, library, base_url), key=lambda artifact: artifact.path))


def render_site(
    root: Path,
    env: Mapping[str, str],
    base_url: str | None = None,
    *,
    memory: Memory | None = None,
    mapper: Mapper = map_here,
) -> RenderedSite:
    """Load a site and render every file of it, in memory.

    Args:
        root: the site's folder.
        env: the environment.
        base_url: where the site will be published; found out where it is None.
        memory: spares what earlier builds have done; None does everything. The outcome is the same.
        mapper: goes through the texts and the pages. The outcome is the same.

    Raises:
        ContentError, UsageError: as plan_site.
        TemplateError: templates have errors; all of them.
    """
    sources = Sources(root, env, base_url, memory.shelf if memory else None, mapper=mapper)
    plan = plan_site(sources)
    pages = [artifact for artifact in plan.artifacts if isinstance(artifact, Page)]
    fingerprints = _take_fingerprints(pages, plan.renderer, memory)
    kept = _find_kept(fingerprints, memory)
    try:
        rendered = dict(plan.renderer.render_all((page for page in pages if page.path not in kept), mapper))
    except TemplateError as error:
        raise TemplateError((*error.diagnostics, *plan.warnings)) from error
    made: dict[str, bytes | Kept] = {**rendered, **kept}
    files = tuple(
        OutputFile(item.path, item.content(root) if isinstance(item, Asset) else made[item.path])
        for item in plan.artifacts
    )
    return RenderedSite(
        files,
        Texts(rendered),
        fingerprints,
        plan.palettes,
        plan.base_url,
        plan.warnings,
        plan.drafts,
        plan.snapshot,
    )


def _take_fingerprints(pages: Iterable[Page], renderer: Renderer, memory: Memory | None) -> dict[str, str]:
    if memory is None:
        return {}
    fingerprints = Fingerprints(renderer, memory.shelf)
    return {page.path: fingerprints.of(page) for page in pages}


def _find_kept(fingerprints: Mapping[str, str], memory: Memory | None) -> dict[str, Kept]:
    """Return the files of the live site that rendering would make again, byte for byte."""
    live = memory.live if memory else {}
    return {
        path: live[path].file
        for path, fingerprint in fingerprints.items()
        if path in live and live[path].fingerprint == fingerprint
    }


def _judge_settings(
    config: Config, sources: Sources, diagnostics: Diagnostics
) -> tuple[Renderer | None, Mapping[str, str], FoundBaseUrl | None]:
    """Judge what needs nothing but the settings, so that its problems come with those of the content."""
    renderer, palettes = _open_theme(config, sources, diagnostics)
    try:
        found = find_base_url(config, sources.root, sources.env, sources.base_url)
    except ContentError as error:
        diagnostics.items += error.diagnostics
        found = None
    return renderer, palettes, found


def _open_theme(
    config: Config, sources: Sources, diagnostics: Diagnostics
) -> tuple[Renderer | None, Mapping[str, str]]:
    """Return what renders with the theme, and its colours; nothing where a file of it was found to be unreadable."""
    unreadable = (item.span for item in diagnostics.items if item.code is Code.FILE_UNREADABLE)
    if any(span and span.path.split("/")[0] in THEME_FOLDERS for span in unreadable):
        return None, {}
    memo = sources.memo
    renderer = None
    try:
        theme = find_theme(config.theme, sources.root)
        places = ("templates/", "static/", *(f"{theme.builtin_root}/{name}/" for name in THEME_FOLDERS))
        looks = {path: memo.stamp(path) for path in memo.stamps if path.startswith(places)}
        known = theme, config, looks if memo.stamps else object()
        renderer = memo.recall("renderer", known, partial(Renderer, theme, config, sources.store))
        return renderer, memo.recall("palettes", known, partial(read_palettes, theme, config))
    except ContentError as error:
        diagnostics.items += error.diagnostics
        return renderer, {}


def build_site(  # noqa: PLR0913 (what `render_site` takes, and where it goes)
    root: Path,
    output: Path,
    env: Mapping[str, str],
    base_url: str | None = None,
    *,
    memory: Memory | None = None,
    mapper: Mapper = map_here,
) -> tuple[RenderedSite, Published]:
    """Render a site and publish it into a folder by one atomic swap; any error leaves the folder as it was.

    Raises:
        ContentError, TemplateError, UsageError: as render_site; UsageError also for the output folder.
    """
    check_output(output, root)
    rendered = render_site(root, env, base_url, memory=memory, mapper=mapper)
    try:
        return rendered, publish_site(rendered.files, output, root)
    except LiveChangedError:  # another build came between: keep nothing of a site that is not the one we knew
        assert memory is not None  # noqa: S101 (without one nothing is kept)
        rendered = render_site(root, env, base_url, memory=memory._replace(live={}), mapper=mapper)
        return rendered, publish_site(rendered.files, output, root)


def _refuse_conflicts(artifacts: Iterable[Artifact]) -> None:
    """Refuse two files for one address, and a file where another needs a folder.

    Names that differ in case only count as one: some file systems and hosts do not tell them apart.

    Raises:
        ContentError: with every file of static/ that stands in the way.
    """
    taken: dict[str, Artifact] = {}
    folders: dict[str, Artifact] = {}
    problems = []
    for artifact in sorted(artifacts, key=lambda artifact: isinstance(artifact, Asset)):
        path = fold_name(artifact.path)
        above = [path[: match.start()] for match in re.finditer("/", path)]
        rivals = (taken.get(path), folders.get(path), *(taken.get(folder) for folder in reversed(above)))
        rival = next((found for found in rivals if found is not None), None)
        if rival is None:
            taken[path] = artifact
            folders |= dict.fromkeys(above, artifact)
            continue
        source = artifact.source if isinstance(artifact, Asset) and artifact.source else artifact.path
        other = rival.source if isinstance(rival, Asset) and rival.source else f"the page {rival.path}"
        message = f"`{source}` would overwrite {other}"
        help_ = _advise_on_conflict(artifact, rival)
        problems.append(Diagnostic(Code.ADDRESS_CONFLICT, message, Span(source, 1, 1), help_))
    if problems:
        raise ContentError(problems)


def _advise_on_conflict(artifact: Artifact, rival: Artifact) -> str:
    """Return what to do about a file that stands in the way of another one: a page cannot be renamed."""
    if isinstance(rival, Asset) and rival.source:
        return "rename one of them"
    if isinstance(rival, Page) and fold_name(artifact.path) == fold_name(rival.path):
        if rival.path in REPLACEABLE:
            return f"name it `static/{rival.path}`, and it replaces the page"
        return f"rename the file; to change the page, write templates/{rival.template}"
    return "rename the file"
