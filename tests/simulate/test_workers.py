from __future__ import annotations

import pytest
from support.systems import QUEUE, QUEUE_FLOW, broken, run, run_case, told

LOG_FLOW = "Event -> Log -> Consumer -> Push; Consumer -> SMS"
LOG = """
    nodes:
      event: {label: Event, is: source}
      log: {label: Log, is: log}
      consumer: {label: Consumer, is: consumer, steps: [push: push, send: sms]}
      push: {label: Push, is: external}
      sms: {label: SMS, is: external}
    load: [{at: event, key: user, count: 2}]
    must_hold:
      - {id: order, says: order, rule: in-order, at: [push, sms]}
      - {id: sent, says: sent, rule: reaches, at: sms}
      - {id: once, says: once, rule: at-most-once, at: push}
    left_out: [all else]
"""
DIRECT_FLOW = "Caller -> Worker -> Bank -> Office"
DIRECT = """
    nodes:
      caller: {label: Caller, is: source}
      worker: {label: Worker, is: worker, tries: 2, verify: true, on_failure: office, steps: [charge: bank]}
      bank: {label: Bank, is: external, dedupe: true}
      office: {label: Office, is: store}
    load: [{at: caller}]
    must_hold:
      - {id: once, says: once, rule: at-most-once, at: bank}
      - {id: settled, says: settled, rule: reaches, at: [worker, office]}
      - {id: paid, says: paid, rule: reaches, at: [bank, office]}
    left_out: [all else]
"""


def variant(text: str) -> str:
    return f"    variants: [{{id: one, title: one, {text}}}]\n"


def test_a_queued_message_is_done_step_by_step() -> None:
    case = run_case(QUEUE_FLOW, QUEUE, variant("faults: []"))
    assert told(case) == [
        "0 r1 arrives at Topic",
        "0 Topic → Queue: r1",
        "0 Queue → Worker: r1 is taken",
        "1 Worker → Data: delete r1",
        "2 Worker → Service: call r1",
        "2 Worker: r1 is done",
    ]
    assert (case.states, broken(case)) == (6, [])


def test_a_failed_message_comes_back_when_its_visibility_ends() -> None:
    case = run_case(QUEUE_FLOW, QUEUE, variant("faults: [{kind: fail, at: service}]"))
    assert told(case)[5:9] == [
        "2 Service: r1 fails",
        "4 Queue: r1 is visible again",
        "4 Queue → Worker: r1 is taken",
        "5 Worker → Data: delete r1",
    ]
    assert broken(case) == []


def test_a_message_that_always_fails_is_given_up_with_an_alarm() -> None:
    case = run_case(QUEUE_FLOW, QUEUE, variant("faults: [{kind: fail, at: service, always: true}]"))
    assert told(case)[-2:] == ["12 Queue → Dead: r1 is given up", "12 Dead: alarm for r1"]
    assert broken(case) == []


@pytest.mark.parametrize(
    ("record", "when", "breaks"),
    [
        ("last", "done", []),
        ("last", "any", ["once"]),
        ("first", "any", []),
        ("none", "done", ["once"]),
        ("none", "any", ["once"]),
    ],
)
def test_a_duplicate_is_harmless_if_the_record_is_there_in_time(
    record: str, when: str, breaks: list[str]
) -> None:
    changed = (
        f"change: {{worker: {{record: {record}}}}}, faults: [{{kind: duplicate, at: queue, when: {when}}}]"
    )
    assert broken(run_case(QUEUE_FLOW, QUEUE, variant(changed))) == breaks


@pytest.mark.parametrize(("record", "breaks"), [("last", ["once"]), ("first", ["ends"]), ("none", ["once"])])
def test_a_crash_repeats_the_call_or_loses_the_message(record: str, breaks: list[str]) -> None:
    changed = f"change: {{worker: {{record: {record}}}}}, faults: [{{kind: crash, at: worker}}]"
    assert broken(run_case(QUEUE_FLOW, QUEUE, variant(changed))) == breaks


def test_an_attempt_that_outlasts_the_visibility_overlaps_the_next_one() -> None:
    case = run_case(QUEUE_FLOW, QUEUE, variant("change: {data: {takes: 5}}"))
    assert told(case)[3:5] == ["4 Queue: r1 is visible again", "4 Queue → Worker: r1 is taken"]
    assert broken(case) == ["once"]


@pytest.mark.parametrize(
    ("takes", "at_once", "deliveries"),
    [(5, 1, 1), (5, 10, 3), (3, 1, 1)],  # nobody else takes it; another delivery of it is in work; in time
)
def test_a_message_that_is_done_too_late_is_deleted_unless_it_is_in_work_again(
    takes: int, at_once: int, deliveries: int
) -> None:
    changed = f"change: {{worker: {{record: none, at_once: {at_once}}}, data: {{takes: {takes}}}}}"
    taken = [line for line in told(run_case(QUEUE_FLOW, QUEUE, variant(changed))) if "taken" in line]
    assert len(taken) == deliveries


