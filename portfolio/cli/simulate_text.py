"""The report of a scenario as lines of text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from portfolio.simulate.time import name_time
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from portfolio.model.simulation import Case, Claim, Report, Swept

N = TypeVar("N", int, float)


def render_report(report: Report) -> str:
    """Return a report as text."""
    blocks = [_render_case(case) for case in report.cases]
    blocks.append(_render_summary(report))
    if report.sweep is not None:
        blocks.append(_render_sweep(report.sweep))
    blocks.append(["A model, not a measurement. It leaves out:", *(f"- {item}" for item in report.left_out)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _render_case(case: Case) -> list[str]:
    lines = [f"{case.id}: {case.title}", ""]
    width = max((len(name_time(line.time_ms)) for line in case.log), default=0)
    lines += [f"  {name_time(line.time_ms):>{width}}  {line.text}" for line in case.log]
    lines.append("")
    for claim in case.claims:
        lines += _render_claim(claim, case)
    return lines


def _render_claim(claim: Claim, case: Case) -> Iterator[str]:
    states = f"{case.states:,} states" if case.is_complete else f"the first {case.states:,} states"
    if claim.holds:
        yield f"  holds in {states}: {claim.says} ({claim.id})"
        return
    yield f"  breaks{', as expected' if claim.is_expected else ''}: {claim.says} ({claim.id})"
    if claim.is_expected:
        yield f"    because {case.because}"
    yield "    shortest way:"
    yield from (f"    {number}. {sentence}" for number, sentence in enumerate(claim.trace, start=1))


def _render_summary(report: Report) -> list[str]:
    """Return what breaks, and when, as a table."""
    rows = [("variant", "states", "breaks", "because")]
    for case in report.cases:
        broken = ", ".join(claim.id for claim in case.claims if not claim.holds)
        states = f"{case.states:,}" if case.is_complete else f"over {case.states:,}"
        rows.append((case.id, states, broken or "nothing", case.because))
    return ["What breaks, and when", "", *_table(rows)]


def _render_sweep(sweep: Swept) -> list[str]:
    """Return the sweep as a table; values in a row with the same breaks are one row."""
    rows = [(sweep.vary, "breaks", "ends after", "most waiting")]
    for broken, group in groupby(sweep.rows, key=lambda row: row.broken):
        some = [*group]
        rows.append(
            (
                _range([row.value for row in some], lambda value: f"{value:g} {sweep.unit}".rstrip()),
                ", ".join(broken) or "nothing",
                _range([row.ended_ms for row in some], name_time),
                _range([row.most_waiting for row in some], str),
            )
        )
    return [f"{sweep.title} ({sweep.variant})", "", *_table(rows)]


def _range(values: Sequence[N], name: Callable[[N], str]) -> str:
    """Return the least and the greatest of some numbers, or the only one."""
    low, high = name(min(values)), name(max(values))
    return low if low == high else f"{low} to {high}"


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = [*rows]
    widths = [max(measure_text(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - measure_text(cell)) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()
