"""The contribution calendar as the outlines of a picture: a column a week, a row a day of the week, from Sunday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.github.weeks import LEVELS, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.languages.words import Words
    from portfolio.model.stats import Calendar

AXIS = 5
"""The months below the picture."""


def draw_levels(calendar: Calendar) -> tuple[str, ...]:
    """Return the outline of each shade, from days without contributions to the busiest ones; empty for one of no day.

    Each day is a short stroke through the middle of its square, each move but a row's first one a step to the right:
    few different words, which compress well.
    """
    outlines = [""] * (LEVELS + 1)
    for row, counts in enumerate(zip(*(week.counts for week in calendar.weeks), strict=True)):
        ends: dict[int, int] = {}
        for column, count in enumerate(counts):
            if count is None:
                continue
            level = level_of(count, calendar.most)
            step = column - ends[level] if level in ends else None
            outlines[level] += f"M{column} {row}h.8" if step is None else f"m{step or ''}.2 0h.8"
            ends[level] = column + 1
    return tuple(outlines)


def name_months(calendar: Calendar, words: Words) -> Iterator[str]:
    """Yield the months below the picture, from the first to the last."""
    steps = AXIS - 1
    last = len(calendar.weeks) - 1
    for step in range(AXIS):
        yield words[f"month_{calendar.weeks[last * step // steps].first.month}"]
