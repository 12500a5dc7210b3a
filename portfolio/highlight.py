"""Code to HTML with a few classes, by Pygments' lexers; their modules load when a language is first used."""

from __future__ import annotations

import functools
import html
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pygments.lexer import Lexer
    from pygments.token import _TokenType

PLAIN = frozenset({"", "text", "diagram", "flow"})
"""Languages without colours."""


def _read_other_names() -> dict[str, str]:
    lines = Path(__file__).with_name("fence_languages.txt").read_text("utf-8").splitlines()
    rows = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {alias: language for language, _, names in rows for alias in names.split()}


ALIASES = _read_other_names()
"""Pygments' languages by other names of GitHub and editors; languages that Pygments lacks are `text`."""

CLASSES = (
    (Token.Keyword, "k"),
    (Token.Operator.Word, "k"),
    (Token.Literal.String, "s"),
    (Token.Literal.Number, "n"),
    (Token.Literal.Date, "n"),
    (Token.Comment, "c"),
    (Token.Generic.Prompt, "c"),
    (Token.Name.Function, "f"),
    (Token.Name.Class, "f"),
    (Token.Name.Decorator, "f"),
    (Token.Name.Tag, "f"),
)
"""Kinds of tokens, subkinds included, and their class: keyword, string, number, comment, function."""


def highlight_code(code: str, language: str) -> str:
    """Return code as escaped HTML with `<span class="k">` and the like; the same input gives the same bytes.

    No span crosses a line's end, so that lines can be framed one by one. Without its tags and entities
    the result is the code, character for character. An unknown language is shown as plain text.
    """
    language = ALIASES.get(language.lower(), language.lower())
    if language in PLAIN or language not in known_languages():
        return _escape(code)
    pieces = [(str(text), _class_of(kind)) for kind, text in _find_lexer(language).get_tokens(code)]
    if "".join(text for text, _ in pieces) != code:
        return _escape(code)  # the lexer dropped or added characters
    return "".join(_emit(pieces))


@functools.cache
def known_languages() -> frozenset[str]:
    """Return every word that names a language, in lower case."""
    aliases = (alias.lower() for _, names, _, _ in get_all_lexers(plugins=False) for alias in names)
    return PLAIN | {*ALIASES, *aliases}


@functools.cache
def _find_lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@functools.cache
def _class_of(kind: _TokenType) -> str:
    return next((name for parent, name in CLASSES if kind in parent), "")  # type: ignore[comparison-overlap]  # the stubs take a kind for a tuple of strings


def _emit(pieces: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Yield the tokens as HTML; adjacent ones of one class are one span, such as the parts of a string."""
    for name, group in groupby(pieces, key=itemgetter(1)):
        for index, line in enumerate("".join(text for text, _ in group).split("\n")):
            if index:
                yield "\n"
            if name and line.strip():
                yield f'<span class="{name}">{_escape(line)}</span>'
            else:
                yield _escape(line)


def _escape(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")
