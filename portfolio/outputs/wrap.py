"""Where a line of words breaks: after blanks, and in Chinese, Japanese, Thai and the like between characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.width import is_narrow, measure_text, split_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NO_START = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕〗〙ー…‥々〜～ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.;:!?)]}”’»%‰°،؛؟।"  # noqa: RUF001 (they are meant)
)
_NO_END = frozenset("（［｛〈《「『【〔〖〘([{“‘«$€£¥№#เแโใไ")  # noqa: RUF001 (as above)
"""What no line begins or ends with. Source: JLREQ, sections 3.1.7 and 3.1.8."""
_JOINED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese, Khmer: they have no blanks between words, and a list of their words is not here."""


def wrap(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each line of a text, blanks at its end left out.

    A word that is wider than a line, such as an address, stays whole.

    >>> [*wrap("one two three", 7)]
    [(0, 7), (8, 13)]
    """
    first = 0
    for part in text.split("\n"):
        yield from ((first + start, first + end) for start, end in _wrap_part(part, width))
        first += len(part) + 1


def _wrap_part(text: str, width: int) -> Iterator[tuple[int, int]]:
    if is_narrow(text):
        return _wrap_narrow(text, width)
    return _join_units(_find_units(text, width), text, width)


def _wrap_narrow(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that breaks at blanks only."""
    start, end = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    while end - start > width:
        gap = text.rfind(" ", start, start + width + 1)
        if gap < 0:
            gap = text.find(" ", start, end)
        if gap < 0:
            break
        line = text[start:gap].rstrip(" ")
        yield start, start + len(line)
        start = end - len(text[gap:end].lstrip(" "))
    yield min(start, end), end


def _join_units(units: Iterable[tuple[int, int]], text: str, width: int) -> Iterator[tuple[int, int]]:
    line_start = line_end = columns = 0
    is_empty = True
    for start, end in units:
        size = measure_text(text[start:end])
        if is_empty:
            line_start, columns, is_empty = start, size, False
        elif columns + (start - line_end) + size <= width:
            columns += start - line_end + size
        else:
            yield line_start, line_end
            line_start, columns = start, size
        line_end = end
    yield line_start, line_end


def _find_units(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text that do not break."""
    for word in re.finditer("[^ ]+", text):
        if is_narrow(word[0]):
            yield word.span()
        else:
            yield from ((word.start() + start, word.start() + end) for start, end in _cut(word[0], width))


def _cut(word: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a word between which it breaks."""
    is_joined = _JOINED.search(word) is not None and measure_text(word) > width
    start = at = 0
    before = ""
    for character in split_text(word):
        is_wide = is_joined or measure_text(character) > 1 or (before and measure_text(before) > 1)
        if before and is_wide and character[0] not in _NO_START and before not in _NO_END:
            yield start, at
            start = at
        at += len(character)
        before = character
    yield start, at
