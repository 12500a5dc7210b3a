"""A second process that does half of a long piece of work; without one, or if it fails, all is done here.

Plain fork: the standard library's pools take longer to start than most builds run, and would have to send to
their workers what a fork has already. The output never depends on it: what the worker does not return is done
again here, with its errors.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from msgspec import DecodeError, msgpack

from portfolio.interrupts import HeldInterrupts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import IO

T = TypeVar("T")
R = TypeVar("R")


class Mapper(Protocol):
    """Applies a function to many items."""

    def __call__(
        self, function: Callable[[T], R], items: Iterable[T], kind: type[R], name: str, /
    ) -> list[R]:
        """Return a function's result for each item, in order.

        Args:
            function: changes nothing but caches of its own, since it may run in another process.
            items: its arguments.
            kind: the type of its results, one that msgspec knows.
            name: the name of the items in the plural, for progress.
        """


def map_here(function: Callable[[T], R], items: Iterable[T], _kind: type[R], _name: str) -> list[R]:
    """Return a function's result for each item: the plain `Mapper`."""
    return [function(item) for item in items]


LEAST = 64
"""With fewer items a fork costs more than it saves."""
ALONE = 4
"""So many items are done before the fork: what they import, compile and cache is there for both processes."""


def map_with_worker(
    function: Callable[[T], R],
    items: Iterable[T],
    kind: type[R],
    name: str,
    *,
    watch: Callable[[str, int, int], None] | None = None,
) -> list[R]:
    """Return a function's result for each item, in order: a `Mapper`.

    Args:
        function: see `Mapper`.
        items: every second one behind the first ALONE is the worker's.
        kind: see `Mapper`.
        name: see `Mapper`.
        watch: called with the name, the number of items done, and the number of all.
    """
    listed = list(items)
    made: dict[int, R] = {}
    alone = ALONE if len(listed) >= LEAST and can_fork() else len(listed)
    theirs = range(alone + 1, len(listed), 2)
    worker: _Worker | None = None

    def work(numbers: range) -> None:
        for number in numbers:
            made[number] = function(listed[number])
            if watch:
                watch(name, min(number + numbers.step, len(listed)), len(listed))

    try:
        work(range(alone))
        if theirs:
            with HeldInterrupts():  # never between the fork and the name for it
                worker = _hire(function, [listed[number] for number in theirs])
        work(range(alone, len(listed), 2 if worker else 1))
        found = worker.collect(kind) if worker else None
    except BaseException:
        if worker:
            worker.dismiss()
        raise
    if worker:
        made |= zip(theirs, found or map(function, listed[alone + 1 :: 2]), strict=True)
    return [made[number] for number in range(len(listed))]


def can_fork() -> bool:
    """Whether a second process can be forked, and has a processor; a process with other threads is not forked."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    processors = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return len(processors) > 1


class _Worker(NamedTuple):
    """A running process, and the file that it writes to."""

    process: int
    file: IO[bytes]

    def collect(self, kind: type[R]) -> list[R] | None:
        """Wait for the worker and return its results, or None if it failed."""
        os.waitpid(self.process, 0)
        with self.file:
            self.file.seek(0)
            with suppress(DecodeError):  # one that failed has written nothing, or not to the end
                return msgpack.decode(self.file.read(), type=list[kind])  # type: ignore[valid-type]
        return None

    def dismiss(self) -> None:
        """End the worker if it is still running; its results are not needed."""
        with HeldInterrupts(), suppress(ProcessLookupError, ChildProcessError):
            self.file.close()
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _hire(function: Callable[[T], object], items: Sequence[T]) -> _Worker | None:
    """Start a worker; None if the system has no resources for it or its file."""
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `collect`)
    except OSError:
        return None
    try:
        process = os.fork()
    except OSError:
        file.close()
        return None
    if process == 0:
        _serve(function, items, file)
    return _Worker(process, file)


def _serve(function: Callable[[T], object], items: Iterable[T], file: IO[bytes]) -> None:
    """Do the work as the worker, and end the process silently: its errors and buffers are not printed.

    Ctrl-C on a terminal is sent to both processes; the other one ends this one.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        file.write(msgpack.encode([function(item) for item in items]))
        file.flush()
    finally:
        os._exit(0)
