"""Keys of an earlier version whose values have a file of their own now: they are read until `portfolio upgrade` moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code
from portfolio.load.nodes import Mapping, Scalar, Sequence
from portfolio.model.names import fold_name

if TYPE_CHECKING:
    from portfolio.errors import Diagnostics
    from portfolio.load.nodes import Node


class Moved(NamedTuple):
    """Where the names that a key of the profile listed are now."""

    file: str
    """The name of the file in content/, without its suffix."""
    key: str
    """The key of each entry there."""


MOVED = {"companies": Moved("experience", "employer"), "certifications": Moved("certifications", "name")}
"""By the key of content/profile.yaml."""


def take_moved(node: Node, diagnostics: Diagnostics) -> tuple[Node, dict[str, list[Mapping]]]:
    """Return the profile without the keys that moved, and the entries that they are now, by file.

    Each is a warning. A value that is no list of names stays, and is an error there.
    """
    found: dict[str, list[Mapping]] = {}
    if not isinstance(node, Mapping):
        return node, found
    kept = dict(node.entries)
    for name, moved in MOVED.items():
        span, value = node.entries.get(name, (node.span, node))
        if not isinstance(value, Sequence) or not all(isinstance(item, Scalar) for item in value.items):
            continue
        del kept[name]
        found[moved.file] = [Mapping({moved.key: (item.span, item)}, item.span) for item in value.items]
        help_ = f"`portfolio upgrade` moves it to content/{moved.file}.yaml"
        diagnostics.warning(Code.DEPRECATED_KEY, f"`{name}` is a key of an earlier version", span, help_)
    return Mapping(kept, node.span), found


def add_moved(node: Node | None, file: str, entries: list[Mapping]) -> Node | None:
    """Return a file's list with the entries that it lacks; what is no list stays."""
    new = find_missing(node, file, entries)
    if not new or not isinstance(node, Sequence | None):
        return node
    return Sequence((*(node.items if node else ()), *new), node.span if node else new[0].span)


def find_missing(node: Node | None, file: str, entries: list[Mapping]) -> list[Mapping]:
    """Return those entries whose names a file's list lacks, each once."""
    key = next(moved.key for moved in MOVED.values() if moved.file == file)
    known = {_find_name(item, key) for item in node.items} if isinstance(node, Sequence) else set()
    first: dict[str | None, Mapping] = {}
    for entry in entries:
        first.setdefault(_find_name(entry, key), entry)
    return [entry for name, entry in first.items() if name not in known]


def _find_name(entry: Node, key: str) -> str | None:
    """Return the name of an entry, as it is compared."""
    value = entry.entries.get(key, (None, None))[1] if isinstance(entry, Mapping) else None
    return fold_name(value.text.strip()) if isinstance(value, Scalar) else None
