"""The preview server: sockets, Tornado's loop, and the threads that watch the site; ends by Ctrl-C or `stop`."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from tornado.httpserver import HTTPServer
from tornado.web import Application

from portfolio.serve.handlers import MAX_MESSAGE_BYTES, SOCKET, HandlerContext, PageHandler, ReloadHandler
from portfolio.serve.hub import Hub
from portfolio.serve.rebuild import Builder, Watcher
from portfolio.serve.sockets import accept_connections
from portfolio.serve.watch import FileEvents, find_watched_theme, take_snapshot

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.serve.access import Access
    from portfolio.serve.rebuild import Outcome
    from portfolio.site.preview import PreviewedSite
    from portfolio.site_files import SiteFiles

IDLE_TIMEOUT_S = 60
"""How long a connection may be idle, or take for the head of a request."""
STOP_TIMEOUT_S = 0.2
"""How long `stop` waits for each of three parts: less than a second in all."""


class Log(Protocol):
    """Where the server reports events; the texts are not escaped for a terminal yet."""

    def warning(self, text: str) -> None:
        """Report a warning."""

    def show(self, outcome: Outcome) -> None:
        """Report the outcome of a build."""


class Server:
    """Serves one site until it is stopped."""

    def __init__(
        self,
        root: Path,
        refresh: Callable[[SiteFiles], PreviewedSite],
        sockets: list[socket.socket],
        access: Access,
        log: Log,
    ) -> None:
        self.root, self.sockets, self.access, self.log = root, sockets, access, log
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self.hub = Hub(root)
        self.builder = Builder(refresh, self.hub.open_addresses)
        self.is_serving = False
        """Whether requests are accepted."""

    @property
    def port(self) -> int:
        """The port that it listens at."""
        port: int = self.sockets[0].getsockname()[1]
        return port

    async def run(self) -> None:
        """Serve: requests at once, the first build as soon as it is done; returns after `stop`."""
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        http = HTTPServer(
            _application(HandlerContext(self.hub, self.access, self.log.warning)),
            idle_connection_timeout=IDLE_TIMEOUT_S,
            body_timeout=IDLE_TIMEOUT_S,
            max_header_size=1 << 14,
            max_body_size=1 << 10,
        )
        with _ErrorLog(self.log):
            accepting = [
                asyncio.create_task(accept_connections(listening, http.handle_stream, self.log.warning))
                for listening in self.sockets
            ]
            self.is_serving = True
            watcher = Watcher(
                partial(take_snapshot, self.root), self.builder.build, self._deliver, self.builder.finish
            )
            events = FileEvents(self.root, find_watched_theme(self.root), watcher.wake)
            try:
                events.start()
                watcher.start(lambda: events.interval_s)
                await self._ended.wait()
            finally:
                for task in accepting:
                    task.cancel()
                await asyncio.wait(accepting)
                for listening in self.sockets:
                    listening.close()
                watcher.stop(STOP_TIMEOUT_S)
                events.stop(STOP_TIMEOUT_S)
                for client in tuple(self.hub.clients):
                    client.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(http.close_all_connections(), STOP_TIMEOUT_S)

    def stop(self) -> None:
        """End `run`; may be called from any thread."""
        if self._loop and self._ended:
            self._loop.call_soon_threadsafe(self._ended.set)

    def _deliver(self, outcome: Outcome) -> None:
        """Pass an outcome to the loop's thread; called in the watcher's."""
        assert self._loop is not None  # noqa: S101 (the watcher starts in `run`)

        def take() -> None:
            self.hub.show(outcome)
            self.log.show(outcome)

        with suppress(RuntimeError):  # the loop ended meanwhile
            self._loop.call_soon_threadsafe(take)


def _application(context: HandlerContext) -> Application:
    shared = {"context": context}
    return Application(
        [(SOCKET, ReloadHandler, shared), (r".*", PageHandler, shared)],
        log_function=lambda _: None,  # anyone can write anything into a request
        compress_response=True,
        websocket_max_message_size=MAX_MESSAGE_BYTES,
        websocket_ping_interval=30,
    )


class _ErrorLog(logging.Handler):
    """A context in which the libraries' loggers report errors in handlers to our log, and nothing else."""

    NAMES = ("tornado", "livereload", "asyncio")

    def __init__(self, log: Log) -> None:
        super().__init__(logging.ERROR)
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        self.log.warning(logging.Formatter().format(record))

    def __enter__(self) -> None:
        for name in self.NAMES:
            logging.getLogger(name).addHandler(self)
            logging.getLogger(name).propagate = False

    def __exit__(self, *_: object) -> None:
        for name in self.NAMES:
            logging.getLogger(name).removeHandler(self)
            logging.getLogger(name).propagate = True
