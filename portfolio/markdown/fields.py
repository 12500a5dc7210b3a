"""Markup in the text of YAML fields that readers would see as it is."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from portfolio.markdown.inline import MARKS, create_inline_parser
from portfolio.markdown.plugins.positions import Mark, install_positions
from portfolio.markdown.plugins.raw_markup import DESTINATION, describe_shown, find_raw_markup, first_line_of
from portfolio.markdown.plugins.shown import Lost, find_open_marks, hide_marks, install_shown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = "a|abbr|b|blockquote|code|div|em|h[1-6]|i|img|kbd|li|mark|ol|p|pre|s|small|span|strong|sub|sup|table|td|th|tr|u|ul"
_ENTITIES = (
    r"#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|nbsp|amp|lt|gt|quot|apos|mdash|ndash|hellip|copy|reg|trade|euro|times|[lr]arr|"
    "middot|bull|shy|[lr]aquo|[lr][sd]quo|szlig|[A-Za-z](?:acute|grave|uml|circ|tilde|cedil|ring)"
)
_DOCUMENT_NOTATIONS = (
    ("](", rf"(?<!\w)!?\[[^\[\]\n]+\]\((?:{DESTINATION}|/[^()\n]*)(?:[ ][^()\n]*)?\)"),
    ("] (", rf"(?<!\w)!?\[[^\[\]\n]+\][ ]\({DESTINATION}\)"),
    ("[^", r"\[\^[\w-]+\]"),
    ("[!", r"\A\[!\w+\]"),
    ("~~", r"~~[^~\s][^~\n]*~~"),
    ("<!--", r"<!--[^<]*?-->"),
    ("<", r"<(?:https?://|mailto:)[^<>\s]+>"),
    ("<", rf"(?<!\w)<({_TAGS})(?:\s[^<>]*)?/?>(?:[^<>\n]*</\1>)?|</(?:{_TAGS})>|<[bh]r\s*/?>"),
    ("&", rf"&(?:{_ENTITIES});"),
    ("\n", r"^(?:[-*+]|\d{1,3}[.)])[ \t]+\S.*(?:\n(?:[-*+]|\d{1,3}[.)])[ \t]+.*)+|^#{1,6}[ ]+\S.*"),
)  # fmt: skip
"""Notations of documents that fields do not have: a part of every use, and a pattern."""
_FIRST = r"""(?=[^\W_]|["'(\[“„«`¿¡$€£+-])"""
_LAST = r"""(?<=[\w.,;:!?)\]"'”»`%+])"""
_MARKED_NOTATIONS = (
    ("`", r"(?<![\w`])(`+)[^`\n]+\1(?![\w`])"),
    ("*", rf"(?<![\w*/\\])(\*{{1,3}}){_FIRST}[^*\n]*{_LAST}\1(?![\w*/])"),
    ("_", rf"(?<![\w/\\])(_{{1,2}}){_FIRST}[^_\n]*\s[^_\n]*{_LAST}\1(?!\w)"),
)
"""Notations of marked fields that plain ones do not have. A single word in underscores may be a name."""

_FLAGS = re.IGNORECASE | re.MULTILINE

_SUSPECT = re.compile(r"[{\[^~<&`*_\\\n]|==|\+\+|%%|\$\D|:[\w:+-]")
"""A text without any of these has no markup, and is not searched: most texts are such."""

_PLAIN_HELP = "this text is plain: remove the marks"
_MARKED_HELP = (
    "this text takes code spans, `*emphasis*` and `**strong**` alone: remove it, or put it into a code span"
)


def find_lost_markup(text: str, *, is_marked: bool) -> list[Lost]:
    """Return the markup that a field shows literally, in order.

    Args:
        text: what the field says.
        is_marked: whether it takes code spans, emphasis and strong text.
    """
    if not _SUSPECT.search(text):
        return []
    holder, marks = Token("inline", "", 0, content=text), list[Mark]()
    if is_marked and MARKS & {*text}:
        holder = _parser().parseInline(text, {"marks": marks})[0]
    shown = hide_marks(holder, marks)
    help_ = _MARKED_HELP if is_marked else _PLAIN_HELP
    found = [*find_open_marks(shown), *find_raw_markup(shown, help_, may_be_code=is_marked)]
    for sign, pattern in (*_DOCUMENT_NOTATIONS, *(() if is_marked else _MARKED_NOTATIONS)):
        for match in re.finditer(pattern, shown.text, _FLAGS) if sign in shown.text else ():
            words = first_line_of(shown, match)
            message = f"{words} is shown with its backticks" if sign == "`" else describe_shown(words)
            found.append(Lost(match.start(), match.start() + len(words), message, help_))
    return sorted(found)


@functools.cache
def _parser() -> MarkdownIt:
    """Return the parser of marked fields that adds hidden text and open marks to the marks of its `env`."""
    md = create_inline_parser()
    install_positions(md)
    install_shown(md)
    return md
