"""The progress of a long build, as one line that is erased at its end; on a terminal only."""

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
"""Shorter builds show no progress."""

PAUSE_S = 0.05
"""Between two updates of the line."""

WIDTH_CELLS = 24


@contextmanager
def show_progress() -> Iterator[Mapper]:
    """Yield a mapper for a build that shows progress on stderr, if that is a terminal."""
    line = ProgressLine(sys.stderr) if _is_watched(sys.stderr) else None
    try:
        yield partial(map_with_worker, watch=line.draw if line else None)
    finally:
        if line:
            line.erase()


def _is_watched(stream: TextIO) -> bool:
    """Whether a stream is a terminal that can erase a line, and not of a CI."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


class ProgressLine:
    """One line of a terminal, updated in place."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._due_s = time.monotonic() + WAIT_S
        self._is_drawn = False

    def draw(self, name: str, done: int, total: int) -> None:
        """Show how many items are done, unless the line was updated just now."""
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
        """Erase the line."""
        if self._is_drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
