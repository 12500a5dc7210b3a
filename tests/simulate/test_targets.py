from __future__ import annotations

import pytest
from support.systems import broken, run_case, told

FLOW = "Table -> Slow -> Rows; Table -> Quick -> Rows"
ROWS = """
    nodes:
      table: {label: Table, is: source}
      slow: {label: Slow, is: worker, takes: 3, steps: [write: rows]}
      quick: {label: Quick, is: worker, steps: [write: rows]}
      rows: {label: Rows, is: store}
    load: [{at: table, to: slow, name: old, key: row}, {at: table, to: quick, name: new, key: row, start: 1}]
    must_hold:
      - {id: newest, says: newest, rule: newest-wins, at: rows}
      - {id: kept, says: kept, rule: kept, at: rows}
    left_out: [all else]
"""


def variant(text: str) -> str:
    return f"    variants: [{{id: one, title: one, {text}}}]\n"


def test_a_store_that_knows_timestamps_keeps_the_newest_row() -> None:
    case = run_case(FLOW, ROWS, variant("faults: []"))
    assert told(case)[-2:] == [
        "4 Rows: old is older than what is there, and is left out",
        "4 Slow: old is done",
    ]
    assert broken(case) == []


def test_a_store_without_timestamps_lets_an_older_row_replace_a_newer_one() -> None:
    case = run_case(FLOW, ROWS, variant("change: {rows: {keep: last}}"))
    assert "4 Rows: old replaces a newer row" in told(case)
    assert broken(case) == ["newest"]
    assert case.broken == ("newest",)


def test_rows_of_different_keys_do_not_meet() -> None:
    load = "load: [{at: table, to: slow, name: old}, {at: table, to: quick, name: new, start: 1}]"
    assert broken(run_case(FLOW, ROWS, variant(f"change: {{rows: {{keep: last}}}}, {load}"))) == []


@pytest.mark.parametrize(("retain", "breaks"), [("true", []), ("false", ["kept"])])
def test_a_store_survives_the_deletion_of_its_stack_if_it_is_retained(retain: str, breaks: list[str]) -> None:
    changed = f"change: {{rows: {{retain: {retain}}}}}, faults: [{{kind: delete, at: rows, after: 2.5}}]"
    case = run_case(FLOW, ROWS, variant(changed))
    assert ("2.5 Rows survives the deletion" in told(case)) is (not breaks)
    assert broken(case) == breaks


def test_writing_to_a_deleted_store_fails() -> None:
    case = run_case(FLOW, ROWS, variant("faults: [{kind: delete, at: rows}]"))
    assert "2 Rows: new fails" in told(case)


def test_messages_of_one_key_count_as_one_where_a_node_or_a_rule_says_so() -> None:
    cache = """
    nodes:
      readers: {label: Readers, is: source}
      misses: {label: Misses, is: queue, visibility: 9}
      app: {label: App, is: worker, steps: [compute: db]}
      db: {label: Database, is: external}
    load: [{at: readers, key: page, count: 2, every: 0}]
    must_hold:
      - {id: each-once, says: each once, rule: at-most-once, at: db}
      - {id: page-once, says: page once, rule: at-most-once, at: db, per: key}
    left_out: [all else]
    """
    flow = "Readers -> Misses -> App -> Database"

    def breaks(change: str) -> list[str]:
        return broken(
            run_case(flow, cache, f"    variants: [{{id: one, title: one, change: {{{change}}}}}]\n")
        )

    assert breaks("") == ["page-once"]
    assert breaks("app: {record: first}") == ["page-once"]
    assert breaks("app: {record: first, per: key}") == []
    assert breaks("app: {record: last, per: key}") == ["page-once"]
    assert breaks("db: {dedupe: true}") == ["page-once"]
    assert breaks("db: {dedupe: true, per: key}") == []
