"""Where lines break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.outputs.wrap import wrap
from portfolio.width import measure_text


def cut(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one  two ", 10, ["one  two"]),
        ("one two", 3, ["one", "two"]),
        ("see https://example.org/a/b now", 8, ["see", "https://example.org/a/b", "now"]),
        ("10\N{NO-BREAK SPACE}km away", 6, ["10\N{NO-BREAK SPACE}km", "away"]),
        ("one\ntwo", 10, ["one", "two"]),
        ("支払いを二度", 6, ["支払い", "を二度"]),
        ("支払い。二度", 6, ["支払", "い。二", "度"]),
        ("あ「いう」", 4, ["あ", "「い", "う」"]),
        ("これはSQSです", 6, ["これは", "SQSで", "す"]),
        ("สวัสดีชาวโลก", 4, ["สวัสดี", "ชาว", "โลก"]),
    ],
)
def test_a_line_breaks(text: str, width: int, lines: list[str]) -> None:
    assert cut(text, width) == lines


@given(st.text("ab ,。「」支払いสดี\n\u0301", max_size=60), st.integers(1, 12))
def test_no_character_is_lost_and_only_what_cannot_break_is_wider(text: str, width: int) -> None:
    lines = cut(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(measure_text(line) <= width or " " not in line for line in lines)
