"""The result of a scenario as blocks: what breaks, and when; which rules hold; the sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.markdown.blocks import Block, Heading, Line, Table
from portfolio.outputs.document import bullets, paragraphs, words
from portfolio.pages.simulation import view_simulation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.languages.words import Words
    from portfolio.model.simulation import Claim, Simulated
    from portfolio.pages.simulation import RunView, SweepView


def describe_scenario(simulated: Simulated, own: Words) -> Iterator[Block]:
    """Yield what a case study's page says of its scenario, without the logs of the runs."""
    view = view_simulation(simulated, own)
    yield Heading(2, words(own["simulation"]))
    yield from paragraphs(words(own.say("simulation_intro", states=view.states)))
    if view.breaks:
        head = _make_row(own["run_when"], own["run_rule"], own["run_because"])
        rows = (_make_row(run.title, own["semicolon"].join(run.broken), run.because) for run in view.breaks)
        yield Table(head, tuple(rows))
    for run in view.runs:
        yield Heading(3, words(run.title))
        yield from bullets(_say(claim, run, own) for claim in run.claims)
    if view.sweep:
        yield Heading(3, words(view.sweep.title))
        yield _make_sweep(view.sweep, own)
    yield from paragraphs(words(own.say("left_out", parts=own["semicolon"].join(view.left_out))))


def _say(claim: Claim, run: RunView, own: Words) -> Line:
    result = own.say("claim_holds", states=run.states) if claim.holds else own["breaks"]
    because = own.say("claim_because", reason=run.because) if run.because and not claim.holds else ""
    return words(own.say("claim", rule=claim.says, result=result) + because)


def _make_sweep(sweep: SweepView, own: Words) -> Table:
    head = _make_row(sweep.varied, own["run_rule"], own["sweep_ends"], own["sweep_waiting"])
    rows = (
        _make_row(
            row.values,
            own["semicolon"].join(row.broken) or own["sweep_nothing"],
            row.ended,
            row.most_waiting,
        )
        for row in sweep.rows
    )
    return Table(head, tuple(rows))


def _make_row(*cells: str) -> tuple[Line, ...]:
    return tuple(map(words, cells))
