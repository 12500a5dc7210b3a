"""The audit's one table, and the list of what missed its goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.goals import GOALS, Goal, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PLACES = 6
"""The number of listed elements of one goal, unless all are listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A goal with its worst value."""

    goal: Goal
    worst: Reading
    pages: int
    """How many pages were measured."""
    missed: tuple[Reading, ...]
    """The readings that fail the goal, the worst first; each element once."""

    @property
    def verdict(self) -> str:
        if self.goal.noisy:
            return "noisy, over" if self.missed else "noisy"
        return "FAIL" if self.missed else "pass"

    @property
    def failed(self) -> bool:
        return bool(self.missed) and not self.goal.noisy


def make_rows(readings: Iterable[Reading]) -> tuple[Row, ...]:
    """Sort readings by goal, in the order of the goals; a goal without any has no row."""
    by_goal: dict[str, list[Reading]] = {}
    for reading in readings:
        by_goal.setdefault(reading.goal, []).append(reading)
    return tuple(_row(goal, by_goal[goal.name]) for goal in GOALS if goal.name in by_goal)


def _row(goal: Goal, readings: Sequence[Reading]) -> Row:
    ordered = sorted(readings, key=lambda reading: reading.value, reverse=not goal.at_least)
    places: dict[tuple[str, str], Reading] = {}
    for reading in ordered:
        if goal.missed(reading.value):
            places.setdefault((reading.page, reading.detail), reading)
    return Row(goal, ordered[0], len({reading.page for reading in readings}), tuple(places.values()))


def draw_table(rows: Sequence[Row]) -> Iterator[str]:
    """Draw the table, one line a goal."""
    cells = [("goal", "limit", "worst", "pages", "verdict", "worst page")]
    for row in rows:
        goal, worst = row.goal, row.worst
        limit = f"{'≥' if goal.at_least else '≤'} {_number(goal.limit)}{_unit(goal)}"
        page = worst.page if row.missed else ""
        cells.append(
            (goal.title, limit, f"{_number(worst.value)}{_unit(goal)}", str(row.pages), row.verdict, page)
        )
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    for number, line in enumerate(cells):
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        if number == 0:
            yield "  ".join("─" * width for width in widths)


def draw_misses(rows: Sequence[Row], *, everything: bool) -> Iterator[str]:
    """List the elements that fail a goal, with their values."""
    for row in rows:
        if not row.missed:
            continue
        pages = len({reading.page for reading in row.missed})
        yield ""
        yield f"{row.goal.title} [{row.goal.name}]: {pages} of {row.pages} pages"
        for reading in row.missed if everything else _various(row.missed):
            yield f"  {_number(reading.value)}{_unit(row.goal)}  {reading.page}  {reading.detail}"


def _various(missed: Sequence[Reading]) -> list[Reading]:
    """Pick the worst reading of each kind, so that one problem on all pages is listed once."""
    picked: dict[str, Reading] = {}
    for reading in missed:
        picked.setdefault(reading.detail, reading)
    return list(picked.values())[:PLACES]


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _unit(goal: Goal) -> str:
    return goal.unit if goal.unit in ("", ":1") else f" {goal.unit}"
