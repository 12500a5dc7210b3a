"""Bytes to text: encoding, byte-order marks, line ends, and the characters that no text of ours may hold."""

from __future__ import annotations

import re
from itertools import islice

from portfolio.errors import Code, Diagnostics, Source, Span

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]",
)
"""Controls but tab and line feed, stray line ends, stray byte-order marks, and code points without a character.

YAML 1.1, which the parser keeps to, takes U+0085, U+2028 and U+2029 for line ends; an editor does not.
"""

MAX_REPORTED = 10
"""A binary file has thousands of them; the first ones say enough."""


def decode_source(path: str, data: bytes, diagnostics: Diagnostics) -> Source | None:
    """Turn a file's bytes into a source, or report the bytes or characters that are no text.

    A byte-order mark is dropped, and CRLF and CR become LF.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
        diagnostics.error(
            Code.FILE_ENCODING,
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            _span_of_byte(path, data, error.start),
            "the file looks like UTF-16; save it as UTF-8" if utf16 else "save the file as UTF-8",
        )
        return None
    source = Source(path, _unify_line_ends(text))
    found = list(islice(FORBIDDEN.finditer(source.text), MAX_REPORTED))
    for match in found:
        line = source.text.count("\n", 0, match.start()) + 1
        column = match.start() - source.text.rfind("\n", 0, match.start())
        diagnostics.error(
            Code.CONTROL_CHARACTER,
            f"the character U+{ord(match[0]):04X} is not allowed",
            source.span(line, column),
            "delete it",
        )
    return None if found else source


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _span_of_byte(path: str, data: bytes, position: int) -> Span:
    """Return the place of a byte that cannot be decoded; the rest of its line is shown as far as it can be."""
    before = _unify_line_ends(data[:position].decode("utf-8")).split("\n")
    rest = re.split(rb"[\r\n]", data[position:], maxsplit=1)[0].decode("utf-8", "replace")
    return Span(path, len(before), len(before[-1]) + 1, 1, before[-1] + rest)
