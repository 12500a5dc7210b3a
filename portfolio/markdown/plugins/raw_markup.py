# ruff: noqa: RUF001 (full-width signs are intended)
"""Markup of other tools: readers would see it literally, so each gets a warning."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.plugins.positions import cut_span
from portfolio.markdown.plugins.shown import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.markdown.plugins.shown import Shown
    from portfolio.model.document import Document

MAX_QUOTED = 40


class _Rule(NamedTuple):
    """A notation that is not supported."""

    sign: str
    """A part of every use of it, or nothing; a text without it is not searched."""
    pattern: re.Pattern[str]
    help: str
    """Empty for names of emoji, which `suggest_emoji` helps with."""


_ADMONITIONS = (
    "abstract|admonition|attention|bug|caution|danger|error|example|failure|hint|important|info|note|question|quote|"
    "seealso|success|tip|warning"
)
OR_CODE = "or put it into a code span to show it"
_ALERT_HELP = f"an alert is a quote that begins with `> [!NOTE]`: write one, {OR_CODE}"
_BULLETS = "•◦▪●‣⁃\uf0b7"
"""Bullets of word processors; the last one is their own."""
_RST_LINK = re.compile(r"`[^`]+ <[^`<>]+>`__?")
_RULES = (
    _Rule(
        "{",
        re.compile(r"\{\{[^{}]+\}\}|\{%[^%{}]+%\}"),
        f"templates and shortcodes are not run in a text: write Markdown, {OR_CODE}",
    ),
    _Rule(
        "}",
        re.compile(
            r"""\{:?[ ]*(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=(?:"[^"\n}]*"|'[^'\n}]*'|[^\s{}"']+))"""
            r"""(?:[ ]+(?:[.#][\w-]+|[\w-]+=(?:"[^"\n}]*"|'[^'\n}]*'|[^\s{}"']+)))*[ ]*\}"""
        ),
        f"attributes are not supported: remove it, {OR_CODE}",
    ),
    _Rule(
        "[[",
        re.compile(r"!?(?<![\w\]])\[\[(?![\s\[])[^\[\]\n]*[^\[\]\s]\]\]"),
        "it is no link here: write `[text](file.md)`, `![text](picture.png)`, or a code span to show it",
    ),
    _Rule(
        "==",
        re.compile(r"(?<![=!<>\w])==(?![=\s])[^=\n]*[^=\s]==(?![=\w])"),
        f"text cannot be marked: write `**strong**`, {OR_CODE}",
    ),
    _Rule(
        "++",
        re.compile(r"(?<![\w+])\+\+(?=\w\w)[^+\n]*[^\s+]\+\+(?![\w+])"),
        f"text cannot be marked: write `**strong**`, {OR_CODE}",
    ),
    _Rule(
        "%%",
        re.compile(r"(?<![\w%])%%[^%\n]*[^%\s][^%\n]*%%(?![\w%])"),
        f"remarks are HTML comments: write `<!-- … -->`, {OR_CODE}",
    ),
    _Rule(
        "^[",
        re.compile(r"""(?<=[\w.,;:!?)"'»”])\^\[[^\[\]\n]*\s[^\[\]\n]*\](?!\()"""),
        f"a footnote is `[^1]`, with a line `[^1]: …` below: write one, {OR_CODE}",
    ),
    _Rule(
        "",
        re.compile(r"(?<=[\w)])\^[\w+-]{1,9}\^(?![\w^])|(?<=[A-Za-z)\]])~[\d+-]{1,4}~"),
        f"write the raised or lowered character itself, such as `²`, {OR_CODE}",
    ),
    _Rule(
        "~",
        re.compile(r"(?<![~\w/\\])~(?![~\s])[^~\n]*[^~\s]~(?![~\w/])"),
        f"write `~~` at both ends to strike it through, {OR_CODE}",
    ),
    _Rule(
        "$",
        re.compile(r"\$\$[^$]+\$\$|(?<![\w$])\$(?![\s\d$])[^$\n]*[^\s$]\$(?![\w$])"),
        f"formulas are not set: write it in words, {OR_CODE}",
    ),
    _Rule(
        HIDDEN,
        re.compile(rf"(?<![\w:])(?::[a-z][\w.+-]*)+:(?={HIDDEN})|{HIDDEN}{{3,}}__?(?!\w)"),
        "roles are not supported: write a link, or a code span alone",
    ),
    _Rule(
        ":",
        re.compile(rf"(?<![\w:./\\-]):(?:[a-z](?:[a-z0-9_-]*[a-z0-9])|[+-]1|100):(?![\w:/{HIDDEN}])"),
        "",
    ),
    _Rule(
        ":::",
        re.compile(r"^:{3,}[ ]*[\w{].*", re.MULTILINE),
        _ALERT_HELP,
    ),
    _Rule(
        "",
        re.compile(
            rf"^(?:!!!|\?\?\?\+?)[ ]+(?:{_ADMONITIONS})\b.*|^\.\.[ ]+(?:{_ADMONITIONS})::.*", re.MULTILINE
        ),
        _ALERT_HELP,
    ),
    _Rule(
        "..",
        re.compile(rf"^\.\.[ ]+(?!(?:{_ADMONITIONS})::)[a-z][\w:-]*::.*", re.MULTILINE),
        f"directives are not supported: write Markdown, {OR_CODE}",
    ),
    _Rule(
        "",
        re.compile(
            rf"^(?:[{_BULLETS}][ \t\u00a0]+[^\s{_BULLETS}].*(?:\n[{_BULLETS}].*)*|(?:＃{{1,6}}|＊)[ \t\u3000]+\S.*)",
            re.MULTILINE,
        ),
        f"a list begins with `- `, a heading with `## `: write that, {OR_CODE}",
    ),
    _Rule(
        "[",
        re.compile(r"\A\[(?:toc|TOC)\]\Z"),
        f"a table of contents is not made: remove it, {OR_CODE}",
    ),
)


