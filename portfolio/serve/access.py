"""Which requests are answered: by the host name of the server, and by the origin of the page that sends them.

A host name on the internet can resolve to this machine ("DNS rebinding"), and any page can open a WebSocket to it.
Neither sends the right `Host` and `Origin`.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from portfolio.errors import UsageError
from portfolio.model.names import ascii_host

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHER_NAME = "this server does not answer to that name; if it is yours, start with --allow-host NAME"
OTHER_PAGE = "requests from pages of other sites are refused"

LOCAL_NAMES = frozenset({"localhost"})


class Access(NamedTuple):
    """The host names that a server answers to."""

    names: frozenset[str]
    is_public: bool
    """Whether it listens for other machines: then any IP address is allowed, which cannot be rebound."""
    allowed: frozenset[str] = frozenset()
    """Names given by --allow-host, such as a proxy's, also by https and at another port."""

    @classmethod
    def of(cls, host: str, allowed: Iterable[str] = ()) -> Access:
        """Return the access of a server.

        Args:
            host: the address or the name that it listens at.
            allowed: further host names, as the owner writes them; a port is ignored.

        Raises:
            UsageError: one of them is not a host name.
        """
        further = frozenset(map(_parse_name, allowed))
        names = LOCAL_NAMES | {host.lower()} | further
        if is_loopback(host):
            return cls(names, is_public=False, allowed=further)
        own = socket.gethostname().lower()
        return cls(names | {own, f"{own.partition('.')[0]}.local"}, is_public=True, allowed=further)

    def refuses(self, host: str | None, origin: str | None) -> str | None:
        """Return why a request is refused, or None if it is allowed.

        Args:
            host: its `Host`; the port may be another one, as ports can be forwarded.
            origin: its `Origin`, if any: has to be this server, or one of the further names.
        """
        name = _name_of(host or "")
        if name is None or not self._answers_to(name):
            return OTHER_NAME
        return (
            None if origin is None or self._is_own(origin.lower(), f"http://{host}".lower()) else OTHER_PAGE
        )

    def _is_own(self, origin: str, address: str) -> bool:
        """Whether pages of this origin come from the server, perhaps through a proxy."""
        match = re.fullmatch(r"https?://([^/]+)", origin)
        return origin == address or (match is not None and _name_of(match[1]) in self.allowed)

    def _answers_to(self, name: str) -> bool:
        if name in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.is_public or address.is_loopback


def _parse_name(text: str) -> str:
    """Return the name given by --allow-host, as browsers send it.

    Raises:
        UsageError: it is not a host name.
    """
    try:
        name = _name_of(text) or ""
        return name if ":" in name else ascii_host(name)
    except ValueError as error:
        help_ = "write a full host name, such as site.example.org; repeat the option for each further name"
        raise UsageError(f"`{text}` is not a host name", help=help_) from error


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
