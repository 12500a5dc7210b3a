"""The owner's facts as code: legal names, legal strings, lines that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_tree import parse_html
from support.sites import render
from support.small_sites import write_site
from wcwidth import wcswidth

from portfolio.pages.self_description import MAX_COLUMNS, write_self_description

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.model.home import CodeLanguage
    from portfolio.model.profile import FactValue


FACTS: dict[str, FactValue] = {
    "focus": "ledgers",
    "languages": ("Go", "Python"),
    "cloud": {"AWS": ("SQS", "ECS"), "GCP": ("GKE",)},
    "DSA problems solved": 500,
    "type": "all of it",
}


def describe(facts: dict[str, FactValue], language: CodeLanguage = "java") -> str:
    return write_self_description({"name": "Ada", **facts}.items(), language)


def call(name: str, value: FactValue) -> str:
    lines = describe({name: value}).splitlines()
    assert lines[:2] == ["Engineer engineer = Engineer.builder()", '    .name("Ada")']
    assert lines[-1] == "    .build();"
    return "\n".join(lines[2:-1])


def test_every_kind_of_fact_becomes_a_call() -> None:
    assert describe(FACTS) == (
        "Engineer engineer = Engineer.builder()\n"
        '    .name("Ada")\n'
        '    .focus("ledgers")\n'
        '    .languages(List.of("Go", "Python"))\n'
        '    .cloud("AWS", List.of("SQS", "ECS"))\n'
        '    .cloud("GCP", List.of("GKE"))\n'
        "    .dsaProblemsSolved(500)\n"
        '    .type("all of it")\n'
        "    .build();\n"
    )


WRITTEN: dict[CodeLanguage, str] = {
    "go": """engineer := Engineer{
    Name: "Ada",
    Focus: "ledgers",
    Languages: []string{"Go", "Python"},
    Cloud: map[string][]string{
        "AWS": {"SQS", "ECS"}, "GCP": {"GKE"}},
    DSAProblemsSolved: 500,
    Type: "all of it",
}
""",
    "python": """engineer = Engineer(
    name="Ada",
    focus="ledgers",
    languages=["Go", "Python"],
    cloud={"AWS": ["SQS", "ECS"], "GCP": ["GKE"]},
    dsa_problems_solved=500,
    type="all of it",
)
""",
    "typescript": """const engineer: Engineer = {
    name: "Ada",
    focus: "ledgers",
    languages: ["Go", "Python"],
    cloud: {"AWS": ["SQS", "ECS"], "GCP": ["GKE"]},
    dsaProblemsSolved: 500,
    type: "all of it",
};
""",
    "rust": """let engineer = Engineer {
    name: "Ada",
    focus: "ledgers",
    languages: vec!["Go", "Python"],
    cloud: HashMap::from([
        ("AWS", vec!["SQS", "ECS"]), ("GCP", vec!["GKE"])]),
    dsa_problems_solved: 500,
    type_: "all of it",
};
""",
}


@pytest.mark.parametrize("language", WRITTEN)
def test_facts_are_a_record_of_the_language_that_the_owner_asks_for(language: CodeLanguage) -> None:
    assert describe(FACTS, language) == WRITTEN[language]


def test_the_code_has_the_employers_and_the_certifications(tmp_path: Path) -> None:
    root = write_site(
        tmp_path / "site",
        profile={"facts": {"<b>": "</pre>"}},
        sections=[{"kind": "code", "language": "python"}],
        experience=[{"employer": "Bank"}],
        certifications=[{"name": "</code><script>"}],
    )
    page = parse_html(render(root)["index.html"])
    assert page.one("pre").text == (
        'engineer = Engineer( name="Bo", experience=["Bank"], b="</pre>", certifications=["</code><script>"], )'
    )


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('say "hi"', r'"say \"hi\""'),
        ("a\\b", r'"a\\b"'),
        ("a\nb\tc", r'"a\nb\tc"'),
        (r"\u0022 + evil()", r'"\\u0022 + evil()"'),
        ("größer 日本 🚀", '"größer 日本 🚀"'),
    ],
)
def test_strings_are_escaped_as_java_wants_it(text: str, literal: str) -> None:
    assert call("fact", text) == f"    .fact({literal})"


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("DSA problems solved", "dsaProblemsSolved"),
        ("C++ / C#", "cC"),
        ("3D graphics", "_3dGraphics"),
        ("new", "new_"),
        ("build", "build_"),
        ("!!!", "fact"),
        ("größe", "größe"),
        ("nu\u0301mero", "n\u00famero"),
        ("नमस्ते", "नमस्ते"),
        ("snake_case name", "snakeCaseName"),
    ],
)
def test_a_facts_name_becomes_a_legal_method(name: str, method: str) -> None:
    assert call(name, 1) == f"    .{method}(1)"


def test_a_number_that_java_calls_long_has_its_suffix() -> None:
    assert call("rows", 2**31) == "    .rows(2147483648L)"
    assert call("rows", 2**31 - 1) == "    .rows(2147483647)"


def test_lists_are_broken_so_that_no_line_is_too_long() -> None:
    for word in ("event-driven architecture", "分散システム", "x"):
        lines = call("focus", (word,) * 30).split("\n")
        assert max(map(wcswidth, lines)) <= MAX_COLUMNS, word
        assert sum(line.count(f'"{word}"') for line in lines) == 30


def test_a_call_of_exactly_the_widest_length_stays_on_one_line() -> None:
    """Both sides of the bound: 68 columns fit, 69 do not, for any call."""
    for value, wrap in (
        (lambda n: "a" * n, 2),
        (lambda n: ("a" * n,), 11),
        (lambda n: "日" * (n // 2) + "a" * (n % 2), 2),
    ):
        room = MAX_COLUMNS - len("    .motto()") - wrap
        fits = call("motto", value(room))
        assert "\n" not in fits
        assert wcswidth(fits) == MAX_COLUMNS
        assert call("motto", value(room + 1)).count("\n") == 1


def test_a_line_of_a_list_of_exactly_the_widest_length_is_not_broken() -> None:
    room = MAX_COLUMNS - len('        "", ""))')
    words = ("a" * 10, "b" * (room - 10))
    lines = call("focus", words).split("\n")
    assert lines == ["    .focus(List.of(", f'        "{words[0]}", "{words[1]}"))']
    assert len(lines[1]) == MAX_COLUMNS
    assert call("focus", (words[0], words[1] + "b")).count("\n") == 2


def test_a_long_text_is_on_its_own_line() -> None:
    text = "a" * 55
    assert call("motto", text) == f'    .motto(\n        "{text}")'


def test_a_fact_without_anything_in_it_leaves_no_empty_line() -> None:
    assert call("cloud", {}) == ""
    assert call("cloud", ()) == "    .cloud(List.of())"
