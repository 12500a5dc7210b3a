from __future__ import annotations

import pytest
from support.systems import QUEUE, QUEUE_FLOW, run

VARIANT = "    variants: [{id: one, title: one, faults: [{kind: duplicate, at: queue}], expect: {breaks: once, because: b}}]\n"


def sweep(vary: str, start: float, end: float, step: float) -> str:
    return f"    sweep: {{title: t, variant: one, vary: {vary}, start: {start}, end: {end}, step: {step}}}\n"


def test_a_sweep_runs_once_for_each_value() -> None:
    report = run(QUEUE_FLOW, QUEUE, VARIANT, sweep("fault.after", 0, 3, 0.5)).report
    assert report is not None
    assert report.sweep is not None
    assert [(row.value, row.broken) for row in report.sweep.rows] == [
        *((value / 2, ("once",)) for value in range(5)),
        (2.5, ()),
        (3.0, ()),
    ]
    assert report.sweep.unit == "s"


@pytest.mark.parametrize(
    ("vary", "ends"),
    [
        ("service.takes", [2000, 3000, 4000]),
        ("worker.takes", [3000, 4000, 9000]),
        ("load.every", [2000, 2000, 2000]),
        ("worker.at_once", [2000, 2000, 2000]),
    ],
)
def test_times_and_counts_can_be_varied(vary: str, ends: list[int]) -> None:
    report = run(QUEUE_FLOW, QUEUE, VARIANT, sweep(vary, 1, 3, 1)).report
    assert report is not None
    assert report.sweep is not None
    assert [row.ended_ms for row in report.sweep.rows] == ends
    assert report.sweep.unit == ("" if "at_once" in vary else "s")


@pytest.mark.parametrize(
    ("sweep_", "problem"),
    [
        (sweep("fault.after", 0, 1, 0), "`step` cannot be 0"),
        (sweep("fault.after", 2, 1, 1), "`end` is before `start`"),
        (sweep("fault.after", 0, 101, 1), "the sweep has 102 values"),
        (sweep("fault.after", 0, 100000000, 0.001), "the sweep has 1000 values"),
        (sweep("worker.at_once", 0, 2, 1), "`worker.at_once` is a count"),
        (sweep("worker.at_once", 1, 2, 0.5), "`worker.at_once` is a count"),
        (sweep("worker.record", 1, 2, 1), "unknown key `worker.record`"),
        (sweep("worker.tkaes", 1, 2, 1), "unknown key `worker.tkaes`"),
    ],
)
def test_a_sweep_without_sense_is_reported(sweep_: str, problem: str) -> None:
    assert [item.message for item in run(QUEUE_FLOW, QUEUE, VARIANT, sweep_).problems] == [problem]


def test_values_with_which_a_run_does_not_end_have_a_row_of_their_own_and_are_reported() -> None:
    slow = "    variants: [{id: one, title: one, change: {worker: {record: none}, queue: {dead_letter: null}}}]\n"
    result = run(QUEUE_FLOW, QUEUE, slow, sweep("service.takes", 1, 6, 1))
    assert result.report is not None
    assert result.report.sweep is not None
    assert [row[:3] for row in result.report.sweep.ranges()] == [
        ("1 s to 3 s", (), "2 s to 4 s"),
        ("4 s to 6 s", ("ends", "once"), "does not end"),
    ]
    (problem,) = result.problems
    assert (problem.path, problem.code) == (("sweep", "vary"), "scenario-endless")
    assert problem.message == "the variant `one` does not end with `service.takes` of 4 s to 6 s"
