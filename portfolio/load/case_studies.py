"""content/case-studies/: a Markdown file each; its name is the address, its front matter the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import msgpack, structs

from portfolio.errors import Code, Diagnostics, Span
from portfolio.load.files import is_blank, read_source, split_front_matter
from portfolio.load.schema import Read, read_yaml
from portfolio.model.case_study import CASE_STUDIES_FOLDER, CaseStudy
from portfolio.model.names import tag_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.errors import Diagnostic
    from portfolio.load.files import FrontMatter
    from portfolio.site_files import SiteFiles

FOLDER = CASE_STUDIES_FOLDER.removeprefix("content/")
DRAFT_MARK = "[draft]"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def list_slugs(names: Iterable[str], diagnostics: Diagnostics) -> dict[str, str]:
    """Return the file of each case study by its slug; report invalid slugs, and those that share an address.

    Args:
        names: the files of content/, relative to it.
        diagnostics: receives the problems.
    """
    paths = {
        name.removeprefix(FOLDER).removesuffix(".md"): f"content/{name}"
        for name in names
        if name.startswith(FOLDER) and name.endswith(".md")
    }
    spelled: dict[str, str] = {}
    for slug, path in paths.items():
        first = spelled.setdefault(slug.casefold(), path)
        if first is not path:
            message = f"`{path}` and `{first}` differ in case only and would share one address"
            diagnostics.error(Code.ADDRESS_CONFLICT, message, Span(path, 1, 1), "rename one of them")
        elif "/" in slug:
            name = _flatten(slug)
            where = (
                f"write it as {CASE_STUDIES_FOLDER}{name}.md" if name else f"move it to {CASE_STUDIES_FOLDER}"
            )
            help_ = f"folders are not read here: {where}"
            diagnostics.error(Code.SLUG, f"`{path}` is in a folder", Span(path, 1, 1), help_)
        elif not _SLUG.fullmatch(slug):
            message = f"`{slug}` cannot be part of an address"
            help_ = "name the file with lower-case letters, digits and single hyphens"
            diagnostics.error(Code.SLUG, message, Span(path, 1, 1), help_)
    return paths


def _flatten(slug: str) -> str:
    """Return the slug that a file in a folder could have; empty if its name is not valid.

    >>> _flatten("ledger/index"), _flatten("2024/My post")
    ('ledger', '2024-my-post')
    """
    folder, _, name = slug.rpartition("/")
    is_main = name.casefold() in {"index", "_index", "readme", folder.rpartition("/")[2].casefold()}
    flat = tag_slug(folder if is_main else slug).replace("_", "-")
    return flat if _SLUG.fullmatch(flat) else ""


class Reading(NamedTuple):
    """The result of reading one file."""

    study: Read[CaseStudy]
    first_line: int
    """The line on which the body begins; 0 without a body. It may be known even if the front matter is invalid."""
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether the file has `draft: true`, even if it has errors."""
        study = self.study.value
        return study.draft if study else self.study.values.get(("draft",)) is True

    def pack(self) -> bytes | None:
        """Return the reading as bytes for the cache; None if there are problems, which are found again in each run."""
        study = None if self.problems else self.study.pack()
        return None if study is None else msgpack.encode((self.first_line, study))

    @classmethod
    def unpack(cls, data: bytes) -> Reading:
        """Return a reading that was packed.

        Raises:
            msgspec.DecodeError: the bytes are of another version.
        """
        first_line, study = msgpack.decode(data, type=tuple[int, bytes])
        return cls(Read.unpack(study, CaseStudy), first_line)


def read_case_study(files: SiteFiles, path: str) -> Reading:
    """Read the front matter of one case study, and find where its body begins."""
    diagnostics = Diagnostics()
    source = read_source(files, path, diagnostics)
    front = split_front_matter(source, diagnostics) if source else None
    if front is None:
        return Reading(Read(None), 0, tuple(diagnostics.items))
    slug = path.removeprefix(CASE_STUDIES_FOLDER).removesuffix(".md")
    study = _read_front_matter(front, slug, diagnostics)
    if study.value and not study.value.summary and is_blank(front.body.text):
        help_ = "write a `summary`, or a text below the front matter"
        message = "the case study has neither `summary` nor a text"
        diagnostics.error(Code.MISSING_KEY, message, study.spans["title",], help_)
    return Reading(study, front.body.first_line, tuple(diagnostics.items))


def mark_draft(study: CaseStudy) -> CaseStudy:
    """Return a draft as a preview shows it, marked as a draft in every theme."""
    headline = study.headline and f"{DRAFT_MARK} {study.headline}"
    return structs.replace(study, title=f"{DRAFT_MARK} {study.title}", headline=headline)


def _read_front_matter(front: FrontMatter, slug: str, diagnostics: Diagnostics) -> Read[CaseStudy]:
    """Read the front matter of one case study."""
    source = front.body.source
    read = read_yaml(source, CaseStudy, diagnostics, lines=front.lines, given={"slug": slug})
    if read is None:
        help_ = "write `title: …` and the other keys between the two `---`"
        diagnostics.error(Code.FRONT_MATTER, "the front matter is empty", source.span(1, 1, 3), help_)
    return read or Read(None)
