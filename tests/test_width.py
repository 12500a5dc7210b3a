from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth, wcwidth

from portfolio.width import (
    JSON_ESCAPE,
    WIDE,
    XML_ESCAPE,
    escape_controls,
    escape_result,
    is_narrow,
    measure_text,
    split_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_narrow_character_fills_one_column_and_joins_nothing() -> None:
    narrow = [mark for mark in map(chr, range(sys.maxunicode + 1)) if is_narrow(mark)]
    assert {wcwidth(mark) for mark in narrow} == {1}
    assert list(iter_graphemes("".join(narrow))) == narrow


def test_a_wide_character_fills_two_columns_and_joins_nothing() -> None:
    wide = [mark for mark in map(chr, range(sys.maxunicode + 1)) if re.match(f"[{WIDE}]", mark)]
    assert len(wide) > 40_000
    assert {wcwidth(mark) for mark in wide} == {2}
    assert list(iter_graphemes("".join(wide))) == wide
    assert not any(map(is_narrow, wide))


@given(st.text() | st.text(st.sampled_from("a é→日本語がー、Ａ한✅🎉👩🚀🏽\u200d\ufe0f\u0301\x1b🇩ﾊﾟ")))
def test_any_text_is_as_wide_as_by_wcwidth(text: str) -> None:
    assert measure_text(text) == wcswidth(text)
    assert list(split_text(text)) == list(iter_graphemes(text))


def test_a_drawing_of_simple_characters_never_loads_the_tables() -> None:
    program = (
        "import sys; from portfolio.documents.drawings import read_figure; from portfolio.documents.figure import draw_figure;"
        "draw_figure(read_figure('Café → 注文 → API ──▶ DB 🎉', 'diagram'), 'x', 'y'); sys.exit('wcwidth' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("日本", 4), ("é", 1), ("🎉", 2), ("\x1b日", -1)]
)
def test_widths_in_cells(text: str, width: int) -> None:
    assert measure_text(text) == width


def test_joiners_of_emoji_are_no_controls() -> None:
    assert escape_controls("👩\u200d🚀 ❤\ufe0f é") == "👩\u200d🚀 ❤\ufe0f é"


@pytest.mark.parametrize("escape", [escape_controls, escape_result])
@pytest.mark.parametrize(
    "character",
    [*map(chr, range(9)), *map(chr, range(0x0B, 0x20)), *map(chr, range(0x7F, 0xA0)),
     *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ud800\udcff"],
)  # fmt: skip
def test_what_a_terminal_obeys_is_written_out(escape: Callable[[str], str], character: str) -> None:
    assert escape(f"a{character}b") == f"a<U+{ord(character):04X}>b"


@pytest.mark.parametrize("text", ["", "a\n\tb\n", "日本\u3000語 é\u00a0 👩\u200d🚀 \u05d0\u0628 └──▶\n"])
def test_a_result_keeps_its_lines_and_blanks(text: str) -> None:
    assert escape_result(text) == text


@given(st.text())
def test_a_result_is_the_same_in_json_and_xml(text: str) -> None:
    data = json.dumps({"a": text}, ensure_ascii=False)
    assert json.loads(escape_result(data, JSON_ESCAPE)) == {"a": text}
    body = re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    element = ET.fromstring(f"<a>{escape_result(html.escape(body), XML_ESCAPE)}</a>")  # noqa: S314 (our own text)
    assert (element.text or "") == body
