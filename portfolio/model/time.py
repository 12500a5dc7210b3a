"""Times are whole milliseconds, so that equal moments are equal."""

from __future__ import annotations

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000


def milliseconds(seconds: float) -> int:
    """Return seconds as milliseconds."""
    return round(seconds * 1000)


def name_time(time_ms: int) -> str:
    """Return a time in words.

    >>> name_time(2200), name_time(604_800_000), name_time(90_000)
    ('2.2 s', '7 d', '90 s')
    """
    for size, unit in ((DAY_MS, "d"), (HOUR_MS, "h")):
        if time_ms >= size and time_ms % size == 0:
            return f"{time_ms // size} {unit}"
    if time_ms >= DAY_MS:
        return f"{time_ms // DAY_MS} d {name_time(time_ms % DAY_MS)}"
    return f"{time_ms / 1000:.3f}".rstrip("0").rstrip(".") + " s"
