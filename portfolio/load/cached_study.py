"""A case study in the cache: its value, and its spans and leaf values unpacked on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Raw, Struct, msgpack

from portfolio.errors import Span
from portfolio.load.schema import Read
from portfolio.model.case_study import CaseStudy

if TYPE_CHECKING:
    from portfolio.load.scalars import Path, Value

V = TypeVar("V")

_Position = tuple[tuple[str | int, ...], int, int, int, int, int]
"""A value's path; the line, column and length of its span, the number of its text, and what is skipped before it."""


class _Packed(Struct, frozen=True, array_like=True):
    """Everything that is written."""

    study: CaseStudy
    first_line: int
    spans: Raw
    """The texts that the spans quote, and the position of each span."""


class LazyMapping(Mapping["Path", V]):
    """A mapping that is made on first use."""

    def __init__(self, make: Callable[[], dict[Path, V]]) -> None:
        self._make: Callable[[], dict[Path, V]] | None = make
        self._made: dict[Path, V] = {}

    def _open(self) -> dict[Path, V]:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def __getitem__(self, key: Path) -> V:
        return self._open()[key]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._open())

    def __len__(self) -> int:
        return len(self._open())


def pack_study(study: CaseStudy, spans: Mapping[Path, Span], first_line: int) -> bytes:
    """Return a case study without problems as bytes."""
    texts = {span.text: None for span in spans.values()}
    numbers = {text: number for number, text in enumerate(texts)}
    positions = [
        (path, span.line, span.column, span.length, numbers[span.text], span.skipped)
        for path, span in spans.items()
    ]
    return msgpack.encode(_Packed(study, first_line, Raw(msgpack.encode((list(texts), positions)))))


def unpack_study(data: bytes) -> tuple[Read[CaseStudy], int]:
    """Return what `pack_study` was given, its spans unpacked on demand.

    Raises:
        msgspec.DecodeError: the bytes are of another version.
    """
    packed = msgpack.decode(data, type=_Packed)
    path = packed.study.path

    def spans() -> dict[Path, Span]:
        texts, positions = msgpack.decode(packed.spans, type=tuple[list[str], list[_Position]])
        return {
            where: Span(path, line, column, length, texts[number], skipped)
            for where, line, column, length, number, skipped in positions
        }

    read = Read(packed.study, LazyMapping(spans), LazyMapping(lambda: dict(_flatten((), packed.study))))
    return read, packed.first_line


def _flatten(path: Path, value: Value) -> Iterator[tuple[Path, Any]]:
    """Yield a value and all its parts by their paths, as reading the file would; None values were not given."""
    if value is None:
        return
    if path:
        yield path, value
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _flatten((*path, name), getattr(value, name))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _flatten((*path, index), part)
