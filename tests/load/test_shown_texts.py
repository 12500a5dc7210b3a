"""Which texts of a YAML file readers see, and where words of them stand in the file."""

from __future__ import annotations

from typing import Any

import pytest

from portfolio.errors import Diagnostics, Source
from portfolio.load.composer import parse_yaml
from portfolio.load.schema import Read, read_value
from portfolio.load.shown_texts import list_shown_texts, locate_words
from portfolio.model.case_study import CaseStudy
from portfolio.model.home import Home
from portfolio.model.profile import Principle, Profile


def read(source: Source, type_: Any, **given: str) -> Read[Any]:  # noqa: ANN401 (of any model)
    node = parse_yaml(source, Diagnostics())
    assert node is not None
    return read_value(node, type_, Diagnostics(), given or None)


def shown(text: str, type_: Any, **given: str) -> list[tuple[str, bool]]:  # noqa: ANN401 (as above)
    read_ = read(Source("a.yaml", text), type_, **given)
    return [(item.text, item.is_marked) for item in list_shown_texts(read_, type_)]


def test_texts_of_a_profile() -> None:
    text = (
        "name: A\nrole: b\nlead: c\nabout: [d, e]\nlocation: f\nemail: a@b.org\ngithub: ada\n"
        "links: [{label: g, url: /h}]\nfacts: {focus: [i]}\n"
    )
    assert shown(text, Profile) == [
        ("A", False), ("b", False), ("f", False), ("c", True), ("d", True), ("e", True), ("g", False)
    ]  # fmt: skip


def test_texts_of_a_case_study() -> None:
    text = (
        "title: a\nrole: b\noutcomes: [{id: c, what: d, after: e}]\ndecisions: [{what: f, why: g}]\n"
        "diagram: {file: h, title: i}\ndraft: true\nupdated: 2026-01-01\norder: 1\n"
    )
    assert shown(text, CaseStudy, slug="s") == [
        ("a", False), ("b", True), ("d", False), ("e", False), ("f", True), ("g", True), ("i", False)
    ]  # fmt: skip


def test_texts_of_sections_and_lists() -> None:
    text = "command: a\nsections: [{kind: about, title: b, command: c, intro: d}, {kind: markdown, title: e, command: f, file: g.md}]"
    assert shown(text, Home) == [("b", False), ("e", False), ("d", True)]
    assert shown("[{id: a, name: b, text: c}]", tuple[Principle, ...]) == [("c", True), ("b", False)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("lead: a ~b~ c ~b~", ["~b~", "~b~"], ["1:9 ~b~", "1:15 ~b~"]),
        ("lead: 'a :b:'", [":b:"], ["1:10 :b:"]),
        ("lead: >-\n  a\n  x ~b~\nrole: ~b~", ["~b~"], ["3:5 ~b~"]),
        ("lead: |\n  a **b\n\n  c **d", ["**", "**"], ["2:5 **", "4:5 **"]),
        ("lead: a ==b\n  c==\nrole: d", ["==b c=="], ["1:7 a ==b"]),
        ('lead: "a \\u003ab:"', [":b:"], ['1:7 "a \\u003ab:"']),
        ("lead: a\nrole: b ~c~", ["~c~"], ["1:7 a"]),
        ("lead: a ~b~ c\\\nrole: b", ["~b~", "x", "c"], ["1:9 ~b~", "1:7 a ~b~ c\\", "1:13 c"]),
    ],
)
def test_words_are_found_in_the_file_or_the_whole_text_is_shown(
    text: str, words: list[str], expected: list[str]
) -> None:
    source = Source("a.yaml", text)
    span = read(source, Profile).spans["lead",]
    found = list(locate_words(source, span, words))
    assert [
        f"{item.line}:{item.column} {item.text[item.column - 1 :][: item.length]}" for item in found
    ] == expected
