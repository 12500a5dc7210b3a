"""A built folder on loopback, mounted and answered as GitHub Pages does it; for browser tests."""

from __future__ import annotations

import mimetypes
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEDIA_TYPES = {".webmanifest": "application/manifest+json", ".xml": "application/xml", ".woff2": "font/woff2"}


class PagesServer(ThreadingHTTPServer):
    """Serves one folder below one path; a request that the browser gave up is no error."""

    daemon_threads = True

    def __init__(self, root: Path, base_path: str) -> None:
        self.root = root.resolve(strict=True)
        self.base_path = f"/{base_path.strip('/')}/" if base_path.strip("/") else "/"
        self.requests: list[tuple[str, int]] = []
        """Every request so far: its path and the status of the answer."""
        super().__init__(("127.0.0.1", 0), PagesHandler)

    @property
    def origin(self) -> str:
        """The scheme, host and port, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Where the site begins; ends in a slash."""
        return self.origin + self.base_path

    def handle_error(self, request: object, client_address: object) -> None:
        _ = request, client_address


class PagesHandler(BaseHTTPRequestHandler):
    """Answers as Pages: /dir is sent to /dir/, /name finds name.html, the rest is 404.html with status 404."""

    server: PagesServer
    # One connection a request: nothing stays open when a test is over.
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        """Answer with head and body."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self._answer(body=False)

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 (standard library's signature)
        """Log nothing; `requests` of the server has the requests."""

    def _answer(self, *, body: bool) -> None:
        parts = urlsplit(self.path)
        query = f"?{parts.query}" if parts.query else ""
        base = self.server.base_path
        if f"{parts.path}/" == base:
            self._redirect(base + query)
            return
        if not parts.path.startswith(base):
            # Another site of the same owner: not even our 404 page is there.
            self._send(HTTPStatus.NOT_FOUND, b"not this site\n", "text/plain", body=body)
            return
        place = self._inside(unquote(parts.path[len(base) :]))
        if place is not None and place.is_dir() and not parts.path.endswith("/"):
            self._redirect(f"{parts.path}/{query}")
            return
        file = self._file(place, folder=parts.path.endswith("/"))
        if file is not None:
            self._send(HTTPStatus.OK, file.read_bytes(), media_type(file), body=body)
            return
        own = self.server.root / "404.html"
        content = own.read_bytes() if own.is_file() else b"not found\n"
        self._send(HTTPStatus.NOT_FOUND, content, media_type(own), body=body)

    def _inside(self, relative: str) -> Path | None:
        if "\0" in relative:
            return None
        place = (self.server.root / relative).resolve()
        return place if place.is_relative_to(self.server.root) else None

    def _file(self, place: Path | None, *, folder: bool) -> Path | None:
        if place is None:
            return None
        tries = (place / "index.html",) if folder else (place, place.with_name(f"{place.name}.html"))
        return next((file for file in tries if file.is_file()), None)

    def _redirect(self, location: str) -> None:
        self.server.requests.append((self.path, HTTPStatus.MOVED_PERMANENTLY))
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", self.server.origin + location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, content: bytes, kind: str, *, body: bool) -> None:
        self.server.requests.append((self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        if body:
            self.wfile.write(content)


def media_type(file: Path) -> str:
    """Name the type of a file by its ending, with UTF-8 for text, as Pages does."""
    kind = MEDIA_TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind == "application/xml" else kind


@contextmanager
def served(root: Path, base_path: str = "/") -> Iterator[PagesServer]:
    """Serve a built folder below a base path (`/` or `/repo/`) until the block ends, at its `url`."""
    with PagesServer(root, base_path) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
