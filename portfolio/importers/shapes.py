"""What kind of value a key must have: a file of other kinds is not the format that it was said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portfolio.errors import Code
from portfolio.load.nodes import Mapping, Refused, Scalar, Sequence
from portfolio.load.scalars import NULLS, name_found, name_value

if TYPE_CHECKING:
    from portfolio.errors import Diagnostics
    from portfolio.load.nodes import Node
    from portfolio.load.scalars import Path

TEXT = "text"
"""A text or a number. A list of one shape is a list; a dictionary is a mapping, whose other keys may be anything; a tuple has several."""

_KINDS: dict[type, Any] = {dict: Mapping, list: Sequence, str: Scalar}
_WANTED: dict[type, str] = {dict: "a mapping", list: "a list", str: "text"}


def check_shape(node: Node, shape: Any, diagnostics: Diagnostics, path: Path = ()) -> None:  # noqa: ANN401 (see TEXT)
    """Report every value of another kind than its key has; nothing at all is allowed everywhere."""
    is_nothing = isinstance(node, Scalar) and node.plain and node.text in NULLS
    if is_nothing or isinstance(node, Refused):
        return
    if isinstance(shape, tuple):  # one of several kinds
        shape = next((member for member in shape if isinstance(node, _KINDS[type(member)])), shape[0])
    if not isinstance(node, _KINDS[type(shape)]):
        message = f"{name_value(path)} must be {_WANTED[type(shape)]}, not {name_found(node)}"
        diagnostics.error(Code.WRONG_TYPE, message, node.span)
    elif isinstance(node, Mapping):
        for name, (_, value) in node.entries.items():
            if name in shape:
                check_shape(value, shape[name], diagnostics, (*path, name))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            check_shape(item, shape[0], diagnostics, (*path, number))
