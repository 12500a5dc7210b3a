"""Python's errors in an expression of a template, in the words of a template's author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class MistakeError(Exception):
    """What a template does wrong, in our own words."""


_VALUES = {
    "NoneType": "nothing",
    "bool": "true or false",
    "builtin_function_or_method": "a function",
    "bytes": "bytes",
    "date": "a date",
    "dict": "a mapping",
    "float": "a number",
    "function": "a function",
    "generator": "a list that was not made yet",
    "int": "a number",
    "list": "a list",
    "Markup": "a text",
    "method": "a function",
    "str": "a text",
    "tuple": "a list",
    "type": "a function",
}
_NOT_COMPUTED = "the expression cannot be computed"
_WRONG_ARGUMENTS = "a function or a filter is given too few, too many or unknown arguments"
_TYPE = r"['\"]?([\w.]+)['\"]?"
_RULES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"{_TYPE} object is not iterable", lambda found: f"{name_kind(found[1])} is no list"),
    (rf"{_TYPE} object is not callable", lambda found: f"{name_kind(found[1])} cannot be called"),
    (rf"{_TYPE} object is not subscriptable", lambda found: f"{name_kind(found[1])} has no entries"),
    (
        rf"{_TYPE} object'? has no attribute '(\w+)'",
        lambda found: f"{name_kind(found[1])} has no `{found[2]}`",
    ),
    (rf"{_TYPE} object has no element (\d+)", lambda found: f"{name_kind(found[1])} has no entry {found[2]}"),
    (rf"object of type {_TYPE} has no len\(\)", lambda found: f"{name_kind(found[1])} has no length"),
    (
        rf"unsupported operand type\(s\) for (\S+?)(?: or \S+)?: {_TYPE} and {_TYPE}",
        lambda found: f"`{found[1]}` does not work with {name_kind(found[2])} and {name_kind(found[3])}",
    ),
    (
        rf"'(\S+)' not supported between instances of {_TYPE} and {_TYPE}",
        lambda found: f"`{found[1]}` does not work with {name_kind(found[2])} and {name_kind(found[3])}",
    ),
    (
        rf"can only concatenate \w+ \(not {_TYPE}\) to (\w+)",
        lambda found: f"`+` does not work with {name_kind(found[2])} and {name_kind(found[1])}",
    ),
    (
        r"macro '(\w+)' takes no keyword argument '(\w+)'",
        lambda found: f"the macro `{found[1]}` takes no argument `{found[2]}`",
    ),
    (r"macro '(\w+)' (takes .*)", lambda found: f"the macro `{found[1]}` {found[2]}"),
    (
        r".*\(\) (?:missing|takes|got|expected) .*argument.*",
        lambda _found: _WRONG_ARGUMENTS,
    ),
    (
        r"(?:missing a required argument|too many positional|got an unexpected|multiple values).*",
        lambda _found: _WRONG_ARGUMENTS,
    ),
    (r"access to attribute '(\w+)' of .*", lambda found: f"`{found[1]}` is closed to templates"),
    (r".*(?:division|modulo) by zero", lambda _found: "division by zero"),
)


def reword(text: str) -> str:
    """Return an error's message without names of Python's types or of our code.

    >>> reword("unsupported operand type(s) for +: 'NoneType' and 'int'")
    '`+` does not work with nothing and a number'
    """
    for pattern, write in _RULES:
        if found := re.fullmatch(pattern, text):
            return write(found)
    return _NOT_COMPUTED


def name_kind(kind: str) -> str:
    """Return the name of a type; a view has the name of its class, which is in the docs."""
    kind = kind.rpartition(".")[2]
    if kind in _VALUES:
        return _VALUES[kind]
    return f"`{kind}`" if kind.endswith("View") else "the value"
