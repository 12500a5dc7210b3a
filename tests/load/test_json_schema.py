"""The JSON Schemas: an editor says of a file what the loader says, as far as a schema can."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from support.bad_input import CASES, change, parse_case
from support.command import ROOT

from portfolio.decode import decode_source
from portfolio.errors import Diagnostics, Source
from portfolio.load.composer import parse_yaml
from portfolio.load.content import YAML_FILES
from portfolio.load.files import split_front_matter
from portfolio.load.json_schema import SCHEMA_FILES, SchemaFile, find_schema, make_schema, render_schema
from portfolio.load.nodes import Mapping, Node, Scalar, Sequence
from portfolio.load.scalars import DECIMAL, NULLS, TRUTHS, WHOLE_NUMBER
from portfolio.load.scenarios import parse_scenario
from portfolio.load.schema import read_value
from portfolio.scaffold import create_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNEXPRESSED = {"experience": {"content/talks.yaml"}}
"""The cases of bad_input/ with a file whose mistake no schema expresses: see `docs/content.md`, *Schemas*."""


@cache
def validator_of(file: SchemaFile) -> Any:  # noqa: ANN401 (jsonschema has no types)
    schema = make_schema(file)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def plain(node: Node) -> Any:  # noqa: ANN401 (any value of YAML)
    """Return a value as an editor reads it, by YAML's core schema."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    if node.plain and WHOLE_NUMBER.fullmatch(node.text):
        return int(node.text)
    if node.plain and DECIMAL.fullmatch(node.text):
        return float(node.text)
    words: dict[str, bool | None] = {**TRUTHS, **dict.fromkeys(NULLS)}
    return words.get(node.text, node.text) if node.plain else node.text


def parse(path: str, text: str) -> Node | None:
    """Return a file's YAML, or that of its front matter; None if its syntax is wrong."""
    diagnostics = Diagnostics()
    source, lines = Source(path, text), None
    if path.endswith(".md"):
        front = split_front_matter(source, diagnostics)
        if front is None:
            return None
        lines = front.lines
    node = parse_yaml(source, diagnostics, lines=lines)
    return None if diagnostics.items else node


def loads(file: SchemaFile, path: str, text: str) -> bool:
    """Whether the loader reads a file, or its front matter, without an error."""
    diagnostics = Diagnostics()
    if path.endswith(".scenario.yaml"):
        parse_scenario(Source(path, text), diagnostics)
    else:
        node = parse(path, text)
        assert node is not None
        given = {"slug": "example"} if path.endswith(".md") else {}
        read_value(node, file.type_, diagnostics, given)
    return not diagnostics.has_errors


