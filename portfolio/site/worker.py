"""A second process that does half of a long piece of work; without one, or if it fails, all is done here.

Plain fork: the standard library's pools take longer to start than most builds run, and would have to send to
their workers what a fork has already. The output never depends on it: what the worker does not return is done
again here, with its errors.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from mmap import mmap
from struct import calcsize
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from msgspec import DecodeError, msgpack

from portfolio.interrupts import HeldInterrupts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import IO

T = TypeVar("T")
R = TypeVar("R")
_Ends: TypeAlias = "list[int] | memoryview[int]"


class Work(NamedTuple, Generic[R]):
    """What a function makes of items."""

    kind: type[R]
    """The type of its results, one that msgspec knows."""
    name: str
    """The name of the items in the plural, for progress."""
    least: int = 40
    """With fewer items a fork costs more than it saves."""


class Mapper(Protocol):
    """Applies a function to many items."""

    def __call__(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        work: Work[R],
        meanwhile: Callable[[], object] | None = None,
        /,
    ) -> list[R]:
        """Return a function's result for each item, in order.

        Args:
            function: changes nothing but caches of its own, since it may run in another process.
            items: its arguments.
            work: see `Work`.
            meanwhile: what this process will need later, and can prepare while another one goes through the items.
        """


def map_here(
    function: Callable[[T], R],
    items: Iterable[T],
    _work: Work[R],
    _meanwhile: object = None,
    /,
) -> list[R]:
    """Return a function's result for each item: the plain `Mapper`."""
    return [function(item) for item in items]


FRONT, BACK = 0, 1
"""Of the two ends: the item that this process is at, and the one that the worker is at.

Both lie in memory that the processes share. There is no lock: each says where it is before it looks where the other
is. So an item can be done by both, with the same result, or be left by both, and is then done at the end.
"""


def map_with_worker(
    function: Callable[[T], R],
    items: Iterable[T],
    work: Work[R],
    meanwhile: Callable[[], object] | None = None,
    /,
    *,
    watch: Callable[[str, int, int], None] | None = None,
) -> list[R]:
    """Return a function's result for each item, in order: a `Mapper`.

    The first item is done before the fork: what it imports, compiles and caches is there for both processes.
    Then the worker begins with the last item and this process with the second one, until they meet.

    Args:
        function: see `Mapper`.
        items: see `Mapper`.
        work: see `Mapper`.
        meanwhile: see `Mapper`.
        watch: called with the name, the number of items done, and the number of all.
    """
    listed = list(items)

    def tell(done: int) -> None:
        if watch:
            watch(work.name, done, len(listed))

    if len(listed) < work.least or not can_fork():
        made = _go_forward(function, listed, [0, len(listed)], tell)
    else:
        made = _share(function, listed, work, meanwhile, tell)
        tell(len(listed))
    return [made[number] if number in made else function(item) for number, item in enumerate(listed)]


def _share(
    function: Callable[[T], R],
    items: Sequence[T],
    work: Work[R],
    meanwhile: Callable[[], object] | None,
    tell: Callable[[int], None],
) -> dict[int, R]:
    """Return the results of both processes by the items' numbers; an item can be missing."""
    try:
        ends = memoryview(mmap(-1, 2 * calcsize("q"))).cast("q")
    except OSError:  # no memory
        return _go_forward(function, items, [0, len(items)], tell)
    ends[FRONT], ends[BACK] = 0, len(items)
    made = {0: function(items[0])}
    tell(1)
    worker = None
    try:
        with HeldInterrupts():  # never between the fork and the name for it; one that waited is raised here
            worker = _hire(function, items, ends)
        if worker and meanwhile:
            meanwhile()
        made |= _go_forward(function, items, ends, tell, start=1)
        return made | worker.collect(work.kind, len(items)) if worker else made
    except BaseException:
        if worker:
            worker.dismiss()
        raise


def _go_forward(
    function: Callable[[T], R], items: Sequence[T], ends: _Ends, tell: Callable[[int], None], start: int = 0
) -> dict[int, R]:
    """Return the results of this process: of one item after the other, until it meets the worker."""
    made: dict[int, R] = {}
    for number in range(start, len(items)):
        ends[FRONT] = number
        if number >= ends[BACK]:
            break
        made[number] = function(items[number])
        tell(number + 1 + len(items) - max(ends[BACK], number + 1))
    return made


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

    def collect(self, kind: type[R], number: int) -> dict[int, R]:
        """Wait for the worker and return its results by the numbers of its items, of so many in all; none if it failed."""
        os.waitpid(self.process, 0)
        with self.file:
            self.file.seek(0)
            with suppress(DecodeError):  # one that failed has written nothing, or not to the end
                results = msgpack.decode(self.file.read(), type=list[kind])  # type: ignore[valid-type]
                return dict(zip(reversed(range(number)), results, strict=False))
        return {}

    def dismiss(self) -> None:
        """End the worker if it is still running; its results are not needed."""
        with HeldInterrupts(), suppress(ProcessLookupError, ChildProcessError):
            self.file.close()
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _hire(function: Callable[[T], object], items: Sequence[T], ends: _Ends) -> _Worker | None:
    """Start a worker; None if the system has no resources for it or its file."""
    import tempfile  # noqa: PLC0415 (4 ms, which an edit of one text does not need)

    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `collect`)
    except OSError:
        return None
    parent = os.getpid()
    try:
        process = os.fork()
    except OSError:
        file.close()
        return None
    if process == 0:
        _serve(function, items, ends, file, parent)
    return _Worker(process, file)


def _serve(
    function: Callable[[T], object], items: Sequence[T], ends: _Ends, file: IO[bytes], parent: int
) -> None:
    """Do the work as the worker, and end the process silently: its errors and buffers are not printed.

    Ctrl-C on a terminal is sent to both processes; the other one ends this one. If that was killed, this one ends
    itself: it may hold the lock of the output folder, and writes there.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        results = []
        for number in reversed(range(len(items))):
            ends[BACK] = number
            if number <= ends[FRONT] or os.getppid() != parent:
                break
            results.append(function(items[number]))
        file.write(msgpack.encode(results))
        file.flush()
    finally:
        os._exit(0)
