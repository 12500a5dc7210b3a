"""The one-line notation of a `flow` fence -> a graph, or every problem in it. Never raises.

    SNS (deletion event) -> SQS -> Lambda -> DynamoDB, External API
    SQS -> DLQ: failures

A line is cut into tokens with their places; statements become nodes and edges.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from portfolio.diagrams.graph import Edge, Graph, Node
from portfolio.diagrams.grid import split_lines
from portfolio.diagrams.shapes import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_EDGES = 1000
"""More arrows are no flow that anyone can read; `A, B -> C, D` multiplies them."""

MAX_PROBLEMS = 100
"""More are not reported: the next are seen when these are corrected."""

_ARROWS = {"ARROW", "BOTH", "UNKNOWN"}
_LABEL_HELP = "write a label before and after each arrow: `A -> B`"


class _Token(NamedTuple):
    """A piece of the notation."""

    kind: str
    """A group of `_TOKEN` in capitals, TEXT, END behind each statement, or WRONG: then its text is the message."""
    text: str
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    length: int
    help: str = ""
    """Only of a WRONG token."""


class Flow(Struct, frozen=True):
    """A `flow` fence, read."""

    graph: Graph
    """What could be read, also where there are problems."""
    problems: tuple[Problem, ...] = ()
    """In the order of their places."""


def parse_flow(text: str) -> Flow:
    """Read the one-line notation; nodes in the order of their first mention.

    Statements end with `;` or the line. `->`, `-->` and `→` are an edge, `<->` and `↔` one in each direction;
    `A, B -> C, D` joins each of the left with each of the right. Text after a `:` labels the edges of the
    statement's last arrow. `(…)` after a label is its note; the same label is the same node. Double quotes keep
    commas, colons, semicolons, arrows and parentheses in a label. A line that begins with `#` is a comment. A label
    without an arrow is a node on its own.
    """
    reader = _Reader()
    statement: list[_Token] = []
    for token in _scan(text):
        if token.kind == "END":
            reader.read_statement(statement, token)
            statement = []
        else:
            statement.append(token)
    return reader.flow()


class _Reader:
    """Collects nodes, edges and problems, statement after statement."""

    def __init__(self) -> None:
        self._nodes: dict[str, str] = {}  # label -> note
        self._numbers: dict[str, int] = {}
        self._edges: dict[Edge, None] = {}
        self._problems: list[Problem] = []
        self._overflowed = False

    def flow(self) -> Flow:
        nodes = tuple(Node(label, note) for label, note in self._nodes.items())
        edges = tuple(sorted(self._edges, key=lambda edge: edge.source))
        problems = tuple(sorted(self._problems, key=lambda problem: (problem.line, problem.column)))
        return Flow(Graph(nodes, edges), problems)

    def read_statement(self, tokens: list[_Token], end: _Token) -> None:
        """Read the tokens between two ends; the second end says where something is missing."""
        for token in tokens:
            if token.kind == "WRONG":
                self._problem(token, token.text, token.help)
        tokens = [token for token in tokens if token.kind != "WRONG"]
        colon = next((i for i, token in enumerate(tokens) if token.kind == "COLON"), len(tokens))
        chain, tail = tokens[:colon], tokens[colon:]
        arrows = [token for token in chain if token.kind in _ARROWS]
        if not tokens:
            return
        groups = list(self._read_groups(chain, end if not tail else tail[0]))
        label = self._read_label(tail, has_arrow=bool(arrows))
        for place, arrow in enumerate(arrows):
            said = label if arrow is arrows[-1] else ""
            self._join(groups[place], groups[place + 1], arrow, said)

    def _read_groups(self, chain: list[_Token], end: _Token) -> Iterator[list[int]]:
        """Give the nodes before, between and after the arrows, by their numbers."""
        group: list[int] = []
        label: list[_Token] = []
        before: _Token | None = None
        for token in [*chain, end]:
            if token.kind in {"TEXT", "QUOTED", "NOTE"}:
                label.append(token)
                continue
            last = token is end
            if label:
                group += self._read_node(label)
            else:
                self._missing(before, token, last=last)
            label = []
            if token.kind != "COMMA":
                yield group
                group = []
            before = token

    def _read_node(self, tokens: list[_Token]) -> list[int]:
        notes = [token for token in tokens if token.kind == "NOTE"]
        words = [token for token in tokens if token.kind != "NOTE"]
        label = " ".join("".join(token.text for token in words).split())
        if not label:
            self._problem(tokens[0], "there is no label", "write a label between the quotes, before the note")
            return []
        behind = tokens[tokens.index(notes[0]) + 1 :] if notes else []
        if any(token.text.strip() for token in behind):
            extra = next(token for token in behind if token.text.strip())
            self._problem(
                extra,
                f"there is text after the note of `{label.split(' ')[0]}`",
                "a note ends its label; put a label with parentheses in double quotes",
            )
        number = self._numbers.setdefault(label, len(self._numbers))
        note = " ".join(notes[0].text.split()) if notes else ""
        known = self._nodes.setdefault(label, note)
        if note and known and note != known:
            self._problem(
                notes[0],
                f"`{label}` has another note already",
                f"the first note counts: `({known})`; write a node's note once",
            )
        self._nodes[label] = known or note
        return [number]

    def _missing(self, before: _Token | None, token: _Token, *, last: bool) -> None:
        """Report a place where a label should have been; a statement's own end is pointed at through the arrow."""
        if before is not None and before.kind == "COMMA":
            self._problem(before, "there is no label after the comma", "write a label or remove the comma")
        elif token.kind == "COMMA":
            self._problem(token, "there is no label before the comma", "write a label or remove the comma")
        elif before is not None:
            self._problem(before, f"the arrow `{before.text}` has no target", _LABEL_HELP)
        if not last and token.kind != "COMMA" and (before is None or before.kind != "COMMA"):
            self._problem(token, f"the arrow `{token.text}` has no source", _LABEL_HELP)

    def _read_label(self, tail: list[_Token], *, has_arrow: bool) -> str:
        """Read what follows a colon: all of it is the edge's label, but for an arrow or a second colon."""
        if not tail:
            return ""
        label = " ".join("".join(token.text for token in tail[1:]).split())
        if not has_arrow:
            self._problem(
                tail[0], "a label after `:` needs an arrow", "write `A -> B: label`, or quote the colon"
            )
        elif not label:
            self._problem(tail[0], "there is no label after `:`", "write a label or remove the colon")
        arrow = next((token for token in tail if token.kind in _ARROWS), None)
        if arrow:
            self._problem(
                arrow,
                f"the arrow `{arrow.text}` is in a label",
                "end the statement with `;` before it, or put the label in double quotes",
            )
        return label

    def _join(self, sources: Iterable[int], targets: list[int], arrow: _Token, label: str) -> None:
        if arrow.kind == "UNKNOWN":
            self._problem(arrow, f"`{arrow.text}` is no arrow", _help_with_arrow(arrow.text))
            return
        for source in sources:
            for target in targets:
                if len(self._edges) >= MAX_EDGES:
                    if not self._overflowed:
                        self._problem(
                            arrow, f"there are more than {MAX_EDGES} arrows", "split the flow into several"
                        )
                    self._overflowed = True
                    return
                self._edges[Edge(source, target, label)] = None
                if arrow.kind == "BOTH":
                    self._edges[Edge(target, source, label)] = None

    def _problem(self, token: _Token, message: str, help_: str) -> None:
        if len(self._problems) == MAX_PROBLEMS:
            return
        self._problems.append(
            Problem(ProblemKind.NOTATION, token.line, token.column, max(token.length, 1), message, help_)
        )


