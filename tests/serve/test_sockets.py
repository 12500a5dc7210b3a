"""Where the server listens, the messages where it cannot, and connections that wait for descriptors."""

from __future__ import annotations

import asyncio
import errno
import resource
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
from serve.running import LIMIT_S

from portfolio.errors import UsageError
from portfolio.serve import sockets
from portfolio.serve.sockets import PAUSE_S, PORTS_TRIED, RESERVE, accept_connections, open_sockets

if TYPE_CHECKING:
    from collections.abc import Callable

    from tornado.iostream import IOStream


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


class Waiting:
    """A listening socket with one client that connects."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.taken: list[IOStream] = []
        self.accepts = 0
        self.elapsed_s = 0.0

    async def run(self, is_over: Callable[[], object]) -> None:
        (listening,) = open_sockets("127.0.0.1", 0)
        with socket.create_connection(listening.getsockname(), 60):
            started = time.monotonic()
            accepting = asyncio.create_task(
                accept_connections(
                    listening, lambda stream, _address: self.taken.append(stream), self.warnings.append
                )
            )
            while self.elapsed_s < LIMIT_S and not is_over():
                await asyncio.sleep(PAUSE_S / 4)
                self.elapsed_s = time.monotonic() - started
            accepting.cancel()
            await asyncio.wait([accepting])
            listening.close()
            for stream in self.taken:
                stream.close()

    @property
    def has_spun(self) -> bool:
        """Whether it tried more often than once a pause."""
        return self.accepts > self.elapsed_s / PAUSE_S + 1


def test_a_full_process_tries_once_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Waiting()

    def look(_listening: socket.socket, _limit: int) -> bool:
        waiting.accepts += 1
        return False

    monkeypatch.setattr(sockets, "has_spare", look)
    asyncio.run(waiting.run(lambda: waiting.accepts > 2))
    assert waiting.accepts > 2
    assert not waiting.has_spun
    assert waiting.taken == []
    assert len({*waiting.warnings}) == 1


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EPROTO])
def test_a_system_without_descriptors_is_tried_once_a_pause(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Waiting()

    def fail(_self: socket.socket) -> None:
        waiting.accepts += 1
        raise OSError(code, "No buffer space available")

    monkeypatch.setattr(socket.socket, "accept", fail)
    asyncio.run(waiting.run(lambda: waiting.accepts > 2))
    assert waiting.accepts > 2
    assert not waiting.has_spun
    assert {*waiting.warnings} == {"new connections wait: no buffer space available"}


def test_a_waiting_connection_is_accepted_when_there_is_a_descriptor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([False, False, True, True])
    waiting = Waiting()
    monkeypatch.setattr(sockets, "has_spare", lambda _listening, _limit: next(answers))
    asyncio.run(waiting.run(lambda: waiting.taken))
    assert len(waiting.taken) == 1


@pytest.mark.parametrize(
    ("limit", "is_spare"), [(RESERVE, False), (4096, True), (resource.RLIM_INFINITY, True)]
)
def test_the_limit_of_the_process_decides(
    limit: int, monkeypatch: pytest.MonkeyPatch, *, is_spare: bool
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (limit, limit))
    waiting = Waiting()
    asyncio.run(waiting.run(lambda: waiting.warnings or waiting.taken))
    assert bool(waiting.taken) is is_spare
    assert bool(waiting.warnings) is not is_spare


def test_a_client_that_left_the_queue_is_no_reason_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    take = socket.socket.accept
    failures = [ConnectionAbortedError(errno.ECONNABORTED, "gone")]

    def fail_once(listening: socket.socket) -> object:
        if failures:
            raise failures.pop()
        return take(listening)

    monkeypatch.setattr(socket.socket, "accept", fail_once)
    waiting = Waiting()
    asyncio.run(waiting.run(lambda: waiting.taken))
    assert len(waiting.taken) == 1
    assert waiting.warnings == []
