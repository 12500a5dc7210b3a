"""Diagnostics as text, JSON and annotations: the caret is under its word, and control characters are escaped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import Code, Diagnostic, Severity, Source, Span
from portfolio.report import (
    MAX_LINE_CELLS,
    count_problems,
    quote_line,
    render_github,
    render_json,
    render_text,
    wrap_message,
)
from portfolio.width import escape_controls

UNKNOWN_KEY = Diagnostic(
    Code.UNKNOWN_KEY,
    "unknown key `metric`",
    Source("content/a.md", "---\nmetric: 100K+ customers").span(2, 1, 6),
    "did you mean `metrics`?",
)
WITHOUT_PLACE = Diagnostic(Code.BASE_URL, "nothing tells", severity=Severity.WARNING)


def quote(line: str, column: int, length: int = 1) -> tuple[str, str]:
    return quote_line(Span("a.md", 1, column, length, line))


def test_a_diagnostic_is_a_paragraph_with_its_line_and_a_caret() -> None:
    assert render_text([UNKNOWN_KEY, WITHOUT_PLACE]) == (
        "content/a.md:2:1: error[unknown-key]: unknown key `metric`\n"
        "  |\n"
        "2 | metric: 100K+ customers\n"
        "  | ^^^^^^\n"
        "  = help: did you mean `metrics`?\n"
        "\n"
        "warning[base-url]: nothing tells\n"
        "\n"
    )


def test_a_terminal_gets_lines_that_fit_and_an_address_a_path_or_code_stays_whole() -> None:
    message = (
        "`call me now` is no key of content/case-studies/a-very-long-name-of-a-file.md, and so it is left out"
    )
    item = Diagnostic(
        Code.LINK,
        message,
        Span("a.md", 1, 1, 2, "ab"),
        "see `x = y # z`, 日本語の とても長い 文章です, or https://example.org/a/long/address",
    )
    assert render_text([item], columns=40) == (
        "a.md:1:1: error[link]: `call me now` is\n"
        "  no key of\n"
        "  content/case-studies/a-very-long-name-of-a-file.md,\n"
        "  and so it is left out\n"
        "  |\n"
        "1 | ab\n"
        "  | ^^\n"
        "  = help: see `x = y # z`, 日本語の\n"
        "          とても長い 文章です, or\n"
        "          https://example.org/a/long/address\n"
        "\n"
    )
    assert render_text([item], columns=400) == render_text([item])


def test_a_message_begins_in_a_line_of_its_own_if_its_first_word_does_not_fit_behind_the_location() -> None:
    item = Diagnostic(Code.LINK, "`a/long/path.md` is missing", Span("a.md", 1, 1, 1, ""))
    assert render_text([item], columns=38).startswith(
        "a.md:1:1: error[link]:\n  `a/long/path.md` is missing\n"
    )
    assert render_text([item], columns=39).startswith(
        "a.md:1:1: error[link]: `a/long/path.md`\n  is missing\n"
    )


@given(st.text(), st.integers(1, 80), st.integers(0, 90))
def test_wrapping_loses_no_word(text: str, columns: int, start: int) -> None:
    text = escape_controls(text)
    assert wrap_message(text, columns, start).split() == text.split()


def test_the_gutter_grows_with_the_line_number() -> None:
    item = Diagnostic(Code.LINK, "x", Span("a.md", 1234, 2, 1, "ab"), "do y")
    assert render_text([item]) == (
        "a.md:1234:2: error[link]: x\n     |\n1234 | ab\n     |  ^\n     = help: do y\n\n"
    )


def test_an_empty_line_is_not_quoted() -> None:
    assert (
        render_text([Diagnostic(Code.LINK, "x", Span("a.md", 3, 1, 1, "  "))])
        == "a.md:3:1: error[link]: x\n\n"
    )


def test_paint_is_given_every_part_that_has_a_style() -> None:
    text = render_text([UNKNOWN_KEY], lambda text, style: f"<{style}:{text}>")
    assert text == (
        "<location:content/a.md:2:1>: <error:error[unknown-key]>: unknown key `metric`\n"
        "  |\n2 | metric: 100K+ customers\n  | <caret:^^^^^^>\n  = <help:help>: did you mean `metrics`?\n\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "caret"),
    [
        ("abc", 2, 1, "abc", " ^"),
        ("日本語 x", 5, 1, "日本語 x", "       ^"),
        ("日本語", 2, 1, "日本語", "  ^^"),
        ("🎉🎉x", 3, 1, "🎉🎉x", "    ^"),
        ("👩\u200d🚀 x", 5, 1, "👩\u200d🚀 x", "   ^"),
        ("e\u0301e\u0301 x", 6, 1, "e\u0301e\u0301 x", "   ^"),
        ("\tx", 2, 1, "    x", "    ^"),
        ("ab\tx", 4, 1, "ab  x", "    ^"),
        ("日\tx", 3, 1, "日  x", "    ^"),
        ("a\tb", 2, 1, "a   b", " ^^^"),
        ("\ta\tb", 1, 4, "    a   b", "^^^^^^^^^"),
        ("x\x1b[31mred", 2, 1, "x<U+001B>[31mred", " ^^^^^^^^"),
        ("x\u202ey", 3, 1, "x<U+202E>y", "         ^"),
        ("abc", 4, 1, "abc", "   ^"),
        ("abc   ", 1, 1, "abc", "^"),
    ],
)  # fmt: skip
def test_the_caret_counts_cells(line: str, column: int, length: int, shown: str, caret: str) -> None:
    assert quote(line, column, length) == (shown, caret)


@pytest.mark.parametrize("column", [1, 60, 150, 161, 500, 9_990, 10_000])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(ord("a") + index % 26) for index in range(10_000))
    shown, caret = quote(line, column)
    assert len(shown) <= MAX_LINE_CELLS + 2
    assert shown[caret.index("^")] == line[column - 1]
    assert shown.startswith("…") == (column > MAX_LINE_CELLS // 3 + 1)
    assert shown.endswith("…") == (column < 9_900)


def test_a_long_span_ends_with_what_is_shown() -> None:
    shown, caret = quote("x" * 10_000, 1, 10_000)
    assert (len(shown), len(caret)) == (MAX_LINE_CELLS + 1, MAX_LINE_CELLS)


def test_control_characters_of_messages_paths_and_helps_are_written_out() -> None:
    item = Diagnostic(Code.LINK, "a\x1b[2J", Span("b\n\x07.md", 1, 1, 1, "c\x9bd"), "e\u2028\udcff")
    text = render_text([item])
    assert text == (
        "b<U+000A><U+0007>.md:1:1: error[link]: a<U+001B>[2J\n"
        "  |\n1 | c<U+009B>d\n  | ^\n  = help: e<U+2028><U+DCFF>\n\n"
    )


@given(st.text(max_size=300), st.integers(1, 320), st.integers(1, 320))
def test_any_line_can_be_quoted(line: str, column: int, length: int) -> None:
    span = Source("a.md", line.replace("\n", " ")).span(1, column, length)
    shown, caret = quote_line(span)
    assert all(character.isprintable() or character in "\u200d\ufe0f" for character in shown)
    assert caret.lstrip(" ").strip("^") == ""
    assert caret.endswith("^")


def test_json_is_a_list_of_objects() -> None:
    assert json.loads(render_json([UNKNOWN_KEY, WITHOUT_PLACE])) == [
        {
            "severity": "error",
            "code": "unknown-key",
            "message": "unknown key `metric`",
            "help": "did you mean `metrics`?",
            "file": "content/a.md",
            "line": 2,
            "column": 1,
            "length": 6,
            "edits": [
                {"file": "content/a.md", "line": 2, "column": 1, "length": 6, "replacement": "metrics"}
            ],
        },
        {
            "severity": "warning",
            "code": "base-url",
            "message": "nothing tells",
            "help": None,
            "file": None,
            "line": None,
            "column": None,
            "length": None,
            "edits": [],
        },
    ]
    assert render_json([]) == "[]\n"


def test_json_is_ascii_and_keeps_every_character() -> None:
    message = "日\x1b\u202e\udcff"
    text = render_json([Diagnostic(Code.LINK, message)])
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert json.loads(text)[0]["message"] == message


def test_annotations_for_github() -> None:
    assert render_github([UNKNOWN_KEY, WITHOUT_PLACE], "docs/site/") == (
        "::error file=docs/site/content/a.md,line=2,col=1,endColumn=6,title=unknown-key"
        "::unknown key `metric` (did you mean `metrics`?)\n"
        "::warning title=base-url::nothing tells\n"
    )


def test_annotations_escape_what_ends_a_command() -> None:
    item = Diagnostic(Code.LINK, "100%\r\n::set-env name=a::b, c: d\x1b\udcff", Span("a,b:c%.md", 1, 2))
    assert render_github([item]) == (
        "::error file=a%2Cb%3Ac%25.md,line=1,col=2,endColumn=2,title=link"
        "::100%25%0D%0A::set-env name=a::b, c: d<U+001B><U+DCFF>\n"
    )


@pytest.mark.parametrize(
    ("errors", "warnings", "words"),
    [(0, 0, "no problems"), (1, 0, "1 error"), (2, 1, "2 errors, 1 warning"), (0, 3, "3 warnings")],
)
def test_problems_are_counted_in_words(errors: int, warnings: int, words: str) -> None:
    assert count_problems([UNKNOWN_KEY] * errors + [WITHOUT_PLACE] * warnings) == words
