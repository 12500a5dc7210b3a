"""Where the server listens, and the messages where it cannot."""

from __future__ import annotations

import errno
import socket
from typing import Any

import pytest

from portfolio.errors import UsageError
from portfolio.serve import sockets
from portfolio.serve.sockets import PORTS_TRIED, open_sockets


def test_the_next_free_port_is_taken_and_zero_takes_any() -> None:
    (first,) = open_sockets("127.0.0.1", 0)
    with first:
        port = first.getsockname()[1]
        (second,) = open_sockets("127.0.0.1", port)
        with second:
            assert port < second.getsockname()[1] < port + PORTS_TRIED


def test_a_name_with_several_addresses_is_listened_at_under_one_port() -> None:
    made = open_sockets("localhost", 0)
    assert len({item.getsockname()[1] for item in made}) == 1
    for item in made:
        item.close()


@pytest.mark.parametrize(
    ("host", "code", "reason"),
    [
        ("127.0.0.1", errno.EACCES, "permission denied"),
        ("127.0.0.1", errno.EADDRNOTAVAIL, "cannot assign requested address"),
    ],
)
def test_an_address_that_is_refused_is_a_usage_error(
    host: str, code: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:  # noqa: ANN401 (the system's signature)
        raise OSError(code, "refused")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(UsageError, match=f"^cannot listen at `{host}`, port 8000: {reason}$"):
        open_sockets(host, 8000)


def test_a_host_that_does_not_exist_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: Any, **__: Any) -> None:  # noqa: ANN401
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(UsageError, match="host not found"):
        open_sockets("no.such.host.invalid", 8000)


def test_an_impossible_host_name_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(host: str, *_: Any, **__: Any) -> None:  # noqa: ANN401
        host.encode("idna")  # as the real one does

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for host in ("a..b", "a" * 300, "a\x9bb", "a\udc9bb"):
        with pytest.raises(UsageError, match="host not found"):
            open_sockets(host, 8000)


def test_after_twenty_ports_in_use_it_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def refuse(_: str, port: int) -> None:
        tried.append(port)
        raise OSError(errno.EADDRINUSE, "taken")

    monkeypatch.setattr(sockets, "_listen", refuse)
    with pytest.raises(UsageError, match="ports 65530 to 65535 are all in use"):
        open_sockets("127.0.0.1", 65530)
    assert tried == list(range(65530, 65536))


@pytest.mark.parametrize(("port", "last"), [(8000, 8019), (65_530, 65_535), (65_535, 65_535)])
def test_twenty_ports_are_tried_as_far_as_there_are_any(
    monkeypatch: pytest.MonkeyPatch, port: int, last: int
) -> None:
    tried: list[int] = []

    def refuse(_host: str, candidate: int) -> list[socket.socket]:
        tried.append(candidate)
        raise OSError(errno.EADDRINUSE, "Address already in use")

    monkeypatch.setattr(sockets, "_listen", refuse)
    with pytest.raises(UsageError) as caught:
        open_sockets("localhost", port)
    assert str(caught.value.diagnostics[0].message) == f"ports {port} to {last} are all in use"
    assert tried == [*range(port, last + 1)]
