"""YAML text to values that remember their span; duplicate keys, aliases and tags are refused here.

PyYAML only splits the text into events: its own values (YAML 1.1) turn `NO` into false and `12:30` into 750,
and its own composer recurses without a limit. Scalars stay text as written; schema.py reads them as the
model wants them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from portfolio.characters import FORBIDDEN
from portfolio.errors import Code
from portfolio.load.nodes import Mapping, Refused, Scalar, Sequence
from portfolio.load.syntax import Excerpt, Mark, end_of, explain_syntax, find_odd_blank, start_of

if TYPE_CHECKING:
    from portfolio.errors import Diagnostics, Source, Span
    from portfolio.load.nodes import Node

MAX_DEPTH = 40
"""No key of the model is deeper than eight; a deeper file is a mistake or an attack."""

PARSER_LIMIT = "exceeded maximum nesting depth"
"""PyYAML's message for more than 1,000 levels. Source: libyaml 0.2.6, which comes with PyYAML 6.0.4."""

MAX_EVENTS = 40_000
"""Some 20,000 values: far more than a person writes, and few enough that each may be a mistake."""


class _StopReadingError(Exception):
    """After a reported error the rest of the file cannot be read."""


_NOT_A_WORD = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
"""Plain scalars that are not text by the core schema. Source: YAML 1.2.2, section 10.3.2."""


def parse_yaml(
    source: Source, diagnostics: Diagnostics, *, lines: tuple[int, int] | None = None
) -> Node | None:
    """Return the document in a source, or in some lines of it; None if it is empty or broken.

    Args:
        source: the file.
        diagnostics: receives every problem found; after a mistake in the syntax nothing more can be.
        lines: the first and the last line (from 1, inclusive) of a part, such as a front matter.
    """
    excerpt = Excerpt(source, *(lines or (1, len(source.lines))))
    reported = len(diagnostics.items)
    text = excerpt.text
    while True:
        composer = _Composer(text, excerpt, diagnostics)
        try:
            return composer.compose()
        except _StopReadingError:
            return None
        except yaml.MarkedYAMLError as error:
            read = error.problem_mark.index if error.problem_mark else len(text)
            if error.problem != PARSER_LIMIT or read == len(text):
                diagnostics.items.append(explain_syntax(error, excerpt, composer.last, composer.opened))
                return None
        # The parser reads ahead to a key's colon, and so may reach its limit of levels before ours.
        del diagnostics.items[reported:]
        text = text[:read]


