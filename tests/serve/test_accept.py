"""Connections that cannot be accepted wait without work for the server, and are accepted later."""

from __future__ import annotations

import asyncio
import errno
import resource
import socket
import time
from typing import TYPE_CHECKING

import pytest
from serve.running import LIMIT_S

from portfolio.serve.accept import PAUSE_S, RESERVE, Acceptor
from portfolio.serve.sockets import open_sockets

if TYPE_CHECKING:
    from collections.abc import Callable

    from tornado.iostream import IOStream


class Waiting:
    """An acceptor with one client that connects."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.taken: list[IOStream] = []
        self.accepts = 0
        self.elapsed_s = 0.0

    async def run(self, is_over: Callable[[], object]) -> None:
        (listening,) = open_sockets("127.0.0.1", 0)
        with socket.create_connection(listening.getsockname(), 60):
            acceptor = Acceptor(
                (listening,), lambda stream, _address: self.taken.append(stream), self.warnings.append
            )
            started = time.monotonic()
            acceptor.start()
            while self.elapsed_s < LIMIT_S and not is_over():
                await asyncio.sleep(PAUSE_S / 4)
                self.elapsed_s = time.monotonic() - started
            acceptor.stop()
            for stream in self.taken:
                stream.close()

    @property
    def has_spun(self) -> bool:
        """Whether it tried more often than once a pause."""
        return self.accepts > self.elapsed_s / PAUSE_S + 1


def test_a_full_process_tries_once_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Waiting()

    def look(_self: Acceptor, _listening: socket.socket) -> bool:
        waiting.accepts += 1
        return False

    monkeypatch.setattr(Acceptor, "_has_spare", look)
    asyncio.run(waiting.run(lambda: waiting.accepts > 2))
    assert waiting.accepts > 2
    assert not waiting.has_spun
    assert waiting.taken == []
    assert len(waiting.warnings) == 1


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
    assert waiting.warnings == ["new connections wait: no buffer space available"]


def test_a_waiting_connection_is_accepted_when_there_is_a_descriptor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([False, False, True, True])
    waiting = Waiting()
    monkeypatch.setattr(Acceptor, "_has_spare", lambda _self, _listening: next(answers))
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
