"""A server on loopback in a thread of this process, with what it printed; and waiting for what can be seen."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portfolio.serve.access import Access
from portfolio.serve.server import Server
from portfolio.serve.sockets import open_sockets
from portfolio.site.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portfolio.serve.rebuild import Outcome
    from portfolio.site.preview import PreviewedSite
    from portfolio.site_files import SiteFiles

BASE_URL = "https://example.org/some-repo/"
LIMIT_S = 60
"""Far longer than anything takes: only a failing test waits so long."""


def until(condition: Callable[[], object], what: str = "") -> None:
    """Wait until something is so, checked again and again."""
    end = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < end, f"waited {LIMIT_S} s in vain {what}"
        time.sleep(0.01)


def save(file: Path, text: str) -> None:
    """Write a file in one step, as most editors do: no build meets half of it."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


class Running:
    """A server that runs; it is its own log."""

    def __init__(
        self,
        root: Path,
        refresh: Callable[[SiteFiles], PreviewedSite],
        port: int,
        allowed: tuple[str, ...] = (),
    ) -> None:
        self.root = root
        self.warnings: list[str] = []
        self.outcomes: list[Outcome] = []
        access = Access.of("127.0.0.1", allowed)
        self.server = Server(root, refresh, open_sockets("127.0.0.1", port), access, self)

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def show(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    @property
    def url(self) -> str:
        """The site's address; ends in a slash."""
        return f"http://{self.host}/some-repo/"

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file of the site, which has to have it."""
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        save(file, text.replace(old, new))

    def until_built(self, count: int) -> None:
        """Wait until so many builds have ended."""
        until(lambda: len(self.outcomes) >= count, f"for build {count}, there were {len(self.outcomes)}")

    def until_settled(self) -> None:
        """Wait until a change that is made now is built, and so all changes before it."""
        mark = self.root / "static" / "mark.txt"
        mark.parent.mkdir(exist_ok=True)
        mark.write_text(str(time.time_ns()), encoding="utf-8")
        until(lambda: any("static/mark.txt" in outcome.changed for outcome in self.outcomes))
        mark.unlink()


@contextmanager
def running(
    root: Path,
    refresh: Callable[[SiteFiles], PreviewedSite] | None = None,
    port: int = 0,
    meanwhile: Callable[[Running], None] = lambda _: None,
    allowed: tuple[str, ...] = (),
) -> Iterator[Running]:
    """Serve a site until the block ends; `meanwhile` is called before the first build."""
    server = Running(root, refresh or Preview({}, BASE_URL).refresh, port, allowed)
    thread = threading.Thread(target=lambda: asyncio.run(server.server.run()))
    thread.start()
    try:
        meanwhile(server)
        until(lambda: server.outcomes or not thread.is_alive(), "for the first build")
        yield server
    finally:
        server.server.stop()
        thread.join(LIMIT_S)
        assert not thread.is_alive(), "the server does not end"
