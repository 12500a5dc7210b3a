"""Nodes to the model: every problem of a file at once, each at its word and in the owner's words."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from portfolio.decode import decode_source
from portfolio.errors import Diagnostics, Source
from portfolio.load.composer import parse_yaml
from portfolio.load.schema import Read, read_value
from portfolio.model.config import Config
from portfolio.model.home import Home
from portfolio.model.profile import FactValue, Principle, Profile, StackGroup
from portfolio.model.text import Id, Text


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    label: Text


class Circle(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="circle"):
    radius: int


class Square(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="square"):
    side: int


class Thing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: Text = "-"
    maybe: Text | None = None
    count: int = 0
    stars: Annotated[int, Meta(ge=0, le=9000)] = 0
    truth: bool = False
    day: dt.date | None = None
    size: Literal["small", "large"] = "small"
    id: Id = "a"
    names: tuple[Text, ...] = ()
    few: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=2)] = ("x",)
    facts: dict[Text, FactValue] = {}
    part: Part | None = None
    shapes: tuple[Circle | Square, ...] = ()


def read(text: str, type_: Any = Thing) -> tuple[Read[Any], list[str]]:  # noqa: ANN401 (any type of the model)
    """Return what was read, and each problem as `line:column message`."""
    diagnostics = Diagnostics()
    node = parse_yaml(Source("a.yaml", text), diagnostics)
    assert node is not None
    result = read_value(node, type_, diagnostics)
    return result, [
        f"{item.span.line}:{item.span.column} {item.message}" for item in diagnostics.items if item.span
    ]


def value(text: str, key: str) -> Any:  # noqa: ANN401
    result, problems = read(text)
    assert problems == []
    return getattr(result.value, key)


@pytest.mark.parametrize(
    "text", ["NO", "yes", "on", "1.10", "12:30", "010", "0x1F", "2024-02-30", "1e3", "1_000", "3+"]
)
def test_a_text_field_keeps_what_was_written(text: str) -> None:
    assert value(f"text: {text}\n", "text") == text


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("count: 12", "count", 12),
        ("count: -3", "count", -3),
        ("count: 0", "count", 0),
        *((f"truth: {word}", "truth", True) for word in ("true", "True", "TRUE")),
        *((f"truth: {word}", "truth", False) for word in ("false", "False", "FALSE")),
        *((f"maybe: {word}", "maybe", None) for word in ("null", "Null", "NULL")),
        ("day: 2024-02-29", "day", dt.date(2024, 2, 29)),
        ("maybe: ~", "maybe", None),
        ("maybe:", "maybe", None),
        ('maybe: "null"', "maybe", "null"),
        ("size: large", "size", "large"),
        ('text: "true"', "text", "true"),
        ("text: '  x  '", "text", "x"),
        ("text: >\n  one\n  two\n", "text", "one two"),
        ("names: [a, 1.10]", "names", ("a", "1.10")),
        ("facts: {a: 3, b: 010, c: x, d: [y], e: {f: [g]}}", "facts",
         {"a": 3, "b": "010", "c": "x", "d": ("y",), "e": {"f": ("g",)}}),
        ("facts: {a: 99999999999999999999}", "facts", {"a": "99999999999999999999"}),
        ("part: {label: x}", "part", Part("x")),
        ("shapes: [{kind: circle, radius: 1}, {side: 2, kind: square}]", "shapes", (Circle(1), Square(2))),
    ],
)  # fmt: skip
def test_values_of_each_kind(text: str, key: str, expected: object) -> None:
    assert value(text, key) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text: true", "1:7 `text` must be text, not the value `true`"),
        ("text: ~", "1:7 `text` has no value"),
        ("text:", "1:6 `text` has no value"),
        ('text: "  "', "1:7 `text` is empty"),
        ("text: [a]", "1:7 `text` must be text, not a list"),
        ("text:\n  a: b", "2:3 `text` must be text, not a mapping"),
        ("count: 1.5", "1:8 `count` must be a whole number, not the text `1.5`"),
        ('count: "10"', "1:8 `count` must be a whole number, not the text `10`"),
        ("count: 010", "1:8 `count` must be a whole number, not the text `010`"),
        ("count: 0x1F", "1:8 `count` must be a whole number, not the text `0x1F`"),
        ("count: 1_000", "1:8 `count` must be a whole number, not the text `1_000`"),
        ("count: {a: b}", "1:8 `count` must be a whole number, not a mapping"),
        ("stars: -3", "1:8 `stars` cannot be `-3`"),
        ("truth: yes", "1:8 `truth` must be `true` or `false`, not the text `yes`"),
        ("day: 2024-02-30", "1:6 `2024-02-30` is not a day of the calendar"),
        ("day: 12:30", "1:6 `day` must be a date as year-month-day, not the text `12:30`"),
        ("size: samll", "1:7 `size` cannot be `samll`"),
        ("size:", "1:6 `size` has no value"),
        ("id: A b", "1:5 `id` cannot be `A b`"),
        ('id: "a\\nb"', "1:5 `id` cannot be `a b`"),
        ("names: a", "1:8 `names` must be a list, not the text `a`"),
        ("names: {a: b}", "1:8 `names` must be a list, not a mapping"),
        ("names: [a, [b]]", "1:12 entry 2 of `names` must be text, not a list"),
        ("names: [a, ]\nfew: []", "2:6 `few` is empty"),
        ("few: [a, b, c]", "1:6 `few` has 3 entries"),
        ("facts: [a]", "1:8 `facts` must be a mapping, not a list"),
        ("facts: {a: true}", "1:12 `a` must be text, not the value `true`"),
        ("facts: {a: ~}", "1:12 `a` has no value"),
        ("facts: {a: {b: c}}", "1:16 `b` must be a list, not the text `c`"),
        ("part: x", "1:7 `part` must be a mapping, not the text `x`"),
        ("part: {lable: x}", "1:8 unknown key `lable`"),
        ("part: {}", "1:7 `label` is missing"),
        ("shapes: [x]", "1:10 entry 1 of `shapes` must be a mapping, not the text `x`"),
        ("shapes: [{radius: 1}]", "1:10 `kind` is missing"),
        ("shapes: [{kind: cirlce}]", "1:17 `kind` cannot be `cirlce`"),
        ("shapes: [{kind: [a]}]", "1:17 `kind` must be a word, not a list"),
        ("shapes: [{kind: circle, radius: 1, side: 2}]", "1:36 unknown key `side`"),
        ("txet: x", "1:1 unknown key `txet`"),
        ("- a", "1:1 the file must be a mapping, not a list"),
        ("just words", "1:1 the file must be a mapping, not the text `just words`"),
    ],
)
def test_an_invalid_value_is_named_at_its_word(text: str, message: str) -> None:
    result, problems = read(text)
    assert problems == [message]
    assert result.value is None or "unknown key" in message


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("txet: x", "did you mean `text`?"),
        ("TEXT: x", "did you mean `text`?"),
        ("size: samll", "did you mean `small`?"),
        ("size: huge", "expected `large` or `small`"),
        ('count: "10"', "drop the quotes"),
        ("count: 010", "write it without leading zeros"),
        ("id: A b", "did you mean `a-b`?"),
        ("id: Retries_Happen", "did you mean `retries-happen`?"),
        ("id: '!'", "expected lower-case letters and digits, joined by single hyphens"),
        ("id: Über", "expected lower-case letters and digits, joined by single hyphens"),
        ("day: 22.11.2026", "write it as `2026-11-22`"),
        ("shapes: [{kind: sqare}]", "did you mean `square`?"),
        ("stars: -1", "expected 0 or more"),
        ("stars: 9001", "expected 9000 or less"),
    ],
)
def test_help_names_the_way_out(text: str, help_: str) -> None:
    diagnostics = Diagnostics()
    node = parse_yaml(Source("a.yaml", text), diagnostics)
    assert node is not None
    read_value(node, Thing, diagnostics)
    assert [item.help for item in diagnostics.items] == [help_]


def test_all_problems_of_a_file_come_at_once() -> None:
    _, problems = read(
        "count: x\nnmaes: [a]\npart:\n  label: [1]\n  other: 2\nshapes:\n- kind: circle\n- {}\n"
    )
    assert problems == [
        "2:1 unknown key `nmaes`",
        "1:8 `count` must be a whole number, not the text `x`",
        "5:3 unknown key `other`",
        "4:10 `label` must be text, not a list",
        "7:3 `radius` is missing",
        "8:3 `kind` is missing",
    ]


def test_a_misspelt_key_is_not_reported_as_missing_too() -> None:
    assert read("lable: x", Part)[1] == ["1:1 unknown key `lable`"]


def test_what_was_refused_is_not_judged_again() -> None:
    assert read("text: &a\nnames: [*a, b]\n")[1] == [
        "1:7 YAML anchors are not supported",
        "2:9 YAML aliases are not supported",
    ]


def test_a_merge_key_is_not_an_unknown_key_too() -> None:
    assert read("part:\n  <<: *a\n  label: x\n")[1] == ["2:7 YAML aliases are not supported"]


@pytest.mark.parametrize("value", ["{label: x}", "b", "[x]", "~"])
def test_a_merge_key_without_an_alias_is_an_unknown_key(value: str) -> None:
    assert read(f"part:\n  <<: {value}\n  label: x\n")[1] == ["2:3 unknown key `<<`"]


def test_valid_parts_of_an_invalid_file_can_be_read() -> None:
    result, _ = read("names: [a, [b], c]\ncount: x\n")
    assert [(name, span.column) for name, span in result.entries("names", None)] == [("a", 9), ("c", 17)]


def test_given_fields_are_no_keys() -> None:
    diagnostics = Diagnostics()
    node = parse_yaml(Source("a.yaml", "count: 1\ntext: x\n"), diagnostics)
    assert node is not None
    result = read_value(node, Thing, diagnostics, {"text": "given"})
    assert [item.message for item in diagnostics.items] == ["unknown key `text`"]
    assert result.values["count",] == 1


def test_a_long_text_does_not_reach_the_pattern() -> None:
    assert read("id: " + "a" * 3000)[1][0].startswith("1:5 `id` cannot be `aaa")
    assert len(read("email: " + "a" * 500_000 + "@ b", Profile)[1]) == 2


MODEL = st.sampled_from([Thing, Profile, Home, Config, tuple[Principle, ...], tuple[StackGroup, ...]])
words = st.sampled_from(
    ["name", "text", "kind", "about", "sections", "id", "facts", "1", "~", "true", "x", "['", "- "]
)


@given(st.lists(st.tuples(st.integers(0, 3), words, words), max_size=12), MODEL)
def test_arbitrary_keys_never_raise(rows: list[tuple[int, str, str]], type_: Any) -> None:  # noqa: ANN401
    text = "".join(f"{'  ' * depth}{key}: {word}\n" for depth, key, word in rows)
    diagnostics = Diagnostics()
    source = decode_source("a.yaml", text.encode(), diagnostics)
    assert source is not None
    node = parse_yaml(source, diagnostics)
    if node is not None:
        before = len(diagnostics.items)
        result = read_value(node, type_, diagnostics)
        assert result.value is not None or len(diagnostics.items) > 0
        assert all(item.span and item.span.text in source.lines for item in diagnostics.items[before:])
