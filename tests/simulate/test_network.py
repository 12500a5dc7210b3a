"""What the messages of tests/cli/bad_input/scenario-*.txt leave out: moves that would be lost silently."""

from __future__ import annotations

from support.systems import run

REST = "    variants: [{id: one, title: one}]\n    left_out: [all else]\n"


def messages(flow: str, text: str) -> list[str]:
    return [problem.message for problem in run(flow, text, REST).problems]


def test_a_consumer_reads_logs_only() -> None:
    text = """
    nodes:
      topic: {label: Topic, is: topic}
      store: {label: Store, is: store}
      consumer: {label: Consumer, is: consumer}
    load: [{at: topic}]
    must_hold: [{id: done, says: done, rule: reaches, at: consumer}]
    """
    assert messages("Topic -> Consumer; Topic -> Store", text) == [
        "no arrow is drawn from a log to `Consumer`"
    ]


def test_a_service_has_one_caller() -> None:
    text = """
    nodes:
      one: {label: One, is: service, calls: slow}
      two: {label: Two, is: service, calls: slow}
      slow: {label: Slow, is: service}
    load: [{at: one}, {at: two}]
    must_hold: [{id: done, says: done, rule: reaches, at: [one, two]}]
    """
    assert messages("One -> Slow; Two -> Slow", text) == ["`slow` is called by `one` already"]


def test_labels_are_compared_without_case_and_blanks() -> None:
    text = """
    nodes:
      one: {label: first  NODE, is: topic}
      two: {label: Second, is: store}
    load: [{at: one}]
    must_hold: [{id: done, says: done, rule: reaches, at: two}]
    """
    assert messages("First node -> second", text) == []
