"""Makes the files of portfolio/example that are generated: statistics, rain map, video, resume.

`PYTHONPATH=tests .venv/bin/python -m support.draw_example` writes all of them; the video needs ffmpeg on PATH. The drawings
in SVG are by hand.
"""

from __future__ import annotations

import datetime as dt
import math
import shutil
import struct
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

from msgspec.structs import replace
from support.snapshots import make_year

from portfolio.github.snapshot import encode_snapshot
from portfolio.model.snapshot import (
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    ProfileGroup,
    RepositoriesGroup,
    Snapshot,
    Year,
)
from portfolio.scaffold import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

STATS = EXAMPLE / "content" / "stats.json"
STATIC = EXAMPLE / "static"
LOGIN = "tilda-weathervane"
FIRST, LAST = dt.date(2015, 1, 12), dt.date(2026, 11, 22)
BREAK = (dt.date(2019, 4, 1), dt.date(2020, 1, 20))
"""Between two jobs, with a summer on a glacier."""
HOLIDAYS = (29, 30, 52)
"""Weeks of each year."""

CELL, COLUMNS, ROWS = 4, 160, 100
FRAMES, FRAMES_A_SECOND = 24, 24
PALETTE = (0x18303F, 0x39493A, 0x6F8A78, 0x2E6FA8, 0x3F9BD4, 0x6FCB8B, 0xF1D35B, 0xE7833A)
"""Sea, land, coast, and five strengths of rain."""
LEVELS = (0.56, 0.62, 0.68, 0.74, 0.80)


def count_contributions(day: dt.date) -> int:
    """Return the made-up contributions of a day: none at weekends and on holiday, few in the break.

    Weeks repeat each other, as a calendar of chance would make the home page larger than it may be.
    """
    week = day.isocalendar().week
    if not FIRST <= day <= LAST or day.weekday() > 4 or week in HOLIDAYS:
        return 0
    if BREAK[0] <= day <= BREAK[1]:
        return int(day.day == 7)
    if week % 5 == day.weekday():
        return 0  # in the field
    season = (3, 3, 2, 2, 1, 1, 1, 1, 2, 2, 3, 3)[day.month - 1]
    return (2, 3, 3, 4, 2)[day.weekday()] * season * (day.year - FIRST.year + 2) // 12


def make_snapshot() -> Snapshot:
    """Return twelve years of statistics of an account that does not exist."""
    sizes = {
        "clampcat": {"Rust": 412_000},
        "fortybytes": {"C": 121_000, "Assembly": 7_400, "Python": 21_000},
        "rain-tiles": {"Python": 148_000, "Rust": 96_000, "HTML": 12_000},
        "tide-bell": {"Rust": 38_000},
        "mast-notes": {"Python": 17_000},
    }
    own = tuple(
        GitHubRepository(
            name=f"{LOGIN}/{name}",
            stars=412 >> (2 * number),
            forks=31 >> (2 * number),
            language=max(languages, key=lambda key, languages=languages: languages[key]),  # type: ignore[misc]
            languages=languages,
        )
        for number, (name, languages) in enumerate(sizes.items())
    )
    fork = GitHubRepository(
        name=f"{LOGIN}/zephyr", is_fork=True, fork_of="sample-rtos/zephyr", language="C", languages={}
    )
    years = {str(number): _make_year(number) for number in range(FIRST.year, LAST.year + 1)}
    return Snapshot(
        version=1,
        login=LOGIN,
        id=1,
        web="https://code.example.org",
        source="made-up",
        fetched_at=dt.datetime(LAST.year, LAST.month, LAST.day, 4, 17, tzinfo=dt.UTC),
        profile=ProfileGroup(
            status="ok",
            as_of=LAST,
            created_on=FIRST,
            followers=241,
            pull_requests=903,
            merged_pull_requests=846,
            issues=318,
            pinned=own[:3],
        ),
        contributed=ContributedGroup(status="ok", as_of=LAST, repositories=9),
        repositories=RepositoriesGroup(status="ok", as_of=LAST, items=(*own, fork)),
        contributions=ContributionsGroup(status="ok", as_of=LAST, years=years),
    )


def _make_year(number: int) -> Year:
    year = make_year(number, count_contributions, LAST)
    return replace(year, restricted=0)


