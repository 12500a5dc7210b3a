"""JSON as values that remember their span, as YAML has them: the standard library's parser knows no spans."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING

from portfolio.characters import FORBIDDEN
from portfolio.errors import Code
from portfolio.load.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from portfolio.errors import Diagnostics, Source, Span
    from portfolio.load.nodes import Node

MAX_DEPTH = 60
"""No resume is nested as deep; a deeper file is a mistake or an attack."""

_DECODER = JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?![\w.])|(true|false|null)(?!\w)")


def parse_json(source: Source, diagnostics: Diagnostics) -> Node | None:
    """Return the value in a file; None if it is not JSON, which is reported."""
    reader = _Reader(source)
    try:
        node = reader.read(0)
        reader.skip()
        if reader.at < len(source.text):
            reader.fail("expected nothing after the end of the value")
    except JSONDecodeError as error:
        message = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
        diagnostics.error(
            Code.JSON_SYNTAX, message, source.span_at(error.pos), "a JSON validator shows the error"
        )
        return None
    if reader.forbidden:
        span, code = reader.forbidden
        message = f"the character U+{code:04X} is not allowed"
        diagnostics.error(Code.CONTROL_CHARACTER, message, span, "drop the escape that makes it")
        return None
    return node


class _Reader:
    """One walk of the text."""

    def __init__(self, source: Source) -> None:
        self.source, self.text, self.at = source, source.text, 0
        self.forbidden: tuple[Span, int] | None = None

    def fail(self, message: str) -> None:
        """Stop: what follows cannot be read."""
        raise JSONDecodeError(message, self.text, self.at)

    def skip(self) -> str:
        """Go to the next sign, and return it."""
        found = _BLANK.match(self.text, self.at)
        assert found  # noqa: S101 (it matches nothing, too)
        self.at = found.end()
        return self.text[self.at : self.at + 1]

    def read(self, depth: int) -> Node:
        """Return the value at the next sign."""
        sign = self.skip()
        if depth > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} levels deep")
        if sign == "{":
            return self.read_mapping(depth)
        if sign == "[":
            return self.read_list(depth)
        if sign == '"':
            return Scalar(*self.read_text())
        word = _WORD.match(self.text, self.at)
        if word is None:
            self.fail("expected a value" if sign else "the file ends before its value")
        assert word  # noqa: S101 (see above)
        span = self.source.span_at(self.at, len(word[0]))
        self.at = word.end()
        return Scalar(word[0], plain=True, span=span)

    def read_text(self) -> tuple[str, bool, Span]:
        """Return the text in quotes, that it is quoted, and its span."""
        start = self.at
        text, self.at = _DECODER.raw_decode(self.text, start)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        span = self.source.span_at(start, self.at - start)
        if (found := FORBIDDEN.search(text)) and not self.forbidden:
            self.forbidden = span, ord(found[0])
        return text, False, span

    def read_list(self, depth: int) -> Sequence:
        """Return a list."""
        start = self.at
        items: list[Node] = []
        self.at += 1
        while self.skip() != "]":
            if items:
                self.expect(",", "]")
            items.append(self.read(depth + 1))
        self.at += 1
        return Sequence(tuple(items), self.source.span_at(start))

    def read_mapping(self, depth: int) -> Mapping:
        """Return a mapping; of a name that is there twice, the last value."""
        start = self.at
        entries: dict[str, tuple[Span, Node]] = {}
        self.at += 1
        while self.skip() != "}":
            if entries:
                self.expect(",", "}")
                self.skip()
            if self.text[self.at : self.at + 1] != '"':
                self.fail("expected a name in quotes")
            name, _, span = self.read_text()
            self.skip()
            self.expect(":")
            entries[name] = (span, self.read(depth + 1))
        self.at += 1
        return Mapping(entries, self.source.span_at(start))

    def expect(self, *signs: str) -> None:
        """Take the first of some signs, which must be there."""
        if self.text[self.at : self.at + 1] != signs[0]:
            self.fail("expected " + " or ".join(f"`{sign}`" for sign in signs))
        self.at += 1
