"""The texts of a YAML file that readers see, and the spans of their words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import inspect

from portfolio.load.schema import describe_type

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from portfolio.errors import Source, Span
    from portfolio.load.schema import Read

_Keys = tuple[str | None, ...]
"""The keys of a value; None for any entry of a list."""


class ShownText(NamedTuple):
    """A text that readers see."""

    text: str
    span: Span
    is_marked: bool
    """Whether it takes code spans, emphasis and strong text."""


def list_shown_texts(read: Read[Any], type_: Hashable, *above: str) -> Iterator[ShownText]:
    """Yield the right texts of a file whose type says that they are shown, key by key in the order of the type.

    Args:
        read: the file.
        type_: of the value at the keys `above`.
        *above: none for the whole of it.
    """
    for keys, is_marked in _find_kinds(type_).items():
        for value, span in read.entries(*above, *keys):
            if isinstance(value, str):
                yield ShownText(value, span, is_marked)


@cache
def _find_kinds(type_: Hashable) -> dict[_Keys, bool]:
    """Return whether each text of a type is marked, by its keys."""
    return dict(_walk(describe_type(type_), ()))


def _walk(info: inspect.Type, keys: _Keys) -> Iterator[tuple[_Keys, bool]]:
    if isinstance(info, inspect.Metadata):
        extra = info.extra or {}
        if "is_marked" in extra:
            yield keys, extra["is_marked"]
        yield from _walk(info.type, keys)
    elif isinstance(info, inspect.StructType):
        for field in info.fields:
            yield from _walk(field.type, (*keys, field.encode_name))
    elif isinstance(info, inspect.VarTupleType):
        yield from _walk(info.item_type, (*keys, None))
    elif isinstance(info, inspect.UnionType):
        for member in info.types:
            yield from _walk(member, keys)


def locate_words(source: Source, span: Span, words: Iterable[str]) -> Iterator[Span]:
    """Yield the span of each of some words of a text, in order; if escapes or line ends hide it, that of the text."""
    number, column = span.line, span.column - 1
    for found in words:
        for line, start in continued_lines(source, number, column):
            at = source.lines[line - 1].find(found, start)
            if at >= 0:
                yield source.span(line, at + 1, len(found))
                number, column = line, at + len(found)
                break
        else:
            yield span


def continued_lines(source: Source, number: int, start: int) -> Iterator[tuple[int, int]]:
    """Yield a line of a text and those on which it continues, each with the offset from which they belong to it.

    Continued lines of a text are indented, unlike the next key.
    """
    yield number, start
    for line in range(number + 1, len(source.lines) + 1):
        if source.lines[line - 1][:1].strip():
            return
        yield line, 0
