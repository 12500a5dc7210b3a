"""JSON Schemas of the content files for editors, made from the types that the loader reads them as.

A schema is no second set of rules: `schema.py` decides, and an editor shows most of its decisions while the owner writes.
"""

from __future__ import annotations

import ast
import itertools
import re
from contextlib import suppress
from functools import cache
from inspect import getsource
from pathlib import PurePosixPath
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import NODEFAULT, Struct, inspect, json

from portfolio.load.content import WORDS_FILE, YAML_FILES
from portfolio.load.schema import describe_type
from portfolio.load.words import Replacements
from portfolio.model.article import ARTICLES
from portfolio.model.config import Config
from portfolio.model.folders import CASE_STUDIES_FOLDER, SCENARIO
from portfolio.model.scenario import Scenario
from portfolio.site_files import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FOLDER = "content/.schema"
"""Where `init` writes them; hidden, so that no build reads it."""
_GIVEN = "slug"
"""The field of an article that is its file's name, and no key."""
_BLANK = r"\S"
"""The pattern of a text that is not blank."""


class SchemaFile(NamedTuple):
    """The schema of one content file, or of all files of a kind."""

    pattern: str
    """The file's path in the site, with `*` for a name of the owner's choice."""
    type_: Any
    """What the file, or its front matter, is read as."""
    name: str
    """Of the schema's own file, in SCHEMA_FOLDER."""

    @property
    def path(self) -> str:
        """The path of the schema's own file in the site."""
        return f"{SCHEMA_FOLDER}/{self.name}"


SCHEMA_FILES: tuple[SchemaFile, ...] = (
    SchemaFile(CONFIG_FILE, Config, "portfolio.json"),
    *(SchemaFile(f"content/{name}.yaml", type_, f"{name}.json") for name, type_ in YAML_FILES.items()),
    *(
        SchemaFile(f"{folder}*.md", type_, f"{folder.split('/')[1]}.json")
        for folder, type_ in ARTICLES.items()
    ),
    SchemaFile(f"content/{WORDS_FILE}", Replacements, "words.json"),
    SchemaFile(f"{CASE_STUDIES_FOLDER}*{SCENARIO}", Scenario, "scenario.json"),
)


def find_schema(path: str) -> SchemaFile | None:
    """Return the schema of a file, by the end of its path.

    >>> [found and found.name for found in map(find_schema, ("home.yaml", "content/case-studies/queue.md", "me.yaml"))]
    ['home.json', 'case-studies.json', None]
    """
    tail = PurePosixPath(path)
    return next((file for file in SCHEMA_FILES if tail.match(file.pattern.removeprefix("content/"))), None)


def render_schema(file: SchemaFile) -> bytes:
    """Return a schema as its file has it."""
    return json.format(json.encode(make_schema(file)), indent=2) + b"\n"


def make_schema(file: SchemaFile) -> dict[str, Any]:
    """Return the JSON Schema of a content file."""
    writer = _Writer()
    root = writer.write(describe_type(file.type_))
    name = root.get("$ref", "").rpartition("/")[2]
    if name:
        root = writer.definitions.pop(name)
    found: dict[str, Any] = {"$schema": DIALECT, "title": file.pattern, **root}
    if writer.definitions:
        found["$defs"] = dict(sorted(writer.definitions.items()))
    return found


