"""Everything about one scenario: for each variant its claims and its story, then the sweep; and its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Severity
from portfolio.model.scenario import as_names
from portfolio.model.simulation import Case, Claim, Line, Report, Swept
from portfolio.model.time import DAY_MS
from portfolio.simulate.problems import Problem, Problems
from portfolio.simulate.search import MOST_STATES, search
from portfolio.simulate.sweep import check_sweep, run_sweep, unit_of
from portfolio.simulate.timed import MOST_EVENTS, MOST_MS, run_timed
from portfolio.simulate.variants import check_scenario, make_system
from portfolio.simulate.words import describe, describe_trace, number_lines

if TYPE_CHECKING:
    from portfolio.model.scenario import Drawing, Scenario, Variant
    from portfolio.simulate.problems import Path
    from portfolio.simulate.search import Found
    from portfolio.simulate.system import System
    from portfolio.simulate.timed import Run


class Options(NamedTuple):
    """How a scenario is run."""

    seed: int = 0
    """Decides where routers send messages in timed runs."""
    most_states: int = MOST_STATES
    """The states to try in one variant at most."""


class Result(NamedTuple):
    """A report, and the problems of the scenario."""

    report: Report | None
    """None if it cannot run."""
    problems: tuple[Problem, ...]


def run_scenario(scenario: Scenario, drawing: Drawing, options: Options = Options()) -> Result:  # noqa: B008 (immutable)
    """Check a scenario, try every order of steps in each variant, and run each once in time.

    Args:
        scenario: as it was read.
        drawing: its labels and arrows.
        options: see there.
    """
    problems = Problems()
    check_scenario(scenario, drawing, problems)
    check_sweep(scenario, problems)
    if problems.items:
        return Result(None, tuple(problems.items))
    cases = tuple(
        _run_variant(scenario, index, drawing, options, problems) for index in range(len(scenario.variants))
    )
    swept = None
    if scenario.sweep is not None:
        rows = run_sweep(scenario, scenario.sweep, drawing, options.seed)
        swept = Swept(
            scenario.sweep.title,
            scenario.sweep.vary,
            unit_of(scenario, scenario.sweep),
            scenario.sweep.variant,
            rows,
        )
    return Result(Report(cases, swept, scenario.left_out), tuple(problems.items))


def _run_variant(
    scenario: Scenario, index: int, drawing: Drawing, options: Options, problems: Problems
) -> Case:
    variant = scenario.variants[index]
    system = make_system(scenario, variant, drawing)
    found = search(system, scenario.must_hold, options.most_states)
    run = run_timed(system, scenario.must_hold, options.seed)
    path: Path = ("variants", index)
    expected = as_names(variant.expect.breaks) if variant.expect is not None else ()
    traces = {id_: tuple(describe_trace(system, trace)) for id_, trace in found.broken.items()}
    _judge(variant, path, traces, problems)
    _judge_bounds(variant, path, found, run, problems)
    claims = tuple(
        Claim(rule.id, rule.says, rule.id not in traces, rule.id in expected, traces.get(rule.id, ()))
        for rule in scenario.must_hold
    )
    return Case(
        variant.id,
        variant.title,
        found.states,
        found.is_complete,
        claims,
        variant.expect.because if variant.expect is not None else "",
        tuple(_lines(system, run)),
        run.ended_ms,
        run.most_waiting,
        tuple(run.broken),
    )


def _judge(variant: Variant, path: Path, traces: dict[str, tuple[str, ...]], problems: Problems) -> None:
    """Report each break that was not declared, and each declared one that does not happen."""
    expected = as_names(variant.expect.breaks) if variant.expect is not None else ()
    for rule, trace in traces.items():
        if rule not in expected:
            message = f"`{rule}` breaks in the variant `{variant.id}`"
            help_ = f"prevent it, or declare it with `expect`; the shortest way: {number_lines(trace)}"
            problems.add((*path, "id"), Code.SCENARIO_BREAK, message, help_)
    for rule in expected:
        if rule not in traces:
            message = f"`{rule}` does not break in the variant `{variant.id}`"
            help_ = "drop it from `breaks`, or let the fault strike"
            problems.add((*path, "expect", "breaks"), Code.SCENARIO_EXPECT, message, help_)


def _judge_bounds(variant: Variant, path: Path, found: Found, run: Run, problems: Problems) -> None:
    """Report a run without an end, and warn of a search that was cut off."""
    if run.is_endless or (found.is_complete and not found.ends):
        message = f"the variant `{variant.id}` does not end"
        limits = f"within {MOST_EVENTS:,} events and {MOST_MS // DAY_MS} days"
        help_ = f"it must come to rest {limits}: limit the tries, or let the fault pass"
        problems.add((*path, "id"), Code.SCENARIO_ENDLESS, message, help_)
    if not found.is_complete:
        message = f"the search stopped after {found.states:,} states of the variant `{variant.id}`"
        help_ = "what holds is only known for these; send fewer messages"
        problems.items.append(Problem((*path, "id"), Code.SCENARIO_BOUND, message, help_, Severity.WARNING))


def _lines(system: System, run: Run) -> list[Line]:
    """Return the story's events as lines."""
    labels = [node.label for node in system.nodes]
    return [
        Line(
            time_ms,
            event.what,
            labels[event.node],
            labels[event.to] if event.to >= 0 else "",
            system.messages[event.message].name if event.message >= 0 else "",
            describe(system, event),
            tuple(rule for rule, at in run.broken.items() if at == number),
        )
        for number, (time_ms, event) in enumerate(run.events)
    ]
