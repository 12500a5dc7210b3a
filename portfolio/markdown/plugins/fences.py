"""The words after a fence's opening: language, title, highlighted lines, line numbers.

```java title="Engineer.java" {2,4-6} linenos
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll
from msgspec import Struct, field

from portfolio.errors import Code, did_you_mean
from portfolio.markdown.plugins.positions import lay_out_block, observe, report
from portfolio.markdown.records import DIAGRAM_LANGUAGES, CodeBlock, Fence
from portfolio.plural import name_count

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from portfolio.errors import Source
    from portfolio.markdown.plugins.positions import Env

DRAWN_ELSEWHERE = {
    "mermaid": "draw it with `flow` or `diagram`, or write `text` if the code is meant",
    "math": "write the formula in words or show it as a picture, or write `tex` if the code is meant",
}
"""Languages that GitHub draws, and the help for them."""

_WORD = re.compile(r"""\S+?=(?:"[^"]*"?|'[^']*'?)\S*|\{[^}]*\}?\S*|\S+""")
_TITLE = re.compile(r"""title=(?:"([^"]*)"|'([^']*)')""")
_LINES = re.compile(r"\{([^{}]*)\}")
_BRACED_LANGUAGE = re.compile(r"\{[.=]?([A-Za-z][\w+#-]*)[^{}]*\}")
"""The notation of Pandoc and R Markdown."""
_RANGE = re.compile(r"\s*([0-9]{1,6})\s*(?:-\s*([0-9]{1,6})\s*)?")
_WORDS_HELP = 'after the language come `title="…"`, `{2,4-6}` and `linenos`'


class InfoProblem(Struct, frozen=True):
    """An invalid word of the info string, by its offsets."""

    start: int
    end: int
    message: str
    help: str = _WORDS_HELP


class ParsedInfo(Struct, frozen=True):
    """A fence, with the problems of its words."""

    fence: Fence
    language_start: int = 0
    problems: list[InfoProblem] = field(default_factory=list)


def parse_info(info: str, line_count: int) -> ParsedInfo:
    """Read the text after a fence's opening; invalid words are left out of the fence.

    >>> parse_info('java title="A.java" {2,4-5} linenos', 9).fence.highlighted == {2, 4, 5}
    True
    """
    words = list(_WORD.finditer(info))
    language, start = "", 0
    if words and not words[0][0].startswith("{") and "=" not in words[0][0]:
        first = words.pop(0)
        # Source: GitHub's linguist, `Language.[]`: the text after a comma is for the language's own tools
        language, start = unescapeAll(first[0]).partition(",")[0], first.start()
        language = language.lower() if language.lower() in DIAGRAM_LANGUAGES else language
    title, lines, numbers = "", frozenset[int](), False
    problems: list[InfoProblem] = []
    for word in words:
        is_line_word = word[0] == "linenos" or _LINES.fullmatch(word[0])
        if is_line_word and language in DIAGRAM_LANGUAGES:
            message = f"`{word[0]}` has no effect on a drawing"
            problems.append(InfoProblem(*word.span(), message, "remove it: a drawing takes a title"))
        elif match := _TITLE.fullmatch(word[0]):
            title = unescapeAll(match[1] or match[2] or "")
        elif not language and (match := _BRACED_LANGUAGE.match(word[0])):
            message = f"the language `{match[1]}` is in braces"
            problems.append(InfoProblem(*word.span(), message, f"write `{match[1]}`"))
        elif match := _LINES.fullmatch(word[0]):
            lines = _parse_lines(match[1], word.start() + 1, line_count, problems)
        elif word[0] == "linenos":
            numbers = True
        else:
            problems.append(_explain(word))
    return ParsedInfo(Fence(language, title, lines, numbers), start, problems)


def install_fences(md: MarkdownIt) -> None:
    """Record and judge each fence; its token gets `meta["fence"]`, and a diagram's `meta["id"]` for its figure."""
    observe(md.block.ruler, "fence", _record_fence)


