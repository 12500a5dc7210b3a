"""Keys of a scenario that change nothing: each a warning where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code
from portfolio.model import scenario as model
from portfolio.simulate.network import find_edges, names_at
from portfolio.simulate.variants import find_loads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from portfolio.simulate.problems import Path, Problems

DELAYED = {"duplicate", "crash", "early", "delete"}
"""The faults that have a moment of their own; a call ends with the others when it ends."""


def check_effects(
    scenario: model.Scenario, drawing: model.Drawing, written: Collection[Path], problems: Problems
) -> None:
    """Warn of each key in a file that has no effect.

    Args:
        scenario: without other problems.
        drawing: its labels and arrows.
        written: the paths of all values in the file; defaults are not among them.
        problems: receives what is found.
    """
    found = _find_idle_nodes(scenario, drawing)
    found.update(_find_idle_faults(scenario))
    found.update(_find_idle_rules(scenario))
    for path, reason in found.items():
        if path in written:
            named = "the rule" if "at" in path else f"`{path[-1]}`"
            problems.warn(path, Code.SCENARIO_UNUSED, f"{named} has no effect here", reason)


def _find_idle_nodes(scenario: model.Scenario, drawing: model.Drawing) -> dict[Path, str]:
    """Return the idle keys of nodes: those that are idle in every variant, then those that a variant changes."""
    edges = find_edges(scenario.nodes, drawing)
    found: list[dict[tuple[str, str], str]] = []
    for variant in scenario.variants:
        arrivals = {name for load in find_loads(scenario, variant) for name in (load.at, load.to)}
        found.append(dict(_find_idle_keys(scenario.nodes | variant.change, edges, arrivals)))
    idle: dict[Path, str] = {
        ("nodes", *key): reason for key, reason in found[0].items() if all(key in other for other in found)
    }
    for index, variant in enumerate(scenario.variants):
        for (name, key), reason in found[index].items():
            changed = variant.change.get(name)
            if changed is not None and getattr(changed, key) != getattr(scenario.nodes[name], key, None):
                idle["variants", index, "change", name, key] = reason
    return idle


def _find_idle_keys(
    nodes: Mapping[str, model.AnyNode], edges: Collection[tuple[str, str]], arrivals: Collection[str | None]
) -> Iterator[tuple[tuple[str, str], str]]:
    for name, node in nodes.items():
        if isinstance(node, model.Queue) and node.dead_letter is None:
            yield (name, "max_receives"), "a queue without `dead_letter` gives up no message: add one"
        elif isinstance(node, model.Service) and node.calls is None:
            yield (name, "timeout"), "the service calls none: add `calls`"
        elif isinstance(node, model.External) and not node.dedupe:
            yield (name, "per"), "only repeated calls that are known need it: add `dedupe: true`"
        elif isinstance(node, model.Worker):
            if node.record == "none":
                yield (name, "per"), "nothing is on record: add `record: first` or `record: last`"
            senders = [nodes[one] for one, other in edges if other == name]
            if name not in arrivals and senders and all(isinstance(one, model.Queue) for one in senders):
                reason = "its queue delivers again: give the queue `max_receives` and a `dead_letter`"
                yield (name, "tries"), reason
                yield (name, "on_failure"), reason


def _find_idle_faults(scenario: model.Scenario) -> Iterator[tuple[Path, str]]:
    for index, variant in enumerate(scenario.variants):
        for number, fault in enumerate(variant.faults):
            path: Path = ("variants", index, "faults", number)
            if fault.kind not in DELAYED:
                yield (
                    (*path, "after"),
                    f"`{fault.kind}` strikes when the call ends: name the `message` instead",
                )
            if fault.kind != "duplicate":
                yield (*path, "when"), "only a `duplicate` has it"
            if fault.always:
                yield (*path, "times"), "a fault with `always` strikes each time: drop one of them"


def _find_idle_rules(scenario: model.Scenario) -> Iterator[tuple[Path, str]]:
    forms = [scenario.nodes | variant.change for variant in scenario.variants]
    has_alarm = any(getattr(node, "alarm", False) for nodes in forms for node in nodes.values())
    for index, rule in enumerate(scenario.must_hold):
        path: Path = ("must_hold", index)
        if isinstance(rule, model.Reaches) and not has_alarm:
            yield (*path, "or_alarm"), "no node raises an alarm: give one `alarm: true`"
        if isinstance(rule, model.NoTimeout):
            for where, name in names_at((*path, "at"), rule.at):
                if not any(_can_time_out(nodes[name]) for nodes in forms):
                    yield where, f"`{name}` waits for ever: give it `calls` and a `timeout`"


def _can_time_out(node: model.Node) -> bool:
    return isinstance(node, model.Service) and node.calls is not None and node.timeout is not None
