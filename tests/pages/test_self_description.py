"""The owner's facts as Java: legal names, legal strings, lines that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from portfolio.highlight import highlight_code
from portfolio.model.profile import Profile
from portfolio.pages.self_description import MAX_COLUMNS, write_self_description

if TYPE_CHECKING:
    from portfolio.model.profile import FactValue


def describe(facts: dict[str, FactValue], **profile: tuple[str, ...]) -> str:
    return write_self_description(Profile(name="Ada", role="Engineer", lead="x", facts=facts, **profile))  # type: ignore[arg-type]


def call(name: str, value: FactValue) -> str:
    lines = describe({name: value}).splitlines()
    assert lines[:2] == ["Engineer engineer = Engineer.builder()", '    .name("Ada")']
    assert lines[-1] == "    .build();"
    return "\n".join(lines[2:-1])


def test_every_kind_of_fact_becomes_a_call() -> None:
    facts: dict[str, FactValue] = {
        "focus": "ledgers",
        "languages": ("Go", "Python"),
        "cloud": {"AWS": ("SQS",), "GCP": ("GKE",)},
        "DSA problems solved": 500,
    }
    assert describe(facts, companies=("Bank",), certifications=("AWS Certified",)) == (
        "Engineer engineer = Engineer.builder()\n"
        '    .name("Ada")\n'
        '    .experience(List.of("Bank"))\n'
        '    .focus("ledgers")\n'
        '    .languages(List.of("Go", "Python"))\n'
        '    .cloud("AWS", List.of("SQS"))\n'
        '    .cloud("GCP", List.of("GKE"))\n'
        "    .dsaProblemsSolved(500)\n"
        '    .certifications(List.of("AWS Certified"))\n'
        "    .build();\n"
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


def test_the_html_holds_no_tag_of_the_owners() -> None:
    profile = Profile(name="</code><script>", role="x", lead="x", facts={"<b>": "</pre>"})
    html = highlight_code(write_self_description(profile), "java")
    assert "<script" not in html
    assert "</pre" not in html
    assert "&lt;/pre&gt;" in html
