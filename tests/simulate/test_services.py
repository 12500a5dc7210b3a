from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.systems import broken, run_case, system_of, told

from portfolio.simulate import services
from portfolio.simulate.search import search
from portfolio.simulate.timed import run_timed

if TYPE_CHECKING:
    from portfolio.model.scenario import Scenario
    from portfolio.simulate.system import System

FLOW = "Caller -> Callee -> Slow"
CHAIN = """
    nodes:
      caller: {label: Caller, is: service, calls: callee, timeout: 5}
      callee: {label: Callee, is: service, takes: 0.5, calls: slow, timeout: 4}
      slow: {label: Slow, is: service, takes: 1, at_once: 1}
    load: [{at: caller, count: 2, every: 0}]
    must_hold:
      - {id: no-timeout, says: no timeout, rule: no-timeout, at: [caller, callee]}
      - {id: answered, says: answered, rule: reaches, at: caller}
    left_out: [all else]
"""


def variant(text: str) -> str:
    return f"    variants: [{{id: one, title: one, {text}}}]\n"


def test_a_chain_answers_one_after_the_other() -> None:
    case = run_case(FLOW, CHAIN, variant("faults: []"))
    answers = [line for line in told(case) if "answered" in line]
    assert answers == [
        "1.5 Slow: r1 is answered",
        "1.5 Callee: r1 is answered",
        "1.5 Caller: r1 is answered",
        "2.5 Slow: r2 is answered",
        "2.5 Callee: r2 is answered",
        "2.5 Caller: r2 is answered",
    ]
    assert broken(case) == []


def test_a_slow_callee_takes_the_whole_chain_down() -> None:
    case = run_case(FLOW, CHAIN, variant("change: {slow: {takes: 4}}"))
    assert [line for line in told(case) if "times out" in line] == ["4.5 Callee: r2 times out"]
    assert told(case)[-2:] == ["4.5 Caller: r2 fails", "8.5 Slow: r2 is answered"]
    assert broken(case) == ["no-timeout", "answered"]


def test_a_timeout_is_only_tried_where_the_times_allow_it() -> None:
    case = run_case(FLOW, CHAIN, variant("change: {slow: {takes: 1.9}}"))
    assert broken(case) == []  # two requests of 1.9 s each are shorter than 4 s
    case = run_case(FLOW, CHAIN, variant("change: {slow: {takes: 2.1}}"))
    assert broken(case) == ["no-timeout", "answered"]


def test_a_failure_is_the_failure_of_every_caller() -> None:
    case = run_case(FLOW, CHAIN, variant("faults: [{kind: fail, at: slow, message: r1}]"))
    assert [line for line in told(case) if "fails" in line] == [
        "1.5 Slow: r1 fails",
        "1.5 Callee: r1 fails",
        "1.5 Caller: r1 fails",
    ]
    assert broken(case) == ["answered"]


LIMITER = """
    nodes:
      limiter: {label: Limiter, is: service, at_once: 1, calls: api}
      api: {label: API, is: service, calls: db, timeout: 1.5}
      db: {label: Database, is: service, at_once: 1, takes: 0.6}
      refused: {label: Refused, is: dead-letter}
    load: [{at: limiter, count: 3, every: 0.1}]
    must_hold:
      - {id: in-time, says: in time, rule: no-timeout, at: api}
      - {id: answered, says: answered, rule: reaches, at: [limiter, refused]}
      - {id: once, says: once, rule: at-most-once, at: [limiter, refused]}
    left_out: [all else]
"""
LIMITER_FLOW = "Limiter -> API -> Database; Limiter -> Refused"


def test_what_waits_before_the_caller_does_not_wait_in_the_callee() -> None:
    assert broken(run_case(LIMITER_FLOW, LIMITER, variant("faults: []"))) == []


