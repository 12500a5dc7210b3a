# ruff: noqa: RUF001 (full-width signs are intended)
"""Markup of other tools, and links with a mistake in their notation: readers would see it, so each gets a warning."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from portfolio.markdown.plugins.shown import HIDDEN, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.markdown.plugins.shown import Shown

MAX_QUOTED = 40


class _Rule(NamedTuple):
    """A notation that is not supported."""

    sign: str
    """A part of every use of it, or nothing; a text without it is not searched."""
    pattern: str
    """Of several lines; it begins with `^` if the notation begins one."""
    help: str
    """Empty for names of emoji, which `_suggest_emoji` helps with."""


_ADMONITIONS = (
    "abstract|admonition|attention|bug|caution|danger|error|example|failure|hint|important|info|note|question|quote|"
    "seealso|success|tip|warning"
)
OR_CODE = "or put it into a code span to show it"
_ALERT_HELP = f"an alert is a quote that begins with `> [!NOTE]`: write one, {OR_CODE}"
_MARKED_HELP = f"text cannot be marked: write `**strong**`, {OR_CODE}"
_RAISED_HELP = f"write the raised or lowered character itself, such as `²`, {OR_CODE}"
_BULLETS = "•◦▪●‣⁃\uf0b7"
"""Bullets of word processors; the last one is their own."""
_RST_LINK = re.compile(r"`[^`]+ <[^`<>]+>`__?")
_RULES = (
    _Rule(
        "{",
        r"\{\{[^{}]+\}\}|\{%[^%{}]+%\}",
        f"templates and shortcodes are not run in a text: write Markdown, {OR_CODE}",
    ),
    _Rule(
        "}",
        r"""\{:?[ ]*(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=(?:"[^"\n}]*"|'[^'\n}]*'|[^\s{}"']+))"""
        r"""(?:[ ]+(?:[.#][\w-]+|[\w-]+=(?:"[^"\n}]*"|'[^'\n}]*'|[^\s{}"']+)))*[ ]*\}""",
        f"attributes are not supported: remove it, {OR_CODE}",
    ),
    _Rule(
        "[[",
        r"!?(?<![\w\]])\[\[(?![\s\[])[^\[\]\n]*[^\[\]\s]\]\]",
        "it is no link here: write `[text](file.md)`, `![text](picture.png)`, or a code span to show it",
    ),
    _Rule("==", r"(?<![=!<>\w])==(?![=\s])[^=\n]*[^=\s]==(?![=\w])", _MARKED_HELP),
    _Rule("++", r"(?<![\w+])\+\+(?=\w\w)[^+\n]*[^\s+]\+\+(?![\w+])", _MARKED_HELP),
    _Rule(
        "%%",
        r"(?<![\w%])%%[^%\n]*[^%\s][^%\n]*%%(?![\w%])",
        f"remarks are HTML comments: write `<!-- … -->`, {OR_CODE}",
    ),
    _Rule(
        "^[",
        r"""(?<=[\w.,;:!?)"'»”])\^\[[^\[\]\n]*\s[^\[\]\n]*\](?!\()""",
        f"a footnote is `[^1]`, with a line `[^1]: …` below: write one, {OR_CODE}",
    ),
    _Rule("^", r"(?<=[\w)])\^[\w+-]{1,9}\^(?![\w^])", _RAISED_HELP),
    _Rule("~", r"(?<=[A-Za-z)\]])~[\d+-]{1,4}~", _RAISED_HELP),
    _Rule(
        "~",
        r"(?<![~\w/\\])~(?![~\s])[^~\n]*[^~\s]~(?![~\w/])",
        f"write `~~` at both ends to strike it through, {OR_CODE}",
    ),
    _Rule(
        "$",
        r"\$\$[^$]+\$\$|(?<![\w$])\$(?![\s\d$])[^$\n]*[^\s$]\$(?![\w$])",
        f"formulas are not set: write it in words, {OR_CODE}",
    ),
    _Rule(
        HIDDEN,
        rf"(?<![\w:])(?::[a-z][\w.+-]*)+:(?={HIDDEN})|{HIDDEN}{{3,}}__?(?!\w)",
        "roles are not supported: write a link, or a code span alone",
    ),
    _Rule(":", rf"(?<![\w:./\\-]):(?:[a-z](?:[a-z0-9_-]*[a-z0-9])|[+-]1|100):(?![\w:/{HIDDEN}])", ""),
    _Rule(":::", r"^:{3,}[ ]*[\w{].*", f"{_ALERT_HELP}; `::: details A title` folds"),
    _Rule("!!!", rf"^!!![ ]+(?:{_ADMONITIONS})\b.*", _ALERT_HELP),
    _Rule("???", rf"^\?\?\?\+?[ ]+(?:{_ADMONITIONS})\b.*", _ALERT_HELP),
    _Rule("..", rf"^\.\.[ ]+(?:{_ADMONITIONS})::.*", _ALERT_HELP),
    _Rule(
        "..",
        rf"^\.\.[ ]+(?!(?:{_ADMONITIONS})::)[a-z][\w:-]*::.*",
        f"directives are not supported: write Markdown, {OR_CODE}",
    ),
    _Rule(
        "",
        rf"^(?:[{_BULLETS}][ \t\u00a0]+[^\s{_BULLETS}].*(?:\n[{_BULLETS}].*)*|(?:＃{{1,6}}|＊)[ \t\u3000]+\S.*)",
        f"a list begins with `- `, a heading with `## `: write that, {OR_CODE}",
    ),
    _Rule("[", r"\A\[(?:toc|TOC)\]\Z", f"a table of contents is not made: remove it, {OR_CODE}"),
)

