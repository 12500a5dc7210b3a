"""Positions and education of a README: each a heading, a bold line, an entry of a list, or a row of a table."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.importers.leaves import derive
from portfolio.importers.readme_studies import STACK, split_emoji, split_parts, split_words
from portfolio.importers.readme_text import drop_pictures
from portfolio.importers.words import MONTHS, drop_marks, is_today, read_date, spell_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portfolio.importers.readme_blocks import Block
    from portfolio.importers.readme_text import Texts

Entry = dict[str, Any]

_DAY = rf"(?:(?:{'|'.join(MONTHS)})[a-z]*\.?,?\s+)?(?:\d{{1,2}}[/.])?(?:19|20)\d{{2}}(?:-\d{{2}})?"
_WHEN = re.compile(
    rf"[\s(\[,|\u00b7\u2022\u2013\u2014\n-]*\b({_DAY})(?:\s*(?:-|\u2013|\u2014|to|until|bis)\s*({_DAY}|[^\W\d]+))?(?![\w-])[)\]]?",
    re.IGNORECASE,
)
"""A time, with the signs that part it from what is before it."""
_LINK = re.compile(r"\[([^\]\[]+)\]\(<?(https?://[^()\s>]+)>?\)")
_AT = re.compile(r"\s+(?:at|@)\s+|\s*@\s*")
_SIGNS = re.compile(r"\s+[|\u00b7\u2022\u2013\u2014-]\s+|\n")
_ROLE = re.compile(
    r"\b(engineer|developer|programmer|architect|manager|lead|head|director|officer|c[te]o|founder|intern(ship)?|trainee"
    r"|consultant|analyst|scientist|designer|administrator|admin|sre|researcher|assistant|teacher|lecturer|freelancer?"
    r"|specialist|apprentice|technician|student|entwickler(in)?|ingenieur(in)?|ingénieure?|développeu(r|se)"
    r"|ingenier[oa]|desarrollador(a)?)\b",
    re.IGNORECASE,
)
_POINT = re.compile(r"\s+[-*+]\s+(.*)")
_MOST_PLACE = 5
"""The words of a place; more are a sentence."""
_SCHOOL = re.compile(
    r"universi|school|college|institut|academy|akademie|hochschule|schule|polytechni|faculty|école|lycée|bootcamp"
    r"|\b(TUM?|ETH|EPFL|MIT|IIT|KTH|UC)\b",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    """What a line says: names, a time and further words."""

    names: list[str]
    start: str
    end: str
    summary: str
    url: str


def read_entries(kind: str, blocks: Sequence[Block], texts: Texts) -> list[Entry]:
    """Return the entries of a section; none if any part of it is no entry, or no entry has a time.

    Args:
        kind: `experience` or `education`.
        blocks: what is below the section's heading.
        texts: of the file.
    """
    make = _make_position if kind == "experience" else _make_education
    entries: list[Entry] = []
    has_time = False
    for heads, rest in _group([block for block in blocks if block.kind != "rule"]):
        line = _read_line("\n".join(_read_head(head, texts) for head in heads))
        entry = make(line)
        if not entry or any(block.kind not in {"paragraph", "list"} for block in rest):
            return []
        has_time = has_time or bool(line.start or line.end)
        leaves = [leaf for head in heads for leaf in texts.lines[head.start : head.end]]
        entry = {key: derive(value, *leaves) for key, value in entry.items() if value}
        more = _read_more(heads[-1], rest, texts)
        said = " ".join(filter(None, (entry.pop("summary", ""), line.summary)))
        summary = [derive(said, *leaves)] if said else []
        summary += more.pop("summary", [])
        if summary:
            more["summary"] = derive(" ".join(summary), *summary)
        entries.append(entry | more)
    if not has_time:
        return []
    return [*_join_positions(entries)] if kind == "experience" else entries


def _group(blocks: Sequence[Block]) -> Iterator[tuple[list[Block], list[Block]]]:
    """Yield the first lines of each entry, and what belongs to it."""
    if any(block.kind == "heading" for block in blocks):
        for heading, *inner in split_parts(blocks):
            yield from _group_below(heading, inner)
        return
    opened: tuple[list[Block], list[Block]] | None = None
    for block in blocks:
        if block.kind == "table":
            yield from (([item], []) for item in block.items[1:])
        elif block.kind == "list" and opened is None:
            yield from (([item], []) for item in block.items)
        elif block.kind == "paragraph" and (opened is None or _has_time(block)):
            if opened:
                yield opened
            opened = ([block], [])
        elif opened:
            opened[1].append(block)
        else:
            yield [block], [block]
    if opened:
        yield opened


def _group_below(heading: Block, inner: list[Block]) -> Iterator[tuple[list[Block], list[Block]]]:
    """Yield an entry below a heading, or each position below the employer's."""
    if any(block.kind == "heading" for block in inner):
        for below, *rest in split_parts(inner):
            for heads, more in _group_below(below, rest):
                yield [*heads, heading], more
        return
    is_split = inner and inner[0].kind == "paragraph" and not _has_time(heading) and _has_time(inner[0])
    yield ([heading, inner[0]], inner[1:]) if is_split else ([heading], inner)


