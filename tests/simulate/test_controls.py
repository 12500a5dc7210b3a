from __future__ import annotations

from support.systems import broken, draw, read, run, run_case, told

from portfolio.simulate.report import Options, run_scenario

GATE_FLOW = "Copy -> Gate -> Ramp -> Window -> End"
GATE = """
    nodes:
      copy: {label: Copy, is: worker, takes: 2, to: gate}
      gate: {label: Gate, is: gate, needs: copy}
      ramp: {label: Ramp, is: worker, to: window}
      window: {label: Window, is: gate, gather: true, wait: 604800}
      end: {label: End, is: worker}
    load: [{at: copy, name: tenant, count: 2}]
    must_hold:
      - {id: parity, says: parity, rule: before, first: copy, then: ramp}
      - {id: ends, says: ends, rule: reaches, at: end}
    left_out: [all else]
"""
ROUTER_FLOW = "In -> Router -> Old; Router -> New; Router -> Never"
ROUTER = """
    nodes:
      in: {label: In, is: source}
      router: {label: Router, is: router, weights: {old: 3, new: 1, never: 0}}
      old: {label: Old, is: store}
      new: {label: New, is: store}
      never: {label: Never, is: store}
    load: [{at: in, count: 4, every: 1}]
    must_hold:
      - {id: somewhere, says: somewhere, rule: reaches, at: [old, new]}
      - {id: old-only, says: old only, rule: reaches, at: old}
      - {id: not-new, says: not new, rule: before, first: never, then: new}
    variants: [{id: one, title: one}]
    left_out: [all else]
"""


def variant(text: str) -> str:
    return f"    variants: [{{id: one, title: one, {text}}}]\n"


def test_a_gate_opens_when_its_needs_are_met_and_waits_after_that() -> None:
    case = run_case(GATE_FLOW, GATE, variant("faults: []"))
    assert [line for line in told(case) if "through" in line] == [
        "2 Gate lets tenant1 through",
        "3 Gate lets tenant2 through",
        "604803 Window lets tenant1 through",
        "604803 Window lets tenant2 through",
    ]
    assert broken(case) == []


def test_a_gate_holds_back_what_is_not_done() -> None:
    case = run_case(GATE_FLOW, GATE, variant("faults: [{kind: false-ok, at: copy, message: tenant1}]"))
    assert "2 Copy: tenant1 is reported done, but is not" in told(case)
    assert not any("Gate lets tenant1" in line for line in told(case))
    assert broken(case) == ["ends"]


def test_without_its_needs_a_gate_lets_everything_through() -> None:
    changed = "change: {gate: {needs: []}}, faults: [{kind: false-ok, at: copy}]"
    assert broken(run_case(GATE_FLOW, GATE, variant(changed))) == ["parity"]


def test_the_search_takes_every_edge_of_a_router_that_has_a_weight() -> None:
    case = run_case(ROUTER_FLOW, ROUTER)
    assert broken(case) == ["old-only", "not-new"]


def test_a_timed_run_chooses_by_weight_and_seed() -> None:
    def choices(seed: int) -> str:
        result = run_scenario(read(ROUTER), draw(ROUTER_FLOW), Options(seed))
        assert result.report is not None
        return "".join(line.to[0] for line in result.report.cases[0].log if line.node == "Router")

    assert choices(1) == choices(1)
    drawn = "".join(choices(seed) for seed in range(100))
    assert set(drawn) == {"O", "N"}
    assert 0.65 < drawn.count("O") / len(drawn) < 0.85


def test_a_gate_that_passes_messages_to_itself_never_rests() -> None:
    text = """
    nodes:
      gate: {label: Gate, is: gate}
      source: {label: Source, is: source}
    load: [{at: gate}]
    must_hold: [{id: ends, says: ends, rule: reaches, at: gate}]
    variants: [{id: one, title: one}]
    left_out: [all else]
    """
    found = run("Gate -> Gate; Gate -> Source -> Gate", text, options=Options(most_states=300))
    assert [problem.code for problem in found.problems] == ["scenario-endless", "scenario-bound"]


def test_a_message_that_comes_before_its_turn_is_a_fault() -> None:
    changed = "faults: [{kind: early, at: ramp, after: 1}]"
    result = run(GATE_FLOW, GATE, variant(changed))
    assert result.report is not None
    (case,) = result.report.cases
    assert told(case)[0] == "0 tenant1 arrives at Copy"
    assert "1 Ramp: tenant1 comes before its turn" in told(case)
    assert broken(case) == ["parity"]
