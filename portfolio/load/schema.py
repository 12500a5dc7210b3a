"""Nodes to model: walks a node and a type together, so that every leaf's problem is found in one pass.

The types are the model's own, read through msgspec's inspection; a rule such as a pattern is there.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from msgspec import Raw, Struct, inspect, msgpack

from portfolio.errors import Code, Diagnostics, Span, did_you_mean, sort_by_nearness
from portfolio.load.nodes import Mapping, Node, Refused, Scalar, Sequence
from portfolio.load.scalars import (
    INVALID,
    NULLS,
    WHOLE_NUMBER,
    Path,
    ScalarReader,
    Value,
    name_expected,
    name_value,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from collections.abc import Mapping as MappingOf

    from portfolio.errors import Source

T = TypeVar("T")

_Position = tuple[tuple[str | int, ...], tuple[int, int, int, int], int]
"""A value's path; the line, the column, the length of its span, and what is skipped before it; the number of its text."""

MAX_LISTED, MAX_NEAR = 40, 5
"""A mapping with more keys names the nearest ones only."""
MAX_SUGGESTIONS = 50
"""For a mapping with more unknown keys no nearest words are searched: each search takes a millisecond."""


class Read(Generic[T]):
    """A value of the model, and the spans of its parts.

    Args:
        value: None if a part is missing or invalid; unknown keys are reported and left out.
        make_spans: makes `spans` on first use.
        make_values: makes `values` on first use.
    """

    def __init__(
        self,
        value: T | None,
        make_spans: Callable[[], MappingOf[Path, Span]] = dict,
        make_values: Callable[[], MappingOf[Path, Value]] = dict,
    ) -> None:
        self.value = value
        self._make_spans, self._make_values = make_spans, make_values

    @cached_property
    def spans(self) -> MappingOf[Path, Span]:
        """The span of each part."""
        return self._make_spans()

    @cached_property
    def values(self) -> MappingOf[Path, Value]:
        """Every valid part, whether or not the whole is valid."""
        return self._make_values()

    @cached_property
    def _paths(self) -> dict[tuple[str | None, ...], list[Path]]:
        paths: dict[tuple[str | None, ...], list[Path]] = {}
        for path in self.values:
            paths.setdefault(tuple([None if isinstance(at, int) else at for at in path]), []).append(path)
        return paths

    def paths(self, *keys: str | None) -> list[Path]:
        """Return the paths of the valid values at some keys; None stands for each entry of a list."""
        return self._paths.get(keys, [])

    def entries(self, *keys: str | None) -> list[tuple[Value, Span]]:
        """Return the valid values at some keys with their spans: see `paths`."""
        return [(self.values[path], self.spans[path]) for path in self.paths(*keys)]

    def pack(self) -> bytes | None:
        """Return the value and the spans as bytes for the cache; None if there is no value."""
        if self.value is None:
            return None
        numbers = {text: number for number, text in enumerate({span.text: 0 for span in self.spans.values()})}
        positions = [
            (where, (line, column, length, skipped), numbers[text])
            for where, (_, line, column, length, text, skipped) in self.spans.items()
        ]
        path = next((span.path for span in self.spans.values()), "")
        return msgpack.encode((self.value, Raw(msgpack.encode((path, [*numbers], positions)))))

    @classmethod
    def unpack(cls, data: bytes, type_: type[T]) -> Read[T]:
        """Return a value of a type that was packed, its spans unpacked on demand.

        Raises:
            msgspec.DecodeError: the bytes are of another version.
        """
        value, packed = msgpack.decode(data, type=tuple[type_, Raw])  # type: ignore[valid-type]  # known at run time only

        def make_spans() -> dict[Path, Span]:
            path, texts, positions = msgpack.decode(packed, type=tuple[str, list[str], list[_Position]])
            return {
                where: Span(path, line, column, length, texts[number], skipped)
                for where, (line, column, length, skipped), number in positions
            }

        read: Read[T] = Read(
            value, make_spans, lambda: {at: part for at, part in _list_parts((), value) if at in read.spans}
        )
        return read


def _list_parts(path: Path, value: Value) -> Iterator[tuple[Path, Any]]:
    """Yield a value and all its parts by their paths, as reading the file would, and those that were not given."""
    yield path, value
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _list_parts((*path, name), getattr(value, name))
    elif isinstance(value, (tuple, dict)):
        for at, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _list_parts((*path, at), part)


