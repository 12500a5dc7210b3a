"""axe-core in every page, light and dark, narrow and wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.bench import Bench, npm_file, script
from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STATES = tuple((width, scheme) for width in (320, 768, 1440) for scheme in ("light", "dark"))
QUICK_STATES = ((320, "dark"), (1440, "light"))


def measure(bench: Bench) -> Iterator[Reading]:
    """Count the rules that each page breaks."""
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    run = script("axe.js")
    for width, scheme in QUICK_STATES if bench.quick else STATES:
        with bench.tab(width, color_scheme=scheme) as tab:
            for look in bench.looks(colours=True):
                tab.goto(look.url)
                tab.evaluate(axe)
                broken = tab.evaluate(run, TAGS)
                detail = "; ".join(f"{rule['id']} ×{rule['count']} {rule['where']}" for rule in broken)
                yield Reading("axe", look.name, len(broken), detail and f"{width} px {scheme}: {detail}")
