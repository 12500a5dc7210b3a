"""The checks of what a site claims: each file's part is cached, by the file and by what it is checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import msgpack

from portfolio.errors import Diagnostics
from portfolio.load.evidence import (
    FEWEST_STUDIES,
    FileClaims,
    check_outcomes,
    check_principle_evidence,
    check_stack_evidence,
    check_tenure,
)
from portfolio.load.files import read_source
from portfolio.site.cache import Kind, struct_kind
from portfolio.site.worker import Work
from portfolio.site_files import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.errors import Diagnostic
    from portfolio.load.articles import Reading
    from portfolio.load.content import Data
    from portfolio.model.site import Site
    from portfolio.site.cache import Cache
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles

CLAIMS: Kind[FileClaims] = struct_kind("claims", FileClaims)
FILES = Work(FileClaims, "files")
STACK_FILE = "content/stack.yaml"


def check_claims(  # noqa: PLR0913, PLR0917 (everything that was read)
    files: SiteFiles,
    site: Site,
    data: Data,
    readings: Mapping[str, Reading],
    texts: Mapping[str, int],
    cache: Cache,
    mapper: Mapper,
) -> Iterator[Diagnostic]:
    """Yield the warnings of what a site claims.

    Args:
        files: the site's.
        site: the same, without errors.
        data: its YAML files.
        readings: its articles, by path.
        texts: the line on which each text begins, by path.
        cache: values of earlier runs.
        mapper: maps over the files that are not cached.
    """
    names = tuple(name for group in site.stack for name in group.entries)
    spelling = _read_spelling(files, site, problems := Diagnostics())
    yield from problems.items
    common = digest(msgpack.encode((names, spelling)))
    others = f"{common} {digest(msgpack.encode([study.outcomes for study in site.case_studies]))}"
    own = {study.path: study for study in site.case_studies}
    paths = {f"content/{name}.yaml" for name in data.reads} | {*readings, *texts}
    keys = {
        path: f"{files.key(path)} {common if path in own else others}"
        for path in sorted(paths & files.files.keys())
    }

    def read(paths: Iterable[str]) -> list[FileClaims]:
        from portfolio.load.claims import FileChecks, read_claims  # noqa: PLC0415 (most files are cached)
        from portfolio.load.contradictions import Declared, NumberChecker  # noqa: PLC0415 (likewise)
        from portfolio.load.skills import SkillFinder, name_skill  # noqa: PLC0415 (likewise)

        finder = SkillFinder(map(name_skill, names))
        all_numbers = NumberChecker(map(Declared.of, site.case_studies), is_own=False)

        def read_one(path: str) -> FileClaims:
            source = read_source(files, path, Diagnostics())
            assert source is not None, path  # noqa: S101 (the site has no errors)
            reading = readings.get(path)
            yaml = data.reads.get(path.removeprefix("content/").removesuffix(".yaml"))
            study = own.get(path)
            numbers = NumberChecker([Declared.of(study)], is_own=True) if study else all_numbers
            first_line = reading.first_line if reading else texts.get(path, 0)
            checks = FileChecks(finder, numbers, spelling)
            return read_claims(reading.article if reading else yaml, source, first_line, checks)

        return mapper(read_one, paths, FILES)

    claims = cache.get_all(CLAIMS, keys, read)
    yield from (problem for item in claims.values() for problem in item.problems)
    yield from _check_evidence(site, data, readings, claims)


def _check_evidence(
    site: Site, data: Data, readings: Mapping[str, Reading], claims: Mapping[str, FileClaims]
) -> Iterator[Diagnostic]:
    """Yield the warnings of claims that no other file supports."""
    studies = [(study, readings[study.path].article) for study in site.case_studies]
    if len(studies) >= FEWEST_STUDIES:
        shown = {name for path, item in claims.items() if path != STACK_FILE for name in item.skills}
        if any(name not in shown for group in site.stack for name in group.entries):
            yield from check_stack_evidence(data.reads["stack"], shown)
    yield from check_principle_evidence(data.reads["principles"], site.case_studies)
    yield from check_outcomes(studies)
    yield from check_tenure(studies, site.employers)


def _read_spelling(files: SiteFiles, site: Site, diagnostics: Diagnostics) -> dict[str, str]:
    """Return the corrections of the list that the settings name."""
    if site.config.spelling is None:
        return {}
    from portfolio.load.word_lists import read_spelling  # noqa: PLC0415 (few owners have one)

    return read_spelling(files, site.config.spelling, diagnostics)
