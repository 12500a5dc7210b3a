"""Repairs of the drawings in a file: the same file with straight walls, every letter where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.diagrams.mending.repair import repair
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.plugins.fences import DIAGRAM

if TYPE_CHECKING:
    from portfolio.model.document import Document


def repair_document(document: Document) -> dict[int, str]:
    """Return the lines of a Markdown file that change, by their numbers from 1."""
    changed: dict[int, str] = {}
    for block in parse_markdown(document).code_blocks:
        if block.fence.language != DIAGRAM:
            continue
        before = block.text.removesuffix("\n").split("\n")
        for offset, new in repair_drawing(block.text.removesuffix("\n")).items():
            line = document.source.lines[block.first_line + offset - 2]
            prefix = line[: block.column - 1]
            # not so in a quote that is continued lazily, or after a tab
            if line == prefix + before[offset - 1]:
                changed[block.first_line + offset - 1] = prefix + new
    return changed


def repair_drawing(text: str) -> dict[int, str]:
    """Return the lines of a drawing that change, by their numbers from 1."""
    before, after = text.split("\n"), repair(text).text.split("\n")
    if len(before) != len(after):
        return {}
    return {
        number: new
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1)
        if old != new
    }
