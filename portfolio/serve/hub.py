"""What is served now, and to whom: the last good edition, what is wrong with the newest, and the browsers that follow.

All of it lives in the server's one thread.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from portfolio.errors import Diagnostics, TemplateError
from portfolio.load.config import load_config
from portfolio.model.names import normalize_name
from portfolio.serve.edition import Found, Redirect
from portfolio.serve.error_page import compose_page, compose_panel
from portfolio.serve.page import Looks
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from portfolio.errors import Diagnostic
    from portfolio.serve.edition import Edition
    from portfolio.serve.error_page import Panel
    from portfolio.serve.rebuild import Outcome

Message = dict[str, Any]
"""Of the LiveReload protocol, version 7: `command` and what belongs to it."""

STATIC = "static/"
NO_SITE, NO_PAGE = "-", "~"
"""What stands for the looks of an address while there is no edition, and where the edition has no page."""


class Assets(NamedTuple):
    """The files that pages show and do not hold, such as pictures, as of one edition."""

    mark: str
    """Another one for each state of them, also in another run of the server."""
    before: str = ""
    """The mark of the state before."""
    changed: tuple[str, ...] = ()
    """The addresses of those that differ from it."""


class Visitor(Protocol):
    """A browser that follows a page."""

    address: str
    """The path of its location, percent-encoded."""
    stamp: str
    """What it shows, in the words of `Hub.stamp`."""
    is_ours: bool
    """Whether it is our script, and not another client of the protocol."""

    def send(self, message: Message) -> None:
        """Send a message; never waits."""

    def close(self) -> None:
        """End the connection."""


class Hub:
    """Takes the outcome of each build, answers requests, and tells the visitors what changed for them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.edition: Edition | None = None
        self.panel: Panel = compose_panel((), root, None)
        self.page: str = ""
        """What stands in for a page that cannot be shown, and for every page while there is no edition."""
        self.is_ready = asyncio.Event()
        """Set once the first build came to its end, good or bad."""
        self.visitors: set[Visitor] = set()
        self._moved_from: set[str] = set()
        """Base paths that the site was mounted at before."""
        self._assets = Assets(secrets.token_hex(4))
        self._unshown: set[str] = set()
        """What changed since the last good build."""

    def show(self, outcome: Outcome) -> None:
        """Take in what became of a build: a new edition, or what is wrong over the last good one."""
        was_broken = bool(self.panel["items"])
        self._unshown.update(outcome.changed)
        if outcome.edition is not None:
            self._take(outcome.edition)
            self.panel = compose_panel((), self.root, None)
        else:
            self._fail(outcome.problems)
        self.is_ready.set()
        for visitor in tuple(self.visitors):
            if was_broken or self.panel["items"]:
                self._send_panel(visitor)
            self._update(visitor)

    def fail(self, problems: Sequence[Diagnostic]) -> None:
        """Show what is wrong with a page that somebody has asked for."""
        self._fail(problems)
        for visitor in tuple(self.visitors):
            self._send_panel(visitor)

    def _fail(self, problems: Sequence[Diagnostic]) -> None:
        config = load_config(read_site_files(str(self.root), ()), Diagnostics())
        self.panel = compose_panel(problems, self.root, config.editor if config else None)
        self.page = compose_page(problems)

    def watched(self) -> list[str]:
        """Return the addresses that the visitors look at; may be called from any thread."""
        return [visitor.address for visitor in tuple(self.visitors)]

    def _take(self, edition: Edition) -> None:
        """Take in a new edition: where it moved to, and which pictures are others than in the one before."""
        before, self.edition = self.edition, edition
        names = [
            normalize_name(path.removeprefix(STATIC))
            for path in sorted(self._unshown)
            if path.startswith(STATIC)
        ]
        self._unshown.clear()
        if before is None:
            return
        if before.base_path != edition.base_path:
            self._moved_from = (self._moved_from | {before.base_path}) - {edition.base_path}
        assets = [name for name in names if name in edition.files or name in before.files]
        if assets:
            addresses = tuple(edition.address_of(name) for name in assets)
            self._assets = Assets(secrets.token_hex(4), self._assets.mark, addresses)

    def find(self, target: str) -> Found | Redirect | None:
        """Return the answer to a request's path; None where the site has none.

        Raises:
            TemplateError: as `Edition.find`.
        """
        if self.edition is None:
            return None
        answer = self.edition.find(target)
        if answer is None and target == "/":
            return Redirect(self.edition.base_path, is_lasting=False)
        if answer is None or (isinstance(answer, Found) and answer.is_missing):
            for base in sorted(self._moved_from, key=len, reverse=True):
                if base != "/" and target.startswith(base):
                    moved = self.edition.base_path + target.removeprefix(base).lstrip("/")
                    return Redirect(moved, is_lasting=False)
        return answer

    def stamp(self, target: str) -> str:
        """Return what a browser shows of an address, in one word: it gives it back when it asks what changed."""
        looks = self._looks(target)
        nothing = NO_PAGE if self.edition else NO_SITE
        shape, style = (looks.shape, looks.style) if looks else (nothing, nothing)
        return f"{shape}.{style}.{self._assets.mark}"

    def _looks(self, target: str) -> Looks | None:
        try:
            answer = self.find(target)
        except TemplateError:
            return None
        if isinstance(answer, Found) and answer.is_page and isinstance(answer.content, bytes):
            return Looks.of(answer.content.decode())
        return None

    def welcome(self, visitor: Visitor) -> None:
        """Begin to follow: say what changed since the page was sent, and what is wrong right now."""
        self.visitors.add(visitor)
        if not visitor.is_ours:
            visitor.stamp = self.stamp(visitor.address)
        if self.panel["items"]:
            self._send_panel(visitor)
        self._update(visitor)

    def _send_panel(self, visitor: Visitor) -> None:
        """Send what is wrong; that nothing is any more interests our script alone, others would show an empty box."""
        if visitor.is_ours or self.panel["items"]:
            text = "\n\n".join("".join(piece[1] for piece in item) for item in self.panel["items"])
            visitor.send({"command": "alert", "message": text, "panel": self.panel})

    def _update(self, visitor: Visitor) -> None:
        """Send what a visitor has to do to show what is served now, if anything."""
        now = self.stamp(visitor.address)
        if self.edition and now != visitor.stamp:
            for message in self._plan_update(visitor, now):
                visitor.send(message)
            visitor.stamp = now

    def _plan_update(self, visitor: Visitor, now: str) -> Iterator[Message]:
        """Yield what leads from what a visitor shows to what is served now: as little as will do."""
        shape, style, mark = (visitor.stamp + "..").split(".")[:3]
        new_shape, new_style, new_mark = now.split(".")
        looks = self._looks(visitor.address)
        if shape != new_shape or mark not in {new_mark, self._assets.before} or looks is None:
            yield {"command": "reload", "path": visitor.address, "liveCSS": False}
            return
        if style != new_style:
            more = {"styles": looks.styles, "stamp": now}
            yield {"command": "reload", "path": visitor.address, "liveCSS": True, **more}
        if mark != new_mark:
            more = {"assets": self._assets.changed, "stamp": now}
            yield {"command": "reload", "path": self._assets.changed[0], "liveImg": True, **more}
