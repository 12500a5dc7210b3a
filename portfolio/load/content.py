"""Discovers content/, reads every file of it, and builds the site; all problems of a run come together."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from portfolio.errors import Code, Diagnostics, Source, Span, did_you_mean
from portfolio.load.case_studies import FOLDER as CASE_STUDIES
from portfolio.load.case_studies import read_case_studies
from portfolio.load.config import CONFIG_FILE, find_domain, load_config
from portfolio.load.files import read_source, walk_files
from portfolio.load.nodes import parse_yaml
from portfolio.load.references import (
    Known,
    check_case_study,
    check_principles,
    check_stack,
    check_tags,
    find_tag_names,
)
from portfolio.load.schema import Read, read_value
from portfolio.load.sections import Shown, check_home
from portfolio.load.stats import load_snapshot
from portfolio.model.config import Config
from portfolio.model.document import Document
from portfolio.model.home import Home, MarkdownSection
from portfolio.model.memo import Memo
from portfolio.model.names import normalize_name
from portfolio.model.profile import Principle, Profile, Repository, StackGroup
from portfolio.model.site import Site
from portfolio.model.snapshot import SNAPSHOT_FILE, Snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from portfolio.errors import Diagnostic
    from portfolio.load.case_studies import Reading
    from portfolio.load.references import TagName
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.store import Store

T = TypeVar("T")

REQUIRED_FILES = ("profile.yaml", "home.yaml")
OPTIONAL_FILES = ("principles.yaml", "stack.yaml", "repositories.yaml")
CONTENT_FILES = (*REQUIRED_FILES, *OPTIONAL_FILES, SNAPSHOT_FILE)
"""What content/ holds beside texts and drawings."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".mp4", ".webm")
"""Suffixes of files that are published as they are, from static/."""
STATIC, TEMPLATES = "static", "templates"
DRAWING = ".txt"
"""The suffix of a file that holds one drawing."""


class Loading(NamedTuple):
    """What came of reading a site's files."""

    site: Site | None
    """None if any file has an error."""
    config: Config | None
    """The settings, which may be right where other files are not."""
    documents: tuple[Document, ...]
    """Every Markdown body and drawing that could be found, sorted by path, even where front matter is wrong."""
    diagnostics: Diagnostics
    drafts: tuple[str, ...]
    """The files of case studies that are left out, sorted."""
    static_files: tuple[str, ...]
    """Files of static/ that belong to the site, sorted, relative to static/."""
    links: tuple[tuple[str, Span], ...]
    """The links of the profile, each with its place."""


class _Data(NamedTuple):
    """The settings, and the files of content/ that hold no text."""

    config: Config | None
    profile: Read[Profile]
    home: Read[Home]
    principles: Read[tuple[Principle, ...]]
    stack: Read[tuple[StackGroup, ...]]
    repositories: Read[tuple[Repository, ...]]
    snapshot: Snapshot | None
    problems: tuple[Diagnostic, ...]


def load_site(
    root: Path, store: Store | None = None, memo: Memo | None = None, *, with_drafts: bool = False
) -> Loading:
    """Read the site in a folder.

    Nothing is raised for what the owner wrote: it all goes into the diagnostics.

    Args:
        root: the site's folder.
        store: keeps what was read from one run to the next; None reads everything anew.
        memo: keeps what was read from one load to the next in this process.
        with_drafts: whether drafts belong to the site; else they are left out, with all that is wrong with them.
    """
    load = partial(_load_site, root, memo=memo or Memo(), with_drafts=with_drafts)
    loading = load(store)
    if any(item.span and not item.span.path for item in loading.diagnostics.items):
        return load(None)  # what the store kept has no places to show a problem at
    return loading


