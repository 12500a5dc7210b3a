"""content/case-studies/: one Markdown file each, its name the address and its front matter the data."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from portfolio.errors import Code, Diagnostics, Span
from portfolio.load.files import read_source
from portfolio.load.frontmatter import split_front_matter
from portfolio.load.kept_studies import keep_study, recall_study
from portfolio.load.nodes import parse_yaml
from portfolio.load.schema import Read, read_value
from portfolio.model.case_study import CASE_STUDIES, CaseStudy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from portfolio.errors import Diagnostic, Source
    from portfolio.load.frontmatter import FrontMatter
    from portfolio.model.document import Document
    from portfolio.model.memo import Memo
    from portfolio.model.store import Store

FOLDER = CASE_STUDIES.removeprefix("content/")
DRAFT_MARK = "[draft]"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_case_studies(
    root: Path, names: Iterable[str], diagnostics: Diagnostics, store: Store | None, memo: Memo
) -> Mapping[str, Reading]:
    """Read every content/case-studies/<slug>.md, by slug; problems of the files' names go into the diagnostics.

    What the store kept from an earlier run comes back without the places of its values: see `kept_studies`.
    """
    paths = {
        name.removeprefix(FOLDER).removesuffix(".md"): f"content/{name}"
        for name in names
        if name.startswith(FOLDER) and name.endswith(".md")
    }
    diagnostics.items += memo.recall("slugs", (paths,), partial(_check_slugs, paths))

    def read(slugs: Iterable[str]) -> Iterator[Reading]:
        return (_read_file(root, paths[slug], slug, store) for slug in slugs)

    stamps = {slug: memo.stamp(path) for slug, path in paths.items()}
    return memo.recall_each("studies" if store is None else "kept studies", stamps, read)


def _check_slugs(paths: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return a problem for each file whose name makes no address, or one that another file has."""
    diagnostics = Diagnostics()
    spelled: dict[str, str] = {}
    for slug, path in paths.items():
        start = Span(path, 1, 1)
        if slug.casefold() in spelled:
            diagnostics.error(
                Code.ADDRESS_CONFLICT,
                f"`{path}` and `{spelled[slug.casefold()]}` differ in case only and would share one address",
                start,
                "rename one of them",
            )
        elif "/" in slug:
            name = slug.removesuffix("/index").replace("/", "-")
            diagnostics.error(
                Code.SLUG,
                f"`{path}` lies in a folder",
                start,
                f"folders are not read here: write it as content/{FOLDER}{name}.md",
            )
        elif not _SLUG.fullmatch(slug):
            diagnostics.error(
                Code.SLUG,
                f"`{slug}` cannot be part of an address",
                start,
                "name the file with lower-case letters, digits and single hyphens",
            )
        spelled.setdefault(slug.casefold(), path)
    return tuple(diagnostics.items)


class Reading(NamedTuple):
    """What came of reading one file."""

    study: Read[CaseStudy]
    """A draft says so in its title and headline."""
    body: Document | None
    """Comes back even where the front matter is wrong."""
    problems: tuple[Diagnostic, ...]
    is_draft: bool = False
    """Whether the file says so, whatever else is wrong with it."""

    @property
    def source(self) -> Source | None:
        """The file's text; None if it has no front matter."""
        return self.body.source if self.body else None


def _read_file(root: Path, path: str, slug: str, store: Store | None) -> Reading:
    """Read one case study, or find it in the store."""
    diagnostics = Diagnostics()
    source = read_source(root, path, diagnostics)
    front = split_front_matter(source, diagnostics) if source else None
    if front is None:
        return Reading(Read(None, {}, {}), None, tuple(diagnostics.items))
    kept = recall_study(store, front, slug) if store else None
    study = kept or _read_case_study(front, slug, diagnostics)
    if store and kept is None and study.value is not None and not diagnostics.items:
        keep_study(store, front, study.value)
    if study.value is not None and study.value.draft:
        study = study._replace(value=_mark_draft(study.value))
    is_draft = study.values.get(("draft",)) is True
    return Reading(study, front.body, tuple(diagnostics.items), is_draft)


def _mark_draft(study: CaseStudy) -> CaseStudy:
    """Return a draft as a preview shows it: no list and no page can take it for finished, whatever the theme."""
    return structs.replace(
        study, title=f"{DRAFT_MARK} {study.title}", headline=f"{DRAFT_MARK} {study.headline}"
    )


def _read_case_study(front: FrontMatter, slug: str, diagnostics: Diagnostics) -> Read[CaseStudy]:
    """Read the front matter of one case study."""
    source = front.body.source
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
        return Read(None, {}, {})
    return read_value(node, CaseStudy, diagnostics, {"slug": slug})
