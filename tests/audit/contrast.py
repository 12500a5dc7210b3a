"""The contrast of every text, from computed colours, with its background; and under forced colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.bench import Bench, open_page
from audit.goals import BY_NAME, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

BEST = 21.0


def measure(bench: Bench) -> Iterator[Reading]:
    """Measure each page's faintest text in light and dark, on a phone and on a wide screen."""
    for width in (320, 1440):
        for scheme in ("light", "dark"):
            with bench.tab(width, color_scheme=scheme) as tab:
                for look in bench.looks(colours=True):
                    open_page(tab, look.url)
                    tab.evaluate("audit.open()")
                    found = tab.evaluate("audit.textContrasts()")
                    yield reading("contrast", look.name, found, f"{width} px {scheme}")


def measure_forced(bench: Bench) -> Iterator[Reading]:
    """Measure each page's faintest text where the system forces its colours, so that palettes do not matter."""
    for scheme in ("light", "dark"):
        with bench.tab(1440, color_scheme=scheme, forced_colors="active") as tab:
            for look in bench.looks():
                open_page(tab, look.url)
                tab.evaluate("audit.open()")
                yield reading("forced-colors", look.name, tab.evaluate("audit.textContrasts()"), scheme)


def reading(goal: str, page: str, found: list[dict[str, Any]], when: str) -> Reading:
    """Make a reading of contrasts, lowest first; the detail names the elements below the goal."""
    low = [item for item in found if BY_NAME[goal].missed(item["ratio"])]
    places = dict.fromkeys(f"{item['where']} {item['ratio']}:1 “{item['text']}”" for item in low or found[:1])
    return Reading(
        goal, page, found[0]["ratio"] if found else BEST, f"{when}: " + "; ".join(list(places)[:3])
    )
