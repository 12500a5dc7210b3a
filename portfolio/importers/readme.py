"""A README of a GitHub profile as a site: what its headings and lines mean is found by their form and a few words.

It reads what `portfolio readme` writes, too.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.errors import Code
from portfolio.importers.draft import Article, Draft, list_sections
from portfolio.importers.leaves import Leaf, derive, list_leaves, make_leaf
from portfolio.importers.readme_blocks import LINKED_PICTURE, PICTURE, Block, Blocks, read_blocks
from portfolio.importers.readme_studies import (
    Study,
    name_of,
    read_outcome,
    read_study,
    split_emoji,
    split_parts,
    split_words,
)
from portfolio.importers.words import drop_marks, make_slug, name_site, spell_links
from portfolio.outputs.readme import START

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.errors import Diagnostics, Source

Entry = dict[str, Any]

_BOX_SIGN = re.compile("[\u2500-\u259f]+")
_COMMAND = re.compile(r"^`?\s*(?:\$|\u276f|\u279c|>)\s*([^`]+?)\s*(?:`\s*(.*))?$")
_URL = re.compile(r"https?://[^\s<>()\"'`]+")
_EMAIL = re.compile(r"(?<![\w/@.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HELLO = re.compile(
    r"^(?:hi|hello|hey|hola|hallo|bonjour|welcome)\b.*?(?:i['\u2019]?\s?a?m|my name is|this is|je suis|soy|ich bin)\s+",
    re.IGNORECASE,
)
_I_AM = re.compile(
    r"\b(?:I am|I['\u2019]m|[Mm]y name is|[Tt]his is)\s+((?:[^\W\d_a-z][\w'\u2019-]*\s?){1,4})(?=[,.!]|\s|$)"
)
"""Words that begin with a capital, after it is said that they are a name."""
_FENCE_OF_OURS = re.compile(r"^(\s*(?:```+|~~~+)\s*)(?:diagram|flow)\b.*$")
"""A drawing of ours has rules, which one of a README need not keep."""
_LOGIN = re.compile(r"github\.com/([A-Za-z0-9-]+)/?$|[?&]user(?:name)?=([A-Za-z0-9-]+)")
_NAMES = {
    "linkedin.com": "LinkedIn",
    "github.com": "GitHub",
    "leetcode.com": "LeetCode",
    "stackoverflow.com": "Stack Overflow",
    "youtube.com": "YouTube",
    "medium.com": "Medium",
    "dev.to": "DEV",
    "x.com": "X",
    "twitter.com": "Twitter",
}
_WORDS = (
    ("principles", re.compile(r"principle|belief|philosophy|mantra|rules", re.IGNORECASE)),
    ("stack", re.compile(r"stack|\btech|skill|tool|language|framework", re.IGNORECASE)),
    ("contact", re.compile(r"reach|contact|connect|find me|social|touch|hire", re.IGNORECASE)),
    (
        "stats",
        re.compile(
            r"\bstats?\b|statistic|git log|repositor|gh repo|activity|streak|trophy|trophies|contribution",
            re.IGNORECASE,
        ),
    ),
    (
        "work",
        re.compile(r"impact|work|project|case|built|production|portfolio|open.?source|ship", re.IGNORECASE),
    ),
    ("about", re.compile(r"whoami|about|who (?:am i|i am)|hello|intro", re.IGNORECASE)),
)
_MOST_ROLE = 7
"""The words of a role; a longer line says more than one."""
_MOST_BEATS = 6
_MOST_AROUND_MAIL = 6
"""The words of `how to reach me`."""
_WALLS = 3
"""The parts of a row between three walls, the outer ones empty, are more."""


class _Part(NamedTuple):
    """A heading and what is below it."""

    heading: Block
    blocks: tuple[Block, ...]


def read(source: Source, diagnostics: Diagnostics) -> Draft | None:
    """Return a new site; None if the file names nobody, which is reported."""
    reader = _Reader(source, read_blocks(source.text))
    if "name" not in reader.profile:
        help_ = "begin it with a heading, `# Your Name`: a site needs a name"
        diagnostics.error(Code.MISSING_KEY, "the README names nobody", source.span(1, 1), help_)
        return None
    return reader.make_draft()


class _Reader:
    """One walk of the file."""

    def __init__(self, source: Source, blocks: Blocks) -> None:
        self.source, self.file = source, blocks
        self.pictures = [*self._list_pictures()]
        self.lines = [self._read_line(number, line) for number, line in enumerate(blocks.lines)]
        self.is_ours = START in source.text
        """Whether `portfolio readme` wrote it: each case study has an address."""
        self.profile: Entry = {}
        self.files: dict[str, Any] = {}
        self.studies: list[Study] = []
        self.texts: dict[str, tuple[str, str, list[str]]] = {}
        """The title, the command and the lines of each text of a section, by its file."""
        self.sections: dict[str, Entry] = {}
        """The keys of sections of the home page, by their kinds."""
        self.named: set[int] = set()
        """The pictures that are names of the stack, by the ids of their leaves."""
        self.order: list[str] = []
        """The names of the sections."""
        self.repeated: list[str] = []
        """What the file says a second time."""
        head, parts = self._split()
        self.read_head(head)
        for part in parts:
            self.read_part(part)
        for alt, url, picture in self.pictures:
            self.read_picture(alt, url, picture)
        if "name" not in self.profile:
            self.find_name()

    def _read_line(self, number: int, line: str) -> Leaf:
        return make_leaf(line, self.source.span(number + 1, 1))

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
        words = drop_marks(_drop_pictures(block.text if text is None else text))
        return self.place(unescape(" ".join(words.split())), block)

    def marked(self, block: Block, text: str | None = None) -> str:
        """Return a block's words with the marks that a field may have."""
        words = spell_links(_drop_pictures(block.text if text is None else text))
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
                    else _drop_pictures(_drop_links(str(line)))
                )
                if block.kind == "heading":
                    text = f"{'#' * min(block.level - top + 2, 6)} {drop_marks(_drop_pictures(block.text))}"
                lines.append(derive(text.rstrip(), line) if text != line else line)
            if block.kind == "fence" and (sign := _open_fence(self.file.lines[block.start : block.end])):
                lines.append(sign)
            lines.append("")
        return lines if any(line.strip() for line in lines) else []

    def _split(self) -> tuple[list[Block], list[_Part]]:
        """Return what is above the first section, and the sections."""
        blocks = self.file.blocks
        levels = [block.level for block in blocks if block.kind == "heading" and not self._is_head(block)]
        top = min(levels, default=2)
        starts = [
            at
            for at, block in enumerate(blocks)
            if block.kind == "heading" and block.level == top and not self._is_head(block)
        ]
        head = [*blocks[: starts[0] if starts else len(blocks)]]
        return head, [_Part(blocks[at], blocks[at + 1 : end]) for at, end in pairwise([*starts, len(blocks)])]

    def _is_head(self, block: Block) -> bool:
        """Whether a heading is the file's own: the first one, if it is no command, or written as tags below it."""
        headings = [item for item in self.file.blocks if item.kind == "heading"]
        first = headings[0]
        if _COMMAND.match(split_emoji(first.text)[1]):
            return False
        if block == first:
            is_alone = first == self.file.blocks[0] or first.start in self.file.centred
            return first.level == 1 or is_alone
        between = [
            item
            for item in self.file.blocks
            if first.start < item.start < block.start and item.kind not in {"rule", "heading"}
        ]
        return block.start in self.file.centred and not between and self._is_head(first)

    def read_head(self, blocks: Sequence[Block]) -> None:
        """Read what is above the first section: the name, the role, the fields, badges, a sentence or two."""
        for number, block in enumerate(blocks):
            if block.kind == "heading":
                self.read_title(block)
            elif block.kind == "fence" and _BOX_SIGN.search(block.text) and "role" not in self.profile:
                self.read_banner(block)
            elif block.kind == "paragraph":
                self.read_first_words(block)
            elif block.kind == "list":
                self.read_facts(block, is_first=not any(item.kind == "list" for item in blocks[:number]))
            elif block.kind in {"quote", "fence"}:
                text = self.marked(block)
                if block.kind == "quote" and text:
                    self.profile.setdefault("about", []).append(text)

    def read_title(self, block: Block) -> None:
        """Read the name from the first heading, and a role from one below it."""
        words = self.plain(block)
        text = split_emoji(_HELLO.sub("", split_emoji(str(words))[1]))[1]
        text = re.sub(r"[^\w.)]+$", "", re.sub(r"\s*[^\x00-\x7f\w]+\s*$", "", text)).strip()
        if not text:
            return
        if "name" not in self.profile:
            name, *role = re.split(r"\s+[|\u2013\u2014\u00b7-]\s+|,\s+", text, maxsplit=1)
            self.profile["name"] = derive(name, words)
            if role:
                self.profile["role"] = derive(role[0], words)
        else:
            key = "role" if len(text.split()) <= _MOST_ROLE and "role" not in self.profile else "lead"
            if key in self.profile:
                self.profile.setdefault("about", []).append(derive(text, words))
            else:
                self.profile[key] = derive(text, words)

    def find_name(self) -> None:
        """Read the name from a text: bold at its beginning, or after `I am`."""
        for block in self.file.blocks:
            if block.kind != "paragraph":
                continue
            if match := re.match(r"\*\*([^*]+)\*\*(?:\s*[\u00b7|,\u2013\u2014-]\s*([^\n]+))?", block.text):
                self.profile["name"] = self.plain(block, match[1])
                if match[2] and "role" not in self.profile:
                    self.profile["role"] = self.plain(block, match[2])
                return
            if match := _I_AM.search(block.text):
                self.profile["name"] = self.place(match[1], block)
                return

    def read_banner(self, block: Block) -> None:
        """Read a box with a name and a role, and below them the fields."""
        rows = []
        for number, line in enumerate(block.text.split("\n")):
            text = " ".join(_BOX_SIGN.sub(" ", line).strip(" |+=*#~_-").split())
            if re.search(r"\w", text):
                rows.append(derive(text, self.lines[min(block.start + 1 + number, block.end - 1)]))
        if not rows:
            return
        name, *role = split_words(rows[0], "\u00b7|\u2022\u2014\u2013")
        if "name" not in self.profile:
            self.profile["name"] = derive(name.title() if name.isupper() else name, rows[0])
        if role:
            self.profile["role"] = derive(" ".join(role), rows[0])
        for row in rows[1:]:
            words = split_words(row, "\u00b7|\u2022,")
            if "role" not in self.profile and len(words) == 1:
                self.profile["role"] = row
            else:
                self.profile.setdefault("fields", []).extend(derive(word, row) for word in words)

    def read_first_words(self, block: Block) -> None:
        """Read a paragraph above the first section."""
        text = self.marked(block)
        plain = drop_marks(text)
        if not re.search(r"\w", re.sub(r"\([^)]*\)", "", plain)):
            return  # badges, which are read with all pictures
        if "role" not in self.profile and re.fullmatch(r"[*_]{1,3}[^*_]+[*_]{1,3}", text):
            self.profile["role"] = self.place(str(plain), block)
            return
        words = split_words(str(plain), "\u00b7|\u2022")
        if len(words) > 1 and len(max(words, key=len).split()) <= 4 and not _URL.search(text):  # noqa: PLR2004 (the words of a field)
            self.profile.setdefault("fields", []).extend(self.place(word, block) for word in words)
        elif self.read_links(block):
            pass
        elif "lead" not in self.profile and len(plain.split()) <= 40:  # noqa: PLR2004 (a sentence)
            self.profile["lead"] = text
        else:
            self.profile.setdefault("about", []).append(text)

    def read_facts(self, block: Block, *, is_first: bool) -> None:
        """Read a list above the first section; years of experience are the one fact that can be told from others."""
        for item in block.items:
            text = self.plain(item)
            if is_first and (match := re.fullmatch(r"(\d+\+?) years?", text)):
                self.profile["years"] = derive(match[1], text)
            elif "/case-studies/" in item.text:
                self.repeated.append(text)
            elif not self.read_links(item):
                self.profile.setdefault("about", []).append(self.marked(item))

    def read_links(self, block: Block) -> bool:
        """Read the addresses of a line that has hardly anything else; return whether it was one."""
        found = _list_addresses(block.text)
        rest = _EMAIL.sub("", _URL.sub("", PICTURE.sub("", LINKED_PICTURE.sub("", block.text))))
        for label, _ in found:
            rest = rest.replace(f"[{label}]", "").replace(label, "")
        most = _MOST_AROUND_MAIL if found and all(url.startswith("mailto:") for _, url in found) else 2
        if not found or len(re.findall(r"\w{2,}", rest)) > most:
            return False
        for label, url in found:
            self.add_link(label, url, *self.lines[block.start : block.end])
        return True

    def add_link(self, label: str, url: str, *leaves: Leaf) -> None:
        """Add a profile, the e-mail address, or the account."""
        if email := re.fullmatch(r"mailto:([^?]+).*", url):
            known = self.profile.setdefault("email", derive(email[1], *leaves))
            if known == email[1]:
                self.profile["email"] = derive(str(known), known, *leaves)
            return
        links = self.profile.setdefault("links", [])
        plain = re.sub(r"^https?://(www\.)?", "", url).rstrip("/").lower()
        for link in links:
            if re.sub(r"^https?://(www\.)?", "", link["url"]).rstrip("/").lower() == plain:
                link["url"] = derive(str(link["url"]), link["url"], *leaves)
                return
        host = name_site(url)
        label = drop_marks(label).strip()
        if not label or re.search("[@/.]", label) or len(label) > 40:  # noqa: PLR2004 (a label is a word or two)
            label = _NAMES.get(host, host)
        links.append({"label": derive(label, *leaves), "url": derive(url, *leaves)})
        if match := _LOGIN.search(url):
            self.profile.setdefault("github", derive(match[1] or match[2], *leaves))

    def read_picture(self, alt: str, url: str, leaf: Leaf) -> None:
        """Read a badge: where it leads is a profile. Others are left over."""
        if id(leaf) in self.named:
            return
        if re.match("mailto:|https?:", url):
            self.add_link("" if alt.lower() in url.lower() else alt, url, leaf)
        elif match := _LOGIN.search(leaf):
            self.profile.setdefault("github", match[1] or match[2])

    def read_part(self, part: _Part) -> None:
        """Read a section."""
        if self.is_ours:
            part = part._replace(blocks=self.read_folds(part.blocks))
        title, command = _name_part(self.plain(part.heading), part.heading.text)
        title = self.place(title, part.heading)
        command = self.place(command, part.heading) if command else ""
        words = f"{title} {command}"
        kind = next((kind for kind, pattern in _WORDS if pattern.search(words)), "")
        is_work = [
            block for block in part.blocks if block.kind == "heading" and "/case-studies/" in block.text
        ]
        kind = "work" if self.is_ours and is_work else kind
        is_read = {
            "principles": self.read_principles,
            "stack": self.read_stack,
            "contact": self.read_contact,
            "stats": self.read_repositories,
            "work": self.read_work,
            "about": self.read_about,
        }.get(kind, lambda _: False)(part)
        if is_read:
            name = {"stats": "repositories", "work": str(is_read)}.get(kind, kind)
            intro = "" if kind in {"about", "contact"} else self.read_intro(part)
            has_title = (
                kind == "work"
                or not command
                or not re.fullmatch(r"`?\$[^`]*`?", split_emoji(part.heading.text)[1])
            )
            self.repeated.append(title)
            keys = {"title": title if has_title else "", "command": command, "intro": intro}
            self.order.append(name)
            self.sections.setdefault(name, {key: value for key, value in keys.items() if value})
        elif lines := self.body(part.blocks):
            name = make_slug(title, self.texts, "section")
            self.order.append(name)
            self.texts[name] = (title, command, lines)

    def read_principles(self, part: _Part) -> bool:
        """Read a numbered list; of each entry the bold words are its name, or else its first ones."""
        items = [item for block in part.blocks if block.kind == "list" for item in block.items]
        if not any(block.kind == "list" and (block.level or len(items) > 1) for block in part.blocks):
            return False
        ids: list[str] = []
        for item in items:
            first, *rest = item.text.split("\n")
            taught = [line for line in rest if "/case-studies/" in line]
            text = " ".join([first, *(line for line in rest if line not in taught)])
            match = re.match(r"\*\*(.+?)[:.]?\*\*[:.]?\s*(?:[\u2014\u2013-]\s*)?(.*)", text)
            name, text = (match[1], match[2] or match[1]) if match else (" ".join(text.split()[:3]), text)
            name = drop_marks(name).strip(" ,;:.")
            ids.append(make_slug(name, ids, "principle"))
            entry = {"id": ids[-1], "name": self.place(name, item), "text": self.marked(item, text)}
            self.files.setdefault("principles", []).append(entry)
            for line in taught:
                for slug in re.findall(r"/case-studies/([a-z0-9-]+)/", line):
                    for study in self.studies:
                        if study.slug == slug:
                            study.front.setdefault("principles", []).append(ids[-1])
        return True

    def read_intro(self, part: _Part) -> str:
        """Return the one paragraph between a heading and what is read below it."""
        first = [*takewhile(lambda block: block.kind in {"paragraph", "quote"}, part.blocks)]
        is_whole = len(first) == len(part.blocks)
        return self.marked(first[0]) if len(first) == 1 and not is_whole else ""

    def read_stack(self, part: _Part) -> bool:
        """Read rows of names from a table, a drawn table, a list, or badges below headings."""
        rows: list[tuple[str, list[str]]] = []
        name = str(_name_part(self.plain(part.heading), part.heading.text)[0])
        for block in part.blocks:
            match block.kind:
                case "heading":
                    name = self.place(drop_marks(split_emoji(block.text)[1]).strip(" :"), block)
                case "table":
                    self.repeated.append(self.plain(block.items[0]))
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
            self.files.setdefault("stack", []).append({"name": row, "entries": [*reversed(unique.values())]})
        return bool(merged)

    def _read_row(self, block: Block, cells: Sequence[str]) -> tuple[str, list[str]]:
        if len(cells) == 1:
            return "", [
                self.place(word, block) for word in split_words(drop_marks(cells[0]), ",\u00b7|\u2022")
            ]
        words = [
            word
            for cell in cells[1:]
            for word in split_words(drop_marks(_spell_pictures(cell)), ",\u00b7|\u2022")
        ]
        name = drop_marks(split_emoji(cells[0].strip())[1]).strip(" :*")
        return self.place(name, block), [self.place(word, block) for word in words]

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
            leaf = self.lines[min(block.start + 1 + number, block.end - 1)]
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
            for alt, _, leaf in self.pictures
            if start <= leaf.span.line <= end and alt and not _LOGIN.search(leaf)
        ]
        self.named |= {id(leaf) for _, leaf in badges}
        names = [
            derive(re.sub(r"\s*(badge|logo|icon)$", "", alt, flags=re.IGNORECASE), leaf)
            for alt, leaf in badges
        ]
        words = split_words(drop_marks(_drop_pictures(block.text)), ",\u00b7|\u2022")
        return names or ([self.place(word, block) for word in words] if len(words) > 2 else [])  # noqa: PLR2004 (a list)

    def read_contact(self, part: _Part) -> bool:
        """Read addresses, and a last line in a mark of its own."""
        is_read = any(
            LINKED_PICTURE.search(line)
            for block in part.blocks
            for line in self.file.lines[block.start : block.end]
        )
        for block in part.blocks:
            if block.kind == "table":
                self.repeated.append(self.plain(block.items[0]))
            for item in block.items or (block,):
                leaves = self.lines[item.start : item.end]
                if (
                    block.kind == "paragraph"
                    and (match := re.fullmatch(r"[*_>\s\"]*([^*_\[]+?)[*_\"\s]*", item.text))
                    and not _list_addresses(item.text)
                ):
                    beats = [beat for beat in re.split(r"(?<=[.!?])\s+", match[1].strip()) if beat]
                    if "closing" not in self.profile and len(beats) <= _MOST_BEATS and len(match[1]) <= 160:  # noqa: PLR2004 (a line)
                        self.profile["closing"] = [derive(beat, *leaves) for beat in beats]
                        continue
                found = _list_addresses(item.text)
                for label, url in found:
                    self.add_link(label, url, *leaves)
                is_read = is_read or bool(found)
        return is_read

    def read_folds(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Read what is folded below the title of a case study; return what is not."""
        first = next((at for at, block in enumerate(blocks) if block.kind == "heading"), len(blocks))
        kept = [*blocks[:first]]
        for part in split_parts(blocks[first:]):
            title = drop_marks(part[0].text)
            known = next((study for study in self.studies if name_of(study) == title), None)
            if known is None or "/case-studies/" in part[0].text:
                kept += part
            else:
                known.unfold(part, self)
        return tuple(kept)

    def read_work(self, part: _Part) -> str:
        """Read a case study below each heading, or a project in each entry of a list; return the kind."""
        blocks = part.blocks
        if self.is_ours and not any("/case-studies/" in block.text for block in blocks):
            return ""
        is_project = bool(re.search(r"project|open.?source", part.heading.text, re.IGNORECASE))
        for heading, *inner in split_parts(blocks):
            slugs = [study.slug for study in self.studies]
            self.studies.append(read_study(heading, inner, self, slugs, is_project=is_project))
        if any(block.kind == "heading" for block in blocks):
            return "projects" if is_project else "case-studies"
        items = [item for block in blocks if block.kind == "list" for item in block.items]
        if not items or not all(re.match(r"\W*\[", item.text) for item in items):
            return ""
        for item in items:
            match = re.match(r"\W*\[([^\]]+)\]\(<?([^)>\s]+)>?\)\W*(.*)", item.text, re.DOTALL)
            if match:
                title = self.plain(item, match[1])
                slug = make_slug(title, [study.slug for study in self.studies], "project")
                front = {
                    "title": title,
                    "kind": "project",
                    "links": [{"label": name_site(match[2]), "url": self.place(match[2], item)}],
                }
                lines = [self.marked(item, match[3])] if match[3].strip() else [title]
                self.studies.append(Study(slug, front, lines))
        return "projects"

    def read_repositories(self, part: _Part) -> bool:
        """Read a list of repositories as `portfolio readme` writes it."""
        form = r"\[\*\*(.+?)\*\*\]\(<?(https://[^)>\s]+)>?\)((?: \u00b7 [^\n]+)?)(?:\\?\n(.*))?"
        items = [item for block in part.blocks if block.kind == "list" for item in block.items]
        found = [(item, match) for item in items if (match := re.fullmatch(form, item.text, re.DOTALL))]
        for item, match in found:
            entry: Entry = {"name": self.plain(item, match[1]), "url": self.place(match[2], item)}
            for word in filter(None, match[3].split(" \u00b7 ")):
                if number := re.fullmatch(r"([\d,]+) (star|fork)s?", word):
                    entry[f"{number[2]}s"] = int(number[1].replace(",", ""))
                elif fork := re.fullmatch(r"fork of (\S+)", word):
                    entry["fork_of"] = self.place(fork[1].replace("\\", ""), item)
                elif re.fullmatch(r"(#\S+\s*)+", word):
                    entry["tags"] = [self.place(tag, item) for tag in re.findall(r"#(\S+)", word)]
                else:
                    entry["language"] = self.plain(item, word)
            if match[4]:
                entry["description"] = self.plain(item, match[4])
            self.files.setdefault("repositories", []).append(entry)
        return bool(found)

    def read_about(self, part: _Part) -> bool:
        """Read paragraphs; a section with anything else stays a text."""
        blocks = [block for block in part.blocks if block.kind != "rule"]
        if not blocks or any(block.kind != "paragraph" for block in blocks):
            return False
        texts = [text for block in blocks if re.search(r"\w", text := self.marked(block))]
        self.profile.setdefault("about", []).extend(texts)
        return bool(texts)

    def _arrange(self, section: Entry) -> Entry:
        """Return a section with its title and command in the file."""
        if section["kind"] == "markdown":
            command = self.texts[section["file"].removesuffix(".md")][1]
            return section | ({"command": command} if command else {})
        return section | self.sections.get(section["kind"], {})

    def make_draft(self) -> Draft:
        """Return the site."""
        for number, study in enumerate(self.studies, 1):
            study.front["order"] = number * 10  # as the file lists them
            self.repeated += study.repeated
            if "outcomes" in study.front:
                study.front["outcomes"] = [*map(read_outcome, study.front["outcomes"])]
        employers = [study.front["company"] for study in self.studies if "company" in study.front]
        files = {"profile": self.profile, **self.files}
        if employers:
            named = {str(name).casefold(): name for name in reversed(employers)}
            files["experience"] = [{"employer": name} for name in reversed(named.values())]
        articles = {f"content/{name}.md": Article({}, lines) for name, (_, _, lines) in self.texts.items()}
        articles |= {
            f"content/case-studies/{study.slug}.md": Article(study.front, study.lines)
            for study in self.studies
        }
        sections = list_sections({f"{name}.md": title for name, (title, _, _) in self.texts.items()})
        sections = [self._arrange(section) for section in sections if section["kind"] != "experience"]
        order = [*self.order, "contact"]
        sections.sort(
            key=lambda item: (
                order.index(name)
                if (name := item.get("file", item["kind"]).removesuffix(".md")) in order
                else 0
            )
        )
        files["home"] = {"sections": sections}
        leaves = [
            *(line for line in self.lines if _has_words(line)),
            *(leaf for _, _, leaf in self.pictures),
        ]
        draft = Draft(leaves, files, articles)
        draft.known += [leaf for text in self.repeated for leaf in list_leaves(text)]
        return draft


def _name_part(title: str, markdown: str) -> tuple[str, str]:
    """Return the title of a section and its command, without the dollar."""
    text = split_emoji(markdown.strip())[1]
    match = _COMMAND.match(text)
    if match is None:
        return (split_emoji(title)[1] or title).rstrip(" :"), ""
    command, rest = match[1].strip(), drop_marks(match[2] or "").strip()
    last = re.split(r"[\s/]+", command.rstrip("/"))[-1]
    words = re.sub(r"\.[a-z]+$", "", last).replace("_", " ").replace("-", " ").strip()
    return rest or words.capitalize() or command, command


def _list_addresses(text: str) -> list[tuple[str, str]]:
    """Return the links of a text with their labels, and bare addresses."""
    pattern = re.compile(r"(?<!!)\[([^\]\[]*)\]\(<?((?:https?://|mailto:)[^)>\s]+)>?\)")
    plain = LINKED_PICTURE.sub("", text)
    found = [(match[1], match[2]) for match in pattern.finditer(plain)]
    rest = pattern.sub("", PICTURE.sub("", plain))
    found += [("", url.rstrip(".,;:")) for url in _URL.findall(rest)]
    rest = _URL.sub("", rest)
    return found + [("", f"mailto:{email}") for email in _EMAIL.findall(rest)]


def _open_fence(lines: Sequence[str]) -> str:
    """Return the sign that closes a fence; empty if it is closed, or is code that is indented."""
    match = re.match(r"\s*(```+|~~~+)", lines[0])
    is_closed = len(lines) > 1 and match and lines[-1].strip().startswith(match[1])
    return match[1] if match and not is_closed else ""


def _drop_pictures(text: str) -> str:
    return PICTURE.sub("", LINKED_PICTURE.sub("", text))


def _spell_pictures(text: str) -> str:
    """Return a text with the alternatives of its pictures, as a list."""
    return PICTURE.sub(lambda match: f"{match[1]}, ", LINKED_PICTURE.sub(lambda match: f"{match[1]}, ", text))


def _drop_links(line: str) -> str:
    """Return a line whose links within the repository are words: there is nothing there in a site."""
    return re.sub(r"(?<!!)\[([^\]\[]+)\]\(<?(?!https?:|mailto:)[^)]*\)", r"\1", line)


def _has_words(line: str) -> bool:
    """Whether a line says something beside pictures and signs of Markdown."""
    text = _drop_pictures(line)
    is_sign = re.match(r"\s*(```|~~~|<!--)", text) or re.fullmatch(r"[\s|:=+-]*", text)
    return not is_sign and re.search(r"\w", _URL.sub("", re.sub(r"\]\([^)]*\)", "", text))) is not None
