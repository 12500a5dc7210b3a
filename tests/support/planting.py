"""Contradictions that are planted in a site, each one finding of `check` at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, ContentError
from portfolio.site.cache import Cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.errors import Diagnostic

CODES = frozenset(
    {
        Code.DATE,
        Code.HEADLINE_FIGURE,
        Code.CONTRADICTION,
        Code.STACK_EVIDENCE,
        Code.PRINCIPLE_EVIDENCE,
        Code.NO_OUTCOME,
        Code.UNFINISHED,
        Code.CONFIDENTIAL,
        Code.SPELLING,
    }
)
"""The checks of what a site claims."""
CONFIDENTIAL = {"PORTFOLIO_CONFIDENTIAL": "Zyzzyva Holding\n"}


class Planted(NamedTuple):
    """A contradiction, and what is said of it."""

    name: str
    """The file."""
    old: str
    new: str
    code: str
    message: str
    word: str
    """Where it is found; as it is printed."""


def write_lists(root: Path) -> None:
    """Give a site a list of misspelt words; `CONFIDENTIAL` is the list of those that are not for readers."""
    (root / "words.txt").write_text("github -> GitHub\nrecieve -> receive\n", encoding="utf-8")
    change(root, "portfolio.yaml", "", "spelling: words.txt\n")


def change(root: Path, name: str, old: str, new: str) -> None:
    """Replace the first of some words in a file, which must have them."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def find(root: Path, cache: Cache | None = None, env: dict[str, str] | None = None) -> tuple[Diagnostic, ...]:
    """Return the warnings of a site."""
    settings = Settings(env or {}, "https://example.org/", cache or Cache())
    return prepare_site(read_site_files(str(root)), settings).warnings


def find_all(root: Path) -> tuple[Diagnostic, ...]:
    """Return the warnings of a site, or its errors, with both lists."""
    try:
        return find(root, env=CONFIDENTIAL)
    except ContentError as error:
        return error.diagnostics


def plant(root: Path, planted: Planted) -> tuple[Diagnostic, ...]:
    """Plant a contradiction, and return what is found."""
    write_lists(root)
    change(root, planted.name, planted.old, planted.new)
    found = find_all(root)
    assert [(item.code, item.message) for item in found] == [(planted.code, planted.message)]
    span = found[0].span
    assert span is not None
    assert (span.path, span.text[span.column - 1 : span.column - 1 + span.length]) == (
        planted.name,
        planted.word,
    )
    return found


def silence(root: Path, found: Diagnostic) -> None:
    """Allow a warning in the line above it."""
    assert found.span is not None
    path = root / found.span.path
    lines = path.read_text(encoding="utf-8").split("\n")
    at = found.span.line - 1
    in_text = path.suffix == ".md" and (lines[0] != "---" or "---" in lines[1:at])
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    comment = f"allow {found.code}: meant so"
    lines.insert(at, f"<!-- {comment} -->" if in_text else f"{indent}# {comment}")
    path.write_text("\n".join(lines), encoding="utf-8")