def _load_site(root: Path, store: Store | None, *, memo: Memo, with_drafts: bool) -> Loading:
    """Read the site in a folder once."""
    diagnostics = Diagnostics()
    names = list(walk_files(root, "content", diagnostics))
    is_whole = not any(item.span and os.path.isdir(root / item.span.path) for item in diagnostics.items)  # noqa: PTH112 (not for folders that are closed)
    _report_unknown_files(names, diagnostics)
    stamps = {name: memo.stamp(f"content/{name}") for name in names if name in CONTENT_FILES}
    data = memo.recall("data", (memo.stamp(CONFIG_FILE), stamps), partial(_read_data, root, names))
    diagnostics.items += data.problems
    readings = read_case_studies(root, names, diagnostics, store, memo)
    shown = {slug: item for slug, item in readings.items() if with_drafts or not item.is_draft}
    diagnostics.items += [problem for item in shown.values() for problem in item.problems]
    bodies = [item.body for item in shown.values() if item.body]
    left_out = tuple(f"content/{CASE_STUDIES}{slug}.md" for slug in sorted(readings.keys() - shown.keys()))
    documents = _read_documents(root, names, ".md", diagnostics, memo)
    drawings = _read_documents(root, names, DRAWING, diagnostics, memo)
    if is_whole:  # else names are missing that the files in a closed folder may define
        _check_references(data, shown, names, diagnostics, memo)
        _report_unshown(data.home, documents, diagnostics)
        _report_unused((item.study for item in readings.values()), drawings, diagnostics)
    static_files = tuple(_site_static_files(root, data.config, diagnostics))
    _judge_templates(root, diagnostics)
    links = tuple(data.profile.entries("links", "url"))
    all_documents = tuple(
        sorted((*bodies, *documents.values(), *drawings.values()), key=lambda document: document.path)
    )
    config, profile, home = data.config, data.profile.value, data.home.value
    if diagnostics.has_errors or config is None or profile is None or home is None:
        return Loading(None, config, all_documents, diagnostics, left_out, static_files, links)
    case_studies = (item.study.value for item in shown.values() if item.study.value is not None)
    site = Site(
        config=config,
        profile=profile,
        home=home,
        case_studies=tuple(sorted(case_studies, key=lambda study: (study.order, study.slug))),
        principles=data.principles.value or (),
        stack=data.stack.value or (),
        repositories=data.repositories.value or (),
        static_files=static_files,
        domain=find_domain(root),
        snapshot=data.snapshot,
    )
    site = memo.recall("site", (site,), lambda: site)  # an equal one has worked out its tags already
    return Loading(site, config, all_documents, diagnostics, left_out, static_files, links)


def _read_data(root: Path, names: Collection[str]) -> _Data:
    """Read the settings, the YAML files of content/, and the snapshot of the account that the profile names."""
    diagnostics = Diagnostics()
    config = load_config(root, diagnostics)
    sources = {
        name: read_source(root, f"content/{name}", diagnostics)
        for name in (*REQUIRED_FILES, *OPTIONAL_FILES)
        if name in REQUIRED_FILES or name in names or os.path.lexists(root / "content" / name)
    }
    profile = _read_file(sources, "profile.yaml", Profile, diagnostics)
    return _Data(
        config=config,
        profile=profile,
        home=_read_file(sources, "home.yaml", Home, diagnostics),
        principles=_read_file(sources, "principles.yaml", tuple[Principle, ...], diagnostics),
        stack=_read_file(sources, "stack.yaml", tuple[StackGroup, ...], diagnostics),
        repositories=_read_file(sources, "repositories.yaml", tuple[Repository, ...], diagnostics),
        snapshot=load_snapshot(root, _login_of(profile), diagnostics),
        problems=tuple(diagnostics.items),
    )


def _check_references(
    data: _Data,
    readings: Mapping[str, Reading],
    names: Collection[str],
    diagnostics: Diagnostics,
    memo: Memo,
) -> None:
    """Check every name that one file uses and another one defines."""
    profile, principles, stack = data.profile.value, data.principles.value, data.stack.value
    known = Known(
        companies=data.profile.values.get(("companies",)) if profile is None else profile.companies,
        principles=None if principles is None else [item.id for item in principles],
        stack=None if stack is None else [entry for group in stack for entry in group.entries],
        drawings=[normalize_name(name) for name in names if name.endswith(DRAWING)],
    )
    check_principles(data.principles, diagnostics)
    check_stack(data.stack, diagnostics)
    studies = {slug: item.study for slug, item in readings.items()}

    def check(slugs: Iterable[str]) -> Iterator[tuple[Diagnostic, ...]]:
        return (check_case_study(studies[slug], known, readings[slug].source) for slug in slugs)

    def find_tags(slugs: Iterable[str]) -> Iterator[tuple[TagName, ...]]:
        return (find_tag_names(studies[slug]) for slug in slugs)

    for problems in memo.recall_each("references", studies, check, (known,)).values():
        diagnostics.items += problems
    tags = memo.recall_each("tag names", studies, find_tags)
    diagnostics.items += memo.recall("tags", (tags,), partial(check_tags, tags.values()))
    # a file that cannot be used was warned of; numbers that are lost are no reason not to build the words
    is_snapshot_lost = data.snapshot is None and SNAPSHOT_FILE in names
    shown = Shown(
        profile=profile,
        case_studies={slug: read.value for slug, read in studies.items()},
        documents={normalize_name(name) for name in names if name.endswith(".md") and _is_document(name)},
        principles=principles,
        stack=stack,
        repositories=None if is_snapshot_lost and not data.repositories.value else data.repositories.value,
        snapshot=data.snapshot,
    )
    check_home(data.home, shown, diagnostics)


