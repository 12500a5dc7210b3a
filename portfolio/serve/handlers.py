"""How requests are answered: Tornado's handlers for pages and files, and LiveReload's WebSocket made safe.

Nothing that a request brings is believed, written to the terminal as it is, or able to change anything.
"""

from __future__ import annotations

import json
import os
import stat
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler  # type: ignore[import-untyped]
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError

from portfolio.errors import TemplateError
from portfolio.report import render_text
from portfolio.serve.edition import Found, Redirect, media_type
from portfolio.serve.page import add_script

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.serve.access import Access
    from portfolio.serve.hub import Hub, Message

SOCKET = "/livereload"
"""Where LiveReload's clients connect."""
METHODS = ("GET", "HEAD")
CHUNK_BYTES = 1 << 18
MAX_MESSAGE_BYTES = 8192

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "portfolio",
    "X-Content-Type-Options": "nosniff",
}


class Desk(NamedTuple):
    """What the handlers of a server share."""

    hub: Hub
    access: Access
    say: Callable[[str], None]


class _Guarded(RequestHandler):
    """Refuses whoever may not ask, before anything else; answers errors in one line of text."""

    SUPPORTED_METHODS = METHODS
    desk: Desk

    def initialize(self, desk: Desk) -> None:
        self.desk = desk

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        headers = self.request.headers
        reason = self.desk.access.refuses(headers.get("Host"), headers.get("Origin"))
        if reason:
            self.desk.say(f"refused a request to `{headers.get('Host', '')[:80]}`: {reason}")
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=reason)

    def check_trusted_origin(self, _origin: str) -> bool:
        """Leave the origin to `prepare`, which has seen it."""
        return True

    def write_error(self, status_code: int, **_: Any) -> None:  # noqa: ANN401 (Tornado's signature)
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", ", ".join(METHODS))
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:  # noqa: ANN401 (Tornado's signature)
        """Keep refusals out of the log; `prepare` has said what there is to say."""
        if not isinstance(error, HTTPError):
            super().log_exception(kind, error, trace)


class PageHandler(_Guarded):
    """Answers with what the site has at an address."""

    async def get(self) -> None:
        """Answer a request; one that comes before the first build is done waits for it."""
        hub, path = self.desk.hub, self.request.path
        if not path.startswith("/"):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        await hub.is_ready.wait()
        try:
            answer = hub.find(path)
        except TemplateError as error:
            self.desk.say(render_text(error.diagnostics))
            hub.fail(error.diagnostics)
            self._send_page(hub.page, HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        if isinstance(answer, Redirect):
            self.redirect(self._with_query(answer.address), permanent=answer.is_lasting)
        elif isinstance(answer, Found):
            self.set_status(HTTPStatus.NOT_FOUND if answer.is_missing else HTTPStatus.OK)
            await self._send(answer)
        elif hub.edition is None:
            self._send_page(hub.page, HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            raise HTTPError(HTTPStatus.NOT_FOUND, reason="not part of the site, which begins elsewhere")

    async def head(self) -> None:
        """Answer as `get`; Tornado keeps the body to itself."""
        await self.get()

    def _with_query(self, address: str) -> str:
        query = self.request.query
        return f"{address}?{query}" if query.isascii() and query.isprintable() and query else address

    async def _send(self, found: Found) -> None:
        if found.is_page and isinstance(found.content, bytes):
            self._send_page(found.content.decode(), HTTPStatus(self.get_status()))
            return
        self.set_header("Content-Type", media_type(found.path))
        if isinstance(found.content, bytes):
            self.finish(found.content)
        else:
            await self._send_file(found.content)

    def _send_page(self, text: str, status: HTTPStatus) -> None:
        self.set_status(status)
        self.set_header("Content-Type", media_type("index.html"))
        stamp = self.desk.hub.stamp(self.request.path)
        self.finish(add_script(text, stamp, f"ws://{self.request.headers['Host']}{SOCKET}"))

    async def _send_file(self, place: Path) -> None:
        """Send a file of the site piece by piece, each when the reader has taken the one before."""
        handle = open_inside(self.desk.hub.root, place)
        if handle is None:  # it went, or a link took its place, and the next build will know
            raise HTTPError(HTTPStatus.NOT_FOUND)
        with os.fdopen(handle, "rb") as file:
            if self.request.method == "HEAD":
                self.set_header("Content-Length", str(os.fstat(handle).st_size))
                return
            while chunk := file.read(CHUNK_BYTES):
                self.write(chunk)
                if len(chunk) == CHUNK_BYTES:
                    await self.flush()


def open_inside(root: Path, place: Path) -> int | None:
    """Open a regular file of the site for reading; None for anything else, also for a link that leads out.

    The build has refused such links, but a file can be another one by the time it is asked for.
    """
    try:
        real = place.resolve(strict=True)
        if not real.is_relative_to(root.resolve(strict=True)):
            return None
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    return None


class ReloadHandler(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    """LiveReload's WebSocket, which follows one page; its own check of origins and list of listeners are not used."""

    def initialize(self, desk: Desk) -> None:
        """Begin as a visitor that has not yet said what it shows."""
        super().initialize(desk)
        self.address, self.stamp, self.is_ours = "/", "", False

    def check_origin(self, origin: str) -> bool:
        """Whether a page may connect; asked again, in case `prepare` is ever passed by."""
        return self.desk.access.refuses(self.request.headers.get("Host"), origin) is None

    def on_message(self, message: str | bytes) -> None:
        """Answer `hello`; begin to follow at `info`. Anything else is nothing to us."""
        said = _parse(message)
        if said.get("command") == "hello":
            super().on_message(message)
        elif said.get("command") == "info":
            self.address = _path_of(said.get("url")) or "/"
            stamp = said.get("stamp")
            self.is_ours = isinstance(stamp, str)
            self.stamp = stamp if isinstance(stamp, str) else ""
            self.desk.hub.welcome(self)

    def send(self, message: Message) -> None:
        """Send a message; one who has gone is forgotten."""
        try:
            sent = self.write_message(message)
        except WebSocketClosedError:
            self.on_close()
        else:
            sent.add_done_callback(_forget)

    def on_close(self) -> None:
        """Forget a visitor that has gone."""
        self.desk.hub.visitors.discard(self)


def _forget(sent: Future[None]) -> None:
    """Take no notice of a message that did not arrive: who was to get it has gone."""
    if not sent.cancelled():
        sent.exception()


def _parse(message: str | bytes) -> dict[str, Any]:
    """Return what a client said, or nothing where it makes no sense."""
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _path_of(url: object) -> str | None:
    """Return the path of a page's address, as a request for it has it."""
    try:
        return urlsplit(url).path if isinstance(url, str) else None
    except ValueError:
        return None
