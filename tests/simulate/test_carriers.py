from __future__ import annotations

from support.systems import broken, run_case, told

FAN_OUT = """
    nodes:
      cron: {label: Cron, is: schedule, every: 60, count: 2, name: run}
      topic: {label: Topic, is: topic}
      one: {label: One, is: worker}
      two: {label: Two, is: worker}
    must_hold: [{id: both, says: both, rule: reaches, at: two}]
    variants: [{id: one, title: one}]
    left_out: [all else]
"""
SOURCE = """
    nodes:
      source: {label: Source, is: source}
      one: {label: One, is: store}
      two: {label: Two, is: store}
    load: [{at: source, to: two, name: a}, {at: source, name: b, start: 1}]
    must_hold: [{id: two, says: two, rule: reaches, at: two}]
    variants: [{id: one, title: one}]
    left_out: [all else]
"""


def test_a_schedule_makes_messages_and_a_topic_sends_them_everywhere() -> None:
    case = run_case("Cron -> Topic -> One; Topic -> Two", FAN_OUT)
    assert told(case)[:6] == [
        "60 run1 arrives at Cron",
        "60 Cron → Topic: run1",
        "60 Topic → One: run1",
        "60 Topic → Two: run1",
        "60 One: run1 is done",
        "60 Two: run1 is done",
    ]
    assert case.ended_ms == 120_000
    assert broken(case) == []


def test_a_load_can_choose_the_edge_of_its_source() -> None:
    case = run_case("Source -> One; Source -> Two", SOURCE)
    assert told(case) == [
        "0 a arrives at Source",
        "0 Source → Two: a",
        "1 b arrives at Source",
        "1 Source → One: b",
        "1 Source → Two: b",
    ]
