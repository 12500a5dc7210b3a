"""Case studies of a README: a heading with a result, a party, a text, and a last line of outcomes or tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from portfolio.importers.leaves import derive
from portfolio.importers.words import drop_marks, make_slug
from portfolio.languages.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.importers.readme_blocks import Block

_LABELLED = re.compile(
    r"^[^\w*]*\**(outcomes?|impact|results?)\b\s*:?\**\s*:?\s*(.+)$", re.IGNORECASE | re.DOTALL
)
STACK = re.compile(
    r"^[^\w*]*\**(?:tech(?:nologies| stack)?|stack|built with|tags?)\b\s*:?\**\s*:?\s*(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_PARTY = re.compile(r"^[^\w*`]*\**(?:company|employer|at|client|where)\b\s*:\**\s*(.+)$", re.IGNORECASE)
_PAGE = re.compile(r"^\[(.+)\]\(<?\S*/case-studies/([a-z0-9-]+)/?>?\)$")
_MOST_PARTY = 4
"""The words of a name of a company."""
_FACTS = {
    "fact_company": "company",
    "fact_client": "client",
    "fact_when": "period",
    "fact_role": "role",
    "fact_scale": "scale",
}
"""The words of `portfolio readme` for facts, and their keys."""


class Reader(Protocol):
    """What makes texts of blocks."""

    def place(self, text: str, block: Block) -> str:
        """Return a text that was made of a block's lines."""

    def plain(self, block: Block, text: str | None = None) -> str:
        """Return a block's words without any marks."""

    def marked(self, block: Block, text: str | None = None) -> str:
        """Return a block's words with the marks that a field may have."""

    def body(self, blocks: Sequence[Block]) -> list[str]:
        """Return the lines of blocks as the text of a page."""


class Study:
    """A case study or a project."""

    def __init__(self, slug: str, front: dict[str, Any], lines: list[str]) -> None:
        self.slug, self.front, self.lines = slug, front, lines
        self.repeated: list[str] = []
        """What the file says a second time."""

    def unfold(self, blocks: Sequence[Block], reader: Reader) -> None:
        """Add what `portfolio readme` folds below the study's title."""
        heading, *blocks = blocks
        self.front["headline"] = derive(self.front["headline"], self.front["headline"], reader.plain(heading))
        first = next((at for at, block in enumerate(blocks) if block.kind == "heading"), len(blocks))
        paragraphs = [block for block in blocks[:first] if block.kind == "paragraph"]
        lists = [block for block in blocks[:first] if block.kind == "list"]
        kept = [block for block in blocks[:first] if block.kind not in {"paragraph", "list"}]
        if paragraphs:
            emoji, title = split_emoji(str(reader.plain(paragraphs[0])))
            self.front["title"] = reader.place(title, paragraphs[0])
            if emoji:
                self.front["emoji"] = reader.place(emoji, paragraphs[0])
            if len(paragraphs) > 1:
                self.front["summary"] = reader.marked(paragraphs[1])
            kept += paragraphs[2:]
        if self.front.get("problem") == self.front.get("summary", ""):  # the list has one of them
            self.repeated.append(self.front.pop("problem"))
        for item in (item for block in lists for item in block.items):
            self.read_fact(item, reader)
        lines = reader.body(kept)
        for part in split_parts(blocks[first:]):
            lines += self.unfold_part(part, reader)
        self.lines = lines

    def read_fact(self, item: Block, reader: Reader) -> None:
        """Read a line of facts; an outcome is there again."""
        match = re.match(r"\*\*(.+?):\*\*\s+(.*)", item.text, re.DOTALL)
        label = match[1] if match else ""
        for word, key in _FACTS.items():
            if match and label == ENGLISH[word]:
                text = (
                    reader.plain(item, match[2])
                    if key in {"company", "client", "period"}
                    else reader.marked(item, match[2])
                )
                if key == "client":
                    self.repeated.append(self.front.pop("company", ""))
                self.repeated.append(self.front.get(key, ""))
                self.front[key] = text
                return
        if match and label == ENGLISH["fact_stack"]:
            names = split_words(str(drop_marks(match[2])), ",")
            self.front["stack"] = [reader.place(name, item) for name in names]
        elif match and label == ENGLISH["fact_updated"]:
            self.front["updated"] = reader.plain(item, match[2])
        elif link := re.fullmatch(r"\[([^\]]+)\]\(<?(https?:[^)>\s]+)>?\)", item.text):
            self.front.setdefault("links", []).append(
                {"label": reader.plain(item, link[1]), "url": reader.place(link[2], item)}
            )
        else:
            text = reader.plain(item)
            self.repeated += [text] if text in self.front.get("outcomes", ()) else []

    def unfold_part(self, part: Sequence[Block], reader: Reader) -> list[str]:
        """Return a part of the text; the problem and the decisions are no text."""
        heading, *blocks = part
        title = str(reader.plain(heading))
        if title in {ENGLISH[word] for word in ("problem", "decisions", "related")}:
            self.repeated.append(reader.plain(heading))
        if title == ENGLISH["problem"] and blocks:
            self.repeated.append(self.front.get("problem", ""))
            self.front["problem"] = reader.marked(blocks[0])
            rest = blocks[1:]
            mark = f"**{ENGLISH['constraint']}**"
            if rest and rest[0].text.startswith(mark):
                self.front["constraint"] = reader.marked(rest[0], rest[0].text.removeprefix(mark))
                rest = rest[1:]
            return reader.body(rest)
        if title == ENGLISH["decisions"]:
            self.front["decisions"] = [*_read_decisions(blocks, reader)]
            return []
        if title == ENGLISH["related"]:
            self.repeated += [reader.plain(block) for block in blocks]
            return []
        return reader.body(part)


