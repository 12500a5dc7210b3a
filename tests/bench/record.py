"""Writes results into the documentation, between two comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.running import BrokenError
from bench.table import draw_markdown
from support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.table import Table

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN = "<!-- make bench writes from here -->\n"
END = "<!-- to here -->\n"


def make_record(machine: str, tables: Sequence[Table]) -> str:
    """Write down where it was measured, and the tables."""
    blocks = [machine, *("\n".join(draw_markdown(table)) for table in tables)]
    return "\n\n".join(blocks) + "\n"


def replace_record(page: str, record: str) -> str:
    """Return the page with another record between the two comments; nothing else changes.

    Raises:
        BrokenError: the page does not have each comment once, in this order.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in rest or END in before + after:
        raise BrokenError(f"{PAGE} needs `{BEGIN.strip()}` and then `{END.strip()}`, each once")
    return f"{before}{begin}\n{record}\n{end}{after}"
