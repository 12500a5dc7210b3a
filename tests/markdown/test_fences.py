"""The words after a fence's opening."""

from __future__ import annotations

import pytest

from portfolio.markdown.plugins.fences import Fence, parse_info


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
        ("java title=a", "title=a", "the title stands without quotes"),
        ('java title="a"b', 'title="a"b', 'a blank is missing after the title in `title="a"b`'),
        ("java {1", "{1", "the line numbers `{1` are not understood"),
        ("java {}", "}", "`` is neither a line number nor a range"),
        ("java {0}", "0", "`0` is neither a line number nor a range"),
        ("java {1,3-2}", "3-2", "`3-2` is neither a line number nor a range"),
        ("java {1-999999}", "1-999999", "line 999999 is highlighted, but the code has 9 lines"),
        ("java {99999999}", "99999999", "`99999999` is neither a line number nor a range"),
    ],
)
def test_a_word_that_is_not_understood_is_pointed_at(info: str, words: str, message: str) -> None:
    (problem,) = parse_info(info, 9).problems
    assert (info[problem.start : problem.end], problem.message) == (words, message)


def test_an_almost_right_attribute_is_corrected() -> None:
    assert parse_info("java linenum", 9).problems[0].help == "did you mean `linenos`?"
