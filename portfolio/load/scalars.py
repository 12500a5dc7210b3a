"""Single values: text, numbers, days and choices, read by the model's types, or reported.

Messages name types and values in the owner's words, never in Python's.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import inspect

from portfolio.errors import Code, did_you_mean, sort_by_nearness
from portfolio.load.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.errors import Diagnostics, Span
    from portfolio.load.nodes import Node

Value: TypeAlias = Any
"""A value of the model, of the type that the model declares."""

Path = tuple[str | int, ...]
"""The path of a value in its file: keys and zero-based list indices."""

MAX_PATTERN_LENGTH = 2000
"""Longer texts are not addresses, dates or ids, and some patterns take quadratic time."""

INVALID: Value = object()
"""The result for a value that was reported; values that contain it are not built."""

WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
"""Longer numbers are not counts, and `010` may mean ten or eight."""

DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?")
"""Numbers that may have decimals, to a thousandth."""

TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NULLS = {"", "~", "null", "Null", "NULL"}
"""Plain words with a meaning. Source: YAML 1.2.2, section 10.3.2 (core schema)."""

MAX_QUOTED = 60

_NAMES: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.BoolType: "`true` or `false`",
    inspect.DateType: "a date as year-month-day",
    inspect.VarTupleType: "a list",
    inspect.DictType: "a mapping",
    inspect.StructType: "a mapping",
    inspect.LiteralType: "one of a few words",
}


class ScalarReader:
    """Reads single values, and reports errors in them."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics

    def read_scalar(self, node: Scalar, info: inspect.Type, path: Path, hint: str | None) -> Value:
        """Read a single value."""
        if isinstance(info, inspect.LiteralType):
            return self.read_choice(node, [str(value) for value in info.values], path)
        if node.plain and node.text in NULLS:
            return self.no_value(node, name_expected(info), path)
        if isinstance(info, inspect.StrType):
            return self.read_text(node, info, path, hint)
        if isinstance(info, (inspect.IntType, inspect.FloatType)):
            return self.read_number(node, info, path, hint)
        if isinstance(info, inspect.DateType):
            return self.read_date(node, path)
        is_truth = node.plain and node.text in TRUTHS
        return TRUTHS[node.text] if is_truth else self.wrong_type(node, name_expected(info), path)

    def read_number(
        self, node: Scalar, info: inspect.IntType | inspect.FloatType, path: Path, hint: str | None
    ) -> Value:
        """Read a number in decimal, whole or with decimals as its type wants."""
        is_whole = isinstance(info, inspect.IntType)
        if not node.plain or not (WHOLE_NUMBER if is_whole else DECIMAL).fullmatch(node.text):
            help_ = None
            if is_whole and not node.plain and WHOLE_NUMBER.fullmatch(node.text):
                help_ = "drop the quotes"
            elif is_whole and node.plain and re.fullmatch(r"[-+]?0[0-9]+", node.text):
                help_ = "write it without leading zeros"
            return self.wrong_type(node, "a whole number" if is_whole else hint or "a number", path, help_)
        value = int(node.text) if is_whole else float(node.text)
        if info.ge is not None and value < info.ge:
            expected = f"{info.ge} or more" if is_whole else hint or info.ge
            return self.cannot_be(node, node.text, path, f"expected {expected}")
        if info.le is not None and value > info.le:
            return self.cannot_be(node, node.text, path, f"expected {info.le} or less")
        return value

    def read_text(self, node: Scalar, info: inspect.StrType, path: Path, hint: str | None) -> Value:
        """Read text; a plain number stays as written, so `1.10` keeps its zero."""
        if node.plain and node.text in TRUTHS:
            return self.wrong_type(node, "text", path, "put it in quotes")
        text = node.text.strip()
        if info.min_length and len(text) < info.min_length:
            message = f"{name_value(path)} is empty"
            return self.error(Code.INVALID_VALUE, message, node.span, "write something, or drop the key")
        if info.pattern is not None and (len(text) > MAX_PATTERN_LENGTH or not re.search(info.pattern, text)):
            help_ = _respell(text, info.pattern, hint) or f"expected {hint or 'text like ' + info.pattern}"
            return self.cannot_be(node, text, path, help_)
        return text

    def parse_text(self, node: Scalar, text: str, parse: Callable[[str], str], path: Path) -> Value:
        """Return a text's value by its key's own rule, which raises ValueError with what to do."""
        try:
            return parse(text)
        except ValueError as error:
            return self.cannot_be(node, text, path, str(error))

    def read_date(self, node: Scalar, path: Path) -> Value:
        """Read a day such as `2026-11-22`."""
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.text):
            return self.wrong_type(node, "a date as year-month-day", path, "write it as `2026-11-22`")
        try:
            return dt.date.fromisoformat(node.text)
        except ValueError:
            message = f"`{node.text}` is not a day of the calendar"
            return self.error(Code.INVALID_VALUE, message, node.span)

    def read_choice(self, node: Scalar, options: list[str], path: Path) -> Value:
        """Read one of a few words."""
        listed = " or ".join(f"`{option}`" for option in sort_by_nearness(node.text, options))
        if node.plain and node.text in NULLS:
            return self.no_value(node, listed, path)
        if node.text in options:
            return node.text
        help_ = did_you_mean(node.text, options) or f"expected {listed}"
        return self.cannot_be(node, node.text, path, help_)

    def no_value(self, node: Scalar, expected: str, path: Path) -> Value:
        """Report a key without a value, or with `null`."""
        message = f"{name_value(path)} has no value"
        return self.error(Code.WRONG_TYPE, message, node.span, f"expected {expected}")

    def cannot_be(self, node: Scalar, text: str, path: Path, help_: str) -> Value:
        """Report a value of the right kind that is not allowed."""
        message = f"{name_value(path)} cannot be `{shorten(text)}`"
        return self.error(Code.INVALID_VALUE, message, node.span, help_)

    def wrong_type(self, node: Node, expected: str, path: Path, help_: str | None = None) -> Value:
        """Report a value of another kind than expected."""
        message = f"{name_value(path)} must be {expected}, not {name_found(node)}"
        return self.error(Code.WRONG_TYPE, message, node.span, help_)

    def error(self, code: Code, message: str, span: Span, help_: str | None = None) -> Value:
        """Report an error, and return INVALID."""
        self.diagnostics.error(code, message, span, help_)
        return INVALID


