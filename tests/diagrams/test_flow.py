"""The one-line notation: what each sign means, and that everything wrong has its place and a way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.diagrams.flow import parse_flow
from portfolio.diagrams.shapes import ProblemKind

SIGNS = st.lists(
    st.sampled_from([*'AB ->:;,()"\n#=<', "->", " <-> ", "→", ": ", "e\u0301", "顧客"]), max_size=60
).map("".join)


def edges(text: str) -> list[str]:
    """The edges of a flow without problems, as `A>B` or `A>B:label`."""
    flow = parse_flow(text)
    assert flow.problems == ()
    names = [node.label for node in flow.graph.nodes]
    return [
        f"{names[edge.source]}>{names[edge.target]}" + (f":{edge.label}" if edge.label else "")
        for edge in flow.graph.edges
    ]


def labels(text: str) -> list[str]:
    return [node.label for node in parse_flow(text).graph.nodes]


def problems(text: str) -> list[tuple[int, int, int, str]]:
    found = parse_flow(text).problems
    assert all(problem.help and problem.kind is ProblemKind.NOTATION for problem in found)
    return [(problem.line, problem.column, problem.length, problem.message) for problem in found]


@pytest.mark.parametrize("arrow", ["->", "-->", "---->", "→", "⟶"])
def test_all_arrows_mean_the_same(arrow: str) -> None:
    assert edges(f"A {arrow} B") == edges(f"A{arrow}B") == ["A>B"]


def test_statements_end_with_a_semicolon_or_the_line() -> None:
    assert edges("SNS -> SQS -> Lambda; SQS -> DLQ\nLambda -> S3;") == [
        "SNS>SQS",
        "SQS>Lambda",
        "SQS>DLQ",
        "Lambda>S3",
    ]


def test_commas_fan_out_and_in() -> None:
    assert edges("A, B -> C, D") == ["A>C", "A>D", "B>C", "B>D"]


def test_a_label_belongs_to_the_last_arrow_and_to_all_its_edges() -> None:
    assert edges("A -> B -> C, D: on failure, (twice)") == [
        "A>B",
        "B>C:on failure, (twice)",
        "B>D:on failure, (twice)",
    ]


@pytest.mark.parametrize("arrow", ["<->", "<-->", "↔"])
def test_two_heads_are_two_edges(arrow: str) -> None:
    assert edges(f"A {arrow} B: talks") == ["A>B:talks", "B>A:talks"]


def test_the_same_label_is_the_same_node_and_the_same_edge_is_said_once() -> None:
    assert edges("A -> B; A  -> B; B -> A") == ["A>B", "B>A"]
    assert labels("DynamoDB  tables -> B; DynamoDB tables") == ["DynamoDB tables", "B"]


def test_a_note_stands_after_its_label() -> None:
    (first, second) = parse_flow("SNS (deletion (GDPR) event) -> SQS; SQS (buffered, queue)").graph.nodes
    assert (first.label, first.note) == ("SNS", "deletion (GDPR) event")
    assert (second.label, second.note) == ("SQS", "buffered, queue")


def test_a_parenthesis_right_behind_a_word_is_part_of_the_label() -> None:
    assert labels("handler(event) (note) -> B") == ["handler(event)", "B"]


def test_quotes_keep_every_sign() -> None:
    assert labels('"a, b; c: d -> (e)" -> B') == ["a, b; c: d -> (e)", "B"]
    assert edges('A -> B: "x; y -> z"') == ["A>B:x; y -> z"]


def test_a_comment_has_a_line_of_its_own() -> None:
    assert labels("# A -> B\n  # C\nC# -> F#") == ["C#", "F#"]


def test_a_label_alone_is_a_node() -> None:
    assert labels("A; B, C") == ["A", "B", "C"]
    assert edges("A; B, C") == []


def test_hyphens_in_a_word_are_letters() -> None:
    assert edges("e-mail -> at-least-once") == ["e-mail>at-least-once"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-> B", [(1, 1, 2, "the arrow `->` has no source")]),
        ("A ->", [(1, 3, 2, "the arrow `->` has no target")]),
        ("A -> -> B", [(1, 3, 2, "the arrow `->` has no target"), (1, 6, 2, "the arrow `->` has no source")]),
        ("A -> , B", [(1, 6, 1, "there is no label before the comma")]),
        ("A, -> B", [(1, 2, 1, "there is no label after the comma")]),
        ("A;\nB => C", [(2, 3, 2, "`=>` is no arrow")]),
        ("A <- B", [(1, 3, 2, "`<-` is no arrow")]),
        ("A -- B", [(1, 3, 2, "`--` is no arrow")]),
        ("A ▶ B", [(1, 3, 1, "`▶` is no arrow")]),
        ('A -> "b', [(1, 6, 1, "a double quote is not closed")]),
        ("A -> b (c", [(1, 8, 1, "a parenthesis is not closed")]),
        ("A -> B:c", [(1, 7, 1, "a blank is missing after the colon")]),
        ("A: b", [(1, 2, 1, "a label after `:` needs an arrow")]),
        ("A -> B:", [(1, 7, 1, "there is no label after `:`")]),
        ("A -> B: c -> D", [(1, 11, 2, "the arrow `->` is in a label")]),
        ("A (n) tail -> B", [(1, 7, 4, "there is text after the note of `A`")]),
        ("A (n)(m) -> B", [(1, 6, 3, "there is text after the note of `A`")]),
        ('"" -> B', [(1, 1, 2, "there is no label")]),
        ("A (x) -> B; A (y)", [(1, 15, 3, "`A` has another note already")]),
    ],
)
def test_everything_wrong_has_its_place(text: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert problems(text) == expected


def test_all_problems_come_at_once_in_their_order() -> None:
    assert [place[:2] for place in problems('A => B\n-> C "\nD ->')] == [(1, 3), (2, 1), (2, 6), (3, 3)]


def test_an_unknown_arrow_suggests_one() -> None:
    assert parse_flow("A => B").problems[0].help == "did you mean `->`?"
    assert parse_flow("A <=> B").problems[0].help == "did you mean `<->`?"
    assert "write `B -> A`" in parse_flow("A <- B").problems[0].help


def test_too_many_arrows_are_one_problem() -> None:
    many = ", ".join(f"n{number}" for number in range(100))
    flow = parse_flow(f"{many} -> {many}")
    assert len(flow.graph.edges) == 1000
    (problem,) = flow.problems
    assert problem.message == "there are more than 1000 arrows"


@pytest.mark.parametrize("sign", ["(", "->", ","])
def test_a_line_of_nothing_but_signs_is_reported_up_to_a_limit(sign: str) -> None:
    assert len(parse_flow(sign * 60_000).problems) == 100


def test_a_thousand_arrows_are_not_too_many() -> None:
    flow = parse_flow(f"A -> {', '.join(f'n{number}' for number in range(1000))}")
    assert len(flow.graph.edges) == 1000
    assert flow.problems == ()


@given(SIGNS | st.text(max_size=100))
def test_any_text_can_be_read_and_problems_lie_inside(text: str) -> None:
    flow = parse_flow(text)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in flow.problems:
        assert problem.length >= 1
        assert problem.column + problem.length - 1 <= len(lines[problem.line - 1])
    assert all(node.label == " ".join(node.label.split()) != "" for node in flow.graph.nodes)
    assert len({node.label for node in flow.graph.nodes}) == len(flow.graph.nodes)
