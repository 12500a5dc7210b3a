"""Templates within bounds: what one page computes ends in seconds, and does not fill the memory.

Jinja's sandbox keeps templates from Python's insides and hands over each call and each operator. What can make much
out of little (`'x' * 10**9`) is measured before it is done; all else is counted: turns of loops, calls, and the
characters that were made. The counts are the same on every machine; a clock stands behind them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable  # noqa: TC003 (Jinja looks at annotations)
from functools import wraps
from typing import Any

from jinja2 import filters, nodes, pass_eval_context
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

MAX_CHARACTERS = 10_000_000
"""What the texts that a page computes have together; a list counts ten for each entry."""
MAX_PAGE_CHARACTERS = 20_000_000
MAX_TURNS = 1_000_000
"""Turns of loops, calls and included templates of one page."""
MAX_SECONDS = 5.0
"""Of the processor's time, for one page."""
MAX_BITS = 10_000
"""Of a whole number; Python prints no number that is much longer."""
MAX_SLOW_CHARACTERS = 100_000
"""For filters that take quadratic time."""
PER_ENTRY = 10
_CHECKED_EVERY = 64

_SLOW = ("wordwrap", "urlize", "striptags", "pprint", "title")
_PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
_LISTING = frozenset({"split", "rsplit", "splitlines"})
_REFUSED = frozenset({"encode", "translate", "to_bytes", "decode"})
"""Methods of text and numbers that templates have no use for, and that take long or make much."""


class TooMuchError(Exception):
    """A template computes more than a page may; names the bound."""


class BoundedEnvironment(SandboxedEnvironment):
    """Jinja's sandbox, with a count of what the page at hand has used."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (Jinja's options)
        super().__init__(**options)
        self.begin_page()
        guards: dict[str, Callable[..., int]] = {
            "center": lambda value, width=80: _number(width) + len(str(value)),
            "indent": _size_of_indented,
            "format": lambda value, *args, **_: _size_of_formatted(str(value), args),
            "replace": _size_of_replaced,
            "round": lambda _, precision=0, *__, **___: _number(precision) * PER_ENTRY**4,
            "batch": lambda _, count, *__, **___: _number(count) * PER_ENTRY,
            "slice": lambda _, count, *__, **___: _number(count) * PER_ENTRY,
            "tojson": lambda _, indent=0: _number(indent) * PER_ENTRY**4,
            "int": lambda value, *_, **__: len(value) ** 2 if isinstance(value, str) else 0,
            "list": lambda value: len(value) * PER_ENTRY if isinstance(value, str) else 0,
        }
        guards |= dict.fromkeys(
            _SLOW, lambda value, *_, **__: len(str(value)) * (MAX_CHARACTERS // MAX_SLOW_CHARACTERS)
        )
        for name, guard in guards.items():
            self.filters[name] = self._guard(filters.FILTERS[name], guard)
        self.filters["join"] = self._join

    def begin_page(self) -> None:
        """Begin to count anew."""
        self._characters = self._turns = 0
        self._started_s = time.thread_time()

    @property
    def turn(self) -> None:
        """Count a turn; compiled templates ask for this where a loop or a template begins."""
        self._turns += 1
        if self._turns > MAX_TURNS:
            raise TooMuchError(f"more than {MAX_TURNS:,} turns of loops and calls on one page")
        if self._turns % _CHECKED_EVERY == 0 and time.thread_time() - self._started_s > MAX_SECONDS:
            raise TooMuchError(f"the page takes more than {MAX_SECONDS:g} seconds")

    def charge(self, characters: int) -> None:
        """Count characters that are about to be made."""
        self._characters += characters
        if self._characters > MAX_CHARACTERS:
            raise TooMuchError(f"more than {MAX_CHARACTERS:,} characters are computed on one page")

    def concat(self, parts: Iterable[str]) -> str:
        """Join what a macro or a block gives out."""
        made = []
        for part in parts:
            self.charge(len(part))
            made.append(part)
        return "".join(made)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 (any value)
        """Do a calculation whose outcome can be far larger than its parts."""
        if isinstance(left, int) and isinstance(right, int):
            bits = 0
            if operator == "*":
                bits = left.bit_length() + right.bit_length()
            elif operator == "**" and abs(left) > 1:
                bits = left.bit_length() * max(right, 0)
            if bits > MAX_BITS:
                raise TooMuchError(f"a number of more than {MAX_BITS:,} bits")
        elif operator == "*":
            self.charge(_size(left) * _times(right) + _size(right) * _times(left))
        elif operator == "+":
            self.charge(_size(left) + _size(right))
        elif operator == "%" and isinstance(left, str):
            self.charge(_size_of_formatted(left, right if isinstance(right, tuple) else (right,)))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, callee: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (any value)
        """Call something: a macro, a function, or a method of a value."""
        self.turn  # noqa: B018 (counts)
        owner = getattr(callee, "__self__", None)
        if isinstance(owner, (str, bytes, int, list, dict, set)):
            self.charge(_size_of_call(owner, getattr(callee, "__name__", ""), args))
        return super().call(context, callee, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> Any:  # noqa: ANN401 (as in the sandbox)
        """Measure what `format` would make of a text; the sandbox hands out a function of its own for it."""
        wrapped = super().wrap_str_format(value)
        if wrapped is None:
            return None

        def measured(*args: Any, **kwargs: Any) -> str:  # noqa: ANN401 (any values)
            self.charge(_size_of_formatted(value.__self__, (*args, *kwargs.values())))
            return wrapped(*args, **kwargs)

        return measured

    @pass_eval_context
    def join_texts(self, eval_ctx: nodes.EvalContext, *parts: Any) -> str:  # noqa: ANN401 (any value)
        """Do what `~` does."""
        self.charge(sum(_size(part) for part in parts))
        return markup_join(parts) if eval_ctx.autoescape else str_join(parts)

    @pass_eval_context
    def _join(self, eval_ctx: nodes.EvalContext, value: Iterable[Any], *rest: Any, **named: Any) -> str:  # noqa: ANN401 (as the filter)
        between = named.get("d", rest[0] if rest else "")
        items = [*value]
        self.charge(sum(_size(item) for item in items) + len(items) * len(str(between)))
        return filters.sync_do_join(eval_ctx, items, *rest, **named)

    def _guard(self, function: Callable[..., Any], bound: Callable[..., int]) -> Callable[..., Any]:
        skipped = int(hasattr(function, "jinja_pass_arg"))

        @wraps(function)
        def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (any filter)
            self.charge(bound(*args[skipped:], **kwargs))
            return function(*args, **kwargs)

        return guarded

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Counting().visit(tree)
        tree.body.insert(0, _count_turn(1))
        return tree


class _Counting(NodeTransformer):
    """Lets each loop count its turns, and `~` what it makes."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 (Jinja's name)
        self.generic_visit(node)
        node.body.insert(0, _count_turn(node.lineno))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        join = nodes.EnvironmentAttribute("join_texts", lineno=node.lineno)
        return nodes.Call(join, node.nodes, [], None, None, lineno=node.lineno)


