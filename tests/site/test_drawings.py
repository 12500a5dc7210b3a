"""The owner's own drawings: each is read, shown and light; the banner is one that any reader of drawings understands."""

from __future__ import annotations

import zlib

import pytest
from support.command import ROOT

from portfolio.load.content import load_site
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.plugins.fences import FIGURES
from portfolio.render.banner import draw_banner
from portfolio.render.drawings import read_figure
from portfolio.render.figures import draw_figure
from portfolio.render.repairs import repair_drawing

MAX_FIGURE_BYTES = 3_000

SITE = load_site(ROOT)
DRAWINGS = {
    f"{document.path}: {block.fence.title}": block
    for document in SITE.documents
    for block in parse_markdown(document).code_blocks
    if block.fence.language in FIGURES
}
GDPR = next(block for name, block in DRAWINGS.items() if "gdpr" in name)


def test_there_are_as_many_drawings_as_the_content_has() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "content").rglob("*.md"))
    assert len(DRAWINGS) == text.count("```diagram ") + text.count("```flow ") == 9


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_understood_and_has_no_flaw(name: str) -> None:
    block = DRAWINGS[name]
    figure = read_figure(block.text, block.fence.language)
    assert figure.problems == ()
    assert figure.diagram.kind in {"flow", "tree"}
    assert repair_drawing(block.text.rstrip("\n")) == {}
    html = draw_figure(figure, block.fence.title, block.id)
    assert len(zlib.compress(html.encode())) <= MAX_FIGURE_BYTES


def test_the_deletion_pipeline_says_what_leads_where() -> None:
    graph = read_figure(GDPR.text, "diagram").graph
    names = [node.label for node in graph.nodes]
    assert {(names[edge.source], names[edge.target]) for edge in graph.edges} == {
        ("SNS", "SQS"),
        ("SQS", "Lambda"),
        ("SQS", "DLQ"),
        ("Lambda", "DynamoDB tables"),
        ("Lambda", "External state API"),
    }
    notes = {node.label: node.note for node in graph.nodes if node.note}
    assert notes == {
        "SNS": "deletion event",
        "SQS": "buffered queue",
        "DLQ": "captures failures, raises an alarm",
    }


def test_the_banner_is_a_drawing_without_a_flaw() -> None:
    assert SITE.site is not None
    profile = SITE.site.profile
    banner = draw_banner([[profile.name, profile.role], profile.fields])
    lines = [f"║  {' · '.join(part.shown for part in line.parts)}{line.blanks}  ║" for line in banner.lines]
    figure = read_figure("\n".join([banner.top, *lines, banner.bottom]), "diagram")
    assert len(figure.diagram.drawing.boxes) == 1
    assert figure.problems == ()
