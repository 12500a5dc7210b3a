"""The search against enumerations that were written apart, and against formulas."""

from __future__ import annotations

from collections import Counter, deque
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.systems import QUEUE, QUEUE_FLOW, read, run, system_of

from portfolio.model.scenario import AtMostOnce, Before, InOrder, Reaches, as_names
from portfolio.simulate.search import search
from portfolio.simulate.state import What
from portfolio.simulate.system import NO_FAULT
from portfolio.simulate.timed import run_timed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.scenario import AnyRule
    from portfolio.simulate.system import System

LINE = """
    nodes:
      source: {label: Source, is: source}
      worker: {label: Worker, is: worker}
    must_hold: [{id: done, says: done, rule: reaches, at: worker}]
    variants: [{id: one, title: one}]
    left_out: [all else]
"""


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_independent_messages_have_as_many_states_as_their_product(count: int) -> None:
    loads = ", ".join(f"{{at: source, name: m{number}}}" for number in range(count))
    system, scenario = system_of("Source -> Worker", LINE, f"    load: [{loads}]\n")
    found = search(system, scenario.must_hold)
    assert (found.states, found.ends, found.broken) == (4**count, 1, {})  # unsent, waiting, in work, done


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_messages_of_one_load_arrive_in_order(count: int) -> None:
    system, scenario = system_of("Source -> Worker", LINE, f"    load: [{{at: source, count: {count}}}]\n")
    found = search(system, scenario.must_hold)
    assert found.states == sum(3**sent for sent in range(count + 1))


# ---------------------------------------------------------------- a queue, enumerated apart


class Queueing(NamedTuple):
    """The state of QUEUE, written apart: a bag of deliveries, and what is known of each message."""

    sent: int = 0
    bag: tuple[tuple[int, int, int, str], ...] = ()
    """Of each delivery its message, its copy, how often it was received, and where it is."""
    on_record: frozenset[int] = frozenset()
    delivered: frozenset[int] = frozenset()
    acknowledged: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()
    called: tuple[int, ...] = ()
    """The message of each call; a third one of the same message is left out."""
    dead: frozenset[int] = frozenset()
    duplicates: int = 0
    crashes: int = 0


def enumerate_queue(
    count: int, record: str, duplicates: int, crashes: int, *, is_slow: bool
) -> tuple[int, dict[str, int]]:
    """Return the number of states of QUEUE, and in how many steps each rule can be broken at the least."""
    start = Queueing(duplicates=duplicates, crashes=crashes)
    distance = {start: 0}
    broken: dict[str, int] = {}
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        certain = [
            *arrivals(state, count),
            *(after for token in set(state.bag) for after in deliveries(state, token, record)),
            *(after for token in set(state.bag) if is_slow for after in expiries(state, token)),
        ]
        if not certain and len({*state.called, *state.dead}) < count:
            broken.setdefault("ends", distance[state])
        for after in (*certain, *accidents(state, duplicates)):
            if after not in distance:
                distance[after] = distance[state] + 1
                waiting.append(after)
            if len({*after.called}) < len(after.called):
                broken.setdefault("once", distance[state] + 1)
    return len(distance), broken


def move(state: Queueing, token: tuple[int, int, int, str] | None, to: tuple[Any, ...] = ()) -> Queueing:
    """Return a state in which a delivery is somewhere else, nowhere, or new."""
    bag = [*state.bag, *([to] if to else [])]
    if token:
        bag.remove(token)
    return state._replace(bag=tuple(sorted(bag)))


def arrivals(state: Queueing, count: int) -> Iterator[Queueing]:
    if state.sent < count:
        yield move(state, None, (state.sent, 0, 0, "queued"))._replace(sent=state.sent + 1)


def accidents(state: Queueing, duplicates: int) -> Iterator[Queueing]:
    if state.duplicates:
        for message in state.delivered:
            copy = duplicates - state.duplicates + 1
            after = move(state, None, (message, copy, 0, "queued"))
            yield after._replace(duplicates=state.duplicates - 1)
    for token in set(state.bag) if state.crashes else ():
        if token[3] not in {"queued", "hidden"}:
            hidden = () if "late" in token[3] else (*token[:3], "hidden")
            yield move(state, token, hidden)._replace(crashes=state.crashes - 1)


