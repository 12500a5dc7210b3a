from __future__ import annotations

from support.systems import QUEUE, QUEUE_FLOW, run

from portfolio.errors import Severity
from portfolio.simulate.report import Options

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
