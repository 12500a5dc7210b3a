"""Smaller stylesheets: without comments and needless white space."""

from __future__ import annotations

import re

_VERBATIM = r"""
    ( "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'  # strings
    | url\([^"'()\s]*\)                       # addresses without quotes
    | \\.                                    # escapes
    | /\*\*/                                 # an empty comment
    )
"""
_VERBATIM_PART = re.compile(_VERBATIM, re.DOTALL | re.VERBOSE)
_COMMENTS = re.compile(rf"{_VERBATIM} | (?: /\*.*?\*/ )+", re.DOTALL | re.VERBOSE)
_NAME_CHARACTER = re.compile(r"[\w.#-]|[^\x00-\x7f]")


def squeeze_css(css: str) -> str:
    """Return a stylesheet without comments, indentation and blank lines; strings and addresses are unchanged."""
    parts = _VERBATIM_PART.split(_COMMENTS.sub(_drop_comment, css))
    return "".join(part if index % 2 else _squeeze(part) for index, part in enumerate(parts)).strip()


def _drop_comment(match: re.Match[str]) -> str:
    """Return the replacement of a match: nothing for a comment, unless it separates two words."""
    if match[1]:
        return match[1]
    around = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return "/**/" if all(_NAME_CHARACTER.match(character) for character in around) else ""


def _squeeze(css: str) -> str:
    """Shorten a part of a stylesheet without strings and comments."""
    close = re.sub(r" ?([{};,>]) ?", r"\1", re.sub(r"[ \t\n\r\f]+", " ", css))
    return re.sub(r"(?<=[{;])([\w-]+): ", r"\1:", close).replace(";}", "}")
