from __future__ import annotations

from support.systems import QUEUE, QUEUE_FLOW, draw, read, run

from portfolio.errors import Severity
from portfolio.simulate.report import Options, run_scenario
from portfolio.simulate.words import number_lines

TWICE = "faults: [{kind: duplicate, at: queue}]"


def variant(text: str) -> str:
    return f"    variants: [{{id: one, title: one, {text}}}]\n"


def test_a_break_that_is_expected_is_no_problem() -> None:
    result = run(QUEUE_FLOW, QUEUE, variant(f"{TWICE}, expect: {{breaks: once, because: it is late}}"))
    assert result.problems == ()
    assert result.report is not None
    assert [(claim.id, claim.holds, claim.is_expected) for claim in result.report.cases[0].claims] == [
        ("once", False, True),
        ("ends", True, False),
    ]


def test_a_break_that_is_not_expected_is_a_problem_with_the_shortest_way() -> None:
    (problem,) = run(QUEUE_FLOW, QUEUE, variant(TWICE)).problems
    assert (problem.path, problem.code) == (("variants", 0, "id"), "scenario-break")
    assert (problem.help or "").endswith("8. Worker → Data: delete r1; 9. Worker → Service: call r1")


def test_an_expected_break_that_does_not_happen_is_a_problem() -> None:
    late = "faults: [{kind: duplicate, at: queue, when: done}]"
    (problem,) = run(QUEUE_FLOW, QUEUE, variant(f"{late}, expect: {{breaks: [once], because: b}}")).problems
    assert (problem.path, problem.code) == (("variants", 0, "expect", "breaks"), "scenario-expect")


def test_a_search_that_was_cut_off_is_a_warning_with_its_states() -> None:
    (problem,) = run(QUEUE_FLOW, QUEUE, variant("faults: []"), options=Options(most_states=3)).problems
    assert problem.severity is Severity.WARNING
    assert problem.message == "the search stopped after 3 states of the variant `one`"


def test_a_system_that_never_rests_is_a_problem() -> None:
    endless = QUEUE.replace(", dead_letter: dead", "")
    found = run(
        QUEUE_FLOW, endless, variant("faults: [{kind: fail, at: service, message: r1, always: true}]")
    )
    assert [problem.code for problem in found.problems] == ["scenario-endless"]


SLOW = """
    nodes:
      readers: {label: Readers, is: source}
      misses: {label: Misses, is: queue, visibility: 3}
      app: {label: App, is: worker, steps: [compute: db]}
      db: {label: Database, is: external, takes: 2}
    load: [{at: readers}]
    must_hold:
      - {id: once, says: once, rule: at-most-once, at: db}
      - {id: computed, says: computed, rule: reaches, at: db}
    left_out: [all else]
"""
SLOW_FLOW = "Readers -> Misses -> App -> Database"


def test_a_rule_about_the_end_breaks_where_no_end_is_reached() -> None:
    endless = QUEUE.replace(", dead_letter: dead", "")
    result = run(QUEUE_FLOW, endless, variant("faults: [{kind: fail, at: service, always: true}]"))
    assert result.report is not None
    claims = {claim.id: claim for claim in result.report.cases[0].claims}
    assert (claims["once"].holds, claims["ends"].holds) == (True, False)
    assert claims["ends"].trace[-1] == "this goes on for ever, and no end is reached"
    assert [problem.code for problem in result.problems] == ["scenario-endless"]


def test_a_rule_about_the_end_breaks_where_only_the_run_in_time_has_none() -> None:
    result = run(SLOW_FLOW, SLOW, variant("change: {db: {takes: 5}}, expect: {breaks: once, because: b}"))
    assert result.report is not None
    (case,) = result.report.cases
    assert [claim.holds for claim in case.claims] == [False, False]
    assert case.is_endless
    assert len(case.log) == 20
    (problem,) = result.problems
    assert problem.message == "the variant `one` does not end"
    assert (problem.help or "").endswith("; 3. Misses: r1 is visible again; 4. Misses → App: r1 is taken")


def test_an_end_that_a_fault_makes_impossible_is_missed() -> None:
    """The run in time ends before the fault; the search finds the fault that comes while the message is under way."""
    result = run(SLOW_FLOW, SLOW, variant("faults: [{kind: delete, at: db, after: 1000}]"))
    assert result.report is not None
    (case,) = result.report.cases
    assert (case.is_endless, [claim.holds for claim in case.claims]) == (False, [True, False])
    (problem,) = result.problems
    assert (problem.help or "").endswith("; no end is reached after: 1. Database is deleted")


def test_what_a_run_breaks_is_broken_though_the_search_stopped_before() -> None:
    changed = "faults: [{kind: duplicate, at: queue, when: done}], change: {worker: {record: none}}"
    result = run(QUEUE_FLOW, QUEUE, variant(changed), options=Options(most_states=3))
    assert result.report is not None
    claim = result.report.cases[0].claims[0]
    assert (claim.id, claim.holds, claim.is_shortest) == ("once", False, False)
    assert claim.trace[-1] == "Worker → Service: call r1"
    assert [problem.code for problem in result.problems] == ["scenario-break", "scenario-bound"]
    assert "; the way of a run: " in (result.problems[0].help or "")


def test_what_a_sweep_of_a_moment_breaks_is_broken_though_the_search_stopped_before() -> None:
    late = variant("faults: [{kind: duplicate, at: queue, after: 10}]")
    swept = "    sweep: {title: t, variant: one, vary: fault.after, start: 0, end: 1, step: 1}\n"
    result = run(QUEUE_FLOW, QUEUE, late, swept, options=Options(most_states=3))
    assert result.report is not None
    assert [claim.holds for claim in result.report.cases[0].claims] == [False, True]
    other = swept.replace("fault.after", "data.takes")
    unchanged = run(QUEUE_FLOW, QUEUE, late, other, options=Options(most_states=3)).report
    assert unchanged is not None
    assert [claim.holds for claim in unchanged.cases[0].claims] == [True, True]


def test_only_the_chosen_variant_is_run_and_judged() -> None:
    two = (
        "    variants:\n      - {id: one, title: one}\n"
        "      - {id: two, title: two, faults: [{kind: duplicate, at: queue}]}\n"
    )
    result = run(QUEUE_FLOW, QUEUE, two, options=Options(variant="one"))
    assert result.report is not None
    assert ([case.id for case in result.report.cases], result.problems) == (["one"], ())


def test_a_warning_about_another_variant_is_not_shown() -> None:
    two = (
        "    variants:\n      - {id: one, title: one}\n"
        "      - {id: two, title: two, faults: [{kind: fail, at: service, after: 1}]}\n"
    )
    written = {("variants", 1, "faults", 0, "after")}
    scenario = read(QUEUE + two)
    assert len(run_scenario(scenario, draw(QUEUE_FLOW), written=written).problems) == 1
    assert run_scenario(scenario, draw(QUEUE_FLOW), Options(variant="one"), written).problems == ()


def test_of_a_long_way_the_help_has_the_last_steps() -> None:
    assert number_lines(["a", "b"]) == "1. a; 2. b"
    assert number_lines([str(number) for number in range(1, 16)]).startswith(
        "15 steps, the last: 4. 4; 5. 5; "
    )
