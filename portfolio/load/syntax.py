"""Diagnostics for YAML's syntax errors: where the cause is, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from portfolio.characters import ODD_BLANK, name_blank
from portfolio.errors import Code, Diagnostic, Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence


class Mark(NamedTuple):
    """A position in the parser's text, from 0."""

    line: int
    column: int


def start_of(event: yaml.Event) -> Mark:
    """Return the mark at which an event begins."""
    return _known(event.start_mark)


def end_of(event: yaml.Event) -> Mark:
    """Return the mark after an event; of a block it is on a later line."""
    return _known(event.end_mark)


def _known(mark: yaml.error.Mark | yaml._yaml.Mark | None) -> Mark:
    assert mark is not None  # noqa: S101 (the C parser marks everything)
    return Mark(mark.line, mark.column)


class Excerpt(NamedTuple):
    """The lines of a file that the parser was given."""

    source: Source
    first: int
    """The first and the last line of it, from 1, counted in the file."""
    last: int

    @property
    def text(self) -> str:
        """Its lines, each with an end."""
        return "".join(f"{line}\n" for line in self.source.lines[self.first - 1 : self.last])

    @property
    def height(self) -> int:
        """How many lines it has."""
        return self.last - self.first + 1

    def line(self, number: int) -> str:
        """Return a line, from 0; the empty one after the last is the end of the text."""
        return self.source.lines[self.first - 1 + number] if number < self.height else ""

    def character(self, mark: Mark) -> str:
        """Return the character at a mark, or nothing at a line's end."""
        return self.line(mark.line)[mark.column : mark.column + 1]

    def name_line(self, mark: Mark) -> str:
        """Return the line of a mark as a message names it: by its number in the file."""
        if mark.line >= self.height:
            last = self.first + self.text.rstrip().count("\n")
            return f"the end, on line {last}"
        return f"line {mark.line + self.first}, column {mark.column + 1}"

    def span(self, start: Mark, end: Mark | None = None) -> Span:
        """Return the span between two marks, up to the end of the first one's line."""
        line = self.line(start.line)
        if start.line >= self.height > 0:  # the end of the text: point after its last character
            return self.source.span(self.last, len(self.line(self.height - 1)) + 1)
        stop = end.column if end is not None and end.line == start.line else len(line.rstrip())
        return self.source.span(start.line + self.first, start.column + 1, max(1, stop - start.column))


class Progress(NamedTuple):
    """The state of the parser when it stopped."""

    last: yaml.Event | None
    """The event before the error."""
    opened: Sequence[yaml.CollectionStartEvent]
    """The collections it is inside of, outermost first."""


class _Finding(NamedTuple):
    """A syntax error: its message, help and span."""

    message: str
    help: str | None
    start: Mark
    end: Mark | None = None
    """None for the rest of the line."""


_FLOW_NAMES = {"[": ("list", "write `[one, two]`"), "{": ("mapping", "write `{one: 1, two: 2}`")}

_RULES: tuple[tuple[str, str, str | None], ...] = (
    # (pattern over "context|problem", message, help)
    (
        r"unknown escape|hexdecimal|character escape code",
        "unknown escape in a quoted text",
        "double the backslash, or use single quotes",
    ),
    (r"cannot start any token", "a plain text cannot begin with this character", "put the text in quotes"),
    (
        r"mapping values are not allowed",
        "`: ` where no key is allowed",
        "put the text in quotes, or check the indentation",
    ),
    (
        r"sequence entries are not allowed",
        "`- ` where no list is allowed",
        "begin the list on a line of its own, or put the text in quotes",
    ),
    (r"mapping keys are not allowed", "`?` where no key is allowed", "put the text in quotes"),
    (r"alias\||anchor\|", "`&` and `*` cannot begin a plain text", "put the text in quotes"),
    (r"tag\|", "`!` cannot begin a plain text", "put the text in quotes"),
    (r"directive", "a line cannot begin with `%`", "put the text in quotes"),
    (
        r"block mapping\|did not find expected key|expected <document start>",
        "the indentation does not fit the keys above",
        "indent keys of one mapping alike",
    ),
    (
        r"block collection\|did not find expected '-'",
        "the indentation does not fit the list above",
        "indent the entries of one list alike",
    ),
    (r"expected comment or line break", "text after a block indicator", "begin the text on the next line"),
    (r"expected node content", "a value is missing here", "write one, or put the text in quotes"),
)


