"""The cache: values by the digest of everything that they are computed from, in the process and in a folder of shards.

A shard that is missing, damaged or of another version counts as empty: the run is then slow, and its output the same.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from msgspec import DecodeError, msgpack

from portfolio.site.record import CACHE, digest_tool, find_intruder
from portfolio.site_files import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from portfolio.site_files import SiteFiles

K = TypeVar("K")
T = TypeVar("T")

LIFETIME = 20
"""How many runs an unused value stays in the process."""
SHARDS = 32
"""Files at most: an edit in a site of 1,000 texts writes a sixteenth of what is cached."""
MAX_VALUE_BYTES = 4_000_000
"""Larger values stay in the process."""


class Kind(NamedTuple, Generic[T]):
    """A kind of cached values; without the two functions they are cached in the process only."""

    name: str
    dump: Callable[[T], bytes | None] | None = None
    """Returns a value as bytes; None for a value that is cached in the process only."""
    load: Callable[[bytes], T] | None = None
    """Returns the value of such bytes; raises msgspec.DecodeError for bytes of another version."""


def struct_kind(name: str, type_: Any) -> Kind[Any]:  # noqa: ANN401 (any type that msgspec knows)
    """Return a kind whose values msgspec encodes."""
    return Kind(name, msgpack.encode, partial(msgpack.decode, type=type_))


def open_cache(root: Path, tool: str, *, ignore_disk: bool = False) -> Cache:
    """Return the cache of a site; it is in the process only if `.portfolio` has a link or a special file."""
    intruder = find_intruder(str(root))
    return Cache(None if intruder else root / CACHE, tool, ignore_disk=ignore_disk, intruder=intruder)


def borrow_cache(files: SiteFiles) -> Cache:
    """Return what the last build of a site cached, to read: it is not saved. Without a cache it is empty."""
    root = Path(files.root)
    return open_cache(root, digest_tool(files)) if (root / CACHE).is_dir() else Cache()


class _Entry:
    """A value, and the last run that used it."""

    __slots__ = ("last_run", "value")

    def __init__(self, value: Any) -> None:  # noqa: ANN401 (of any kind)
        self.value = value
        self.last_run = 0


class Cache:
    """Values by kind and key.

    Args:
        folder: the folder of the shards; None for a cache in the process only.
        tool: the digest of the tool; values of another one are not found.
        intruder: why `.portfolio` is not used: see `find_intruder`.
        ignore_disk: whether to start empty.
    """

    def __init__(
        self,
        folder: Path | None = None,
        tool: str = "",
        *,
        ignore_disk: bool = False,
        intruder: str | None = None,
    ) -> None:
        self.intruder = intruder
        """Why the cache is in the process only; None if nothing is in its way."""
        self._folder = folder
        self._tool = tool
        self._ignore_disk = ignore_disk
        self._run = 0
        self._entries: dict[str, dict[str, _Entry]] = {}
        """By the name of their kind, and by key."""
        self._latest: dict[str, tuple[object, Any]] = {}
        """See `get_latest`."""
        self._shards: dict[int, dict[str, bytes]] = {}
        self._saved: set[int] = set()
        """The shards that were written or confirmed, and are read again if they are needed."""
        self._fresh: dict[int, list[tuple[Kind[Any], str]]] = {}
        """The kinds and keys of the run's values that no shard has yet: as bytes they would be a fifth of a build's memory."""
        self._stored: dict[str, bytes] = {}
        """Contents that have a file of their own, by digest, until they are written."""
        self._used: set[str] = set()
        """The digests of those that this run used."""

    def get(self, kind: Kind[T], key: str, compute: Callable[[], T]) -> T:
        """Return the value of a kind and a key, computed if it is not cached.

        Args:
            kind: see `Kind`.
            key: starts with a digest, and names everything that the value is computed from.
            compute: has no effects but its result.
        """
        return self.get_all(kind, {None: key}, lambda _: [compute()])[None]

    def get_all(
        self, kind: Kind[T], keys: Mapping[K, str], compute: Callable[[list[K]], Iterable[T]]
    ) -> dict[K, T]:
        """Return a value for each name, in order; those that are not cached are computed together.

        Args:
            kind: see `Kind`.
            keys: the key of each value, by a name of the caller's choice.
            compute: returns the values of some names, in order.
        """
        entries = self._entries.setdefault(kind.name, {})
        missing = [name for name, key in keys.items() if key not in entries and not self._load(kind, key)]
        if missing:
            for name, value in zip(missing, compute(missing), strict=True):
                entries[keys[name]] = _Entry(value)
                if kind.dump and self._folder:
                    self._fresh.setdefault(_number(keys[name]), []).append((kind, keys[name]))
        found, run = {}, self._run
        for name, key in keys.items():
            entry = entries[key]
            entry.last_run = run
            found[name] = entry.value
        return found

    def get_latest(self, kind: Kind[T], source: object, compute: Callable[[], T]) -> T:
        """Return the latest value of a kind, computed again if it was computed from another source.

        For values of a whole site: its records are compared faster than digested, as most are the same objects.

        Args:
            kind: see `Kind`; the value is cached in the process only.
            source: everything that the value is computed from.
            compute: as `get`.
        """
        before = self._latest.get(kind.name)
        if before is None or before[0] != source:
            before = self._latest[kind.name] = source, compute()
        value: T = before[1]
        return value

    def store(self, content: bytes) -> str:
        """Keep a large content, such as a picture, for `load`; return its digest. It gets a file of its own."""
        name = digest(content)
        self._stored[name] = content
        self.use(name)
        return name

    def use(self, name: str) -> None:
        """Keep a stored content for the next run."""
        self._used.add(name)

    def load(self, name: str) -> bytes | None:
        """Return a stored content by its digest; None if it is lost or damaged."""
        if name in self._stored or self._folder is None:
            return self._stored.get(name)
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return None
        return content if digest(content) == name else None

    def start_run(self) -> None:
        """Start another run in the same process; drop values that were not used in the last LIFETIME runs."""
        self._run += 1
        self._used.clear()
        self._fresh.clear()
        for name, entries in self._entries.items():
            for key in [key for key, entry in entries.items() if entry.last_run < self._run - LIFETIME]:
                del entries[key]
                self._shards.get(_number(key), {}).pop(f"{name}:{key}", None)

    def save(self) -> None:
        """Write the shards that changed, without the entries that this run did not use, and contents of their own.

        If that fails, the next run is slow, so no error is raised.
        """
        if self._folder is None:
            return
        for number in range(SHARDS):
            file = self._folder / f"{number:02}"
            fresh = self._dump(self._fresh.pop(number, ()))
            shard = self._shard_of(number) if fresh else self._shards.get(number)
            if shard is None:
                if number not in self._saved:  # no entry of it was used
                    _remove(file)
                continue
            used = {name: data for name, data in (shard | fresh).items() if self._is_used(name)}
            if fresh or len(used) < len(shard):
                self._write(file, used)
        self._saved |= self._shards.keys()
        self._shards.clear()
        self._ignore_disk = False
        for name, content in self._stored.items():
            _replace(self._folder / name, content)
        self._stored.clear()
        for file in self._list_files():
            if len(file.name) > len(f"{SHARDS:02}.tmp") and file.name not in self._used:
                _remove(file)

    def _is_used(self, name: str) -> bool:
        """Whether this run used an entry, by the name that it has in a shard."""
        kind, _, key = name.partition(":")
        entry = self._entries.get(kind, {}).get(key)
        return entry is not None and entry.last_run == self._run

    def _list_files(self) -> list[Path]:
        try:
            return [*self._folder.iterdir()] if self._folder else []
        except OSError:  # nothing could be written
            return []

    def _load(self, kind: Kind[T], key: str) -> bool:
        """Load a value from the disk; return whether there is one."""
        if kind.load is None or self._folder is None:
            return False
        data = self._shard_of(_number(key)).get(f"{kind.name}:{key}")
        if data is None:
            return False
        try:
            self._entries[kind.name][key] = _Entry(kind.load(data))
        except DecodeError:
            return False
        return True

    def _dump(self, values: Iterable[tuple[Kind[Any], str]]) -> dict[str, bytes]:
        """Return the values that are still there as bytes, by the names that they have in a shard."""
        dumped = {}
        for kind, key in values:
            entry = self._entries[kind.name].get(key)
            data = kind.dump(entry.value) if entry and kind.dump else None
            if data is not None and len(data) <= MAX_VALUE_BYTES:
                dumped[f"{kind.name}:{key}"] = data
        return dumped

    def _shard_of(self, number: int) -> dict[str, bytes]:
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
        _replace(file, zlib.crc32(payload).to_bytes(4, "big") + payload)


def _replace(file: Path, content: bytes) -> None:
    """Write a file in one step, if that is possible."""
    temporary = file.with_suffix(".tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        os.replace(temporary, file)  # noqa: PTH105 (over a read-only file, too)
    except OSError:
        _remove(temporary)


def _number(key: str) -> int:
    """Return the number of a key's shard."""
    return int(key[:4], 16) % SHARDS


def _remove(file: Path) -> None:
    with suppress(OSError):  # missing, a folder, or not ours to remove
        file.unlink()
