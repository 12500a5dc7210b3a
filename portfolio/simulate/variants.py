"""A scenario's variants as systems: their messages, faults and rules, checked and with their names resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code
from portfolio.model import scenario as model
from portfolio.model.time import milliseconds
from portfolio.simulate.kinds import BEHAVIOURS
from portfolio.simulate.network import NetworkCheck, check_labels, find_edges, kind_name, names_at
from portfolio.simulate.rules import rule_nodes
from portfolio.simulate.state import Message
from portfolio.simulate.system import Parts, System, SystemFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from portfolio.simulate.problems import Path, Problems

MOST_MESSAGES = 12
"""With more than a few messages the orders are too many to try."""
MOST_NODES = 30

ARRIVALS = tuple(kind for kind in model.RECEIVERS if kind is not model.Schedule)
"""The kinds at which a load can arrive; a schedule has its own."""
STRUCK: dict[str, tuple[type[model.Node], ...]] = {
    "duplicate": (model.Queue,),
    "crash": (model.Worker, model.Consumer),
    "fail": (model.Store, model.External, model.Service),
    "lost-reply": (model.Store, model.External),
    "false-ok": (model.Store, model.External, model.Worker, model.Consumer),
    "early": model.COUNTED,
    "delete": (model.Store, model.External, model.Worker, model.Consumer),
}
"""The kinds of node that a fault can strike."""
_ENDINGS = {"fail", "lost-reply", "false-ok"}
"""The faults that can strike each time."""
_JUDGED: dict[type, tuple[type[model.Node], ...]] = {
    model.NewestWins: (model.Store,),
    model.NoTimeout: (model.Service,),
    model.Kept: (model.Store,),
}
"""The kinds of node that a rule is about; default: all at which messages take effect."""


def check_scenario(scenario: model.Scenario, drawing: model.Drawing, problems: Problems) -> None:
    """Report every problem of a scenario before it can run."""
    is_drawn = check_labels(scenario.nodes, drawing, problems)
    if len(scenario.nodes) > MOST_NODES:
        message = f"the scenario has {len(scenario.nodes)} nodes"
        problems.value(("nodes",), message, f"keep {MOST_NODES} or fewer: leave out what no rule is about")
    edges = find_edges(scenario.nodes, drawing) if is_drawn else None
    check = NetworkCheck(scenario.nodes, edges, problems)
    for name in scenario.nodes:
        check.check(name, ("nodes", name))
    for index, variant in enumerate(scenario.variants):
        path: Path = ("variants", index)
        changed = NetworkCheck(scenario.nodes | variant.change, edges, problems)
        for name in variant.change:
            changed.check(name, (*path, "change", name))
            if variant.change[name].label != scenario.nodes[name].label:
                problems.value((*path, "change", name, "label"), "a variant cannot change a label")
        _check_load(variant.load or (), path, changed)
        _check_count(scenario, variant, path, problems)
        _check_faults(scenario, variant, path, changed)
        if variant.expect is not None:
            for at, name in names_at((*path, "expect", "breaks"), variant.expect.breaks):
                problems.is_known(at, "rule", name, [rule.id for rule in scenario.must_hold])
    _check_load(scenario.load, (), check)
    _check_rules(scenario, check)
    _check_ids(scenario, problems)


def _check_ids(scenario: model.Scenario, problems: Problems) -> None:
    """Report ids that are given twice."""
    for key, items in (("variants", scenario.variants), ("must_hold", scenario.must_hold)):
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                message = f"`{item.id}` is given twice in `{key}`"
                problems.add((key, index, "id"), Code.DUPLICATE_VALUE, message, "choose another `id`")
            seen.add(item.id)


def _check_load(loads: Iterable[model.Load], path: Path, check: NetworkCheck) -> None:
    """Report loads that arrive nowhere, or take a way that is not drawn."""
    for index, load in enumerate(loads):
        at = (*path, "load", index)
        if not check.is_kind((*at, "at"), load.at, ARRIVALS):
            continue
        if load.to is not None and check.is_kind((*at, "to"), load.to, model.RECEIVERS):
            check.check_edge((*at, "to"), (load.at,), load.to)
            if not isinstance(check.nodes[load.at], model.Source):
                message = f"a node of the kind `{kind_name(check.nodes[load.at])}` cannot choose an arrow"
                check.problems.value((*at, "to"), message, "drop `to`: only a source can")


def _check_count(scenario: model.Scenario, variant: model.Variant, path: Path, problems: Problems) -> None:
    """Report too many messages, and none at all."""
    count = count_messages(scenario, variant)
    if count > MOST_MESSAGES:
        help_ = f"keep {MOST_MESSAGES} or fewer: every order of them is tried"
        problems.value((*path, "id"), f"the load has {count} messages", help_)
    elif not count:
        problems.value((*path, "id"), "no message arrives", "add `load:`, or a node that is a `schedule`")


def _check_faults(scenario: model.Scenario, variant: model.Variant, path: Path, check: NetworkCheck) -> None:
    problems = check.problems
    for index, fault in enumerate(variant.faults):
        at = (*path, "faults", index)
        if not model.as_names(fault.at):
            problems.value((*at, "at"), "the fault strikes no node", "name the node")
        for where, name in names_at((*at, "at"), fault.at):
            check.is_kind(where, name, STRUCK[fault.kind])
        if fault.always and fault.kind not in _ENDINGS:
            problems.value((*at, "always"), f"`{fault.kind}` cannot happen always", "give `times:`")
        if fault.message is not None and count_messages(scenario, variant) <= MOST_MESSAGES:
            names = [message.name for message in make_messages(scenario, variant)]
            problems.is_known((*at, "message"), "message", fault.message, names)


def _check_rules(scenario: model.Scenario, check: NetworkCheck) -> None:
    for index, rule in enumerate(scenario.must_hold):
        path: Path = ("must_hold", index)
        kinds = _JUDGED.get(type(rule), model.COUNTED)
        if isinstance(rule, model.Before):
            check.is_kind((*path, "first"), rule.first, kinds)
            check.is_kind((*path, "then"), rule.then, kinds)
            continue
        if not model.as_names(rule.at):
            help_ = "name the node that it is about"
            check.problems.value((*path, "at"), f"`{rule.id}` names no node", help_)
        for where, name in names_at((*path, "at"), rule.at):
            check.is_kind(where, name, kinds)


def count_messages(scenario: model.Scenario, variant: model.Variant) -> int:
    """Return the number of messages of a variant."""
    return sum(load.count for load in find_loads(scenario, variant))


def find_loads(scenario: model.Scenario, variant: model.Variant) -> Iterator[model.Load]:
    """Yield the loads of a variant, those of its schedules first."""
    for name, node in (scenario.nodes | variant.change).items():
        if isinstance(node, model.Schedule):
            yield model.Load(at=name, name=node.name, count=node.count, every=node.every, start=node.every)
    yield from scenario.load if variant.load is None else variant.load


def make_messages(scenario: model.Scenario, variant: model.Variant) -> list[Message]:
    """Return the messages of a variant: numbered by name, and by version among those of one key."""
    names = (*scenario.nodes,)
    totals: dict[str, int] = {}
    loads = [*find_loads(scenario, variant)]
    for load in loads:
        totals[load.name] = totals.get(load.name, 0) + load.count
    numbers: dict[str, int] = {}
    keys: dict[str, int] = {}
    versions: dict[int, int] = {}
    messages: list[Message] = []
    for load in loads:
        for index in range(load.count):
            numbers[load.name] = number = numbers.get(load.name, 0) + 1
            name = load.name if totals[load.name] == 1 and load.name != "r" else f"{load.name}{number}"
            key = keys.setdefault(name if load.key is None else f"key {load.key}", len(keys))
            versions[key] = versions.get(key, 0) + 1
            messages.append(
                Message(
                    name,
                    key,
                    versions[key],
                    names.index(load.at) if load.at in names else -1,
                    names.index(load.to) if load.to in names else -1,
                    milliseconds(load.start + index * load.every),
                    len(messages) - 1 if index else -1,
                )
            )
    return messages


def make_system(scenario: model.Scenario, variant: model.Variant, drawing: model.Drawing) -> System:
    """Return the system of a variant of a scenario without problems."""
    nodes: Mapping[str, model.AnyNode] = scenario.nodes | variant.change
    names = (*nodes,)
    messages = make_messages(scenario, variant)
    edges = frozenset((names.index(one), names.index(other)) for one, other in find_edges(nodes, drawing))
    faults = [
        SystemFault(
            fault.kind,
            tuple(names.index(name) for name in model.as_names(fault.at)),
            -1 if fault.message is None else [message.name for message in messages].index(fault.message),
            fault.times,
            fault.always,
            milliseconds(fault.after),
            fault.when == "done",
        )
        for fault in variant.faults
    ]
    tracked = _find_tracked(scenario, (*nodes.values(),), names)
    return System(Parts(nodes, edges, messages, faults, tracked), BEHAVIOURS)


def _find_tracked(
    scenario: model.Scenario, nodes: Sequence[model.AnyNode], names: Sequence[str]
) -> frozenset[int]:
    """Return the nodes whose effects a rule or a node asks for; each costs states."""
    asked = {name for rule in scenario.must_hold if type(rule) not in _JUDGED for name in rule_nodes(rule)}
    asked |= {name for node in nodes if isinstance(node, model.Gate) for name in model.as_names(node.needs)}
    own = {index for index, node in enumerate(nodes) if isinstance(node, model.External) and node.dedupe}
    return frozenset(own | {names.index(name) for name in asked})
