"""Who may ask: which names the server answers to, and from which pages it may be asked.

A name on the internet can be made to lead to this machine ("DNS rebinding"), and any page can open a WebSocket to
it; neither comes with the right `Host` and `Origin`.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

LOCAL_NAMES = frozenset({"localhost"})


class Access(NamedTuple):
    """The names that a server answers to."""

    names: frozenset[str]
    is_public: bool
    """Whether it listens for other machines: then any address in numbers is fine, which nobody can rebind."""

    @classmethod
    def of(cls, host: str) -> Access:
        """Return the access of a server that listens at an address or a name."""
        names = LOCAL_NAMES | {host.lower()}
        if is_loopback(host):
            return cls(names, is_public=False)
        own = socket.gethostname().lower()
        return cls(names | {own, f"{own.partition('.')[0]}.local"}, is_public=True)

    def refuses(self, host: str | None, origin: str | None) -> str | None:
        """Return why a request is refused, or None for one that may pass.

        Args:
            host: its `Host`; a port other than our own is fine, for those who forward one.
            origin: its `Origin`, if it has one: has to be this very server.
        """
        name = _name_of(host or "")
        if name is None or not self._answers_to(name):
            return "this server does not answer to that name"
        if origin is not None and origin.lower() != f"http://{host}".lower():
            return "pages of other sites may not ask this server"
        return None

    def _answers_to(self, name: str) -> bool:
        if name in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.is_public or address.is_loopback


def _name_of(host: str) -> str | None:
    """Return the name in a `Host`, in lower case and without port and brackets; None where it is malformed.

    >>> _name_of("LocalHost:8000"), _name_of("[::1]:8000"), _name_of("a@localhost"), _name_of("localhost:x")
    ('localhost', '::1', None, None)
    """
    if set("@/\\?#, ") & set(host):
        return None
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts.hostname


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in LOCAL_NAMES
