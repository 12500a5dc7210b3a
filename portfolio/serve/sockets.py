"""The server's sockets: where it listens, and how it accepts connections while descriptors are left."""

from __future__ import annotations

import errno
import os
import socket
import sys
from typing import TYPE_CHECKING

from tornado.ioloop import IOLoop
from tornado.iostream import IOStream

from portfolio.errors import UsageError, name_reason

try:
    import resource
except ImportError:  # Windows: there is no such limit
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PORTS_TRIED = 20
_ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
"""The system's errors for a kind of address that it does not have, such as IPv6."""
RESERVE = 16
"""Descriptors kept free for files and folders: without them a rebuild could not read the site."""
PAUSE_S = 0.2
"""How long connections wait before the next try."""
MAX_AT_ONCE = 128
"""How many connections are accepted in one turn of the loop."""


def open_sockets(host: str, port: int) -> list[socket.socket]:
    """Listen at all addresses of a host: at a port, or at the next one that is free; 0 takes any.

    Raises:
        UsageError: the host is not this machine's, or none of the ports is free.
    """
    last = min(port + PORTS_TRIED - 1, 65535) if port else 0
    for candidate in range(port, last + 1):
        try:
            return _listen(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                is_name = isinstance(error, socket.gaierror)  # its numbers are not those of the system
                reason = "host not found" if is_name else os.strerror(error.errno or 0).lower()
                raise UsageError(
                    f"cannot listen at `{host}`, port {candidate}: {reason}",
                    help="give an address of this machine with --host, and a port above 1023 with --port",
                ) from error
    raise UsageError(
        f"ports {port} to {last} are all in use", help="give another port with --port, or 0 for any free one"
    )


def _listen(host: str, port: int) -> list[socket.socket]:
    """Listen at one port on each address of a host; a kind of address that the system lacks is left out."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError as error:  # not a possible host name
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    for family, address in dict.fromkeys((family, address[:2]) for family, _, _, _, address in found):
        chosen = sockets[0].getsockname()[1] if sockets else port  # for 0, the first one's port for all
        try:
            sockets.append(socket.create_server((str(address[0]), chosen), family=family, backlog=128))
        except OSError as error:
            if error.errno not in _ABSENT:
                for made in sockets:
                    made.close()
                raise
            absent = error
    if absent and not sockets:
        raise absent
    for made in sockets:
        made.setblocking(False)  # noqa: FBT003 (the standard library's signature)
    return sockets


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
