"""A large picture in the sizes that pages need, by Pillow, an extra: without it pictures are published as they are."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHS = (480, 960, 1760)
"""Pixels: a cover on a phone, a figure on a phone or an older screen, a figure on a screen of two pixels a point."""
MIN_RATIO = 1.25
"""A picture is scaled to a width that it exceeds so many times; less would save little."""
MAX_SHARE = 0.8
"""A form is used only if its file is so much smaller than the next larger one: flat drawings are not."""
SCALED = (".jpg", ".jpeg", ".png", ".webp", ".avif")
"""The endings of files that are scaled."""

_SAVED: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": (".jpg", {"quality": 82, "progressive": True, "optimize": True}),
    "PNG": (".png", {"compress_level": 9}),
    "WEBP": (".webp", {"quality": 80, "method": 4}),
    "AVIF": (".avif", {"quality": 65, "speed": 8}),
}
"""The suffix of each format, and how it is written."""
_PLAIN = ("L", "LA", "RGB", "RGBA")
_LOCATION = 0x8825
"""The part of a picture's EXIF data that says where it was taken. Source: Exif 2.32, section 4.6.3."""


class Scaled(NamedTuple):
    """What was made of a picture."""

    forms: tuple[tuple[int, str, bytes], ...] = ()
    """Width, suffix and content of each form, the smallest first; without any data but the pixels and their colour profile."""
    problem: str = ""
    """Why it could not be scaled, as the end of a sentence; empty if it was, or need not be."""
    has_location: bool = False
    """Whether the picture says where it was taken."""


def can_scale() -> bool:
    """Whether Pillow is installed; it is not imported for this."""
    return find_spec("PIL") is not None


def find_widths(name: str, width: float) -> tuple[int, ...]:
    """Return the widths that a picture is scaled to, which are smaller than its own.

    >>> find_widths("a.jpg", 4000), find_widths("a.png", 1900), find_widths("a.svg", 4000)
    ((480, 960, 1760), (480, 960), ())
    """
    if not name.lower().endswith(SCALED):
        return ()
    return tuple(known for known in WIDTHS if known * MIN_RATIO <= width)


def scale_picture(data: bytes, widths: tuple[int, ...]) -> Scaled:
    """Return a picture in smaller widths, in its own format; equal bytes give equal forms."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (an extra, and few builds have a new picture)

    try:
        with _without_warnings(), Image.open(io.BytesIO(data)) as picture:
            format_ = (
                "JPEG" if picture.format == "MPO" else picture.format or ""
            )  # a phone's, with more behind it
            if format_ not in _SAVED or (picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1):
                return Scaled()  # such as one that moves
            has_location = any(tag in picture.getexif().get_ifd(_LOCATION) for tag in (2, 4))
            largest = max(widths)
            picture.draft(None, (largest * 2, largest * 2))  # a JPEG is then decoded at a part of its size
            upright = _make_plain(ImageOps.exif_transpose(picture))
            if upright.mode not in _PLAIN:
                return Scaled(problem=f"its colours are {upright.mode}", has_location=has_location)
            profile = picture.info.get("icc_profile")
            forms: list[tuple[int, str, bytes]] = []
            limit = len(data) * MAX_SHARE
            for width in sorted(widths, reverse=True):
                height = max(1, round(upright.height * width / upright.width))
                scaled = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
                scaled.info.clear()
                suffix, options = _SAVED[format_]
                stream = io.BytesIO()
                scaled.save(stream, format_, icc_profile=profile, **options)
                content = stream.getvalue()
                if len(content) <= limit:
                    forms.append((width, suffix, content))
                    limit = len(content) * MAX_SHARE
            return Scaled(tuple(reversed(forms)), has_location=has_location)
    except MemoryError:
        return Scaled(problem="there is too little memory")
    except Exception:  # noqa: BLE001 (Pillow raises errors of many types for a file that is damaged)
        return Scaled(problem="it is damaged")


def _make_plain(picture: Any) -> Any:  # noqa: ANN401 (Pillow is an extra: its types may be missing)
    """Return a picture with a palette, or with one transparent colour, in colours that can be scaled."""
    if "transparency" in picture.info and picture.mode in ("1", "L", "P", "RGB"):
        return picture.convert("RGBA")
    return picture.convert({"1": "L", "P": "RGB"}.get(picture.mode, picture.mode))


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep Pillow's warnings, such as of EXIF data that cannot be read, from readers of the build."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
