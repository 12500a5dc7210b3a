"""A second process that takes half of a long piece of work; without one, or if it fails, all is done here.

Plain fork: the standard library's pools take longer to start than most builds run, and would have to send to
their workers what a fork has already. The outcome never depends on it: what the worker does not give back is
done again here, with its errors.
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


LEAST = 8
"""With fewer things a fork and the way back cost what they spare."""


def map_with_worker(
    function: Callable[[T], bytes],
    things: Iterable[T],
    name: str,
    *,
    watch: Callable[[str, int, int], None] | None = None,
) -> list[bytes]:
    """Return what a function gives for each thing, in their order: a `Mapper`.

    Args:
        function: as `Mapper` has it.
        things: every second one is the worker's.
        name: as `Mapper` has it.
        watch: told that name, how many things are done, and how many there are.
    """
    listed = list(things)
    made = [b""] * len(listed)
    worker: _Worker | None = None
    theirs: list[bytes] | None = None
    try:
        if len(listed) >= LEAST and can_fork():
            with HeldInterrupts():  # never between the fork and the name for it
                worker = _hire(function, listed[1::2])
        step = 2 if worker else 1
        for number in range(0, len(listed), step):
            made[number] = function(listed[number])
            if watch:
                watch(name, min(number + step, len(listed)), len(listed))
        if worker:
            theirs = worker.collect()
    except BaseException:
        if worker:
            worker.dismiss()
        raise
    if worker:
        made[1::2] = theirs or [function(thing) for thing in listed[1::2]]
    return made


def can_fork() -> bool:
    """Whether a second process can be had, and would find a processor; one with other threads is not forked."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    processors = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return len(processors) > 1


class _Worker(NamedTuple):
    """A process at work, and the file that it writes into."""

    process: int
    file: IO[bytes]

    def collect(self) -> list[bytes] | None:
        """Wait for the worker and return its results, or None if it failed."""
        os.waitpid(self.process, 0)
        with self.file:
            self.file.seek(0)
            with suppress(DecodeError):  # one that failed has written nothing, or not to the end
                return msgpack.decode(self.file.read(), type=list[bytes])
        return None

    def dismiss(self) -> None:
        """End the worker if it still works; what it made is not needed."""
        with HeldInterrupts(), suppress(ProcessLookupError, ChildProcessError):
            self.file.close()
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _hire(function: Callable[[T], bytes], things: Sequence[T]) -> _Worker | None:
    """Start a worker; None where the system has no place for one, or for its file."""
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by whoever collects)
    except OSError:
        return None
    try:
        process = os.fork()
    except OSError:
        file.close()
        return None
    if process == 0:
        _serve(function, things, file)
    return _Worker(process, file)


def _serve(function: Callable[[T], bytes], things: Iterable[T], file: IO[bytes]) -> None:
    """Do the work as the worker, and end the process without a word: neither its errors nor its buffers are told.

    Ctrl-C on a terminal is sent to both processes; the other one ends this one.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        file.write(msgpack.encode([function(thing) for thing in things]))
        file.flush()
    finally:
        os._exit(0)
