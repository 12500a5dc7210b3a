"""References between the owner's files: every name that one file uses must exist in another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.errors import Code, Diagnostics, did_you_mean
from portfolio.load.wording import shorten
from portfolio.model.tag import tag_slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from portfolio.errors import Span
    from portfolio.load.schema import Read
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.profile import Principle, StackGroup

MAX_LISTED = 12
"""More known names than these are no help."""

_FIGURE = re.compile(r"(?<![\w.-])\d[\d.,]*\d?[KMB]?\+?%?(?!\w)")
"""A figure in running text: `1M+`, `1.3M`, `50`, `100K+`; not the digits of a name such as eu-west-1."""


class Known(NamedTuple):
    """The names that case studies may use; None stands for a file that could not be read."""

    companies: Collection[str] | None
    principles: Collection[str] | None
    stack: Collection[str] | None


def check_case_study(read: Read[CaseStudy], known: Known, diagnostics: Diagnostics) -> None:
    """Report names in a case study that no other file knows, and names that stand twice."""
    study = read.value
    if study is None:
        return
    _report_unknown(study.company, read.spans["company",], _COMPANY, known.companies, diagnostics)
    for what, values, names in (
        (_PRINCIPLE, study.principles, known.principles),
        (_STACK, study.stack, known.stack),
    ):
        for value, span in zip(values, list_spans(read, what.key, values), strict=True):
            _report_unknown(value, span, what, names, diagnostics)
    for key, values in (("principles", study.principles), ("stack", study.stack), ("tags", study.tags)):
        report_duplicates(values, f"in `{key}`", list_spans(read, key, values), diagnostics)
    report_duplicates(
        [outcome.id for outcome in study.outcomes],
        "as an outcome's id",
        [read.spans["outcomes", index, "id"] for index in range(len(study.outcomes))],
        diagnostics,
    )
    _check_headline(study, read.spans["headline",], diagnostics)


class _Reference(NamedTuple):
    """A kind of name that one file uses and another one defines."""

    key: str
    name: str
    where: str


_COMPANY = _Reference("company", "company", "content/profile.yaml")
_PRINCIPLE = _Reference("principles", "principle", "content/principles.yaml")
_STACK = _Reference("stack", "stack entry", "content/stack.yaml")


def _report_unknown(
    name: str, span: Span, what: _Reference, known: Collection[str] | None, diagnostics: Diagnostics
) -> None:
    """Report a name that is not known; nothing is where the file that defines it could not be read."""
    if known is None or name in known:
        return
    listed = ", ".join(f"`{item}`" for item in list(known)[:MAX_LISTED])
    help_ = f"known in {what.where}: {listed}" if known else f"add it to {what.where}"
    diagnostics.error(
        Code.UNKNOWN_REFERENCE,
        f"unknown {what.name} `{shorten(name)}`",
        span,
        did_you_mean(name, known) or help_,
    )


def _check_headline(study: CaseStudy, span: Span, diagnostics: Diagnostics) -> None:
    """Report a figure in the headline that no outcome has: the two would drift apart."""
    outcomes = " ".join(f"{item.value} {item.label} {item.unit or ''}" for item in study.outcomes)
    known = set(_FIGURE.findall(outcomes))
    for match in _FIGURE.finditer(study.headline):
        if match[0] not in known:
            diagnostics.error(
                Code.HEADLINE_FIGURE,
                f"the headline's figure `{match[0]}` is in no outcome",
                span,
                "add it to `outcomes`, or write it as it stands there",
            )


def check_principles(read: Read[tuple[Principle, ...]], diagnostics: Diagnostics) -> None:
    """Report principles that share an id."""
    ids = [principle.id for principle in read.value or ()]
    spans = [read.spans[index, "id"] for index in range(len(ids))]
    report_duplicates(ids, "as a principle's id", spans, diagnostics)


def check_stack(read: Read[tuple[StackGroup, ...]], diagnostics: Diagnostics) -> None:
    """Report stack rows that share a name, and entries that stand twice in one row."""
    groups = read.value or ()
    spans = [read.spans[index, "name"] for index in range(len(groups))]
    report_duplicates([group.name for group in groups], "as a row's name", spans, diagnostics)
    for index, group in enumerate(groups):
        spans = [read.spans[index, "entries", position] for position in range(len(group.entries))]
        report_duplicates(group.entries, "in `entries`", spans, diagnostics)


def check_tags(reads: Iterable[Read[CaseStudy]], diagnostics: Diagnostics) -> None:
    """Report different words that would share one tag page, and words without an address."""
    first: dict[str, str] = {}
    for read in reads:
        if read.value is None:
            continue
        for key, names in (("tags", read.value.tags), ("stack", read.value.stack)):
            for name, span in zip(names, list_spans(read, key, names), strict=True):
                slug = tag_slug(name)
                known = first.setdefault(slug, name)
                if not slug:
                    message = f"`{shorten(name)}` has no letter or digit to make an address of"
                    diagnostics.error(Code.SLUG, message, span, "write it with a letter")
                elif known.casefold() != name.casefold():
                    message = f"`{shorten(name)}` and `{shorten(known)}` would share the page /tags/{slug}/"
                    diagnostics.error(Code.ADDRESS_CONFLICT, message, span, "spell them alike")


def report_duplicates(
    names: Sequence[str],
    place: str,
    spans: Sequence[Span],
    diagnostics: Diagnostics,
    help_: str = "keep one of them",
) -> None:
    """Report each name that stood before, in whatever case, in the same list."""
    first: dict[str, Span] = {}
    for name, span in zip(names, spans, strict=True):
        before = first.setdefault(name.casefold(), span)
        if before is not span:
            where = f"it is first on line {before.line}, column {before.column}; {help_}"
            diagnostics.error(Code.DUPLICATE_VALUE, f"`{shorten(name)}` stands twice {place}", span, where)


def list_spans(read: Read[Any], key: str, values: Sequence[str]) -> list[Span]:
    """Return the spans of a list's entries."""
    return [read.spans[key, index] for index in range(len(values))]
