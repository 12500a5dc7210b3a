"""Does work stand behind what a site claims? Stack entries, principles, case studies without outcomes, and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.load.scalars import shorten
from portfolio.model.dates import first_day, last_day
from portfolio.model.names import fold_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from portfolio.errors import Span
    from portfolio.load.schema import Read
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.entries import Employer, Position
    from portfolio.model.profile import Principle, Profile, StackGroup

FEWEST_STUDIES = 3
"""With fewer case studies and projects a site is only beginning."""
DAYS_PER_YEAR = 365.25
ROUNDING_YEARS = 0.5
"""`5+` after four and a half years is no contradiction."""


class FileClaims(Struct, frozen=True):
    """What a file says, as far as others need it, and its warnings."""

    skills: tuple[str, ...]
    """The entries of the stack that it names."""
    problems: tuple[Diagnostic, ...]


def check_stack_evidence(read: Read[tuple[StackGroup, ...]], shown: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a warning for each entry of the stack that no other file names; `SNS/SQS` is named by both of its parts.

    Args:
        read: stack.yaml.
        shown: the entries that others name.
    """
    from portfolio.load.skills import name_skill  # noqa: PLC0415 (only where something is not named)

    named = {fold_name(alias) for name in shown for alias in (name, *name_skill(name).aliases)}
    for name, span in read.entries(None, "entries", None):
        folded = fold_name(name)
        if folded in named or ("/" in name and all(part.strip() in named for part in folded.split("/"))):
            continue
        named.add(folded)  # an entry of two rows is one cause
        help_ = "name it in the `stack` of a case study or of a position, or drop it"
        yield warn(Code.STACK_EVIDENCE, f"no work shows `{shorten(name)}`", span, help_)


def check_principle_evidence(
    read: Read[tuple[Principle, ...]], studies: Sequence[CaseStudy]
) -> Iterator[Diagnostic]:
    """Yield a warning for each principle that no case study names, if any names one."""
    named = {name for study in studies for name in study.principles}
    if not named or all(principle.id in named for principle in read.value or ()):
        return
    for name, span in read.entries(None, "id"):
        if name not in named:
            help_ = "name it in the `principles` of the case study that taught it, or drop it"
            yield warn(Code.PRINCIPLE_EVIDENCE, f"no case study shows `{name}`", span, help_)


def check_outcomes(studies: Iterable[tuple[CaseStudy, Read[CaseStudy]]]) -> Iterator[Diagnostic]:
    """Yield a warning for each case study without an outcome, if most have one; a project needs none."""
    own = [(study, read) for study, read in studies if study.kind == "case-study"]
    if 2 * sum(bool(study.outcomes) for study, _ in own) <= len(own):
        return
    for study, read in own:
        if not study.outcomes:
            help_ = "write `outcomes`, in words if there is no number, or `kind: project`"
            yield warn(Code.NO_OUTCOME, "this case study has no outcome", read.spans["title",], help_)


def check_tenure(
    studies: Iterable[tuple[CaseStudy, Read[CaseStudy]]], employers: Iterable[Employer]
) -> Iterator[Diagnostic]:
    """Yield a warning for each case study with a date outside the positions at its company, if all of them have dates."""
    held: dict[str, list[Position]] = {}
    for employer in employers:
        held.setdefault(fold_name(employer.employer), []).extend(employer.positions)
    tenures = {name: _find_tenure(positions) for name, positions in held.items()}
    for study, read in studies:
        tenure = tenures.get(fold_name(study.company)) if study.company else None
        if tenure is None:
            continue
        first, last = tenure
        for key, date in (("start", study.start), ("end", study.end)):
            if date and (last_day(date) < first or (last and first_day(date) > last)):
                message = f"`{key}` is outside the positions at `{shorten(study.company or '')}`"
                yield warn(
                    Code.DATE, message, read.spans[key,], "correct it, or the dates in experience.yaml"
                )
                break


def _find_tenure(positions: Sequence[Position]) -> tuple[dt.date, dt.date | None] | None:
    """Return the first and the last day of positions, None for a day to come; None if one has no dates."""
    starts = [position.start for position in positions if position.start]
    if not starts or len(starts) < len(positions):
        return None
    ends = [last_day(position.end) for position in positions if position.end]
    return min(map(first_day, starts)), max(ends) if len(ends) == len(positions) else None


class YearsClaim(NamedTuple):
    """The years of experience that the profile states, and the first day of the positions."""

    years: str
    first: dt.date
    last: dt.date | None
    """None while a position is held."""
    span: Span

    def as_diagnostic(self) -> Diagnostic:
        """Return the warning of a day on which there are fewer."""
        message = f"`years` is `{self.years}`, and the positions begin in {self.first.year}"
        return warn(Code.DATE, message, self.span, "correct it, or the dates in experience.yaml")

    def judge(self, today: dt.date) -> Iterator[Diagnostic]:
        """Yield a warning if the positions cannot give so many years."""
        stated = re.search(r"\d+", self.years)
        given = ((self.last or today) - self.first).days / DAYS_PER_YEAR + ROUNDING_YEARS
        if stated and len(stated[0]) < len("1000") and int(stated[0]) > given:
            yield self.as_diagnostic()


def find_years(profile: Read[Profile], employers: Sequence[Employer]) -> Iterator[YearsClaim]:
    """Yield the years of the profile, if every employer has positions and each of them a start."""
    positions = [position for employer in employers for position in employer.positions]
    starts = [position.start for position in positions if position.start]
    is_whole = all(employer.positions for employer in employers) and len(starts) == len(positions)
    if profile.value and profile.value.years and starts and is_whole:
        ends = [position.end for position in positions if position.end]
        last = max(map(last_day, ends)) if len(ends) == len(positions) else None
        yield YearsClaim(profile.value.years, min(map(first_day, starts)), last, profile.spans["years",])


def warn(code: Code, message: str, span: Span | None, help_: str) -> Diagnostic:
    """Return a warning."""
    return Diagnostic(code, message, span, help_, Severity.WARNING)