class _Writer:
    """One walk over a type; each Struct becomes a definition, written once."""

    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {}

    def write(self, info: inspect.Type) -> dict[str, Any]:
        """Return the schema of a type."""
        match info:
            case inspect.Metadata():
                is_partial = (info.extra or {}).get("is_partial")
                found = self.write_partial(info.type) if is_partial else self.write(info.type)
                return _narrow(found, info.extra_json_schema or {})
            case inspect.StructType():
                return self.write_reference(info)
            case inspect.UnionType():
                return _join([self.write(member) for member in info.types])
            case inspect.VarTupleType():
                return {"type": "array", "items": self.write(info.item_type), **_limits(info)}
            case inspect.DictType():
                found = {"type": "object", "additionalProperties": self.write(info.value_type)}
                return found | _name_keys(info)
        return _write_scalar(info)

    def write_reference(self, info: inspect.StructType) -> dict[str, Any]:
        """Return a reference to the definition of a Struct."""
        name = info.cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # in case it has itself among its parts
            self.definitions[name] = self.write_struct(info)
        return {"$ref": f"#/$defs/{name}"}

    def write_struct(self, info: inspect.StructType) -> dict[str, Any]:
        """Return the schema of a mapping with known keys."""
        fields = [field for field in info.fields if field.name != _GIVEN]
        required = [field.encode_name for field in fields if field.required]
        if info.tag_field:
            required.insert(0, info.tag_field)
        found: dict[str, Any] = {"type": "object", "additionalProperties": False}
        if info.cls.__doc__:
            found["description"] = info.cls.__doc__.partition("\n")[0]
        found["properties"] = self.write_properties(info)
        if required:
            found["required"] = required
        return found

    def write_properties(self, info: inspect.StructType) -> dict[str, dict[str, Any]]:
        """Return the schemas of a mapping's keys."""
        documented = _read_documentation(info.cls)
        found: dict[str, dict[str, Any]] = {}
        if info.tag_field:
            found[info.tag_field] = {"const": info.tag}
        for field in info.fields:
            if field.name != _GIVEN:
                added: dict[str, Any] = {}
                if field.name in documented:
                    added["description"] = documented[field.name]
                if field.default is not NODEFAULT and isinstance(field.default, (str, int, float)):
                    added["default"] = field.default
                found[field.encode_name] = self.write(field.type) | added
        return found

    def write_partial(self, info: inspect.Type) -> dict[str, Any]:
        """Return the schema of a mapping that changes some keys of one of several Structs: none is required."""
        members = info.types if isinstance(info, inspect.UnionType) else (info,)
        keys: dict[str, list[dict[str, Any]]] = {}
        for member in members:
            if isinstance(member, inspect.StructType):
                for key, schema in self.write_properties(member).items():
                    keys.setdefault(key, []).append(schema)
        properties = {key: _join(schemas) for key, schemas in keys.items()}
        return {"type": "object", "additionalProperties": False, "properties": properties}


def _write_scalar(info: inspect.Type) -> dict[str, Any]:
    """Return the schema of a single value."""
    match info:
        case inspect.StrType():
            return _write_text(info)
        case inspect.LiteralType():
            return {"enum": list(info.values)}
        case inspect.DateType():
            return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case inspect.IntType() | inspect.FloatType():
            found: dict[str, Any] = {"type": "integer" if isinstance(info, inspect.IntType) else "number"}
            bounds = {"minimum": info.ge, "maximum": info.le}
            return found | {name: bound for name, bound in bounds.items() if bound is not None}
    return {"type": {inspect.BoolType: "boolean", inspect.NoneType: "null"}[type(info)]}


def _name_keys(info: inspect.DictType) -> dict[str, Any]:
    """Return what the keys of a mapping must be, if not any text."""
    key = info.key_type.type if isinstance(info.key_type, inspect.Metadata) else info.key_type
    pattern = key.pattern if isinstance(key, inspect.StrType) else None
    return {"propertyNames": {"pattern": pattern}} if pattern else {}


def _write_text(info: inspect.StrType) -> dict[str, Any]:
    """Return the schema of a text; a plain number is text, too."""
    found: dict[str, Any] = {"type": ["string", "number"]}
    if info.pattern or info.min_length:
        found = _narrow(found, {"pattern": info.pattern or _BLANK})
    return found


def _narrow(schema: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with further keywords; a pattern says whether a text may be a number."""
    found = schema | added
    pattern = added.get("pattern")
    if pattern and not re.search(pattern, "1.5"):
        found["type"] = ["string", "integer"] if re.search(pattern, "2024") else "string"
        if "integer" in found["type"]:
            found.setdefault("minimum", 0)
    return found


def _join(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of values that fit one of several; what may be missing is one type more."""
    null = {"type": "null"}
    others = [
        schema for number, schema in enumerate(schemas) if schema != null and schema not in schemas[:number]
    ]
    if len(others) == 1 and null not in schemas:
        return others[0]
    if len(others) == 1 and "type" in others[0]:
        types = others[0]["type"]
        return others[0] | {"type": [*([types] if isinstance(types, str) else types), "null"]}
    return {"anyOf": [*others, *([null] if null in schemas else [])]}


def _limits(info: inspect.VarTupleType) -> dict[str, int]:
    """Return how many items a list may have."""
    limits = {"minItems": info.min_length, "maxItems": info.max_length}
    return {name: limit for name, limit in limits.items() if limit is not None}


@cache
def _read_documentation(type_: type[Struct]) -> dict[str, str]:
    """Return the documentation below the fields of a Struct and its bases."""
    found: dict[str, str] = {**getattr(type_, "DOCUMENTED", {})}
    for base in reversed(type_.__mro__):
        if issubclass(base, Struct) and base is not Struct:
            with suppress(OSError):  # an installation without sources has no documentation
                found |= dict(_list_documented(ast.parse(dedent(getsource(base))).body[0]))
    return found


def _list_documented(definition: ast.stmt) -> Iterator[tuple[str, str]]:
    """Yield the fields of a class that have a text below them, with the text."""
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    for field, text in itertools.pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                yield name, " ".join(words.split())