def read_value(
    node: Node, type_: type[T], diagnostics: Diagnostics, given: dict[str, Value] | None = None
) -> Read[T]:
    """Read a node as a type of the model.

    Args:
        node: the value in the file.
        type_: a Struct of the model, or a tuple of them.
        diagnostics: receives every problem, each at the word it concerns.
        given: fields that do not come from the file, such as the slug; they are no keys in it.
    """
    reader = _Reader(diagnostics)
    value = reader.read(node, describe_type(cast("Hashable", type_)), (), given)
    return Read(None if value is INVALID else value, lambda: reader.spans, lambda: reader.values)


def read_yaml(
    source: Source,
    type_: type[T],
    diagnostics: Diagnostics,
    *,
    lines: tuple[int, int] | None = None,
    given: dict[str, Value] | None = None,
) -> Read[T] | None:
    """Read a file, or some of its lines, as a type of the model; None if there is nothing, which is not reported.

    The arguments are those of `parse_yaml` and `read_value`.
    """
    from portfolio.load.composer import parse_yaml  # noqa: PLC0415 (brings PyYAML along; most files are cached)

    reported = len(diagnostics.items)
    node = parse_yaml(source, diagnostics, lines=lines)
    if node is None:
        return Read(None) if len(diagnostics.items) > reported else None
    return read_value(node, type_, diagnostics, given)


@cache
def describe_type(type_: Hashable) -> inspect.Type:
    """Return a type as msgspec inspects it, once for each: that takes milliseconds."""
    return inspect.type_info(type_)


