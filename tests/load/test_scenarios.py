from __future__ import annotations

from textwrap import dedent

import pytest
from support.systems import QUEUE, read

from portfolio.errors import Diagnostics, Source
from portfolio.load.scenarios import parse_scenario, study_of
from portfolio.model.scenario import Consumer, External, Queue, Worker


def problems(text: str) -> list[str]:
    diagnostics = Diagnostics()
    parse_scenario(Source("a.scenario.yaml", text), diagnostics)
    return [
        f"{item.span.line}:{item.span.column} {item.message}; {item.help}" if item.span else item.message
        for item in diagnostics.items
    ]


def test_a_changed_node_keeps_the_keys_that_are_not_changed() -> None:
    scenario = read(
        QUEUE
        + "    variants: [{id: one, title: one, change: {worker: {record: none}, service: {takes: 0.25}}}]\n"
    )
    worker, service = scenario.variants[0].change["worker"], scenario.variants[0].change["service"]
    assert isinstance(worker, Worker)
    assert (worker.record, worker.steps) == ("none", ({"delete": "data"}, {"call": "service"}))
    assert isinstance(service, External)
    assert (service.label, service.takes) == ("Service", 0.25)


def test_a_changed_node_can_be_of_another_kind_with_other_keys() -> None:
    changed = "{is: external, takes: 2}"
    scenario = read(QUEUE + f"    variants: [{{id: one, title: one, change: {{data: {changed}}}}}]\n")
    assert scenario.variants[0].change["data"] == External(label="Data", takes=2)


@pytest.mark.parametrize(
    ("written", "read_as"), [("4", 4.0), ("0.5", 0.5), ("0", 0.0), ("2.125", 2.125), ("604800", 604800.0)]
)
def test_times_may_have_decimals(written: str, read_as: float) -> None:
    scenario = read(
        QUEUE.replace("visibility: 4", f"visibility: {written}") + "    variants: [{id: one, title: one}]\n"
    )
    queue = scenario.nodes["queue"]
    assert isinstance(queue, Queue)
    assert queue.visibility == read_as
    assert isinstance(queue.visibility, float)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("-1", "`visibility` cannot be `-1`; expected seconds, 0 or more"),
        ("0.0001", "`visibility` must be seconds, 0 or more, not the text `0.0001`; None"),
        ("1e3", "`visibility` must be seconds, 0 or more, not the text `1e3`; None"),
        ("'4'", "`visibility` must be seconds, 0 or more, not the text `4`; None"),
        (".inf", "`visibility` must be seconds, 0 or more, not the text `.inf`; None"),
        ("", "`visibility` has no value; expected a number"),
    ],
)
def test_other_times_are_refused(written: str, problem: str) -> None:
    text = (
        QUEUE.replace("visibility: 4", f"visibility: {written}") + "    variants: [{id: one, title: one}]\n"
    )
    (found,) = problems(text)
    assert found.partition(" ")[2] == problem


def test_a_change_of_an_unknown_node_is_reported_once() -> None:
    text = QUEUE + "    variants: [{id: one, title: one, change: {serivce: {takes: 2}}}]\n"
    assert problems(text) == ["14:47 unknown node `serivce`; did you mean `service`?"]


@pytest.mark.parametrize("change", ["no", "[worker]", "{worker: none}", "{worker: [1]}"])
def test_a_change_that_is_no_mapping_is_reported(change: str) -> None:
    text = QUEUE + f"    variants: [{{id: one, title: one, change: {change}}}]\n"
    assert any("must be" in problem for problem in problems(text))


@pytest.mark.parametrize("text", ["", "# nothing\n", "nodes\n", "- a\n", "nodes: [a]\nvariants: {b: c}\n"])
def test_a_file_that_is_no_scenario_is_reported(text: str) -> None:
    assert problems(text)


def test_a_scenario_belongs_to_the_case_study_of_its_name() -> None:
    assert study_of("content/case-studies/a.scenario.yaml") == "content/case-studies/a.md"


def problems_of(text: str) -> list[tuple[str, str | None]]:
    diagnostics = Diagnostics()
    parse_scenario(Source("a.scenario.yaml", dedent(text)), diagnostics)
    return [(item.message, item.help) for item in diagnostics.items]


REST = """
    must_hold: [{id: done, says: done, rule: reaches, at: worker}]
    variants: [{id: one, title: one, change: {worker: {is: consumer, commit: before}}}]
    left_out: [all else]
"""


def test_a_variant_that_changes_a_kind_keeps_the_keys_that_the_new_kind_has() -> None:
    nodes = "    nodes:\n      worker: {label: Worker, is: worker, record: first, takes: 2}\n"
    diagnostics = Diagnostics()
    read = parse_scenario(Source("a.scenario.yaml", dedent(nodes + REST)), diagnostics)
    assert diagnostics.items == []
    assert read.value is not None
    assert read.value.variants[0].change["worker"] == Consumer(label="Worker", takes=2.0, commit="before")


def test_a_key_of_the_old_kind_that_a_variant_writes_is_unknown() -> None:
    nodes = "    nodes:\n      worker: {label: Worker, is: worker}\n"
    rest = REST.replace("commit: before", "record: first")
    assert [message for message, _ in problems_of(nodes + rest)] == ["unknown key `record`"]


def test_a_thing_is_explained_by_its_kind_and_a_time_by_its_seconds() -> None:
    nodes = """
    nodes:
      worker: {label: Worker, is: worker, takes: 500ms}
      cache: {label: Cache, is: cache}
      api: {label: API, is: API}
      slow: {label: Slow, is: store, takes: 2 min}
      odd: {label: Odd, is: oddity}
"""
    found = dict(problems_of(nodes + REST.replace("{is: consumer, commit: before}", "{}")))
    assert found["`takes` must be seconds, 0 or more, not the text `500ms`"] == "write it in seconds: 0.5"
    assert found["`takes` must be seconds, 0 or more, not the text `2 min`"] == "write it in seconds: 120"
    assert found["`is` cannot be `cache`"] == "write `is: store`"
    assert found["`is` cannot be `API`"] == "write `is: external`"
    assert (found["`is` cannot be `oddity`"] or "").startswith("expected `")
