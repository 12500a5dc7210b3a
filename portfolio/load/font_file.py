"""Font files: the family's name and the characters with a glyph, from their bytes.

Source: the OpenType specification, chapters "OpenType Font File", "cmap" and "name".
"""

from __future__ import annotations

from struct import error, unpack_from
from typing import TYPE_CHECKING

from portfolio.model.font import Glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLLECTION = b"ttcf"
_FONTS = (b"\0\1\0\0", b"OTTO", b"true")
_LAST = 0xFFFF
_FULL, _SHORT = 12, 4
"""The formats of character maps: of all code points, and of the first 65,536."""
_FAMILIES = (16, 1)
"""The names of a family: that of all weights, then that of some."""
_WINDOWS = 3
"""The platform whose names are UTF-16."""


def read_font(data: bytes) -> Glyphs | None:
    """Return what a TrueType or OpenType font has, of a collection its first one; None for other bytes."""
    try:
        start = unpack_from(">I", data, 12)[0] if data[:4] == _COLLECTION else 0
        if data[start : start + 4] not in _FONTS:
            return None
        count = unpack_from(">H", data, start + 4)[0]
        tables = {
            tag: offset
            for tag, _, offset, _ in (
                unpack_from(">4sIII", data, start + 12 + 16 * index) for index in range(count)
            )
        }
        ranges = sorted(_list_ranges(data, tables[b"cmap"]))
        family = _find_family(data, tables[b"name"])
    except (error, KeyError, IndexError, UnicodeDecodeError):
        return None
    if not ranges or not family:
        return None
    return Glyphs(family, tuple(first for first, _ in ranges), tuple(last for _, last in ranges))


def _find_family(data: bytes, table: int) -> str:
    _, count, texts = unpack_from(">HHH", data, table)
    found: dict[int, str] = {}
    for index in range(count):
        platform, _, _, name, size, offset = unpack_from(">HHHHHH", data, table + 6 + 12 * index)
        if name in _FAMILIES and platform == _WINDOWS:
            start = table + texts + offset
            found.setdefault(name, data[start : start + size].decode("utf-16-be"))
    return next((found[name] for name in _FAMILIES if name in found), "")


def _list_ranges(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last code point of each range of the fullest map."""
    count = unpack_from(">HH", data, table)[1]
    maps = {}
    for index in range(count):
        offset = table + unpack_from(">HHI", data, table + 4 + 8 * index)[2]
        maps[unpack_from(">H", data, offset)[0]] = offset
    if _FULL in maps:
        groups = unpack_from(">I", data, maps[_FULL] + 12)[0]
        for index in range(groups):
            first, last, _ = unpack_from(">III", data, maps[_FULL] + 16 + 12 * index)
            yield first, last
    elif _SHORT in maps:
        yield from _list_segments(data, maps[_SHORT])


def _list_segments(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    size = unpack_from(">H", data, table + 6)[0]
    for index in range(0, size, 2):
        last = unpack_from(">H", data, table + 14 + index)[0]
        first, delta, offset = (
            unpack_from(">H", data, table + 16 + size * part + index)[0] for part in (1, 2, 3)
        )
        glyphs = table + 16 + size * 3 + index + offset
        for number in range(first, min(last, _LAST - 1) + 1):
            glyph = unpack_from(">H", data, glyphs + 2 * (number - first))[0] if offset else number + delta
            if glyph & _LAST:
                yield number, number
