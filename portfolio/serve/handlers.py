"""Tornado's handlers for pages and files, and LiveReload's WebSocket made safe.

Nothing in a request is trusted, printed unescaped, or able to change anything.
"""

from __future__ import annotations

import json
import os
import re
import stat
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler  # type: ignore[import-untyped]
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError

from portfolio.errors import TemplateError
from portfolio.report import render_text
from portfolio.serve.page import add_script
from portfolio.serve.served_site import Found, Redirect, media_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from portfolio.serve.access import Access
    from portfolio.serve.hub import Hub, Message

SOCKET = "/livereload"
"""The address where LiveReload's clients connect."""
METHODS = ("GET", "HEAD")
CHUNK_BYTES = 1 << 18
MAX_MESSAGE_BYTES = 8192

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "portfolio",
    "X-Content-Type-Options": "nosniff",
}


class HandlerContext(NamedTuple):
    """Everything that the handlers of a server share."""

    hub: Hub
    access: Access
    warn: Callable[[str], None]


class _Guarded(RequestHandler):
    """Refuses requests that are not allowed, before anything else; answers errors in one line of text."""

    SUPPORTED_METHODS = METHODS
    context: HandlerContext

    def initialize(self, context: HandlerContext) -> None:
        self.context = context

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        headers = self.request.headers
        reason = self.context.access.refuses(headers.get("Host"), headers.get("Origin"))
        if reason:
            self.context.warn(f"refused a request to `{headers.get('Host', '')[:80]}`: {reason}")
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=reason)

    def check_trusted_origin(self, _origin: str) -> bool:
        """Accept every origin: `prepare` has checked it."""
        return True

    def write_error(self, status_code: int, **_: Any) -> None:  # noqa: ANN401 (Tornado's signature)
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", ", ".join(METHODS))
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:  # noqa: ANN401 (Tornado's signature)
        """Keep refusals out of the log; `prepare` has reported them."""
        if not isinstance(error, HTTPError):
            super().log_exception(kind, error, trace)


class PageHandler(_Guarded):
    """Sends the file that the site has at an address."""

    async def get(self) -> None:
        """Answer a request; before the first build is done, wait for it."""
        hub, path = self.context.hub, self.request.path
        if not path.startswith("/"):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        await hub.is_ready.wait()
        try:
            answer = hub.find(path)
        except TemplateError as error:
            self.context.warn(render_text(error.diagnostics))
            hub.fail(error.diagnostics)
            self._send_page(hub.page, HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        if isinstance(answer, Redirect):
            self.redirect(self._with_query(answer.address), permanent=answer.is_permanent)
        elif isinstance(answer, Found):
            self.set_status(HTTPStatus.NOT_FOUND if answer.is_missing else HTTPStatus.OK)
            await self._send(answer)
        elif hub.site is None:
            self._send_page(hub.page, HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            raise HTTPError(HTTPStatus.NOT_FOUND, reason="this address is outside of the site's base path")

    head = get  # Tornado drops the body

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
        version = self.context.hub.version(self.request.path)
        self.finish(add_script(text, version, f"ws://{self.request.headers['Host']}{SOCKET}"))

    async def _send_file(self, path: Path) -> None:
        """Send a file of the site, or the part that is asked for, in chunks, each when the client has the one before.

        Safari plays no video without parts.
        """
        handle = open_inside(self.context.hub.root, path)
        if handle is None:  # removed or replaced by a link just now: the next build will report it
            raise HTTPError(HTTPStatus.NOT_FOUND)
        with os.fdopen(handle, "rb") as file:
            size = os.fstat(handle).st_size
            if self._has_parts():
                self.set_header("Accept-Ranges", "bytes")
            if self.request.method == "HEAD":
                self.set_header("Content-Length", str(size))
                return
            part = find_part(self.request.headers, size) if self._has_parts() else None
            if part is not None:
                self._announce(part, size)
                file.seek(part.start)
            left = size if part is None else len(part)
            while chunk := file.read(min(CHUNK_BYTES, left)):
                left -= len(chunk)
                self.write(chunk)
                if len(chunk) == CHUNK_BYTES:
                    await self.flush()
            if part and left:  # the file was cut meanwhile: less comes than was announced
                self.detach().close()

    def _has_parts(self) -> bool:
        """Whether parts of the file can be asked for: of videos, which are not compressed on their way."""
        return str(self._headers["Content-Type"]).startswith(("video/", "audio/"))

    def _announce(self, part: range, size: int) -> None:
        """Write the headers of a part of a file; an empty one is behind its end."""
        if part:
            self.set_status(HTTPStatus.PARTIAL_CONTENT)
            self.set_header("Content-Length", str(len(part)))
            self.set_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}")
        else:
            self.set_status(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.set_header("Content-Range", f"bytes */{size}")


def find_part(headers: Mapping[str, str], size: int) -> range | None:
    """Return the part of a file that a request asks for, empty if it is behind the end; None for the whole file.

    Several parts in one request are answered with the whole file, as are parts of an earlier version.

    Source: RFC 9110, sections 13.1.5 and 14.2.
    """
    match = re.fullmatch(r"bytes=\s*([0-9]*)-([0-9]*)\s*", headers.get("Range", ""), re.ASCII)
    if match is None or "If-Range" in headers:
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1, size) if last else size)


def open_inside(root: Path, path: Path) -> int | None:
    """Open a regular file of the site for reading; None for anything else, such as a link that leaves the site.

    The build has refused such links, but the file may have been replaced since.
    """
    try:
        real = path.resolve(strict=True)
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
    """LiveReload's WebSocket, one for each open page; its own check of origins and list of clients are not used."""

    def initialize(self, context: HandlerContext) -> None:
        """Start as a client that has not sent its page's version yet."""
        super().initialize(context)
        self.address, self.version, self.is_ours = "/", "", False

    def check_origin(self, origin: str) -> bool:
        """Whether a page may connect; checked again, in case `prepare` is ever bypassed."""
        return self.context.access.refuses(self.request.headers.get("Host"), origin) is None

    def on_message(self, message: str | bytes) -> None:
        """Answer `hello`; add the client at `info`; ignore anything else."""
        received = _parse(message)
        if received.get("command") == "hello":
            super().on_message(message)
        elif received.get("command") == "info":
            self.address = _path_of(received.get("url")) or "/"
            version = received.get("version")
            self.is_ours = isinstance(version, str)
            self.version = version if isinstance(version, str) else ""
            self.context.hub.add_client(self)

    def send(self, message: Message) -> None:
        """Send a message; a client that has disconnected is removed."""
        try:
            sent = self.write_message(message)
        except WebSocketClosedError:
            self.on_close()
        else:
            # a message that does not arrive has a client that has disconnected
            sent.add_done_callback(lambda done: done.cancelled() or done.exception())

    def on_close(self) -> None:
        """Remove a client that has disconnected."""
        self.context.hub.clients.discard(self)


def _parse(message: str | bytes) -> dict[str, Any]:
    """Return a client's message, empty if it is malformed."""
    try:
        parsed = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _path_of(url: object) -> str | None:
    """Return the path of a page's address, as in a request."""
    try:
        return urlsplit(url).path if isinstance(url, str) else None
    except ValueError:
        return None
