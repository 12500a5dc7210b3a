"""A store in a folder: a fixed number of files, each with the entries of some names; only changed ones are written.

A file that is damaged, cut short, of another version or gone counts as empty: the build is then slow, and right.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from portfolio.build.state import is_own_folder, open_new
from portfolio.model.store import digest

if TYPE_CHECKING:
    from pathlib import Path

SHARDS = 32
"""Files at most: an edit in a site of 1,000 texts writes a thirtieth of what is kept."""

MAX_PAYLOAD_BYTES = 4_000_000
"""What is larger is not kept."""

_Entries = dict[str, tuple[str, bytes]]


class Shelf:
    """A store whose files lie in one folder; what no run asked for is dropped when they are saved."""

    def __init__(self, folder: Path, tool: str, *, forget: bool = False) -> None:
        """Open a store; nothing is read yet.

        Args:
            folder: holds nothing else; may be missing.
            tool: the tool's hash; what another one kept is not found.
            forget: whether to begin with nothing.
        """
        self._folder = folder
        self._tool = tool
        self._forget = forget
        self._shards: dict[int, _Entries] = {}
        self._used: set[str] = set()
        self._changed: set[int] = set()

    def find(self, name: str, key: str) -> bytes | None:
        """Return what was kept under a name, if it was kept with this very key."""
        self._used.add(name)
        found = self._shard(name).get(name)
        return found[1] if found is not None and found[0] == key else None

    def keep(self, name: str, key: str, payload: bytes) -> None:
        """Keep bytes under a name, in place of those before; they are on disk after `save`."""
        self._used.add(name)
        if len(payload) <= MAX_PAYLOAD_BYTES:
            self._shard(name)[name] = (key, payload)
            self._changed.add(_number(name))

    def save(self) -> None:
        """Write the files that changed, and drop the entries that this run did not ask for.

        Where that fails the next run is slow, so no error is raised.
        """
        if not self._is_ours():
            return
        for number in range(SHARDS):
            file = self._folder / f"{number:02}"
            if number not in self._shards:
                _remove(file)
                continue
            entries = self._shards[number]
            kept = {name: entry for name, entry in entries.items() if name in self._used}
            if number in self._changed or len(kept) < len(entries):
                self._write(file, kept)

    def _is_ours(self) -> bool:
        """Whether the folder, and the one that it lies in, are no links to elsewhere."""
        root, inside = self._folder.parent.parent, f"{self._folder.parent.name}/{self._folder.name}"
        return is_own_folder(str(root), inside)

    def _shard(self, name: str) -> _Entries:
        number = _number(name)
        if number not in self._shards:
            self._shards[number] = self._read(self._folder / f"{number:02}")
        return self._shards[number]

    def _read(self, file: Path) -> _Entries:
        if self._forget or not self._is_ours():
            return {}
        try:
            data = file.read_bytes()
            check, payload = data[:4], data[4:]
            if zlib.crc32(payload).to_bytes(4, "big") != check:
                return {}
            tool, entries = msgspec.msgpack.decode(payload, type=tuple[str, _Entries])
        except (OSError, msgspec.DecodeError):
            return {}
        return entries if tool == self._tool else {}

    def _write(self, file: Path, entries: _Entries) -> None:
        payload = msgspec.msgpack.encode((self._tool, dict(sorted(entries.items()))))
        temporary = file.with_suffix(".tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with open_new(str(temporary)) as stream:
                stream.write(zlib.crc32(payload).to_bytes(4, "big") + payload)
            os.replace(temporary, file)  # noqa: PTH105 (over a read-only file, too)
        except OSError:
            _remove(temporary)


def _remove(file: Path) -> None:
    with suppress(OSError):  # missing, a folder, or not ours to remove
        file.unlink()


def _number(name: str) -> int:
    """Return the number of the file that a name's entry lies in."""
    return int(digest(name.encode("utf-8", "surrogateescape"))[:4], 16) % SHARDS
