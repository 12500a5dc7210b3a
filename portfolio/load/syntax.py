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
    """The lines of a file that the parser was given; it counts them as in the file, but from 0."""

    source: Source
    first: int
    """The first and the last of them, from 1."""
    last: int

    @property
    def text(self) -> str:
        """Its lines, each with an end, below as many empty ones as the file has above them."""
        lines = [*[""] * (self.first - 1), *self.source.lines[self.first - 1 : self.last]]
        return "".join(f"{line}\n" for line in lines)

    def line(self, number: int) -> str:
        """Return a line; the empty one after the last is the end of the text."""
        return self.source.lines[number] if number < self.last else ""

    def character(self, mark: Mark) -> str:
        """Return the character at a mark, or nothing at a line's end."""
        return self.line(mark.line)[mark.column : mark.column + 1]

    def name_line(self, mark: Mark) -> str:
        """Return the line of a mark as a message names it."""
        if mark.line >= self.last:
            last = self.text.rstrip().count("\n") + 1
            return f"the end, on line {last}"
        return f"line {mark.line + 1}, column {mark.column + 1}"

    def span(self, start: Mark, end: Mark | None = None) -> Span:
        """Return the span between two marks, up to the end of the first one's line."""
        line = self.line(start.line)
        if start.line >= self.last:  # the end of the text: point after its last character
            return self.source.span(self.last, len(self.line(self.last - 1)) + 1)
        stop = end.column if end is not None and end.line == start.line else len(line.rstrip())
        return self.source.span(start.line + 1, start.column + 1, max(1, stop - start.column))


class _Stop(NamedTuple):
    """The state of the parser when it stopped."""

    excerpt: Excerpt
    mark: Mark
    """Where it stopped."""
    opened_at: Mark | None
    """Where the part begins in which it stopped, such as a quote."""
    context: str
    problem: str
    """The parser's own words for both."""
    last: yaml.Event | None
    """The event before the error."""
    opened: Sequence[yaml.CollectionStartEvent]
    """The collections it is inside of, outermost first."""

    @property
    def line(self) -> str:
        """The line on which it stopped."""
        return self.excerpt.line(self.mark.line)

    @property
    def character(self) -> str:
        """The character at which it stopped; nothing at a line's end."""
        return self.excerpt.character(self.mark)


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


def explain_syntax(
    error: yaml.MarkedYAMLError,
    excerpt: Excerpt,
    last: yaml.Event | None,
    opened: Sequence[yaml.CollectionStartEvent],
) -> Diagnostic:
    """Return the diagnostic for a syntax error, at the character the owner has to change; see `_Stop` for the rest."""
    mark = _known(error.problem_mark or error.context_mark)
    opened_at = _known(error.context_mark) if error.context_mark else None
    stop = _Stop(excerpt, mark, opened_at, error.context or "", error.problem or "", last, opened)
    finders = (
        _find_odd_blank_near,
        _find_open_quote,
        _find_open_flow,
        _find_tab,
        _find_lost_key,
        _find_text_after,
    )
    finding = next(filter(None, (find(stop) for find in finders)), None) or _apply_rules(stop)
    span = excerpt.span(finding.start, finding.end)
    return Diagnostic(Code.YAML_SYNTAX, finding.message, span, finding.help)


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


def _find_odd_blank_near(stop: _Stop) -> _Finding | None:
    """A line with an odd blank at which the parser stopped: the one it names, or the one above."""
    marks = [stop.opened_at, stop.mark]
    lines = [mark.line - above for mark in marks if mark is not None for above in (0, 1)]
    found = (find_odd_blank(stop.excerpt, number) for number in sorted({line for line in lines if line >= 0}))
    return next(filter(None, found), None)


def _find_open_quote(stop: _Stop) -> _Finding | None:
    """A quote that is not closed before the end of the text or document: where it was opened, and where parsing stopped."""
    if "scanning a quoted scalar" not in stop.context or stop.opened_at is None:
        return None
    message = f"this quote is never closed; parsing stopped at {stop.excerpt.name_line(stop.mark)}"
    return _Finding(message, "close it, or drop it: most text needs no quotes", stop.opened_at)