def _record_fence(state: StateBlock, before: int, line: int) -> None:
    token, env = state.tokens[before], state.env
    parsed = parse_info(token.info, token.content.count("\n"))
    fence = token.meta["fence"] = parsed.fence
    if fence.language in DIAGRAM_LANGUAGES:
        env["diagrams"] = env.get("diagrams", 0) + 1
        # two hyphens occur in no heading's slug
        token.meta["id"] = f"{env['id_prefix']}diagram--{env['diagrams']}"
    layout = lay_out_block(state, line)
    span = layout.cut()
    env["code_blocks"].append(CodeBlock(fence, token.content, span, span.line + 1, span.column))
    _check_info(parsed, layout.source, span.line, span.column + len(token.markup), env)
    if not _is_closed(state, token):
        signs = "backticks" if token.markup[0] == "`" else "tildes"
        help_ = f"close it with a line of {len(token.markup)} {signs}"
        report(env, Code.FENCE, "the fence is never closed", span, help_)


def _is_closed(state: StateBlock, token: Token) -> bool:
    first, end = token.map or [0, 1]
    last = end - 1
    if last <= first or state.is_code_block(last):
        return False
    text = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].strip(" \t")
    return text.startswith(token.markup) and not text.strip(token.markup[0])


def _check_info(parsed: ParsedInfo, source: Source, line: int, column: int, env: Env) -> None:
    """Report the problems of an info string that begins at a line and column."""
    for item in parsed.problems:
        span = source.span(line, column + item.start, item.end - item.start)
        report(env, Code.FENCE, item.message, span, item.help)
    language = parsed.fence.language
    span = source.span(line, column + parsed.language_start, len(language))
    if language in DIAGRAM_LANGUAGES and not parsed.fence.title.strip():
        help_ = 'describe it for screen readers with `title="…"`'
        report(env, Code.FENCE, "the diagram has no title", span, help_)
    if env["languages"] is not None and (warning := _judge_language(language, env["languages"])):
        env["diagnostics"].warning(Code.FENCE, warning[0], span, warning[1])


@functools.lru_cache(maxsize=256)  # a thousand names to compare with
def _judge_language(language: str, languages: frozenset[str]) -> tuple[str, str] | None:
    """Return message and help for a language that is shown differently from what the writer may expect."""
    if language.lower() in DRAWN_ELSEWHERE:
        return f"`{language}` is shown as code, not drawn", DRAWN_ELSEWHERE[language.lower()]
    known = languages | DIAGRAM_LANGUAGES | {""}
    if language.lower() in known:
        return None
    name, colon, file = language.partition(":")
    if colon and name.lower() in known:
        return f"unknown language `{language}`", f'write the file\'s name as a title: `{name} title="{file}"`'
    name, brace, _ = language.partition("{")
    if brace and name.lower() in known:
        return f"unknown language `{language}`", f"write a blank after `{name}`"
    help_ = did_you_mean(language, known) or "write `text` for plain text"
    return f"unknown language `{language}`", help_


def _explain(word: re.Match[str]) -> InfoProblem:
    text = word[0]
    name, equals, value = text.partition("=")
    if equals and name == "title":
        is_quoted = value[:1] in {'"', "'"}
        if is_quoted and value[0] in value[1:]:
            return InfoProblem(*word.span(), f"a blank is missing after the title in `{text}`")
        message = "the title's quote is never closed" if is_quoted else "the title has no quotes"
        return InfoProblem(*word.span(), message, 'write `title="…"`')
    if text.startswith("{"):
        return InfoProblem(*word.span(), f"the line numbers `{text}` are invalid")
    end = word.start() + len(name) if equals and name else word.end()
    help_ = did_you_mean(name or text, ["title", "linenos"]) or _WORDS_HELP
    return InfoProblem(word.start(), end, f"unknown attribute `{name or text}`", help_)


def _parse_lines(text: str, start: int, line_count: int, problems: list[InfoProblem]) -> frozenset[int]:
    lines: set[int] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if first < 1 or last < first:
            message = f"`{part.strip()}` is neither a line number nor a range"
            end = start + max(1, len(part))
            problems.append(InfoProblem(start, end, message, "write lines as `{2,4-6}`"))
        elif last > line_count:
            message = f"line {last} is highlighted, but the code has {name_count(line_count, 'line')}"
            problems.append(InfoProblem(start, start + len(part), message, "lines are counted from 1"))
        else:
            lines.update(range(first, last + 1))
        start += len(part) + 1
    return frozenset(lines)
