"""Stylesheets made smaller: comments and white space go, everything else stays as it is."""

from __future__ import annotations

import re

_KEPT = r"""
    ( "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'  # strings
    | url\([^"'()\s]*\)                       # addresses without quotes
    | \\.                                    # escapes
    | /\*\*/                                 # what is left of a comment
    )
"""
_KEPT_PART = re.compile(_KEPT, re.DOTALL | re.VERBOSE)
_COMMENTS = re.compile(rf"{_KEPT} | (?: /\*.*?\*/ )+", re.DOTALL | re.VERBOSE)
_NAME_CHARACTER = re.compile(r"[\w.#-]|[^\x00-\x7f]")


def squeeze_css(css: str) -> str:
    """Return a stylesheet without comments, indentation and blank lines; strings and addresses stay as they are."""
    parts = _KEPT_PART.split(_COMMENTS.sub(_drop_comment, css))
    return "".join(part if index % 2 else _squeeze(part) for index, part in enumerate(parts)).strip()


def _drop_comment(match: re.Match[str]) -> str:
    """Return what stands for a match: a comment is nothing, unless two words would grow together."""
    if match[1]:
        return match[1]
    around = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return "/**/" if all(_NAME_CHARACTER.match(character) for character in around) else ""


def _squeeze(css: str) -> str:
    """Shorten the part of a stylesheet that holds neither string nor comment."""
    close = re.sub(r" ?([{};,>]) ?", r"\1", re.sub(r"[ \t\n\r\f]+", " ", css))
    return re.sub(r"(?<=[{;])([\w-]+): ", r"\1:", close).replace(";}", "}")
