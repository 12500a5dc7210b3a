"""What moves: nothing under reduced motion, and nothing for long otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.bench import Bench, open_page
from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator


def measure(bench: Bench) -> Iterator[Reading]:
    """Count what still moves under reduced motion, and time the longest animation without it."""
    with bench.tab(1440, reduced_motion="reduce") as tab:
        for look in bench.looks():
            open_page(tab, look.url)
            found = tab.evaluate("audit.moving()")
            yield Reading("motion", look.name, len(found), ", ".join(found[:3]))
    with bench.tab(1440) as tab:
        for look in bench.looks():
            open_page(tab, look.url)
            yield Reading("restless", look.name, tab.evaluate("audit.restless()"))