def _has_time(block: Block) -> bool:
    return bool(_find_time(block.text))


def _read_head(block: Block, texts: Texts) -> str:
    """Return the lines of a block before its first point, without signs, pictures and ornaments; its links stay."""
    lines = takewhile(lambda line: not _POINT.match(line), texts.lines[block.start : block.end])
    rows = [re.sub(r"^\s*(#+|[-*+]|\d+[.)])\s+", "", line).strip() for line in lines]
    text = block.text.replace("\t", " | ") if "\t" in block.text else "\n".join(rows)
    return split_emoji(drop_pictures(text).strip(" #"))[1]


def _find_time(text: str) -> re.Match[str] | None:
    """Return the first time of two ends, or the first day without any."""
    found = [match for match in _WHEN.finditer(text) if read_date(match[1])]
    lasting = [match for match in found if match[2] and (read_date(match[2]) or is_today(match[2]))]
    return next(iter([*lasting, *(match for match in found if not match[2])]), None)


def _read_line(text: str) -> _Line:
    link = _LINK.search(text)
    plain = str(drop_marks(_LINK.sub(r"\1", text)))
    match = _find_time(plain)
    if match is None:
        return _Line(_split_names(plain), "", "", "", link[2] if link else "")
    start = read_date(match[1]) or ""
    end = (read_date(match[2]) or "") if match[2] else start
    names, tail, summary = plain[: match.start()], plain[match.end() :], ""
    if not names.strip() or re.match(r"[ *_]*[,\n\u00b7|\u2022]", tail):
        names = f"{names}\n{tail.lstrip(' :')}"
    else:
        summary = " ".join(tail.strip(" :.\u2013\u2014-*_\n").split())
    return _Line(_split_names(names), start, end, summary, link[2] if link else "")


def _split_names(text: str) -> list[str]:
    parts = [part for each in _AT.split(text) for part in _SIGNS.split(each)]
    parts = parts if len([part for part in parts if re.search(r"\w", part)]) > 1 else text.split(", ")
    return [
        part
        for part in (part.strip("\n ,:()\u00b7|*_\u2013\u2014-") for part in parts)
        if re.search(r"\w", part)
    ]


def _make_position(line: _Line) -> Entry:
    """Return an employer and a position as one; empty without both."""
    if len(line.names) < 2:  # noqa: PLR2004 (two names)
        return {}
    roles = [name for name in line.names if _ROLE.search(name)]
    title = roles[0] if len(roles) == 1 else line.names[0]
    employer, *places = [name for name in line.names if name is not title]
    said = [name for name in places if len(name.split()) > _MOST_PLACE]
    location = ", ".join(name for name in places if name not in said)
    if not places and ", " in employer:
        employer, _, location = employer.partition(", ")
    return {
        "employer": employer,
        "url": line.url,
        "location": location,
        "title": title,
        "summary": " ".join(said),
        "start": line.start,
        "end": line.end,
    }


def _make_education(line: _Line) -> Entry:
    if not line.names:
        return {}
    schools = [name for name in line.names if _SCHOOL.search(name)]
    school = schools[0] if schools else line.names[-1]
    degree, area, *_ = [*(name for name in line.names if name is not school), "", ""]
    start = "" if line.start == line.end else line.start
    return {
        "institution": school,
        "degree": degree,
        "area": area,
        "start": start,
        "end": line.end,
        "url": line.url,
    }


def _read_more(head: Block, rest: Iterable[Block], texts: Texts) -> Entry:
    """Return what is below the first line of an entry: paragraphs, points, and what it was done with."""
    more: Entry = {}
    lists = [item for block in rest if block.kind == "list" for item in block.items]
    points = [*_list_points(head, texts), *map(texts.marked, lists)]
    for block in (block for block in rest if block.kind == "paragraph"):
        if match := STACK.match(block.text):
            names = split_words(str(drop_marks(match[1])), "\u00b7|\u2022,")
            more["stack"] = [texts.place(name, block) for name in names]
        else:
            more.setdefault("summary", []).append(texts.marked(block))
    return more | ({"highlights": points} if points else {})


def _list_points(head: Block, texts: Texts) -> Iterator[str]:
    """Yield the points below the first line of an entry of a list."""
    point: list[str] = []
    for line in texts.lines[head.start + 1 : head.end]:
        if match := _POINT.match(line):
            if point:
                yield _join(point)
            point = [derive(match[1], line)]
        elif point and line.strip():
            point.append(derive(line.strip(), line))
    if point:
        yield _join(point)


def _join(lines: Sequence[str]) -> str:
    return derive(str(spell_links(drop_pictures(" ".join(lines)))), *lines)


def _join_positions(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield each employer with the positions that follow each other."""
    last: Entry = {}
    for entry in entries:
        employer = {key: entry.pop(key) for key in ("employer", "url", "location") if key in entry}
        if last and last["employer"] == employer["employer"]:
            last["positions"].append(entry)
            continue
        if last:
            yield last
        last = employer | {"positions": [entry]}
    if last:
        yield last
