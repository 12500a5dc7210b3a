"""Errors and their locations: spans, diagnostics, exceptions, exit codes.

The lowest layer: standard library only. Wording and layout of a printed diagnostic are in report.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ExitCode(IntEnum):
    """The exit codes of the process."""

    OK = 0
    CONTENT = 1
    """The owner's files have errors; all were printed."""
    USAGE = 2
    """The command cannot be carried out."""
    BUG = 70
    """A bug of ours (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130


class Severity(StrEnum):
    """The severity of a diagnostic: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The kinds of diagnostic; each name is stable and documented in docs/errors.md."""

    # files
    FILE_MISSING = "file-missing"
    FILE_UNREADABLE = "file-unreadable"
    FILE_ENCODING = "file-encoding"
    FILE_TOO_LARGE = "file-too-large"
    FILE_UNKNOWN = "file-unknown"
    CONTROL_CHARACTER = "control-character"
    # YAML
    YAML_SYNTAX = "yaml-syntax"
    YAML_DUPLICATE_KEY = "yaml-duplicate-key"
    YAML_KEY = "yaml-key"
    YAML_ALIAS = "yaml-alias"
    YAML_TAG = "yaml-tag"
    YAML_NESTING = "yaml-nesting"
    FRONT_MATTER = "front-matter"
    # values
    UNKNOWN_KEY = "unknown-key"
    DEPRECATED_KEY = "deprecated-key"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"
    INVALID_VALUE = "invalid-value"
    DUPLICATE_VALUE = "duplicate-value"
    UNKNOWN_REFERENCE = "unknown-reference"
    SLUG = "slug"
    ADDRESS_CONFLICT = "address-conflict"
    DATE = "date"
    HEADLINE_FIGURE = "headline-figure"
    PLACEHOLDER = "placeholder"
    CONTRADICTION = "contradiction"
    STACK_EVIDENCE = "stack-evidence"
    PRINCIPLE_EVIDENCE = "principle-evidence"
    NO_OUTCOME = "no-outcome"
    UNFINISHED = "unfinished"
    CONFIDENTIAL = "confidential"
    SPELLING = "spelling"
    CONTRAST = "contrast"
    BUDGET = "budget"
    # outputs
    LEFT_OUT = "left-out"
    FONT = "font"
    # Markdown
    HEADING = "heading"
    LINK = "link"
    LINK_SCHEME = "link-scheme"
    ANCHOR = "anchor"
    IMAGE = "image"
    IMAGE_ALT = "image-alt"
    FENCE = "fence"
    RAW_HTML = "raw-html"
    RAW_MARKUP = "raw-markup"
    NESTING = "nesting"
    # drawings
    DIAGRAM_ARROW = "diagram-arrow"
    DIAGRAM_BOX = "diagram-box"
    DIAGRAM_WALL = "diagram-wall"
    DIAGRAM_TEXT = "diagram-text"
    DIAGRAM_TAB = "diagram-tab"
    DIAGRAM_CONTROL = "diagram-control"
    DIAGRAM_WIDTH = "diagram-width"
    DIAGRAM_EMPTY = "diagram-empty"
    DIAGRAM_NOTATION = "diagram-notation"
    DIAGRAM_LABEL = "diagram-label"
    # scenarios
    SCENARIO_DRAWING = "scenario-drawing"
    SCENARIO_EDGE = "scenario-edge"
    SCENARIO_BREAK = "scenario-break"
    SCENARIO_EXPECT = "scenario-expect"
    SCENARIO_ENDLESS = "scenario-endless"
    SCENARIO_BOUND = "scenario-bound"
    SCENARIO_UNUSED = "scenario-unused"
    # statistics
    STATS_FETCH = "stats-fetch"
    STATS_SNAPSHOT = "stats-snapshot"
    STATS_STALE = "stats-stale"
    STATS_EMBED = "stats-embed"
    # files beside the site
    JSON_SYNTAX = "json-syntax"
    README = "readme-markers"
    DELIVERED = "delivered"
    # the rest
    ALLOW = "allow"
    TEMPLATE = "template"
    BASE_URL = "base-url"
    OUTPUT = "output"
    CACHE = "cache"
    USAGE = "usage"
    BUG = "bug"


class Span(NamedTuple):
    """A stretch of one line in one file."""

    path: str
    """Relative to the site's folder, with `/` between its parts."""
    line: int
    """From 1, counted in the file."""
    column: int
    """From 1, in characters (not cells) of that line."""
    length: int = 1
    """In characters; at least 1, also at a line's end."""
    text: str = ""
    """The source line without its line end; of a long one MOST_QUOTED characters around the column."""
    skipped: int = 0
    """How many characters of the line stand before the text."""


