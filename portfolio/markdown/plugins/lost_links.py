# ruff: noqa: RUF001 (full-width brackets are the matter here)
"""Links with a mistake in their notation: readers would see their brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.plugins.positions import cut_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.markdown.plugins.shown import Shown
    from portfolio.model.document import Document

DESTINATION = (
    r"(?:(?:https?:|mailto:|tel:|/|\./|\.\./|#)[^\s()\[\]（）]*+"
    r"|[^\s()\[\]（）#]+\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp|avif|txt|zip)(?:#[^\s()\[\]（）]*+)?+)"
)
"""A text that is surely meant as a destination, by its beginning or its end."""
_SIZE = re.compile(r"\s+=\d*x\d*$")


class _Rule(NamedTuple):
    """A mistake in the notation of a link; the pattern's group `at` has to be changed."""

    pattern: re.Pattern[str]
    message: str
    help: str


_BLANK_HELP = "write `%20` for each blank, or put the address into `<…>`"
_RULES = (
    _Rule(
        re.compile(r"(?<![\w\])])!?\[[^\[\]\n]*\]\([ \t]*(?P<at>(?:[^()\n]|\([^()\n]*\))*+)\)"),
        "the address `{at}` has a blank, so this is no {what}",
        _BLANK_HELP,
    ),
    _Rule(
        re.compile(rf"!?\[(?!\d+\])[^\[\]\n]+(?P<at>\][ \t]+\()[ \t]*{DESTINATION}[ \t]*\)"),
        "a blank is between `]` and `(`, so this is no {what}",
        "remove the blank",
    ),
    _Rule(
        re.compile(rf"(?<![\w\]])(?P<at>\((?!\0)[^()\n]+\)\[{DESTINATION}\])"),
        "text and address are swapped, so this is no link",
        "write `[text](address)`",
    ),
    _Rule(
        re.compile(rf"!?(?P<at>\[[^\[\]\n]+\]（{DESTINATION}）|［[^\[\]［］\n]+］[（(]{DESTINATION}[）)])"),
        "full-width brackets make no {what}",
        "write `[text](address)` with the brackets of ASCII",
    ),
)
_DEFINITION = re.compile(rf"^\[(?!\^)[^\[\]\n]+\]:[ \t]*(?P<at>{DESTINATION}[^\n]*)$", re.MULTILINE)


def check_lost_links(texts: Iterable[Shown], document: Document) -> Iterator[Diagnostic]:
    """Yield a warning for each link and image that is invalid because of a blank or a bracket."""
    for shown in texts:
        if "[" not in shown.text and "［" not in shown.text:
            continue
        found = [(rule, match) for rule in _RULES for match in rule.pattern.finditer(shown.text)]
        for rule, match in found:
            at = shown.holder.content[match.start("at") : match.end("at")].rstrip()
            if rule is _RULES[0] and not re.search(r"\s", at):
                continue  # another mistake
            what = "picture" if match[0].startswith("!") else "link"
            size = _SIZE.search(at)
            yield Diagnostic(
                Code.RAW_MARKUP,
                rule.message.format(at=at, what=what),
                cut_span(document, shown.holder, match.start("at"), match.start("at") + len(at)),
                f"remove `{size[0].strip()}`: the size is read from the file" if size else rule.help,
                Severity.WARNING,
            )
        for match in _DEFINITION.finditer(shown.text):
            has_blank = re.search(r"\s", match["at"].strip())
            yield Diagnostic(
                Code.RAW_MARKUP,
                "this line defines no link" + (": its address has a blank" if has_blank else ""),
                cut_span(document, shown.holder, *match.span("at")),
                _BLANK_HELP if has_blank else "leave a line empty above it",
                Severity.WARNING,
            )
