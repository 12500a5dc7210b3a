"""A built folder served as GitHub Pages serves it, compression included."""

from __future__ import annotations

import gzip
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from support.pages_server import PagesHandler, PagesServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http import HTTPStatus
    from pathlib import Path

COMPRESSED = ("text/", "application/xml", "application/json", "application/manifest+json", "image/svg+xml")
LEVEL = 6
"""The usual level of web servers; GitHub's own is unknown."""


def compress(content: bytes) -> bytes:
    """Compress as the server does; the same bytes every time."""
    return gzip.compress(content, LEVEL, mtime=0)


class CompressingHandler(PagesHandler):
    """Answers with gzip where the browser takes it and the type gains by it."""

    def _send(self, status: HTTPStatus, content: bytes, kind: str, *, body: bool) -> None:
        takes_gzip = "gzip" in self.headers.get("Accept-Encoding", "")
        if not takes_gzip or not kind.startswith(COMPRESSED):
            super()._send(status, content, kind, body=body)
            return
        packed = compress(content)
        self.server.requests.append((self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(packed)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        if body:
            self.wfile.write(packed)


class CompressingServer(PagesServer):
    """The server of the tests, with compression."""

    def __init__(self, root: Path, base_path: str) -> None:
        super().__init__(root, base_path)
        self.RequestHandlerClass = CompressingHandler


@contextmanager
def served(root: Path, base_path: str) -> Iterator[CompressingServer]:
    """Serve a built folder below a base path until the block ends."""
    with CompressingServer(root, base_path) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
