# ruff: noqa: RUF001 (full-width brackets are a mark, too)
"""Long texts: the work grows with their length, or they are refused at their position."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from portfolio.documents.document import prepare_text
from portfolio.errors import Code, Severity, Source
from portfolio.model.document import Document

if TYPE_CHECKING:
    from types import FrameType

    from portfolio.documents.text import Text

SHORT, LONG = 100, 300
MOST_LINES = 1000
"""Lines of Python for each character of a text; an open link reads 32 parentheses ahead, and takes about half of them."""
UNITS = (
    *(
        "*",
        "_",
        "`",
        "[",
        "]",
        "(",
        ")",
        "![",
        "<",
        "~",
        "|",
        "&",
        "\\",
        "<!--",
        ":",
        '"',
        "$",
        "=",
        "{",
        "!",
        "#",
    ),
    *(
        "*a_ ",
        "[a](",
        "**a",
        "a** ",
        "a*b",
        "*a **b",
        "***a_b__ ",
        "~~a ",
        "`a ``b ",
        "_*",
        "[a] ",
        "[a][",
        "[a](<",
    ),
    *(
        '[a](b "',
        "[a](b",
        "![a](",
        "![a](b.png)",
        "[a](b) ",
        "[[a",
        "[^a",
        "[^a]",
        "^[",
        "(a)[",
        "［a］（",
        "\\[",
        "\\*",
    ),
    *(
        "<a ",
        "<a href='",
        "<?",
        "<![CDATA[",
        "<!A",
        "</a",
        "<http:",
        "<a@b",
        "<br>",
        "&a",
        "&amp;",
        "&#3",
        "<!-- -->",
    ),
    *(
        ":a",
        "::: ",
        "{{a",
        "{%a",
        "{a=",
        "{.a ",
        "$a ",
        "==a",
        "~a",
        "!!! ",
        "*_`[<",
        "[*a](",
        "*[a_](b",
        "`[a](",
        "字*",
    ),
    *("*\n", "[\n", "`\n", "a\n", "<!--\n", "[a]: b\n", "|a\n", ":::a\n"),
)

BLOCKS = (
    *("## a{}\n\n", "a{}\n---\n", "x[^{}]\n\n[^{}]: a\n\n", "[^a]: b\n\n", "|a|b|\n|-|-|\n|c|d|\n\n"),
    *("[a{}][b{}]\n\n[b{}]: #c\n\n", "- a\n  - b\n", "- [] a\n", "> > > a\n", "- > a\n", "> [!NO]\n\n"),
    *("```nolang\na\n```\n", "`a\n\n", "&#12;\n\n", "![](b.png)\n\n", "<b>\n\n", "[" * 60 + "\n\n"),
)


def prepare(text: str) -> Text:
    return prepare_text(Document(Source("content/case-studies/a.md", text), 1))


def count_lines(text: str) -> int:
    """Return how many lines of Python run while a text is prepared."""
    count = 0

    def follow(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return follow

    before = sys.gettrace()
    sys.settrace(follow)  # type: ignore[arg-type]
    try:
        prepare(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("unit", UNITS)
def test_the_work_grows_with_the_length_of_a_paragraph(unit: str) -> None:
    prepare("warm " + unit * 3)
    short, long = (count_lines("x " + unit * number) for number in (SHORT, LONG))
    assert long < short * LONG / SHORT * 1.3
    assert long < MOST_LINES * len(unit) * LONG


@pytest.mark.parametrize("unit", BLOCKS)
def test_the_work_grows_with_the_number_of_blocks(unit: str) -> None:
    texts = ["".join(unit.replace("{}", str(each)) for each in range(number)) for number in (3, SHORT, LONG)]
    prepare(texts[0])
    short, long = map(count_lines, texts[1:])
    assert long < short * LONG / SHORT * 1.3


def test_many_equal_headings_take_no_more_work_than_different_ones() -> None:
    equal, different = "## a\n\n" * 1000, "".join(f"## a{number}\n\n" for number in range(1000))
    prepare("## warm")
    assert count_lines(equal) < count_lines(different) * 1.3


@pytest.mark.parametrize("unit", ["[[a]] ", "[^a] ", "[a](/b/) ", "![a](/b.png) ", "==a== ", "<b> "])
def test_what_is_recorded_of_a_long_line_does_not_grow_with_what_lies_on_it(unit: str) -> None:
    short, long = (
        len(msgspec.json.encode(prepare("x " + unit * number))) for number in (SHORT * 3, LONG * 3)
    )
    assert long < short * LONG / SHORT * 1.3


@pytest.mark.parametrize("unit", ["[", "![", "[^a", "[a][", "<![CDATA[", "*_`[<", "[\n", "(a)[", "^[", "[[a"])
def test_brackets_that_are_nested_too_deeply_are_one_error_at_their_paragraph(unit: str) -> None:
    errors = [item for item in prepare("x\n\ny " + unit * 60_000).problems if item.severity is Severity.ERROR]
    assert [(item.code, item.message, item.span and item.span.line) for item in errors] == [
        (Code.NESTING, "nested more than 50 levels deep", 3)
    ]


def test_what_follows_in_a_text_that_is_too_deep_brings_no_other_problem() -> None:
    text = "# " + "[" * 60 + " `**` {{a}} ![](b.png) <b>"
    assert [item.code for item in prepare("## A\n\n#" + text).problems] == [Code.NESTING]


def test_paragraphs_beside_one_that_is_too_deep_are_still_read() -> None:
    text = "[a](javascript:b)\n\n" + "[" * 60 + "\n\n<b>\n\n- " + "[" * 60
    assert [item.code for item in prepare(text).problems] == [
        *(Code.LINK_SCHEME, Code.NESTING, Code.RAW_HTML, Code.NESTING)
    ]


def test_fifty_brackets_are_not_too_deep() -> None:
    problems = prepare("[" * 49 + "a" + "]" * 49 + " *b*").problems
    assert [item.code for item in problems if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a\n  b <b>", 2, 5),
        ("a\n\tb\n   <b> c", 3, 4),
        ("a\nb\n<b>", 3, 1),
        ("- a\n  b <b>", 2, 5),
        ("> a\n> b <i>", 2, 5),
    ],
)
def test_positions_in_later_lines_of_a_paragraph_are_exact(text: str, line: int, column: int) -> None:
    spans = [item.span for item in prepare(text).problems if item.code is Code.RAW_HTML]
    assert [(span.line, span.column) for span in spans if span] == [(line, column)]
