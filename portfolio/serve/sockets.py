"""Where the server listens: at the given port, or at the next free one."""

from __future__ import annotations

import errno
import os
import socket

from portfolio.errors import UsageError

PORTS_TRIED = 20
_ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
"""The system's errors for a kind of address that it does not have, such as IPv6."""


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
