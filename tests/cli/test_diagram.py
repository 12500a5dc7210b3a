"""`portfolio diagram` through the real command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

DRAWING = """\
┌─────┐      ┌─────┐
│ SNS │─────→│ SQS │──→ Lambda (worker)
└─────┘      └─────┘
                ↓
               DLQ
"""


NOT_READ = "no closed box and no arrow was found: it is shown as characters only\n"


def write(folder: Path, text: str, name: str = "drawing.txt") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


def test_words_are_the_default(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", write(tmp_path, DRAWING), cwd=tmp_path)
    assert run.returncode == 0
    assert run.stdout == "SNS leads to SQS.\nSQS leads to Lambda (worker) and DLQ.\n"
    assert run.stderr == ""


def test_many_sentences_are_indented_below_what_they_go_on_from(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    flow = "A -> B: b; A -> C: c; B -> D: d; B -> E: e; C -> F: f; C -> G: g; D -> H: h; E -> I: i\n"
    run = run_portfolio("diagram", "-", "--flow", stdin=flow, cwd=tmp_path)
    assert run.stdout.splitlines() == [
        "A leads to B: b.",
        "A leads to C: c.",
        "  B leads to D: d.",
        "  B leads to E: e.",
        "    D leads to H: h.",
        "    E leads to I: i.",
        "  C leads to F: f.",
        "  C leads to G: g.",
    ]


def test_data_names_nodes_and_edges_by_their_labels(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", write(tmp_path, DRAWING), "--to", "json", cwd=tmp_path)
    data = json.loads(run.stdout)
    assert (data["boxes"], data["arrow_heads"], data["diagnostics"]) == (2, 3, [])
    assert {"name": "Lambda (worker)", "label": "Lambda", "note": "worker", "in": None} in data["nodes"]
    assert {"from": "SQS", "to": "DLQ", "label": ""} in data["edges"]
    assert len(data["edges"]) == 3


def test_a_problem_is_in_the_data_with_line_and_column(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", "-", "--to", "json", stdin="A → B\n  ↓\n", cwd=tmp_path)
    assert run.returncode == 0
    (problem,) = json.loads(run.stdout)["diagnostics"]
    assert (problem["line"], problem["column"], problem["code"]) == (2, 3, "diagram-arrow")


def test_a_problem_is_shown_beside_the_words(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", write(tmp_path, "A → B\n  ↓\n"), cwd=tmp_path)
    assert run.stdout == "A leads to B.\nNot every arrow of the drawing is described here.\n"
    assert run.stderr.startswith("drawing.txt:2:3: warning[diagram-arrow]: ")


def test_the_picture_is_standalone(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", write(tmp_path, DRAWING), "--to", "svg", "--title", "Queues", cwd=tmp_path)
    root = ET.fromstring(run.stdout)  # noqa: S314 (our own output)
    assert root.attrib["aria-label"] == "Queues"


def test_a_graph_is_drawn_again_with_aligned_boxes(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", "-", "--to", "ascii", stdin="A → B\n", cwd=tmp_path)
    assert run.stdout == "┌───┐   ┌───┐\n│ A ├──→│ B │\n└───┘   └───┘\n"


def test_a_graph_is_printed_as_mermaid_with_boxes_in_boxes(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    drawing = "┌─ Site ─────────────┐\n│ ┌───┐ POST   ┌───┐ │\n│ │ A │───────▶│ B │ │\n│ └───┘        └───┘ │\n└────────────────────┘\n"
    run = run_portfolio("diagram", "-", "--to", "mermaid", stdin=drawing, cwd=tmp_path)
    assert run.stdout == (
        'flowchart TD\n    subgraph n0["Site"]\n        n1["A"]\n        n2["B"]\n    end\n    n1 -->|"POST"| n2\n'
    )


def test_a_sequence_is_printed_as_mermaid_with_its_signs_escaped(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    drawing = 'Ann        Ben\n |          |\n |-- a;"b" ->|\n |<---------|\n'
    run = run_portfolio("diagram", "-", "--to", "mermaid", stdin=drawing, cwd=tmp_path)
    assert run.stdout == (
        "sequenceDiagram\n    participant n0 as Ann\n    participant n1 as Ben\n"
        "    n0->>n1: a#59;#34;b#34;\n    n1->>n0: #8203;\n"
    )


def test_what_has_no_graph_is_no_mermaid(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", "-", "--to", "mermaid", stdin="root\n├── a\n└── b\n", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "standard input:1:1: error[diagram-empty]: this drawing has no nodes and arrows that Mermaid could show\n"
        "  |\n1 | root\n  | ^\n  = help: use `--to svg`, which draws every character\n\n1 error\n"
    )


@pytest.mark.parametrize("form", ["text", "svg", "ascii"])
@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("┌──────\n│ Queue\n└──────\n", NOT_READ),
        ("+------+\n| Queue\n+------+\n", NOT_READ),
        ("+-------+\n| Queue |\n+-------+\n", ""),
        ("root\n├── a\n└── b\n", ""),
        ("┌───┬───┐\n│ a │ b │\n└───┴───┘\n", ""),
    ],
)
def test_a_drawing_in_which_nothing_was_found_is_named(
    form: str, drawing: str, said: str, run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    run = run_portfolio("diagram", "-", "--to", form, stdin=drawing, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, said)


def test_what_has_no_graph_is_printed_with_its_walls_straightened(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    table = "┌───┬───┐\n│ a │ b  │\n├───┼───┤\n│ c │ d │\n└───┴───┘\n"
    run = run_portfolio("diagram", "-", "--to", "ascii", stdin=table, cwd=tmp_path)
    widths = {len(line) for line in run.stdout.splitlines()}
    assert len(widths) == 1


def test_the_notation_of_one_line(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", "-", "--flow", stdin="A -> B, C: both\n", cwd=tmp_path)
    assert run.returncode == 0
    assert run.stdout.startswith("A leads to B")


def test_a_flow_that_cannot_be_read_fails_with_its_position(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    run = run_portfolio("diagram", "-", "--flow", stdin="A ->\n", cwd=tmp_path)
    assert run.returncode == 1
    assert "standard input:1:" in run.stderr
    assert "error[diagram-notation]" in run.stderr


def test_bytes_that_are_no_text_fail_with_their_position(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"a\n\xff")
    run = run_portfolio("diagram", "x.txt", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stderr.startswith("x.txt:2:1: error[file-encoding]")


def test_control_characters_do_no_harm(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    run = run_portfolio("diagram", "-", "--to", "json", stdin="A\x1b[31m → B\x07\n", cwd=tmp_path)
    assert run.returncode == 0
    assert "diagram-control" in {item["code"] for item in json.loads(run.stdout)["diagnostics"]}


def test_a_missing_file_is_a_usage_error(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    assert run_portfolio("diagram", "none.txt", cwd=tmp_path).returncode == 2
