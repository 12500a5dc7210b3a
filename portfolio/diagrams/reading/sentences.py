"""Which lines of a drawing are sentences, code or logs: an arrow in them is a letter, not a drawing."""

from __future__ import annotations

import re

_MANY_WORDS = 7
"""A line with as many words between two arrows is a sentence: `the old one is still read by → others`."""
_WORDS_OF_CALL = 5
"""A line that ends with `!` or `?` is a sentence from this many words on; a label may be `Valid?`."""

_CODE = re.compile(
    r"""
    :=|::|&&|\|\||!=|(?<!=)=>|<=(?!=)|>=|<!--|</\w|/\*|\ =\ |==\s*['"\d]|\$\{|@@       # operators
    | ^\s*(?:def|fn|func|fun|function)\s+\w+\s*[(<\[]
    | ^\s*(?:let|const|var|val|return|case|when|match|lambda)\s+\S.*[=;:({]
    | ^\s*(?:\$|\#|//|>>>|%|\#!|>)\s                                    # prompts and comments
    | [:,(]\s*(?:[-=]+>|[\u2190-\u21ff])                               # a legend
    | ^\s*(?:[-*\u2022+]|\d+[.)]|\[[ xX]\])\s                                     # items of a list
    | \b(?:INFO|WARN|WARNING|ERROR|DEBUG|TRACE|FATAL)\s                 # logs
    | ^\s*\[?\d{4}-\d\d-\d\d | ^\s*\[?\d\d:\d\d:\d\d
    | ^[dl-][rwx-]{9}
    | [{;]\s*$ | ^\s*}
    | [\u2200-\u2209\u220f\u2211\u2227-\u222b\u2282\u2286\u27e8\u27e9\u2261] | ^\s*\w:\s | ^\s*lim\b    # mathematics
    """,
    re.VERBOSE,
)
_NOTES = re.compile(r"(?<=\s)\([^()]*\)")
_ENDS = re.compile(r"[^\W\d_][\w)'\"\u2019\u201d]*[.,;:]\s*$")
_CALLS = re.compile(r"\w[!?]\s*$")
_WITHIN = re.compile(r"[a-z]{2}[.!?;] +[A-Z]")
_ARROWS = re.compile(r"<?[-=]+>|<[-=]+|[←-⇿▲-◅⟵-⟿]")
_ABBREVIATION = re.compile(r"(?:\.\.\.|…|\betc\.|\bInc\.|\bv?\d+\.)\s*$")


def is_code(line: str) -> bool:
    """Say whether a line reads as code, a command, a log, a formula or an item of a list.

    >>> is_code("fn area(shape: &Shape) -> f64 {")
    True
    >>> is_code("C++ worker -> Billing (n = 3)")
    False
    """
    return bool(_CODE.search(_NOTES.sub("", line)))


def is_sentence(line: str) -> bool:
    """Say whether a line with an arrow in it reads as a sentence.

    >>> is_sentence("Move from A → B when the lag is small.")
    True
    >>> is_sentence("Caller (waits, and waits) → Callee → Slow callee")
    False
    """
    bare = _NOTES.sub("", line)
    if _WITHIN.search(bare) or (_ENDS.search(bare) and not _ABBREVIATION.search(bare)):
        return True
    if _CALLS.search(bare) and len(_ARROWS.sub("", bare).split()) >= _WORDS_OF_CALL:
        return True
    pieces = [piece for chunk in re.split(r"\s{2,}", bare.strip()) for piece in _ARROWS.split(chunk)]
    return any(len(piece.split()) >= _MANY_WORDS for piece in pieces)


def is_prose(line: str) -> bool:
    """Say whether an arrow in a line is a part of its words."""
    return is_code(line) or is_sentence(line)