def explain_syntax(error: yaml.MarkedYAMLError, excerpt: Excerpt, progress: Progress) -> Diagnostic:
    """Return the diagnostic for a syntax error, at the character the owner has to change."""
    finding = (
        _find_odd_blank_near(error, excerpt)
        or _find_open_quote(error, excerpt)
        or _find_open_flow(error, excerpt, progress)
        or _find_tab(error, excerpt)
        or _find_lost_key(error, excerpt)
        or _find_text_after(error, excerpt, progress)
        or _apply_rules(error)
    )
    return Diagnostic(
        Code.YAML_SYNTAX, finding.message, excerpt.span(finding.start, finding.end), finding.help
    )


_ODD_BLANKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"[ ]*(?:- +)*(?P<at>{ODD_BLANK})"), "{blank} in the indentation"),
    (
        re.compile(rf"[ ]*(?:- +)*-(?P<at>{ODD_BLANK})"),
        "`-` is followed by {blank}, so it begins no list entry",
    ),
    (
        re.compile(rf"[ ]*(?:- +)*[a-z][a-z_]*:(?P<at>{ODD_BLANK})"),
        "the colon is followed by {blank}, so this is no key",
    ),
    (re.compile(rf"[ ]*(?:- +)*[a-z][a-z_]*(?P<at>{ODD_BLANK})+:( |$)"), "{blank} is before the colon"),
    (re.compile(rf"[ ]*(?:- +)*[a-z][a-z_]*: +(?P<at>{ODD_BLANK})"), "{blank} is before the value"),
)
"""Patterns of a line, and the message for it."""


def find_odd_blank(excerpt: Excerpt, number: int) -> _Finding | None:
    """Return the message for a line with a character that looks like a blank and is not one to YAML."""
    line = excerpt.line(number)
    for pattern, message in () if line.isascii() else _ODD_BLANKS:
        if match := pattern.match(line):
            start, end = (Mark(number, column) for column in match.span("at"))
            problem = message.format(blank=name_blank(match["at"]))
            return _Finding(problem, "replace it with a plain space", start, end)
    return None


def _find_odd_blank_near(error: yaml.MarkedYAMLError, excerpt: Excerpt) -> _Finding | None:
    """A line with an odd blank at which the parser stopped: the one it names, or the one above."""
    marks = [error.context_mark, error.problem_mark]
    lines = [mark.line - above for mark in marks if mark is not None for above in (0, 1)]
    for number in sorted({line for line in lines if line >= 0}):
        if found := find_odd_blank(excerpt, number):
            return found
    return None


def _mark_of(error: yaml.MarkedYAMLError) -> Mark:
    return _known(error.problem_mark or error.context_mark)


def _find_open_quote(error: yaml.MarkedYAMLError, excerpt: Excerpt) -> _Finding | None:
    """A quote that is not closed before the end of the text or document: where it was opened, and where parsing stopped."""
    if "scanning a quoted scalar" not in (error.context or "") or error.context_mark is None:
        return None
    return _Finding(
        f"this quote is never closed; parsing stopped at {excerpt.name_line(_mark_of(error))}",
        "close it, or drop it: most text needs no quotes",
        _known(error.context_mark),
    )