def _count_turn(line: int) -> nodes.ExprStmt:
    return nodes.ExprStmt(nodes.EnvironmentAttribute("turn", lineno=line), lineno=line)


def _size(value: object) -> int:
    if isinstance(value, (str, bytes)):
        return len(value)
    return len(value) * PER_ENTRY if isinstance(value, (list, tuple, dict, set)) else 0


def _times(value: object) -> int:
    return max(value, 0) if isinstance(value, int) else 0


def _number(value: object) -> int:
    return abs(value) if isinstance(value, int) else len(value) if isinstance(value, str) else 0


def _size_of_indented(text: str, width: int | str = 4, *_: object, **__: object) -> int:
    return (str(text).count("\n") + 1) * _number(width) + len(str(text))


def _size_of_replaced(text: str, old: str, new: str, *_: object, **__: object) -> int:
    count = str(text).count(str(old)) if str(old) else len(str(text)) + 1
    return len(str(text)) + count * len(str(new))


def _size_of_formatted(form: str, values: Iterable[object]) -> int:
    """Return what a format makes at most; a width that is a value of its own counts as any number that is given."""
    numbers = [int(digits[:12]) for digits in re.findall(r"\d+", form)]
    numbers += [
        abs(value) for value in values if isinstance(value, int) and re.search(r"\*|\{[^{}]*\{", form)
    ]
    return len(form) + sum(numbers) + (form.count("%") + form.count("{")) * max([0, *map(_size, values)])


def _size_of_call(owner: Any, name: str, args: tuple[Any, ...]) -> int:  # noqa: ANN401 (any value)
    """Return what a method of a value makes at most, where that is not about the value's own size."""
    if name in _REFUSED:
        raise TooMuchError(f"`{name}` is not for templates")
    if isinstance(owner, str):
        if name in _PADDING | {"expandtabs"}:
            return len(owner) + max(map(_number, args), default=8) * (
                1 if name in _PADDING else owner.count("\t")
            )
        if name == "replace" and len(args) > 1:
            return _size_of_replaced(owner, *args)
        if name == "join" and args and isinstance(args[0], (list, tuple)):
            return sum(map(_size, args[0])) + len(args[0]) * len(owner)
        return len(owner) * (PER_ENTRY if name in _LISTING else 1)
    return PER_ENTRY + sum(map(_size, args))
