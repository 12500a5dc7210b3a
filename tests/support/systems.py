"""Small systems for the tests of the simulation: a drawing as a flow, a scenario as YAML."""

from __future__ import annotations

from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING

from portfolio.errors import Diagnostics, Source
from portfolio.load.scenarios import parse_scenario
from portfolio.model.scenario import Drawing
from portfolio.simulate.report import Options, Result, run_scenario
from portfolio.simulate.variants import make_system

if TYPE_CHECKING:
    from portfolio.model.scenario import Scenario
    from portfolio.model.simulation import Case
    from portfolio.simulate.system import System

QUEUE_FLOW = "Topic -> Queue -> Worker -> Data; Worker -> Service; Queue -> Dead"
QUEUE = """
    nodes:
      topic: {label: Topic, is: topic}
      queue: {label: Queue, is: queue, visibility: 4, max_receives: 3, dead_letter: dead}
      worker: {label: Worker, is: worker, record: last, steps: [delete: data, call: service]}
      data: {label: Data, is: store}
      service: {label: Service, is: external}
      dead: {label: Dead, is: dead-letter, alarm: true}
    load: [{at: topic}]
    must_hold:
      - {id: once, says: once, rule: at-most-once, at: service}
      - {id: ends, says: ends, rule: reaches, at: [service, dead]}
    left_out: [all else]
"""
"""A queue with a worker that deletes data and calls a service; the variants are the test's."""


def draw(flow: str) -> Drawing:
    """Return a drawing: `A -> B -> C; B -> D`."""
    edges: list[tuple[str, str]] = []
    for chain in flow.split(";"):
        names = [name.strip() for name in chain.split("->")]
        edges += pairwise(names)
    return Drawing((*dict.fromkeys(name for edge in edges for name in edge),), tuple(edges))


def read(text: str) -> Scenario:
    """Return a valid scenario."""
    diagnostics = Diagnostics()
    scenario = parse_scenario(Source("a.scenario.yaml", dedent(text)), diagnostics).value
    assert scenario is not None, [item.message for item in diagnostics.items]
    assert not diagnostics.items
    return scenario


def run(flow: str, *texts: str, options: Options | None = None) -> Result:
    """Run a scenario whose YAML is in some parts."""
    return run_scenario(read("".join(map(dedent, texts))), draw(flow), options or Options())


def run_case(flow: str, *texts: str) -> Case:
    """Return the only variant of a scenario without problems but breaks."""
    result = run(flow, *texts)
    assert result.report is not None, result.problems
    (case,) = result.report.cases
    return case


def system_of(flow: str, *texts: str) -> tuple[System, Scenario]:
    """Return the system of a scenario's first variant."""
    scenario = read("".join(map(dedent, texts)))
    return make_system(scenario, scenario.variants[0], draw(flow)), scenario


def broken(case: Case) -> list[str]:
    """Return the rules that break."""
    return [claim.id for claim in case.claims if not claim.holds]


def told(case: Case) -> list[str]:
    """Return the story with its times."""
    return [f"{line.time_ms / 1000:g} {line.text}" for line in case.log]
