"""Limits of what the templates of one page may compute, so that a mistake ends with an error.

Every way to a large value has one gate, and all gates charge one `Meter`: operators and calls pass through Jinja's
sandbox, filters and tests are wrapped, `~ [] {}` become calls, each shown value passes `finalize`, and each loop,
macro, block and template takes a step in its body. What is about to be made is charged before it is made. Sizes are
counted, so that equal input fails alike; the limit of processor time is for what sizes do not show.
"""

from __future__ import annotations

import functools
import inspect
import math
import re
import time
from typing import TYPE_CHECKING, Any, cast

from jinja2 import nodes, pass_context, pass_eval_context
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2.nodes import EvalContext
    from jinja2.runtime import Context

MAX_SIZE = 20_000_000
"""Characters on one page, each once for every time that it is computed or shown."""
MAX_SECONDS = 2.0
"""Processor time for one page; a page takes milliseconds."""
MAX_SECONDS_AFTER = 0.2
"""The same after a page that reached a limit: the build fails, and should not take minutes."""
MAX_BITS = 14_284
"""Of a number: 4,300 digits, the most that Python writes."""
ITEM = 10
"""The size of a list's item, in characters."""
STEPS_PER_CHECK = 16
"""The clock is read once in so many steps."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls but tab and line feed, and halves of surrogate pairs: they are not allowed in a page."""
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_CONTROLS = bytes({*range(32), 127} - {9, 10})

_CONTAINERS = (list, tuple, dict, set, frozenset, range, Namespace)
_MEASURED_TYPES = (*_CONTAINERS, int)
_CHEAP_FILTERS = frozenset({"count", "d", "default", "first", "last", "length", "safe"})
_SLOW_FILTERS = frozenset(
    {
        "batch",
        "groupby",
        "indent",
        "list",
        "pprint",
        "slice",
        "sort",
        "title",
        "truncate",
        "unique",
        "urlize",
        "wordcount",
        "wordwrap",
    }
)
"""They loop over a text in Python or make a value of each character: each counts as an item."""
_CHEAP_TESTS = frozenset({"defined", "undefined", "none"})
_SPLITTING = frozenset({"split", "rsplit", "splitlines"})
_PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
_PASSED = {"context", "eval_ctx", "environment"}
"""The first arguments of Jinja's filters; the signature of wrapped ones lacks it."""
_DIGITS = re.compile(r"\d+")

_STEP, _MEASURED, _CONCAT = " step", " measured", " concat"
"""Filters under names that no template can write."""


class LimitError(Exception):
    """A template computes too much."""


class Meter:
    """Counts the work of a page's templates."""

    def __init__(self) -> None:
        self.seconds = MAX_SECONDS
        self.names_characters = False
        """Whether each shown value is searched for unprintable characters: only if the page has one."""
        self.start()

    def start(self) -> None:
        """Start a page."""
        self._size = self._steps = 0
        self._end = time.thread_time() + self.seconds

    def charge(self, size: int = 1) -> None:
        """Count a step and the characters that it computes.

        Raises:
            LimitError: it is more than a page may take.
        """
        if self._size + size > MAX_SIZE:
            raise LimitError(f"the template computes more than {MAX_SIZE:,} characters for one page")
        self._size += size
        self._steps += 1
        if self._steps % STEPS_PER_CHECK == 0 and time.thread_time() > self._end:
            raise LimitError(f"the template takes more than {MAX_SECONDS:.0f} seconds for one page")


