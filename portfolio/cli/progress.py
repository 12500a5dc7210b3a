"""How far a long build has come, as one line that vanishes: on a terminal only, and not before it is worth looking at."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from portfolio.site.worker import map_with_worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from portfolio.site.worker import Mapper

WAIT_S = 0.5
"""Shorter builds show nothing."""

PAUSE_S = 0.05
"""Between two drawings of the line."""

WIDTH_CELLS = 24


@contextmanager
def show_progress() -> Iterator[Mapper]:
    """Give a mapper for a build, whose progress is shown on stderr where somebody watches."""
    line = ProgressLine(sys.stderr) if _is_watched(sys.stderr) else None
    try:
        yield partial(map_with_worker, watch=line.draw if line else None)
    finally:
        if line:
            line.erase()


def _is_watched(stream: TextIO) -> bool:
    """Whether a stream is a terminal that can go back in a line, with a person before it."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


class ProgressLine:
    """One line of a terminal, drawn again and again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._due_s = time.monotonic() + WAIT_S
        self._is_drawn = False

    def draw(self, name: str, done: int, total: int) -> None:
        """Show how many things are done, unless the line was drawn a moment ago."""
        now_s = time.monotonic()
        if now_s < self._due_s:
            return
        self._due_s = now_s + PAUSE_S
        self._is_drawn = True
        filled = WIDTH_CELLS * done // total
        bar = "█" * filled + "░" * (WIDTH_CELLS - filled)
        self._stream.write(f"\r\x1b[K{bar} {done:,} of {total:,} {name}")
        self._stream.flush()

    def erase(self) -> None:
        """Leave the line empty, as if nothing had been there."""
        if self._is_drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