def test_a_request_times_out_only_behind_those_that_can_make_it_late() -> None:
    case = run_case(LIMITER_FLOW, LIMITER, variant("change: {limiter: {at_once: 12}}"))
    assert broken(case) == ["in-time", "answered"]
    trace = case.claims[0].trace
    assert [line for line in trace if "Database" in line] == [
        f"API → Database: r{n} is called" for n in (1, 2, 3)
    ]
    assert trace[-1] == "API: r3 times out"
    two = "change: {limiter: {at_once: 2}}"
    assert broken(run_case(LIMITER_FLOW, LIMITER, variant(two))) == []


@pytest.mark.parametrize(("takes", "breaks"), [(0.5, []), (0.6, ["in-time"])])
def test_a_callee_with_another_door_is_late_only_if_all_together_are(takes: float, breaks: list[str]) -> None:
    loads = "load: [{at: limiter}, {at: db, name: a, start: 0}, {at: db, name: b, start: 0}]"
    other = "{id: answered, says: answered, rule: reaches, at: [limiter, db]}"
    text = LIMITER.replace("{id: answered, says: answered, rule: reaches, at: [limiter, refused]}", other)
    changed = f"change: {{limiter: {{timeout: 1.5}}, db: {{takes: {takes}}}}}, {loads}"
    case = run_case(LIMITER_FLOW, text.replace("at: api}", "at: [limiter, api]}"), variant(changed))
    assert broken(case) == breaks


def test_requests_above_the_limit_are_refused() -> None:
    case = run_case(LIMITER_FLOW, LIMITER, variant("change: {limiter: {refuse: refused}}"))
    assert told(case)[3:7] == [
        "0.1 r2 arrives at Limiter",
        "0.1 Limiter → Refused: r2 is refused",
        "0.2 r3 arrives at Limiter",
        "0.2 Limiter → Refused: r3 is refused",
    ]
    assert broken(case) == []


def test_a_refused_call_fails_for_its_caller() -> None:
    change = "change: {limiter: {at_once: 2}, db: {refuse: refused}}"
    case = run_case(f"{LIMITER_FLOW}; Database -> Refused", LIMITER, variant(change))
    assert "0.1 API: r2 fails" in told(case)
    assert broken(case) == []


@settings(max_examples=15, deadline=None)
@given(
    takes=st.tuples(*[st.sampled_from([0, 0.5, 1])] * 3),
    slots=st.tuples(*[st.sampled_from([1, 2, 10])] * 3),
    timeouts=st.tuples(*[st.sampled_from(["null", "1", "1.5", "2.5"])] * 2),
    count=st.sampled_from([1, 2, 3]),
)
def test_a_call_can_time_out_in_the_search_if_it_does_in_a_run(
    takes: tuple[float, ...], slots: tuple[int, ...], timeouts: tuple[str, ...], count: int
) -> None:
    """The runs begin at many moments, and every timeout of them strikes when its time is over."""
    nodes = f"""
    nodes:
      one: {{label: One, is: service, takes: {takes[0]}, at_once: {slots[0]}, calls: two, timeout: {timeouts[0]}}}
      two: {{label: Two, is: service, takes: {takes[1]}, at_once: {slots[1]}, calls: three, timeout: {timeouts[1]}}}
      three: {{label: Three, is: service, takes: {takes[2]}, at_once: {slots[2]}}}
    must_hold: [{{id: in-time, says: in time, rule: no-timeout, at: [one, two]}}]
    variants: [{{id: one, title: one}}]
    left_out: [all else]
    """

    def build(starts: tuple[float, ...]) -> tuple[System, Scenario]:
        loads = ", ".join(
            f"{{at: one, name: m{number}, start: {start}}}" for number, start in enumerate(starts)
        )
        return system_of("One -> Two -> Three", nodes, f"    load: [{loads}]\n")

    system, scenario = build((0,) * count)
    in_search = {*search(system, scenario.must_hold).broken}
    with mock.patch.object(services, "longest_answer", return_value=math.inf):
        runs = (build(starts) for starts in product((0, 0.25, 1), repeat=count))
        in_runs = {rule for system, _ in runs for rule in run_timed(system, scenario.must_hold).broken}
    assert in_search == in_runs