def expiries(state: Queueing, token: tuple[int, int, int, str]) -> Iterator[Queueing]:
    """Yield the state in which a message is visible again, or given up, while the worker has it."""
    message, copy, received, where = token
    if where in {"deletes", "calls", "ends"}:
        late = move(state, token, (*token[:3], f"{where} late"))
        if received < 3:
            yield move(late, None, (message, copy, received, "queued"))
        else:
            yield late._replace(dead=state.dead | {message})


def deliveries(state: Queueing, token: tuple[int, int, int, str], record: str) -> Iterator[Queueing]:
    message, copy, received, where = token
    one = frozenset({message})
    if where == "queued" and record != "none" and message in state.on_record:
        yield move(state, token)._replace(
            delivered=state.delivered | one, acknowledged=state.acknowledged | one
        )
    elif where == "queued":
        marked = state.on_record | one if record == "first" else state.on_record
        after = move(state, token, (message, copy, received + 1, "deletes"))
        yield after._replace(delivered=state.delivered | one, on_record=marked)
    elif where.startswith("deletes"):
        after = move(state, token, (*token[:3], where.replace("deletes", "calls")))
        yield after._replace(deleted=state.deleted | one)
    elif where.startswith("calls"):
        called = state.called if state.called.count(message) == 2 else (*state.called, message)
        after = move(state, token, (*token[:3], where.replace("calls", "ends")))
        yield after._replace(called=tuple(sorted(called)))
    elif where.startswith("ends"):
        marked = state.on_record | one if record == "last" else state.on_record
        after = move(state, token)._replace(on_record=marked)
        again = [other for other in state.bag if other[:2] == token[:2] and other[3] == "queued"]
        if where == "ends":
            yield after._replace(acknowledged=state.acknowledged | one)
        elif again:  # it is deleted though this delivery is not the last one: nobody has it
            yield move(after, again[0])._replace(acknowledged=state.acknowledged | one)
        else:
            yield after
    elif received < 3:
        yield move(state, token, (*token[:3], "queued"))
    else:
        yield move(state, token)._replace(dead=state.dead | one)


PRIMARY = {
    What.SENT,
    What.TAKEN,
    What.DID,
    What.DONE,
    What.CRASHED,
    What.DUPLICATED,
    What.VISIBLE,
    What.GIVEN_UP,
}
"""The events of which each step of QUEUE has one."""


@pytest.mark.parametrize(
    ("count", "record", "duplicates", "crashes", "is_slow"),
    [
        *product([1], ["none", "first", "last"], [0, 1], [0, 1, 3], [False]),
        *product([2], ["none", "first", "last"], [0, 1], [0], [False]),
        (1, "last", 2, 0, False),
        (2, "none", 0, 1, False),
        *product([1], ["none", "first", "last"], [0], [0, 1], [True]),
        (1, "first", 1, 0, True),
    ],
)
def test_a_queue_has_the_states_and_the_shortest_breaks_of_an_enumeration(
    count: int, record: str, duplicates: int, crashes: int, *, is_slow: bool
) -> None:
    faults = [f"{{kind: duplicate, at: queue, times: {duplicates}}}"] * bool(duplicates)
    faults += [f"{{kind: crash, at: worker, times: {crashes}}}"] * bool(crashes)
    variant = (
        f"    variants: [{{id: one, title: one, change: {{worker: {{record: {record}}}, "
        f"queue: {{visibility: {1 if is_slow else 4}}}}}, load: [{{at: topic, count: {count}}}], faults: [{', '.join(faults)}]}}]\n"
    )
    system, scenario = system_of(QUEUE_FLOW, QUEUE, variant)
    found = search(system, scenario.must_hold)
    lengths = {
        rule: sum(event.what in PRIMARY for event in trace.events) for rule, trace in found.broken.items()
    }
    assert (found.states, lengths) == enumerate_queue(count, record, duplicates, crashes, is_slow=is_slow)
    assert found.is_complete


# ---------------------------------------------------------------- rules, judged by whole histories


LOG_FLOW = "Event -> Log -> Consumer -> Push; Consumer -> SMS"
LOG = """
    nodes:
      event: {label: Event, is: source}
      log: {label: Log, is: log}
      consumer: {label: Consumer, is: consumer, steps: [push: push, send: sms]}
      push: {label: Push, is: external}
      sms: {label: SMS, is: external}
    must_hold:
      - {id: order, says: order, rule: in-order, at: [push, sms]}
      - {id: sent, says: sent, rule: reaches, at: sms}
      - {id: once, says: once, rule: at-most-once, at: push}
      - {id: first, says: first, rule: before, first: push, then: sms}
    left_out: [all else]
"""