def texts_of(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of a site that have a schema and are text."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and ".schema" not in path.parts and find_schema(name):
            source = decode_source(name, path.read_bytes(), Diagnostics())
            if source is not None:
                yield name, source.text


def fenced(page: str) -> Iterator[tuple[str, str]]:
    """Yield the files that a page of docs/ shows as a whole."""
    lines = iter((ROOT / "docs" / page).read_text(encoding="utf-8").splitlines(keepends=True))
    for line in lines:
        if line.startswith("```") and 'title="' in line and find_schema(path := line.split('"')[1]):
            yield path, "".join(iter(lambda: next(lines), "```\n"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    create_site(tmp_path / "site")
    return tmp_path / "site"


def test_each_file_of_content_has_a_schema() -> None:
    patterns = [file.pattern for file in SCHEMA_FILES]
    assert patterns[0] == "portfolio.yaml"
    assert set(patterns) >= {f"content/{name}.yaml" for name in YAML_FILES}
    assert len({file.name for file in SCHEMA_FILES}) == len(SCHEMA_FILES)
    for file in SCHEMA_FILES:
        assert find_schema(file.pattern.replace("*", "some-name")) == file
        assert json.loads(render_schema(file)) == make_schema(file)
        validator_of(file)


def test_a_schema_has_the_documentation_the_rules_and_the_defaults_of_the_types() -> None:
    file = find_schema("case-studies/queue.md")
    assert file is not None
    schema = make_schema(file)
    assert "slug" not in schema["properties"]
    assert schema["additionalProperties"] is False
    order = schema["properties"]["order"]
    assert (order["type"], order["default"]) == ("integer", 1000)
    assert order["description"].startswith("Case studies are shown by ascending order")
    home = find_schema("home.yaml")
    assert home is not None
    markdown = make_schema(home)["$defs"]["MarkdownSection"]
    assert markdown["properties"]["kind"] == {"const": "markdown"}
    assert markdown["properties"]["id"]["type"] == ["string", "integer", "null"]
    assert {"kind", "title", "file"} <= set(markdown["required"])


@pytest.mark.parametrize(
    "name", ["a", "backend-2", "1", "a" * 63, "a" * 64, "Apples", "a b", "-a", "ä", "a/b"]
)
def test_schema_and_loader_agree_on_the_names_of_variants(name: str) -> None:
    file = find_schema("portfolio.yaml")
    assert file is not None
    is_loaded = loads(file, "portfolio.yaml", f'variants: {{"{name}": {{}}}}')
    assert validator_of(file).is_valid({"variants": {name: {}}}) is is_loaded


def test_the_starter_and_the_documented_examples_are_valid(site: Path) -> None:
    examples = [*texts_of(site), *fenced("content.md"), *fenced("simulate.md")]
    assert len(examples) > 15
    for path, text in examples:
        file, node = find_schema(path), parse(path, text)
        assert file is not None
        assert node is not None, path
        assert loads(file, path, text), path
        assert [error.message for error in validator_of(file).iter_errors(plain(node))] == [], path


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_schema_and_loader_agree_on_bad_files(case: Path, site: Path) -> None:
    for action, path, body in parse_case(case.read_text(encoding="utf-8").partition("=== stderr\n")[0]):
        change(site, action, path, body)
    differ = set()
    for path, text in texts_of(site):
        file, node = find_schema(path), parse(path, text)
        if file and node and loads(file, path, text) != validator_of(file).is_valid(plain(node)):
            differ.add(path)
    assert differ == UNEXPRESSED.get(case.stem, set())


VALUES: list[Any] = [None, True, 2024, 5000, -1, 1.5, "", "  ", "two words", "a-word", "https://example.org/x", [], [1],
                     ["x"], {}, {"x": "y"}, "2026-11-22", "2026-02-30", "not\na-date"]  # fmt: skip


def spoil(value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:  # noqa: ANN401 (any value of YAML)
    """Yield each part of a value with what it could be instead: another value, or a key more, or one less."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for at, part in items:
        for other in VALUES:
            yield (at,), _with(value, at, other)
        for path, other in spoil(part):
            yield (at, *path), _with(value, at, other)
    if isinstance(value, dict):
        yield ("unknown",), {**value, "unknown": "x"}
        for key in value:
            yield (key,), {other: part for other, part in value.items() if other != key}


def _with(value: Any, at: str | int, part: Any) -> Any:  # noqa: ANN401
    found = deepcopy(value)
    found[at] = part
    return found


PARSED = {"github", "updated", "start", "end", "date", "expiry"}
"""Keys with a rule of their own, which a pattern cannot express in full: accounts, and days of the calendar."""


def test_schema_and_loader_agree_on_every_file_with_one_value_changed(site: Path) -> None:
    differ, count = [], 0
    for path, text in [*texts_of(site), *fenced("content.md")]:
        file, node = find_schema(path), parse(path, text)
        assert file is not None
        assert node is not None
        for where, value in spoil(plain(node)):
            words = json.dumps(value, ensure_ascii=False)
            spoiled = f"---\n{words}\n---\n" if path.endswith(".md") else words
            is_valid = validator_of(file).is_valid(value)
            count += 1
            if loads(file, path, spoiled) != is_valid and not (is_valid and where[-1] in PARSED):
                differ.append((path, where, words, is_valid))
    assert differ[:5] == []
    assert count > 1000
