"""Folded parts: what is wrong with one is reported at its first line."""

from __future__ import annotations

import pytest

from portfolio.errors import Code, Source
from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.parser import ParsedMarkdown, parse_markdown
from portfolio.model.document import Document


def parse(text: str) -> ParsedMarkdown:
    return parse_markdown(Document(Source("a.md", text), 1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\n\n::: details\nb\n:::", [(3, "the folded part has no title")]),
        ("::: details A\nb\n", [(1, "the folded part is never closed")]),
        ("::: details A\n", [(1, "the folded part is never closed")]),
        ("> ::: details A\n> b\n\nc\n:::", [(1, "the folded part is never closed")]),
        ("::: details A\n:::", [(1, "the folded part is empty")]),
        ("::: details A\n::: details B\nc\n:::\n", [(2, "the folded part is never closed")]),
        (
            ":::: details A\n::: details\n:::\n::::",
            [(2, "the folded part has no title"), (2, "the folded part is empty")],
        ),
    ],
)
def test_what_is_wrong_with_a_folded_part_is_reported_at_its_first_line(
    text: str, found: list[tuple[int, str]]
) -> None:
    diagnostics = parse(text).diagnostics
    assert [(item.span and item.span.line, item.message) for item in diagnostics] == found
    assert {item.code for item in diagnostics} == {Code.FENCE}


def test_problems_within_a_folded_part_have_their_own_location() -> None:
    (problem,) = parse("::: details A\nwords [b](javascript:c)\n:::").diagnostics
    assert problem.span
    assert (problem.span.line, problem.span.column) == (2, 11)


@pytest.mark.parametrize("text", ["::: note\na\n:::", "::: detail A\nb\n:::", ":: details A\nb\n::"])
def test_other_containers_are_text(text: str) -> None:
    parsed = parse(text)
    assert "<details" not in HtmlRenderer().render(parsed.tokens)
    assert [item.code for item in parsed.diagnostics] == [Code.RAW_MARKUP] * text.startswith(":::")


def test_headings_and_links_of_a_folded_part_are_those_of_the_text() -> None:
    parsed = parse("## A\n\n::: details B\n### C\n\n[d](/e)\n:::")
    assert parsed.anchors == ("a", "c")
    assert [link.href for link in parsed.links] == ["/e"]
    assert parsed.diagnostics == ()
