"""Nodes to model: walks a node and a type together, so that every leaf's problem is found in one pass.

The types are the model's own, read through msgspec's inspection; a rule such as a pattern stands there.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from msgspec import inspect

from portfolio.errors import Code, Diagnostics, Span, did_you_mean
from portfolio.load.nodes import Mapping, Node, Scalar, Sequence

T = TypeVar("T")

Value: TypeAlias = Any
"""A value of the model: which type it has is known only where the model's types are read."""

Path = tuple[str | int, ...]
"""Where a value lies in its file: keys and zero-based list positions."""

MAX_DIGITS = 15
"""A longer number is no count."""

_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE_NUMBER = re.compile(r"[-+]?[0-9]+")
_INVALID: Value = object()
"""Stands for a value that was reported; what contains it is not built."""


class Read(NamedTuple, Generic[T]):
    """A value of the model, and where its parts stand in the file."""

    value: T | None
    """None if anything in it was reported."""
    spans: dict[Path, Span]


def read_value(
    node: Node, type_: type[T], diagnostics: Diagnostics, given: dict[str, Value] | None = None
) -> Read[T]:
    """Read a node as a type of the model.

    Args:
        node: what the file says.
        type_: a Struct of the model, or a tuple of them.
        diagnostics: receives every problem, each at the word it concerns.
        given: fields that do not come from the file, such as the slug; they are no keys in it.
    """
    reader = _Reader(diagnostics)
    value = reader.read(node, _type_info(type_), (), given or {})
    return Read(None if value is _INVALID else value, reader.spans)


@cache
def _type_info(type_: Value) -> inspect.Type:
    return inspect.type_info(type_)