class _Composer:
    """Turns PyYAML's events into nodes, to a limited depth, and reports features of YAML that are not supported."""

    def __init__(self, text: str, excerpt: Excerpt, diagnostics: Diagnostics) -> None:
        self.excerpt = excerpt
        self.error = diagnostics.error
        self.events = yaml.CSafeLoader(text)
        self.last: yaml.Event | None = None
        self.opened: list[yaml.CollectionStartEvent] = []
        self.taken = 0

    def next(self) -> yaml.Event:
        """Take the next event."""
        self.last = self.events.get_event()
        assert self.last is not None  # noqa: S101 (none comes after the stream's end only)
        self.taken += 1
        if self.taken > MAX_EVENTS:
            span = self.excerpt.span(start_of(self.last))
            self.error(Code.FILE_TOO_LARGE, "too many values for one file", span, "split it")
            raise _StopReadingError
        return self.last

    def compose(self) -> Node | None:
        """Return the only document, or None if there is none."""
        self.next()
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        node = self.read(self.next())
        self.next()
        following = self.next()
        if isinstance(following, yaml.DocumentStartEvent):
            span = self.excerpt.span(start_of(following))
            self.error(Code.YAML_SYNTAX, "a second document begins here", span, "keep one document in a file")
            return None
        return None if isinstance(node, Scalar) and node.plain and not node.text else node

    def read(self, event: yaml.Event) -> Node:
        """Return the node that begins with an event."""
        span = self.excerpt.span(start_of(event), end_of(event))
        if isinstance(event, yaml.AliasEvent):
            help_ = "write the value out, or put text that begins with `*` in quotes"
            self.error(Code.YAML_ALIAS, "YAML aliases are not supported", span, help_)
            return Refused(span)
        self.refuse_properties(event, span)
        if isinstance(event, yaml.ScalarEvent):
            return self.read_scalar(event, span)
        assert isinstance(event, yaml.CollectionStartEvent)  # noqa: S101 (an event is one of the three)
        if len(self.opened) == MAX_DEPTH:
            self.error(Code.YAML_NESTING, f"nested more than {MAX_DEPTH} levels deep", span, "flatten it")
            raise _StopReadingError
        self.opened.append(event)
        node = (
            self.read_list(event) if isinstance(event, yaml.SequenceStartEvent) else self.read_mapping(event)
        )
        self.opened.pop()
        return node if event.tag is None else Refused(span)

    def refuse_properties(self, event: yaml.Event, span: Span) -> None:
        """Report the anchor and the tag of a node."""
        assert isinstance(event, yaml.NodeEvent)  # noqa: S101 (what begins a node)
        if event.anchor is not None:
            help_ = "drop it, or put text that begins with `&` in quotes"
            self.error(Code.YAML_ALIAS, "YAML anchors are not supported", span, help_)
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.error(Code.YAML_TAG, f"the tag `{tag}` is not supported", span, "write the plain value")

    def read_scalar(self, event: yaml.ScalarEvent, span: Span) -> Node:
        """Return a single value."""
        if event.style in {"'", '"'}:
            self.refuse_runaway_quote(event, span)
        elif not event.style and self.refuse_odd_blank(event):
            return Refused(span)
        elif not event.style and not (self.opened and self.opened[-1].flow_style):
            self.refuse_swallowed_entry(event)
        if found := FORBIDDEN.search(event.value):
            message = f"the character U+{ord(found[0]):04X} is not allowed"
            self.error(Code.CONTROL_CHARACTER, message, span, "drop the escape that makes it")
            return Refused(span)
        if event.anchor is not None or event.tag is not None:
            return Refused(span)
        return Scalar(event.value, not event.style, span)

    def refuse_runaway_quote(self, event: yaml.ScalarEvent, span: Span) -> None:
        """Report a quoted text whose next lines are not indented: it contains the keys below.

        The parser would take them as text. Source: YAML 1.2.2, section 6.3, `s-flow-line-prefix(n)`.
        """
        block = [start_of(item).column for item in self.opened if not item.flow_style]
        deepest = max(block, default=-1)
        for number in range(start_of(event).line + 1, end_of(event).line + 1):
            line = self.excerpt.line(number)
            if line.strip() and len(line) - len(line.lstrip(" ")) <= deepest:
                message = f"this quote is not closed before line {number + 1}"
                help_ = "close it, drop it (most text needs no quotes), or indent the lines that belong to it"
                self.error(Code.YAML_SYNTAX, message, span, help_)
                raise _StopReadingError

    def refuse_odd_blank(self, event: yaml.ScalarEvent) -> bool:
        """Report each line of a plain text that would be a key or an entry without a no-break space."""
        is_found = False
        start, end = start_of(event), end_of(event)
        for number in range(start.line, end.line + 1) if not event.value.isascii() else ():
            found = find_odd_blank(self.excerpt, number)
            if found and start <= found.start < end:
                span = self.excerpt.span(found.start, found.end)
                self.error(Code.YAML_SYNTAX, found.message, span, found.help)
                is_found = True
        return is_found

    def refuse_swallowed_entry(self, event: yaml.ScalarEvent) -> None:
        """Report a list entry that is indented into the plain text above it, and would become a part of it."""
        end = end_of(event)
        for number in range(start_of(event).line + 1, end.line + 1):
            line = self.excerpt.line(number)
            column = len(line) - len(line.lstrip())
            if line.lstrip().startswith("- ") and (number < end.line or column < end.column):
                at = Mark(number, column)
                help_ = "indent the entries of one list alike, or put the text in quotes"
                span = self.excerpt.span(at, at)
                self.error(Code.YAML_SYNTAX, "a list entry inside a plain text", span, help_)

    def read_list(self, start: yaml.Event) -> Sequence:
        """Return a list."""
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.read(event))
        return Sequence(tuple(items), self.excerpt.span(start_of(start), end_of(event)))

    def read_mapping(self, start: yaml.Event) -> Mapping:
        """Return a mapping; report keys that are not words, and repeated ones."""
        entries: dict[str, tuple[Span, Node]] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.read(event)
            value = self.read(self.next())
            if isinstance(key, Refused):
                continue
            if isinstance(key, (Sequence, Mapping)):
                self.error(Code.YAML_KEY, "a key must be a word, not a list or a mapping", key.span)
            elif key.text == "<<" and isinstance(value, Refused):
                continue  # a merge key: its alias was reported
            elif self.check_key(key, entries):
                entries[key.text] = (key.span, value)
        return Mapping(entries, self.excerpt.span(start_of(start), end_of(event)))

    def check_key(self, key: Scalar, entries: dict[str, tuple[Span, Node]]) -> bool:
        """Whether a key can be used; if not, it is reported."""
        if not key.text.strip():
            message, help_ = "a key must be text, not empty", "write a word before the colon"
        elif key.plain and _NOT_A_WORD.fullmatch(key.text):
            message, help_ = f"a key must be text, not `{key.text}`", "quote it if it is meant as a word"
        elif key.text in entries:
            help_ = f"it was first given on line {entries[key.text][0].line}; keep one of them"
            self.error(Code.YAML_DUPLICATE_KEY, f"`{key.text}` is given twice", key.span, help_)
            return False
        else:
            return True
        self.error(Code.YAML_KEY, message, key.span, help_)
        return False
