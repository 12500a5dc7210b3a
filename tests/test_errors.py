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
    name_reason,
    sort_diagnostics,
)
from portfolio.report import quote_line


@given(st.text(), st.integers(-3, 50), st.integers(-3, 50), st.integers(-3, 50))
def test_a_span_is_always_in_its_file_and_in_one_line(text: str, line: int, column: int, length: int) -> None:
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
    "column", [1, 2, 54, 55, 150, 201, 202, 5_000, 9_400, 9_839, 9_840, 9_841, 9_999, 10_000]
)
@pytest.mark.parametrize("length", [1, 20, 10_000])
def test_a_span_of_a_long_line_keeps_what_a_message_shows_of_it(column: int, length: int) -> None:
    line = "".join(chr(ord("a") + index % 26) for index in range(10_000))
    span = Source("a.md", line).span(1, column, length)
    whole = Span("a.md", 1, column, span.length, line)
    assert (span.column, len(span.text) <= 600) == (column, True)
    assert quote_line(span) == quote_line(whole)


@pytest.mark.parametrize(
    ("word", "options", "help_"),
    [
        ("titel", ["title", "tags"], "did you mean `title`?"),
        ("TITLE", ["title", "tags"], "did you mean `title`?"),
        ("postgresql", ["Go", "PostgreSQL"], "did you mean `PostgreSQL`?"),
        ("Amce", ["Acme"], "did you mean `Acme`?"),
        ("tag", ["title", "tags"], "did you mean `tags`?"),
        ("certificates", ["companies", "certifications"], "did you mean `certifications`?"),
        ("a/quue.md", ["a/queue.md", "b/quue.txt"], "did you mean `a/queue.md`?"),
        ("--prot", ["--port", "--host"], "did you mean `--port`?"),
        ("pyton", ["pycon", "python"], "did you mean `python`?"),
        ("titlf", ["titla", "titlb"], "did you mean `titla`?"),
    ],
)
def test_a_slip_of_the_keys_gets_the_nearest_word(word: str, options: list[str], help_: str) -> None:
    assert did_you_mean(word, options) == help_
    assert did_you_mean(word, reversed(options)) == help_


@pytest.mark.parametrize(
    ("word", "options"),
    [
        ("title", []),
        ("", ["title"]),
        ("title", [""]),
        ("xyz", ["title", "tags"]),
        ("plaintext", ["latex"]),
        ("mermaid", ["email"]),
        ("csv", ["sv"]),
        ("none", ["zone!", "one-off"]),
        ("gitignore", ["igor"]),
        ("prisma", ["promela"]),
        ("svelte", ["sqlite3"]),
        ("kt", ["rkt", "kv"]),
        ("log", ["logos"]),
        ("dotenv", ["dot"]),
        ("--out", ["--output"]),
        ("--abc", ["--xyz"]),
        ("projects.yaml", ["profile.yaml"]),
        ("case-studies/cat.md", ["case-studies/dog.md"]),
        ("/tags/java/", ["/tags/go/"]),
        ("x" * 300, ["x" * 299]),
    ],
)
def test_a_word_that_is_not_close_is_no_suggestion(word: str, options: list[str]) -> None:
    assert did_you_mean(word, options) is None


@given(st.text("ab/.", max_size=9), st.text("ab/.", max_size=9))
def test_a_suggestion_does_not_depend_on_which_word_is_whose(one: str, other: str) -> None:
    assert (did_you_mean(one, [other]) is None) == (did_you_mean(other, [one]) is None)


def test_diagnostics_are_sorted_by_location_without_repeats() -> None:
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


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(13, "Permission denied"), "permission denied"),
        (OSError(5, "Input/output error of NFS"), "input/output error of NFS"),
        (OSError(28, ""), "unknown reason"),
        (OSError("no number"), "unknown reason"),
        (OSError(), "unknown reason"),
    ],
)
def test_the_systems_reason_ends_a_message_or_is_unknown(error: OSError, reason: str) -> None:
    assert name_reason(error) == reason


@pytest.mark.parametrize(
    ("offset", "position"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (3, 1)), (6, (3, 3))]
)
def test_an_offset_has_the_span_of_its_line_and_column(offset: int, position: tuple[int, int]) -> None:
    span = Source("a.md", "ab\n\ncd").span_at(offset, 9)
    assert (span.line, span.column) == position
    assert span == Source("a.md", "ab\n\ncd").span(*position, 9)
