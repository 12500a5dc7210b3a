"""A page by keyboard: a skip link, a visible focus, an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.bench import Bench, Look, open_page
from audit.contrast import BEST
from audit.goals import BY_NAME, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page as Tab

NOWHERE = -2
"""The result of `audit.focusAt()` if the page itself has the focus."""


def measure(bench: Bench) -> Iterator[Reading]:
    """Measure each control's focus ring, light and dark, and walk the page once with the Tab key."""
    walked = {look.name for look in bench.looks()}
    for scheme in ("light", "dark"):
        with bench.tab(1440, color_scheme=scheme) as tab:
            for look in bench.looks(colours=True):
                open_page(tab, look.url)
                # From here on the browser shows the focus, as it does to those who use the keyboard.
                tab.keyboard.press("Tab")
                if scheme == "light" and look.name in walked:
                    fault = tab.evaluate("audit.skipLink()")
                    yield Reading("skip-link", look.name, 1 if fault else 0, fault)
                    yield _walk(tab, look)
                yield _rings(tab, look, scheme)


def _rings(tab: Tab, look: Look, scheme: str) -> Reading:
    rings = tab.evaluate("audit.focusRings()")
    low = [item for item in rings if BY_NAME["focus-ring"].missed(item["ratio"])]
    places = dict.fromkeys(f"{item['where']} {item['why']}, {item['ratio']}:1" for item in low or rings[:1])
    return Reading(
        "focus-ring",
        look.name,
        rings[0]["ratio"] if rings else BEST,
        f"{scheme}: {'; '.join(list(places)[:3])}",
    )


def _walk(tab: Tab, look: Look) -> Reading:
    count = tab.evaluate("audit.focusables().length")
    at, wrong, stops = tab.evaluate("audit.focusAt()"), 0, 1
    # Boxes that scroll are stops too, though no controls: hence the margin.
    for _ in range(2 * count + 50):
        tab.keyboard.press("Tab")
        new = tab.evaluate("audit.focusAt()")
        # Behind the last control, the browser goes to itself or at once to the first one again.
        if new == NOWHERE or (new == 0 and at == count - 1):
            break
        if new >= 0:
            stops += 1
            wrong += new <= at
            at = new
    missed = abs(count - stops)
    return Reading(
        "focus-order", look.name, wrong + missed, f"{wrong} backwards, {missed} never reached, of {count}"
    )
