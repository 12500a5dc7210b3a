"""The goals: how much of Hugo's cost is allowed, by case and number of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Goal:
    """Ours divided by Hugo's, in one case."""

    case: str
    """The name of the case."""
    title: str
    quantity: str
    """The field of a run."""
    limits: Mapping[int, float]
    """The largest ratio that meets the goal, by the pages of the corpus; other sizes have no goal."""

    def verdict(self, size: int, ratio: float) -> str:
        """Say whether a ratio meets the goal; nothing where there is none."""
        limit = self.limits.get(size)
        if limit is None:
            return ""
        return "met" if ratio <= limit else "missed"


GOALS = (
    Goal("no-change", "no change, CPU", "cpu_s", {10: 0.15, 100: 0.06, 1000: 0.02}),
    Goal("body", "body of one page changed, CPU", "cpu_s", {10: 0.75, 100: 0.27, 1000: 0.08}),
    Goal("title", "title of one page changed, CPU", "cpu_s", {10: 0.85, 100: 0.35, 1000: 0.10}),
    Goal("cold", "cold build, wall clock on two cores", "wall_s", {10: 1.2, 100: 1.0, 1000: 0.8}),
    Goal("cold", "cold build, peak memory", "memory_mib", {100: 0.35, 1000: 0.20}),
)

SAVED_TO_SERVED_MS: Mapping[int, float] = {100: 40, 1000: 60}
"""From a save to the new page, with `portfolio serve`, by the pages of the corpus."""
