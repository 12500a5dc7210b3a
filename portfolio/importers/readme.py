"""A README of a GitHub profile as a site: what its headings and lines mean is found by their form and a few words.

It reads what `portfolio readme` writes, too.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.errors import Code
from portfolio.importers.draft import Article, Draft, list_sections
from portfolio.importers.leaves import derive, list_leaves
from portfolio.importers.readme_blocks import LINKED_PICTURE, Block, Blocks, read_blocks
from portfolio.importers.readme_entries import read_entries
from portfolio.importers.readme_owner import Owner
from portfolio.importers.readme_stack import Stack
from portfolio.importers.readme_studies import (
    Study,
    name_of,
    read_outcome,
    read_study,
    split_emoji,
    split_parts,
)
from portfolio.importers.readme_text import Texts, has_words, list_addresses
from portfolio.importers.words import drop_marks, make_slug, name_site
from portfolio.outputs.readme import START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.errors import Diagnostics, Source

Entry = dict[str, Any]

_COMMAND = re.compile(r"^`?\s*(?:\$|\u276f|\u279c|>)\s*([^`]+?)\s*(?:`\s*(.*))?$")
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
_ENTRIES = {
    "education": re.compile(r"\beducation|\bdegrees?\b|ausbildung|\bformation|educaci", re.IGNORECASE),
    "experience": re.compile(
        r"\bexp[eé]rien|employment|\bcareer|work history|\bjobs?\b|erfahrung|werdegang", re.IGNORECASE
    ),
}
"""The words of sections of entries."""
_MOST_BEATS = 6
_MOST_CLOSING = 160
"""The characters of a closing line."""


class _Part(NamedTuple):
    """A heading and what is below it."""

    heading: Block
    blocks: tuple[Block, ...]


def read(source: Source, diagnostics: Diagnostics) -> Draft | None:
    """Return a new site; None if the file has no name, which is reported."""
    reader = _Reader(source, read_blocks(source.text))
    if "name" not in reader.owner.profile:
        help_ = "begin it with a heading, `# Your Name`: a site needs a name"
        diagnostics.error(Code.MISSING_KEY, "the README has no name", source.span(1, 1), help_)
        return None
    return reader.make_draft()


class _Reader(Texts):
    """One walk of the file."""

    def __init__(self, source: Source, blocks: Blocks) -> None:
        super().__init__(source, blocks)
        self.is_ours = START in source.text
        """Whether `portfolio readme` wrote it: each case study has an address."""
        self.owner, self.stack = Owner(self), Stack(self)
        self.files: dict[str, Any] = {}
        self.studies: list[Study] = []
        self.texts: dict[str, tuple[str, str, list[str]]] = {}
        """The title, the command and the lines of each text of a section, by its file."""
        self.sections: dict[str, Entry] = {}
        """The keys of sections of the home page, by their kinds."""
        self.order: list[str] = []
        """The names of the sections."""
        self.repeated: list[str] = []
        """What the file says a second time."""
        head, parts = self._split()
        self.owner.read_head(head)
        for part in parts:
            self.read_part(part)
        for alt, url, picture in self.pictures:
            if id(picture) not in self.stack.named:
                self.owner.read_picture(alt, url, picture)
        if "name" not in self.owner.profile:
            self.owner.find_name(self.file.blocks)

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
        entries = self.read_entries(part, words)
        is_read = entries or {
            "principles": self.read_principles,
            "stack": self.read_stack,
            "contact": self.read_contact,
            "stats": self.read_repositories,
            "work": self.read_work,
            "about": self.read_about,
        }.get(kind, lambda _: False)(part)
        if is_read:
            name = entries or {"stats": "repositories", "work": str(is_read)}.get(kind, kind)
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

    def read_entries(self, part: _Part, words: str) -> str:
        """Read positions or schools, if the section says that it has them; return the kind."""
        for kind, pattern in _ENTRIES.items():
            if pattern.search(words) and (entries := read_entries(kind, part.blocks, self)):
                self.files.setdefault(kind, []).extend(entries)
                self.repeated += [
                    self.plain(block.items[0]) for block in part.blocks if block.kind == "table"
                ]
                return kind
        return ""

    def read_stack(self, part: _Part) -> bool:
        """Read the groups of the stack."""
        name = str(_name_part(self.plain(part.heading), part.heading.text)[0])
        return self.stack.read(name, part.blocks)

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
                    and not list_addresses(item.text)
                ):
                    beats = [beat for beat in re.split(r"(?<=[.!?])\s+", match[1].strip()) if beat]
                    is_short = len(beats) <= _MOST_BEATS and len(match[1]) <= _MOST_CLOSING
                    if "closing" not in self.owner.profile and is_short:
                        self.owner.profile["closing"] = [derive(beat, *leaves) for beat in beats]
                        continue
                found = list_addresses(item.text)
                for label, url in found:
                    self.owner.add_link(label, url, *leaves)
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
        self.owner.profile.setdefault("about", []).extend(texts)
        return bool(texts)

    def _arrange(self, section: Entry) -> Entry:
        """Return a section with its title and command in the file."""
        if section["kind"] == "markdown":
            command = self.texts[section["file"].removesuffix(".md")][1]
            return section | ({"command": command} if command else {})
        return section | self.sections.get(section["kind"], {})

    def list_employers(self) -> list[Entry]:
        """Return the employers of the positions, and those that only case studies name."""
        employers = [*self.files.get("experience", [])]
        known = {str(item["employer"]).casefold() for item in employers}
        for study in self.studies:
            name = study.front.get("company", "")
            if name and str(name).casefold() not in known:
                known.add(str(name).casefold())
                employers.append({"employer": name})
        return employers

    def make_draft(self) -> Draft:
        """Return the site."""
        for number, study in enumerate(self.studies, 1):
            study.front["order"] = number * 10  # as the file lists them
            self.repeated += study.repeated
            if "outcomes" in study.front:
                study.front["outcomes"] = [*map(read_outcome, study.front["outcomes"])]
        files = {"profile": self.owner.profile, "stack": self.stack.groups, **self.files}
        files["experience"] = self.list_employers()
        articles = {f"content/{name}.md": Article({}, lines) for name, (_, _, lines) in self.texts.items()}
        articles |= {
            f"content/case-studies/{study.slug}.md": Article(study.front, study.lines)
            for study in self.studies
        }
        sections = list_sections({f"{name}.md": title for name, (title, _, _) in self.texts.items()})
        has_positions = any("positions" in employer for employer in files["experience"])
        sections = [
            self._arrange(section) for section in sections if has_positions or section["kind"] != "experience"
        ]
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
            *(line for line in self.lines if has_words(line)),
            *(leaf for _, _, leaf in self.pictures),
        ]
        draft = Draft(leaves, files, articles)
        repeated = [*self.repeated, *self.owner.repeated, *self.stack.repeated]
        draft.known += [leaf for text in repeated for leaf in list_leaves(text)]
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
