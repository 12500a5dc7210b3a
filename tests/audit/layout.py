"""What a page's layout gives: sideways scroll, sizes of text, length of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.bench import Bench, Look, open_page
from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page as Tab

WIDTHS = (320, 768, 1440)
# WCAG 2.2, success criterion 1.4.12.
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
LARGE = ":root { font-size: 200% !important }"
ADD_STYLE = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}"""


def measure_overflow(bench: Bench) -> Iterator[Reading]:
    """Measure by how much each page is wider than the window, also with more room between letters and larger text."""
    for width in WIDTHS:
        with bench.tab(width) as tab:
            for look in bench.looks():
                open_page(tab, look.url)
                yield _overflow(tab, look, "overflow", f"{width} px")
                if width == WIDTHS[0]:
                    tab.evaluate(ADD_STYLE, SPACED)
                    yield _overflow(tab, look, "overflow-spaced", f"{width} px")
                    yield _cut(tab, look, "with text spacing")
                if width == WIDTHS[-1]:
                    tab.evaluate(ADD_STYLE, LARGE)
                    yield _overflow(tab, look, "overflow-large", f"{width} px")
                    yield _cut(tab, look, "with text at 200 %")


def _overflow(tab: Tab, look: Look, goal: str, when: str) -> Reading:
    found = tab.evaluate("audit.overflow()")
    return Reading(goal, look.name, found["excess"], found["where"] and f"{when}: {found['where']}")


def _cut(tab: Tab, look: Look, when: str) -> Reading:
    found = tab.evaluate("audit.cut()")
    return Reading(
        "cut-text", look.name, len(found), ", ".join(found[:3]) and f"{when}: {', '.join(found[:3])}"
    )


def measure_text(bench: Bench) -> Iterator[Reading]:
    """Measure the smallest and the running text, and the longest line."""
    for width in WIDTHS:
        with bench.tab(width) as tab:
            for look in bench.looks():
                open_page(tab, look.url)
                tab.evaluate("audit.open()")
                sizes = tab.evaluate("audit.textSizes()")
                yield Reading("text-size", look.name, sizes["smallest"], f"{width} px: {sizes['where']}")
                yield Reading("body-size", look.name, sizes["body"], f"{width} px: body")
                line = tab.evaluate("audit.longestLine()")
                yield Reading("line-length", look.name, line["ch"], f"{width} px: {line['where']}")
