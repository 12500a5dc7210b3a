"""The figures of a case study's headline against its outcomes, so that the two do not drift apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code
from portfolio.load.quantities import PERCENT, TIMES, find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.errors import Diagnostics, Source, Span
    from portfolio.load.quantities import Quantity
    from portfolio.model.case_study import Outcome

YEARS = range(1900, 2100)


def check_headline(
    headline: str, outcomes: Sequence[Outcome], span: Span, source: Source | None, diagnostics: Diagnostics
) -> None:
    """Warn of each figure of the headline that claims something and is in no outcome.

    A figure claims something by its unit (`30%`, `3x`, `$4M`, `500 ms`), or by the word behind it if an outcome
    has a number before the same word. What follows from `before` and `after` is in the outcomes, too.

    Args:
        headline: the text.
        outcomes: those of the same case study.
        span: where the headline stands.
        source: the file, to find the figures in; None points at the whole headline.
        diagnostics: receives the warnings.
    """
    figures = find_quantities(headline)
    if not figures:
        return
    known = [item for outcome in outcomes for item in _read_outcome(outcome)]
    words = {item.quantity.following for item in known} - {""}
    doubtful = [
        figure
        for figure in figures
        if (figure.claims or (figure.following in words and not _is_year(figure)))
        and not any(item.agrees(figure) for item in known)
        and not any(_rounds(figure, *item) for outcome in outcomes for item in _derive(outcome))
    ]
    for figure, place in _locate(figures, span, source) if doubtful else ():
        if figure in doubtful:
            diagnostics.warning(
                Code.HEADLINE_FIGURE,
                f"the headline's figure `{figure.text}` is in no outcome",
                place,
                "correct it, add it to `outcomes`, or set `check_figures: false`",
            )


def _is_year(figure: Quantity) -> bool:
    return any(value in YEARS for value in figure.values)


class _Known(NamedTuple):
    """A figure of an outcome."""

    quantity: Quantity
    takes_any_unit: bool = False
    """Whether it is the outcome's value and has no unit: the words that say what it counts may hold it."""

    def agrees(self, figure: Quantity) -> bool:
        """Whether a figure of the headline is this one."""
        if figure.dimension == self.quantity.dimension:
            return not figure.measures.isdisjoint(self.quantity.measures)
        is_open = not figure.dimension or self.takes_any_unit
        return is_open and not figure.values.isdisjoint(self.quantity.values)


def _read_outcome(outcome: Outcome) -> Iterator[_Known]:
    """Yield every figure of an outcome, with the unit that stands behind it."""
    for value in (outcome.before or "", outcome.after):
        for item in find_quantities(f"{value} {outcome.unit or outcome.what}"):
            yield _Known(item, takes_any_unit=not outcome.unit and not item.dimension)
        if outcome.unit:
            yield from map(_Known, find_quantities(f"{value}{outcome.unit}"))
    yield from map(_Known, find_quantities(outcome.label))


def _derive(outcome: Outcome) -> Iterator[tuple[str, Decimal]]:
    """Yield dimension and value of what follows from an outcome: how many times, how many percent, how much less."""
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


def _rounds(figure: Quantity, dimension: str, exact: Decimal) -> bool:
    """Whether a figure is a value, up to the last digit that it was written with."""
    return figure.dimension == dimension and any(
        abs(exact - value) < Decimal(1).scaleb(int(value.as_tuple().exponent)) for value in figure.measures
    )


def _locate(
    figures: Sequence[Quantity], span: Span, source: Source | None
) -> Iterator[tuple[Quantity, Span]]:
    """Yield each figure of the headline with its place; where escapes or line ends hide it, the whole headline.

    The lines of a text that goes on are indented, as the headline's key is not.
    """
    written: list[tuple[int, Quantity]] = []
    for number, line in enumerate(source.lines[span.line - 1 :] if source else (), start=span.line):
        start = span.column - 1 if number == span.line else 0
        if number > span.line and line[:1].strip():
            break
        written += [
            (number, item._replace(start=item.start + start)) for item in find_quantities(line[start:])
        ]
    for figure in figures:
        found = next((index for index, item in enumerate(written) if item[1].text == figure.text), None)
        if found is None or source is None:
            yield figure, span
        else:
            number, item = written[found]
            del written[: found + 1]
            yield figure, source.span(number, item.start + 1, len(item.text))
