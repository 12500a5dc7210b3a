"""How long it takes from a save until the server gives out the new page, ours beside Hugo's."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.cases import change_body
from bench.running import BrokenError, environment
from bench.tools import HUGO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bench.tools import Tool

DEADLINE_S = 60
LOOK_S = 0.004
"""Between two looks at the page; more of them would keep the server from its work."""
REST_S = 0.3
"""Between two saves: nobody writes faster, and a server may still be busy with the one before."""


@dataclass(frozen=True, slots=True)
class Served:
    """The saves of one size of the corpus."""

    size: int
    waits_ms: Mapping[str, tuple[float, ...]]
    """By the tool's name."""


def measure_serving(tools: Sequence[Tool], size: int, saves: int, slug: str, home: Path) -> Served:
    """Serve the site with each tool, save one page again and again, and wait for it each time."""
    waits: dict[str, tuple[float, ...]] = {}
    for tool in tools:
        with _serving(tool, home) as page:
            page.wait_for(b"<html")
            waits[tool.name] = tuple(_save(tool, page, slug, turn) for turn in range(saves + 1))[1:]
    return Served(size, waits)


def _save(tool: Tool, page: _Page, slug: str, turn: int) -> float:
    """Write another word into the page and return how long it took to arrive, in milliseconds."""
    time.sleep(REST_S)
    word = f"saved{turn}word"
    page.address = f"/{tool.address}/{slug}/"
    started = time.perf_counter()
    change_body(tool, slug, word)
    page.wait_for(word.encode())
    return 1000 * (time.perf_counter() - started)


@dataclass
class _Page:
    """One address of a server, asked again and again."""

    port: int
    server: subprocess.Popen[bytes]
    address: str = "/"

    def wait_for(self, words: bytes) -> None:
        """Ask until the answer holds some words.

        Raises:
            BrokenError: it never does, or the server ended.
        """
        end_s = time.monotonic() + DEADLINE_S
        while words not in self._ask():
            if time.monotonic() > end_s or self.server.poll() is not None:
                raise BrokenError(f"{self.server.args!r} never serves {words!r} at {self.address}")
            time.sleep(LOOK_S)

    def _ask(self) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_S)
        try:
            connection.request("GET", self.address)
            return connection.getresponse().read()
        except OSError:
            return b""
        finally:
            connection.close()


@contextmanager
def _serving(tool: Tool, home: Path) -> Iterator[_Page]:
    """Run a tool's server for a while."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if tool.name == HUGO:
        command = (*tool.command, "server", "--bind", "127.0.0.1", "--port", str(port), "--renderToMemory")
    else:
        command = (
            *tool.command[:-1],
            "serve",
            "--port",
            str(port),
            "--base-url",
            f"http://127.0.0.1:{port}/",
        )
    with subprocess.Popen(
        command, cwd=tool.root, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield _Page(port, server)
        finally:
            server.terminate()
