"""`portfolio build --profile`: the processor time of each stage of a build."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START = "start"
"""Python, and what the command imports before it begins."""


class Profile:
    """Notes the processor time at the end of each stage, that of finished processes included.

    >>> profile = Profile()
    >>> profile.mark("content")
    >>> [stage for stage, _ in profile.stages]
    ['start', 'content']
    """

    def __init__(self) -> None:
        self.stages: list[tuple[str, float]] = []
        self._last_s = 0.0
        self.mark(START)

    def mark(self, stage: str) -> None:
        """End a stage: what was spent since the last one is its own, in seconds."""
        spent = os.times()
        now_s = spent.user + spent.system + spent.children_user + spent.children_system
        self.stages.append((stage, now_s - self._last_s))
        self._last_s = now_s

    def draw(self, pages: int) -> Iterator[str]:
        """Yield a line for each stage: milliseconds, milliseconds a page, name; then the sum."""
        rows = [*self.stages, ("all", self._last_s)]
        for stage, spent_s in rows:
            yield f"{spent_s * 1000:>9,.0f} ms {spent_s * 1000 / max(pages, 1):>8,.2f} ms a page  {stage}"
