"""YAML as values that remember their span. Scalars stay text as written; schema.py reads them as the model wants them."""

from __future__ import annotations

from msgspec import Struct

from portfolio.errors import Span


class Scalar(Struct, frozen=True):
    """A single value, as written."""

    text: str
    plain: bool
    """Without quotes and not a block, so that it may be a number, a truth value or nothing."""
    span: Span


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    span: Span


class Mapping(Struct, frozen=True):
    """Keys and their values, in the file's order."""

    entries: dict[str, tuple[Span, Node]]
    """Key to the key's span and the value."""
    span: Span


class Refused(Struct, frozen=True):
    """A value that was reported already, such as an alias: it is not reported again."""

    span: Span


Node = Scalar | Sequence | Mapping | Refused
