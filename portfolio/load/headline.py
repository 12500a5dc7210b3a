"""Checks the numbers of a case study's headline against its outcomes."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code
from portfolio.load.quantities import PERCENT, TIMES, find_quantities
from portfolio.load.shown_texts import continued_lines
from portfolio.model.case_study import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.errors import Diagnostics, Source, Span
    from portfolio.load.quantities import Quantity

YEARS = range(1900, 2100)


def check_headline(
    headline: str,
    outcomes: Sequence[Outcome | str],
    span: Span,
    source: Source | None,
    diagnostics: Diagnostics,
) -> None:
    """Warn of each number of the headline that makes a claim and is in no outcome.

    A number makes a claim by its unit (`30%`, `3x`, `$4M`, `500 ms`), or by the word after it if an outcome
    has a number before the same word. Values derived from `before` and `after` count too.

    Args:
        headline: the text.
        outcomes: those of the same case study.
        span: the headline's.
        source: the file, to find the numbers in; None points at the whole headline.
        diagnostics: receives the warnings.
    """
    quantities = find_quantities(headline)
    if not quantities:
        return
    results = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
    known = [item for outcome in results for item in read_outcome(outcome)]
    known += [
        KnownNumber(item) for words in outcomes if isinstance(words, str) for item in find_quantities(words)
    ]
    words = {item.quantity.following for item in known} - {""}
    doubtful = [
        quantity
        for quantity in quantities
        if (quantity.claims or (quantity.following in words and quantity.values.isdisjoint(YEARS)))
        and not any(item.agrees(quantity) for item in known)
        and not any(is_rounded(quantity, *item) for outcome in results for item in derive_numbers(outcome))
    ]
    for quantity, number_span in _locate(quantities, span, source) if doubtful else ():
        if quantity in doubtful:
            diagnostics.warning(
                Code.HEADLINE_FIGURE,
                f"the headline's number `{quantity.text}` is in no outcome",
                number_span,
                "correct it, add it to `outcomes`, or set `check_figures: false`",
            )


class KnownNumber(NamedTuple):
    """A number of an outcome."""

    quantity: Quantity
    takes_any_unit: bool = False
    """Whether it is the outcome's value and has no unit, which may be in the words after it."""

    def agrees(self, quantity: Quantity) -> bool:
        """Whether a number of the headline is this one."""
        if quantity.dimension == self.quantity.dimension:
            return not quantity.measures.isdisjoint(self.quantity.measures)
        is_open = not quantity.dimension or self.takes_any_unit
        return is_open and not quantity.values.isdisjoint(self.quantity.values)


def read_outcome(outcome: Outcome) -> Iterator[KnownNumber]:
    """Yield every number of an outcome, with the unit after it."""
    for value in (outcome.before or "", outcome.after):
        for item in find_quantities(f"{value} {outcome.unit or outcome.what}"):
            yield KnownNumber(item, takes_any_unit=not outcome.unit and not item.dimension)
        if outcome.unit:
            yield from map(KnownNumber, find_quantities(f"{value}{outcome.unit}"))
    yield from map(KnownNumber, find_quantities(outcome.label))


def derive_numbers(outcome: Outcome) -> Iterator[tuple[str, Decimal]]:
    """Yield dimension and value of numbers derived from an outcome: a factor, a percentage, a difference."""
    pair = [
        find_quantities(f"{value} {outcome.unit or ''}")[:1]
        for value in (outcome.before or "", outcome.after)
    ]
    for before, after in product(*pair):
        if before.dimension != after.dimension:
            continue
        for old, new in product(before.measures, after.measures):
            yield before.dimension, abs(old - new)
            if old:
                yield from ((PERCENT, abs(old - new) / old * 100), (PERCENT, new / old * 100))
            if old and new:
                yield from ((TIMES, old / new), (TIMES, new / old))


def is_rounded(quantity: Quantity, dimension: str, exact: Decimal) -> bool:
    """Whether a number is a value, rounded to its last written digit."""
    return quantity.dimension == dimension and any(
        abs(exact - value) < Decimal(1).scaleb(int(value.as_tuple().exponent)) for value in quantity.measures
    )


def _locate(
    quantities: Sequence[Quantity], span: Span, source: Source | None
) -> Iterator[tuple[Quantity, Span]]:
    """Yield each number of the headline with its span; if escapes or line ends hide it, the whole headline's."""
    written: list[tuple[int, Quantity]] = []
    if source is None:
        yield from ((quantity, span) for quantity in quantities)
        return
    for number, start in continued_lines(source, span.line, span.column - 1):
        found_here = find_quantities(source.lines[number - 1][start:])
        written += [(number, item._replace(start=item.start + start)) for item in found_here]
    for quantity in quantities:
        found = next((index for index, item in enumerate(written) if item[1].text == quantity.text), None)
        if found is None:
            yield quantity, span
        else:
            number, item = written[found]
            del written[: found + 1]
            yield quantity, source.span(number, item.start + 1, len(item.text))