MOST_QUOTED = 600
QUOTED_BEFORE = 200
"""Characters that a span keeps of a line, and of those before its column: more than a message shows.

A line can be long, and a thousand spans can lie on it.
"""


class Source:
    """A decoded text file of the owner's.

    Args:
        path: relative to the site's folder, with `/` between its parts.
        text: without byte-order mark; lines end in a line feed.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; a file that ends in a line feed has an empty last one."""
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each line."""
        return [*accumulate((len(line) + 1 for line in self.lines[:-1]), initial=0)]

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """Return the span at a line and column, both from 1, kept within the file and within one line."""
        line = min(max(line, 1), len(self.lines))
        text = self.lines[line - 1]
        column = min(max(column, 1), len(text) + 1)
        length = max(1, min(length, len(text) + 1 - column))
        skipped = max(0, column - 1 - QUOTED_BEFORE) if len(text) > MOST_QUOTED else 0
        return Span(self.path, line, column, length, text[skipped : skipped + MOST_QUOTED], skipped)

    def span_at(self, offset: int, length: int = 1) -> Span:
        """Return the span at an offset in the text, kept as `span` does."""
        line = bisect_right(self._starts, offset)
        return self.span(line, offset - self._starts[line - 1] + 1, length)


class Edit(NamedTuple):
    """A change of a file that fixes a problem: what is at the span is replaced."""

    span: Span
    replacement: str


class Diagnostic(NamedTuple):
    """An error or a warning: its kind, what was found, what was expected, and where."""

    code: Code
    message: str
    """Lower case, no full stop; the user's own words in backticks."""
    span: Span | None = None
    """None if the problem is not in a file, such as an output folder."""
    help: str | None = None
    """What to do about it, as a sentence fragment."""
    severity: Severity = Severity.ERROR

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes that fix it: the nearest word in the place of the wrong one, if the span is exactly that."""
        near = _NEAREST.fullmatch(self.help or "")
        if near is None or self.span is None:
            return ()
        start = self.span.column - 1 - self.span.skipped
        found = self.span.text[start : start + self.span.length]
        word = found[1:-1] if found[:1] in {"'", '"'} and found[-1:] == found[:1] else found
        for name in self.message.split("`")[1::2]:
            if word and (name == word or name.endswith(f"/{word}")):
                return (Edit(self.span, found.replace(word, near[1])),)
            if name.startswith("#") and word.endswith(
                name
            ):  # a link's target, of which the anchor alone is wrong
                column = self.span.column + found.index(name)
                return (Edit(self.span._replace(column=column, length=len(name)), near[1]),)
        return ()


_NEAREST = re.compile("did you mean `([^`]+)`\\?")
"""The help with the nearest word, as `did_you_mean` writes it."""
LETTERS_PER_SLIP = 3
"""Shorter words have no suggestion, except in another case."""
MAX_SUGGESTED = 200
"""Characters; longer words have no suggestion."""
MAX_UNSORTED = 8
"""Options that are read at a glance."""


def did_you_mean(word: str, options: Iterable[str]) -> str | None:
    """Return the help line with the nearest known word, or None if none is near.

    Near is one edit in three letters, upper and lower case apart. What two names share does not count: neither
    the folder and the suffix of two paths nor the dashes of two options count as letters.

    >>> did_you_mean("titel", ["title", "tags"])
    'did you mean `title`?'
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 (needed for errors only)

    word = word.casefold()
    by_folded = {option.casefold(): option for option in options if len(option) <= MAX_SUGGESTED}
    near = [
        (edits, -SequenceMatcher(None, word, folded).ratio(), option)  # a missing letter before a wrong one
        for folded, option in by_folded.items()
        if len(word) <= MAX_SUGGESTED and (edits := _count_edits(*_drop_shared(word, folded))) is not None
    ]
    return f"did you mean `{min(near)[2]}`?" if near else None


