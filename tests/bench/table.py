"""Figures and tables: what the runs come to, as text for a terminal and as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.cases import CASES
from bench.goals import GOALS, SAVED_TO_SERVED_MS
from bench.starts import BARE
from bench.tools import HUGO, OURS, UNDRAWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.cases import Measured
    from bench.running import Run
    from bench.serving import Served


OWN = (OURS, UNDRAWN)


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some values, and the range they lie in."""

    median: float
    min: float
    max: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Sum up values; there must be one."""
        ordered = sorted(values)
        return cls(median(ordered), ordered[0], ordered[-1])

    def show(self, places: int) -> str:
        """Write the median, and the range in brackets."""
        return f"{self.median:.{places}f} ({self.min:.{places}f}–{self.max:.{places}f})"  # noqa: RUF001 (a range)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells under headings."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int
    """The number of columns with words, from the left; the others have numbers."""


def ratios_of(runs: Sequence[Run], others: Sequence[Run], quantity: str) -> Spread:
    """Divide each run by the run of its pair."""
    return Spread.of(
        getattr(run, quantity) / getattr(other, quantity) for run, other in zip(runs, others, strict=True)
    )


def spread_of(runs: Iterable[Run], quantity: str) -> Spread:
    """Sum up one quantity of some runs."""
    return Spread.of(getattr(run, quantity) for run in runs)


def make_tables(  # noqa: PLR0913, PLR0917 (what was measured)
    measured: Sequence[Measured],
    served: Sequence[Served],
    peers: Sequence[Measured],
    starts: Mapping[str, Sequence[Run]],
    pairs: int,
    floors: Mapping[str, Spread] | None = None,
) -> tuple[Table, ...]:
    """Make every table with rows."""
    tables = (
        goals_table(measured, pairs),
        figures_table(measured),
        growth_table(measured),
        serving_table(served),
        peers_table(peers, pairs),
        floors_table(floors or {}),
        starts_table(starts),
    )
    return tuple(table for table in tables if table.rows)


def goals_table(measured: Sequence[Measured], pairs: int) -> Table:
    """Compare with Hugo, and with the goals."""
    rows = []
    for goal in GOALS:
        for item in measured:
            if item.case.name == goal.case:
                ratio = ratios_of(item.runs[OURS], item.runs[HUGO], goal.quantity)
                limit = goal.limits.get(item.size)
                rows.append(
                    (
                        goal.title,
                        goal.verdict(item.size, ratio.median),
                        str(item.size),
                        str(item.pages[OURS]),
                        ratio.show(2 if ratio.median >= 0.1 else 3),
                        "" if limit is None else f"≤ {limit:g}",
                    )
                )
    title = f"Ours divided by Hugo's: median (min–max); pairs: {pairs}"  # noqa: RUF001 (a range)
    return Table(title, ("case", "goal is", "N", "pages made", "ratio", "goal"), tuple(rows), 2)


def figures_table(measured: Sequence[Measured]) -> Table:
    """Show what each tool took."""
    rows = tuple(
        (
            item.case.title,
            name,
            str(item.size),
            spread_of(runs, "cpu_s").show(3),
            spread_of(runs, "wall_s").show(3),
            spread_of(runs, "memory_mib").show(0),
        )
        for item in measured
        for name, runs in item.runs.items()
    )
    head = ("case", "tool", "N", "CPU, s", "wall clock, s", "peak memory, MiB")
    return Table("What each took: median (min–max)", head, rows, 2)  # noqa: RUF001 (a range)


def growth_table(measured: Sequence[Measured]) -> Table:
    """Show how the cost grows with the number of pages; nothing if there is one number only."""
    sizes = sorted({item.size for item in measured})
    if len(sizes) == 1:
        sizes = []
    rows = []
    for case in CASES:
        items = {item.size: item for item in measured if item.case == case}
        if not sizes or items.keys() != set(sizes):
            continue
        for name in (HUGO, OURS):
            cpu_s = [spread_of(items[size].runs[name], "cpu_s").median for size in sizes]
            page_ms = 1000 * (cpu_s[-1] - cpu_s[0]) / (sizes[-1] - sizes[0])
            rows.append((case.title, name, *(f"{value:.3f}" for value in cpu_s), f"{page_ms:.2f}"))
    head = ("case", "tool", *(f"N = {size}" for size in sizes), "a page more, ms")
    return Table("Cost against N: median CPU, s", head, tuple(rows), 2)


def peers_table(measured: Sequence[Measured], pairs: int) -> Table:
    """Compare with generators in Python: what each took, and ours divided by it."""
    rows = []
    for item in measured:
        for name, runs in item.runs.items():
            ratios = ["" if name in OWN else ratios_of(item.runs[own], runs, "cpu_s").show(2) for own in OWN]
            spent = spread_of(runs, "cpu_s").show(3)
            rows.append((item.case.title, name, str(item.pages[name]), spent, *ratios))
    size = measured[0].size if measured else 0
    title = f"Generators in Python, {size} pages: median (min–max); rounds: {pairs}"  # noqa: RUF001 (a range)
    head = ("case", "tool", "pages made", "CPU, s", "ours divided by it", "without drawings")
    return Table(title, head, tuple(rows), 2)


def starts_table(starts: Mapping[str, Sequence[Run]]) -> Table:
    """Show what each command costs, as a multiple of the bare Python of the same round."""
    rows = tuple(
        (
            name,
            Spread.of(1000 * run.cpu_s for run in runs).show(0),
            ratios_of(runs, starts[BARE], "cpu_s").show(1),
            f"{spread_of(runs, 'memory_mib').median:.0f}",
        )
        for name, runs in starts.items()
    )
    head = ("command", "CPU, ms", f"× {BARE}", "peak memory, MiB")  # noqa: RUF001 (times)
    return Table("Start", head, rows, 1)


def floors_table(floors: Mapping[str, Spread]) -> Table:
    """Show what the libraries take by themselves."""
    rows = [(name, spread.show(2)) for name, spread in floors.items()]
    if floors:
        rows.append(("all of them", f"{sum(spread.median for spread in floors.values()):.2f}"))
    title = "What a page takes by itself, ms of CPU: median (min–max)"  # noqa: RUF001 (a range)
    return Table(title, ("work", "a page, ms"), tuple(rows), 1)


def serving_table(served: Sequence[Served]) -> Table:
    """Show how long the owner waits for a page that was saved."""
    rows = []
    for item in served:
        limit = SAVED_TO_SERVED_MS.get(item.size)
        for what, waits_ms in (("new page, HTTP", item.asked_ms), ("message, WebSocket", item.told_ms)):
            ours = Spread.of(waits_ms[OURS])
            verdict = "" if limit is None else "met" if ours.median <= limit else "missed"
            goal = "" if limit is None else f"≤ {limit:g}"
            hugo = Spread.of(waits_ms[HUGO])
            rows.append((verdict, what, str(item.size), ours.show(0), goal, hugo.show(0)))
    saves = len(served[0].asked_ms[OURS]) if served else 0
    title = f"From a save to what a browser gets, ms: median (min–max); saves: {saves}"  # noqa: RUF001 (a range)
    head = ("goal is", "what", "N", "portfolio serve", "goal", "hugo server")
    return Table(title, head, tuple(rows), 2)


def draw_text(table: Table) -> Iterator[str]:
    """Draw a table for a terminal."""
    lines = (table.head, *table.rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.head))]
    yield table.title
    for number, line in enumerate(lines):
        cells = (
            cell.ljust(width) if column < table.words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
        if number == 0:
            yield "  ".join("─" * width for width in widths)


def draw_markdown(table: Table) -> Iterator[str]:
    """Draw a table for a page of the documentation."""
    yield f"### {table.title}"
    yield ""
    rule = tuple("---" if column < table.words else "--:" for column in range(len(table.head)))
    for line in (table.head, rule, *table.rows):
        yield f"| {' | '.join(line)} |"
