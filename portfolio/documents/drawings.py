"""Drawings of a text: each read once, checked with its location in the file, and rendered by figure.py; `fmt` repairs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.diagrams import Graph, Problem, ProblemKind, draw_graph, parse_flow, read_diagram, repair
from portfolio.documents.figure import Figure
from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.records import DIAGRAM, DIAGRAM_LANGUAGES, FLOW
from portfolio.model.names import fold_name, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.errors import Source, Span
    from portfolio.markdown.records import CodeBlock
    from portfolio.model.document import Document

MAX_COLUMNS = 82
"""The text is 72 characters of 16 px wide, which is this many of a drawing's 14 px."""

CROOKED = {ProblemKind.BOX, ProblemKind.WALL, ProblemKind.TEXT}
"""The problems that may be repaired: what is shown is then what `fmt` would write."""

MIN_LETTERS = 3
"""Of a word in a label that the text has to mention."""
_JOINED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Scripts without blanks between words, and Korean, whose particles follow the word without one."""


_ARABIC = re.compile("[\u0600-\u06ff]")
"""A script whose articles, conjunctions and prepositions are written onto the word after them."""


def read_figure(text: str, language: str) -> Figure:
    """Read a drawing, or a flow in the one-line notation, which is drawn first. Never raises on any text."""
    return _read_flow(text) if language == FLOW else _read_drawing(text)


def _read_drawing(text: str) -> Figure:
    diagram = read_diagram(text)
    problems = [*diagram.problems, *_find_too_wide(diagram.drawing.grid.rows)]
    if any(problem.kind in CROOKED for problem in problems) and (repaired := repair(text).text) != text:
        diagram = read_diagram(repaired)
    return Figure(text, diagram, diagram.graph, _sort(problems))


def _read_flow(text: str) -> Figure:
    flow = parse_flow(text)
    problems = list(flow.problems)
    drawn = draw_graph(flow.graph, width=MAX_COLUMNS) if not problems else None
    if drawn is None and not problems:
        message = "the flow has too many branches to be drawn"
        help_ = "draw it in a `diagram` fence, or leave out what matters least"
        problems.append(Problem(ProblemKind.NOTATION, 1, 1, 1, message, help_))
    if drawn is None:
        return Figure(text, read_diagram(text), flow.graph, _sort(problems))
    return Figure(drawn.text, drawn.diagram, flow.graph, (), is_drawn=True)


def _find_too_wide(rows: Iterable[tuple[str, ...]]) -> Iterator[Problem]:
    """Yield a problem for the widest row, if it is too wide for a page."""
    width, line = max(((len(row), -number) for number, row in enumerate(rows, start=1)), default=(0, 0))
    if width > MAX_COLUMNS:
        message = f"the drawing is {width} columns wide, and a page shows {MAX_COLUMNS}"
        help_ = "readers must scroll sideways; draw it downwards"
        yield Problem(ProblemKind.WIDTH, -line, 1, 1, message, help_)


def _sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column, problem.kind)))


def check_drawings(
    blocks: Iterable[CodeBlock], figures: dict[tuple[str, str], Figure], source: Source, prose: str
) -> Iterator[Diagnostic]:
    """Yield the problems of a text's drawings, and labels that its words never mention.

    Args:
        blocks: the text's fences.
        figures: the drawings that were read, by text and language.
        source: the file.
        prose: the words of the file outside of its drawings; empty if labels are not checked.
    """
    folded = fold_name(prose)
    known = _find_words(folded)
    for block in blocks:
        if block.fence.language not in DIAGRAM_LANGUAGES:
            continue
        figure = figures[block.text, block.fence.language]
        yield from (
            locate_problem(problem, source, block.first_line, block.column) for problem in figure.problems
        )
        for label in _unmentioned(figure.graph, known, folded) if known else ():
            message = f"the drawing shows `{label}`, and the text never mentions it"
            help_ = "explain it in the text, or name it as the text does"
            yield Diagnostic(
                Code.DIAGRAM_LABEL, message, _find(block, label, source), help_, Severity.WARNING
            )


def locate_problem(problem: Problem, source: Source, first_line: int = 1, column: int = 1) -> Diagnostic:
    """Return a drawing's problem as a diagnostic of its file.

    Only what cannot be drawn at all is an error: a drawing with a flaw is still shown as it was written.
    """
    span = source.span(first_line + problem.line - 1, column + problem.column - 1, problem.length)
    severity = Severity.ERROR if problem.kind is ProblemKind.NOTATION else Severity.WARNING
    return Diagnostic(Code(f"diagram-{problem.kind}"), problem.message, span, problem.help or None, severity)


def _unmentioned(graph: Graph, known: set[str], prose: str) -> Iterator[str]:
    for node in graph.nodes:
        label = fold_name(node.label)
        words = _find_words(label)
        is_known = words & known or any(
            other.endswith(word) for word in filter(_ARABIC.match, words) for other in known
        )
        if words and not is_known and not any(piece in prose for piece in _cut_joined(label)):
            yield node.label


def _find_words(text: str) -> set[str]:
    """Return the words of a text that are long enough, without the ending of a plural."""
    return {word.rstrip("s") for word in split_words(text) if len(word) >= MIN_LETTERS}


def _cut_joined(text: str) -> Iterator[str]:
    """Yield what can be a word where no blank shows its end."""
    for run in _JOINED.findall(text):
        for start in range(len(run) - MIN_LETTERS + 1):
            yield run[start : start + MIN_LETTERS]


def _find(block: CodeBlock, label: str, source: Source) -> Span:
    """Return the span of a label's first word, since a box may break it over lines."""
    first = label.split(maxsplit=1)[0]
    for offset, line in enumerate(block.text.split("\n")):
        column = line.find(first)
        if column >= 0:
            return source.span(block.first_line + offset, block.column + column, len(first))
    return block.span


def repair_document(document: Document) -> dict[int, str]:
    """Return the lines of a Markdown file that change, by their numbers from 1."""
    changed: dict[int, str] = {}
    for block in parse_markdown(document).code_blocks:
        if block.fence.language != DIAGRAM:
            continue
        before = block.text.removesuffix("\n").split("\n")
        for offset, new in repair_drawing(block.text.removesuffix("\n")).items():
            line = document.source.lines[block.first_line + offset - 2]
            prefix = line[: block.column - 1]
            # not so in a quote that is continued lazily, or after a tab
            if line == prefix + before[offset - 1]:
                changed[block.first_line + offset - 1] = prefix + new
    return changed


def repair_drawing(text: str) -> dict[int, str]:
    """Return the lines of a drawing that change, by their numbers from 1."""
    before, after = text.split("\n"), repair(text).text.split("\n")
    if len(before) != len(after):
        return {}
    return {
        number: new
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1)
        if old != new
    }
