from __future__ import annotations

from portfolio.model.case_study import Outcome


def test_a_change_reads_as_what_it_was_and_what_it_is() -> None:
    outcome = Outcome(id="time", what="execution time", before="50", after="25", unit="minutes")
    assert (outcome.value, outcome.amount, outcome.label) == (
        "50 → 25",
        "50 → 25\u00a0minutes",
        "execution time",
    )
    assert outcome.phrase == "execution time: 50 → 25\u00a0minutes"


def test_a_state_reads_as_a_number_of_something() -> None:
    outcome = Outcome(id="customers", what="customers moved", after="1M+", scope="zero downtime")
    assert (outcome.value, outcome.amount) == ("1M+", "1M+")
    assert outcome.label == "customers moved, zero downtime"
    assert outcome.phrase == "1M+ customers moved, zero downtime"


def test_a_value_with_a_unit_follows_its_label() -> None:
    outcome = Outcome(id="x", what="settlement time", after="4", unit="minutes", before=None)
    assert outcome.phrase == "settlement time: 4\u00a0minutes"
