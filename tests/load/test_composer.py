"""YAML to nodes: what is refused, and that every message is at its character."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portfolio.decode import decode_source
from portfolio.errors import Code, Diagnostics, Source
from portfolio.load.composer import parse_yaml
from portfolio.load.nodes import Mapping, Node, Scalar, Sequence


def parse(text: str) -> tuple[Node | None, list[tuple[str, int, int]]]:
    """Return the node, and code, line and column of each problem."""
    diagnostics = Diagnostics()
    node = parse_yaml(Source("a.yaml", text), diagnostics)
    places = [(str(item.code), item.span.line, item.span.column) for item in diagnostics.items if item.span]
    assert len(places) == len(diagnostics.items)
    return node, places


def problems(text: str) -> list[tuple[str, int, int]]:
    return parse(text)[1]


def value(text: str) -> Scalar:
    """Return the value of the only key of a mapping."""
    node, found = parse(text)
    assert found == []
    assert isinstance(node, Mapping)
    ((_, scalar),) = node.entries.values()
    assert isinstance(scalar, Scalar)
    return scalar


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a: "open\n', "this quote is never closed; parsing stopped at the end, on line 1"),
        ("a: 'open\n  b\n\n\n", "this quote is never closed; parsing stopped at the end, on line 2"),
        ('a: "x\n\n\n---\nb: 1\n', "this quote is never closed; parsing stopped at line 4, column 1"),
        ('a: ["b", "c\n  d]\n', "this quote is never closed; parsing stopped at the end, on line 2"),
        ("a: [b, c\n", "this list is never closed; parsing stopped at the end, on line 1"),
        ("a: {b: c\n  d\n", "this mapping is never closed; parsing stopped at the end, on line 2"),
        (
            "a: [b\nc: d\n",
            "this list is never closed, or an entry lacks its comma; parsing stopped at line 2, column 2",
        ),
    ],
)
def test_what_is_never_closed_names_the_line_where_parsing_stopped(text: str, message: str) -> None:
    diagnostics = Diagnostics()
    parse_yaml(Source("a.yaml", text), diagnostics)
    assert [item.message for item in diagnostics.items] == [message]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        # quotes, where they were opened
        ('a: "open\nb: 1\n', 1, 4),
        ("a: 'open\nb: it's\nc: 2\n", 1, 4),
        ('a: "open\nb: "x"\nc: 2\n', 1, 4),
        ('a: "x\n\n\n---\nb: 1\n', 1, 4),
        ('a: "one\n  two\n  three: "four"\nb: 1\n', 1, 4),
        ('a: "open\nb: "\nc: 1\n', 1, 4),
        ('a:\n  b: "open\n  c: "\n', 2, 6),
        ('a: 🎉 @\nb: "日本\n', 2, 4),
        # behind quotes and brackets
        ('a: "x" y\n', 1, 8),
        ("a: 'x' y\n", 1, 8),
        ("a: [x]y\n", 1, 7),
        # tabs, where they stand
        ("a:\n\tb: 1\n", 2, 1),
        ("a:\n  b: 1\n\tc: 2\n", 3, 1),
        ("a:\n    \tb: 1\n", 2, 5),
        ("-\tx: 1\n\ty: 2\n", 1, 2),
        ("a: >\n\tx\n", 2, 1),
        # colons and keys
        ("a: b: c\n", 1, 5),
        ("a: 1\n  b: 2\n", 2, 4),
        ("a:1\nb: 2\n", 1, 1),
        ("a: 1\nb\nc: 2\n", 2, 1),
        (": x\n", 1, 1),
        # indentation
        ("a:\n  b: 1\n c: 2\n", 3, 2),
        (" a: 1\nb: 2\n", 2, 1),
        ("- x\nb: 1\n", 2, 1),
        ("b: 1\n- x\n", 2, 1),
        ("a:\n  - x\n    - y\n", 3, 5),
        ("a: x\n  - y\nb: 1\n", 2, 3),
        # characters that begin no plain text
        ("a: @foo\n", 1, 4),
        ("a: `x`\n", 1, 4),
        ("a: %x\n", 1, 4),
        ("a: &\n", 1, 4),
        ("a: *\n", 1, 4),
        ("a: !<\n", 1, 4),
        ("a: ]\n", 1, 4),
        ("a: - b\n", 1, 4),
        # brackets, where they were opened
        ("a: [1, 2\nb: 3\n", 1, 4),
        ("a: {x: 1\nb: 3\n", 1, 4),
        ("- a: [x, y\n- b: 1\n", 1, 6),
        ("a: [1, 2", 1, 4),
        ("x: {a, b: [c}\n", 1, 11),
        ('a: ["x" "y"]\n', 1, 9),
        ("a: [b: c: d]", 1, 9),
        # the rest
        ('a: "\\q"\n', 1, 5),
        ("a: |2x\n", 1, 6),
        ("a: 1\n---\nb: 2\n", 2, 1),
        ("%FOO\n", 1, 1),
    ],
)
def test_a_syntax_error_is_at_its_cause(text: str, line: int, column: int) -> None:
    assert problems(text) == [(Code.YAML_SYNTAX, line, column)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: *x\n", [("yaml-alias", 1, 4)]),
        ("a: &x 1\nb: [*x, *x]\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 5), ("yaml-alias", 2, 9)]),
        ("a: &x {q: 1}\nb:\n  <<: *x\n", [("yaml-alias", 1, 4), ("yaml-alias", 3, 7)]),
        ("a: !!str 1\nb: !foo [x]\n", [("yaml-tag", 1, 4), ("yaml-tag", 2, 4)]),
        ("a: 1\nb: 2\na: 3\n", [("yaml-duplicate-key", 3, 1)]),
        ("1: x\n", [("yaml-key", 1, 1)]),
        ("a: {true: x, ~: y, 0x1F: z, .inf: w, 1.5: v}\n", [("yaml-key", 1, n) for n in (5, 14, 20, 29, 38)]),
        ("[a]: x\n", [("yaml-key", 1, 1)]),
        ("? {a: b}\n: x\n", [("yaml-key", 1, 3)]),
        ('"": x\n', [("yaml-key", 1, 1)]),
        ('a: "\\0"\n', [("control-character", 1, 4)]),
        ('a: "\\L"\n', [("control-character", 1, 4)]),
        ('b: 1\na: "x\\x0c"\n', [("control-character", 2, 4)]),
        ('- "\\u0085"\n- ["\\N", "\\_\\t"]\n', [("control-character", 1, 3), ("control-character", 2, 4)]),
        ('{"a\\e": x}\n', [("control-character", 1, 2)]),
    ],
)
def test_what_yaml_allows_and_we_do_not(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(text) == expected


def test_a_duplicate_key_names_the_first_ones_line() -> None:
    diagnostics = Diagnostics()
    parse_yaml(Source("a.yaml", "b: 1\na: 1\na: 2\n"), diagnostics)
    (item,) = diagnostics.items
    assert item.help == "it was first given on line 2; keep one of them"


@pytest.mark.parametrize(
    "text", ["NO", "yes", "on", "1.10", "12:30", "010", "0x1F", "2024-02-30", "null", "~", "1e3", ".inf"]
)
def test_a_plain_scalar_stays_as_written(text: str) -> None:
    assert value(f"a: {text}\n") == Scalar(text, plain=True, span=value(f"a: {text}\n").span)


@pytest.mark.parametrize(
    ("text", "expected", "plain"),
    [
        ("a: |\n  x\n   y\n", "x\n y\n", False),
        ("a: >-\n  x\n  y\n", "x y", False),
        ("a: x\n  y\n", "x y", True),
        ('a: "x\n  y"\n', "x y", False),
        ("a:\n", "", True),
        ("a: # nothing\n", "", True),
        ("? a\n: b\n", "b", True),
    ],
)
def test_scalars_over_several_lines(text: str, expected: str, *, plain: bool) -> None:
    assert (value(text).text, value(text).plain) == (expected, plain)


@pytest.mark.parametrize("key", ["NO", "yes", "on", "2024-01-01", "1.2.3", '"1"', "'true'"])
def test_a_key_that_reads_as_text_is_one(key: str) -> None:
    assert problems(f"{key}: x\n") == []


@pytest.mark.parametrize("text", ["", "# only\n", "\n\n", "---\n", "---\n...\n"])
def test_an_empty_document_is_nothing(text: str) -> None:
    assert parse(text) == (None, [])


def test_a_part_of_a_file_keeps_the_files_line_numbers() -> None:
    diagnostics = Diagnostics()
    source = Source("a.md", "---\na: 1\nb: c: d\n---\nb: c: d\n")
    assert parse_yaml(source, diagnostics, lines=(2, 3)) is None
    (item,) = diagnostics.items
    assert item.span == source.span(3, 5, 1)


def test_the_end_of_a_part_is_behind_its_last_character() -> None:
    source = Source("a.md", "---\n? a\n---\n")
    node = parse_yaml(source, Diagnostics(), lines=(2, 2))
    assert isinstance(node, Mapping)
    assert node.entries["a"][1].span == source.span(2, 4)


def test_a_tab_is_called_one() -> None:
    diagnostics = Diagnostics()
    for text in ("a:\n\tb: 1\n", "a:\n  b: 1\n\tc: 2\n", "-\tx: 1\n\ty: 2\n", "a: >\n\tx\n"):
        parse_yaml(Source("a.yaml", text), diagnostics)
    assert [(item.message, item.help) for item in diagnostics.items] == [
        ("a tab in the indentation", "YAML indents with spaces")
    ] * 4


def test_spans_of_collections_end_with_their_line() -> None:
    node, _ = parse("a: [x,\n  y]  # note\nb:\n  c: d\n")
    assert isinstance(node, Mapping)
    (_, items), (key, inner) = node.entries["a"], node.entries["b"]
    assert isinstance(items, Sequence)
    assert (items.span.column, items.span.length) == (4, 3)
    assert (key.line, inner.span.line, inner.span.column, inner.span.length) == (3, 4, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "a: " + "{" * 1_000_000,
        "{a: " * 300_000,
        "- " * 100_000,
        "? " * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(1000)),
        "[\n" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_deep_nesting_is_one_error_and_no_crash(text: str) -> None:
    assert [code for code, _, _ in problems(text)] == [Code.YAML_NESTING]


class EagerLoader(yaml.CSafeLoader):
    """Looks ahead as far as it can, and gives up at 100 levels: as PyYAML 6.0.4 does, but sooner."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def get_event(self) -> yaml.Event | None:
        depth = 0
        for index, character in enumerate(self.text):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(character, 0)
            if depth > 100:
                line = self.text.count("\n", 0, index)
                column = index - self.text.rfind("\n", 0, index) - 1
                mark = yaml.error.Mark("a.yaml", index, line, column, None, 0)
                raise yaml.scanner.ScannerError(
                    "while increasing flow level", mark, "exceeded maximum nesting depth", mark
                )
        return super().get_event()


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, EagerLoader])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 1001, [(Code.YAML_NESTING, 1, 41)]),
        ("[" * 1001 + "]" * 1001, [(Code.YAML_NESTING, 1, 41)]),
        ("a: " + "{" * 2000, [(Code.YAML_NESTING, 1, 43)]),
        ("日本: 🎉\nb: " + "[{" * 900, [(Code.YAML_NESTING, 2, 43)]),
        ("- x\n- [y, \n" + "[" * 1500, [(Code.YAML_NESTING, 3, 39)]),
        ("\n" + "[\n" * 1500, [(Code.YAML_NESTING, 42, 1)]),
        # what comes first is reported first
        ('a: ["x" "y" ' + "[" * 1500, [(Code.YAML_SYNTAX, 1, 9)]),
        ("a: *x\nb: " + "[" * 1500, [(Code.YAML_ALIAS, 1, 4), (Code.YAML_NESTING, 2, 43)]),
        ("a: 1\na: 2\nb: " + "[" * 1500, [(Code.YAML_DUPLICATE_KEY, 2, 1), (Code.YAML_NESTING, 3, 43)]),
        ("[" * 40 + "]" * 40, []),
    ],
)
def test_nesting_beyond_the_parsers_own_limit_is_reported_as_any_other(
    monkeypatch: pytest.MonkeyPatch,
    loader: type[yaml.CSafeLoader],
    text: str,
    expected: list[tuple[str, int, int]],
) -> None:
    monkeypatch.setattr(yaml, "CSafeLoader", loader)
    assert problems(text) == expected


