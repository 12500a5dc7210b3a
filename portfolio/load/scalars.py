"""Single values: text, numbers, days and choices, read by the model's types, or reported."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import inspect

from portfolio.errors import Code, did_you_mean
from portfolio.load.wording import NULLS, TRUTHS, WHOLE_NUMBER, name_expected, name_found, name_value, shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.errors import Diagnostics, Span
    from portfolio.load.nodes import Node, Scalar

Value: TypeAlias = Any
"""A value of the model, of the type that the model declares."""

Path = tuple[str | int, ...]
"""The path of a value in its file: keys and zero-based list indices."""

MAX_PATTERN_LENGTH = 2000
"""Longer texts are not addresses, dates or ids, and some patterns take quadratic time."""

INVALID: Value = object()
"""The result for a value that was reported; values that contain it are not built."""


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
        if isinstance(info, inspect.IntType):
            return self.read_number(node, info, path)
        return (
            self.read_date(node, path) if isinstance(info, inspect.DateType) else self.read_truth(node, path)
        )

    def read_truth(self, node: Scalar, path: Path) -> Value:
        """Read `true` or `false`."""
        if node.plain and node.text in TRUTHS:
            return TRUTHS[node.text]
        return self.wrong_type(node, "`true` or `false`", path)

    def read_number(self, node: Scalar, info: inspect.IntType, path: Path) -> Value:
        """Read a whole number in decimal."""
        if not node.plain or not WHOLE_NUMBER.fullmatch(node.text):
            is_quoted = not node.plain and WHOLE_NUMBER.fullmatch(node.text)
            is_padded = node.plain and re.fullmatch(r"[-+]?0[0-9]+", node.text)
            help_ = (
                "drop the quotes" if is_quoted else "write it without leading zeros" if is_padded else None
            )
            return self.wrong_type(node, "a whole number", path, help_)
        if info.ge is not None and int(node.text) < info.ge:
            return self.error(
                Code.INVALID_VALUE,
                f"{name_value(path)} cannot be `{node.text}`",
                node.span,
                f"expected {info.ge} or more",
            )
        return int(node.text)

    def read_text(self, node: Scalar, info: inspect.StrType, path: Path, hint: str | None) -> Value:
        """Read text; a plain number stays as written, so `1.10` keeps its zero."""
        if node.plain and node.text in TRUTHS:
            return self.wrong_type(node, "text", path, "put it in quotes")
        text = node.text.strip()
        if info.min_length and len(text) < info.min_length:
            return self.error(
                Code.INVALID_VALUE,
                f"{name_value(path)} is empty",
                node.span,
                "write something, or drop the key",
            )
        if info.pattern is not None and (len(text) > MAX_PATTERN_LENGTH or not re.search(info.pattern, text)):
            return self.error(
                Code.INVALID_VALUE,
                f"{name_value(path)} cannot be `{shorten(text)}`",
                node.span,
                _respell(text, info.pattern, hint) or f"expected {hint or 'text like ' + info.pattern}",
            )
        return text

    def parse_text(self, node: Scalar, text: str, parse: Callable[[str], str], path: Path) -> Value:
        """Return a text's value by its key's own rule, which raises ValueError with what to do."""
        try:
            return parse(text)
        except ValueError as error:
            message = f"{name_value(path)} cannot be `{shorten(text)}`"
            return self.error(Code.INVALID_VALUE, message, node.span, str(error))

    def read_date(self, node: Scalar, path: Path) -> Value:
        """Read a day such as `2026-11-22`."""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.text):
            try:
                return dt.date.fromisoformat(node.text)
            except ValueError:
                return self.error(
                    Code.INVALID_VALUE, f"`{node.text}` is not a day of the calendar", node.span
                )
        return self.wrong_type(node, "a date as year-month-day", path, "write it as `2026-11-22`")

    def read_choice(self, node: Scalar, options: list[str], path: Path) -> Value:
        """Read one of a few words."""
        listed = " or ".join(f"`{option}`" for option in options)
        if node.plain and node.text in NULLS:
            return self.no_value(node, listed, path)
        if node.text in options:
            return node.text
        return self.error(
            Code.INVALID_VALUE,
            f"{name_value(path)} cannot be `{shorten(node.text)}`",
            node.span,
            did_you_mean(node.text, options) or f"expected {listed}",
        )

    def no_value(self, node: Scalar, expected: str, path: Path) -> Value:
        """Report a key without a value, or with `null`."""
        return self.error(
            Code.WRONG_TYPE, f"{name_value(path)} has no value", node.span, f"expected {expected}"
        )

    def wrong_type(self, node: Node, expected: str, path: Path, help_: str | None = None) -> Value:
        """Report a value of another kind than expected."""
        return self.error(
            Code.WRONG_TYPE,
            f"{name_value(path)} must be {expected}, not {name_found(node)}",
            node.span,
            help_,
        )

    def error(self, code: Code, message: str, span: Span, help_: str | None = None) -> Value:
        """Report an error, and return INVALID."""
        self.diagnostics.error(code, message, span, help_)
        return INVALID


def _respell(text: str, pattern: str, hint: str | None) -> str | None:
    """Return the help with a text in lower case, if its key requires that."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    is_near = text.isascii() and (hint or "").startswith("lower-case") and re.search(pattern, plain)
    return f"did you mean `{plain}`?" if is_near else None
