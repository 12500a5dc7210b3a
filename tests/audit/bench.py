"""The bench of the instruments: served sites, a browser, and the pages to measure."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from audit.serving import served
from playwright.sync_api import sync_playwright
from support.browser import find_chromium, launch, page_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.sites import Page, Site
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

HERE = Path(__file__).parent
SAMPLE = 8
"""The number of pages of a kind in a quick run; a kind is made by one template."""

COLOURS = re.compile(
    r"(?:#|%23)[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lch|lab|color)\([^()]*\)|sha256-[\w+/=]+"
)


class MissingError(Exception):
    """A program that the audit needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Look:
    """A page to measure, and where it is served."""

    site: Site
    page: Page
    url: str

    @property
    def name(self) -> str:
        return self.site.name_of(self.page)


@dataclass
class Bench:
    """The sites that one instrument measures."""

    sites: tuple[Site, ...]
    quick: bool = False
    only_page: str | None = None
    """The path of the one page to measure; None for all."""
    given_browser: Browser | None = None
    """A browser that runs already: a thread can have one only."""
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    @cached_property
    def browser(self) -> Browser:
        """The system's Chromium, started on first use."""
        if self.given_browser is not None:
            return self.given_browser
        executable = find_chromium()
        if executable is None:
            raise MissingError("no Chromium on PATH")
        playwright = self.stack.enter_context(sync_playwright())
        browser = launch(playwright, executable)
        self.stack.callback(browser.close)
        return browser

    @cached_property
    def urls(self) -> dict[Site, str]:
        """Where each site is served; ends in a slash."""
        return {site: self.stack.enter_context(served(site.root, site.base_path)).url for site in self.sites}

    def looks(self, *, colours: bool = False, everything: bool = False) -> Iterator[Look]:
        """Yield every page once; in a quick run a sample, unless `everything` is set.

        A page that equals one of the same site already given is left out: one that differs by the
        site's address alone, or by its colours where they do not matter.
        """
        seen = set()
        for site in self.sites:
            for page in sample(site) if self.quick and not everything else site.pages:
                if self.only_page not in (None, page.path):
                    continue
                mark = (site.label, page.path, fingerprint(site, page, colours=colours))
                if mark not in seen:
                    seen.add(mark)
                    yield Look(site, page, self.urls[site] + page.path)

    @contextmanager
    def tab(self, width: int, **options: Any) -> Iterator[Tab]:  # noqa: ANN401 (those of page_at)
        """Open an empty page of that width, with the ways a visitor can differ."""
        with page_at(self.browser, width, 800, **options) as tab:
            yield tab


def sample(site: Site) -> tuple[Page, ...]:
    """Pick the largest pages of each kind, which have the most content."""
    picked: dict[str, list[Page]] = {}
    for page in sorted(site.pages, key=lambda page: page.file.stat().st_size, reverse=True):
        picked.setdefault(page.kind, []).append(page)
    return tuple(page for pages in picked.values() for page in pages[:SAMPLE])


def fingerprint(site: Site, page: Page, *, colours: bool) -> str:
    """Reduce a page to what makes it another page: without the site's address, and its colours if they do not count."""
    text = page.html.replace(site.base_url, "base:")
    if page.path == "404.html":
        text = text.replace(f'"{site.base_path}', '"base:')
    return text if colours else COLOURS.sub("", text)


def open_page(tab: Tab, url: str) -> None:
    """Go to a page and teach it to answer: `window.audit` of scripts/page.js."""
    tab.goto(url)
    tab.evaluate(script("page.js"))


@cache
def script(name: str) -> str:
    """Read a script that runs in pages."""
    return (HERE / "scripts" / name).read_text(encoding="utf-8")


def npm_file(package: str, path: str) -> Path:
    """Find a file of an npm package, of the tests' own or the audit's.

    Raises:
        MissingError: it is not installed.
    """
    for home in (HERE.parent, HERE):
        file = home / "node_modules" / package / path
        if file.is_file():
            return file
    raise MissingError(f"the npm package {package} is not installed")


def program(name: str) -> str:
    """Find a program on PATH.

    Raises:
        MissingError: there is none.
    """
    found = shutil.which(name)
    if found is None:
        raise MissingError(f"no {name} on PATH")
    return found


@cache
def node() -> str:
    """Find a Node.js that is new enough (22): the machine's, or the one from npm."""
    for home in sorted((HERE / "node_modules").glob("node-*/bin/node")):
        return str(home)
    return program("node")


def load_json(text: str) -> Any:  # noqa: ANN401 (what JSON holds)
    """Read JSON that a program printed; nothing at all is an empty list."""
    return json.loads(text) if text.strip() else []