def check_raw_markup(texts: Iterable[Shown], document: Document) -> Iterator[Diagnostic]:
    """Yield a warning for each piece of markup that readers would see literally."""
    for shown in texts:
        for start, found, rule in _find(shown, _RULES):
            span = cut_span(document, shown.holder, start, start + len(found))
            help_ = rule.help or f"{suggest_emoji(found)}, {OR_CODE}"
            yield Diagnostic(Code.RAW_MARKUP, describe_shown(found), span, help_, Severity.WARNING)


def find_raw_markup(shown: Shown, *, with_blocks: bool) -> Iterator[tuple[int, str, bool]]:
    """Yield the offset and the words of each piece of such markup, and whether it is an emoji's name.

    Args:
        shown: a text that is no document.
        with_blocks: whether to look for what begins a line.
    """
    rules = [rule for rule in _RULES if with_blocks or not rule.pattern.flags & re.MULTILINE]
    for start, found, rule in _find(shown, rules):
        yield start, found, not rule.help


def _find(shown: Shown, rules: Iterable[_Rule]) -> Iterator[tuple[int, str, _Rule]]:
    """Yield the offset and the words of whatever a rule finds, of several lines the first, and the rule."""
    for rule in rules:
        if rule.sign not in shown.text:
            continue
        for match in rule.pattern.finditer(shown.text):
            found = shown.holder.content[match.start() : match.end()].partition("\n")[0]
            if not found.startswith("`") or _RST_LINK.fullmatch(found):
                yield match.start(), found, rule


def describe_shown(found: str) -> str:
    """Return the message for markup that readers would see."""
    quoted = found if len(found) <= MAX_QUOTED else found[: MAX_QUOTED - 1] + "…"
    return f"{quoted if '`' in found else f'`{quoted}`'} is shown literally"


def suggest_emoji(found: str) -> str:
    """Return the help for an emoji's name, with the emoji if the name is the character's own."""
    try:
        emoji = unicodedata.lookup(found.strip(":").replace("_", " ").replace("-", " "))
    except KeyError:
        emoji = ""
    what = emoji if emoji and unicodedata.category(emoji) == "So" else "the emoji itself"
    return f"names of emoji are not supported: write {what}"
