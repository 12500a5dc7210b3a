"""Names of types and values in messages: the owner's words, never Python's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import inspect

from portfolio.load.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from portfolio.load.nodes import Node

WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
"""Longer numbers are not counts, and `010` may mean ten or eight."""

TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NULLS = {"", "~", "null", "Null", "NULL"}
"""Plain words with a meaning. Source: YAML 1.2.2, section 10.3.2 (core schema)."""

MAX_QUOTED = 60

_NAMES: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.IntType: "a whole number",
    inspect.BoolType: "`true` or `false`",
    inspect.DateType: "a date as year-month-day",
    inspect.VarTupleType: "a list",
    inspect.DictType: "a mapping",
    inspect.StructType: "a mapping",
    inspect.LiteralType: "one of a few words",
}


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
