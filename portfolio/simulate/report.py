"""Everything about one scenario: for each variant its claims and its story, then the sweep; and its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, UsageError, did_you_mean
from portfolio.model.scenario import as_names
from portfolio.model.simulation import Case, Claim, Line, Report, Swept
from portfolio.model.time import DAY_MS
from portfolio.simulate.effects import check_effects
from portfolio.simulate.problems import Problems
from portfolio.simulate.search import MOST_STATES, search
from portfolio.simulate.sweep import MOMENTS, check_sweep, make_rows, run_sweep, unit_of
from portfolio.simulate.timed import MOST_EVENTS, MOST_MS, MOST_SHOWN, run_timed
from portfolio.simulate.variants import check_scenario, make_system
from portfolio.simulate.words import ENGLISH, Phrases, describe, describe_trace, number_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portfolio.model.scenario import Drawing, Scenario
    from portfolio.simulate.problems import Path, Problem
    from portfolio.simulate.rules import Trace
    from portfolio.simulate.system import System
    from portfolio.simulate.timed import Run

LIMITS = (
    f"it must come to rest within {MOST_EVENTS:,} events and {MOST_MS // DAY_MS} days: "
    "limit the tries, give the queue a `dead_letter`, or let the fault pass"
)


class Options(NamedTuple):
    """How a scenario is run."""

    seed: int = 0
    """Decides where routers send messages in timed runs."""
    most_states: int = MOST_STATES
    """The states to try in one variant at most."""
    variant: str = ""
    """The only variant to run; empty for all."""
    phrases: Phrases = ENGLISH
    """What the report is written with; problems are in English."""


class Result(NamedTuple):
    """A report, and the problems of the scenario."""

    report: Report | None
    """None if it cannot run."""
    problems: tuple[Problem, ...]


def run_scenario(
    scenario: Scenario,
    drawing: Drawing,
    options: Options = Options(),  # noqa: B008 (immutable)
    written: Collection[Path] = (),
) -> Result:
    """Check a scenario, try every order of steps in each variant, and run each once in time.

    Args:
        scenario: as it was read.
        drawing: its labels and arrows.
        options: see there.
        written: the paths of all values in its file: a key among them that has no effect is a warning.

    Raises:
        UsageError: the options name no variant.
    """
    ids = [variant.id for variant in scenario.variants]
    if options.variant and options.variant not in ids:
        help_ = did_you_mean(options.variant, ids) or "variants: " + ", ".join(ids)
        raise UsageError(f"no such variant `{options.variant}`", help=help_)
    problems = Problems()
    check_scenario(scenario, drawing, problems)
    check_sweep(scenario, problems)
    if problems.items:
        return Result(None, tuple(problems.items))
    check_effects(scenario, drawing, written, problems)
    sweep = scenario.sweep if scenario.sweep and options.variant in {"", scenario.sweep.variant} else None
    runs = {} if sweep is None else run_sweep(scenario, sweep, drawing, options.seed)
    cases = []
    for index, variant in enumerate(scenario.variants):
        if options.variant in {"", variant.id}:
            is_swept = sweep is not None and sweep.vary in MOMENTS and sweep.variant == variant.id
            trial = Trial(scenario, index, drawing, options, runs.values() if is_swept else ())
            trial.judge(problems)
            cases.append(trial.case())
    swept = None
    if sweep is not None:
        unit = unit_of(scenario, sweep)
        swept = Swept(sweep.title, sweep.vary, unit, sweep.variant, make_rows(runs))
        _judge_sweep(swept, problems)
    chosen = {("variants", index) for index, id_ in enumerate(ids) if options.variant in {"", id_}}
    shown = [item for item in problems.items if item.path[0] != "variants" or item.path[:2] in chosen]
    return Result(Report(tuple(cases), swept, scenario.left_out), tuple(shown))


class Trial:
    """One variant, searched and run.

    Args:
        scenario: as it was read.
        index: the variant's number.
        drawing: see run_scenario.
        options: see there.
        swept: runs of the variant that differ in moments only; what they break, the search would break in time.
    """

    def __init__(
        self, scenario: Scenario, index: int, drawing: Drawing, options: Options, swept: Iterable[Run]
    ) -> None:
        self.variant, self.rules = scenario.variants[index], scenario.must_hold
        self.path: Path = ("variants", index)
        self.expected = as_names(self.variant.expect.breaks) if self.variant.expect is not None else ()
        self.system = make_system(scenario, self.variant, drawing)
        self.found = search(self.system, self.rules, options.most_states)
        self.run = run_timed(self.system, self.rules, options.seed)
        broken: dict[str, Trace] = {}
        for run in swept:
            broken |= {} if run.is_endless else run.broken
        broken |= self.run.broken | self.found.broken
        self.broken = broken
        """The way to each rule that breaks: the shortest one if the search has found it."""
        self.traces = {
            id_: tuple(describe_trace(self.system, trace, options.phrases)) for id_, trace in broken.items()
        }
        self.phrases = options.phrases
        self.unending = {id_ for id_, trace in broken.items() if trace.is_endless}

    def case(self) -> Case:
        """Return what is shown of it."""
        claims = tuple(
            Claim(
                rule.id,
                rule.says,
                rule.id not in self.traces,
                rule.id in self.expected,
                self.traces.get(rule.id, ()),
                rule.id not in self.traces or rule.id in self.found.broken,
            )
            for rule in self.rules
        )
        lines = _lines(self.system, self.run, self.phrases)
        return Case(
            self.variant.id,
            self.variant.title,
            self.found.states,
            self.found.is_complete,
            claims,
            self.variant.expect.because if self.variant.expect is not None else "",
            tuple(lines[:MOST_SHOWN] if self.run.is_endless else lines),
            self.run.ended_ms,
            self.run.most_waiting,
            tuple(self.run.broken),
            self.run.is_endless,
        )

    def judge(self, problems: Problems) -> None:
        """Report each break that was not declared, each declared one that does not happen, and missing ends."""
        id_ = self.variant.id
        for rule, trace in self.broken.items():
            if rule not in self.expected and rule not in self.unending:
                way = "the shortest way" if rule in self.found.broken else "the way of a run"
                message = f"`{rule}` breaks in the variant `{id_}`"
                help_ = f"prevent it, or declare it with `expect`; {way}: {number_lines([*describe_trace(self.system, trace)])}"
                problems.add((*self.path, "id"), Code.SCENARIO_BREAK, message, help_)
        for rule in self.expected:
            if rule not in self.traces:
                message = f"`{rule}` does not break in the variant `{id_}`"
                help_ = "drop it from `breaks`, or let the fault strike"
                problems.add((*self.path, "expect", "breaks"), Code.SCENARIO_EXPECT, message, help_)
        if self.run.is_endless or self.found.endless is not None:
            message = f"the variant `{id_}` does not end"
            problems.add((*self.path, "id"), Code.SCENARIO_ENDLESS, message, f"{LIMITS}{self._endless()}")
        if not self.found.is_complete:
            message = f"the search stopped after {self.found.states:,} states of the variant `{id_}`"
            help_ = "what holds is only known for these; send fewer messages"
            problems.warn((*self.path, "id"), Code.SCENARIO_BOUND, message, help_)
            return
        for number, fault in enumerate(self.variant.faults):
            if number not in self.found.struck:
                message = f"`{fault.kind}` never strikes in the variant `{id_}`"
                help_ = "drop it, or let its message get there"
                problems.warn((*self.path, "faults", number, "kind"), Code.SCENARIO_UNUSED, message, help_)

    def _endless(self) -> str:
        """Return what goes on for ever, or how it comes to it."""
        if self.run.loop:
            return f"; it repeats: {number_lines([describe(self.system, event) for event in self.run.loop])}"
        if self.found.endless is not None and self.found.endless.events:
            return f"; no end is reached after: {number_lines([describe(self.system, event) for event in self.found.endless.events])}"
        return ""


def _judge_sweep(swept: Swept, problems: Problems) -> None:
    """Report the values with which a sweep does not end."""
    endless = " and ".join(item.values for item in swept.ranges() if item.is_endless)
    if endless:
        message = f"the variant `{swept.variant}` does not end with `{swept.vary}` of {endless}"
        problems.add(("sweep", "vary"), Code.SCENARIO_ENDLESS, message, LIMITS)


def _lines(system: System, run: Run, phrases: Phrases) -> list[Line]:
    """Return the story's events as lines."""
    labels = [node.label for node in system.nodes]
    return [
        Line(
            time_ms,
            event.what,
            labels[event.node],
            labels[event.to] if event.to >= 0 else "",
            system.messages[event.message].name if event.message >= 0 else "",
            describe(system, event, phrases),
            tuple(rule for rule, trace in run.broken.items() if len(trace.events) == number),
        )
        for number, (time_ms, event) in enumerate(run.events, start=1)
    ]
