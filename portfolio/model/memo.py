"""What was worked out earlier in this process, and from what: a preview that is refreshed does the rest anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

K = TypeVar("K")
T = TypeVar("T")


class Memo:
    """Keeps values by name, each good for as long as it would come from the very same things.

    A new one knows nothing, so that a build which happens once does everything. Unlike a `Store` it keeps
    the values themselves, and not beyond the process.
    """

    def __init__(self) -> None:
        self.stamps: Mapping[str, object] = {}
        """What tells each file from itself before it was written to: taken before anything is read.

        Files of the site go by their paths from its folder, others by their full ones.
        """
        self._kept: dict[str, tuple[tuple[object, ...], Any]] = {}
        self._kept_each: dict[str, tuple[tuple[object, ...], Mapping[Any, object], Mapping[Any, Any]]] = {}

    def stamp(self, path: str) -> object:
        """Return a file's stamp; of one without, or with an empty one, what is equal to nothing: it is read anew."""
        return self.stamps.get(path) or object()

    def recall(self, name: str, sources: tuple[object, ...], work: Callable[[], T]) -> T:
        """Return what was kept under a name, or do the work and keep what it gives.

        Args:
            name: no other work has it.
            sources: all that the outcome depends on.
            work: changes nothing, and reports nothing but what it returns.
        """
        kept = self._kept.get(name)
        if kept is None or kept[0] != sources:
            kept = self._kept[name] = (sources, work())
        value: T = kept[1]
        return value

    def recall_each(
        self,
        name: str,
        sources: Mapping[K, object],
        work: Callable[[list[K]], Iterable[T]],
        shared: tuple[object, ...] = (),
    ) -> Mapping[K, T]:
        """Return a value for each key, in the order of the keys; only those are worked out whose source is another.

        What it costs where nothing is another is next to nothing, as nobody looks at the keys one by one.

        Args:
            name: no other work has it.
            sources: what each value depends on alone, by its key.
            work: turns keys into values, in their order; else as for `recall`.
            shared: what all of them depend on.
        """
        known, before, values = self._kept_each.get(name, ((), {}, {}))
        if known != shared:
            before, values = {}, {}
        if before != sources or list(before) != list(sources):
            missing = [key for key, source in sources.items() if key not in before or before[key] != source]
            made = dict(zip(missing, work(missing), strict=True))
            values = {key: made[key] if key in made else values[key] for key in sources}
        self._kept_each[name] = (shared, sources, values)
        return values
