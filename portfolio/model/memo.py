"""What was worked out earlier in this process, and from what: a preview that is refreshed does the rest anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Memo:
    """Keeps values by name, each good for as long as it would come from the very same things.

    A new one knows nothing, so that a build which happens once does everything. Unlike a `Store` it keeps
    the values themselves, and not beyond the process.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[object, ...], object]] = {}

    def find(self, name: Hashable, sources: tuple[object, ...], default: T) -> T:
        """Return what was kept under a name, if its sources are the same ones or equal, else a default."""
        kept = self._kept.get(name)
        return cast("T", kept[1]) if kept is not None and kept[0] == sources else default

    def keep(self, name: Hashable, sources: tuple[object, ...], value: object) -> None:
        """Keep a value in place of the one before."""
        self._kept[name] = (sources, value)

    def recall(self, name: Hashable, sources: tuple[object, ...], work: Callable[[], T]) -> T:
        """Return what was kept under a name, or do the work and keep what it gives.

        Args:
            name: no other work has it.
            sources: all that the outcome depends on.
            work: changes nothing, and reports nothing but what it returns.
        """
        kept = self._kept.get(name)
        if kept is not None and kept[0] == sources:
            return cast("T", kept[1])
        value = work()
        self.keep(name, sources, value)
        return value
