"""Numbers in prose that contradict a declared outcome: another number of the same, or a percentage that does not follow.

It is careful: a batch of 10k customers contradicts nothing, so only numbers of a like size count.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from portfolio.load.headline import YEARS, KnownNumber, derive_numbers, is_rounded, read_outcome
from portfolio.load.quantities import PERCENT, TIMES, find_quantities, has_digit
from portfolio.load.scalars import shorten
from portfolio.model.case_study import Outcome
from portfolio.model.names import fold_name, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from portfolio.load.quantities import Quantity
    from portfolio.model.case_study import CaseStudy

LIKE_SIZE = 2
"""The factor between two numbers that may be meant to be the same."""
LARGE = 1000
"""A smaller number without a unit, such as `4 gateways`, may be a part."""
LONGEST_LINK = 14
"""The characters between the two numbers of a change: `50 minutes down to 30 minutes`."""
SHORTEST_WORD = 4


class Declared(Struct, frozen=True):
    """The outcomes of a case study."""

    slug: str
    outcomes: tuple[Outcome | str, ...]

    @classmethod
    def of(cls, study: CaseStudy) -> Declared:
        """Return those of a case study."""
        return cls(study.slug, study.outcomes)


class Contradiction(NamedTuple):
    """A number that contradicts an outcome."""

    quantity: Quantity
    slug: str
    outcome: Outcome

    @property
    def message(self) -> str:
        """What contradicts what."""
        phrase = self.outcome.phrase.replace("\N{NO-BREAK SPACE}", " ")
        return f"`{self.quantity.text}` contradicts the outcome `{shorten(phrase)}`"


class NumberChecker:
    """Checks sentences against the outcomes of some case studies.

    Args:
        declared: the outcomes, which are read on first use: an edit of one case study of a thousand needs its own only.
        is_own: whether the sentences are those of the case study itself; elsewhere a sentence must name what was measured.
    """

    def __init__(self, declared: Iterable[Declared], *, is_own: bool) -> None:
        self._is_own = is_own
        self._declared = declared

    @cached_property
    def _studies(self) -> list[_Study]:
        return [_Study.of(item) for item in self._declared]

    def check(self, sentence: str) -> Iterator[Contradiction]:
        """Yield each number that contradicts an outcome; the first outcome counts."""
        if not has_digit(sentence):
            return
        folded = fold_name(sentence)
        about = [
            (study, claim, is_named)
            for study in self._studies
            for claim in study.claims
            if (is_named := bool(claim.words) and all(word in folded for word in claim.words)) or self._is_own
        ]
        quantities = find_quantities(sentence) if about else ()
        reported: set[int] = set()
        for study, claim, is_named in about:
            for quantity in _contradict(quantities, claim, sentence, is_named=is_named):
                if quantity.start not in reported and not study.knows(quantity):
                    reported.add(quantity.start)
                    yield Contradiction(quantity, study.slug, claim.outcome)


class _Claim(NamedTuple):
    """An outcome with a number."""

    outcome: Outcome
    before: Quantity | None
    after: Quantity
    derived: tuple[tuple[str, Decimal], ...]
    words: tuple[str, ...]
    """What must be in a sentence that is about it."""


class _Study(NamedTuple):
    slug: str
    claims: tuple[_Claim, ...]
    known: tuple[KnownNumber, ...]
    derived: tuple[tuple[str, Decimal], ...]

    @classmethod
    def of(cls, declared: Declared) -> _Study:
        outcomes = [item for item in declared.outcomes if isinstance(item, Outcome)]
        claims = tuple(claim for item in outcomes if (claim := _read_claim(item)))
        known = [number for item in outcomes for number in read_outcome(item)]
        words = (item for item in declared.outcomes if isinstance(item, str))
        known += [KnownNumber(item) for text in words for item in find_quantities(text)]
        derived = tuple(number for claim in claims for number in claim.derived)
        return cls(declared.slug, claims, tuple(known), derived)

    def knows(self, quantity: Quantity) -> bool:
        """Whether a number is in one of the outcomes, or follows from one."""
        return any(item.agrees(quantity) for item in self.known) or any(
            is_rounded(quantity, *item) for item in self.derived
        )


def _read_claim(outcome: Outcome) -> _Claim | None:
    def read(value: str) -> Quantity | None:
        found = find_quantities(f"{value} {outcome.unit or outcome.what}")
        return found[0] if found else None

    after = read(outcome.after)
    before = read(outcome.before) if outcome.before else None
    if after is None:
        return None
    words = [word for word in split_words(fold_name(outcome.what)) if len(word) >= SHORTEST_WORD]
    stems = tuple(word[:-1] if word.isascii() and word.endswith("s") else word for word in words)
    return _Claim(outcome, before, after, tuple(derive_numbers(outcome)), stems)


def _contradict(
    quantities: Sequence[Quantity], claim: _Claim, sentence: str, *, is_named: bool
) -> Iterator[Quantity]:
    """Yield the numbers of a sentence that are about an outcome and may be meant to be its own."""
    for before, quantity in zip((None, *quantities), quantities, strict=False):
        if (
            quantity.dimension in {PERCENT, TIMES}
            and claim.before
            and quantity.dimension != claim.after.dimension
        ):
            has_both = _has(quantities, claim.before) and _has(quantities, claim.after)
            ratios = [value for dimension, value in claim.derived if dimension == quantity.dimension]
            if has_both or (is_named and any(_is_like(quantity, value) for value in ratios)):
                yield quantity
        elif _is_same_kind(quantity, claim.after):
            is_large = quantity.claims or min(quantity.values) >= LARGE
            if claim.before is None:
                is_meant = is_named or (is_large and not claim.after.dimension)
            else:
                is_meant = before is not None and _is_changed(before, quantity, claim.before, sentence)
            if is_meant and any(_is_like(quantity, value) for value in claim.after.measures):
                yield quantity


def _is_same_kind(quantity: Quantity, other: Quantity) -> bool:
    """Whether two numbers count the same: in one dimension, or before one noun."""
    if quantity.dimension or other.dimension:
        return quantity.dimension == other.dimension
    return (
        bool(other.following) and quantity.following == other.following and quantity.values.isdisjoint(YEARS)
    )


def _is_like(quantity: Quantity, value: Decimal) -> bool:
    """Whether a number is of the size of another."""
    return any(value <= item * LIKE_SIZE and item <= value * LIKE_SIZE for item in quantity.measures)


def _is_changed(before: Quantity, quantity: Quantity, known: Quantity, sentence: str) -> bool:
    """Whether two numbers stand as a change from the value that is known: `from 50 to 30 minutes`."""
    gap = sentence[before.start + len(before.text) : quantity.start]
    is_link = len(gap) <= LONGEST_LINK and not any(sign in gap for sign in ",;:.()")
    if before.dimension:
        return (
            is_link and before.dimension == known.dimension and not before.measures.isdisjoint(known.measures)
        )
    return is_link and not before.values.isdisjoint(known.values)


def _has(quantities: Iterable[Quantity], known: Quantity) -> bool:
    """Whether a number is among others, with its unit or without."""
    return any(
        not item.values.isdisjoint(known.values) and item.dimension in {"", known.dimension}
        for item in quantities
    )
