"""The server's sockets: where it listens, and how it accepts connections while descriptors are left."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import socket
from typing import TYPE_CHECKING

from tornado.iostream import IOStream

from portfolio.errors import UsageError, name_reason

if TYPE_CHECKING:
    from collections.abc import Callable

PORTS_TRIED = 20
_ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
"""The system's errors for a kind of address that it does not have, such as IPv6."""
RESERVE = 16
"""Descriptors kept free for files and folders: without them a rebuild could not read the site."""
PAUSE_S = 0.2
"""How long connections wait before the next try."""


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


async def accept_connections(
    listening: socket.socket,
    take: Callable[[IOStream, tuple[str, int]], object],
    warn: Callable[[str], None],
) -> None:
    """Accept the connections of a socket as long as descriptors are left; ends when it is cancelled.

    A connection that has to wait stays in the system's queue, and is answered when others have closed.

    Args:
        listening: does not block.
        take: called with each connection and the address of its other end.
        warn: called with the reason why connections wait, each time.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    while True:
        try:
            if has_spare(listening, limit):
                connection, address = await asyncio.get_running_loop().sock_accept(listening)
                take(IOStream(connection), address)
                continue
            reason = f"the limit of {limit} open files is reached: new connections wait until others close; "
            reason += "raise it with `ulimit -n`"
        except ConnectionAbortedError:
            continue
        except OSError as error:  # such as no descriptors or no memory in the whole system
            reason = f"new connections wait: {name_reason(error)}"
        warn(reason)
        await asyncio.sleep(PAUSE_S)  # the socket is always ready, and the loop would do nothing else


def has_spare(listening: socket.socket, limit: int) -> bool:
    """Whether a connection would leave the reserve untouched: a new descriptor is the lowest free one."""
    try:
        lowest = os.dup(listening.fileno())
    except OSError:
        return False
    os.close(lowest)
    return limit == resource.RLIM_INFINITY or lowest < limit - min(RESERVE, limit // 4)