def sort_by_nearness(word: str, options: Sequence[str]) -> list[str]:
    """Return options as they are while they are few; of many those most like a word come first.

    >>> sort_by_nearness("exhibitions", ["a", "b", "c", "d", "e", "f", "g", "h", "positions"])[0]
    'positions'
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 (needed for errors only)

    if len(options) <= MAX_UNSORTED:
        return [*options]
    return sorted(options, key=lambda option: -SequenceMatcher(None, word.casefold(), option).ratio())


def _drop_shared(one: str, other: str) -> tuple[str, str]:
    """Return two paths without the folders and the suffix that both have, and two options without their dashes.

    >>> _drop_shared("texts/abuot.md", "texts/about.md"), _drop_shared("--prot", "--port")
    (('abuot', 'about'), ('prot', 'port'))
    """
    if one.startswith("--") and other.startswith("--"):
        one, other = one[2:], other[2:]
    while "/" in one and one.partition("/")[:2] == other.partition("/")[:2]:
        one, other = one.partition("/")[2], other.partition("/")[2]
    before, dot, suffix = one.rpartition(".")
    return (
        (before, other.removesuffix(dot + suffix)) if dot and other.endswith(dot + suffix) else (one, other)
    )


def _count_edits(one: str, other: str) -> int | None:
    """Return the letters to insert, drop, replace or swap with their neighbour; None if the words are not near.

    Source: the optimal string alignment distance, as git and cargo count it.
    """
    limit = min(len(one), len(other)) // LETTERS_PER_SLIP
    if one == other:
        return 0
    if abs(len(one) - len(other)) > limit or len({*one} - {*other}) > limit:
        return None
    above: list[int] = []
    row: list[int] = [*range(len(other) + 1)]
    for i, letter in enumerate(one):
        two_above, above, row = above, row, [i + 1]
        for j, wanted in enumerate(other):
            edits = min(above[j + 1] + 1, row[j] + 1, above[j] + int(letter != wanted))
            if i and j and letter == other[j - 1] and one[i - 1] == wanted:
                edits = min(edits, two_above[j - 1] + 1)
            row.append(edits)
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None


def name_reason(error: OSError) -> str:
    """Return the system's reason for a failed call, as the end of a message.

    >>> name_reason(PermissionError(13, "Permission denied"))
    'permission denied'
    """
    text = error.strerror or "unknown reason"
    return f"{text[:1].lower()}{text[1:]}"


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Order diagnostics by file, line and column, without repeats; those without a span come first."""

    def location(item: Diagnostic) -> tuple[str, int, int, str, str]:
        span = item.span or Span("", 0, 0)
        return span.path, span.line, span.column, item.code, item.message

    return tuple(sorted(dict.fromkeys(diagnostics), key=location))


class PortfolioError(Exception):
    """The base of all our errors; has every diagnostic of the failed stage."""

    exit_code: ClassVar[ExitCode] = ExitCode.CONTENT

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = sort_diagnostics(diagnostics)
        super().__init__("; ".join(item.message for item in self.diagnostics))


class ContentError(PortfolioError):
    """The owner's settings or content have errors."""


class TemplateError(PortfolioError):
    """A template of the site or the theme does not parse or render."""


class UsageError(PortfolioError):
    """The command cannot be carried out, whatever the content."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, *, code: Code = Code.USAGE, help: str | None = None) -> None:  # noqa: A002 (named as Diagnostic.help)
        super().__init__([Diagnostic(code, message, help=help)])


class InternalError(PortfolioError):
    """A bug of ours: the only error that may show a traceback."""

    exit_code = ExitCode.BUG

    def __init__(self, message: str) -> None:
        super().__init__([Diagnostic(Code.BUG, message)])


class Diagnostics:
    """The diagnostics of one run, to which its stages add."""

    def __init__(self) -> None:
        self.items: list[Diagnostic] = []

    def error(self, code: Code, message: str, span: Span | None, help: str | None = None) -> None:  # noqa: A002
        """Add an error."""
        self.items.append(Diagnostic(code, message, span, help))

    def warning(self, code: Code, message: str, span: Span | None, help: str | None = None) -> None:  # noqa: A002
        """Add a warning."""
        self.items.append(Diagnostic(code, message, span, help, Severity.WARNING))

    @property
    def has_errors(self) -> bool:
        """Whether there is an error."""
        return any(item.severity is Severity.ERROR for item in self.items)
