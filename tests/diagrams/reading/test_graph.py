from __future__ import annotations

import pytest

from portfolio.diagrams.grid import parse_grid
from portfolio.diagrams.reading.graph import read_graph
from portfolio.diagrams.reading.trace import trace_drawing


def edges(text: str) -> list[str]:
    graph = read_graph(trace_drawing(parse_grid(text))).graph
    return [f"{graph.nodes[e.source].label}>{graph.nodes[e.target].label}:{e.label}" for e in graph.edges]


@pytest.mark.parametrize("shaft", ["→", "▶", "──▶", "->", "-->", "==>", "━━►", "╌╌>", "═══>", "⇒", "─→"])
def test_all_shafts_mean_the_same(shaft: str) -> None:
    assert edges(f"One {shaft} Two") == ["One>Two:"]


@pytest.mark.parametrize("shaft", ["←", "◀", "◀──", "<--", "<==", "⇐"])
def test_an_arrow_to_the_left_starts_on_the_right(shaft: str) -> None:
    assert edges(f"One {shaft} Two") == ["Two>One:"]


@pytest.mark.parametrize("shaft", ["<-->", "<->", "◀──▶", "<==>", "←→", "↔", "⟷", "⇄"])
def test_two_heads_make_two_edges(shaft: str) -> None:
    assert edges(f"One {shaft} Two") == ["One>Two:", "Two>One:"]


@pytest.mark.parametrize("text", ["A\n↕\nB", "┌───┐\n│ A │\n└───┘\n  ↕\n┌───┐\n│ B │\n└───┘"])
def test_an_upright_arrow_of_one_character_may_point_both_ways(text: str) -> None:
    assert edges(text) == ["A>B:", "B>A:"]


@pytest.mark.parametrize("line", ["One ─↔─ Two", "We went from A ↔ B, and back.", "3↔4"])
def test_an_arrow_both_ways_in_a_line_or_in_words_is_left_alone(line: str) -> None:
    assert edges(line) == []


@pytest.mark.parametrize("head", ["↓", "▼", "│\n  ▼", "|\n  v", "│\n  ↓", "║\n  ▼", "↓\n  ↓"])
def test_an_upright_arrow_joins_the_labels_above_and_below(head: str) -> None:
    assert edges(f"First\n  {head}\nSecond") == ["First>Second:"]


@pytest.mark.parametrize("label", ["(retry)", "(a) b", "a (b)"])
def test_a_label_of_an_arrow_may_stand_in_parentheses(label: str) -> None:
    assert edges(f"A\n│ {label}\n▼\nB") == [f"A>B:{label}"]
    assert edges(f"A -- {label} --> B") == [f"A>B:{label}"]


@pytest.mark.parametrize("gap", [" ", "  ", "   "])
def test_a_gap_in_a_shaft_is_no_label(gap: str) -> None:
    assert edges(f"A --{gap}--> B") == ["A -->B:"]


def test_a_hanging_arrow_prefers_the_arrow_above_to_a_note() -> None:
    assert edges("A → B\n(n) → C") == ["A>B:", "A>C:"]


@pytest.mark.parametrize(
    ("above", "arrow", "expected"),
    [
        ("A → B", "  → C", ["A>C:"]),
        ("A ← B", "  ← C", ["C>A:"]),
        ("A", "→ C", ["A>C:"]),
        ("Alpha", "  → C", ["Alpha>C:"]),
        ("Alpha", "─→ C", ["Alpha>C:"]),
    ],
)
def test_a_hanging_arrow_reaches_up_to_the_row_above_but_over_no_blank_row(
    above: str, arrow: str, expected: list[str]
) -> None:
    alone = edges(above)
    assert edges(f"{above}\n{arrow}") == alone + expected
    assert edges(f"{above}\n\n{arrow}") == alone
    assert edges(f"{above}\n   \n{arrow}") == alone


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("A → Queue\n    step 1)", {"A": "", "Queue": ""}),
        ("Queue\nstep 1)\n  ↓\nB", {"step 1)": "", "B": ""}),
        ("Queue\n(step 1)\n  ↓\nB", {"Queue": "step 1", "B": ""}),
        ("Queue\n(a long\nstep)\n  ↓\nB", {"Queue": "a long step", "B": ""}),
    ],
)
def test_a_note_ends_only_where_one_began(text: str, notes: dict[str, str]) -> None:
    graph = read_graph(trace_drawing(parse_grid(text))).graph
    assert {node.label: node.note for node in graph.nodes} == notes


@pytest.mark.parametrize("indent", [7, 8, 9])
def test_an_arrow_under_an_arrow_or_a_column_beside_is_a_fan_out(indent: int) -> None:
    assert edges(f"Upload  → Scan\n{' ' * indent}→ Log") == ["Upload>Scan:", "Upload>Log:"]


def test_a_long_row_under_the_first_arrow_of_a_long_row_may_be_either() -> None:
    assert edges("A → B → C → D\n  → E → F") == ["A>B:", "B>C:", "C>D:", "E>F:"]


def test_nodes_are_in_reading_order_and_edges_in_the_order_of_their_sources() -> None:
    graph = read_graph(trace_drawing(parse_grid("C ← B\n↓\nA"))).graph
    assert [node.label for node in graph.nodes] == ["C", "B", "A"]
    assert [(edge.source, edge.target) for edge in graph.edges] == [(0, 2), (1, 0)]


def test_a_sequence_has_no_graph() -> None:
    reading = read_graph(trace_drawing(parse_grid("A     B\n│     │\n├────▶│\n│     │")))
    assert (reading.is_sequence, reading.graph.nodes, reading.problems) == (True, (), ())
