"""The server: sockets, Tornado's loop, and the threads that follow the site; ends by Ctrl-C or `stop`."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from tornado.httpserver import HTTPServer
from tornado.web import Application

from portfolio.serve.accept import Acceptor
from portfolio.serve.handlers import MAX_MESSAGE_BYTES, SOCKET, Desk, PageHandler, ReloadHandler
from portfolio.serve.hub import Hub
from portfolio.serve.rebuild import Builder, Follower
from portfolio.serve.watch import FileEvents, find_watched_theme, take_snapshot

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.serve.access import Access
    from portfolio.serve.rebuild import Outcome
    from portfolio.site.preview import PreviewedSite
    from portfolio.site_files import SiteFiles

IDLE_S = 60
"""How long a connection may say nothing, or take over the head of a request."""
FAREWELL_S = 0.2
"""How long each of three partners is waited for in the end: less than a second in all."""


class Log(Protocol):
    """Where the server tells what happens; its words may hold anything and are not yet fit for a terminal."""

    def say(self, text: str) -> None:
        """Say a line."""

    def show(self, outcome: Outcome) -> None:
        """Tell what became of a build."""


class Server:
    """Serves one site until it is told to stop."""

    def __init__(
        self,
        root: Path,
        refresh: Callable[[SiteFiles, SiteFiles], PreviewedSite],
        sockets: list[socket.socket],
        access: Access,
        log: Log,
    ) -> None:
        self.root, self.sockets, self.access, self.log = root, sockets, access, log
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self.hub = Hub(root)
        self.builder = Builder(refresh, self.hub.watched)
        self.is_serving = False
        """Whether requests are taken."""

    @property
    def port(self) -> int:
        """The port that it listens at."""
        port: int = self.sockets[0].getsockname()[1]
        return port

    async def run(self) -> None:
        """Serve: requests at once, the first build as soon as it is done; returns after `stop`."""
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        http = HTTPServer(
            _application(Desk(self.hub, self.access, self.log.say)),
            idle_connection_timeout=IDLE_S,
            body_timeout=IDLE_S,
            max_header_size=1 << 14,
            max_body_size=1 << 10,
        )
        with _Listener(self.log):
            acceptor = Acceptor(self.sockets, http.handle_stream, self.log.say)
            acceptor.start()
            self.is_serving = True
            follower = Follower(
                partial(take_snapshot, self.root), self.builder.build, self._deliver, self.builder.finish
            )
            notices = FileEvents(self.root, find_watched_theme(self.root), follower.wake)
            try:
                notices.start()
                follower.start(lambda: notices.interval_s)
                await self._ended.wait()
            finally:
                acceptor.stop()
                follower.stop(FAREWELL_S)
                notices.stop(FAREWELL_S)
                for visitor in tuple(self.hub.visitors):
                    visitor.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(http.close_all_connections(), FAREWELL_S)

    def stop(self) -> None:
        """End `run`; may be called from any thread."""
        if self._loop and self._ended:
            self._loop.call_soon_threadsafe(self._ended.set)

    def _deliver(self, outcome: Outcome) -> None:
        """Hand an outcome to the loop's thread; called in the follower's."""
        assert self._loop is not None  # noqa: S101 (the follower starts in `run`)

        def take() -> None:
            self.hub.show(outcome)
            self.log.show(outcome)

        with suppress(RuntimeError):  # the loop ended meanwhile
            self._loop.call_soon_threadsafe(take)


def _application(desk: Desk) -> Application:
    shared = {"desk": desk}
    return Application(
        [(SOCKET, ReloadHandler, shared), (r".*", PageHandler, shared)],
        log_function=_say_nothing,
        compress_response=True,
        websocket_max_message_size=MAX_MESSAGE_BYTES,
        websocket_ping_interval=30,
    )


def _say_nothing(_handler: object) -> None:
    """Log no request: what strangers write into it is not fit for a terminal."""


class _Listener(logging.Handler):
    """While it lasts, the libraries' loggers tell of faults in handlers through our log, and of nothing else."""

    NAMES = ("tornado", "livereload", "asyncio")

    def __init__(self, log: Log) -> None:
        super().__init__(logging.ERROR)
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        self.log.say(logging.Formatter().format(record))

    def __enter__(self) -> None:
        for name in self.NAMES:
            logging.getLogger(name).addHandler(self)
            logging.getLogger(name).propagate = False

    def __exit__(self, *_: object) -> None:
        for name in self.NAMES:
            logging.getLogger(name).removeHandler(self)
            logging.getLogger(name).propagate = True
