"""axe-core in every page, light and dark, narrow and wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.bench import Bench, npm_file, script
from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOUR_ALONE = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
MIDDLE = 768
STATES = tuple((width, scheme) for width in (320, MIDDLE, 1440) for scheme in ("light", "dark"))
QUICK_STATES = ((320, "dark"), (1440, "light"))


def measure(bench: Bench) -> Iterator[Reading]:
    """Count the rules that each page breaks; of a page that is known but for its colours, those about colour."""
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    run = script("axe.js")
    new = {look.name for look in bench.looks()}
    for width, scheme in QUICK_STATES if bench.quick else STATES:
        with bench.tab(width, color_scheme=scheme) as tab:
            # What is known but for its colours gains nothing from a window between the two.
            for look in bench.looks(colours=width != MIDDLE):
                tab.goto(look.url)
                tab.evaluate(axe)
                broken = tab.evaluate(run, EVERYTHING if look.name in new else COLOUR_ALONE)
                places = (f"{rule['id']} ({rule['count']}) {rule['where']}" for rule in broken)
                detail = f"{width} px {scheme}: {'; '.join(places)}" if broken else ""
                yield Reading("axe", look.name, len(broken), detail)
