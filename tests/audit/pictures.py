"""Writes small PNG pictures, so that a generated site has some of its own."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int, seed: int) -> bytes:
    """Draw stripes of two greys; equal arguments give equal bytes.

    Source: PNG (Portable Network Graphics) Specification, chapter 5 and 11.
    """
    light, dark = 150 + seed % 80, 20 + seed % 60
    row = bytes(light if (column // 16 + seed) % 2 else dark for column in range(width))
    pixels = b"".join(b"\0" + row for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(pixels, 9)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
