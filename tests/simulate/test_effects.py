"""Keys that change nothing: each a warning if it is written, and none if something uses it."""

from __future__ import annotations

from textwrap import dedent

import pytest
from support.systems import QUEUE, QUEUE_FLOW, draw

from portfolio.errors import Diagnostics, Severity, Source
from portfolio.load.scenarios import parse_scenario
from portfolio.simulate.report import Options, run_scenario

CALLS_FLOW = "Caller -> Callee"
CALLS = """
    nodes:
      caller: {label: Caller, is: service, calls: callee, timeout: 5}
      callee: {label: Callee, is: service}
    load: [{at: caller}]
    must_hold:
      - {id: in-time, says: in time, rule: no-timeout, at: [caller, callee]}
      - {id: answered, says: answered, rule: reaches, at: caller}
    left_out: [all else]
"""


def warnings(flow: str, *texts: str) -> list[str]:
    """Return the messages of all warnings about keys."""
    text = "".join(map(dedent, texts))
    diagnostics = Diagnostics()
    read = parse_scenario(Source("a.scenario.yaml", text), diagnostics)
    assert read.value is not None, diagnostics.items
    problems = run_scenario(read.value, draw(flow), Options(), read.spans).problems
    assert all(item.severity is Severity.ERROR for item in problems if item.code != "scenario-unused")
    return [item.message for item in problems if item.code == "scenario-unused"]


def variant(text: str) -> str:
    return f"    variants: [{{id: one, title: one, {text}}}]\n"


def test_keys_with_an_effect_are_no_problem() -> None:
    faults = (
        "faults: [{kind: duplicate, at: queue, after: 1, when: done}, {kind: fail, at: service, times: 2}]"
    )
    assert warnings(QUEUE_FLOW, QUEUE, variant(faults)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (", dead_letter: dead}", "}", "`max_receives` has no effect here"),
        (", max_receives: 3, dead_letter: dead}", "}", None),  # it is not written
        ("record: last", "tries: 2", "`tries` has no effect here"),
        ("record: last", "on_failure: data", "`on_failure` has no effect here"),
        ("load: [{at: topic}]", "load: [{at: topic}, {at: worker}]", None),
        ("at: [service, dead]}", "at: [service, dead], or_alarm: true}", None),
    ],
)
def test_a_key_that_nothing_uses_is_a_warning(old: str, new: str, found: str | None) -> None:
    assert old in QUEUE
    assert warnings(QUEUE_FLOW, QUEUE.replace(old, new), variant("faults: []")) == ([found] if found else [])


def test_a_key_is_used_if_one_variant_uses_it() -> None:
    text = QUEUE.replace(", dead_letter: dead}", "}")
    two = (
        "    variants: [{id: one, title: one}, {id: two, title: two, change: {queue: {dead_letter: dead}}}]\n"
    )
    assert warnings(QUEUE_FLOW, text, two) == []


def test_a_changed_key_that_its_variant_does_not_use_is_a_warning() -> None:
    changed = "change: {queue: {dead_letter: null, max_receives: 5}}"
    assert warnings(QUEUE_FLOW, QUEUE, variant(changed)) == ["`max_receives` has no effect here"] * 2


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("{kind: fail, at: service, after: 1}", "`after` has no effect here"),
        ("{kind: fail, at: service, when: any}", "`when` has no effect here"),
        ("{kind: fail, at: service, always: true, times: 2}", "`times` has no effect here"),
        ("{kind: fail, at: dead-data}", "`fail` never strikes in the variant `one`"),
        ("{kind: false-ok, at: dead-data, always: true}", "`false-ok` never strikes in the variant `one`"),
        ("{kind: false-ok, at: service, always: true}", None),
    ],
)
def test_a_fault_that_cannot_be_as_it_says_is_a_warning(fault: str, found: str | None) -> None:
    text = QUEUE.replace("      dead:", "      dead-data: {label: Topic 2, is: store}\n      dead:")
    flow = f"{QUEUE_FLOW}; Topic 2 -> Topic 3"
    assert warnings(flow, text, variant(f"faults: [{fault}]")) == ([found] if found else [])


def test_an_alarm_that_nobody_raises_is_a_warning() -> None:
    text = QUEUE.replace(", alarm: true", "").replace("at: [service, dead]}", "at: service, or_alarm: true}")
    assert warnings(QUEUE_FLOW, text, variant("faults: []")) == ["`or_alarm` has no effect here"]


def test_a_rule_about_a_service_that_never_gives_up_is_a_warning_at_its_name() -> None:
    assert warnings(CALLS_FLOW, CALLS, variant("faults: []")) == ["the rule has no effect here"]
