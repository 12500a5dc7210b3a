"""The position of a link's destination: in the link itself, or in the definition of its label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import rules_block
from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from portfolio.markdown.plugins.positions import Cell, Stretch, column_of, find_start, observe_block

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_DEFINITION = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]:[ \t\n]*", re.DOTALL)
"""Source: markdown_it/rules_block/reference.py."""


def install_destinations(md: MarkdownIt) -> None:
    """Record the destination of each definition."""
    observe_block(md, "reference", rules_block.reference, _record_definition)


def find_destination(state: StateInline, start: int) -> Stretch:
    """Return the position of the destination of a link or an image that was just parsed; an empty one is the `)`.

    Args:
        state: at the end of the link.
        start: where the link begins.
    """
    holder = state.env["holder"]
    if state.src[start] == "<":
        return Stretch(holder, start + 1, state.pos - 1)
    is_image = state.src[start] == "!"
    label_end = state.md.helpers.parseLinkLabel(state, start + is_image, not is_image)
    label = state.src[start + is_image + 1 : label_end]
    behind = label_end + 1
    if state.pos > behind and state.src[behind] == "(":
        begin = behind + 1
        while state.src[begin] in " \t\n":
            begin += 1
        return Stretch(holder, *_trim_destination(state, state.src, begin))
    if state.pos > behind:
        label = state.src[behind + 1 : state.pos - 1] or label
    definition = state.env["references"][normalizeReference(label)]
    destination: Stretch = definition.get("destination", Stretch(holder, start, state.pos))
    return destination


def _record_definition(state: StateBlock, _before: int, line: int) -> None:
    """Record the destination of a definition that was just read."""
    lines = range(line, state.line)
    text = "".join(f"{state.src[find_start(state, each) : state.eMarks[each]]}\n" for each in lines)
    match = _DEFINITION.match(text)
    definition = state.env["references"].get(normalizeReference(match[1])) if match else None
    if match is None or definition is None or definition["map"][0] != line:
        return  # a second definition of a label has no effect
    start, end = _trim_destination(state, text, match.end())
    row = line + text.count("\n", 0, start)
    begin = find_start(state, row)
    column = column_of(state.src, begin) + column_of(text, start)
    layout = Cell(row, tuple(range(column, column + end - start)))
    holder = Token("definition", "", 0, meta={"layout": layout})
    definition["destination"] = Stretch(holder, 0, end - start)


def _trim_destination(state: StateBlock | StateInline, text: str, begin: int) -> tuple[int, int]:
    """Return the position of a destination in a text, without its angle brackets; at least one character."""
    found = state.md.helpers.parseLinkDestination(text, begin, len(text))
    end = found.pos if found.ok else begin
    if text[begin] == "<" and end - begin > len("<>"):
        return begin + 1, end - 1
    return begin, max(end, begin + 1)
