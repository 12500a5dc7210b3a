"""Discovers content/, reads every file of it, and builds the site; all problems of a run come together."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from portfolio.errors import Code, Diagnostics, Source, Span, did_you_mean
from portfolio.load.config import load_config
from portfolio.load.files import read_source, walk_files
from portfolio.load.frontmatter import split_front_matter
from portfolio.load.nodes import parse_yaml
from portfolio.load.references import (
    Known,
    check_case_study,
    check_principles,
    check_stack,
    check_tags,
)
from portfolio.load.schema import Read, read_value
from portfolio.load.sections import Shown, check_home
from portfolio.model.case_study import CaseStudy
from portfolio.model.document import Document
from portfolio.model.home import Home, MarkdownSection
from portfolio.model.profile import Principle, Profile, Repository, StackGroup
from portfolio.model.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from portfolio.model.config import Config

T = TypeVar("T")

REQUIRED_FILES = ("profile.yaml", "home.yaml")
OPTIONAL_FILES = ("principles.yaml", "stack.yaml", "repositories.yaml")
CASE_STUDIES = "case-studies/"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Loading(NamedTuple):
    """What came of reading a site's files."""

    site: Site | None
    """None if any file has an error."""
    documents: tuple[Document, ...]
    """Every Markdown body that could be found, sorted by path, whether or not its front matter is right."""
    diagnostics: Diagnostics


def load_site(root: Path) -> Loading:
    """Read the site in a folder.

    Nothing is raised for what the owner wrote: it all goes into the diagnostics.
    """
    diagnostics = Diagnostics()
    config = load_config(root, diagnostics)
    names = list(walk_files(root, "content", diagnostics))
    _report_unknown_files(names, diagnostics)
    sources = {
        name: read_source(root, f"content/{name}", diagnostics)
        for name in (*REQUIRED_FILES, *OPTIONAL_FILES)
        if name in REQUIRED_FILES or os.path.lexists(root / "content" / name)
    }
    profile = _read_file(sources, "profile.yaml", Profile, diagnostics)
    home = _read_file(sources, "home.yaml", Home, diagnostics)
    principles = _read_file(sources, "principles.yaml", tuple[Principle, ...], diagnostics)
    stack = _read_file(sources, "stack.yaml", tuple[StackGroup, ...], diagnostics)
    repositories = _read_file(sources, "repositories.yaml", tuple[Repository, ...], diagnostics)
    check_principles(principles, diagnostics)
    check_stack(stack, diagnostics)

    studies, bodies = _read_case_studies(root, names, diagnostics)
    known = Known(
        companies=profile.values.get(("companies",)) if profile.value is None else profile.value.companies,
        principles=None if principles.value is None else [item.id for item in principles.value],
        stack=None if stack.value is None else [entry for group in stack.value for entry in group.entries],
    )
    for read in studies.values():
        check_case_study(read, known, diagnostics)
    check_tags(studies.values(), diagnostics)

    documents = _read_documents(root, names, diagnostics)
    shown = Shown(
        profile=profile.value,
        case_studies={slug: read.value for slug, read in studies.items()},
        documents={name for name in names if _is_document(name)},
        principles=principles.value,
        stack=stack.value,
        repositories=repositories.value,
    )
    check_home(home, shown, diagnostics)
    _report_unshown(home, documents, diagnostics)
    static_files = tuple(_site_static_files(root, config, diagnostics))
    all_documents = tuple(sorted((*bodies, *documents.values()), key=lambda document: document.path))
    if diagnostics.has_errors or config is None or profile.value is None or home.value is None:
        return Loading(None, all_documents, diagnostics)
    site = Site(
        config=config,
        profile=profile.value,
        home=home.value,
        case_studies=tuple(
            sorted(
                (read.value for read in studies.values() if read.value),
                key=lambda study: (study.order, study.slug),
            )
        ),
        principles=principles.value or (),
        stack=stack.value or (),
        repositories=repositories.value or (),
        documents=documents,
        static_files=static_files,
    )
    return Loading(site, all_documents, diagnostics)


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


