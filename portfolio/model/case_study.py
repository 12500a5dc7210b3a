"""A case study: decisions, outcomes, and the long form."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from portfolio.model.dates import EndDate, PartialDate, last_day
from portfolio.model.folders import CASE_STUDIES_FOLDER
from portfolio.model.link import Link
from portfolio.model.picture import PictureFile
from portfolio.model.text import FileName, Id, Inline, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.languages.words import Words

MAX_NUMBER = 14
"""The characters of a number that fits beside its words on a phone, such as `1,234,567,890`."""


class Outcome(Struct, frozen=True, kw_only=True):
    """One result as data, so that every page quotes the same number.

    With `before` it is a change (`50 → 25 minutes`), without it a state (`1M+`).
    """

    id: Id | None = None
    """The outcome's name within its case study, for references."""
    what: Text
    """What was measured, in lower case: `customers moved`."""
    after: Text
    before: Text | None = None
    unit: Text | None = None
    scope: Text | None = None
    """Its scope: `in production`, `over three regions`."""
    measured: Inline | None = None
    """How and where it was measured: `on 40 stations, with a current probe`."""

    @property
    def value(self) -> str:
        """The value without its unit: `50 → 25` or `1M+`."""
        return f"{self.before} → {self.after}" if self.before else self.after

    @property
    def is_number(self) -> bool:
        """Whether the value is a number, or a change from one number to another; words are none, such as `zero`."""
        return all(_is_number(part) for part in (self.before, self.after) if part) and all(
            len(word) <= MAX_NUMBER for word in self.value.split()
        )

    @property
    def amount(self) -> str:
        """The value with its unit, which do not break apart: `50 → 25 minutes`."""
        return f"{self.value}\N{NO-BREAK SPACE}{self.unit}" if self.unit else self.value

    @property
    def label(self) -> str:
        """What the value counts, with its scope: `customers moved, zero downtime`."""
        return f"{self.what}, {self.scope}" if self.scope else self.what

    @property
    def phrase(self) -> str:
        """The outcome as words for a closing line: `1M+ customers moved`, `execution time 50 → 25 minutes`."""
        return f"{self.label}: {self.amount}" if self.before or self.unit else f"{self.amount} {self.label}"


def say_outcome(outcome: Outcome | str) -> str:
    """Return an outcome in words; one that the owner wrote as a sentence is those words."""
    return outcome if isinstance(outcome, str) else outcome.phrase


def _is_number(text: str) -> bool:
    """Whether text begins with a digit of any script, after signs and currencies.

    >>> [_is_number(text) for text in ("1M+", "+50%", "$3", "< 1 s", "zero", "S3")]
    [True, True, True, True, False, False]
    """
    first = next((c for c in text if unicodedata.category(c)[0] not in "SPZ"), "")
    return first.isnumeric()


class Decision(Struct, frozen=True, kw_only=True):
    """A decision, its reason and its trade-off."""

    what: Inline
    why: Inline
    trade_off: Inline | None = None


class DiagramFile(Struct, frozen=True, kw_only=True):
    """A drawing in a file of its own, shown before the long form."""

    file: FileName
    """Its name, relative to content/: `diagrams/deletion.txt`."""
    title: Text
    """Its title: the caption below it."""