def test_a_message_that_is_done_too_late_does_not_come_back_for_ever() -> None:
    changed = "change: {queue: {dead_letter: null}, worker: {record: none, at_once: 1}, data: {takes: 5}}"
    assert run(QUEUE_FLOW, QUEUE, variant(changed)).problems == ()


def test_a_worker_takes_no_more_than_it_can() -> None:
    changed = "change: {worker: {at_once: 1}}, load: [{at: topic, count: 2, every: 0}]"
    taken = [line for line in told(run_case(QUEUE_FLOW, QUEUE, variant(changed))) if "taken" in line]
    assert taken == ["0 Queue → Worker: r1 is taken", "2 Queue → Worker: r2 is taken"]


def test_an_uncommitted_message_is_read_again() -> None:
    case = run_case(LOG_FLOW, LOG, variant("faults: [{kind: fail, at: sms}]"))
    assert told(case)[2:9] == [
        "0 Log → Consumer: r1 is taken",
        "1 r2 arrives at Event",
        "1 Event → Log: r2",
        "1 Consumer → Push: push r1",
        "2 Consumer → SMS: send r1",
        "2 SMS: r1 fails",
        "2 Log → Consumer: r1 is taken",
    ]
    assert broken(case) == ["once"]


def test_a_message_that_was_committed_before_its_steps_is_lost() -> None:
    changed = "change: {consumer: {commit: before}}, faults: [{kind: crash, at: consumer}]"
    assert broken(run_case(LOG_FLOW, LOG, variant(changed))) == ["sent"]


def test_two_partitions_are_read_at_once() -> None:
    load = "load: [{at: event, name: a1}, {at: event, name: b1}]"
    one = run_case(LOG_FLOW, LOG, variant(load))
    two = run_case(LOG_FLOW, LOG, variant(f"change: {{log: {{partitions: 2}}}}, {load}"))
    assert (one.ended_ms, two.ended_ms) == (4000, 2000)


@pytest.mark.parametrize(
    ("changed", "breaks"),
    [
        ("faults: [{kind: lost-reply, at: bank}]", []),
        ("faults: [{kind: lost-reply, at: bank, always: true}]", []),
        ("faults: [{kind: false-ok, at: bank, always: true}]", []),
        ("change: {bank: {dedupe: false}}, faults: [{kind: lost-reply, at: bank}]", ["once"]),
        ("change: {worker: {verify: false}}, faults: [{kind: false-ok, at: bank}]", ["paid"]),
        (
            "change: {worker: {on_failure: null}}, faults: [{kind: fail, at: bank, times: 2}]",
            ["settled", "paid"],
        ),
    ],
)
def test_a_direct_message_is_tried_again_and_then_given_up(changed: str, breaks: list[str]) -> None:
    assert broken(run_case(DIRECT_FLOW, DIRECT, variant(changed))) == breaks


def test_what_is_given_up_goes_on_from_where_the_work_was() -> None:
    case = run_case(DIRECT_FLOW, DIRECT, variant("faults: [{kind: fail, at: bank, always: true}]"))
    assert told(case)[-1] == "2 Bank → Office: r1 is given up, and Office takes it over"
    assert not any("alarm" in line for line in told(case))


def test_a_worker_that_is_gone_takes_nothing() -> None:
    changed = "faults: [{kind: delete, at: worker}]"
    case = run_case(DIRECT_FLOW, DIRECT, variant(changed))
    assert told(case) == ["0 Worker is deleted", "0 r1 arrives at Caller", "0 Caller → Worker: r1"]
    assert broken(case) == ["settled", "paid"]


def test_what_a_queue_gives_up_can_be_compensated_by_a_worker() -> None:
    saga = """
    nodes:
      parcels: {label: Parcels, is: queue, visibility: 4, max_receives: 2, dead_letter: refund}
      shipping: {label: Shipping, is: worker, steps: [book: carrier]}
      carrier: {label: Carrier, is: external}
      refund: {label: Refund, is: worker, steps: [pay back: ledger]}
      ledger: {label: Ledger, is: store}
    load: [{at: parcels}]
    must_hold:
      - {id: ends, says: ends, rule: reaches, at: [carrier, ledger]}
      - {id: not-both, says: not both, rule: at-most-once, at: [carrier, ledger]}
    left_out: [all else]
    """
    flow = "Parcels -> Shipping -> Carrier; Parcels -> Refund -> Ledger"
    case = run_case(flow, saga, variant("faults: [{kind: fail, at: carrier, always: true}]"))
    assert told(case)[-3:] == [
        "8 Parcels → Refund: r1 is given up, and Refund takes it over",
        "9 Refund → Ledger: pay back r1",
        "9 Refund: r1 is done",
    ]
    assert broken(case) == []
    assert broken(run_case(flow, saga, variant("change: {carrier: {takes: 5}}"))) == ["not-both"]