def _read_case_studies(
    root: Path, names: Iterable[str], diagnostics: Diagnostics
) -> tuple[dict[str, Read[CaseStudy]], list[Document]]:
    """Read every content/case-studies/<slug>.md, by slug, with the bodies that were found."""
    studies: dict[str, Read[CaseStudy]] = {}
    bodies: list[Document] = []
    spelled: dict[str, str] = {}
    for name in names:
        if not (name.startswith(CASE_STUDIES) and name.endswith(".md")):
            continue
        slug = name.removeprefix(CASE_STUDIES).removesuffix(".md")
        path = f"content/{name}"
        start = Span(path, 1, 1)
        if slug.casefold() in spelled:
            diagnostics.error(
                Code.ADDRESS_CONFLICT,
                f"`{path}` and `{spelled[slug.casefold()]}` differ in case only and would share one address",
                start,
                "rename one of them",
            )
        elif not _SLUG.fullmatch(slug):
            diagnostics.error(
                Code.SLUG,
                f"`{slug}` cannot be part of an address",
                start,
                "name the file with lower-case letters, digits and single hyphens",
            )
        spelled.setdefault(slug.casefold(), path)
        source = read_source(root, path, diagnostics)
        if source is None:
            studies[slug] = Read(None, {}, {})
            continue
        studies[slug], body = _read_case_study(source, slug, diagnostics)
        bodies += [body] if body else []
    return studies, bodies


def _read_case_study(
    source: Source, slug: str, diagnostics: Diagnostics
) -> tuple[Read[CaseStudy], Document | None]:
    """Read one case study; its body comes back even where its front matter is wrong."""
    front = split_front_matter(source, diagnostics)
    if front is None:
        return Read(None, {}, {}), None
    before = len(diagnostics.items)
    node = parse_yaml(source, diagnostics, lines=front.lines) if front.lines[0] <= front.lines[1] else None
    if node is None:
        if len(diagnostics.items) == before:
            diagnostics.error(
                Code.FRONT_MATTER,
                "the front matter is empty",
                source.span(1, 1, 3),
                "write `title: …` and the other keys between the two `---`",
            )
        return Read(None, {}, {}), front.body
    return read_value(node, CaseStudy, diagnostics, {"slug": slug, "body": front.body}), front.body


def _read_documents(root: Path, names: Iterable[str], diagnostics: Diagnostics) -> dict[str, Document]:
    """Read the Markdown files that sections may show, by their name relative to content/."""
    documents = {}
    for name in names:
        if _is_document(name):
            source = read_source(root, f"content/{name}", diagnostics)
            if source is not None:
                documents[name] = Document(source, 1)
    return documents


def _is_document(name: str) -> bool:
    return name.endswith(".md") and not name.startswith(CASE_STUDIES)


def _report_unknown_files(names: Iterable[str], diagnostics: Diagnostics) -> None:
    """Report files of content/ that nothing reads, such as a misspelt name."""
    known = (*REQUIRED_FILES, *OPTIONAL_FILES)
    for name in names:
        if name not in known and not name.endswith(".md"):
            help_ = (
                did_you_mean(name, known)
                or "content/ holds " + ", ".join(known) + " and Markdown files; pictures belong into static/"
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
            folder = did_you_mean(name.partition("/")[0], [CASE_STUDIES]) if "/" in name else None
            diagnostics.warning(
                Code.FILE_UNKNOWN,
                f"no section of home.yaml shows `{name}`",
                document.source.span(1, 1),
                folder or f"add a section with `kind: markdown` and `file: {name}`",
            )


def _site_static_files(root: Path, config: Config | None, diagnostics: Diagnostics) -> Iterable[str]:
    """Yield the files of static/ that are the site's own: a theme's folder is read by its templates only."""
    theme = f"{config.theme}/" if config else None
    for name in walk_files(root, "static", diagnostics, keep_hidden=True):
        if theme is None or not name.startswith(theme):
            yield name
