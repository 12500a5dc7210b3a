"""The running drawing of a case study: what it shows of its scenario, and that nobody else pays for it."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from support.html_tree import parse_html
from support.sites import STARTER_STUDY, copy_starter, render
from test_docs import fences_of

if TYPE_CHECKING:
    from pathlib import Path

STUDY = f"content/case-studies/{STARTER_STUDY}.md"
SCENARIO = f"content/case-studies/{STARTER_STUDY}.scenario.yaml"
EXAMPLE = next(fence.text for fence in fences_of("docs/simulate.md") if fence.title == SCENARIO)
PAGE = f"case-studies/{STARTER_STUDY}/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    (root / SCENARIO).write_text(EXAMPLE, encoding="utf-8")
    return root


def test_each_variant_has_its_log_and_its_rules(root: Path) -> None:
    html = render(root)[PAGE]
    tree = parse_html(html)
    assert [item.attributes["id"] for item in tree.all("input") if item.attributes["type"] == "radio"] == [
        "run-1",
        "run-2",
        "run-3",
    ]
    runs = html.split('<div class="run ')[1:]
    assert "<li><span>2.5\u00a0s</span> bank API: r1 took effect, but the reply is lost</li>" in runs[0]
    assert "<li>every invoice is paid: holds in 12 states" in runs[0]
    assert '<li class="broken">' not in runs[0]
    broken = "no invoice is paid twice: <strong>breaks</strong>, because the bank takes the second request"
    assert f'<li class="broken">{broken}' in runs[1]
    assert "<summary>the shortest way there, 10 steps</summary><ol><li>r1 arrives at invoice</li>" in runs[1]


def test_a_message_moves_at_the_turn_of_its_line(root: Path) -> None:
    html = render(root)[PAGE]
    run = html.split('<div class="run ')[1].split("</svg>")[0]
    lines = re.findall(r"<li><span>[^<]*</span> ([^<]*)", html.split('<div class="run ')[1])
    moving = [str(number) for number, text in enumerate(lines) if " → " in text]
    moves = re.findall(
        r'<g class="dot way\d+ at(\d+)(?: for\d+| stays)"><circle r="5"/><text[^>]*>r1</text></g>', run
    )
    assert moves == moving
    assert moves


def test_the_log_marks_the_event_that_breaks_a_rule(root: Path) -> None:
    runs = render(root)[PAGE].split('<div class="run ')[1:]
    marked = [
        re.findall(r'<li><span>([^<]*)</span> ([^<]*) <strong class="broken">([^<]*)</strong>', run)
        for run in runs
    ]
    assert marked == [
        [],
        [("7.5\u00a0s", "worker → bank API: pay r1", "breaks: no invoice is paid twice")],
        [("3.5\u00a0s", "worker → bank API: pay r1", "breaks: no invoice is paid twice")],
    ]


def test_nothing_moves_before_a_variant_is_chosen(root: Path) -> None:
    html = render(root)[PAGE]
    assert " checked" not in html
    animated = re.findall(r"([^{}]*)\{animation:[^}]*\}", html)
    assert [rule for rule in animated if "dot" in rule or "log" in rule]
    assert all(":checked" in rule for rule in animated if "dot" in rule or "log" in rule)


def test_a_message_is_seen_until_it_moves_on_and_where_it_ends(root: Path) -> None:
    run = render(root)[PAGE].split('<div class="run ')[1]
    moves = re.findall(r'at(\d+) (?:for(\d+)|stays)"', run)
    assert [int(at) + int(lasts) for at, lasts in moves[:-1]] == [int(at) for at, _ in moves[1:]]
    assert moves[-1][1] == ""


def test_before_a_choice_the_first_variant_that_breaks_is_shown(root: Path) -> None:
    html = render(root)[PAGE]
    assert re.findall(r'<div class="run ([^"]*)"', html) == ["", "shown", ""]


def test_what_breaks_and_the_sweep_are_tables(root: Path) -> None:
    tables = parse_html(render(root)[PAGE]).all("table")
    rows = [[cell.text for cell in row.all("th", "td")] for table in tables for row in table.all("tr")]
    assert rows == [
        ["when", "rule that breaks", "because"],
        [
            "the answer of the bank is lost, and the bank does not know the key",
            "no invoice is paid twice",
            "the bank takes the second request for another payment",
        ],
        [
            "the queue delivers twice, and only a record of the worker prevents the second payment",
            "no invoice is paid twice",
            "the record is written last, so the second delivery can come before it",
        ],
        ["delay", "rule that breaks", "ends after", "most messages waiting"],
        ["0 s to 2.5 s", "no invoice is paid twice", "2.5 s to 5 s", "1"],
        ["3 s to 4 s", "nothing", "3 s to 4 s", "1"],
    ]


def test_the_page_says_that_it_is_a_model_and_what_it_leaves_out(root: Path) -> None:
    html = render(root)[PAGE]
    assert "51 states in all. A model, not a measurement." in html
    assert "The model leaves out: the night on which the bank is closed." in html


def test_the_drawing_is_there_once_for_all_variants(root: Path) -> None:
    html = render(root)[PAGE]
    assert html.count('<g id="scene-0">') == 1
    assert html.count('<use href="#scene-0"/>') == 3


def test_the_policy_allows_the_style_of_the_motion(root: Path) -> None:
    html = render(root)[PAGE]
    (policy,) = (
        item.attributes["content"]
        for item in parse_html(html).all("meta")
        if item.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    styles = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles]
    assert "style-src " + " ".join(f"'sha256-{digest}'" for digest in digests) + ";" in policy
    assert len(digests) == 2


def test_without_a_scenario_a_page_has_not_a_byte_of_it(root: Path) -> None:
    files = render(root)
    (root / SCENARIO).unlink()
    without = render(root)
    assert {path for path in files if files[path] != without[path]} == {PAGE, PAGE.replace(".html", ".txt")}
    assert not re.search(r"model|message|--pace", without[PAGE].split("<body")[0])


def test_words_of_a_scenario_are_escaped(root: Path) -> None:
    text = EXAMPLE.replace("the answer of the bank is lost\n", '"the <b>answer</b> is \\"lost\\""\n')
    assert text != EXAMPLE
    (root / SCENARIO).write_text(text, encoding="utf-8")
    html = render(root)[PAGE]
    assert "the &lt;b&gt;answer&lt;/b&gt; is &#34;lost&#34;" in html
    assert "<b>answer" not in html
