"""The stack of a README: rows of names in a table, a drawn table, a list, or badges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from portfolio.importers.leaves import derive
from portfolio.importers.readme_studies import split_emoji, split_words
from portfolio.importers.readme_text import LOGIN, drop_pictures, spell_pictures
from portfolio.importers.words import drop_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.importers.readme_blocks import Block
    from portfolio.importers.readme_text import Texts

_WALLS = 3
"""The parts of a row between three walls, the outer ones empty, are more."""


class Stack:
    """The groups of names that were read."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.groups: list[dict[str, Any]] = []
        self.named: set[int] = set()
        """The pictures that are names, by the ids of their leaves."""
        self.repeated: list[str] = []
        """What the file says a second time."""

    def read(self, name: str, blocks: Sequence[Block]) -> bool:
        """Read rows of names from a table, a drawn table, a list, or badges below headings; return whether there are any.

        Args:
            name: of a group that has no heading.
            blocks: of the section.
        """
        rows: list[tuple[str, list[str]]] = []
        for block in blocks:
            match block.kind:
                case "heading":
                    name = self.texts.place(drop_marks(split_emoji(block.text)[1]).strip(" :"), block)
                case "table":
                    self.repeated.append(self.texts.plain(block.items[0]))
                    rows += [self._read_row(item, item.text.split("\t")) for item in block.items[1:]]
                case "fence":
                    rows += self._read_box(block)
                case "list":
                    rows += [
                        self._read_row(
                            item, re.split(r":\*{0,2}\s+|\s+[\u2014\u2013-]\s+", item.text, maxsplit=1)
                        )
                        for item in block.items
                    ]
                case "paragraph":
                    rows.append((name, self._read_badges(block)))
        rows = [(row, entries) for row, entries in rows if entries]
        merged: dict[str, list[str]] = {}
        for row, entries in rows:
            merged.setdefault(row or name, []).extend(entries)
        for row, entries in merged.items():
            unique = {str(entry).casefold(): entry for entry in reversed(entries)}
            self.groups.append({"name": row, "entries": [*reversed(unique.values())]})
        return bool(merged)

    def _read_row(self, block: Block, cells: Sequence[str]) -> tuple[str, list[str]]:
        if len(cells) == 1:
            return "", [
                self.texts.place(word, block) for word in split_words(drop_marks(cells[0]), ",\u00b7|\u2022")
            ]
        words = [
            word
            for cell in cells[1:]
            for word in split_words(drop_marks(spell_pictures(cell)), ",\u00b7|\u2022")
        ]
        name = drop_marks(split_emoji(cells[0].strip())[1]).strip(" :*")
        return self.texts.place(name, block), [self.texts.place(word, block) for word in words]

    def _read_box(self, block: Block) -> list[tuple[str, list[str]]]:
        """Read a table that is drawn with lines: a row without a name goes on with the one above."""
        rows: list[tuple[str, list[str]]] = []
        for number, line in enumerate(block.text.split("\n")):
            cells = [cell.strip() for cell in re.split("[\u2502\u2551|]", line)]
            cells = (
                cells[1:-1]
                if len(cells) >= _WALLS
                else re.split(r"\s*(?::|->|\u2192|\s{3,})\s*", line.strip(), maxsplit=1)
            )
            if len(cells) == 1 or not re.search(r"\w", cells[1]):
                continue
            leaf = self.texts.lines[min(block.start + 1 + number, block.end - 1)]
            entries = [derive(word, leaf) for word in split_words(cells[1], ",\u00b7\u2022")]
            if cells[0].strip():
                rows.append((derive(cells[0].strip(), leaf), entries))
            elif rows:
                rows[-1][1].extend(entries)
        return rows

    def _read_badges(self, block: Block) -> list[str]:
        """Return the names on the badges of a paragraph; without badges, its words between dots."""
        start, end = block.start + 1, block.end
        badges = [
            (alt, leaf)
            for alt, _, leaf in self.texts.pictures
            if start <= leaf.span.line <= end and alt and not LOGIN.search(leaf)
        ]
        self.named |= {id(leaf) for _, leaf in badges}
        names = [
            derive(re.sub(r"\s*(badge|logo|icon)$", "", alt, flags=re.IGNORECASE), leaf)
            for alt, leaf in badges
        ]
        words = split_words(drop_marks(drop_pictures(block.text)), ",\u00b7|\u2022")
        return names or ([self.texts.place(word, block) for word in words] if len(words) > 2 else [])  # noqa: PLR2004 (a list)