class _Reader(ScalarReader):
    """One walk; `spans` grows as values are met."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(diagnostics)
        self.spans: dict[Path, Span] = {}
        self.values: dict[Path, Value] = {}

    def read(
        self, node: Node, info: inspect.Type, path: Path, given: dict[str, Value] | None = None
    ) -> Value:
        """Return the value for a node, or INVALID after reporting why there is none."""
        self.spans[path] = node.span
        value = INVALID if isinstance(node, Refused) else self.read_kind(node, info, path, given)
        if value is not INVALID:
            self.values[path] = value
        return value

    def read_kind(self, node: Node, info: inspect.Type, path: Path, given: dict[str, Value] | None) -> Value:
        """Read a node by the kind of its type."""
        hint = parse = None
        while isinstance(info, inspect.Metadata):
            hint = (info.extra_json_schema or {}).get("description", hint)
            parse = (info.extra or {}).get("parse", parse)
            info = info.type
        if isinstance(info, inspect.StructType):
            return self.read_struct(node, info, path, given or {})
        collections: dict[type[inspect.Type], Callable[..., Value]] = {
            inspect.UnionType: self.read_union,
            inspect.VarTupleType: self.read_list,
            inspect.DictType: self.read_dict,
        }
        if read := collections.get(type(info)):
            return read(node, info, path)
        if isinstance(node, Scalar):
            value = self.read_scalar(node, info, path, hint)
            return value if parse is None or value is INVALID else self.parse_text(node, value, parse, path)
        return self.wrong_type(node, name_expected(info), path)

    def read_union(self, node: Node, info: inspect.UnionType, path: Path) -> Value:
        """Read the member that fits the node's kind."""
        members = [member for member in info.types if not isinstance(member, inspect.NoneType)]
        if len(members) < len(info.types) and isinstance(node, Scalar) and node.plain and node.text in NULLS:
            return None
        structs = [member for member in members if isinstance(member, inspect.StructType)]
        if len(structs) > 1:
            return self.read_tagged(node, structs, path)
        for member in members:
            if _fits(node, member):
                return self.read(node, member, path)
        if len(members) == 1:
            return self.read(node, members[0], path)
        return self.wrong_type(node, " or ".join(name_expected(member) for member in members), path)

    def read_tagged(self, node: Node, structs: list[inspect.StructType], path: Path) -> Value:
        """Read the struct that the mapping's tag names."""
        if not isinstance(node, Mapping):
            return self.wrong_type(node, "a mapping", path)
        tag_field = str(structs[0].tag_field)
        by_tag = {str(struct.tag): struct for struct in structs}
        if tag_field not in node.entries:
            help_ = "one of " + ", ".join(f"`{tag}`" for tag in by_tag)
            return self.error(Code.MISSING_KEY, f"`{tag_field}` is missing", node.span, help_)
        tag = node.entries[tag_field][1]
        if isinstance(tag, Refused):
            return INVALID
        if not isinstance(tag, Scalar):
            return self.wrong_type(tag, "a word", (*path, tag_field))
        self.spans[*path, tag_field] = tag.span
        chosen = self.read_choice(tag, list(by_tag), (*path, tag_field))
        return INVALID if chosen is INVALID else self.read(node, by_tag[chosen], path)

    def read_list(self, node: Node, info: inspect.VarTupleType, path: Path) -> Value:
        """Read a list, every item of it."""
        if not isinstance(node, Sequence):
            return self.wrong_type(node, "a list", path)
        items = tuple(
            self.read(item, info.item_type, (*path, index)) for index, item in enumerate(node.items)
        )
        if info.min_length and len(items) < info.min_length:
            message = f"{name_value(path)} is empty"
            return self.error(Code.INVALID_VALUE, message, node.span, f"give at least {info.min_length}")
        if info.max_length is not None and len(items) > info.max_length:
            message = f"{name_value(path)} has {len(items)} entries"
            return self.error(Code.INVALID_VALUE, message, node.span, f"keep at most {info.max_length}")
        return INVALID if any(item is INVALID for item in items) else items

    def read_dict(self, node: Node, info: inspect.DictType, path: Path) -> Value:
        """Read a mapping with keys of the owner's choice."""
        if not isinstance(node, Mapping):
            return self.wrong_type(node, "a mapping", path)
        names = [
            self.read_kind(Scalar(key, plain=False, span=span), info.key_type, path, None)
            for key, (span, _) in node.entries.items()
        ]
        values = {
            key: self.read(value, info.value_type, (*path, key)) for key, (_, value) in node.entries.items()
        }
        return INVALID if any(value is INVALID for value in (*names, *values.values())) else values

    def read_struct(self, node: Node, info: inspect.StructType, path: Path, given: dict[str, Value]) -> Value:
        """Read a mapping with known keys: unknown and missing ones are reported, the others read."""
        if not isinstance(node, Mapping):
            keys = [f"`{field.encode_name}: …`" for field in info.fields if field.required]
            help_ = f"write {' and '.join(keys)}" if keys and path else None
            return self.wrong_type(node, "a mapping", path, help_)
        fields = {field.encode_name: field for field in info.fields if field.name not in given}
        start = next((span for span, _ in node.entries.values()), node.span)
        known = [*fields, *([info.tag_field] if info.tag_field else [])]
        suggested = self.report_unknown_keys(node, known, getattr(info.cls, "MOVED", {}))
        values = dict(given)
        for key, field in fields.items():
            if key in node.entries:
                values[field.name] = self.read(node.entries[key][1], field.type, (*path, key))
            elif field.required:
                values[field.name] = INVALID
                if key not in suggested:
                    help_ = f"add `{key}:` with {name_expected(field.type)}"
                    self.error(Code.MISSING_KEY, f"`{key}` is missing", start, help_)
        return INVALID if any(value is INVALID for value in values.values()) else info.cls(**values)

    def report_unknown_keys(self, node: Mapping, known: list[str], moved: MappingOf[str, str]) -> set[str]:
        """Report unknown keys, and return the keys that were suggested instead.

        Args:
            node: the mapping.
            known: its keys.
            moved: what to do with keys that it no longer has.
        """
        suggested = set()
        free = [name for name in known if name not in node.entries]
        if len(node.entries) > MAX_SUGGESTIONS:
            free = []
        for key, (span, _) in node.entries.items():
            if key in moved:
                self.error(Code.UNKNOWN_KEY, f"`{key}` is no key any more", span, moved[key])
            elif key not in known:
                help_ = did_you_mean(key, free) if free else None
                suggested.add(help_.split("`")[1] if help_ else "")
                help_ = help_ or _list_known(key, known)
                self.error(Code.UNKNOWN_KEY, f"unknown key `{shorten(key)}`", span, help_)
        return suggested


def _list_known(key: str, known: list[str]) -> str:
    """Return the help with the keys of a mapping; of very many those most like an unknown one."""
    listed = known if len(known) <= MAX_LISTED else sort_by_nearness(key, known)[:MAX_NEAR]
    more = f" and {len(known) - len(listed)} others" if len(listed) < len(known) else ""
    return "known here: " + ", ".join(f"`{name}`" for name in listed) + more


def _fits(node: Node, info: inspect.Type) -> bool:
    """Whether a node's kind is that of a union's member; whole numbers come before text."""
    while isinstance(info, inspect.Metadata):
        info = info.type
    if isinstance(node, Sequence):
        return isinstance(info, inspect.VarTupleType)
    if isinstance(node, Mapping):
        return isinstance(info, (inspect.DictType, inspect.StructType))
    if isinstance(info, inspect.IntType):
        return isinstance(node, Scalar) and node.plain and WHOLE_NUMBER.fullmatch(node.text) is not None
    return isinstance(info, (inspect.StrType, inspect.BoolType, inspect.DateType, inspect.LiteralType))