class _Reader:
    """One walk; `spans` grows as values are met."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics
        self.spans: dict[Path, Span] = {}

    def read(
        self, node: Node, info: inspect.Type, path: Path, given: dict[str, Value] | None = None
    ) -> Value:
        """Return the value for a node, or _INVALID after reporting why there is none."""
        self.spans[path] = node.span
        hint = None
        while isinstance(info, inspect.Metadata):
            hint = (info.extra_json_schema or {}).get("description", hint)
            info = info.type
        if isinstance(info, inspect.UnionType):
            return self.read_union(node, info, path)
        if isinstance(info, inspect.StructType):
            return self.read_struct(node, info, path, given or {})
        if isinstance(info, inspect.VarTupleType):
            return self.read_list(node, info, path)
        if isinstance(info, inspect.DictType):
            return self.read_dict(node, info, path)
        if not isinstance(node, Scalar):
            return self.wrong_type(node, _expected(info), path)
        return self.read_scalar(node, info, path, hint)

    def read_scalar(self, node: Scalar, info: inspect.Type, path: Path, hint: str | None) -> Value:
        """Read a single value."""
        if node.plain and node.text in _NULLS:
            return self.error(
                Code.WRONG_TYPE, f"{_name(path)} has no value", node.span, f"expected {_expected(info)}"
            )
        if isinstance(info, inspect.StrType):
            return self.read_text(node, info, path, hint)
        if (
            isinstance(info, inspect.IntType)
            and node.plain
            and _WHOLE_NUMBER.fullmatch(node.text)
            and len(node.text) <= MAX_DIGITS
        ):
            return int(node.text)
        if isinstance(info, inspect.BoolType) and node.plain and node.text in _TRUTHS:
            return _TRUTHS[node.text]
        if isinstance(info, inspect.DateType):
            return self.read_date(node, path)
        if isinstance(info, inspect.LiteralType):
            return self.read_choice(node, [str(value) for value in info.values], path)
        return self.wrong_type(node, _expected(info), path)

    def read_text(self, node: Scalar, info: inspect.StrType, path: Path, hint: str | None) -> Value:
        """Read text; a plain number stays as written, so `1.10` keeps its nought."""
        if node.plain and node.text in _TRUTHS:
            return self.wrong_type(node, "text", path, "put it in quotes")
        text = node.text.strip()
        if info.min_length and len(text) < info.min_length:
            return self.error(
                Code.INVALID_VALUE, f"{_name(path)} is empty", node.span, "write something, or drop the key"
            )
        if info.pattern is not None and not re.search(info.pattern, text):
            return self.error(
                Code.INVALID_VALUE,
                f"{_name(path)} cannot be `{_short(text)}`",
                node.span,
                f"expected {hint or 'text like ' + info.pattern}",
            )
        return text

    def read_date(self, node: Scalar, path: Path) -> Value:
        """Read a day such as `2026-11-22`."""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.text):
            try:
                return dt.date.fromisoformat(node.text)
            except ValueError:
                return self.error(
                    Code.INVALID_VALUE, f"`{node.text}` is not a day of the calendar", node.span
                )
        return self.wrong_type(node, "a date as year-month-day", path)

    def read_choice(self, node: Scalar, options: list[str], path: Path) -> Value:
        """Read one of a few words."""
        if node.text in options:
            return node.text
        listed = " or ".join(f"`{option}`" for option in options)
        return self.error(
            Code.INVALID_VALUE,
            f"{_name(path)} cannot be `{_short(node.text)}`",
            node.span,
            did_you_mean(node.text, options) or f"expected {listed}",
        )

    def read_union(self, node: Node, info: inspect.UnionType, path: Path) -> Value:
        """Read the member that fits the node's kind."""
        members = [member for member in info.types if not isinstance(member, inspect.NoneType)]
        if len(members) < len(info.types) and isinstance(node, Scalar) and node.plain and node.text in _NULLS:
            return None
        structs = [member for member in members if isinstance(member, inspect.StructType)]
        if len(structs) > 1:
            return self.read_tagged(node, structs, path)
        for member in members:
            if _fits(node, member):
                return self.read(node, member, path)
        if len(members) == 1:
            return self.read(node, members[0], path)
        return self.wrong_type(node, " or ".join(_expected(member) for member in members), path)

    def read_tagged(self, node: Node, structs: list[inspect.StructType], path: Path) -> Value:
        """Read the struct that the mapping's tag names."""
        if not isinstance(node, Mapping):
            return self.wrong_type(node, "a mapping", path)
        tag_field = str(structs[0].tag_field)
        by_tag = {str(struct.tag): struct for struct in structs}
        if tag_field not in node.entries:
            return self.error(
                Code.MISSING_KEY,
                f"`{tag_field}` is missing",
                node.span,
                "one of " + ", ".join(f"`{tag}`" for tag in by_tag),
            )
        tag = node.entries[tag_field][1]
        if not isinstance(tag, Scalar):
            return self.wrong_type(tag, "a word", (*path, tag_field))
        self.spans[*path, tag_field] = tag.span
        chosen = self.read_choice(tag, list(by_tag), (*path, tag_field))
        return _INVALID if chosen is _INVALID else self.read(node, by_tag[chosen], path)

    def read_list(self, node: Node, info: inspect.VarTupleType, path: Path) -> Value:
        """Read a list, every item of it."""
        if not isinstance(node, Sequence):
            return self.wrong_type(node, "a list", path)
        items = tuple(
            self.read(item, info.item_type, (*path, index)) for index, item in enumerate(node.items)
        )
        if info.min_length and len(items) < info.min_length:
            return self.error(
                Code.INVALID_VALUE,
                f"{_name(path)} is empty",
                node.span,
                f"give at least {info.min_length}, or drop the key",
            )
        if info.max_length is not None and len(items) > info.max_length:
            return self.error(
                Code.INVALID_VALUE,
                f"{_name(path)} has {len(items)} entries",
                node.span,
                f"keep at most {info.max_length}",
            )
        return _INVALID if any(item is _INVALID for item in items) else items

    def read_dict(self, node: Node, info: inspect.DictType, path: Path) -> Value:
        """Read a mapping with keys of the owner's choice."""
        if not isinstance(node, Mapping):
            return self.wrong_type(node, "a mapping", path)
        values = {
            key: self.read(value, info.value_type, (*path, key)) for key, (_, value) in node.entries.items()
        }
        return _INVALID if any(value is _INVALID for value in values.values()) else values

    def read_struct(self, node: Node, info: inspect.StructType, path: Path, given: dict[str, Value]) -> Value:
        """Read a mapping with known keys: unknown and missing ones are reported, the others read."""
        if not isinstance(node, Mapping):
            return self.wrong_type(node, "a mapping", path)
        fields = {field.encode_name: field for field in info.fields if field.name not in given}
        suggested = self.report_unknown_keys(node, [*fields, *([info.tag_field] if info.tag_field else [])])
        values = dict(given)
        for key, field in fields.items():
            if key in node.entries:
                values[field.name] = self.read(node.entries[key][1], field.type, (*path, key))
            elif field.required:
                values[field.name] = _INVALID
                if key not in suggested:
                    self.diagnostics.error(
                        Code.MISSING_KEY,
                        f"`{key}` is missing",
                        self.start_of(node),
                        f"add `{key}:` with {_expected(field.type)}",
                    )
        return _INVALID if any(value is _INVALID for value in values.values()) else info.cls(**values)

    def report_unknown_keys(self, node: Mapping, known: list[str]) -> set[str]:
        """Report keys that mean nothing, and return the right ones that were suggested instead."""
        suggested = set()
        for key, (span, _) in node.entries.items():
            if key not in known:
                help_ = did_you_mean(key, [name for name in known if name not in node.entries])
                suggested.add(help_.split("`")[1] if help_ else "")
                self.diagnostics.error(
                    Code.UNKNOWN_KEY,
                    f"unknown key `{_short(key)}`",
                    span,
                    help_ or "known here: " + ", ".join(f"`{name}`" for name in known),
                )
        return suggested

    def start_of(self, node: Mapping) -> Span:
        """Return the first key's span, or the mapping's where it has none."""
        return next((span for span, _ in node.entries.values()), node.span)

    def wrong_type(self, node: Node, expected: str, path: Path, help_: str | None = None) -> Value:
        """Report a value of another kind than the model wants."""
        return self.error(
            Code.WRONG_TYPE, f"{_name(path)} must be {expected}, not {_found(node)}", node.span, help_
        )

    def error(self, code: Code, message: str, span: Span, help_: str | None = None) -> Value:
        """Report, and return the value that stands for nothing."""
        self.diagnostics.error(code, message, span, help_)
        return _INVALID