def _read_decisions(blocks: Sequence[Block], reader: Reader) -> Iterable[dict[str, str]]:
    for heading, *inner in split_parts(blocks):
        decision = {"what": reader.marked(heading)}
        for item in (item for block in inner for item in block.items):
            for word, key in (("because", "why"), ("costs", "trade_off")):
                mark = f"**{ENGLISH[word]}:**"
                if item.text.startswith(mark):
                    decision[key] = reader.marked(item, item.text.removeprefix(mark))
        yield decision


def split_parts(blocks: Sequence[Block]) -> list[list[Block]]:
    """Cut blocks before each of their highest headings."""
    top = min((block.level for block in blocks if block.kind == "heading"), default=0)
    parts: list[list[Block]] = []
    for block in blocks:
        if block.kind == "heading" and block.level == top:
            parts.append([block])
        elif parts:
            parts[-1].append(block)
    return parts


def read_study(
    heading: Block, blocks: Sequence[Block], reader: Reader, taken: Iterable[str], *, is_project: bool
) -> Study:
    """Return the case study below a heading."""
    front: dict[str, Any] = {"kind": "project"} if is_project else {}
    slug = _read_heading(heading, front, reader)
    rest = [block for block in blocks if block.kind != "rule"]
    if rest and (party := _find_party(rest[0], is_ours=bool(slug))):
        front.setdefault("company", reader.place(party, rest[0]))
        rest = rest[1:]
    if slug and rest and re.fullmatch(r"\d{4}.{0,20}", rest[0].text):
        front["period"] = reader.plain(rest[0])
        rest = rest[1:]
    rest = _read_last_lines(rest, front, reader, is_ours=bool(slug))
    if rest and rest[0].kind == "paragraph" and re.search(r"\w", text := reader.marked(rest[0])):
        front["problem" if slug else "summary"] = text
        rest = rest[1:]
    lines = reader.body(rest)
    if not lines and "summary" not in front:
        lines = [front.get("problem", front["title"])]
    free = make_slug(front["title"], taken, "work")
    return Study(slug if slug and slug not in taken else free, front, lines)


def _read_heading(heading: Block, front: dict[str, Any], reader: Reader) -> str:
    """Read a title, the result behind it, and for whom it was; return the slug that its address has."""
    if match := _PAGE.match(heading.text.strip()):
        front["title"] = front["headline"] = reader.plain(heading, match[1])
        return match[2]
    emoji, text = split_emoji(str(reader.plain(heading)))
    text = re.sub(r"^\d+[.)]\s+", "", text)
    if emoji:
        front["emoji"] = reader.place(emoji, heading)
    if (match := re.fullmatch(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]](.*)", text)) and _is_name(match[2]):
        front["company"] = reader.place(match[2], heading)
        text = f"{match[1]}{match[3]}"
    title, *more = re.split(r"\s+[|\u2013\u2014-]\s+|:\s+", text, maxsplit=1)
    front["title"] = reader.place(title, heading)
    if more and "company" not in front and _is_name(more[0]):
        front["company"] = reader.place(more[0], heading)
    elif more:
        front["headline"] = reader.place(text, heading)
    if link := re.search(r"\]\(<?(https?:[^)>\s]+)>?\)", heading.text):
        front["links"] = [
            {
                "label": re.sub(r"^https?://(www\.)?", "", link[1]).split("/")[0],
                "url": reader.place(link[1], heading),
            }
        ]
    return ""


