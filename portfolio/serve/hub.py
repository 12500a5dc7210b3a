"""What is served now: the last good site, the errors of the latest build, and the connected clients.

All of it belongs to the server's one thread.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from portfolio.errors import Diagnostics, TemplateError
from portfolio.load.config import load_config
from portfolio.model.names import normalize_name
from portfolio.serve.page import PageVersion, compose_error_page, compose_overlay
from portfolio.serve.served_site import Found, Redirect
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from portfolio.errors import Diagnostic
    from portfolio.serve.page import Overlay
    from portfolio.serve.rebuild import Outcome
    from portfolio.serve.served_site import ServedSite

Message = dict[str, Any]
"""A message of the LiveReload protocol, version 7: `command` and its fields."""

STATIC = "static/"
NO_SITE, NO_PAGE = "-", "~"
"""Instead of a version's hashes: while there is no site, and where the site has no page."""


class Assets(NamedTuple):
    """The files that pages load, such as pictures."""

    version: str
    """Differs after each change of them, and between runs of the server."""
    before: str = ""
    """The version before."""
    changed: tuple[str, ...] = ()
    """The addresses of the files that differ from it."""


class Client(Protocol):
    """A page in a browser, connected to the server."""

    address: str
    """The path of its location, percent-encoded."""
    version: str
    """Of the page that it shows: see `Hub.version`."""
    is_ours: bool
    """Whether it is the script of our pages, and not another client of the protocol."""

    def send(self, message: Message) -> None:
        """Send a message; never waits."""

    def close(self) -> None:
        """Close the connection."""


class Hub:
    """Takes the outcome of each build, answers requests, and sends clients what changed for them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site: ServedSite | None = None
        self.overlay: Overlay = compose_overlay((), root, None)
        self.page: str = ""
        """Sent instead of a page that cannot be rendered, and of every page while there is no site."""
        self.is_ready = asyncio.Event()
        """Set once the first build has ended, with or without errors."""
        self.clients: set[Client] = set()
        self._former_base_paths: set[str] = set()
        """Base paths of earlier builds."""
        self._assets = Assets(secrets.token_hex(4))
        self._pending: set[str] = set()
        """The files that changed since the last good build."""

    def show(self, outcome: Outcome) -> None:
        """Show the outcome of a build: a new site, or errors over the last good one."""
        was_broken = bool(self.overlay["items"])
        self._pending.update(outcome.changed)
        if outcome.site is not None:
            self._take(outcome.site)
            self.overlay = compose_overlay((), self.root, None)
        else:
            self._fail(outcome.problems)
        self.is_ready.set()
        for client in tuple(self.clients):
            if was_broken or self.overlay["items"]:
                self._send_overlay(client)
            self._update(client)

    def fail(self, problems: Sequence[Diagnostic]) -> None:
        """Show the errors of a requested page."""
        self._fail(problems)
        for client in tuple(self.clients):
            self._send_overlay(client)

    def _fail(self, problems: Sequence[Diagnostic]) -> None:
        config = load_config(read_site_files(str(self.root), ()), Diagnostics())
        self.overlay = compose_overlay(problems, self.root, config.editor if config else None)
        self.page = compose_error_page(problems)

    def open_addresses(self) -> list[str]:
        """Return the addresses of the pages that clients show; may be called from any thread."""
        return [client.address for client in tuple(self.clients)]

    def _take(self, site: ServedSite) -> None:
        """Replace the site; remember its former base path, and the assets that changed."""
        before, self.site = self.site, site
        names = [
            normalize_name(path.removeprefix(STATIC))
            for path in sorted(self._pending)
            if path.startswith(STATIC)
        ]
        self._pending.clear()
        if before is None:
            return
        if before.base_path != site.base_path:
            self._former_base_paths = (self._former_base_paths | {before.base_path}) - {site.base_path}
        assets = [name for name in names if name in site.files or name in before.files]
        if assets:
            addresses = tuple(site.address_of(name) for name in assets)
            self._assets = Assets(secrets.token_hex(4), self._assets.version, addresses)

    def find(self, target: str) -> Found | Redirect | None:
        """Return the answer to a request's path; None if the site has none.

        Raises:
            TemplateError: as `ServedSite.find`.
        """
        if self.site is None:
            return None
        answer = self.site.find(target)
        if answer is None and target == "/":
            return Redirect(self.site.base_path, is_permanent=False)
        if answer is None or (isinstance(answer, Found) and answer.is_missing):
            for base in sorted(self._former_base_paths, key=len, reverse=True):
                if base != "/" and target.startswith(base):
                    moved = self.site.base_path + target.removeprefix(base).lstrip("/")
                    return Redirect(moved, is_permanent=False)
        return answer

    def version(self, target: str) -> str:
        """Return the version of a page and its assets, as text; its script sends it back when it connects."""
        page = self._version_of(target)
        absent = NO_PAGE if self.site else NO_SITE
        content, style = (page.content, page.style) if page else (absent, absent)
        return f"{content}.{style}.{self._assets.version}"

    def _version_of(self, target: str) -> PageVersion | None:
        try:
            answer = self.find(target)
        except TemplateError:
            return None
        if isinstance(answer, Found) and answer.is_page and isinstance(answer.content, bytes):
            return PageVersion.of(answer.content.decode())
        return None

    def add_client(self, client: Client) -> None:
        """Connect a client; send it what changed since its page was sent, and the current errors."""
        self.clients.add(client)
        if not client.is_ours:
            client.version = self.version(client.address)
        if self.overlay["items"]:
            self._send_overlay(client)
        self._update(client)

    def _send_overlay(self, client: Client) -> None:
        """Send the errors; "no errors" goes to our script alone, as other clients would show an empty box."""
        if client.is_ours or self.overlay["items"]:
            text = "\n\n".join("".join(piece[1] for piece in item) for item in self.overlay["items"])
            client.send({"command": "alert", "message": text, "overlay": self.overlay})

    def _update(self, client: Client) -> None:
        """Send what a client needs to show what is served now, if anything."""
        now = self.version(client.address)
        if self.site and now != client.version:
            for message in self._compose_update(client, now):
                client.send(message)
            client.version = now

    def _compose_update(self, client: Client, now: str) -> Iterator[Message]:
        """Yield the smallest change from what a client shows to what is served now."""
        content, style, assets = (client.version + "..").split(".")[:3]
        new_content, new_style, new_assets = now.split(".")
        page = self._version_of(client.address)
        if content != new_content or assets not in {new_assets, self._assets.before} or page is None:
            yield {"command": "reload", "path": client.address, "liveCSS": False}
            return
        if style != new_style:
            more = {"styles": page.styles, "version": now}
            yield {"command": "reload", "path": client.address, "liveCSS": True, **more}
        if assets != new_assets:
            more = {"assets": self._assets.changed, "version": now}
            yield {"command": "reload", "path": self._assets.changed[0], "liveImg": True, **more}
