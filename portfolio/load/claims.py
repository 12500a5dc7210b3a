"""The words of one file: which skills they name, what is left unfinished, misspelt, or contradicts an outcome."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from portfolio.errors import Code
from portfolio.load.evidence import FileClaims, warn
from portfolio.load.passages import list_fields, list_paragraphs, strip_comments
from portfolio.load.quantities import has_digit
from portfolio.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.errors import Diagnostic, Source
    from portfolio.load.contradictions import NumberChecker
    from portfolio.load.passages import Passage
    from portfolio.load.schema import Read
    from portfolio.load.skills import SkillFinder

_UNFINISHED = re.compile(
    r"\b(?:FIXME|TBD|XXX)\b|\bTODO(?=[ \t]*(?:[:(\[]|[.!?]?[ \t]*$))"
    r"|^[\s>*+-]*\bTODO(?=[ \t]+(?!apps?\b|lists?\b|items?\b|MVC\b|comments?\b|boards?\b)[a-z])",
    re.MULTILINE,
)
"""`TODO` is also the name of a kind of app, and counts only where it cannot be one."""
_NO_TEXT = frozenset({"url", "file", "email", "id", "slug", "command", "github"})


class FileChecks(NamedTuple):
    """What the words of a file are checked against."""

    finder: SkillFinder
    numbers: NumberChecker
    spelling: Mapping[str, str]
    """Wrong words, without case, and the right ones."""


def read_claims(read: Read[Any] | None, source: Source, first_line: int, checks: FileChecks) -> FileClaims:
    """Return what one file says.

    Args:
        read: its YAML; None for Markdown without.
        source: the file.
        first_line: where its Markdown begins; 0 without.
        checks: what it is checked against.
    """
    fields = [*list_fields(read, source)] if read else []
    body = "\n".join(source.lines[first_line - 1 :]) if first_line else ""
    texts = (*(item.text for item in fields), strip_comments(body))
    skills = {found.name for text in texts for found in checks.finder.find(text)}
    passages = [item for item in fields if item.path[-1] not in _NO_TEXT]
    passages += list_paragraphs(source, first_line) if first_line else ()
    problems = [problem for passage in passages for problem in _check_passage(passage, checks)]
    return FileClaims(tuple(sorted(skills)), tuple(problems))


def _check_passage(passage: Passage, checks: FileChecks) -> Iterator[Diagnostic]:
    for match in _UNFINISHED.finditer(passage.text):
        mark = match[0].strip("\n\t >*+-")
        start = match.end() - len(mark)
        yield warn(
            Code.UNFINISHED, f"`{mark}` is left in the text", passage.locate(start, len(mark)), "finish it"
        )
    if checks.spelling:
        yield from _check_spelling(passage, checks.spelling)
    if passage.path[:1] in {("headline",), ("outcomes",)}:
        return  # headline.py checks it
    if not has_digit(passage.text):
        return
    for start, sentence in passage.split():
        for found in checks.numbers.check(sentence):
            span = passage.locate(start + found.quantity.start, len(found.quantity.text))
            yield warn(Code.CONTRADICTION, found.message, span, "make them agree")


def _check_spelling(passage: Passage, spelling: Mapping[str, str]) -> Iterator[Diagnostic]:
    for match in re.finditer(r"[^\W_]+(?:[-'\u2019.][^\W_]+)*", passage.text):
        right = spelling.get(fold_name(match[0]))
        if right is not None and match[0] not in right.split(", "):
            message = f"`{match[0]}` is misspelt"
            yield warn(
                Code.SPELLING, message, passage.locate(match.start(), len(match[0])), f"write `{right}`"
            )
