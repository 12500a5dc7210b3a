"""Tokens to blocks: the form that all outputs share which are text and no page. The parser is not imported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, cast

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown_it.token import Token

    from portfolio.languages.words import Words
    from portfolio.markdown.records import Fence

T = TypeVar("T")


class Piece(Struct, frozen=True, array_like=True):
    """Some words of a line in one style."""

    text: str
    """A line feed in it ends the line; of a picture, its text alternative."""
    marks: tuple[str, ...] = ()
    """`strong`, `em`, `s`, `code`, `picture`; outputs have more of their own."""
    href: str = ""
    """Where it leads: as it was written, until the text's page is known."""


Line: TypeAlias = tuple[Piece, ...]


class _Block(Struct, frozen=True, array_like=True, tag=True):
    """A part of a document, below the one before it."""


class Heading(_Block, frozen=True):
    """A heading; 1 is the document's own level."""

    level: int
    line: Line
    command: str = ""
    """The ornament above it, without its `$`; may be empty."""


class Paragraph(_Block, frozen=True):
    """A paragraph."""

    line: Line


class Item(Struct, frozen=True, array_like=True):
    """An item of a list."""

    marker: str
    """`-`, `1.`, or `[^1]` of a footnote."""
    blocks: tuple[Block, ...]


class Items(_Block, frozen=True):
    """A list."""

    items: tuple[Item, ...]


class Facts(_Block, frozen=True):
    """Short values, each with its name."""

    rows: tuple[tuple[str, Line], ...]


class Table(_Block, frozen=True):
    """A table; each row has as many cells as the head."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


class Code(_Block, frozen=True):
    """Lines that stay as they are: code, or a drawing."""

    text: str
    title: str = ""
    language: str = ""


class Quote(_Block, frozen=True):
    """A quotation, or a note, which begins with its title."""

    blocks: tuple[Block, ...]


class Rule(_Block, frozen=True):
    """A line between two parts."""


Block: TypeAlias = Heading | Paragraph | Items | Facts | Table | Code | Quote | Rule


def plain_line(text: str, *marks: str, href: str = "") -> Line:
    r"""Return plain text as a line, an empty one without words; as on a page, line ends are blanks.

    >>> plain_line("one\n two")
    (Piece(text='one two', marks=(), href=''),)
    """
    return (Piece(re.sub(r"[ \t\n\r]+", " ", text), marks, href),) if text else ()


def rebuild(value: T, kind: type[Any], change: Callable[[Any], Any]) -> T:
    """Return blocks or parts of them with every value of a kind changed, in their order."""
    made: Any = value
    if isinstance(value, kind):
        made = change(value)
    elif isinstance(value, str):
        return value  # the most of all
    elif isinstance(value, tuple):
        made = tuple(rebuild(item, kind, change) for item in value)
    elif isinstance(value, Struct):
        fields = (getattr(value, name) for name in value.__struct_fields__)
        made = type(value)(*(rebuild(item, kind, change) for item in fields))
    return cast("T", made)


class _Tools(NamedTuple):
    draw: Callable[[str, Fence], str]
    words: Words


def read_blocks(
    tokens: Iterable[Token], draw: Callable[[str, Fence], str], words: Words
) -> tuple[Block, ...]:
    """Return a text as blocks.

    Args:
        tokens: the text's.
        draw: the text of a fence to the lines that are shown.
        words: the titles of alerts.
    """
    return tuple(_read(iter(tokens), _Tools(draw, words)))


def read_line(tokens: Iterable[Token]) -> Line:
    """Return inline tokens as a line."""
    return tuple(_read_pieces(tokens))


def _read(tokens: Iterator[Token], tools: _Tools) -> Iterator[Block]:  # noqa: C901, PLR0912 (a case for each token)
    """Yield the blocks up to the end of the block that the tokens are in."""
    for token in tokens:
        match token.type:
            case "heading_open":
                yield Heading(int(token.tag[1]), _read_inline(tokens))
            case "paragraph_open":
                if line := _read_inline(tokens):
                    yield Paragraph(line)
            case "bullet_list_open" | "ordered_list_open" | "footnote_block_open":
                yield Items(tuple(_read_items(tokens, int(token.attrs.get("start", 1)), token.tag, tools)))
            case "table_open":
                yield _read_table(tokens)
            case "fence":
                fence: Fence = token.meta["fence"]
                yield Code(tools.draw(token.content, fence), fence.title, fence.language)
            case "code_block":
                yield Code(token.content)
            case "blockquote_open":
                yield Quote(tuple(_read(tokens, tools)))
            case "alert_open":
                _read_inline(tokens)  # its title, in English
                title = _write_title(tools.words[f"alert_{str(token.meta['kind']).lower()}"])
                yield Quote((title, *_read(tokens, tools)))
            case "container_details_open":
                yield _write_title(token.meta["title"])
                yield from _read(tokens, tools)
            case "hr":
                yield Rule()
            case _ if token.nesting < 0:
                return


def _write_title(text: str) -> Paragraph:
    return Paragraph((Piece(text, ("strong",)),))


def _read_inline(tokens: Iterator[Token]) -> Line:
    """Return the line of a block that has one only, whose first token is read."""
    line: Line = ()
    for token in tokens:
        if token.type == "inline":
            line = read_line(token.children or ())
        elif token.nesting < 0:
            break
    return line


def _read_items(tokens: Iterator[Token], number: int, tag: str, tools: _Tools) -> Iterator[Item]:
    for token in tokens:
        if token.nesting < 0:
            return
        marker = f"{number}." if tag == "ol" else "-" if tag == "ul" else f"[^{token.meta['id'] + 1}]"
        blocks = tuple(_read(tokens, tools))
        if "checked" in token.meta:
            box = Piece("[x] " if token.meta["checked"] else "[ ] ")
            first, rest = (blocks[0], blocks[1:]) if blocks else (None, ())
            line = first.line if isinstance(first, Paragraph) else ()
            blocks = (Paragraph((box, *line)), *(rest if line else blocks))
        yield Item(marker, blocks)
        number += 1


def _read_table(tokens: Iterator[Token]) -> Table:
    rows: list[list[Line]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(read_line(token.children or ()))
        elif token.type == "table_close":
            break
    return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])))


def _read_pieces(tokens: Iterable[Token]) -> Iterator[Piece]:  # noqa: C901 (a case for each token)
    marks: list[str] = []
    href = ""
    for token in tokens:
        match token.type:
            case "text" | "html_inline":
                if token.content:
                    yield Piece(token.content, tuple(marks), href)
            case "code_inline":
                yield Piece(token.content, (*marks, "code"), href)
            case "softbreak":
                yield Piece(" ", tuple(marks), href)
            case "hardbreak":
                yield Piece("\n")
            case "em_open" | "strong_open" | "s_open":
                marks.append(token.type.removesuffix("_open"))
            case "em_close" | "strong_close" | "s_close":
                marks.pop()
            case "link_open":
                href = str(token.attrs.get("href", ""))
            case "link_close":
                href = ""
            case "image":
                yield from _read_image(token)
            case "footnote_ref":
                yield Piece(f"[^{token.meta['id'] + 1}]")


def _read_image(token: Token) -> Iterator[Piece]:
    alt = "".join(piece.text for piece in _read_pieces(token.children or ()))
    yield Piece(alt, ("picture",), str(token.attrs.get("src", "")))
    if title := str(token.attrs.get("title", "")):
        yield Piece(f" ({title})")
