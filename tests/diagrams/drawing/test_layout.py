"""A graph drawn anew: it fits, it is the same each time, and it reads back as the graph that was drawn."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from random import Random
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from portfolio.diagrams.drawing.layout import MAX_NODES, draw_graph
from portfolio.diagrams.flow import parse_flow
from portfolio.diagrams.graph import Edge, Graph, Link, Node
from portfolio.diagrams.reading.diagram import read_diagram

if TYPE_CHECKING:
    from types import FrameType

DRAWN = Path(__file__).with_name("drawn.txt")
WORDS = ("API", "Queue", "worker", "S3", "Kafka", "e-mail", "顧客", "データ", "🚀", "v2", "Lambda", "of")
LABELS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
GDPR = (
    "SNS (deletion event) -> SQS (buffered queue) -> Lambda -> DynamoDB tables, External state API;"
    "SQS -> DLQ (captures failures, raises an alarm)"
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    labels = draw(st.lists(LABELS, min_size=2, max_size=8, unique=True))
    nodes = tuple(Node(label, draw(st.just("") | LABELS)) for label in labels)
    ends = st.tuples(st.integers(0, len(nodes) - 1), st.integers(0, len(nodes) - 1)).filter(
        lambda pair: pair[0] != pair[1]
    )
    pairs = draw(st.lists(ends, max_size=9, unique=True))
    edges = [Edge(source, target, draw(st.just("") | LABELS)) for source, target in pairs]
    return Graph(nodes, tuple(edges))


def meaning(graph: Graph) -> tuple[object, ...]:
    """What a graph says, whatever the order of its nodes."""
    names = [node.label for node in graph.nodes]
    return (
        sorted((node.label, node.note) for node in graph.nodes),
        sorted((names[edge.source], names[edge.target], edge.label) for edge in graph.edges),
        sorted((*sorted((names[link.first], names[link.second])), link.label) for link in graph.links),
    )


def read_back(drawn: str) -> tuple[object, ...]:
    read = read_diagram(drawn)
    assert read.graph is not None, f"no graph in\n{drawn}\n{read.problems}"
    return meaning(read.graph)


def drawn_text(graph: Graph, *, width: int = 72, downwards: bool = False) -> str | None:
    found = draw_graph(graph, width=width, downwards=downwards)
    return found.text if found is not None else None


def test_what_was_drawn_comes_with_what_it_reads_as() -> None:
    found = draw_graph(parse_flow("A -> B").graph)
    assert found is not None
    assert found.diagram == read_diagram(found.text)


@given(graphs(), st.sampled_from([(72, False), (36, True), (100, True)]))
def test_a_drawing_reads_back_as_its_graph(graph: Graph, way: tuple[int, bool]) -> None:
    width, downwards = way
    drawn = drawn_text(graph, width=width, downwards=downwards)
    if drawn is not None:
        assert read_back(drawn) == meaning(graph), drawn
        assert max(map(wcswidth, drawn.split("\n"))) <= width
        assert drawn == drawn_text(graph, width=width, downwards=downwards)


def drawn(flow: str, *, width: int = 72, downwards: bool = False) -> str | None:
    return drawn_text(parse_flow(flow).graph, width=width, downwards=downwards)


def test_a_chain_runs_to_the_right() -> None:
    assert drawn("A -> B -> C") == dedent(
        """\
        ┌───┐   ┌───┐   ┌───┐
        │ A ├──→│ B ├──→│ C │
        └───┘   └───┘   └───┘"""
    )


def test_a_chain_downwards_has_boxes_of_one_width() -> None:
    assert drawn("SNS (deletion event) -> SQS", width=36, downwards=True) == dedent(
        """\
        ┌──────────────────┐
        │       SNS        │
        │ (deletion event) │
        └─────────┬────────┘
                  ↓
        ┌──────────────────┐
        │       SQS        │
        └──────────────────┘"""
    )


def test_many_kinds_of_graphs_are_drawn_as_they_were(*, update_golden: bool) -> None:
    """Forks, joins, cycles, labels and long lines; each block of the file begins with what is drawn, and how."""
    blocks = []
    for block in re.split(r"\n\n(?=\d+ columns)", DRAWN.read_text(encoding="utf-8").strip()):
        title = block.partition("\n")[0]
        form, _, flow = title.partition(": ")
        picture = drawn(flow, width=int(form.split()[0]), downwards=form.endswith("downwards"))
        blocks.append(f"{title}\n{picture}")
    text = "\n\n".join(blocks) + "\n"
    if update_golden:
        DRAWN.write_text(text, encoding="utf-8")
    assert text == DRAWN.read_text(encoding="utf-8")


def test_arrows_of_one_source_share_a_line() -> None:
    assert drawn("A -> B, C") == dedent(
        """\
        ┌───┐   ┌───┐
        │ A ├─┬→│ B │
        └───┘ │ └───┘
              │ ┌───┐
              └→│ C │
                └───┘"""
    )


def test_a_fork_in_three_is_a_comb() -> None:
    assert drawn("A -> B, C, D", downwards=True) == dedent(
        """\
               ┌───┐
               │ A │
               └─┬─┘
          ┌──────┼──────┐
          ↓      ↓      ↓
        ┌───┐  ┌───┐  ┌───┐
        │ B │  │ C │  │ D │
        └───┘  └───┘  └───┘"""
    )


def test_a_label_stands_in_a_level_line_and_beside_an_upright_one() -> None:
    assert "├─── on failure ──→│" in str(drawn("A -> B: on failure"))
    assert "│ on failure\n" in str(drawn("A -> B: on failure", downwards=True))


def test_an_arrow_that_closes_a_cycle_points_back() -> None:
    assert "↑" in str(drawn("A -> B -> A", downwards=True))
    assert "←" in str(drawn("A -> B -> A"))


def test_what_does_not_fit_to_the_right_runs_down() -> None:
    chain = "-> ".join(f"Service number {number} " for number in range(6))
    assert "↓" in str(drawn(chain))
    assert "→" not in str(drawn(chain))


def test_lines_without_heads_read_back() -> None:
    graph = Graph((Node("A"), Node("B"), Node("C")), (Edge(0, 1),), (Link(1, 2), Link(0, 2)))
    for downwards in (False, True):
        picture = drawn_text(graph, downwards=downwards)
        assert picture is not None
        assert read_back(picture) == meaning(graph)


def test_the_gdpr_flow_fits_a_page_and_a_phone() -> None:
    graph = parse_flow(GDPR).graph
    for width, downwards in ((72, False), (36, True)):
        picture = drawn_text(graph, width=width, downwards=downwards)
        assert picture is not None
        assert max(map(wcswidth, picture.split("\n"))) <= width
        assert read_back(picture) == meaning(graph)


@pytest.mark.parametrize(
    "graph",
    [
        Graph(),
        Graph((Node("A"),), (Edge(0, 0),)),
        Graph((Node("VPC"), Node("API", parent=0))),
        Graph((Node("a -> b"), Node("C")), (Edge(0, 1),)),
        Graph((Node("A"), Node("B")), (Edge(0, 1, "x │ y"),)),
        Graph((Node("incomprehensibilities" * 2),)),
        Graph(tuple(Node(f"n{number}") for number in range(MAX_NODES + 1))),
    ],
    ids=["empty", "loop", "nested", "arrow", "wall", "wide", "large"],
)
def test_what_cannot_be_drawn_is_not_drawn(graph: Graph) -> None:
    assert draw_graph(graph, width=36) is None


def test_most_small_graphs_are_drawn() -> None:
    """An empty hand would pass every other test."""
    names = [f"n{number}" for number in range(6)]
    flows = [f"{a} -> {b}; {b} -> {c}, {d}" for a in names for b in names for c in names for d in names]
    for graph in (parse_flow(flow).graph for flow in flows[::17]):
        if all(edge.source != edge.target for edge in graph.edges):
            assert draw_graph(graph)
            assert draw_graph(graph, width=36, downwards=True)


def test_many_branches_hang_on_a_trunk_where_they_do_not_fit_side_by_side() -> None:
    flow = "Lambda -> Tables, External; Lambda -> Notifications: mail; Lambda -> Audit -> Archive"
    assert drawn(flow, width=32, downwards=True) == dedent(
        """\
        ┌────────┐
        │ Lambda │
        └─┬──────┘
          │   ┌────────┐
          ├──→│ Tables │
          │   └────────┘
          │   ┌──────────┐
          ├──→│ External │
          │   └──────────┘
          │   mail   ┌───────────────┐
          ├─────────→│ Notifications │
          │          └───────────────┘
          │   ┌───────┐
          └──→│ Audit │
              └─┬─────┘
                ↓
              ┌─────────┐
              │ Archive │
              └─────────┘"""
    )


def test_nearly_every_small_graph_is_drawn() -> None:
    """Read back inside `draw_graph`, a layout that is misread gives nothing: so nothing has to be rare."""
    random = Random(1)  # noqa: S311 (the same graphs each time, no secret)
    missing = 0
    for _ in range(120):
        count = random.randint(2, 8)
        nodes = tuple(Node(f"{random.choice(WORDS)} {place}") for place in range(count))
        pairs = {(random.randrange(count), random.randrange(count)) for _ in range(count + 2)}
        edges = [
            Edge(*pair, random.choice(["", "", "", "on error"]))
            for pair in sorted(pairs)
            if pair[0] != pair[1]
        ]
        graph = Graph(nodes, tuple(edges))
        missing += draw_graph(graph, width=100) is None
        missing += draw_graph(graph, width=60, downwards=True) is None
    assert missing < 5


def count_calls(size: int) -> int:
    """Return how many functions are called while a graph of so many nodes is drawn both ways."""
    edges = tuple(Edge((number * 7) // 11, number) for number in range(1, size))
    graph = Graph(tuple(Node(f"node {number}") for number in range(size)), edges)
    count = 0

    def follow(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(follow)
    try:
        draw_graph(graph)
        draw_graph(graph, width=36, downwards=True)
    finally:
        sys.setprofile(before)
    return count


def test_the_work_grows_with_the_size_of_a_graph() -> None:
    assert count_calls(MAX_NODES) < 3 * count_calls(MAX_NODES // 2) < 5_000_000


def test_the_first_line_of_a_label_stays_a_line() -> None:
    drawn = draw_graph(Graph((Node("Form 1 name and address", first="Form 1"), Node("End")), (Edge(0, 1),)))
    assert drawn is not None
    assert "│      Form 1      ├──→│ End │" in drawn.text


def test_branches_that_do_not_fit_side_by_side_run_together_below() -> None:
    flow = "API (retries) -> Gate 1, Gate 2, Gate 3; Gate 1, Gate 3 -> Check (ambiguous); Gate 2 -> Log -> Check -> End"
    assert drawn(flow, width=24, downwards=True) == dedent(
        """\
        ┌───────────┐
        │    API    │
        │ (retries) │
        └─┬─────────┘
          │   ┌────────┐
          ├──→│ Gate 1 │──┐
          │   └────────┘  │
          │   ┌────────┐  │
          ├──→│ Gate 2 │  │
          │   └─┬──────┘  │
          │     ↓         │
          │   ┌─────┐     │
          │   │ Log │─────┤
          │   └─────┘     │
          │   ┌────────┐  │
          └──→│ Gate 3 │──┤
              └────────┘  │
                          ↓
                 ┌─────────────┐
                 │    Check    │
                 │ (ambiguous) │
                 └─┬───────────┘
                   ↓
                 ┌─────┐
                 │ End │
                 └─────┘"""
    )


def test_many_sources_run_together_below() -> None:
    flow = ", ".join(f"Service {name}" for name in "ABCDE") + " -> Queue -> Worker"
    assert drawn(flow, width=24, downwards=True) == dedent(
        """\
        ┌───────────┐
        │ Service A │──┐
        └───────────┘  │
        ┌───────────┐  │
        │ Service B │──┤
        └───────────┘  │
        ┌───────────┐  │
        │ Service C │──┤
        └───────────┘  │
        ┌───────────┐  │
        │ Service D │──┤
        └───────────┘  │
        ┌───────────┐  │
        │ Service E │──┤
        └───────────┘  │
                       ↓
                     ┌───────┐
                     │ Queue │
                     └─┬─────┘
                       ↓
                     ┌────────┐
                     │ Worker │
                     └────────┘"""
    )


@pytest.mark.parametrize(
    "flow",
    [
        "A -> Service 1, Service 2, Service 3, Service 4; Service 1, Service 2, Service 3 -> B",  # one goes nowhere
        "A -> Service 1, Service 2, Service 3, Service 4; Service 1, Service 2, Service 3, Service 4 -> B; A -> B",
        "A -> Service 1, Service 2, Service 3, Service 4 -> B; C -> B",  # another one leads there
        "A -> Service 1, Service 2, Service 3, Service 4 -> B -> A",  # a cycle
        "Service 1, Service 2, Service 3, Service 4 -> B: yes",  # a label that has no room
        "Service 1, Service 2, Service 3, Service 4 -> B, C",
    ],
)
def test_what_cannot_run_together_is_not_drawn(flow: str) -> None:
    assert drawn(flow, width=20, downwards=True) is None
