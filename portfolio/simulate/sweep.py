"""The sweep: one number of a variant, varied over timed runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from portfolio.model.simulation import Row
from portfolio.simulate.effects import DELAYED
from portfolio.simulate.timed import run_timed
from portfolio.simulate.variants import make_system

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.model.scenario import Drawing, Scenario, Sweep, Variant
    from portfolio.simulate.problems import Problems
    from portfolio.simulate.timed import Run

MOST_VALUES = 100
MOMENTS = ("fault.after", "load.every")
"""The keys of which the search tries every value, since it does not know the time."""


def check_sweep(scenario: Scenario, problems: Problems) -> None:
    """Report a sweep of an unknown variant or key, and one with too many values."""
    sweep = scenario.sweep
    if sweep is None:
        return
    if not problems.is_known(
        ("sweep", "variant"), "variant", sweep.variant, [variant.id for variant in scenario.variants]
    ):
        return
    keys = _find_keys(scenario, _variant(scenario, sweep))
    is_known = problems.is_known(("sweep", "vary"), "key", sweep.vary, keys)
    if is_known and not unit_of(scenario, sweep) and not _are_counts(sweep):
        help_ = "give whole numbers from 1"
        problems.value(("sweep", "start"), f"`{sweep.vary}` is a count", help_)
    if sweep.step <= 0:
        problems.value(("sweep", "step"), "`step` cannot be 0", "give a number above 0")
    elif sweep.end < sweep.start:
        problems.value(("sweep", "end"), "`end` is before `start`", "swap them")
    elif len(find_values(sweep)) > MOST_VALUES:
        message = f"the sweep has {len(find_values(sweep))} values"
        problems.value(("sweep", "step"), message, f"keep {MOST_VALUES} or fewer: take a larger `step`")


def _are_counts(sweep: Sweep) -> bool:
    return sweep.start >= 1 and sweep.start.is_integer() and sweep.step.is_integer()


def find_values(sweep: Sweep) -> list[float]:
    """Return the values of a sweep, both ends included; whole numbers as such."""
    count = int((sweep.end - sweep.start) / sweep.step + 1e-6) + 1
    return [round(sweep.start + index * sweep.step, 3) for index in range(min(count, 10 * MOST_VALUES))]


def _variant(scenario: Scenario, sweep: Sweep) -> Variant:
    return next(variant for variant in scenario.variants if variant.id == sweep.variant)


def _find_keys(scenario: Scenario, variant: Variant) -> list[str]:
    """Return the numbers that can be varied."""
    found = ["load.every"] if scenario.load or variant.load else []
    found += ["fault.after"] if any(fault.kind in DELAYED for fault in variant.faults) else []
    for name, node in (scenario.nodes | variant.change).items():
        fields = structs.asdict(node)
        found += [
            f"{name}.{key}"
            for key, value in fields.items()
            if type(value) is float or key in {"at_once", "tries", "max_receives"}
        ]
    return found


def unit_of(scenario: Scenario, sweep: Sweep) -> str:
    """Return the unit of a sweep's values: seconds, or nothing for a count."""
    name, _, field = sweep.vary.partition(".")
    return "" if name in scenario.nodes and isinstance(getattr(scenario.nodes[name], field), int) else "s"


def run_sweep(scenario: Scenario, sweep: Sweep, drawing: Drawing, seed: int) -> dict[float, Run]:
    """Return the run of each value."""
    runs = {}
    for value in find_values(sweep):
        varied = _vary(scenario, _variant(scenario, sweep), sweep.vary, value)
        runs[value] = run_timed(make_system(scenario, varied, drawing), scenario.must_hold, seed)
    return runs


def make_rows(runs: Mapping[float, Run]) -> tuple[Row, ...]:
    """Return a row for each value."""
    return tuple(
        Row(value, tuple(sorted(run.broken)), run.ended_ms, run.most_waiting, run.is_endless)
        for value, run in runs.items()
    )


def _vary(scenario: Scenario, variant: Variant, key: str, value: float) -> Variant:
    """Return a variant with another value for a key."""
    name, _, field = key.partition(".")
    if key == "fault.after":
        return structs.replace(
            variant, faults=tuple(structs.replace(fault, after=value) for fault in variant.faults)
        )
    if key == "load.every":
        loads = scenario.load if variant.load is None else variant.load
        return structs.replace(variant, load=tuple(structs.replace(load, every=value) for load in loads))
    node = (scenario.nodes | variant.change)[name]
    is_count = isinstance(getattr(node, field), int)
    varied = structs.replace(node, **{field: round(value) if is_count else value})
    return structs.replace(variant, change=variant.change | {name: varied})
