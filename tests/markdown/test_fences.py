"""The words after a fence's opening."""

from __future__ import annotations

import pytest

from portfolio.errors import Source
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.plugins.fences import parse_info
from portfolio.markdown.records import Fence
from portfolio.model.document import Document


@pytest.mark.parametrize(
    ("info", "fence"),
    [
        ("", Fence()),
        ("java", Fence("java")),
        (" java ", Fence("java")),
        ('java title="Engineer.java" {2,4-6} linenos', Fence("java", "Engineer.java", frozenset({2, 4, 5, 6}), line_numbers=True)),
        ("title='a \"b\" c'", Fence("", 'a "b" c')),
        ("{ 1 - 2 , 4 } linenos", Fence("", "", frozenset({1, 2, 4}), line_numbers=True)),
        ('diagram title="a {b} = c"', Fence("diagram", "a {b} = c")),
        ('c++ title="&amp; \\" "', Fence("c++", "& \\")),
        ("rust,no_run linenos", Fence("rust", line_numbers=True)),
        ("Diagram title=a", Fence("diagram")),
    ],
)  # fmt: skip
def test_words_are_understood(info: str, fence: Fence) -> None:
    assert parse_info(info, 9).fence == fence


@pytest.mark.parametrize(
    ("info", "words", "message"),
    [
        ("java titel='a'", "titel", "unknown attribute `titel`"),
        ("java foo", "foo", "unknown attribute `foo`"),
        ("java =a", "=a", "unknown attribute `=a`"),
        ('java title="a b', 'title="a b', "the title's quote is never closed"),
        ("java title=a", "title=a", "the title has no quotes"),
        ('java title="a"b', 'title="a"b', 'a blank is missing after the title in `title="a"b`'),
        ("{.java}", "{.java}", "the language `java` is in braces"),
        ("{r, echo=FALSE}", "{r, echo=FALSE}", "the language `r` is in braces"),
        ("java {1", "{1", "the line numbers `{1` are invalid"),
        ("java {}", "}", "`` is neither a line number nor a range"),
        ("java {0}", "0", "`0` is neither a line number nor a range"),
        ("java {1,3-2}", "3-2", "`3-2` is neither a line number nor a range"),
        ("java {1-999999}", "1-999999", "line 999999 is highlighted, but the code has 9 lines"),
        ("java {99999999}", "99999999", "`99999999` is neither a line number nor a range"),
        ("flow title='a' {1}", "{1}", "`{1}` has no effect on a drawing"),
        ("Diagram {2-9} title='a'", "{2-9}", "`{2-9}` has no effect on a drawing"),
        ("diagram linenos title='a'", "linenos", "`linenos` has no effect on a drawing"),
    ],
)
def test_a_word_that_is_not_understood_is_pointed_at(info: str, words: str, message: str) -> None:
    (problem,) = parse_info(info, 9).problems
    assert (info[problem.start : problem.end], problem.message) == (words, message)


def test_an_almost_right_attribute_is_corrected() -> None:
    assert parse_info("java linenum", 9).problems[0].help == "did you mean `linenos`?"


def check(language: str, known: frozenset[str] = frozenset({"text", "java", "json", "kotlin"})) -> list[str]:
    """Return severity, message and help of a fence with a language."""
    parsed = parse_markdown(Document(Source("a.md", f"```{language}\na\n```"), 1), languages=known)
    return [f"{item.severity}: {item.message}; {item.help}" for item in parsed.diagnostics]


@pytest.mark.parametrize(
    ("language", "help_"),
    [
        ("jva", "did you mean `java`?"),
        ("kotlyn", "did you mean `kotlin`?"),
        ("digram", "did you mean `diagram`?"),
        ("yaml", "write `text` for plain text"),
        ("js", "write `text` for plain text"),
        ("jsonnet", "write `text` for plain text"),
        ("java:A.java", 'write the file\'s name as a title: `java title="A.java"`'),
        ("a:b", "write `text` for plain text"),
        ("java{1,3}", "write a blank after `java`"),
        ("Java{2-4} linenos", "write a blank after `Java`"),
        ("a{1}", "write `text` for plain text"),
    ],
)
def test_an_unknown_language_is_a_warning(language: str, help_: str) -> None:
    word = language.partition(" ")[0].partition(",")[0]
    assert check(language) == [f"warning: unknown language `{word}`; {help_}"]


@pytest.mark.parametrize(("fence", "count"), [("```", 3), ("~~~~", 4)])
def test_the_error_of_a_fence_that_is_never_closed_names_what_closes_it(fence: str, count: int) -> None:
    parsed = parse_markdown(Document(Source("a.md", f"{fence}\na"), 1))
    name = "backticks" if fence.startswith("`") else "tildes"
    assert [item.help for item in parsed.diagnostics] == [f"close it with a line of {count} {name}"]


@pytest.mark.parametrize("language", ["", "text", "Java", "java,ignore", "JSON"])
def test_a_known_language_raises_no_alarm(language: str) -> None:
    assert check(language) == []


@pytest.mark.parametrize(
    ("language", "help_"),
    [
        ("mermaid", "draw it with `flow` or `diagram`, or write `text` if the code is meant"),
        ("Mermaid", "draw it with `flow` or `diagram`, or write `text` if the code is meant"),
        ("math", "write the formula in words or show it as a picture, or write `tex` if the code is meant"),
    ],
)
def test_what_github_draws_is_shown_as_code_with_a_warning(language: str, help_: str) -> None:
    assert check(language) == [f"warning: `{language}` is shown as code, not drawn; {help_}"]
