from __future__ import annotations

from portfolio.pages.description import MAX_CHARACTERS, write_description


def test_markup_and_line_breaks_are_gone() -> None:
    assert (
        write_description("I *build*\nthings with `SQS`  and **care**.")
        == "I build things with SQS and care."
    )


def test_a_long_text_is_cut_at_a_word() -> None:
    short = write_description("word, " * 60)
    assert len(short) <= MAX_CHARACTERS
    assert short.endswith("word…")


def test_a_text_that_just_fits_is_left_alone() -> None:
    text = "x" * MAX_CHARACTERS
    assert write_description(text) == text
    assert len(write_description(text + "x")) == MAX_CHARACTERS
