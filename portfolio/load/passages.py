"""The texts of one file piece by piece, each with the way back to its words: fields, and the paragraphs of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.load.allowances import find_fences
from portfolio.load.shown_texts import locate_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.errors import Source, Span
    from portfolio.load.scalars import Path
    from portfolio.load.schema import Read

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])\s+|(?<=[\u3002\uff01\uff1f\u0964])|\n\s*(?=[-*+|#>]\s?|\d+[.)]\s)|\s*\|\s*"
)


class Passage(NamedTuple):
    """A text that readers see."""

    text: str
    source: Source | None
    span: Span | None
    """Of a field; None for a paragraph."""
    offset: int
    """Where a paragraph begins in its file."""
    path: Path
    """The keys of a field."""

    def locate(self, start: int, length: int) -> Span | None:
        """Return the span of some characters."""
        if self.source is None or self.span is None:
            return self.source.span_at(self.offset + start, length) if self.source else self.span
        return next(locate_words(self.source, self.span, [self.text[start : start + length]]), self.span)

    def split(self) -> Iterator[tuple[int, str]]:
        """Yield its sentences, each with its offset."""
        start = 0
        for match in _SENTENCE_END.finditer(self.text):
            yield start, self.text[start : match.start()]
            start = match.end()
        yield start, self.text[start:]


def list_fields(read: Read[Any], source: Source | None) -> Iterator[Passage]:
    """Yield every text of a file of YAML, or of a front matter."""
    for path, value in read.values.items():
        if isinstance(value, str) and path in read.spans:
            yield Passage(value, source, read.spans[path], 0, path)


def list_paragraphs(source: Source, first_line: int) -> Iterator[Passage]:
    """Yield the paragraphs of Markdown without comments and code, blanks in their place."""
    fences = find_fences(source, first_line)
    fenced = {number for begin, end in fences.items() for number in range(begin, end + 1)}
    lines = [
        " " * len(line) if number < first_line or number in fenced else line
        for number, line in enumerate(source.lines, 1)
    ]
    text = _COMMENT.sub(_blank, "\n".join(lines))
    text = _CODE.sub(_blank, text) if "`" in text else text
    start = 0
    for end in (*(match.start() for match in _BLANK_LINE.finditer(text)), len(text)):
        if text[start:end].strip():
            yield Passage(text[start:end], source, None, start, ())
        start = end


def strip_comments(text: str) -> str:
    """Return Markdown without its comments."""
    return _COMMENT.sub("", text) if "<!--" in text else text


def _blank(match: re.Match[str]) -> str:
    return re.sub("[^\n]", " ", match[0])