def _find_open_flow(error: yaml.MarkedYAMLError, excerpt: Excerpt, progress: Progress) -> _Finding | None:
    """A `[` or `{` that is not closed, where it was opened; or the entry that lacks a comma before it."""
    mark = _mark_of(error)
    opened = [event for event in progress.opened if excerpt.character(start_of(event)) in _FLOW_NAMES]
    if not opened or not re.search(r"expected ',' or|node content", error.problem or ""):
        return None
    start = start_of(opened[-1])
    what, help_ = _FLOW_NAMES[excerpt.character(start)]
    found = excerpt.character(mark)
    stopped = f"parsing stopped at {excerpt.name_line(mark)}"
    if mark.line >= excerpt.height or found in {"]", "}"}:
        return _Finding(f"this {what} is never closed; {stopped}", help_, start)
    if progress.last is not None and start_of(progress.last).line == mark.line:
        return _Finding(
            f"an entry of this {what} lacks its comma", f"{help_}, or put the text in quotes", mark, mark
        )
    return _Finding(f"this {what} is never closed, or an entry lacks its comma; {stopped}", help_, start)


def _find_tab(error: yaml.MarkedYAMLError, excerpt: Excerpt) -> _Finding | None:
    """A tab in the indentation, or where one was read for one."""
    mark = _mark_of(error)
    line = excerpt.line(mark.line)
    indentation = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" in indentation and mark.column <= len(indentation) + 1:
        column = indentation.index("\t")
    elif excerpt.character(mark) == "\t":
        column = mark.column
    else:
        return None
    at = Mark(mark.line, column)
    return _Finding("a tab in the indentation", "YAML indents with spaces", at, at)


def _find_lost_key(error: yaml.MarkedYAMLError, excerpt: Excerpt) -> _Finding | None:
    """A line that should be a key and has no `: `, which YAML may have read into the next one."""
    mark = _mark_of(error)
    help_ = "write `key: value`, with a space after the colon"
    if "could not find expected ':'" in (error.problem or "") and error.context_mark is not None:
        return _Finding("a key without its colon", help_, _known(error.context_mark))
    if excerpt.character(mark) == ":" and re.fullmatch(r"\s*", excerpt.line(mark.line)[: mark.column]):
        return _Finding("a key is missing before this colon", help_, mark, mark)
    if "mapping values are not allowed" not in (error.problem or "") or mark.line == 0:
        return None
    above, line = excerpt.line(mark.line - 1), excerpt.line(mark.line)
    indentation = len(line) - len(line.lstrip(" "))
    is_lost = re.fullmatch(rf" {{{indentation}}}(?![-\s#])(?!.*:(\s|$)).+", above)
    if not is_lost or ": " in line[: mark.column]:
        return None
    return _Finding("a key without its colon", help_, Mark(mark.line - 1, indentation))


def _find_text_after(error: yaml.MarkedYAMLError, excerpt: Excerpt, progress: Progress) -> _Finding | None:
    """Text after a closing quote or bracket; for a quote that the next one closes, lines below, where it was opened."""
    mark, last = _mark_of(error), progress.last
    if last is None or end_of(last).line != mark.line or "did not find expected" not in (error.problem or ""):
        return None
    if isinstance(last, yaml.CollectionEndEvent) and excerpt.line(mark.line)[start_of(last).column :][:1] in {
        "]",
        "}",
    }:
        return _Finding("text after the closing bracket", "put the whole text in quotes", mark)
    if not isinstance(last, yaml.ScalarEvent) or last.style not in {"'", '"'}:
        return None
    if start_of(last).line < mark.line:
        line = mark.line + excerpt.first
        return _Finding(
            f"this quote is closed only on line {line}, where other text follows",
            "close it, or drop it: most text needs no quotes",
            start_of(last),
        )
    return _Finding("text after the closing quote", "put the whole text in the other kind of quotes", mark)


def _apply_rules(error: yaml.MarkedYAMLError) -> _Finding:
    """The message of the table for the parser's words, or those words themselves."""
    mark = _mark_of(error)
    raw = f"{error.context or ''}|{error.problem or ''}"
    for pattern, message, help_ in _RULES:
        if re.search(pattern, raw):
            start = (
                _known(error.context_mark)
                if re.match(r".* (an alias|an anchor|a tag|a directive)\|", raw)
                else mark
            )
            return _Finding(message, help_, start, start)
    return _Finding((error.problem or "not valid YAML").strip(), None, mark, mark)
