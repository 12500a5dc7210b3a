"""A README of GitHub as blocks with their lines: its HTML becomes Markdown on the same lines, and that is parsed.

Source: docs.github.com, "Basic writing and formatting syntax"; a profile has few tags, mostly around pictures.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^`\n]+?(?<!`)\1(?!`)")
_MARKS = {
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "code": "`",
    "kbd": "`",
    "samp": "`",
    "del": "~~",
    "s": "~~",
}
PICTURE = re.compile(r"!\[([^\]]*)\]\(<?([^)\s>]*)>?(?:\s+[\"'][^)]*)?\)")
LINKED_PICTURE = re.compile(rf"\[\s*{PICTURE.pattern}\s*\]\(<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\)")


class Block(NamedTuple):
    """A part of the file."""

    kind: str
    """`heading`, `paragraph`, `list`, `fence`, `table`, `quote`, or `rule`."""
    start: int
    end: int
    """Its lines from 0; the last one is not part of it."""
    text: str = ""
    """Markdown of a heading or a paragraph; what is in a fence."""
    level: int = 0
    """Of a heading; of a list 1, if it is numbered."""
    items: tuple[Block, ...] = ()
    """Of a list, each a paragraph with its lines; of a table its rows, with tabs between the cells."""


class Blocks(NamedTuple):
    """A file."""

    lines: tuple[str, ...]
    """As the file's, with Markdown in place of tags."""
    blocks: tuple[Block, ...]
    centred: frozenset[int]
    """The lines with headings that are written as tags."""


def read_blocks(text: str) -> Blocks:
    """Return the blocks of a README."""
    markdown, summaries, folds, centred = _write_markdown(text)
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    blocks = [*_list_blocks(parser.parse("\n".join(markdown)), markdown)]
    found = []
    for block in blocks:
        level = block.level
        if block.kind == "heading" and block.start in summaries:
            level = 3
        elif block.kind == "heading" and any(start < block.start < end for start, end in folds):
            level = max(level + 1, 4)
        found.append(block._replace(level=level))
    return Blocks(tuple(markdown), tuple(found), frozenset(centred))


def _write_markdown(text: str) -> tuple[list[str], set[int], list[tuple[int, int]], set[int]]:
    """Return the lines with Markdown in place of tags; those of summaries and what they fold; headings of tags."""
    protected = [match.span() for pattern in (_FENCE, _SPAN) for match in pattern.finditer(text)]
    summaries: set[int] = set()
    centred: set[int] = set()
    folds: list[tuple[int, int]] = []
    opened: list[int] = []
    hrefs: list[str] = []

    def replace(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in protected):
            return match[0]
        line = text.count("\n", 0, match.start())
        closes, name = bool(match[1]), (match[2] or "").lower()
        attributes = {
            key.lower(): unescape(one or two or three)
            for key, one, two, three in _ATTRIBUTE.findall(match[3] or "")
        }
        if name == "details":
            if not closes:
                opened.append(line)
            elif opened:
                folds.append((opened.pop(), line))
        if name == "summary" and not closes:
            summaries.add(line)
        if re.fullmatch("h[1-6]", name) and not closes:
            centred.add(line)
        return _write_tag(name, attributes, hrefs, closes=closes) + "\n" * match[0].count("\n")

    lines = _TAG.sub(replace, text).split("\n")
    before = text.split("\n")
    lines = [
        line.strip() if re.match(r"\s*<", old) and line != old else line
        for line, old in zip(lines, before, strict=True)
    ]
    for number, line in enumerate(lines[:-1]):
        if re.fullmatch(r"#{1,6}\s*", line) and lines[number + 1].strip():
            lines[number], lines[number + 1] = "", f"{line.strip()} {lines[number + 1].strip()}"
            summaries |= {number + 1} if number in summaries else set()
            centred |= {number + 1} if number in centred else set()
    return lines, summaries, [*folds, *((start, len(lines)) for start in opened)], centred


def _write_tag(name: str, attributes: dict[str, str], hrefs: list[str], *, closes: bool) -> str:  # noqa: PLR0911 (a case for each tag)
    """Return a tag as Markdown; most are nothing."""
    if name == "img" and attributes.get("src"):
        return f"![{attributes.get('alt', '')}]({attributes['src'].replace(' ', '%20')})"
    if name == "a":
        if not closes:
            hrefs.append(attributes.get("href", ""))
            return "["
        href = hrefs.pop() if hrefs else ""
        return f"]({href})" if href else "]"
    if name in _MARKS:
        return _MARKS[name]
    if closes:
        return ""
    if re.fullmatch("h[1-6]", name):
        return f"{'#' * int(name[1])} "
    return {"summary": "### ", "li": "- ", "br": " ", "td": " ", "th": " "}.get(name, "")


def _list_blocks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterable[Block]:  # noqa: C901 (a case for each kind)
    """Yield the blocks at the top."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = at
        while token.nesting == 1 and not (tokens[end].nesting == -1 and tokens[end].level == token.level):
            end += 1
        start, stop = token.map or (0, 0)
        while stop > start and not lines[stop - 1].strip():
            stop -= 1
        inner = tokens[at + 1 : end]
        text = next((item.content for item in inner if item.type == "inline"), "")
        match token.type:
            case "heading_open":
                yield Block("heading", start, stop, text, int(token.tag[1]))
            case "paragraph_open":
                yield Block("paragraph", start, stop, text)
            case "bullet_list_open" | "ordered_list_open":
                is_numbered = int(token.type[0] == "o")
                yield Block("list", start, stop, "", is_numbered, tuple(_list_items(inner, token.level + 1)))
            case "fence" | "code_block":
                yield Block("fence", start, stop, token.content)
            case "table_open":
                yield Block("table", start, stop, "", 0, tuple(_list_rows(inner)))
            case "blockquote_open":
                yield Block("quote", start, stop, "\n".join(i.content for i in inner if i.type == "inline"))
            case "hr":
                yield Block("rule", start, stop)
        at = end + 1


def _list_items(tokens: Sequence[Token], level: int) -> Iterable[Block]:
    starts = [
        at for at, token in enumerate(tokens) if token.type == "list_item_open" and token.level == level
    ]
    for at, end in pairwise([*starts, len(tokens)]):
        start, stop = tokens[at].map or (0, 0)
        text = "\n".join(token.content for token in tokens[at:end] if token.type == "inline")
        yield Block("paragraph", start, stop, text)


def _list_rows(tokens: Sequence[Token]) -> Iterable[Block]:
    starts = [at for at, token in enumerate(tokens) if token.type == "tr_open"]
    for at, end in pairwise([*starts, len(tokens)]):
        start, stop = tokens[at].map or (0, 0)
        text = "\t".join(token.content for token in tokens[at:end] if token.type == "inline")
        yield Block("paragraph", start, stop, text)
