"""The cache: values by the digest of all that they are computed from, in this process and in a folder of shards.

A shard that is damaged, cut short, of another version or gone counts as empty: the run is then slow, and right.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from msgspec import DecodeError, msgpack

from portfolio.site.cache_folder import CACHE, find_intruder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from portfolio.site.cache_folder import Intruder

K = TypeVar("K")
T = TypeVar("T")

_Entry = tuple[str, str]
"""The name of a kind, and a key."""

LIFETIME = 20
"""How many runs a value stays in the process after it was last asked for: a text that is edited keeps its drawings."""
SHARDS = 32
"""Files at most: an edit in a site of 1,000 texts writes a sixteenth of what is cached."""
MAX_VALUE_BYTES = 4_000_000
"""Larger values stay in the process."""


class Kind(NamedTuple, Generic[T]):
    """A kind of cached values; without the two functions they stay in the process."""

    name: str
    dump: Callable[[T], bytes | None] | None = None
    """Returns a value as bytes; None for a value that stays in the process."""
    load: Callable[[bytes], T] | None = None
    """Returns the value of such bytes; raises msgspec.DecodeError for bytes of another version."""


def struct_kind(name: str, type_: Any) -> Kind[Any]:  # noqa: ANN401 (any type that msgspec knows)
    """Return a kind whose values msgspec encodes."""
    return Kind(name, msgpack.encode, partial(msgpack.decode, type=type_))


def open_cache(root: Path, tool: str, *, ignore_disk: bool = False) -> Cache:
    """Return the cache of a site; it stays in the process where something in `.portfolio` leads elsewhere."""
    intruder = find_intruder(str(root))
    return Cache(None if intruder else root / CACHE, tool, ignore_disk=ignore_disk, intruder=intruder)


class Cache:
    """Values by kind and key.

    Args:
        folder: holds the shards and nothing else; None keeps everything in the process.
        tool: the digest of the tool; what another one left is not found.
        intruder: why there is no folder, if it is what stands in its way.
        ignore_disk: whether to begin with nothing.
    """

    def __init__(
        self,
        folder: Path | None = None,
        tool: str = "",
        *,
        ignore_disk: bool = False,
        intruder: Intruder | None = None,
    ) -> None:
        self.intruder = intruder
        """What keeps the cache in the process, though it has a folder; None if nothing does."""
        self._folder = folder
        self._tool = tool
        self._ignore_disk = ignore_disk
        self._run = 0
        self._values: dict[_Entry, Any] = {}
        self._asked: dict[_Entry, int] = {}
        """The last run that asked for a value."""
        self._shards: dict[int, dict[str, bytes]] = {}
        self._changed: set[int] = set()

    def get(self, kind: Kind[T], key: str, compute: Callable[[], T]) -> T:
        """Return the value of a kind and a key, computed if it is not cached.

        Args:
            kind: see `Kind`.
            key: a digest of everything that the value is computed from.
            compute: changes nothing, and reports nothing but what it returns.
        """
        return self.get_all(kind, {None: key}, lambda _: [compute()])[None]

    def get_all(
        self, kind: Kind[T], keys: Mapping[K, str], compute: Callable[[list[K]], Iterable[T]]
    ) -> dict[K, T]:
        """Return a value for each name, in the order of the names; those that are not cached are computed together.

        Args:
            kind: see `Kind`.
            keys: the digest that each value is computed from, by a name of the caller's choice.
            compute: turns names into values, in their order.
        """
        values, asked, run = self._values, self._asked, self._run
        entries = {name: (kind.name, key) for name, key in keys.items()}
        missing = [
            name for name, entry in entries.items() if entry not in values and not self._load(kind, entry)
        ]
        if missing:
            for name, value in zip(missing, compute(missing), strict=True):
                values[entries[name]] = value
                self._dump(kind, entries[name], value)
        for entry in entries.values():
            asked[entry] = run
        return {name: values[entry] for name, entry in entries.items()}

    def start_run(self) -> None:
        """Begin another run in the same process; values that nobody asked for in the last LIFETIME runs are dropped."""
        self._run += 1
        for entry, run in tuple(self._asked.items()):
            if run < self._run - LIFETIME:
                del self._asked[entry], self._values[entry]
                self._shards.get(_number(entry), {}).pop(_shard_key(entry), None)

    def save(self) -> None:
        """Write the shards that changed, without the entries that this run did not ask for.

        Where that fails the next run is slow, so no error is raised.
        """
        if self._folder is None:
            return
        asked = {_shard_key(entry) for entry, run in self._asked.items() if run == self._run}
        for number in range(SHARDS):
            file = self._folder / f"{number:02}"
            shard = self._shards.get(number)
            if shard is None:  # nobody asked for anything in it
                _remove(file)
                continue
            kept = {name: data for name, data in shard.items() if name in asked}
            if number in self._changed or len(kept) < len(shard):
                self._shards[number] = kept
                self._write(file, kept)
        self._changed.clear()

    def _load(self, kind: Kind[T], entry: _Entry) -> bool:
        """Take in a value that an earlier process left; returns whether there is one."""
        if kind.load is None or self._folder is None:
            return False
        data = self._shard_of(entry).get(_shard_key(entry))
        if data is None:
            return False
        try:
            self._values[entry] = kind.load(data)
        except DecodeError:
            return False
        return True

    def _dump(self, kind: Kind[T], entry: _Entry, value: T) -> None:
        if kind.dump is None or self._folder is None:
            return
        data = kind.dump(value)
        if data is not None and len(data) <= MAX_VALUE_BYTES:
            self._shard_of(entry)[_shard_key(entry)] = data
            self._changed.add(_number(entry))

    def _shard_of(self, entry: _Entry) -> dict[str, bytes]:
        number = _number(entry)
        if number not in self._shards:
            self._shards[number] = {} if self._ignore_disk else self._read(number)
        return self._shards[number]

    def _read(self, number: int) -> dict[str, bytes]:
        assert self._folder is not None  # noqa: S101 (both callers know)
        try:
            data = (self._folder / f"{number:02}").read_bytes()
            check, payload = data[:4], data[4:]
            if zlib.crc32(payload).to_bytes(4, "big") != check:
                return {}
            tool, shard = msgpack.decode(payload, type=tuple[str, dict[str, bytes]])
        except (OSError, DecodeError):
            return {}
        return shard if tool == self._tool else {}

    def _write(self, file: Path, shard: dict[str, bytes]) -> None:
        payload = msgpack.encode((self._tool, dict(sorted(shard.items()))))
        temporary = file.with_suffix(".tmp")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(zlib.crc32(payload).to_bytes(4, "big") + payload)
            os.replace(temporary, file)  # noqa: PTH105 (over a read-only file, too)
        except OSError:
            _remove(temporary)


def _shard_key(entry: _Entry) -> str:
    return ":".join(entry)


def _number(entry: _Entry) -> int:
    """Return the number of the shard that an entry lies in."""
    return int(entry[1][:4], 16) % SHARDS


def _remove(file: Path) -> None:
    with suppress(OSError):  # missing, a folder, or not ours to remove
        file.unlink()