def draw_map(minute: int, *, rain: bool = True) -> bytes:
    """Return the cells of the rain map, an index of PALETTE each: rain drifts east over a coast."""
    cells = bytearray()
    for row in range(ROWS):
        for column in range(COLUMNS):
            height = 0.7 * _noise(column / 26, row / 26, 3) + (column - row / 3) / 240
            cell = 0 if height < 0.62 else 2 if height < 0.64 else 1
            if rain:
                x, y = column - 2.4 * minute, row - 0.5 * minute
                front = math.exp(-(((x + 0.6 * y - 62) / 24) ** 2))
                strength = 0.66 * _noise(x / 8, y / 8, 21) + 0.38 * front
                cell = max((3 + at for at, level in enumerate(LEVELS) if strength > level), default=cell)
            cells.append(cell)
    return bytes(cells)


def _noise(x: float, y: float, seed: int) -> float:
    """Return smooth noise from 0 to 1, of three octaves."""
    total = 0.0
    for octave, weight in enumerate((0.6, 0.27, 0.13)):
        total += weight * _smooth(x * 2**octave, y * 2**octave, seed + octave)
    return total


def _smooth(x: float, y: float, seed: int) -> float:
    left, top = math.floor(x), math.floor(y)
    right, down = (part * part * (3 - 2 * part) for part in (x - left, y - top))
    above, below = (
        _hash(left, row, seed) * (1 - right) + _hash(left + 1, row, seed) * right for row in (top, top + 1)
    )
    return above * (1 - down) + below * down


def _hash(*numbers: int) -> float:
    """Return a number from 0 to 1 that only seems to be random."""
    return zlib.crc32(struct.pack(f">{len(numbers)}i", *numbers)) / 2**32


def enlarge(cells: bytes) -> list[bytes]:
    """Return the rows of a map in pixels, an index each."""
    rows = [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)]
    return [b"".join(bytes([cell]) * CELL for cell in row) for row in rows for _ in range(CELL)]


def encode_png(rows: list[bytes]) -> bytes:
    """Return a picture of sixteen colours at most as PNG.

    Source: PNG (Third Edition), sections 5 and 11.
    """
    packed = b"".join(
        b"\0" + bytes(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True)) for row in rows
    )
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 4, 3, 0, 0, 0)
    colours = b"".join(colour.to_bytes(3, "big") for colour in PALETTE)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def write_video(file: Path) -> None:
    """Write an hour of rain as a video of a second."""
    colours = [colour.to_bytes(3, "big") for colour in PALETTE]
    frames = b"".join(
        b"".join(colours[cell] for row in enlarge(draw_map(minute)) for cell in row)
        for minute in range(FRAMES)
    )
    size = f"{COLUMNS * CELL}x{ROWS * CELL}"
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(FRAMES_A_SECOND), "-i", "-"]
    plain = [
        "-map_metadata",
        "-1",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        "-movflags",
        "+faststart",
    ]
    form = ["-c:v", "libx264", "-preset", "veryslow", "-crf", "32", "-pix_fmt", "yuv420p", "-threads", "1"]
    command = ["ffmpeg", "-y", "-loglevel", "error", *raw, *form, *plain, str(file)]
    subprocess.run(command, input=frames, check=True)


def write_resume() -> bytes:
    """Return a resume of one page as PDF, in a font that every reader has.

    Source: PDF 1.7 (ISO 32000-1), sections 7.5 and 9.6.2.2.
    """
    lines = (
        ("Tilda Weathervane", 24),
        ("Embedded Engineer, Port Example", 13),
        ("", 8),
        ("This person does not exist. The file shows where yours goes: static/cv.pdf.", 11),
        ("", 8),
        ("2020 to now   Example Weather Service", 11),
        ("2016 to 2019  Sample Buoys", 11),
        ("2014 to 2016  Placeholder Polar Institute", 11),
    )
    shown = "".join(f"/F {size} Tf 0 -{size * 1.6:g} Td ({text}) Tj\n" for text, size in lines)
    stream = f"BT 72 770 Td\n{shown}ET\n"
    objects = (
        "<</Type/Catalog/Pages 2 0 R/Lang(en)>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}endstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Title(Tilda Weathervane)>>",
    )
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + end).encode("ascii")


def main() -> int:
    """Write all files, the video only where ffmpeg is installed."""
    STATS.write_bytes(encode_snapshot(make_snapshot()))
    (STATIC / "rain.png").write_bytes(encode_png(enlarge(draw_map(FRAMES // 2))))
    (STATIC / "cv.pdf").write_bytes(write_resume())
    if shutil.which("ffmpeg"):
        write_video(STATIC / "rain.mp4")
    else:
        print("ffmpeg is not on PATH: rain.mp4 stays as it is", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
