"""Work on many things of one kind: done here one after the other, or shared out by a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


class Mapper(Protocol):
    """Applies a function to many things."""

    def __call__(self, function: Callable[[T], bytes], things: Iterable[T], name: str, /) -> list[bytes]:
        """Return what a function gives for each thing, in their order.

        Args:
            function: changes nothing but caches of its own, since it may run in another process.
            things: what there is to do.
            name: what the things are, in the plural, for whoever watches.
        """


def map_here(function: Callable[[T], bytes], things: Iterable[T], _name: str) -> list[bytes]:
    """Return what a function gives for each thing: the plain `Mapper`."""
    return [function(thing) for thing in things]