_TOKEN = re.compile(
    r"""
      (?P<QUOTED>"[^"]*")
    | (?P<quote>")
    | (?P<BOTH><-+>|↔|⟷)
    | (?P<ARROW>-+>|→|⟶)
    | (?P<UNKNOWN><?[=~]+>|<[-=~]+|(?<!\S)--+(?=\s|\w|$)|[↓↑←⇒⇐➜▶►])
    | (?P<COMMA>,)
    | (?P<END>;)
    | (?P<COLON>:(?=\s|$))
    | (?P<colon>:)
    | (?P<call>(?<=\w)\([^()]*\))  # as in `handler()`: part of the label
    | (?P<NOTE>\((?:[^()]|\([^()]*\))*+\))
    | (?P<parenthesis>\()
    | (?P<text>.)
    """,
    re.VERBOSE,
)
_WRONG = {
    "quote": ("a double quote is not closed", 'close it with a second `"` on the same line'),
    "parenthesis": (
        "a parenthesis is not closed",
        "close the note with `)`, or put a label with a parenthesis in double quotes",
    ),
    "colon": (
        "a blank is missing after the colon",
        "write `: ` before an edge's label, or put a label with a colon in double quotes",
    ),
}


def _scan(text: str) -> Iterator[_Token]:
    """Give the tokens of a text; each statement, an empty one too, is followed by an END."""
    for number, line in enumerate(split_lines(text), start=1):
        if not line.lstrip().startswith("#"):
            yield from _scan_line(line, number)


def _help_with_arrow(arrow: str) -> str:
    """Say what to write instead of something that looks like an arrow."""
    if arrow in {"←", "⇐"} or ("<" in arrow and ">" not in arrow):
        return "arrows point to the right: write `B -> A` for `A <- B`"
    if set(arrow) == {"-"}:
        return "did you mean `->`? an edge's label follows a colon: `A -> B: label`"
    return f"did you mean `{'<->' if '<' in arrow else '->'}`?"


def _scan_line(line: str, number: int) -> Iterator[_Token]:
    begin, in_label = 0, False  # where the text before the next token begins; behind a colon signs are text
    for found in _TOKEN.finditer(line):
        name = found.lastgroup or "text"
        if name in {"text", "call"} or (in_label and name in {"NOTE", "COMMA", "COLON", *_WRONG}):
            continue
        yield from _text(line, begin, found.start(), number)
        begin = found.end()
        place = (number, found.start() + 1, found.end() - found.start())
        if name in _WRONG:
            message, help_ = _WRONG[name]
            yield _Token("WRONG", message, *place, help_)
            continue
        text = found.group()[1:-1] if name in {"QUOTED", "NOTE"} else found.group()
        yield _Token(name, text, *place)
        in_label = (in_label or name == "COLON") and name != "END"
    yield from _text(line, begin, len(line), number)
    yield _Token("END", "", number, len(line) + 1, 0)


def _text(line: str, begin: int, end: int, number: int) -> Iterator[_Token]:
    """Give the text between two tokens; its place leaves out the blanks around it, its words keep them."""
    text = line[begin:end]
    if text.strip():
        first = begin + len(text) - len(text.lstrip())
        yield _Token("TEXT", text, number, first + 1, len(text.strip()))
