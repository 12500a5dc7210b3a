"""The size of a picture, read from the first bytes of its file."""

from __future__ import annotations

import io
import math
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

MAX_HEAD_BYTES = 1 << 20
"""An SVG's root element has to begin within these bytes."""

_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "pt": 96 / 72,
    "pc": 16.0,
}
"""Pixels in each unit that is the same everywhere. Source: CSS Values and Units Level 3, "Absolute Lengths"."""
_LENGTH = re.compile(
    r"\s*(\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)([a-z]*)\s*", re.IGNORECASE | re.ASCII
)


class Size(NamedTuple):
    """Width and height in CSS pixels, both above zero."""

    width: float
    height: float


def measure_picture(name: str, stream: BinaryIO) -> Size | None:
    """Return the size of a picture; None if it cannot be read or has none.

    Args:
        name: the file's; its ending says whether it is an SVG.
        stream: its content.
    """
    import imagesize  # type: ignore[import-untyped] # noqa: PLC0415 (few sites have pictures in their text)

    try:
        if name.lower().endswith(".svg"):
            return _measure_svg(_read_root(stream))
        size = Size(*imagesize.get(io.BytesIO(stream.read(MAX_HEAD_BYTES))))
    except (OSError, ValueError):
        return None
    return size if min(size) > 0 else None


def _measure_svg(root: Mapping[str, str]) -> Size | None:
    """Return the size by the attributes of the root element.

    A length that depends on the page, such as `100%` or `2em`, does not count; `viewBox` does.

    Source: SVG 2, section 8.13, "Intrinsic sizing properties of SVG content".
    """
    width, height = _read_length(root.get("width", "")), _read_length(root.get("height", ""))
    if width and height:
        return Size(width, height)
    box = _read_view_box(root.get("viewBox", ""))
    if box is None:
        return None
    if width:
        return Size(width, width * box.height / box.width)
    return Size(height * box.width / box.height, height) if height else box


def _read_length(text: str) -> float | None:
    """Return a length in pixels; None if it is invalid, not above zero, or depends on the page.

    >>> _read_length("2.54cm"), _read_length("100%")
    (96.0, None)
    """
    match = _LENGTH.fullmatch(text)
    pixels = float(match[1]) * _PIXELS.get(match[2].lower(), 0) if match else 0
    return pixels if 0 < pixels < math.inf else None


def _read_view_box(text: str) -> Size | None:
    """Return the size of a `viewBox`.

    >>> _read_view_box("-8,-8 640 480")
    Size(width=640.0, height=480.0)
    """
    try:
        _, _, width, height = map(float, re.split(r"[\s,]+", text.strip()))
    except ValueError:
        return None
    return Size(width, height) if 0 < width < math.inf and 0 < height < math.inf else None


def _read_root(stream: BinaryIO) -> Mapping[str, str]:
    """Return the attributes of an SVG file's root element; errors after it do not matter.

    Raises:
        ValueError: the file is no SVG.
    """
    from xml.etree.ElementTree import ParseError, iterparse  # noqa: PLC0415 (as above)

    try:
        head = io.BytesIO(stream.read(MAX_HEAD_BYTES))
        _, root = next(iterparse(head, ("start",)))  # noqa: S314 (the owner's own file, and expat limits entities)
    except ParseError as error:
        raise ValueError("no XML") from error
    return root.attrib if root.tag.rpartition("}")[2] == "svg" else {}
