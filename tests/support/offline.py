"""Tests connect to no host but this one: how others are detected and refused."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import pytest


class NetworkRefusedError(Exception):
    """A test reached for the network. No OSError on purpose: code that forgives a lost connection must not hide it."""


def is_loopback(host: object) -> bool:
    """Whether a host, by name or address, is this machine itself."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(target: object) -> NoReturn:
    """Fail a test that is about to leave this machine."""
    msg = f"a test tried to reach {target!r}; tests use loopback only"
    raise NetworkRefusedError(msg)


def refuse_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make sockets of this process refuse every address but loopback, and every look-up of another name."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(sock: socket.socket, address: Any) -> None:  # noqa: ANN401 (each family has its own form)
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
            refuse(address)

    def guarded_connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401
        check(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:  # noqa: ANN401
        check(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        if not is_loopback(host):
            refuse(host)
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