def _respell(text: str, pattern: str, hint: str | None) -> str | None:
    """Return the help with a text in lower case, if its key requires that."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    is_near = text.isascii() and (hint or "").startswith("lower-case") and re.search(pattern, plain)
    return f"did you mean `{plain}`?" if is_near else None


def name_expected(info: inspect.Type) -> str:
    """Name what a type expects; a rule's own description comes first."""
    if isinstance(info, inspect.Metadata):
        description = (info.extra_json_schema or {}).get("description")
        return str(description) if description else name_expected(info.type)
    if isinstance(info, inspect.UnionType):
        members = (member for member in info.types if not isinstance(member, inspect.NoneType))
        return " or ".join(dict.fromkeys(name_expected(member) for member in members))
    return _NAMES[type(info)]


def name_found(node: Node) -> str:
    """Name the value that was found."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    if not isinstance(node, Scalar) or (node.plain and node.text in NULLS):
        return "nothing"
    is_text = not node.plain or not (WHOLE_NUMBER.fullmatch(node.text) or node.text in TRUTHS)
    return f"the {'text' if is_text else 'value'} `{shorten(node.text)}`"


def name_value(path: tuple[str | int, ...]) -> str:
    """Name a value: by its key, or as an entry of a list.

    >>> name_value(("outcomes", 1)), name_value(("outcomes", 1, "what")), name_value(())
    ('entry 2 of `outcomes`', '`what`', 'the file')
    """
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return f"`{shorten(last)}`"
    return f"entry {last + 1} of `{path[-2]}`" if len(path) > 1 else f"entry {last + 1}"


def shorten(text: str) -> str:
    """Keep a quotation short and on one line.

    >>> shorten("one   two")
    'one two'
    """
    line = " ".join(text[: MAX_QUOTED * 4].split())
    return line if len(line) <= MAX_QUOTED else line[: MAX_QUOTED - 1] + "…"