def broken_by_history(system: System, rules: tuple[AnyRule, ...]) -> set[str]:
    """Return the rules that some whole history breaks; states are told apart by their histories."""
    broken: set[str] = set()
    waiting: list[tuple[Any, tuple[tuple[int, int], ...]]] = [(system.start(), ())]
    seen = {*waiting}
    while waiting:
        state, history = waiting.pop()
        steps = [step for step in system.steps(state) if step.ready]
        is_end = all(step.fault != NO_FAULT for step in steps)
        broken |= {rule.id for rule in rules if breaks_rule(system, rule, history, is_end=is_end)}
        for step in steps:
            change = system.take(state, step)
            after = (change.state, (*history, *change.effects))
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return broken


def breaks_rule(system: System, rule: AnyRule, history: Any, *, is_end: bool) -> bool:  # noqa: ANN401
    """Whether a history breaks a rule; no state is looked at."""
    if isinstance(rule, Before):
        first, then = (system.names.index(name) for name in (rule.first, rule.then))
        seen: set[int] = set()
        for node, message in history:
            if node == first:
                seen.add(message)
            elif node == then and message not in seen:
                return True
        return False
    at = {system.names.index(name) for name in as_names(rule.at)}
    here = [(node, message) for node, message in history if node in at]
    if isinstance(rule, AtMostOnce):
        return max(Counter(message for _, message in here).values(), default=0) > 1
    if isinstance(rule, Reaches):
        return is_end and {message for _, message in here} != set(range(len(system.messages)))
    assert isinstance(rule, InOrder)
    for node in at:
        arrived = [*dict.fromkeys(message for place, message in here if place == node)]
        for key in {message.key for message in system.messages}:
            versions = [
                system.messages[message].version for message in arrived if system.messages[message].key == key
            ]
            if versions != sorted(versions):
                return True
    return False


@settings(max_examples=15, deadline=None)
@given(
    commit=st.sampled_from(["before", "after"]),
    partitions=st.sampled_from([1, 2]),
    keys=st.sampled_from([("a", "a"), ("a", "b"), ("a", "a", "b")]),
    faults=st.lists(
        st.sampled_from(
            [
                "{kind: fail, at: sms}",
                "{kind: crash, at: consumer}",
                "{kind: lost-reply, at: push}",
                "{kind: false-ok, at: sms, message: r1}",
                "{kind: early, at: sms, message: r2}",
            ]
        ),
        max_size=2,
        unique=True,
    ),
)
def test_rules_are_judged_as_whole_histories_judge_them(
    commit: str, partitions: int, keys: tuple[str, ...], faults: list[str]
) -> None:
    loads = ", ".join(f"{{at: event, key: {key}}}" for key in keys)
    changed = f"{{log: {{partitions: {partitions}}}, consumer: {{commit: {commit}}}}}"
    variant = (
        f"    variants: [{{id: one, title: one, change: {changed}, load: [{loads}], "
        f"faults: [{', '.join(faults)}]}}]\n"
    )
    system, scenario = system_of(LOG_FLOW, LOG, variant)
    found = search(system, scenario.must_hold)
    assert {*found.broken} == broken_by_history(system, scenario.must_hold)
    assert {*run_timed(system, scenario.must_hold).broken} <= {*found.broken}


def test_a_search_stops_at_its_bound() -> None:
    system, scenario = system_of("Source -> Worker", LINE, "    load: [{at: source, count: 5}]\n")
    found = search(system, scenario.must_hold, most_states=10)
    assert (found.states, found.is_complete) == (10, False)


def test_a_search_that_ends_at_its_bound_is_complete() -> None:
    system, scenario = system_of("Source -> Worker", LINE, "    load: [{at: source}]\n")
    assert search(system, scenario.must_hold, most_states=4).is_complete


def test_equal_scenarios_give_equal_reports() -> None:
    variant = "    variants: [{id: one, title: one, faults: [{kind: duplicate, at: queue}]}]\n"
    assert read(QUEUE + variant) == read(QUEUE + variant)
    assert run(QUEUE_FLOW, QUEUE, variant) == run(QUEUE_FLOW, QUEUE, variant)
