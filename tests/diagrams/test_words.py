"""A graph in sentences: what each of them says, and that nothing is said twice or left out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from portfolio.diagrams.flow import parse_flow
from portfolio.diagrams.graph import Edge, Graph, Link, Node, TreeItem
from portfolio.diagrams.words import MAX_SUMMARY, describe, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def flatten(items: Iterable[TreeItem], indent: str = "") -> Iterator[str]:
    for item in items:
        yield indent + item.text
        yield from flatten(item.children, indent + "  ")


def say(flow: str) -> list[str]:
    return list(flatten(describe(parse_flow(flow).graph)))


def test_a_flow_is_told_depth_first_with_each_note_once() -> None:
    assert say(
        "SNS (deletion event) -> SQS (queue) -> Lambda -> Tables, API; SQS -> DLQ (raises an alarm)"
    ) == [
        "SNS (deletion event) leads to SQS (queue).",
        "SQS leads to Lambda and DLQ (raises an alarm).",
        "Lambda leads to Tables and API.",
    ]


def test_a_branch_is_told_to_its_end_before_the_next() -> None:
    assert say("A -> B, C; B -> D; C -> E") == ["A leads to B and C.", "B leads to D.", "C leads to E."]


def test_a_chain_is_told_in_one_sentence() -> None:
    assert say("Orders -> Queue (FIFO) -> Worker -> Store") == [
        "Orders leads through Queue (FIFO) and Worker to Store."
    ]
    assert say("A -> B -> C -> A") == ["A leads through B and C back to A."]
    assert say(" -> ".join("ABCDEFGHIJ")) == [
        "A leads through B, C, D and E to F.",
        "F leads through G, H and I to J.",
    ]


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("A -> B -> C; B -> D", ["A leads to B.", "B leads to C and D."]),  # a fork in the middle
        ("A -> B -> C; D -> B", ["A and D both lead to B.", "B leads to C."]),  # a second way in
        ("A -> B -> C: fails", ["A leads to B.", "B leads to C: fails."]),  # a label has its own sentence
        ("A -> B -> C; D -> C", ["A leads to B.", "B and D both lead to C."]),
        ("A -> B -> B", ["A leads to B.", "B leads back to itself."]),
        ("A -> B -> C -> D -> B", ["A leads to B.", "B leads through C and D back to B."]),
    ],
)
def test_a_chain_ends_where_more_is_to_be_said(flow: str, expected: list[str]) -> None:
    assert say(flow) == expected


def test_a_labelled_edge_has_a_sentence_of_its_own() -> None:
    assert say("SQS -> Lambda; SQS -> DLQ: failures") == [
        "SQS leads to Lambda.",
        "SQS leads to DLQ: failures.",
    ]


def test_what_leads_only_to_the_same_node_is_told_together() -> None:
    assert say("A, B -> C -> D") == ["A and B both lead to C.", "C leads to D."]
    assert say("API -> G1, G2, G3 -> End (late)") == [
        "API leads to G1, G2 and G3.",
        "G1, G2 and G3 all lead to End (late).",
    ]


def test_a_cycle_is_named() -> None:
    assert say("A -> B -> C -> A; B -> B") == [
        "A leads to B.",
        "B leads to C and back to itself.",
        "C leads back to A.",
    ]


def test_isolated_nodes_are_named() -> None:
    assert say("A (x)") == ["The drawing shows A (x)."]
    assert say("A; B; C -> D") == ["C leads to D.", "The drawing also shows A and B."]


def test_boxes_in_boxes_and_lines_without_heads_are_told() -> None:
    graph = Graph(
        (Node("VPC", "eu-west-1"), Node("API", parent=0), Node("Worker", "x", parent=0), Node("Log")),
        (Edge(1, 2),),
        (Link(3, 1), Link(3, 2, "reads")),
    )
    assert [*flatten(describe(graph))] == [
        "VPC (eu-west-1) holds API and Worker (x).",
        "API leads to Worker.",
        "API is joined with Log.",
        "Worker is joined with Log: reads.",
    ]


def test_many_sentences_are_below_what_starts_them() -> None:
    flow = "App -> Runtime, Editor; Runtime -> Loader; Loader -> Schema, Registry; Editor -> Facade"
    assert say(flow) == [
        "App leads to Runtime and Editor.",
        "Runtime leads to Loader.",
        "Loader leads to Schema and Registry.",
        "Editor leads to Facade.",
    ]
    other = "; Maps -> Ids, Names; Ids -> Files: reads; Ids -> Cache: writes; Names -> Cache: looks up"
    assert say(flow + other) == [
        "App leads to Runtime and Editor.",
        "  Runtime leads to Loader.",
        "  Loader leads to Schema and Registry.",
        "  Editor leads to Facade.",
        "Maps leads to Ids and Names.",
        "  Ids leads to Files: reads.",
        "  Ids leads to Cache: writes.",
        "  Names leads to Cache: looks up.",
    ]


def test_many_sentences_are_below_the_fork_from_which_they_go_on() -> None:
    flow = "A -> B, C; B -> D; D -> E, F; E -> G; F -> H; G -> X: x; G -> Y: y; C -> I"
    assert say(flow) == [
        "A leads to B and C.",
        "  B leads to D.",
        "  D leads to E and F.",
        "    E leads to G.",
        "    G leads to X: x.",
        "    G leads to Y: y.",
        "    F leads to H.",
        "  C leads to I.",
    ]


def test_more_nodes_than_fit_a_sentence_are_said_in_two() -> None:
    assert say("API -> G1, G2, G3, G4, G5, G6, G7, G8 -> End") == [
        "API leads to G1, G2, G3, G4, G5 and G6.",
        "API leads to G7 and G8.",
        "G1, G2, G3, G4, G5 and G6 all lead to End.",
        "G7 and G8 both lead to End.",
    ]
    long = "which keeps all that was ever ordered and by whom"
    assert say(f"Orders ({long}) -> Parity ({long}) -> Ramp ({long}) -> End") == [
        f"Orders ({long}) leads to Parity ({long}).",
        f"Parity leads through Ramp ({long}) to End.",
    ]


def test_the_nodes_of_a_box_with_many_are_a_list_of_their_own() -> None:
    subnets = (Node(f"Subnet {number}", f"10.0.{number}.0", 0) for number in range(7))
    nodes = (Node("VPC"), *subnets, Node("NAT", parent=1), Node("Users"))
    assert [*flatten(describe(Graph(nodes, (Edge(1, 2), Edge(9, 1)))))] == [
        "VPC holds these 7:",
        "  Subnet 0 (10.0.0.0) holds NAT.",
        "    Subnet 0 leads to Subnet 1 (10.0.1.0).",
        "  Subnet 1",
        "  Subnet 2 (10.0.2.0)",
        "  Subnet 3 (10.0.3.0)",
        "  Subnet 4 (10.0.4.0)",
        "  Subnet 5 (10.0.5.0)",
        "  Subnet 6 (10.0.6.0)",
        "Users leads to Subnet 0.",
    ]


def test_what_leads_into_the_box_around_it_is_said_once() -> None:
    nodes = (Node("VPC"), *(Node(f"n{number}", parent=0) for number in range(1, 9)))
    edges = (
        *(Edge(number, number + 1, f"e{number}") for number in range(1, 8)),
        Edge(8, 0),
        Edge(1, 1, "again"),
    )
    said = [*flatten(describe(Graph(nodes, edges)))]
    assert said[:4] == [
        "VPC holds these 8:",
        "  n1 leads to n2: e1.",
        "    n1 leads back to itself: again.",
        "  n2 leads to n3: e2.",
    ]
    assert said[-1] == "  n8 leads to VPC."
    assert len(said) == 10


def test_a_sentence_that_ends_by_itself_gets_no_second_stop() -> None:
    assert say("A -> B: why?") == ["A leads to B: why?"]


def test_nothing_is_said_of_nothing() -> None:
    assert describe(Graph()) == ()
    assert summarise(Graph()) == "Empty drawing"


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("SNS -> SQS -> DynamoDB tables, API; SQS -> DLQ", "Flow: SNS to DynamoDB tables, API and DLQ"),
        ("A -> B -> A", "Cycle: A and B"),
        ("A; B", "Drawing: A and B"),
        ("A -> A", "Drawing: A"),
    ],
)
def test_a_summary_names_both_ends(flow: str, expected: str) -> None:
    assert summarise(parse_flow(flow).graph) == expected


def test_a_summary_counts_what_has_no_room() -> None:
    targets = ", ".join(f"External service number {number}" for number in range(9))
    said = summarise(parse_flow(f"Start -> {targets}").graph)
    assert said == ("Flow: Start to External service number 0, External service number 1 and 7 more")


def test_a_summary_that_just_fits_has_no_more() -> None:
    def said(length: int) -> str:
        names = ["a" * 40, "b" * 30, "c" * length]
        return summarise(parse_flow(f"S -> {', '.join(names)}").graph)

    room = MAX_SUMMARY - len("Flow: S to ") - 40 - 30 - len(",  and ")
    assert said(room) == f"Flow: S to {'a' * 40}, {'b' * 30} and {'c' * room}"
    assert len(said(room)) == MAX_SUMMARY
    assert said(room + 1) == f"Flow: S to {'a' * 40}, {'b' * 30} and 1 more"


def test_a_name_in_a_summary_is_cut_where_it_is_longer_than_40_columns() -> None:
    assert summarise(parse_flow(f"A -> {'b' * 40}").graph) == f"Flow: A to {'b' * 40}"
    assert summarise(parse_flow(f"A -> {'b' * 41}").graph) == f"Flow: A to {'b' * 39}…"


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(st.integers(1, 8))
    number = st.integers(0, count - 1)
    parents = [draw(st.none() | st.integers(0, place - 1)) if place else None for place in range(count)]
    noted = draw(st.sets(number))
    nodes = tuple(
        Node(f"n{place}", f"note{place}" if place in noted else "", parent)
        for place, parent in enumerate(parents)
    )
    pairs = draw(st.lists(st.tuples(number, number), max_size=12, unique=True))
    joins = draw(st.lists(st.tuples(number, number).filter(lambda ends: ends[0] != ends[1]), max_size=4))
    edges = [Edge(*pair, draw(st.sampled_from(["", f"e{place}"]))) for place, pair in enumerate(pairs)]
    links = {frozenset(pair): Link(*pair, f"l{place}") for place, pair in enumerate(joins)}
    return Graph(nodes, tuple(edges), tuple(links.values()))


@given(graphs())
def test_every_node_note_edge_and_link_is_said_exactly_once(graph: Graph) -> None:
    sentences = [sentence.strip() for sentence in flatten(describe(graph))]
    text = "\n".join(sentences)
    assert len(set(sentences)) == len(sentences)
    for node in graph.nodes:
        assert re.search(rf"\b{node.label}\b", text)
        assert text.count(f"({node.note})") == bool(node.note)
    said = []
    for sentence in sentences:
        subjects, verb, objects = re.sub(r" \(note\d\)", "", sentence).rstrip(".").partition(" lead")
        if verb:
            objects, _, label = objects.partition(": ")
            if "through" in objects:
                through, _, objects = re.sub(r" (?:back )?to ", "|", objects).partition("|")
                passed = re.findall(r"n\d", through)
                said += [(first, then, "") for first, then in pairwise([subjects, *passed])]
                subjects = passed[-1]
            for source in re.findall(r"n\d", subjects):
                ends = [
                    source if found == "itself" else found for found in re.findall(r"n\d|itself", objects)
                ]
                said += [(source, end, label) for end in ends]
    assert sorted(said) == sorted((f"n{edge.source}", f"n{edge.target}", edge.label) for edge in graph.edges)
    assert all(text.count(f": {link.label}.") == 1 for link in graph.links)
    assert wcswidth(summarise(graph)) <= MAX_SUMMARY


@given(
    st.lists(st.text(min_size=1, max_size=150).filter(str.isprintable), min_size=1, max_size=6, unique=True)
)
def test_a_summary_is_short_whatever_the_labels(labels: list[str]) -> None:
    edges = tuple(Edge(0, place) for place in range(1, len(labels)))
    assert wcswidth(summarise(Graph(tuple(map(Node, labels)), edges))) <= MAX_SUMMARY


def test_a_long_chain_needs_no_recursion() -> None:
    chain = Graph(tuple(Node(f"n{n}") for n in range(5000)), tuple(Edge(n, n + 1) for n in range(4999)))
    assert len(describe(chain)) == 1000