def test_forty_levels_are_fine_and_brackets_in_text_are_no_levels() -> None:
    assert problems("[" * 40 + "]" * 40) == []
    assert problems("[" * 41 + "]" * 41) == [(Code.YAML_NESTING, 1, 41)]
    assert problems("a: >\n  " + "[" * 500 + "\nb: '" + "{" * 500 + "'\n") == []


def test_more_values_than_a_person_writes_are_one_error() -> None:
    assert [code for code, _, _ in problems("a: [" + "x, " * 50_000 + "]")] == [Code.FILE_TOO_LARGE]


yaml_like = st.text(alphabet=st.sampled_from("abc:-?[]{}'\"|>&*!%@`#,~ \n\n\t.1日🎉\\<="), max_size=60)


@given(st.one_of(yaml_like, st.text(max_size=60)))
def test_arbitrary_text_never_raises_and_spans_are_in_the_file(text: str) -> None:
    diagnostics = Diagnostics()
    source = decode_source("a.yaml", text.encode("utf-8", "surrogatepass"), diagnostics)
    if source is not None:
        node = parse_yaml(source, diagnostics)
        assert node is None or node.span.text == source.lines[node.span.line - 1]
        for item in diagnostics.items:
            assert item.span is not None
            assert item.span.text == source.lines[item.span.line - 1]
            assert 1 <= item.span.column <= len(item.span.text) + 1
            assert item.span.column - 1 + item.span.length <= len(item.span.text) + 1


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("name: a\nrole:\u00a0b\nlead: c\n", "2:6", "the colon is followed by a no-break space (U+00A0), so this is no key"),
        ("role:\u00a0b\n", "1:6", "the colon is followed by a no-break space (U+00A0), so this is no key"),
        ("a: b\n\u00a0\u00a0c: d\n", "2:1", "a no-break space (U+00A0) in the indentation"),
        ("o:\n\u00a0\u00a0- id: x\n", "2:1", "a no-break space (U+00A0) in the indentation"),
        ("o:\n  a: b\n  \u3000c: d\n", "3:3", "an ideographic space (U+3000) in the indentation"),
        ("tags:\n  -\u00a0go\n", "2:4", "`-` is followed by a no-break space (U+00A0), so it begins no list entry"),
        ("a\u00a0: b\n", "1:2", "a no-break space (U+00A0) is before the colon"),
        ("order: \u00a010\n", "1:8", "a no-break space (U+00A0) is before the value"),
        ("a: b\nc:\n  - d:\u00a0e\n    f: g\n", "3:7", "the colon is followed by a no-break space (U+00A0), so this is no key"),
    ],
)  # fmt: skip
def test_a_no_break_space_is_named_on_its_own_line(text: str, place: str, message: str) -> None:
    diagnostics = Diagnostics()
    parse_yaml(Source("a.yaml", text), diagnostics)
    item = diagnostics.items[0]
    assert item.span is not None
    assert (f"{item.span.line}:{item.span.column}", item.message) == (place, message)
    assert (item.code, item.help) == (Code.YAML_SYNTAX, "replace it with a plain space")


@pytest.mark.parametrize(
    "text",
    ["a: b\u00a0c\n", "a: b\u00a0\n", "a: Note\u00a0:b\n", "a: '\u00a0b'\n", "a: >-\n  \u00a0b\n", "a: Note:\u00a0b\n", "- Note:\u00a0b\n"],
)  # fmt: skip
def test_a_no_break_space_inside_of_a_text_is_text(text: str) -> None:
    diagnostics = Diagnostics()
    assert parse_yaml(Source("a.yaml", text), diagnostics) is not None
    assert diagnostics.items == []