def _is_name(text: str) -> bool:
    """Whether words can be a company's name: a few, without numbers, each with a capital."""
    words = text.split()
    return len(words) <= _MOST_PARTY and all(
        word[:1].isupper() or word in {"of", "and", "&", "/"} for word in words
    )


def _find_party(block: Block, *, is_ours: bool) -> str:
    """Return the company in a line of its own; empty if it is none."""
    if block.kind != "paragraph":
        return ""
    if match := _PARTY.match(block.text):
        return str(drop_marks(match[1]))
    match = re.fullmatch(r"[^\w*]*(?:\*\*|\*|_)([^*_]+)(?:\*\*|\*|_)", block.text.strip())
    text = match[1] if match else block.text if is_ours else ""
    name = split_words(str(drop_marks(text)), "\u00b7|\u2022")[:1]
    return name[0] if name and _is_name(name[0]) else ""


def _read_last_lines(
    blocks: list[Block], front: dict[str, Any], reader: Reader, *, is_ours: bool
) -> list[Block]:
    """Read the lines of outcomes and of tags; return what is left."""
    kept = []
    for number, block in enumerate(blocks):
        is_last = number >= len(blocks) - 2
        if is_ours and block.kind == "list":
            front["outcomes"] = [reader.plain(item) for item in block.items]
            continue
        text = str(drop_marks(block.text)) if block.kind in {"paragraph", "quote"} else ""
        words = split_words(text, "\u00b7|\u2022")
        if match := _LABELLED.match(block.text if text else ""):
            listed = split_words(str(drop_marks(match[2])), "\u00b7|\u2022;")
            front.setdefault("outcomes", []).extend(reader.place(word, block) for word in listed)
        elif match := STACK.match(block.text if text else ""):
            listed = split_words(str(drop_marks(match[1])), "\u00b7|\u2022,")
            front.setdefault("tags", []).extend(reader.place(word, block) for word in listed)
        elif (
            is_last
            and len(words) > 1
            and (is_ours or all(re.fullmatch(r"[\w.+#/-]+", word) for word in words))
        ):
            front.setdefault("tags", []).extend(reader.place(word, block) for word in words)
        elif is_last and len(words) > 2:  # noqa: PLR2004 (a list)
            front.setdefault("outcomes", []).extend(reader.place(word, block) for word in words)
        else:
            kept.append(block)
    return kept


def read_outcome(text: str) -> str | dict[str, str]:
    r"""Return a result as data, if it is a number and what it counts, or a change of one.

    >>> read_outcome("latency: 50 → 25 minutes")
    {'what': 'latency', 'before': '50', 'after': '25', 'unit': 'minutes'}
    >>> read_outcome("1M+ customers moved"), read_outcome("nobody was called")
    ({'what': 'customers moved', 'after': '1M+'}, 'nobody was called')
    >>> read_outcome("1M+ customers moved · measured: in the logs")["measured"]
    'in the logs'
    """
    words, _, measured = text.partition(f" \u00b7 {ENGLISH['measured']} ")
    number = r"[<>~\u2248$\u20ac\u00a3+-]?\d[\d.,]*\s?[%\w]{0,2}\+?"
    if match := re.fullmatch(rf"(.+?):? ({number}) ?\u2192 ?({number})(?: ([\w/ ]+))?", words):
        found = {"what": match[1], "before": match[2], "after": match[3], "unit": match[4] or ""}
    elif match := re.fullmatch(rf"({number}) (\D.*)", words):
        found = {"what": match[2], "after": match[1]}
    else:
        return text
    found["measured"] = measured
    return {key: derive(value.strip(), text) for key, value in found.items() if value}


def name_of(study: Study) -> str:
    """Return a study's heading on pages."""
    return str(study.front.get("headline") or study.front["title"])


def split_emoji(text: str) -> tuple[str, str]:
    """Return the ornament before some words, and the words.

    >>> split_emoji("🚀 Launch")[1], split_emoji("Launch")
    ('Launch', ('', 'Launch'))
    """
    match = re.match(r"([^\w\s!-~]+)\s+(.*)", text, re.DOTALL)
    return (match[1], match[2]) if match else ("", text)


def split_words(text: str, signs: str) -> list[str]:
    """Return what is between signs, without those in brackets.

    >>> split_words("Go, AWS (ECS, SQS), C++", ",")
    ['Go', 'AWS (ECS, SQS)', 'C++']
    """
    parts = re.split(rf"\s*[{re.escape(signs)}](?![^(]*\))\s*", text)
    return [part for part in (part.strip(" .*") for part in parts) if re.search(r"\w", part)]
