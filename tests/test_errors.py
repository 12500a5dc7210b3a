"""Spans, nearest words, order and exit codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import (
    Code,
    ContentError,
    Diagnostic,
    Diagnostics,
    ExitCode,
    InternalError,
    PortfolioError,
    Severity,
    Source,
    Span,
    TemplateError,
    UsageError,
    did_you_mean,
    sort_diagnostics,
)


@given(st.text(), st.integers(-3, 50), st.integers(-3, 50), st.integers(-3, 50))
def test_a_span_always_lies_in_its_file_and_in_one_line(
    text: str, line: int, column: int, length: int
) -> None:
    source = Source("a.md", text)
    span = source.span(line, column, length)
    assert 1 <= span.line <= len(source.lines)
    assert span.text == source.lines[span.line - 1]
    assert 1 <= span.column <= len(span.text) + 1
    assert span.length >= 1
    assert span.column - 1 + span.length <= max(len(span.text), span.column)


def test_a_span_within_its_line_is_kept() -> None:
    assert Source("a.md", "one\ntwo words\n").span(2, 5, 5) == Span("a.md", 2, 5, 5, "two words")


@pytest.mark.parametrize(
    ("word", "options", "help_"),
    [
        ("titel", ["title", "tags"], "did you mean `title`?"),
        ("TITLE", ["title", "tags"], "did you mean `title`?"),
        ("postgresql", ["Go", "PostgreSQL"], "did you mean `PostgreSQL`?"),
        ("xyz", ["title", "tags"], None),
        ("title", [], None),
        ("", ["title"], None),
    ],
)
def test_the_nearest_word(word: str, options: list[str], help_: str | None) -> None:
    assert did_you_mean(word, options) == help_


def test_diagnostics_are_sorted_by_place_without_repeats() -> None:
    items = [
        Diagnostic(Code.LINK, "d", Span("b.md", 1, 1)),
        Diagnostic(Code.LINK, "c", Span("a.md", 10, 1)),
        Diagnostic(Code.LINK, "b", Span("a.md", 2, 9)),
        Diagnostic(Code.LINK, "a", Span("a.md", 2, 10)),
        Diagnostic(Code.BASE_URL, "no place"),
    ]
    assert [item.message for item in sort_diagnostics([*items, *items])] == ["no place", "b", "a", "c", "d"]


def test_an_error_carries_its_diagnostics_in_order() -> None:
    error = ContentError(
        [
            Diagnostic(Code.LINK, "late", Span("b.md", 1, 1)),
            Diagnostic(Code.LINK, "early", Span("a.md", 1, 1)),
        ]
    )
    assert [item.message for item in error.diagnostics] == ["early", "late"]
    assert str(error) == "early; late"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ContentError([]), ExitCode.CONTENT),
        (TemplateError([]), ExitCode.CONTENT),
        (UsageError("x"), ExitCode.USAGE),
        (InternalError("x"), ExitCode.BUG),
    ],
)
def test_each_kind_of_error_has_its_exit_code(error: PortfolioError, code: ExitCode) -> None:
    assert error.exit_code is code


def test_only_errors_stop_a_build() -> None:
    diagnostics = Diagnostics()
    diagnostics.warning(Code.LINK, "w", None)
    assert not diagnostics.has_errors
    diagnostics.error(Code.LINK, "e", None, "help")
    assert diagnostics.has_errors
    assert [(item.severity, item.help) for item in diagnostics.items] == [
        (Severity.WARNING, None),
        (Severity.ERROR, "help"),
    ]


def test_codes_are_stable_words() -> None:
    assert all(code.replace("-", "").isalpha() and code == code.lower() for code in Code)
