"""Comments that silence a warning in place, with a reason: `# allow CODE: reason`, `<!-- allow CODE: reason -->`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.errors import Code, Diagnostic, Severity, Span, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from portfolio.errors import Source
    from portfolio.load.syntax import Mark

MARK = b"allow"
"""A file without it has no such comment."""
_CODES = r"allow\s+(?P<codes>[\w-]+(?:\s*,\s*[\w-]+)*)(?P<colon>\s*:)?\s*"
_YAML = re.compile(rf"(?:^|(?<=\s))#\s*{_CODES}(?P<reason>.*)")
_MARKDOWN = re.compile(rf"<!--\s*{_CODES}(?P<reason>.*?)\s*-->")
_FENCE = re.compile(r"[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})")
_CODES_KNOWN = frozenset(map(str, Code))


class Allowance(Struct, frozen=True):
    """One such comment."""

    codes: tuple[str, ...]
    """As written; none of them need exist."""
    span: Span
    """Of the comment."""
    reason: str
    form: str
    """How it is written, with its codes: `# allow date: reason`."""
    last: int
    """The last line that it covers; the first is its own, or the next one if it stands alone."""

    def covers(self, item: Diagnostic) -> bool:
        """Whether a diagnostic is of one of its codes, and on one of its lines."""
        span = item.span
        return (
            span is not None
            and span.path == self.span.path
            and self.span.line <= span.line <= self.last
            and item.code in self.codes
        )


def find_allowances(source: Source, *, first_line: int = 0) -> tuple[Allowance, ...]:
    """Return the comments of a file.

    Args:
        source: the file.
        first_line: the line on which Markdown begins, below the front matter; 0 for a file of YAML.
    """
    if not first_line:
        return tuple(_find_in_yaml(source, (1, len(source.lines))))
    front = (2, first_line - 2)
    return (
        *(_find_in_yaml(source, front) if first_line > 1 else ()),
        *_find_in_markdown(source, first_line),
    )


def silence(items: Iterable[Diagnostic], allowances: Sequence[Allowance]) -> list[Diagnostic]:
    """Return the diagnostics without the warnings that are allowed; an error always stays."""
    return [
        item
        for item in items
        if item.severity is Severity.ERROR or not any(allowance.covers(item) for allowance in allowances)
    ]


def check_allowances(items: Sequence[Diagnostic], allowances: Iterable[Allowance]) -> Iterator[Diagnostic]:
    """Yield a warning for each comment that has no reason, an unknown code, or nothing to silence.

    Args:
        items: every diagnostic of a run without errors.
        allowances: the comments.
    """
    for allowance in allowances:
        unknown = [code for code in allowance.codes if code not in _CODES_KNOWN]
        covered = {item.code for item in items if allowance.covers(item)}
        idle = [code for code in allowance.codes if code not in covered and code not in unknown]
        for code in unknown:
            help_ = did_you_mean(code, _CODES_KNOWN) or "`portfolio explain` lists all codes"
            yield _warn(allowance, f"there is no code `{code}`", help_)
        for code in idle:
            yield _warn(allowance, f"there is no warning `{code}` to silence", "remove it")
        if not (unknown or idle or allowance.reason):
            yield _warn(
                allowance, "this comment gives no reason", f"write why it is right: `{allowance.form}`"
            )


def _warn(allowance: Allowance, message: str, help_: str) -> Diagnostic:
    return Diagnostic(Code.ALLOW, message, allowance.span, help_, Severity.WARNING)


def _make(
    match: re.Match[str], source: Source, number: int, last: int, form: tuple[str, str]
) -> Allowance | None:
    """Return the comment that a match is; None for one that only begins with the same word: `# allow visitors to …`."""
    codes = tuple(re.split(r"\s*,\s*", match["codes"]))
    if not match["colon"] and match["reason"] and _CODES_KNOWN.isdisjoint(codes):
        return None
    reason = match["reason"].strip() if match["colon"] else ""
    span = source.span(number, match.start() + 1, len(match[0].rstrip()))
    return Allowance(codes, span, reason, f"{form[0]}allow {', '.join(codes)}: reason{form[1]}", last)


def _find_in_yaml(source: Source, lines: tuple[int, int]) -> Iterator[Allowance]:
    """Yield the comments among some lines of YAML; none if its syntax is broken, which is reported."""
    found = [*_search(_YAML, source, lines)]
    values = _list_values(source, lines) if found else None
    if values is None:
        return
    ends = {start.line + 1: _last_line(end) for start, end in values}
    for number, match in found:
        at = (number - 1, match.start())
        if any(start <= at < end for start, end in values):
            continue  # part of a text
        is_alone = not source.lines[number - 1][: match.start()].strip()
        target = _skip(source, number, lines[1], "#") if is_alone else number
        allowance = _make(match, source, number, max(target, ends.get(target, target)), ("# ", ""))
        if allowance:
            yield allowance


def _list_values(source: Source, lines: tuple[int, int]) -> list[tuple[Mark, Mark]] | None:
    """Return where each text in some lines of YAML begins and ends; None if the syntax is broken."""
    import yaml  # noqa: PLC0415 (files without comments of this kind are not parsed)

    from portfolio.load.syntax import Excerpt, end_of, start_of  # noqa: PLC0415 (likewise)

    try:
        events = [*yaml.parse(Excerpt(source, *lines).text, Loader=yaml.CSafeLoader)]
    except yaml.YAMLError:
        return None
    return [(start_of(event), end_of(event)) for event in events if isinstance(event, yaml.ScalarEvent)]


def _last_line(end: Mark) -> int:
    """Return the last line of a text that ends at a mark, from 1; a block's mark is at the start of the next line."""
    return end.line + 1 if end.column else end.line


def _find_in_markdown(source: Source, first: int) -> Iterator[Allowance]:
    """Yield the comments in Markdown, but not those that code shows."""
    last = len(source.lines)
    found = [*_search(_MARKDOWN, source, (first, last))]
    fences = find_fences(source, first) if found else {}
    for number, match in found:
        line = source.lines[number - 1]
        in_fence = any(begin <= number <= end for begin, end in fences.items())
        if in_fence or line[: match.start()].count("`") % 2:
            continue
        is_alone = not _MARKDOWN.sub("", line).strip(" \t>")
        target = _skip(source, number, last, "<!--") if is_alone else number
        allowance = _make(match, source, number, fences.get(target, target), ("<!-- ", " -->"))
        if allowance:
            yield allowance


def find_fences(source: Source, first: int) -> Mapping[int, int]:
    """Return the last line of each fenced block by its first."""
    fences: dict[int, int] = {}
    mark, begin = "", 0
    for number in range(first, len(source.lines) + 1):
        match = _FENCE.match(source.lines[number - 1])
        if mark:
            fences[begin] = number
            if match and match[1].startswith(mark) and not source.lines[number - 1][match.end() :].strip():
                mark = ""
        elif match:
            mark, begin = match[1], number
    return fences


def _search(
    pattern: re.Pattern[str], source: Source, lines: tuple[int, int]
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield each match in some lines, with the number of its line."""
    for number in range(lines[0], lines[1] + 1):
        if "allow" in source.lines[number - 1]:
            yield from ((number, match) for match in pattern.finditer(source.lines[number - 1]))


def _skip(source: Source, number: int, last: int, comment: str) -> int:
    """Return the next line that is neither empty nor a comment alone; the last one if there is none."""
    for following in range(number + 1, last + 1):
        line = source.lines[following - 1].strip(" \t>")
        if line and not line.startswith(comment):
            return following
    return number
