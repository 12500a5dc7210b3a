"""Pieces of text in a drawing: notes in parentheses, and what only looks like one."""

from __future__ import annotations

import pytest

from portfolio.diagrams.reading.labels import split_note, strip_note


@pytest.mark.parametrize(
    ("text", "label", "note"),
    [
        ("SNS (events)", "SNS", "events"),
        ("a (b (c) d)", "a", "b (c) d"),
        ("a (b) (c)", "a (b)", "c"),
        ("a (b) c", "a (b) c", ""),
        ("a(b)", "a(b)", ""),
        ("(b)", "(b)", ""),
        ("a ( b )", "a", "b"),
    ],
)
def test_a_note_is_split_from_its_label_only_at_the_end(text: str, label: str, note: str) -> None:
    assert split_note(text) == (label, note)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("(a)", "a"),
        ("( a )", "a"),
        ("(a) (b)", "a, b"),
        ("(a) b", "(a) b"),
        ("b (a)", "b (a)"),
        ("(a", "(a"),
        ("a)", "a)"),
        ("", ""),
    ],
)
def test_only_what_stands_in_parentheses_as_a_whole_is_a_note(text: str, note: str) -> None:
    assert strip_note(text) == note