def _fits(node: Node, info: inspect.Type) -> bool:
    """Whether a node's kind is that of a union's member; whole numbers come before text."""
    while isinstance(info, inspect.Metadata):
        info = info.type
    if isinstance(node, Sequence):
        return isinstance(info, inspect.VarTupleType)
    if isinstance(node, Mapping):
        return isinstance(info, (inspect.DictType, inspect.StructType))
    if isinstance(info, inspect.IntType):
        return node.plain and _WHOLE_NUMBER.fullmatch(node.text) is not None
    return isinstance(info, (inspect.StrType, inspect.BoolType, inspect.DateType, inspect.LiteralType))


def _expected(info: inspect.Type) -> str:
    """Name what a type wants, in the owner's words."""
    if isinstance(info, inspect.Metadata):
        description = (info.extra_json_schema or {}).get("description")
        return str(description) if description else _expected(info.type)
    if isinstance(info, inspect.UnionType):
        return next(_expected(member) for member in info.types if not isinstance(member, inspect.NoneType))
    names: dict[type[inspect.Type], str] = {
        inspect.StrType: "text",
        inspect.IntType: "a whole number",
        inspect.BoolType: "`true` or `false`",
        inspect.DateType: "a date as year-month-day",
        inspect.VarTupleType: "a list",
        inspect.DictType: "a mapping",
        inspect.StructType: "a mapping",
        inspect.LiteralType: "one of a few words",
    }
    return names[type(info)]


def _found(node: Node) -> str:
    """Name what stands in the file."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    kind = (
        "the text"
        if not node.plain or not (_WHOLE_NUMBER.fullmatch(node.text) or node.text in _TRUTHS)
        else "the value"
    )
    return f"{kind} `{_short(node.text)}`"


def _name(path: Path) -> str:
    """Name a value: by its key, or as an entry of a list."""
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return f"`{last}`"
    return f"entry {last + 1} of `{path[-2]}`" if len(path) > 1 else f"entry {last + 1}"


def _short(text: str, limit: int = 60) -> str:
    """Keep a quotation on one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
