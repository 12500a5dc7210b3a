"""References between the owner's files: a name in one file must be defined in another."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.errors import Code, Diagnostics, did_you_mean
from portfolio.load.chronology import check_periods
from portfolio.load.headline import check_headline
from portfolio.load.scalars import shorten
from portfolio.model.names import MAX_NAME_BYTES, fold_name, measure_name, normalize_name, tag_slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from portfolio.errors import Diagnostic, Source, Span
    from portfolio.load.schema import Read
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.entries import Employer
    from portfolio.model.profile import Principle, StackGroup

MAX_LISTED = 12
"""A longer list of known names is no help."""


class Known(NamedTuple):
    """The names that case studies may use; None for a file that could not be read."""

    companies: Collection[str] | None
    principles: Collection[str] | None
    stack: Collection[str] | None
    drawings: Collection[str] | None


def check_article(read: Read[Any], known: Known, source: Source | None = None) -> tuple[Diagnostic, ...]:
    """Return a problem for each name in an article that no other file defines, or that is given twice.

    Args:
        read: the article.
        known: what it can refer to.
        source: its file; without it a number of the headline is reported with the whole headline.
    """
    diagnostics = Diagnostics()
    for what, names in zip(_REFERENCES, known, strict=True):
        for value, span in read.entries(*what.keys):
            _report_unknown(value, span, what, names, diagnostics)
    for key in ("principles", "stack", "tags"):
        report_duplicates(read.entries(key, None), f"in `{key}`", diagnostics)
    report_duplicates(read.entries("outcomes", None, "id"), "as an outcome's id", diagnostics)
    check_periods(read, diagnostics)
    values = read.values
    if values.get(("headline",)) and ("outcomes",) in values and values.get(("check_figures",), True):
        span = read.spans["headline",]
        check_headline(values["headline",], values["outcomes",], span, source, diagnostics)
    return tuple(diagnostics.items)


class _Reference(NamedTuple):
    """A kind of name that one file uses and another one defines."""

    keys: tuple[str | None, ...]
    name: str
    where: str


_REFERENCES = (
    _Reference(("company",), "company", "content/experience.yaml"),
    _Reference(("principles", None), "principle", "content/principles.yaml"),
    _Reference(("stack", None), "stack entry", "content/stack.yaml"),
    _Reference(("diagram", "file"), "drawing", "content/"),
)
"""In the order of `Known`."""


def _report_unknown(
    name: str, span: Span, what: _Reference, known: Collection[str] | None, diagnostics: Diagnostics
) -> None:
    """Report an unknown name, unless the file that defines it could not be read."""
    if known is None or name in known or normalize_name(name) in map(normalize_name, known):
        return
    listed = ", ".join(f"`{item}`" for item in list(known)[:MAX_LISTED])
    help_ = f"known in {what.where}: {listed}" if known else f"add it to {what.where}"
    message = f"unknown {what.name} `{shorten(name)}`"
    diagnostics.error(Code.UNKNOWN_REFERENCE, message, span, did_you_mean(name, known) or help_)


def check_principles(read: Read[tuple[Principle, ...]], diagnostics: Diagnostics) -> None:
    """Report principles that share an id."""
    ids = read.entries(None, "id")
    report_duplicates(ids, "as a principle's id", diagnostics)
    report_taken_ids(ids, diagnostics)


def check_employers(read: Read[tuple[Employer, ...]], diagnostics: Diagnostics) -> None:
    """Report employers of one name, unless their positions are of another time, after another employer."""
    first: dict[str, Span] = {}
    before = ""
    for path in read.paths(None, "employer"):
        name, span = read.values[path], read.spans[path]
        folded = fold_name(name)
        known = first.setdefault(folded, span)
        is_return = folded != before and (path[0], "positions") in read.spans
        if not is_return:
            help_ = "write all `positions` below the first one"
            report_duplicates([(name, known), (name, span)], "as an employer", diagnostics, help_)
        before = folded


def check_stack(read: Read[tuple[StackGroup, ...]], diagnostics: Diagnostics) -> None:
    """Report stack rows that share a name, and entries that are given twice in one row."""
    report_duplicates(read.entries(None, "name"), "as a row's name", diagnostics)
    for _, row in groupby(read.paths(None, "entries", None), key=itemgetter(0)):
        entries = [(read.values[path], read.spans[path]) for path in row]
        report_duplicates(entries, "in `entries`", diagnostics)


def check_tags(studies: Iterable[Read[CaseStudy]], diagnostics: Diagnostics) -> None:
    """Report each tag or stack entry that would share a page with another one, or whose address is empty or too long."""
    tags = [(read, _list_tags(read)) for read in studies]
    spelled: dict[str, set[str]] = {}
    for name in {name for _, names in tags for name in names}:
        spelled.setdefault(tag_slug(name), set()).add(name)
    odd = {
        name for slug, names in spelled.items() if len(names) > 1 or not _is_usable(slug) for name in names
    }
    first: dict[str, str] = {}
    for read, names in tags if odd else ():
        if odd.isdisjoint(names):
            continue
        for name, span in (*read.entries("tags", None), *read.entries("stack", None)):
            slug = tag_slug(name)
            known = first.setdefault(slug, name)
            if not slug:
                message = f"`{shorten(name)}` has no letter or digit to make an address of"
                diagnostics.error(Code.SLUG, message, span, "write it with a letter")
            elif not _is_usable(slug):
                message = f"`{shorten(name)}` is too long to be an address: {measure_name(slug)} bytes"
                diagnostics.error(Code.SLUG, message, span, f"shorten it to {MAX_NAME_BYTES} bytes or less")
            elif fold_name(known) != fold_name(name):
                message = f"`{shorten(name)}` and `{shorten(known)}` would share the page /tags/{slug}/"
                diagnostics.error(Code.ADDRESS_CONFLICT, message, span, "spell them alike")


def _list_tags(read: Read[CaseStudy]) -> tuple[str, ...]:
    """Return the tags and the stack of a case study, also of one with errors."""
    if read.value:
        return (*read.value.tags, *read.value.stack)
    return tuple(name for name, _ in (*read.entries("tags", None), *read.entries("stack", None)))


def _is_usable(slug: str) -> bool:
    return 0 < measure_name(slug) <= MAX_NAME_BYTES


def report_draft(name: str, span: Span, diagnostics: Diagnostics) -> None:
    """Report a name of a draft where only published work can stand."""
    message = f"`{name}` is a draft, which no build publishes"
    help_ = "drop `draft: true` there, or remove it until it is published"
    diagnostics.error(Code.UNKNOWN_REFERENCE, message, span, help_)


def report_taken_ids(ids: Sequence[tuple[str, Span]], diagnostics: Diagnostics) -> None:
    """Report ids that their page has already: `main` is its content, and every title has its own."""
    known = {name for name, _ in ids}
    for name, span in ids:
        if name == "main" or (name.endswith("-title") and name.removesuffix("-title") in known):
            diagnostics.error(
                Code.DUPLICATE_VALUE, f"the page has an id `{name}` of its own", span, "choose another `id`"
            )


def report_duplicates(
    names: Iterable[tuple[str, Span]], where: str, diagnostics: Diagnostics, help_: str = "keep one of them"
) -> None:
    """Report each repeated name of a list, in any case."""
    first: dict[str, Span] = {}
    for name, span in names:
        before = first.setdefault(fold_name(name), span)
        if before is not span:
            first_line = f"it is first on line {before.line}, column {before.column}; {help_}"
            diagnostics.error(
                Code.DUPLICATE_VALUE, f"`{shorten(name)}` is given twice {where}", span, first_line
            )
