"""What was worked out in an earlier run, by the name of what it belongs to and a hash of all it came from."""

from __future__ import annotations

from hashlib import blake2b
from typing import Protocol


def digest(data: bytes) -> str:
    """Return the hash that stands for some bytes, as 32 hexadecimal digits."""
    return blake2b(data, digest_size=16).hexdigest()


def digest_text(text: str) -> str:
    """Return the hash of a text, whatever characters it holds."""
    return digest(text.encode("utf-8", "surrogatepass"))


class Store(Protocol):
    """Keeps bytes from one run to the next; may forget any of them at any time."""

    def find(self, name: str, key: str) -> bytes | None:
        """Return what was kept under a name, if it was kept with this very key."""

    def keep(self, name: str, key: str, payload: bytes) -> None:
        """Keep bytes under a name, in place of those before."""
