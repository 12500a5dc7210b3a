"""Real pictures for tests, made by Pillow."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(width: int, height: int, format_: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:  # noqa: ANN401 (Pillow's)
    """Return a picture whose pixels differ, so that a smaller one has fewer bytes; its left half is lighter."""
    noise = Image.effect_noise((max(1, width // 4), max(1, height // 4)), 50).resize((width, height))
    noise.paste(255, (0, 0, width // 2, max(1, height // 8)))
    stream = io.BytesIO()
    noise.convert(mode).save(stream, format_, **options)
    return stream.getvalue()


def taken_at_home() -> bytes:
    """Return EXIF data that says where a picture was taken, and that it is turned by a quarter."""
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned to the right
    exif[0x010F] = "Camera of Bo"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 42.0, 0.0), 3: "W", 4: (9.0, 8.0, 0.0)})
    return exif.tobytes()


def open_picture(data: bytes) -> Image.Image:
    """Return a picture, decoded."""
    found = Image.open(io.BytesIO(data))
    found.load()
    return found