def measure(value: object) -> int:
    """Return about how many characters a value has as text; stops beyond MAX_SIZE.

    A list within a list counts as often as it is written: a few dozen of them can have more items than any memory.
    """
    if isinstance(value, (str, bytes)):
        return len(value)
    if not isinstance(value, _MEASURED_TYPES):
        return 1
    size, pending = 0, [value]
    while pending and size <= MAX_SIZE:
        item: Any = pending.pop()
        if isinstance(item, (str, bytes)):
            size += len(item)
        elif isinstance(item, int):
            size += item.bit_length() // 3
        elif isinstance(item, Namespace):
            size += ITEM
            pending += object.__getattribute__(item, "_Namespace__attrs").values()
        elif isinstance(item, _CONTAINERS):
            size += ITEM * len(item)
            if size <= MAX_SIZE and not isinstance(item, range):
                pending += (*item, *item.values()) if isinstance(item, dict) else item
    return size


class LimitedEnvironment(SandboxedEnvironment):
    """Jinja's environment with a limit on every operation that can make a large value."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (Jinja's)
        self.meter = Meter()
        super().__init__(**options, finalize=pass_context(functools.partial(_finalize, self.meter)))
        for name in self.filters.keys() - _CHEAP_FILTERS:
            self.add_filter(name, self.filters[name])
        for name in self.tests.keys() - _CHEAP_TESTS:
            self.tests[name] = self._limit_test(cast("Callable[..., bool]", self.tests[name]))
        self.filters[_STEP] = pass_context(functools.partial(_take_step, self.meter))
        self.filters[_MEASURED] = functools.partial(_measured, self.meter)
        self.filters[_CONCAT] = pass_eval_context(functools.partial(_concat, self.meter))

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 (Jinja's)
        """Return an attribute; views are plain data, so the sandbox's check is not needed."""
        if isinstance(obj, Struct) and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 (Jinja's)
        """Apply an operator, if the result is not too large."""
        self.meter.charge(_size_of_operation(operator, left, right))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (Jinja's)
        """Call a function or a method, if the result is not too large."""
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, (str, bytes, int, list, dict, set)):
            args = tuple(list(item) if hasattr(item, "__next__") else item for item in args)
            self.meter.charge(_size_of_method(owner, obj.__name__, (*args, *kwargs.values())))
        elif isinstance(obj, type):
            self.meter.charge(sum(map(measure, (*args, *kwargs.values()))))
        elif hasattr(obj, "__wrapped__"):  # the sandbox's form of `str.format`
            text = getattr(obj.__wrapped__, "__self__", "")
            self.meter.charge(_size_of_format(text, (*args, *kwargs.values()), "{"))
        result = super().call(context, obj, *args, **kwargs)
        self.meter.charge(_size_of_result(result))
        return result

    def limit(self, tree: nodes.Template) -> None:
        """Insert the limits into a parsed template."""
        bodies: list[Any] = [tree, *tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block))]
        _LiteralGates().visit(tree)
        for node in bodies:
            texts = [data for part in node.body for data in part.find_all(nodes.TemplateData)]
            step = _call(nodes.Const(1 + sum(len(text.data) for text in texts)), _STEP, node)
            if isinstance(node, nodes.For) and node.test is not None:
                node.test = nodes.And(step, node.test, lineno=node.lineno)
            node.body = [nodes.ExprStmt(step, lineno=node.lineno), *node.body]
        tree.set_environment(self)

    def add_filter(self, name: str, function: Callable[..., Any]) -> None:
        """Let templates use a filter, within the limits."""
        charge, estimate = self.meter.charge, _FILTER_SIZES.get(name)
        signature = inspect.signature(function) if estimate else inspect.Signature()
        first = 1 if hasattr(function, "jinja_pass_arg") else 0
        bound_from = first if next(iter(signature.parameters), "") not in _PASSED else 0
        weight = ITEM if name in _SLOW_FILTERS else 1

        @functools.wraps(function)
        def limited(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (any filter)
            if estimate and hasattr(args[first], "__next__"):  # its items are counted too
                args = (*args[:first], list(args[first]), *args[first + 1 :])
            size = measure(args[first]) * weight
            if estimate:
                given = signature.bind(*args[bound_from:], **kwargs)
                given.apply_defaults()
                size += estimate(args[first], given.arguments)
            charge(size)
            result = function(*args, **kwargs)
            charge(_size_of_result(result))
            return result

        self.filters[name] = limited

    def _limit_test(self, function: Callable[..., bool]) -> Callable[..., bool]:
        charge = self.meter.charge

        @functools.wraps(function)
        def limited(*args: Any, **kwargs: Any) -> bool:  # noqa: ANN401 (any test)
            charge()
            return function(*args, **kwargs)

        return limited


class _LiteralGates(NodeTransformer):
    """Inserts a measurement of each list, tuple and dictionary that is not constant, and of the result of each `~`."""

    def visit_List(self, node: nodes.List) -> nodes.Expr:  # noqa: N802 (Jinja's)
        return self._gate(node, node.items)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:  # noqa: N802 (Jinja's)
        return self._gate(node, node.items) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Expr:  # noqa: N802 (Jinja's)
        return self._gate(node, [part for item in node.items for part in (item.key, item.value)])

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802 (Jinja's)
        self.generic_visit(node)
        return _call(nodes.List(node.nodes, lineno=node.lineno), _CONCAT, node)

    def _gate(self, node: nodes.Expr, items: Iterable[nodes.Expr]) -> nodes.Expr:
        if all(isinstance(item, nodes.Const) for item in items):
            return node
        self.generic_visit(node)
        return _call(node, _MEASURED, node)


def _call(value: nodes.Expr, name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=node.lineno)


def _take_step(meter: Meter, _: Context, size: int) -> bool:
    meter.charge(size)
    return True


def _measured(meter: Meter, value: object) -> object:
    meter.charge(measure(value))
    return value


def _concat(meter: Meter, context: EvalContext, items: list[object]) -> str:
    meter.charge(measure(items))
    return markup_join(items) if context.autoescape else str_join(items)


def _finalize(meter: Meter, _: Context, value: object) -> object:
    """Return a shown value as text, or as an object with `__html__`.

    Raises:
        LimitError: it is too long.
        ValueError: it has a character that no page can hold, and the meter names them.
    """
    if not isinstance(value, str):
        meter.charge(measure(value))
        if hasattr(value, "__html__"):
            return value
        value = str(value)
    meter.charge(len(value))
    if meter.names_characters and (found := UNPRINTABLE.search(value)):
        raise ValueError(describe_character(found[0]))
    return value


def find_unprintable(text: str) -> str | None:
    """Return the first character of a page that is not allowed.

    Bytes first: going through them is several times faster than a search, and hardly a page has one.
    """
    try:
        data = text.encode()
        if len(data.translate(None, _CONTROLS)) == len(data) and not _HIGH_CONTROL.search(data):
            return None
    except UnicodeEncodeError:
        pass
    found = UNPRINTABLE.search(text)
    return found[0] if found else None


def describe_character(character: str) -> str:
    """Return the message for a character that is not allowed."""
    kind = "lone surrogate" if "\ud800" <= character <= "\udfff" else "control character"
    return f"the text has the {kind} U+{ord(character):04X}, which no page can hold"


def _size_of_result(value: object) -> int:
    """Return the size of a result; the contents of a list's items were counted when they were made."""
    return ITEM * len(value) if isinstance(value, (list, tuple, dict, set)) else measure(value)


def _size_of_operation(operator: str, left: Any, right: Any) -> int:  # noqa: ANN401 (any value)
    """Return the largest size of an operator's result.

    Raises:
        LimitError: it is too long a number.
    """
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length(), right.bit_length()
        power = math.log2(abs(left)) * right if operator == "**" and left else 1
        _check_bits(power if operator == "**" else sum(bits) - 1 if operator == "*" else max(bits))
        return 1
    if operator == "*":
        many, times = (right, left) if isinstance(left, int) else (left, right)
        return measure(many) * _number(times)
    if operator == "+" and isinstance(left, (str, list, tuple)) and isinstance(right, (str, list, tuple)):
        return len(left) + len(right)
    if operator == "%" and isinstance(left, (str, bytes)):
        return _size_of_format(left, right if isinstance(right, tuple) else (right,), "*")
    return 1


def _check_bits(bits: float) -> None:
    if bits > MAX_BITS:
        raise LimitError("the template computes a number of more than 4,300 digits")


def _number(value: object) -> int:
    return max(value, 0) if isinstance(value, int) else 1


def _size_of_format(text: str | bytes, values: Iterable[object], nested: str) -> int:
    """Return the largest length of a formatted text.

    Args:
        text: holds the widths, and the fields.
        values: what is written into it.
        nested: the character that takes a width from the values, `*` or a brace within braces.
    """
    shown = text.decode("latin-1") if isinstance(text, bytes) else str(text)
    values = tuple(values)
    width = sum(int(digits[:20]) for digits in _DIGITS.findall(shown))
    if (nested == "*" and "*" in shown) or re.search(r"\{[^}]*\{", shown):
        width += shown.count(nested) * sum(abs(item) for item in values if isinstance(item, int))
    fields = max(shown.count("{"), shown.count("%"))
    return len(shown) + width + fields * sum(map(measure, values))


def _size_of_method(owner: Any, name: str, values: tuple[Any, ...]) -> int:  # noqa: ANN401 (any value)
    """Return the largest size of a result of a method of Python's own types; its arguments count too."""
    size = sum(map(measure, values))
    if not isinstance(owner, (str, bytes)):
        return size + (_number(values[0]) if name == "to_bytes" and values else 1)
    size += len(owner) * (ITEM if name in _SPLITTING else 1)
    if name in _PADDING and values:
        size += _number(values[0])
    elif name == "expandtabs" and values:
        size += len(owner) * _number(values[0])
    elif name == "replace" and len(values) > 1:
        size += _size_of_replacement(owner, values[0], values[1])
    elif name == "join" and values and hasattr(values[0], "__len__"):
        size += len(owner) * len(values[0])
    elif name == "translate" and values and isinstance(values[0], dict):
        size += len(owner) * max(map(measure, values[0].values()), default=1)
    return size


def _size_of_replacement(text: Any, old: Any, new: Any) -> int:  # noqa: ANN401 (a mistake may give anything)
    try:
        return int(text.count(old)) * measure(new)
    except TypeError:
        return 1  # the call reports it


def _size_of_indent(text: object, width: object) -> int:
    one = _number(width) if isinstance(width, int) else measure(width)
    return (str(text).count("\n") + 1) * one


def _size_of_rounding(precision: object) -> int:
    _check_bits(abs(precision) * 4 if isinstance(precision, int) else 1)
    return 1


_FILTER_SIZES: dict[str, Callable[[Any, dict[str, Any]], int]] = {
    "batch": lambda _, given: _number(given["linecount"]) * ITEM if given["fill_with"] is not None else 1,
    "center": lambda _, given: _number(given["width"]),
    "format": lambda text, given: _size_of_format(
        str(text), (*given["args"], *given["kwargs"].values()), "*"
    ),
    "indent": lambda text, given: _size_of_indent(text, given["width"]),
    "join": lambda value, given: measure(given["d"]) * (len(value) if hasattr(value, "__len__") else 1),
    "replace": lambda text, given: _size_of_replacement(str(text), str(given["old"]), given["new"]),
    "round": lambda _, given: _size_of_rounding(given["precision"]),
    "slice": lambda _, given: _number(given["slices"]) * ITEM,
    "tojson": lambda value, given: measure(value) * _number(given["indent"]),
    "truncate": lambda _, given: measure(given["end"]),
    "urlize": lambda text, given: len(str(text)) * (measure(given["target"]) + measure(given["rel"])),
    "wordwrap": lambda text, given: len(str(text)) * measure(given["wrapstring"]),
}
"""The size that a filter adds to its input, by its value and its options."""