def _read_file(
    sources: dict[str, Source | None], name: str, type_: type[T], diagnostics: Diagnostics
) -> Read[T]:
    """Read one YAML file; a file that is not there reads as nothing, with no known names in it."""
    if name not in sources:
        empty: Read[T] = Read(type_() if name in OPTIONAL_FILES else None, {}, {})
        return empty
    source = sources[name]
    if source is None:
        return Read(None, {}, {})
    before = len(diagnostics.items)
    node = parse_yaml(source, diagnostics)
    if node is None:
        if len(diagnostics.items) == before:
            diagnostics.error(
                Code.YAML_SYNTAX,
                "the file is empty",
                source.span(1, 1),
                "`portfolio init` in an empty folder shows what belongs into it",
            )
        return Read(None, {}, {})
    return read_value(node, type_, diagnostics)


def _read_documents(
    root: Path, names: Iterable[str], suffix: str, diagnostics: Diagnostics, memo: Memo
) -> dict[str, Document]:
    """Read the Markdown files that sections may show, or the drawings, by their normalized name relative to content/."""
    wanted = [name for name in names if name.endswith(suffix) and _is_document(name)]
    stamps = {name: memo.stamp(f"content/{name}") for name in wanted}
    documents = {}
    for name, (source, problems) in memo.recall_each(suffix, stamps, partial(_read_texts, root)).items():
        diagnostics.items += problems
        if source is not None:
            documents[normalize_name(name)] = Document(source, 1)
    return documents


def _read_texts(root: Path, names: Iterable[str]) -> Iterator[tuple[Source | None, list[Diagnostic]]]:
    """Yield each file of content/ with what is wrong with it."""
    for name in names:
        diagnostics = Diagnostics()
        yield read_source(root, f"content/{name}", diagnostics), diagnostics.items


def _login_of(profile: Read[Profile]) -> str | None:
    """Return the GitHub login: empty if the profile names none, None if that cannot be told."""
    return profile.values.get(("github",)) if profile.value is None else profile.value.github or ""


def _is_document(name: str) -> bool:
    return name.endswith((".md", DRAWING)) and not (name.endswith(".md") and name.startswith(CASE_STUDIES))


def _report_unknown_files(names: Iterable[str], diagnostics: Diagnostics) -> None:
    """Report files of content/ that nothing reads, such as a misspelt name."""
    for name in names:
        if name not in CONTENT_FILES and not name.endswith((".md", DRAWING)):
            help_ = (
                (f"move it to static/{name.rpartition('/')[2]}" if name.lower().endswith(PICTURES) else None)
                or did_you_mean(name, CONTENT_FILES)
                or "content/ holds "
                + ", ".join(CONTENT_FILES)
                + ", Markdown files and drawings (.txt); pictures belong into static/"
            )
            diagnostics.error(
                Code.FILE_UNKNOWN, f"nothing reads `content/{name}`", Span(f"content/{name}", 1, 1), help_
            )


def _report_unshown(home: Read[Home], documents: dict[str, Document], diagnostics: Diagnostics) -> None:
    """Warn of Markdown files that no section shows: their words would be missing without a word."""
    if home.value is None:
        return
    shown = {section.file for section in home.value.sections if isinstance(section, MarkdownSection)}
    for name, document in documents.items():
        if name not in shown:
            folder = did_you_mean(name.partition("/")[0], [CASE_STUDIES[:-1]]) if "/" in name else None
            diagnostics.warning(
                Code.FILE_UNKNOWN,
                f"no section of home.yaml shows `{name}`",
                document.source.span(1, 1),
                folder or f"add a section with `kind: markdown` and `file: {name}`",
            )


def _report_unused(
    studies: Iterable[Read[CaseStudy]], drawings: dict[str, Document], diagnostics: Diagnostics
) -> None:
    """Warn of drawings that no case study shows."""
    if not drawings:
        return
    used = {read.values.get(("diagram", "file")) for read in studies}
    for name, document in drawings.items():
        if name not in used:
            help_ = f"name it in a case study's front matter: `diagram: {{file: {name}, title: …}}`"
            diagnostics.warning(
                Code.FILE_UNKNOWN, f"no case study shows `{name}`", document.source.span(1, 1), help_
            )


def _site_static_files(root: Path, config: Config | None, diagnostics: Diagnostics) -> Iterable[str]:
    """Yield the files of static/ that are the site's own: a theme's folder is read by its templates only."""
    themes = {Config().theme, config.theme if config else Config().theme}
    for name in walk_files(root, STATIC, diagnostics, "asset"):
        folder, slash, _ = name.partition("/")
        if not slash or (folder not in themes and not os.path.isdir(root / TEMPLATES / folder)):  # noqa: PTH112 (as above)
            yield name


def _judge_templates(root: Path, diagnostics: Diagnostics) -> None:
    """Report templates that cannot be read, and links that lead out of their folder."""
    for _ in walk_files(root, TEMPLATES, diagnostics, "template"):
        pass
