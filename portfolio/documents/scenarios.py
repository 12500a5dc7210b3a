"""A scenario on the drawings of its case study: run, and its problems located in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostic, did_you_mean
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.records import DIAGRAM_LANGUAGES
from portfolio.model.scenario import Drawing, Titled
from portfolio.simulate.report import Options, run_scenario
from portfolio.simulate.words import Phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from portfolio.documents.figure import Figure
    from portfolio.errors import Span
    from portfolio.languages.words import Words
    from portfolio.model.document import Document
    from portfolio.model.scenario import Scenario
    from portfolio.model.simulation import Report

__all__ = ["Options", "find_drawings", "make_phrases", "name_drawing", "simulate"]

Path = tuple[str | int, ...]


def name_drawing(title: str, text: str, language: str, read: Callable[[str, str], Figure]) -> Titled:
    """Return what a scenario needs of a drawing, with its title."""
    graph = read(text, language).graph
    names = tuple(node.name for node in graph.nodes)
    edges = tuple((names[edge.source], names[edge.target]) for edge in graph.edges)
    return Titled(title, Drawing(names, edges), text, language)


def make_phrases(words: Words) -> Phrases:
    """Return the sentences of events in a language."""
    return Phrases(**{name: words.pattern(f"event_{name}") for name in Phrases.__struct_fields__})


def find_drawings(document: Document, read_figure: Callable[[str, str], Figure]) -> list[Titled]:
    """Return the drawings in a case study's text, in order."""
    return [
        name_drawing(block.fence.title, block.text, block.fence.language, read_figure)
        for block in parse_markdown(document).code_blocks
        if block.fence.language in DIAGRAM_LANGUAGES
    ]


def simulate(
    scenario: Scenario, spans: Mapping[Path, Span], drawings: Sequence[Titled], options: Options
) -> tuple[Report | None, tuple[Diagnostic, ...]]:
    """Run a scenario.

    Args:
        scenario: as it was read.
        spans: where each of its values is.
        drawings: those of its case study.
        options: see there.
    """
    chosen = _choose(scenario.drawing, drawings)
    if isinstance(chosen, str):
        titles = [drawing.title for drawing in drawings if drawing.title]
        help_ = "draw the system in a `diagram` fence of the case study, with arrows between its nodes"
        if scenario.drawing is not None and titles and scenario.drawing not in titles:
            listed = "titles: " + ", ".join(f"`{title}`" for title in titles)
            help_ = did_you_mean(scenario.drawing, titles) or listed
        span = spans[("drawing",) if scenario.drawing else ("nodes",)]
        return None, (Diagnostic(Code.SCENARIO_DRAWING, chosen, span, help_),)
    result = run_scenario(scenario, _join(chosen), options, spans)
    problems = tuple(
        Diagnostic(item.code, item.message, _span(spans, item.path), item.help, item.severity)
        for item in result.problems
    )
    return result.report, problems


def _choose(title: str | None, drawings: Sequence[Titled]) -> list[Titled] | str:
    """Return the drawings that a scenario is about, or their problems."""
    meant = [drawing for drawing in drawings if title in {None, drawing.title}]
    if not drawings:
        return "the case study has no drawing"
    if not meant:
        return f"no drawing of the case study has the title `{title}`"
    with_graph = [titled for titled in meant if titled.drawing.edges]
    if not with_graph:
        return f"the drawing `{title}` has no arrows" if title else "no drawing of the case study has arrows"
    return with_graph


def _join(drawings: Sequence[Titled]) -> Drawing:
    """Return the labels and arrows of some drawings: one label is one node."""
    labels = dict.fromkeys(label for titled in drawings for label in titled.drawing.labels)
    return Drawing(tuple(labels), tuple(edge for titled in drawings for edge in titled.drawing.edges))


def _span(spans: Mapping[Path, Span], path: Path) -> Span:
    """Return the span of a value, or of the nearest one around it."""
    while path not in spans:
        path = path[:-1]
    return spans[path]
