"""The values of a file that is imported: text that remembers where it was read, so that what is left over can be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portfolio.load.nodes import Mapping, Refused, Scalar, Sequence
from portfolio.load.scalars import NULLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.errors import Span
    from portfolio.load.nodes import Node


class Leaf(str):
    """A text of the file, or one that was made of some of them."""

    __slots__ = ("is_plain", "key", "parts", "span")
    key: str
    """Its keys, as `work.highlights`; empty for one that was made."""
    span: Span
    is_plain: bool
    """Whether it was written without quotes, so that it may be a number or a truth value."""
    parts: tuple[Leaf, ...]
    """What it was made of."""


def make_leaf(text: str, span: Span, key: str = "", *, is_plain: bool = False) -> Leaf:
    """Return a text that was read."""
    leaf = Leaf(text)
    leaf.key, leaf.span, leaf.is_plain, leaf.parts = key, span, is_plain, ()
    return leaf


def derive(text: str, *parts: str) -> str:
    """Return a text that was made of others; all of these count as placed where it is."""
    leaves = tuple(part for part in parts if isinstance(part, Leaf))
    if not leaves:
        return text
    leaf = make_leaf(text, leaves[0].span, leaves[0].key)
    leaf.parts = leaves
    return leaf


def read_leaves(node: Node, key: str = "") -> Any:  # noqa: ANN401 (any JSON value)
    """Return a value as dictionaries and lists of leaves; without what is empty."""
    match node:
        case Mapping():
            values = {
                name: read_leaves(value, f"{key}.{name}" if key else name)
                for name, (_, value) in node.entries.items()
            }
            return {name: value for name, value in values.items() if _is_given(value)}
        case Sequence():
            return [value for item in node.items if _is_given(value := read_leaves(item, key))]
        case Scalar():
            is_nothing = (node.plain and node.text in NULLS) or not node.text.strip()
            return None if is_nothing else make_leaf(node.text.strip(), node.span, key, is_plain=node.plain)
        case Refused():
            return None


def _is_given(value: object) -> bool:
    return value is not None and value not in ({}, [])


def list_leaves(value: object) -> Iterator[Leaf]:
    """Yield the leaves of a value, and those that they were made of."""
    match value:
        case Leaf():
            yield value
            for part in value.parts:
                yield from list_leaves(part)
        case dict():
            for item in value.values():
                yield from list_leaves(item)
        case list() | tuple():
            for item in value:
                yield from list_leaves(item)
