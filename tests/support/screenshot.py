"""Draws the pictures of the README. Run by `make screenshot`.

Of _site/ the home page's first screen and a drawing that runs, and the first screen of the example.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

# Run as a script, Python has put this file's own folder first.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.browser import find_chromium, launch, page_at
from support.command import ROOT
from support.pages_server import served
from support.sites import build

from portfolio.scaffold import EXAMPLE, create_site

if TYPE_CHECKING:
    from typing import Literal

    from playwright.sync_api import Browser, FloatRect, Page

WIDTH, HEIGHT = 1280, 800
RUN = ":checked + label + .run"
MOMENT_MS = 1_700
"""Of the motion, when some messages are on their way."""
MARGIN = 16
CANONICAL = re.compile(r"""<link\b(?=[^>]*\brel=["']?canonical\b)[^>]*\bhref=["']?([^"'\s>]+)""")


def base_path_of(home: str) -> str:
    """Read the path that a site was built for off its home page's canonical address; `/` without one."""
    found = CANONICAL.search(home)
    return (urlsplit(found[1]).path if found else "") or "/"


def main() -> int:
    """Draw the pictures; print what is missing and return 1 if it cannot be drawn."""
    site, pictures = ROOT / "_site", ROOT / "docs"
    executable = find_chromium()
    if executable is None or not (site / "index.html").is_file():
        print("a screenshot needs a Chromium on PATH and a built site (make site)", file=sys.stderr)  # noqa: T201
        return 1
    base_path = base_path_of((site / "index.html").read_text(encoding="utf-8"))
    with served(site, base_path) as server, sync_playwright() as playwright:
        browser = launch(playwright, executable)
        draw_first_screen(browser, server.url, pictures / "screenshot.png", "dark")
        study = find_simulation(site)
        if study is not None:
            with page_at(browser, WIDTH, HEIGHT, color_scheme="light") as page:
                page.goto(f"{server.url}{study}")
                draw_simulation(page, pictures / "simulation.png")
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "site"
            create_site(root, EXAMPLE)
            build(root)
            with served(root / "_site", "/") as example:
                draw_first_screen(browser, example.url, pictures / "example.png", "light")
        browser.close()
    return 0


def draw_first_screen(browser: Browser, url: str, picture: Path, scheme: Literal["dark", "light"]) -> None:
    """Draw what a visitor of the home page sees first."""
    with page_at(browser, WIDTH, HEIGHT, color_scheme=scheme, reduced_motion="reduce") as page:
        page.goto(url)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.screenshot(path=picture, animations="disabled", caret="hide")


def find_simulation(site: Path) -> str | None:
    """Return the address, below the base path, of the case study with the most variants; None without one."""
    variants = {
        file: file.read_text(encoding="utf-8").count('<label for="run-')
        for file in sorted(site.glob("case-studies/*/index.html"))
    }
    found = max(variants, key=lambda file: variants[file], default=None)
    return f"{found.parent.relative_to(site).as_posix()}/" if found and variants[found] else None


def draw_simulation(page: Page, picture: Path) -> None:
    """Draw the first variant that breaks at a moment of its motion, with its log."""
    page.locator(".runs > input:has(+ .broken)").first.check()
    page.evaluate(
        "moment => document.getAnimations().forEach((item) => { item.pause(); item.currentTime = moment; })",
        MOMENT_MS,
    )
    page.evaluate("scrollTo(0, 0)")
    boxes = [page.locator(f"{RUN} {part}").bounding_box() for part in ("svg", ".log")]
    left, top = (min(box[side] for box in boxes if box) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes if box)
    bottom = max(box["y"] + box["height"] for box in boxes if box)
    clip: FloatRect = {
        "x": left - MARGIN,
        "y": top - MARGIN,
        "width": right - left + 2 * MARGIN,
        "height": bottom - top + 2 * MARGIN,
    }
    page.screenshot(path=picture, clip=clip, full_page=True)


if __name__ == "__main__":
    sys.exit(main())
