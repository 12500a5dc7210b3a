"""Bytes to text: every byte sequence ends as text or as a located error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.decode import MAX_REPORTED, decode_source
from portfolio.errors import Diagnostics


def decode(data: bytes) -> tuple[str | None, list[tuple[str, int, int]]]:
    diagnostics = Diagnostics()
    source = decode_source("a.md", data, diagnostics)
    places = [(str(item.code), item.span.line, item.span.column) for item in diagnostics.items if item.span]
    return (source.text if source else None), places


@pytest.mark.parametrize("data", [b"a\nb\n", b"\xef\xbb\xbfa\nb\n", b"a\r\nb\r\n", b"\xef\xbb\xbfa\rb\r"])
def test_byte_order_mark_and_line_ends_are_unified(data: bytes) -> None:
    assert decode(data) == ("a\nb\n", [])


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"ab\xc3", 1, 3),
        ("日本\r\né🎉".encode() + b"\x80 rest\nmore", 2, 3),
        (b"\xef\xbb\xbfa\xff", 1, 2),
        (b"a\r\xff", 2, 1),
        (b"\xed\xa0\x80", 1, 1),
    ],
)
def test_a_byte_that_is_no_utf8_is_located_in_characters(data: bytes, line: int, column: int) -> None:
    assert decode(data) == (None, [("file-encoding", line, column)])


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_is_named(mark: bytes) -> None:
    diagnostics = Diagnostics()
    decode_source("a.md", mark + b"a\0", diagnostics)
    assert diagnostics.items[0].help == "the file looks like UTF-16; save it as UTF-8"


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x07", "\x0c", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\uffff"]
)
def test_control_characters_are_located(character: str) -> None:
    assert decode(f"a\nbc{character}d\n".encode()) == (None, [("control-character", 2, 3)])


def test_tab_and_wide_characters_are_fine() -> None:
    text = "\tagé 日本 👩\u200d🚀 \u00a0\n"
    assert decode(text.encode()) == (text, [])


def test_a_binary_file_is_not_reported_byte_by_byte() -> None:
    assert len(decode(b"\0" * 1000)[1]) == MAX_REPORTED


@given(st.binary(max_size=80))
def test_arbitrary_bytes_are_text_or_a_located_error(data: bytes) -> None:
    text, places = decode(data)
    assert (text is None) == bool(places)