class CaseStudy(Struct, frozen=True, kw_only=True):
    """The front matter of content/case-studies/<slug>.md; its text is a document like others."""

    slug: str
    """The file's name without `.md`."""

    title: Text
    kind: Literal["case-study", "project"] = "case-study"
    emoji: Text | None = None
    headline: Text | None = None
    """The result as a sentence: the title a recruiter reads; default: the title."""
    company: Text | None = None
    """The employer it was done for."""
    client: Text | None = None
    """For whom it was done, if not for an employer."""
    role: Inline | None = None
    scale: Inline | None = None
    problem: Inline | None = None
    """The problem in one line."""
    summary: Inline | None = None
    outcomes: tuple[Outcome | Text, ...] = ()
    """Results as data, or in words."""
    links: tuple[Link, ...] = ()
    """A repository, a demo, a paper, a talk."""
    cover: PictureFile | None = None
    """Its picture in lists."""
    featured: bool = False
    """Whether it has a row of its own on the home page."""
    draft: bool = False
    """Whether it is left out of builds; a preview shows it, marked in its title."""
    check_figures: bool = True
    """Whether the headline's numbers must be in the outcomes."""
    order: int = 1000
    """Case studies are shown by ascending order, then the latest first, then by slug."""
    constraint: Inline | None = None
    period: Text | None = None
    """When, in words; else `start` and `end` say it."""
    start: PartialDate | None = None
    end: EndDate | None = None
    updated: dt.date | None = None
    """The day the text was last written, as `2026-11-22`."""
    tags: tuple[Text, ...] = ()
    stack: tuple[Text, ...] = ()
    """Entries of stack.yaml that the work used."""
    principles: tuple[Text, ...] = ()
    """Ids of the principles that the work taught."""
    decisions: tuple[Decision, ...] = ()
    diagram: DiagramFile | None = None

    @property
    def heading(self) -> str:
        """The headline, or the title without one."""
        return self.headline or self.title

    @property
    def latest(self) -> str:
        """Its last date, be it the year in `period`; empty if none is known."""
        if date := self.end or self.start:
            return date
        years = re.findall(r"\b(?:19|20)[0-9]{2}\b", self.period or "")
        return years[-1] if years else ""

    @property
    def rank(self) -> tuple[bool, int, int, tuple[str | int, ...]]:
        """What lists are sorted by: featured ones, the owner's order, the latest first; then slugs, `part-5` before `part-10`."""
        return not self.featured, self.order, -_number_day(self.latest), _number_parts(self.slug)

    @property
    def party(self) -> str | None:
        """For whom it was done, if that is known."""
        return self.company or self.client

    def when(self, words: Words) -> str:
        """Return when it was done, for readers; empty if that is not known. One date alone says no more than itself."""
        return self.period or words.period(self.start or self.end, self.end or self.start)

    def decisions_on(self, name: str) -> tuple[str, ...]:
        """Return what was decided where the decision, its reason or its cost names a tag or a stack entry as words.

        A name with a capital has it there too: `Go` is no "go".
        """
        case = re.NOFLAG if name != name.lower() else re.IGNORECASE
        wanted = re.compile(rf"(?<!\w){re.escape(name)}(?![\w+#])", case)
        return tuple(
            item.what
            for item in self.decisions
            if any(wanted.search(text) for text in (item.what, item.why, item.trade_off or ""))
        )

    @property
    def results(self) -> tuple[Outcome, ...]:
        """The outcomes that are data."""
        return tuple(item for item in self.outcomes if isinstance(item, Outcome))

    @property
    def path(self) -> str:
        """The path of its text, relative to the site's folder."""
        return f"{CASE_STUDIES_FOLDER}{self.slug}.md"

    @property
    def address(self) -> str:
        """The page's address from the site's root."""
        return f"/case-studies/{self.slug}/"


@cache  # with the next one 2 of 25 ms that `serve` takes after a save among 1,000 case studies
def _number_day(date: str) -> int:
    """Return the number of a date's last day; 0 if it is empty."""
    return last_day(date).toordinal() if date else 0


@cache
def _number_parts(slug: str) -> tuple[str | int, ...]:
    """Return a slug's words and numbers, then the slug."""
    return (*(int(part) if part.isdecimal() else part for part in re.split("([0-9]+)", slug)), slug)


def find_numbers(studies: Iterable[CaseStudy]) -> Iterator[str]:
    """Yield the first number of each case study that has one, as a reference by its place: it needs no id."""
    for study in studies:
        number = next((number for number, item in enumerate(study.results) if item.is_number), None)
        if number is not None:
            yield f"{study.slug}#{number}"
