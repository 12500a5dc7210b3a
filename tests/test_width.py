from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth, wcwidth

from portfolio.width import is_narrow, measure_text, split_text


def test_a_narrow_character_fills_one_column_and_joins_nothing() -> None:
    narrow = [mark for mark in map(chr, range(sys.maxunicode + 1)) if is_narrow(mark)]
    assert {wcwidth(mark) for mark in narrow} == {1}
    assert list(iter_graphemes("".join(narrow))) == narrow


@given(st.text())
def test_any_text_is_as_wide_as_wcwidth_says(text: str) -> None:
    assert measure_text(text) == wcswidth(text)
    assert list(split_text(text)) == list(iter_graphemes(text))


def test_a_drawing_of_narrow_characters_never_loads_the_tables_of_wide_ones() -> None:
    program = (
        "import sys; from portfolio.render.drawings import read_figure; from portfolio.render.figures import draw_figure;"
        "draw_figure(read_figure('Café → API ──▶ DB', 'diagram'), 'x', 'y'); sys.exit('wcwidth' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("日本", 4), ("é", 1), ("🎉", 2), ("\x1b日", -1)]
)
def test_widths_in_cells(text: str, width: int) -> None:
    assert measure_text(text) == width
