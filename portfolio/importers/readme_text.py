"""A README as texts that remember their lines: words of its blocks, its pictures and its addresses."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from portfolio.importers.leaves import Leaf, derive, make_leaf
from portfolio.importers.readme_blocks import LINKED_PICTURE, PICTURE, Block, Blocks
from portfolio.importers.words import drop_marks, spell_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.errors import Source

URL = re.compile(r"https?://[^\s<>()\"'`]+")
EMAIL = re.compile(r"(?<![\w/@.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FENCE_OF_OURS = re.compile(r"^(\s*(?:```+|~~~+)\s*)(?:diagram|flow)\b.*$")
"""The fences of our drawings, which have rules that a drawing in a README may break."""
LOGIN = re.compile(r"github\.com/([A-Za-z0-9-]+)/?$|[?&]user(?:name)?=([A-Za-z0-9-]+)")


class Texts:
    """The texts of a file."""

    def __init__(self, source: Source, blocks: Blocks) -> None:
        self.source, self.file = source, blocks
        self.pictures = [*self._list_pictures()]
        """Of each its text alternative, where it leads, and its leaf."""
        self.lines = [make_leaf(line, source.span(at, 1)) for at, line in enumerate(blocks.lines, 1)]

    def _list_pictures(self) -> Iterator[tuple[str, str, Leaf]]:
        """Yield each picture: its text alternative, where it leads, and its leaf."""
        for number, line in enumerate(self.file.lines):
            found: set[int] = set()
            for match in LINKED_PICTURE.finditer(line):
                found.add(match.start(2))
                span = self.source.span(number + 1, 1)
                yield match[1], match[3], make_leaf(f"{match[1]} {match[2]}".strip(), span, "picture")
            for match in PICTURE.finditer(line):
                if match.start(2) not in found:
                    span = self.source.span(number + 1, 1)
                    yield match[1], "", make_leaf(f"{match[1]} {match[2]}".strip(), span, "picture")

    def place(self, text: str, block: Block) -> str:
        """Return a text that was made of a block's lines."""
        return derive(text.strip(), *self.lines[block.start : block.end])

    def plain(self, block: Block, text: str | None = None) -> str:
        """Return a block's words without any marks."""
        words = drop_marks(drop_pictures(block.text if text is None else text))
        return self.place(unescape(" ".join(words.split())), block)

    def marked(self, block: Block, text: str | None = None) -> str:
        """Return a block's words with the marks that a field may have."""
        words = spell_links(drop_pictures(block.text if text is None else text))
        return self.place(unescape(" ".join(str(words).replace("\\\n", " ").split())), block)

    def body(self, blocks: Sequence[Block]) -> list[str]:
        """Return the lines of blocks as the text of a page, its highest headings at level 2."""
        top = min((block.level for block in blocks if block.kind == "heading"), default=2)
        lines: list[str] = []
        for block in blocks:
            if block.kind == "rule":
                continue
            for line in self.lines[block.start : block.end]:
                text = (
                    _FENCE_OF_OURS.sub(r"\1text", line)
                    if block.kind == "fence"
                    else drop_pictures(_drop_links(str(line)))
                )
                if block.kind == "heading":
                    text = f"{'#' * min(block.level - top + 2, 6)} {drop_marks(drop_pictures(block.text))}"
                lines.append(derive(text.rstrip(), line) if text != line else line)
            if block.kind == "fence" and (sign := _open_fence(self.file.lines[block.start : block.end])):
                lines.append(sign)
            lines.append("")
        return lines if any(line.strip() for line in lines) else []


def list_addresses(text: str) -> list[tuple[str, str]]:
    """Return the links of a text with their labels, and bare addresses."""
    pattern = re.compile(r"(?<!!)\[([^\]\[]*)\]\(<?((?:https?://|mailto:)[^)>\s]+)>?\)")
    plain = LINKED_PICTURE.sub("", text)
    found = [(match[1], match[2]) for match in pattern.finditer(plain)]
    rest = pattern.sub("", PICTURE.sub("", plain))
    found += [("", url.rstrip(".,;:")) for url in URL.findall(rest)]
    rest = URL.sub("", rest)
    return found + [("", f"mailto:{email}") for email in EMAIL.findall(rest)]


def _open_fence(lines: Sequence[str]) -> str:
    """Return the sign that closes a fence; empty if it is closed, or is code that is indented."""
    match = re.match(r"\s*(```+|~~~+)", lines[0])
    is_closed = len(lines) > 1 and match and lines[-1].strip().startswith(match[1])
    return match[1] if match and not is_closed else ""


def drop_pictures(text: str) -> str:
    """Return a text without its pictures."""
    return PICTURE.sub("", LINKED_PICTURE.sub("", text))


def spell_pictures(text: str) -> str:
    """Return a text with the alternatives of its pictures, as a list."""
    return PICTURE.sub(lambda match: f"{match[1]}, ", LINKED_PICTURE.sub(lambda match: f"{match[1]}, ", text))


def _drop_links(line: str) -> str:
    """Return a line whose links within the repository are words: there is nothing there in a site."""
    return re.sub(r"(?<!!)\[([^\]\[]+)\]\(<?(?!https?:|mailto:)[^)]*\)", r"\1", line)


def has_words(line: str) -> bool:
    """Whether a line says something beside pictures and signs of Markdown."""
    text = drop_pictures(line)
    is_sign = re.match(r"\s*(```|~~~|<!--)", text) or re.fullmatch(r"[\s|:=+-]*", text)
    return not is_sign and re.search(r"\w", URL.sub("", re.sub(r"\]\([^)]*\)", "", text))) is not None
