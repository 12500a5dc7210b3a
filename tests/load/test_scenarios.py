from __future__ import annotations

import pytest
from support.systems import QUEUE, read

from portfolio.errors import Diagnostics, Source
from portfolio.load.scenarios import parse_scenario, study_of
from portfolio.model.scenario import External, Queue, Worker


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
