"""`check --format json`: its keys, and edits that make a broken site whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.bad_input import CASES, change, parse_case
from support.sites import copy_starter, personalize

from portfolio.errors import Code, Diagnostic, Source

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

BASE = ("--base-url", "https://example.org/")
KEYS = ["severity", "code", "message", "help", "file", "line", "column", "length", "edits"]
EDIT_KEYS = ["file", "line", "column", "length", "replacement"]


def check(site: Path, run_portfolio: RunPortfolio) -> list[dict[str, Any]]:
    done = run_portfolio("check", "--format", "json", *BASE, cwd=site)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def apply(site: Path, edits: list[dict[str, Any]]) -> None:
    """Apply edits as the docs say: those of a line from its end."""
    for edit in sorted(edits, key=lambda edit: (edit["file"], edit["line"], -edit["column"])):
        file = site / edit["file"]
        lines = file.read_text(encoding="utf-8").split("\n")
        line, start = lines[edit["line"] - 1], edit["column"] - 1
        lines[edit["line"] - 1] = line[:start] + edit["replacement"] + line[start + edit["length"] :]
        file.write_text("\n".join(lines), encoding="utf-8")


SLIPS = [
    ("content/profile.yaml", "\nname:", "\nnmae:"),
    ("content/profile.yaml", "  - label:", "  - lable:"),
    ("content/profile.yaml", "\nclosing:", "\nclosign:"),
    ("content/home.yaml", "kind: principles", "kind: principels"),
    ("content/home.yaml", "settlement-queue/settlement-time", "settlement-queue/setlement-time"),
    ("content/principles.yaml", "id: retries-happen", "id: Retries Happen"),
    ("content/case-studies/settlement-queue.md", "company: Exemple Bank", 'company: "Exemple Bnak"'),
    ("content/case-studies/settlement-queue.md", "[Go, PostgreSQL]", "[go, Postgresql]"),
    ("content/case-studies/settlement-queue.md", "problem:", "problme:"),
    ("content/case-studies/settlement-queue.md", "```diagram", "```diagrm"),
    (
        "content/case-studies/settlement-queue.md",
        "## What it looks like",
        "[up](#how-it-flws)\n\n## What it looks like",
    ),
    ("portfolio.yaml", "email: shown ", "email: shwon "),
    ("portfolio.yaml", "theme: terminal", "theme: termnal"),
]


def test_the_edits_make_a_broken_site_whole(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    site = personalize(copy_starter(tmp_path / "site"))
    whole = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.*") if path.is_file()}
    for name, right, wrong in SLIPS:
        file = site / name
        text = file.read_text(encoding="utf-8")
        assert right in text, right
        file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    rounds = 0
    while found := check(site, run_portfolio):
        edits = [edit for item in found for edit in item["edits"]]
        assert edits, found
        assert rounds < 5
        apply(site, edits)
        rounds += 1
    assert rounds
    link = "[up](#how-it-flows)\n\n"
    after = {path: path.read_text(encoding="utf-8").replace(link, "") for path in whole}
    wanted = {
        path: text.replace("company: Exemple Bank", 'company: "Exemple Bank"') for path, text in whole.items()
    }
    assert after == wanted


def test_each_object_has_the_documented_keys(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    site = copy_starter(tmp_path / "site")
    (site / "portfolio.yaml").write_text("emial: shown\nx: 1\n", encoding="utf-8")
    found = check(site, run_portfolio)
    assert [list(item) for item in found] == [KEYS, KEYS]
    assert [edit for item in found for edit in item["edits"]] == [
        {"file": "portfolio.yaml", "line": 1, "column": 1, "length": 5, "replacement": "email"}
    ]
    assert [list(edit) for item in found for edit in item["edits"]] == [EDIT_KEYS]


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_no_edit_makes_more_errors(case: Path, tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    told = case.read_text(encoding="utf-8").partition("=== stderr\n")[0]
    site = copy_starter(tmp_path / "site")
    for action, path, body in parse_case(told):
        change(site, action, path, body)
    before = check(site, run_portfolio)
    edits = [edit for item in before for edit in item["edits"]]
    if not edits:
        return
    apply(site, edits)
    after = {
        (item["file"], item["line"], item["column"], item["message"]) for item in check(site, run_portfolio)
    }
    fixed = [item for item in before if item["edits"]]
    assert not [
        item for item in fixed if (item["file"], item["line"], item["column"], item["message"]) in after
    ]


@pytest.mark.parametrize(
    ("line", "column", "length", "message", "help_"),
    [
        ("emial: x", 1, 5, "unknown key `emial`", "known here: `email`"),
        ("emial: x", 1, 5, "unknown key `emial`", None),
        ("the line", 1, 3, "nothing reads `other`", "did you mean `another`?"),
        ("", 1, 1, "nothing reads `x`", "did you mean `y`?"),
    ],
)
def test_without_a_nearest_word_in_its_place_there_is_no_edit(
    line: str, column: int, length: int, message: str, help_: str | None
) -> None:
    span = Source("x.yaml", line).span(1, column, length)
    assert Diagnostic(Code.UNKNOWN_KEY, message, span, help_).edits == ()
    assert Diagnostic(Code.UNKNOWN_KEY, message, None, "did you mean `x`?").edits == ()


def test_an_edit_far_out_in_a_long_line_has_its_place() -> None:
    line = "x" * 2000 + " emial"
    span = Source("x.yaml", line).span(1, 2002, 5)
    (edit,) = Diagnostic(Code.UNKNOWN_KEY, "unknown key `emial`", span, "did you mean `email`?").edits
    assert edit == (span, "email")
