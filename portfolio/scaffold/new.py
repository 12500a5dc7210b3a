"""New texts and positions for a site, from archetypes/, with comments that explain their keys."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import ContentError, Diagnostics, Source, UsageError
from portfolio.load.schema import read_yaml
from portfolio.model.entries import Employer
from portfolio.model.folders import CASE_STUDIES_FOLDER, PAGES_FOLDER, TAKEN, WRITING_FOLDER
from portfolio.model.names import tag_slug
from portfolio.scaffold.answers import write_scalar

if TYPE_CHECKING:
    import datetime as dt

    from portfolio.errors import Span

ARCHETYPES = Path(__file__).parents[1] / "archetypes"
FOLDERS = {
    "case-study": CASE_STUDIES_FOLDER,
    "project": CASE_STUDIES_FOLDER,
    "post": WRITING_FOLDER,
    "page": PAGES_FOLDER,
}
"""Where each kind of text lies."""
EXPERIENCE = "content/experience.yaml"
MAX_SLUG = 80
"""Characters; the words of a longer title are left out."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEADER = "# yaml-language-server: $schema=.schema/experience.json\n"


class NewFile(NamedTuple):
    """A file to be written."""

    path: str
    """Relative to the site's folder."""
    text: str


def make_slug(title: str) -> str:
    """Return the name of a text's file; empty if a title has neither a Latin letter nor a digit.

    >>> make_slug("Über C++: a love story"), make_slug("!?")
    ('uber-c-plus-plus-a-love-story', '')
    """
    plain = unicodedata.normalize("NFKD", tag_slug(title)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall("[a-z0-9]+", plain)
    while len(words) > 1 and len("-".join(words)) > MAX_SLUG:
        words.pop()
    return "-".join(words)[:MAX_SLUG]


def make_text(root: Path, kind: str, name: str, title: str, today: dt.date) -> NewFile:
    """Return a new text.

    Args:
        root: the site's folder.
        kind: one of FOLDERS.
        name: the file's name without `.md`; empty to make it of the title.
        title: empty to make it of the name.
        today: the day that a post has.

    Raises:
        UsageError: the name is not valid, or taken.
    """
    slug = name or make_slug(title)
    if not slug:
        help_ = f'give the file a name: `portfolio new {kind} some-name --title "…"`'
        raise UsageError(f"`{title}` has no Latin letter and no digit for an address", help=help_)
    if not _SLUG.fullmatch(slug):
        near = make_slug(slug)
        help_ = (
            f"did you mean `{near}`?"
            if near
            else "write it with lower-case letters, digits and single hyphens"
        )
        raise UsageError(f"`{slug}` cannot be part of an address", help=help_)
    path = f"{FOLDERS[kind]}{slug}.md"
    if kind == "page" and slug in TAKEN:
        raise UsageError(f"`{slug}` is a page that portfolio makes", help="choose another name")
    if taken := _find_taken(root / path):
        raise UsageError(f"`{FOLDERS[kind]}{taken}` is there already", help="choose another name")
    heading = title or slug.replace("-", " ").capitalize()
    text = (ARCHETYPES / f"{kind}.md").read_text(encoding="utf-8")
    return NewFile(path, text.replace("TITLE", write_scalar(heading), 1).replace("DATE", today.isoformat()))


def _find_taken(file: Path) -> str | None:
    """Return the name that a file would share an address with."""
    try:
        names = os.listdir(file.parent)  # noqa: PTH208 (names are all that is needed)
    except OSError:  # reported when it is written
        return None
    return next((name for name in names if name.casefold() == file.name), None)


def add_position(text: str | None, employer: str, title: str) -> NewFile:
    """Return experience.yaml with a position more: the first one at its employer, or an employer more at the top.

    Args:
        text: of the file as it is; None if there is none.
        employer: its name.
        title: of the position.

    Raises:
        ContentError: the file has errors.
        UsageError: no line can be added to it.
    """
    before = text or _HEADER
    end = "\r\n" if "\r\n" in before else "\n"
    source = Source(EXPERIENCE, before.replace("\r\n", "\n").removeprefix("\ufeff"))
    diagnostics = Diagnostics()
    read = read_yaml(source, tuple[Employer, ...], diagnostics)
    if diagnostics.has_errors:
        raise ContentError(diagnostics.items)
    employers = (read.value if read else None) or ()
    archetype = (ARCHETYPES / "position.yaml").read_text(encoding="utf-8").splitlines()
    lines = [line.replace("TITLE", write_scalar(title)) for line in archetype]
    at = next((number for number, item in enumerate(employers) if item.employer == employer), None)
    span = None
    if at is not None and employers[at].positions and read:
        span = read.spans[at, "positions", 0]
    elif at is None:
        lines = [f"employer: {write_scalar(employer)}", "positions:", *_indent("  - ", lines)]
        span = read.spans[0,] if employers and read else None
        if not employers:
            return NewFile(
                EXPERIENCE, _check(before.rstrip() + end + end.join(_indent("- ", lines)) + end, 1, lines)
            )
    new = _insert(source, span, lines) if span else None
    if new is None:
        raise _refuse(lines)
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    count = sum(len(item.positions) for item in employers) + 1
    return NewFile(EXPERIENCE, _check(mark + new.replace("\n", end), count, lines))


def _indent(first: str, lines: list[str]) -> list[str]:
    """Return lines as an entry of a list: with what stands before the first one, the others below it."""
    return [first + lines[0], *(" " * len(first) + line for line in lines[1:])]


def _insert(source: Source, span: Span, lines: list[str]) -> str | None:
    """Return a text with an entry before the one at a span; None if that has no line of its own."""
    before = source.lines[span.line - 1][: span.column - 1]
    if not re.fullmatch(r" *- +", before):
        return None
    at = span.line - 1
    return "\n".join([*source.lines[:at], *_indent(before, lines), *source.lines[at:]])


def _check(text: str, count: int, lines: list[str]) -> str:
    """Return a text that is read as it should be.

    Raises:
        UsageError: it is not.
    """
    diagnostics = Diagnostics()
    source = Source(EXPERIENCE, text.replace("\r\n", "\n").removeprefix("\ufeff"))
    read = read_yaml(source, tuple[Employer, ...], diagnostics)
    employers = (read.value if read else None) or ()
    if diagnostics.items or sum(len(item.positions) for item in employers) != count:
        raise _refuse(lines)
    return text


def _refuse(lines: list[str]) -> UsageError:
    entry = "; ".join(line.strip() for line in lines if not line.strip().startswith("#"))
    help_ = f"write it there yourself: {entry}"
    return UsageError(f"`{EXPERIENCE}` is written in a form that no line can be added to", help=help_)