DESTINATION = (
    r"(?:(?:https?:|mailto:|tel:|/|\./|\.\./|#)[^\s()\[\]（）]*+"
    r"|[^\s()\[\]（）#]+\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp|avif|txt|zip)(?:#[^\s()\[\]（）]*+)?+)"
)
"""A text that is surely meant as a destination, by its beginning or its end."""
_SIZE = re.compile(r"\s+=\d*x\d*$")


class _LinkRule(NamedTuple):
    """A mistake in the notation of a link; the pattern's group `at` has to be changed."""

    pattern: str
    message: str
    help: str


_BLANK_HELP = "write `%20` for each blank, or put the address into `<…>`"
_LINK_RULES = (
    _LinkRule(
        r"(?<![\w\])])!?\[[^\[\]\n]*\]\([ \t]*(?P<at>(?:[^()\n]|\([^()\n]*\))*+)\)",
        "the address `{at}` has a blank, so this is no {what}",
        _BLANK_HELP,
    ),
    _LinkRule(
        rf"!?\[(?!\d+\])[^\[\]\n]+(?P<at>\][ \t]+\()[ \t]*{DESTINATION}[ \t]*\)",
        "a blank is between `]` and `(`, so this is no {what}",
        "remove the blank",
    ),
    _LinkRule(
        rf"(?<![\w\]])(?P<at>\((?!\0)[^()\n]+\)\[{DESTINATION}\])",
        "text and address are swapped, so this is no link",
        "write `[text](address)`",
    ),
    _LinkRule(
        rf"!?(?P<at>\[[^\[\]\n]+\]（{DESTINATION}）|［[^\[\]［］\n]+］[（(]{DESTINATION}[）)])",
        "full-width brackets make no {what}",
        "write `[text](address)` with the brackets of ASCII",
    ),
)
_DEFINITION = re.compile(rf"^\[(?!\^)[^\[\]\n]+\]:[ \t]*(?P<at>{DESTINATION}[^\n]*)$", re.MULTILINE)


def find_raw_markup(shown: Shown, field_help: str = "", *, may_be_code: bool = True) -> Iterator[Lost]:
    """Yield each piece of such markup, of several lines the first one.

    Args:
        shown: the text.
        field_help: the help of a field, where this is not a document; what begins a line does so there in a text
            of several lines only.
        may_be_code: whether the text takes code spans.
    """
    for sign, pattern, help_ in _RULES:
        if sign not in shown.text or (pattern.startswith("^") and field_help and "\n" not in shown.text):
            continue
        for match in re.finditer(pattern, shown.text, re.MULTILINE):
            found = first_line_of(shown, match)
            if not found.startswith("`") or _RST_LINK.fullmatch(found):
                advice = (field_help or help_) if help_ else _suggest_emoji(found, may_be_code=may_be_code)
                yield Lost(match.start(), match.start() + len(found), describe_shown(found), advice)


def first_line_of(shown: Shown, match: re.Match[str]) -> str:
    """Return the first line of a match, as it is written."""
    return shown.holder.content[match.start() : match.end()].partition("\n")[0]


def find_invalid_links(shown: Shown) -> Iterator[Lost]:
    """Yield the invalid part of each link, image and definition with a wrong blank or bracket."""
    if "[" not in shown.text and "［" not in shown.text:
        return
    found = [(rule, match) for rule in _LINK_RULES for match in re.finditer(rule.pattern, shown.text)]
    for rule, match in found:
        start = match.start("at")
        at = shown.holder.content[start : match.end("at")].rstrip()
        if rule is _LINK_RULES[0] and not re.search(r"\s", at):
            continue  # another mistake
        message = rule.message.format(at=at, what="picture" if match[0].startswith("!") else "link")
        size = _SIZE.search(at)
        help_ = f"remove `{size[0].strip()}`: the size is read from the file" if size else rule.help
        yield Lost(start, start + len(at), message, help_)
    for match in _DEFINITION.finditer(shown.text):
        has_blank = re.search(r"\s", match["at"].strip())
        message = "this line defines no link" + (": its address has a blank" if has_blank else "")
        yield Lost(*match.span("at"), message, _BLANK_HELP if has_blank else "leave a line empty above it")


def describe_shown(found: str) -> str:
    """Return the message for markup that readers would see."""
    quoted = found if len(found) <= MAX_QUOTED else found[: MAX_QUOTED - 1] + "…"
    return f"{quoted if '`' in found else f'`{quoted}`'} is shown literally"


def _suggest_emoji(found: str, *, may_be_code: bool) -> str:
    """Return the help for an emoji's name, with the emoji if the name is the character's own."""
    try:
        emoji = unicodedata.lookup(found.strip(":").replace("_", " ").replace("-", " "))
    except KeyError:
        emoji = ""
    what = emoji if emoji and unicodedata.category(emoji) == "So" else "the emoji itself"
    return f"names of emoji are not supported: write {what}" + (f", {OR_CODE}" if may_be_code else "")
