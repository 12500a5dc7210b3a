"""References between the owner's files: every name that one file uses must exist in another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostics, did_you_mean
from portfolio.model.home import MarkdownSection
from portfolio.model.tag import tag_slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from portfolio.errors import Span
    from portfolio.load.schema import Path, Read
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.document import Document
    from portfolio.model.home import Home
    from portfolio.model.profile import Principle, Profile, StackGroup

_FIGURE = re.compile(r"(?<![\w.-])\d[\d.,]*\d?[KMB]?\+?%?(?!\w)")
"""A figure in running text: `1M+`, `1.3M`, `50`, `100K+`; not the digits of a name such as eu-west-1."""


def check_case_study(
    read: Read[CaseStudy],
    profile: Profile | None,
    principles: Collection[str] | None,
    stack: Collection[str] | None,
    diagnostics: Diagnostics,
) -> None:
    """Report names in a case study that no other file knows; None stands for a file that could not be read."""
    study, spans = read.value, read.spans
    if study is None:
        return
    if profile is not None:
        _check_names(
            [study.company],
            "company",
            profile.companies,
            [spans["company",]],
            "content/profile.yaml",
            diagnostics,
        )
    if principles is not None:
        _check_names(
            study.principles,
            "principle",
            principles,
            _spans(spans, "principles", study.principles),
            "content/principles.yaml",
            diagnostics,
        )
    if stack is not None:
        _check_names(
            study.stack,
            "stack entry",
            stack,
            _spans(spans, "stack", study.stack),
            "content/stack.yaml",
            diagnostics,
        )
    for key, values in (("principles", study.principles), ("stack", study.stack), ("tags", study.tags)):
        report_duplicates(
            [value.casefold() for value in values], key, _spans(spans, key, values), diagnostics
        )
    outcome_spans = [spans["outcomes", index, "id"] for index in range(len(study.outcomes))]
    report_duplicates([outcome.id for outcome in study.outcomes], "outcome", outcome_spans, diagnostics)
    _check_headline(study, spans["headline",], diagnostics)


def _check_headline(study: CaseStudy, span: Span, diagnostics: Diagnostics) -> None:
    """Report a figure in the headline that no outcome has: the two would drift apart."""
    known = " ".join(f"{item.value} {item.label} {item.unit or ''}" for item in study.outcomes)
    for match in _FIGURE.finditer(study.headline):
        if match[0] not in _FIGURE.findall(known):
            diagnostics.error(
                Code.HEADLINE_FIGURE,
                f"the headline's figure `{match[0]}` is in no outcome",
                span,
                "add it to `outcomes`, or write it as it stands there",
            )


def check_home(
    read: Read[Home],
    case_studies: dict[str, CaseStudy | None],
    documents: dict[str, Document],
    diagnostics: Diagnostics,
) -> None:
    """Report sections and figures of the home page that point at nothing.

    A case study that could not be read is None: figures that point into it are not judged.
    """
    home, spans = read.value, read.spans
    if home is None:
        return
    known = [f"{slug}/{item.id}" for slug, study in case_studies.items() if study for item in study.outcomes]
    for index, figure in enumerate(home.figures):
        if figure not in known and case_studies.get(figure.partition("/")[0], ...) is not None:
            diagnostics.error(
                Code.UNKNOWN_REFERENCE,
                f"no case study has the outcome `{figure}`",
                spans["figures", index],
                did_you_mean(figure, known) or "write it as `case-study/outcome-id`",
            )
    report_duplicates(home.figures, "figures", _spans(spans, "figures", home.figures), diagnostics)
    anchors = [section.anchor for section in home.sections]
    anchor_spans = [
        spans.get(("sections", index, "id"), spans["sections", index, "kind"])
        for index in range(len(anchors))
    ]
    report_duplicates(anchors, "section id", anchor_spans, diagnostics)
    for index, section in enumerate(home.sections):
        if isinstance(section, MarkdownSection) and section.file not in documents:
            help_ = did_you_mean(section.file, documents) or "the file's name, relative to content/"
            diagnostics.error(
                Code.UNKNOWN_REFERENCE,
                f"there is no Markdown file `{section.file}` in content/",
                spans["sections", index, "file"],
                help_,
            )


def check_principles(read: Read[tuple[Principle, ...]], diagnostics: Diagnostics) -> None:
    """Report principles that share an id."""
    ids = [principle.id for principle in read.value or ()]
    report_duplicates(
        ids, "principle id", [read.spans[index, "id"] for index in range(len(ids))], diagnostics
    )


def check_stack(read: Read[tuple[StackGroup, ...]], diagnostics: Diagnostics) -> None:
    """Report stack rows that share a name, and entries that stand twice in one row."""
    groups = read.value or ()
    report_duplicates(
        [group.name for group in groups],
        "stack row",
        [read.spans[index, "name"] for index in range(len(groups))],
        diagnostics,
    )
    for index, group in enumerate(groups):
        spans = [read.spans[index, "entries", position] for position in range(len(group.entries))]
        report_duplicates([entry.casefold() for entry in group.entries], "entries", spans, diagnostics)


def check_tags(reads: Iterable[Read[CaseStudy]], diagnostics: Diagnostics) -> None:
    """Report different words that would share one tag page, and words without an address."""
    first: dict[str, str] = {}
    for read in reads:
        if read.value is None:
            continue
        for key, names in (("tags", read.value.tags), ("stack", read.value.stack)):
            for name, span in zip(names, _spans(read.spans, key, names), strict=True):
                slug = tag_slug(name)
                known = first.setdefault(slug, name)
                if not slug:
                    diagnostics.error(
                        Code.SLUG, f"`{name}` has no letter or digit to make an address of", span
                    )
                elif known.casefold() != name.casefold():
                    diagnostics.error(
                        Code.ADDRESS_CONFLICT,
                        f"`{name}` and `{known}` would share the page /tags/{slug}/",
                        span,
                        "spell them alike",
                    )


def report_duplicates(
    names: Sequence[str], what: str, spans: Sequence[Span], diagnostics: Diagnostics
) -> None:
    """Report each name that stood before in the same list."""
    first: dict[str, Span] = {}
    for name, span in zip(names, spans, strict=True):
        if name in first:
            diagnostics.error(
                Code.DUPLICATE_VALUE,
                f"`{name}` stands twice ({what})",
                span,
                f"it is first on line {first[name].line}; keep one of them",
            )
        else:
            first[name] = span


def _check_names(
    names: Iterable[str],
    what: str,
    known: Collection[str],
    spans: Iterable[Span],
    where: str,
    diagnostics: Diagnostics,
) -> None:
    for name, span in zip(names, spans, strict=True):
        if name not in known:
            help_ = did_you_mean(name, known) or (
                f"known in {where}: " + ", ".join(f"`{item}`" for item in list(known)[:12])
                if known
                else f"add it to {where}"
            )
            diagnostics.error(Code.UNKNOWN_REFERENCE, f"unknown {what} `{name}`", span, help_)


def _spans(spans: dict[Path, Span], key: str, values: Sequence[str]) -> list[Span]:
    return [spans[key, index] for index in range(len(values))]
