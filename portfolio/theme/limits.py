"""Limits: what the templates of one page may compute, so that a mistake in one ends with an error.

What a template computes is charged to one `Meter`: what operators, calls and filters return, what lists hold, and
each shown value; loops, macros, blocks and templates take a step. A result can be about as large as what it is made
from, which was charged before; where it can be far larger, a bound is checked first. Sizes are counted, so that equal
input fails alike; the limit of processor time is for what sizes do not show.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
import time
from typing import TYPE_CHECKING, Any, cast

from jinja2 import nodes, pass_context
from jinja2.runtime import Macro, Undefined
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from msgspec import Struct, structs

from portfolio.characters import find_control
from portfolio.theme.lookup import MistakeError
from portfolio.theme.template_errors import name_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.runtime import Context

MAX_SIZE = 20_000_000
"""Characters on one page, each once for every time that it is computed or shown."""
MAX_SECONDS = 2.0
"""Processor time for one page; a page takes milliseconds."""
MAX_SECONDS_AFTER = 0.2
"""The same after a page that came to a limit: the build fails, and should not take minutes for it."""
MAX_BITS = 14_284
"""Of a number: 4,300 digits, the most that Python writes."""
ITEM = 10
"""The size of a list's item, in characters."""
STEPS_PER_CHECK = 16
"""The clock is read once in so many steps."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CHEAP = _names("count d default defined first last length none safe undefined")
"""Filters and tests that take no time and make nothing."""
_SLOW = _names(
    "batch groupby indent list pprint rsplit slice sort split splitlines title truncate unique urlize wordcount "
    "wordwrap"
)
"""Filters and methods that go through a text in Python or make a value of each character: each counts as an item."""
_WIDENING = _names("batch center expandtabs indent ljust rjust round slice to_bytes tojson zfill")
"""Those whose result is larger by a factor among their options."""
_MULTIPLYING = _names("format format_map join replace translate urlize wordwrap")
"""Those that can write an option once for each character."""
_NESTED_WIDTH = re.compile(r"%[^a-zA-Z%]*\*|\{[^}]*\{")
"""A width that is one of the values, in a text to be formatted."""
_DIGITS = re.compile(r"\d{1,20}")
_DATA = (str, bytes, int, list, dict, set)
"""Whose methods are gated."""
_READABLE = (str, bytes, int, float, complex, dt.date, range, Undefined, type(None))
"""What can be shown, in lists and mappings, too: of all else Python writes a name of our code and an address in memory."""

_STEP, _GATE, _SHOW = " step", " gate", " show"
"""Filters under names that no template can write."""


class LimitError(MistakeError):
    """A template computes too much."""


class Meter:
    """Counts what the templates of a page compute."""

    def __init__(self) -> None:
        self.seconds = MAX_SECONDS
        self.start()

    def start(self) -> None:
        """Start a page."""
        self.size = self._steps = 0
        self._end = time.thread_time() + self.seconds

    def check(self, size: float = 0) -> None:
        """Raise a LimitError if a page may not take so many characters more."""
        if self.size + size > MAX_SIZE:
            raise LimitError(f"the template computes more than {MAX_SIZE:,} characters for one page")

    def charge(self, size: int = 1) -> None:
        """Count a step and the characters that it computes.

        Raises:
            LimitError: it is more than a page may take.
        """
        self.size += size
        self._steps += 1
        if self.size > MAX_SIZE:
            self.check()
        if not self._steps % STEPS_PER_CHECK and time.thread_time() > self._end:
            limit = f"{self.seconds:g} seconds of processor time"
            raise LimitError(f"the template takes more than {limit} for one page")

    @pass_context  # without it a constant would be computed before the page
    def gate(self, _: Context, value: Any) -> Any:  # noqa: ANN401 (any value)
        """Return a value that is shown or held, after its characters are counted."""
        if isinstance(value, str):
            self.size += len(value)
            if self.size > MAX_SIZE:
                self.check()
        else:
            self.charge(measure(value))
        return value

    @pass_context
    def show(self, context: Context, value: Any) -> Any:  # noqa: ANN401 (any value)
        """Return a value that is shown, after its characters are counted.

        Raises:
            MistakeError: it is `none`, a function or a view, or a list that holds one of the latter two; or it has
                a character that no page can hold.
        """
        if value is None:
            raise MistakeError("the value is `none`; if it may be missing, write `or ''` behind it")
        if isinstance(value, str) and not value.isprintable() and (found := find_control(value)):
            kind = "lone surrogate" if "\ud800" <= found <= "\udfff" else "control character"
            raise MistakeError(f"the text has the {kind} U+{ord(found):04X}, which no page can hold")
        pending = [self.gate(context, value)]
        if isinstance(value, str):
            return value
        while pending:
            item = pending.pop()
            if isinstance(item, dict):
                pending += (*item, *item.values())
            elif isinstance(item, (list, tuple, set, frozenset)):
                pending += item
            elif not isinstance(item, _READABLE) and not hasattr(item, "__html__"):
                raise MistakeError(f"{name_kind(type(item).__name__)} cannot be shown")
        return value

    @pass_context
    def step(self, _: Context, size: int) -> bool:
        """Count the start of a body, such as a turn of a loop, with its text."""
        self.charge(size)
        return True


def measure(value: object) -> int:
    """Return about how many characters a value has as text; stops beyond MAX_SIZE.

    A list within a list counts as often as it is written: a few dozen of them can have more items than any memory.
    """
    if isinstance(value, str):
        return len(value)
    size, pending = 0, [value]
    while pending and size <= MAX_SIZE:
        item: Any = pending.pop()
        if isinstance(item, (str, bytes)):
            size += len(item)
        elif isinstance(item, int):
            size += 1 + item.bit_length() // 3
        elif isinstance(item, Struct):
            pending += structs.astuple(item)
        elif isinstance(item, Namespace):
            pending.append(object.__getattribute__(item, "_Namespace__attrs"))
        elif isinstance(item, (list, tuple, dict, set, frozenset, range)):
            size += ITEM * len(item)
            if size <= MAX_SIZE and not isinstance(item, range):
                pending += (*item, *item.values()) if isinstance(item, dict) else item
        else:
            size += 1
    return size


class LimitedEnvironment(SandboxedEnvironment):
    """Jinja's environment with a gate on every way to a large value."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (Jinja's)
        self.meter = Meter()
        super().__init__(**options, finalize=self.meter.show)
        for name in self.filters.keys() - _CHEAP:
            self.add_filter(name, self.filters[name])
        for name in self.tests.keys() - _CHEAP:
            self.tests[name] = self._limit(name, cast("Any", self.tests[name]))
        self.filters[_GATE] = self.meter.gate
        self.filters[_SHOW] = self.meter.show
        self.filters[_STEP] = self.meter.step

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 (Jinja's)
        """Return an attribute; views are plain data, so the sandbox's check is not needed."""
        if isinstance(obj, Struct) and attribute[:1] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 (Jinja's)
        """Apply an operator, if the result is not too large."""
        self.meter.check(_bound_operation(operator, left, right))
        result = super().call_binop(context, operator, left, right)
        self.meter.charge(_size_of_result(result))
        return result

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (Jinja's)
        """Call a function or a method, if the result is not too large; what a macro shows was counted."""
        if isinstance(obj, Macro):
            kwargs.pop("_block_vars", None), kwargs.pop("_loop_vars", None)
            return obj(context.eval_ctx, *args, **kwargs)
        method = getattr(obj, "__wrapped__", obj)  # the sandbox has its own form of `str.format`
        owner = getattr(method, "__self__", None)
        if isinstance(owner, _DATA) or isinstance(obj, type):
            args = tuple(map(_list_items, args))
            values = (*args, *kwargs.values())
            self.meter.check(_bound_call(method.__name__, owner, values))
            text = owner if isinstance(owner, (str, bytes)) else ""
            self.meter.charge(len(text) * _weigh(method.__name__) + sum(map(measure, values)))
        result = super().call(context, obj, *args, **kwargs)
        self.meter.charge(_size_of_result(result))
        return result

    def limit(self, tree: nodes.Template) -> None:
        """Insert the limits into a parsed template."""
        bodies: list[Any] = [tree, *tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block))]
        _Gates().visit(tree)
        for node in bodies:
            texts = [data for part in node.body for data in part.find_all(nodes.TemplateData)]
            step = _filter(nodes.Const(1 + sum(len(text.data) for text in texts)), _STEP, node)
            if isinstance(node, nodes.For) and node.test is not None:
                node.test = nodes.And(step, node.test, lineno=node.lineno)
            node.body = [nodes.ExprStmt(step, lineno=node.lineno), *node.body]
        tree.set_environment(self)

    def add_filter(self, name: str, function: Callable[..., Any]) -> None:
        """Let templates use a filter, within the limits."""
        self.filters[name] = self._limit(name, function)

    def _limit(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter or a test within the limits."""
        meter, weight, is_bounded = self.meter, _weigh(name), name in _WIDENING | _MULTIPLYING
        first = 1 if hasattr(function, "jinja_pass_arg") else 0

        @functools.wraps(function)
        def limited(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (any filter)
            if is_bounded:
                args = (*args[:first], *map(_list_items, args[first:]))
            meter.charge(measure(args[first]) * weight)
            if is_bounded:
                meter.check(_bound_call(name, args[first], (*args[first + 1 :], *kwargs.values())))
            result = function(*args, **kwargs)
            meter.charge(_size_of_result(result))
            return result

        return limited


class _Gates(NodeTransformer):
    """Lets each list, tuple and dictionary that holds more than constants be measured, and each part of a `~`.

    What a filter block writes is shown without Jinja's `finalize`.
    """

    def visit_List(self, node: nodes.List | nodes.Tuple | nodes.Dict) -> nodes.Expr:  # noqa: N802 (Jinja's)
        self.generic_visit(node)
        is_constant = all(isinstance(item, nodes.Const) for item in node.find_all(nodes.Expr))
        return node if is_constant else _filter(node, _GATE, node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Expr:  # noqa: N802 (Jinja's)
        for item in node.items:
            if isinstance(item.key, (nodes.List, nodes.Dict)):  # Jinja would fail without a line
                item.key = _filter(item.key, _GATE, item)
        return self.visit_List(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:  # noqa: N802 (Jinja's)
        return self.visit_List(node) if node.ctx == "load" else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802 (Jinja's)
        self.generic_visit(node)
        node.nodes = [_filter(part, _SHOW, node) for part in node.nodes]
        return node

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.FilterBlock:  # noqa: N802 (Jinja's)
        self.generic_visit(node)
        node.filter = _filter(node.filter, _SHOW, node)
        return node


def _filter(value: nodes.Expr, name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=node.lineno)


def _weigh(name: str) -> int:
    return ITEM if name in _SLOW else 1


def _list_items(value: Any) -> Any:  # noqa: ANN401 (any value)
    """Return an iterator as a list: its items are counted, too."""
    return list(value) if hasattr(value, "__next__") else value


def _size_of_result(value: object) -> int:
    """Return what a result counts; what the items of a list hold was counted when they were made."""
    return ITEM * len(value) if isinstance(value, (list, tuple, dict, set)) else measure(value)


def _bound_operation(operator: str, left: Any, right: Any) -> float:  # noqa: ANN401 (any value)
    """Return how many characters an operator makes at most, where it makes more than it was given.

    Raises:
        LimitError: it is too long a number.
    """
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length(), right.bit_length()
        power = math.log2(abs(left)) * right if operator == "**" and left else 1
        _check_bits(power if operator == "**" else sum(bits) - 1 if operator == "*" else max(bits))
    elif operator == "*":
        many, times = (right, left) if isinstance(left, int) else (left, right)
        return measure(many) * times if isinstance(times, int) else 0
    elif operator == "%" and isinstance(left, (str, bytes)):
        return _bound_call("format", left, right if isinstance(right, tuple) else (right,))
    return 0


def _check_bits(bits: float) -> None:
    if bits > MAX_BITS:
        raise LimitError("the template computes a number of more than 4,300 digits")


def _bound_call(name: str, value: Any, options: tuple[Any, ...]) -> int:  # noqa: ANN401 (any value)
    """Return how many characters a filter or a method makes at most, where it makes more than it was given.

    Raises:
        LimitError: it makes too long a number.
    """
    if name not in _WIDENING and name not in _MULTIPLYING:
        return 0
    numbers = sum(abs(option) for option in options if isinstance(option, int))
    size = 1 + sum(map(measure, options))
    if name == "round":
        _check_bits(numbers * 4)
    elif name.startswith("format"):
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        size += len(text) + sum(map(int, _DIGITS.findall(text)))
        size += numbers if _NESTED_WIDTH.search(text) else 0
        return size * (1 + max(text.count("{"), text.count("%")))
    return (1 + measure(value)) * (size + numbers if name in _WIDENING else size)
