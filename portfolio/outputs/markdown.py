"""A document as Markdown of GitHub: beside each page for programs that read text, and in a profile README."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from portfolio.markdown.blocks import (
    Code,
    Facts,
    Heading,
    Item,
    Items,
    Line,
    Paragraph,
    Piece,
    Quote,
    Rule,
    Table,
)
from portfolio.outputs.document import NO_WORDS, Document
from portfolio.outputs.text import list_routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.markdown.blocks import Block
    from portfolio.pages.route import Contents, Route

PATH = "index.md"
OMISSIONS = {key: reason for key, reason in NO_WORDS.items() if key != "home.sections.language"}
"""What the output leaves out, with the reason."""

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&]")
_FIRST = re.compile(r"(\s*)(?=[#+=:-])|(\s*\d{1,9})(?=[.)](?:\s|$))")
"""What begins a block at the start of a line."""
_MARKS = {"strong": "**", "em": "*", "s": "~~"}
_DRAWINGS = frozenset({"diagram", "flow"})
"""Languages that only portfolio knows."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the files."""
    return list_routes(contents, PATH, write)


def write(document: Document) -> bytes:
    """Return a document as Markdown."""
    return ("\n".join(write_blocks(document.blocks)) + "\n").encode()


def write_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of blocks, with an empty one between two.

    A list below a list has another sign, as both would be one.
    """
    before = ""
    for block in blocks:
        lines = [*_write(block)]
        if before.startswith("- "):
            lines = [f"*{line[1:]}" if line.startswith("- ") else line for line in lines]
        if lines:
            yield from ("", *lines) if before else lines
            before = lines[0]


def _write(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            command = f"{_write_code(f'$ {block.command}')} " if block.command else ""
            yield f"{'#' * min(block.level, 6)} {command}{write_line(block.line)}"
        case Paragraph():
            yield from _write_lines(block.line)
        case Items():
            yield from _write_items(block.items)
        case Facts():
            items = (Item("-", (Paragraph(_name(name, line)),)) for name, line in block.rows)
            yield from _write_items(items)
        case Table():
            yield _write_row(block.head)
            yield "|" + " --- |" * len(block.head)
            yield from map(_write_row, block.rows)
        case Code():
            yield from _write_fence(block)
        case Quote():
            yield from (f"> {line}".rstrip() for line in write_blocks(block.blocks))
        case Rule():
            yield "---"


def _name(name: str, line: Line) -> Line:
    return (Piece(f"{name}:", ("strong",)), Piece(" "), *line) if name else line


def _write_items(items: Iterable[Item]) -> Iterator[str]:
    listed = [*items]
    is_tight = all(len(item.blocks) < 2 or isinstance(item.blocks[1], Items) for item in listed)  # noqa: PLR2004 (words alone)
    for number, item in enumerate(listed):
        if number and not is_tight:
            yield ""
        is_note = item.marker.startswith("[^")
        lead = f"{item.marker}: " if is_note else f"{item.marker} "
        indent = "    " if is_note else " " * len(lead)
        lines = [*(_write_tight(item.blocks) if is_tight else write_blocks(item.blocks))] or [""]
        for line in lines:
            yield (lead + line).rstrip()
            lead = indent


def _write_tight(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _write(block)


def _write_fence(block: Code) -> Iterator[str]:
    text = block.text.rstrip("\n")
    fence = "`" * max(3, _count_ticks(text) + 1)
    if block.title:
        yield f"**{_escape(block.title)}**"
        yield ""
    yield fence + ("text" if block.language in _DRAWINGS else re.sub(r"[`\s]", "", block.language))
    yield from text.split("\n")
    yield fence


def _write_row(cells: Iterable[Line]) -> str:
    return "| " + " | ".join(write_line(cell) for cell in cells) + " |"


def _write_lines(line: Line) -> Iterator[str]:
    """Yield a paragraph; a line that ends before its end has a backslash there."""
    *others, last = write_line(line, "\n").split("\n")
    yield from (f"{_begin(part)}\\" for part in others)
    yield _begin(last)


def _begin(text: str) -> str:
    return _FIRST.sub(lambda found: f"{found[0]}\\", text, count=1) if _FIRST.match(text) else text


def write_line(line: Line, end: str = " ") -> str:
    """Return a line; a link goes around all pieces that lead to one address."""
    parts: list[str] = []
    for href, pieces in groupby(line, lambda piece: "" if "picture" in piece.marks else piece.href):
        text = "".join(_write_piece(piece, end) for piece in pieces)
        parts.append(f"[{text}](<{_escape_address(href)}>)" if href else text)
    return "".join(parts)


def _write_piece(piece: Piece, end: str) -> str:
    if "picture" in piece.marks:
        return f"![{_escape(piece.text)}](<{_escape_address(piece.href)}>)"
    text = _write_code(piece.text) if "code" in piece.marks else _escape(piece.text).replace("\n", end)
    words = text.strip()
    if not words:
        return text
    marks = "".join(_MARKS[mark] for mark in piece.marks if mark in _MARKS)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{marks}{words}{marks[::-1]}{after}"


def _write_code(text: str) -> str:
    sign = "`" * (_count_ticks(text) + 1)
    blank = " " if text[:1] in {"`", " "} or text[-1:] in {"`", " "} else ""
    return f"{sign}{blank}{text}{blank}{sign}"


def _count_ticks(text: str) -> int:
    """Return the length of the longest run of backticks: the signs around a code are one more."""
    return max(map(len, re.findall("`+", text)), default=0)


def _escape(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _escape_address(href: str) -> str:
    return href.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace("\n", "%0A")