def _find_open_flow(stop: _Stop) -> _Finding | None:
    """A `[` or `{` that is not closed, where it was opened; or the entry that lacks a comma before it."""
    starts = [start_of(event) for event in stop.opened]
    starts = [start for start in starts if stop.excerpt.character(start) in _FLOW_NAMES]
    if not starts or not re.search(r"expected ',' or|node content", stop.problem):
        return None
    what, help_ = _FLOW_NAMES[stop.excerpt.character(starts[-1])]
    stopped = f"parsing stopped at {stop.excerpt.name_line(stop.mark)}"
    if stop.mark.line >= stop.excerpt.last or stop.character in {"]", "}"}:
        return _Finding(f"this {what} is never closed; {stopped}", help_, starts[-1])
    if stop.last is not None and start_of(stop.last).line == stop.mark.line:
        message = f"an entry of this {what} lacks its comma"
        return _Finding(message, f"{help_}, or put the text in quotes", stop.mark, stop.mark)
    return _Finding(f"this {what} is never closed, or an entry lacks its comma; {stopped}", help_, starts[-1])


def _find_tab(stop: _Stop) -> _Finding | None:
    """A tab in the indentation, or where one was read for one."""
    indentation = stop.line[: len(stop.line) - len(stop.line.lstrip(" \t"))]
    if "\t" in indentation and stop.mark.column <= len(indentation) + 1:
        at = Mark(stop.mark.line, indentation.index("\t"))
    elif stop.character == "\t":
        at = stop.mark
    else:
        return None
    return _Finding("a tab in the indentation", "YAML indents with spaces", at, at)


def _find_lost_key(stop: _Stop) -> _Finding | None:
    """A line that should be a key and has no `: `, which YAML may have read into the next one."""
    help_ = "write `key: value`, with a space after the colon"
    before = stop.line[: stop.mark.column]
    if "could not find expected ':'" in stop.problem and stop.opened_at is not None:
        return _Finding("a key without its colon", help_, stop.opened_at)
    if stop.character == ":" and not before.strip():
        return _Finding("a key is missing before this colon", help_, stop.mark, stop.mark)
    if "mapping values are not allowed" not in stop.problem or stop.mark.line == 0 or ": " in before:
        return None
    indentation = len(stop.line) - len(stop.line.lstrip(" "))
    above = stop.excerpt.line(stop.mark.line - 1)
    is_lost = re.fullmatch(rf" {{{indentation}}}(?![-\s#])(?!.*:(\s|$)).+", above)
    return (
        _Finding("a key without its colon", help_, Mark(stop.mark.line - 1, indentation)) if is_lost else None
    )


def _find_text_after(stop: _Stop) -> _Finding | None:
    """Text after a closing quote or bracket; for a quote that the next one closes, lines below, where it was opened."""
    mark, last = stop.mark, stop.last
    if last is None or end_of(last).line != mark.line or "did not find expected" not in stop.problem:
        return None
    if isinstance(last, yaml.CollectionEndEvent) and stop.line[start_of(last).column :][:1] in {"]", "}"}:
        return _Finding("text after the closing bracket", "put the whole text in quotes", mark)
    if not isinstance(last, yaml.ScalarEvent) or last.style not in {"'", '"'}:
        return None
    if start_of(last).line < mark.line:
        message = f"this quote is closed only on line {mark.line + 1}, where other text follows"
        return _Finding(message, "close it, or drop it: most text needs no quotes", start_of(last))
    return _Finding("text after the closing quote", "put the whole text in the other kind of quotes", mark)


def _apply_rules(stop: _Stop) -> _Finding:
    """The message of the table for the parser's words, or those words themselves."""
    raw = f"{stop.context}|{stop.problem}"
    for pattern, message, help_ in _RULES:
        if re.search(pattern, raw):
            is_mark = stop.opened_at and re.match(r".* (an alias|an anchor|a tag|a directive)\|", raw)
            start = stop.opened_at if stop.opened_at and is_mark else stop.mark
            return _Finding(message, help_, start, start)
    return _Finding((stop.problem or "not valid YAML").strip(), None, stop.mark, stop.mark)
