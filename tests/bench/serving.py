"""The time from a save until the server sends the new page, and a message to a browser; ours and Hugo's."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.cases import change_body
from bench.running import BrokenError, environment
from bench.tools import HUGO
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bench.tools import Tool

DEADLINE_S = 60
LOOK_S = 0.004
"""Between two requests of the page; more of them would slow the server down."""
REST_S = 0.3
"""Between two saves, so that the server has finished the one before."""


@dataclass(frozen=True, slots=True)
class Served:
    """The saves of one size of the corpus."""

    size: int
    asked_ms: Mapping[str, tuple[float, ...]]
    """Until the new page was sent, requested again and again over HTTP; by the tool's name."""
    told_ms: Mapping[str, tuple[float, ...]]
    """Until a browser that shows the page got a message over its WebSocket."""


def measure_serving(tools: Sequence[Tool], size: int, saves: int, slug: str, home: Path) -> Served:
    """Serve the site with each tool, save one page again and again, and wait for it each time."""
    asked: dict[str, tuple[float, ...]] = {}
    told: dict[str, tuple[float, ...]] = {}
    for tool in tools:
        with _serving(tool, home) as page:
            page.wait_for(b"<html")
            page.address = f"/{tool.address}/{slug}/"
            asked[tool.name] = tuple(_ask(tool, page, slug, turn) for turn in range(saves + 1))[1:]
            told[tool.name] = asyncio.run(_listen(tool, page, slug, saves + 1))[1:]
    return Served(size, asked, told)


def _ask(tool: Tool, page: _Page, slug: str, turn: int) -> float:
    """Write another word into the page and return how long it took to arrive, in milliseconds."""
    time.sleep(REST_S)
    word = f"asked{turn}word"
    started = time.perf_counter()
    change_body(tool, slug, word)
    page.wait_for(word.encode())
    return 1000 * (time.perf_counter() - started)


async def _listen(tool: Tool, page: _Page, slug: str, saves: int) -> tuple[float, ...]:
    """Open the page as a browser does, save it again and again, and return how long each message took.

    Raises:
        BrokenError: no message comes, or the page is still the old one when it does.
    """
    host = f"127.0.0.1:{page.port}"
    reloads: asyncio.Queue[float] = asyncio.Queue()

    def take(message: str | bytes | None) -> None:
        if message and json.loads(message).get("command") == "reload":
            reloads.put_nowait(time.perf_counter())

    request = HTTPRequest(f"ws://{host}/livereload", headers={"Origin": f"http://{host}"})
    browser = await websocket_connect(request, on_message_callback=take)
    hello = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}
    for message in (hello, {"command": "info", "url": f"http://{host}{page.address}", "plugins": {}}):
        await browser.write_message(json.dumps(message))
    waits = []
    for turn in range(saves):
        await asyncio.sleep(REST_S)
        while not reloads.empty():  # a tool may say it twice
            reloads.get_nowait()
        word = f"told{turn}word"
        started = time.perf_counter()
        change_body(tool, slug, word)
        try:
            waits.append(1000 * (await asyncio.wait_for(reloads.get(), DEADLINE_S) - started))
        except TimeoutError as error:
            raise BrokenError(f"{page.server.args!r} says nothing of a save") from error
        if not page.has(word.encode()):
            raise BrokenError(f"{page.server.args!r} tells of a page before it has it")
    browser.close()
    return tuple(waits)


@dataclass
class _Page:
    """One address of a server, requested again and again."""

    port: int
    server: subprocess.Popen[bytes]
    address: str = "/"

    def wait_for(self, words: bytes) -> None:
        """Ask until the answer holds some words.

        Raises:
            BrokenError: it never does, or the server ended.
        """
        end_s = time.monotonic() + DEADLINE_S
        while not self.has(words):
            if time.monotonic() > end_s or self.server.poll() is not None:
                raise BrokenError(f"{self.server.args!r} never serves {words!r} at {self.address}")
            time.sleep(LOOK_S)

    def has(self, words: bytes) -> bool:
        """Ask once."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_S)
        try:
            connection.request("GET", self.address)
            return words in connection.getresponse().read()
        except OSError:
            return False
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
