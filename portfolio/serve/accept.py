"""Accepts connections, and waits while the process has no file descriptors to spare."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tornado.ioloop import IOLoop
from tornado.iostream import IOStream

from portfolio.errors import name_reason

try:
    import resource
except ImportError:  # Windows: there is no such limit
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable

RESERVE = 16
"""Descriptors kept free for files and folders: without them a rebuild could not read the site."""
PAUSE_S = 0.2
"""How long connections wait before the next try."""
MAX_AT_ONCE = 128
"""How many connections are accepted in one turn of the loop."""


class Acceptor:
    """Accepts the connections of listening sockets, on the running loop.

    A connection that has to wait stays in the system's queue, and is answered when others have closed.

    Args:
        sockets: listen and do not block; `stop` closes them.
        take: called with each connection and the address of its other end.
        warn: called once with the reason why connections wait.
    """

    def __init__(
        self,
        sockets: Iterable[socket.socket],
        take: Callable[[IOStream, tuple[str, int]], object],
        warn: Callable[[str], None],
    ) -> None:
        self._sockets = tuple(sockets)
        self._take, self._warn = take, warn
        self._loop = IOLoop.current()
        self._limit = find_limit()
        self._pause: object | None = None
        self._has_warned = False

    def start(self) -> None:
        """Start to accept connections."""
        self._pause = None
        for listening in self._sockets:
            self._loop.add_handler(listening, self._accept, IOLoop.READ)

    def stop(self) -> None:
        """Accept no more connections; those that are open stay open."""
        if self._pause is None:
            self._remove_handlers()
        else:
            self._loop.remove_timeout(self._pause)
        for listening in self._sockets:
            listening.close()

    def _accept(self, listening: socket.socket, _events: int) -> None:
        """Accept what waits at one socket, as far as there are descriptors."""
        for _ in range(MAX_AT_ONCE):
            if not self._has_spare(listening):
                self._wait(
                    f"the limit of {self._limit} open files is reached: new connections wait until others close; "
                    "raise it with `ulimit -n`"
                )
                return
            try:
                connection, address = listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError as error:  # such as no descriptors or no memory in the whole system
                self._wait(f"new connections wait: {name_reason(error)}")
                return
            self._take(IOStream(connection), address)

    def _has_spare(self, listening: socket.socket) -> bool:
        """Whether a connection would leave the reserve untouched: a new descriptor is the lowest free one."""
        try:
            lowest = os.dup(listening.fileno())
        except OSError:
            return False
        os.close(lowest)
        return lowest < self._limit - min(RESERVE, self._limit // 4)

    def _wait(self, why: str) -> None:
        """Pause all sockets for a moment: they would always be ready, and the loop would do nothing else."""
        if not self._has_warned:
            self._has_warned = True
            self._warn(why)
        self._remove_handlers()
        self._pause = self._loop.call_later(PAUSE_S, self.start)

    def _remove_handlers(self) -> None:
        for listening in self._sockets:
            self._loop.remove_handler(listening)


def find_limit() -> int:
    """Return how many descriptors the process may have open."""
    if resource is None:
        return sys.maxsize
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return sys.maxsize if limit == resource.RLIM_INFINITY else limit
