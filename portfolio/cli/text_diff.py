"""The difference between two texts, as commands show it before or after they write."""

from __future__ import annotations

import difflib
import re
import sys

from portfolio.cli.console import paint_for
from portfolio.width import escape_controls

LINE_END = re.compile("(\r\n|\r|\n)")
_STYLES = {"+": "good", "-": "error", "@": "help"}
"""The style of a line, by its first character."""


def render_diff(name: str, before: str, after: str) -> str:
    """Return the unified diff of a file, in colour on a terminal."""
    old, new = (LINE_END.sub("\n", text).split("\n") for text in (before, after))
    paint = paint_for(sys.stdout)
    lines = difflib.unified_diff(old, new, name, name, lineterm="")
    return "".join(paint(escape_controls(line), _STYLES.get(line[0], "")) + "\n" for line in lines)
