"""Front matter: where it begins and ends, counted in the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import Diagnostics, Source
from portfolio.load.files import FrontMatter, split_front_matter


def split(text: str) -> tuple[FrontMatter | None, list[str]]:
    diagnostics = Diagnostics()
    front = split_front_matter(Source("a.md", text), diagnostics)
    assert all(item.span and (item.span.line, item.span.column) == (1, 1) for item in diagnostics.items)
    return front, [item.message for item in diagnostics.items]


@pytest.mark.parametrize(
    ("text", "lines", "first_line", "body"),
    [
        ("---\na: 1\n---\nbody\n", (2, 2), 4, "body\n"),
        ("--- \t\na: 1\n---  \nbody\n", (2, 2), 4, "body\n"),
        ("---\na: 1\n---\nbody\n\n---\n\nmore\n", (2, 2), 4, "body\n\n---\n\nmore\n"),
        ("---\na: 1\n---", (2, 2), 4, ""),
        ("---\na: 1\nb: 2\n---\n", (2, 3), 5, ""),
        ("---\n---\nbody\n", (2, 1), 3, "body\n"),
        ("---\na: |\n  ---\n---\nbody", (2, 3), 5, "body"),
    ],
)
def test_the_parts_of_a_file(text: str, lines: tuple[int, int], first_line: int, body: str) -> None:
    front, messages = split(text)
    assert messages == []
    assert front is not None
    assert (front.lines, front.body.first_line, front.body.text) == (lines, first_line, body)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("# Title\n", "the front matter is missing"),
        ("\n---\na: 1\n---\n", "the front matter is missing"),
        ("----\na: 1\n---\n", "the front matter is missing"),
        ("---\na: 1\n", "the front matter is never closed"),
        ("---\na: 1\n ---\n", "the front matter is never closed"),
        ("---", "the front matter is never closed"),
    ],
)
def test_a_file_without_its_parts(text: str, message: str) -> None:
    assert split(text) == (None, [message])


@given(st.text(alphabet=st.sampled_from("-a: \n"), max_size=40))
def test_any_text_is_split_or_explained(text: str) -> None:
    front, messages = split(text)
    assert (front is None) == bool(messages)
    if front:
        first, last = front.lines
        assert (first, front.body.first_line) == (2, last + 2)
