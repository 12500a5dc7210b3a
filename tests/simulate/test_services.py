from __future__ import annotations

from support.systems import broken, run_case, told

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
