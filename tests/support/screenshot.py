"""Draws docs/screenshot.png: the home page of _site/, first screen, dark. Run by `make screenshot`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

# Run as a script, Python has put this file's own folder first.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.browser import find_chromium, launch, page_at
from support.command import ROOT
from support.pages_server import served

WIDTH, HEIGHT = 1280, 800
CANONICAL = re.compile(r"""<link\b(?=[^>]*\brel=["']?canonical\b)[^>]*\bhref=["']?([^"'\s>]+)""")


def base_path_of(home: str) -> str:
    """Read the path that a site was built for off its home page's canonical address; `/` without one."""
    found = CANONICAL.search(home)
    return (urlsplit(found[1]).path if found else "") or "/"


def main() -> int:
    """Draw the picture; print what is missing and return 1 if it cannot be drawn."""
    site, picture = ROOT / "_site", ROOT / "docs" / "screenshot.png"
    executable = find_chromium()
    if executable is None or not (site / "index.html").is_file():
        print("a screenshot needs a Chromium on PATH and a built site (make site)", file=sys.stderr)  # noqa: T201
        return 1
    base_path = base_path_of((site / "index.html").read_text(encoding="utf-8"))
    with served(site, base_path) as server, sync_playwright() as playwright:
        browser = launch(playwright, executable)
        with page_at(browser, WIDTH, HEIGHT, color_scheme="dark", reduced_motion="reduce") as page:
            page.goto(server.url)
            page.evaluate("document.fonts.ready.then(() => true)")
            page.screenshot(path=picture, animations="disabled", caret="hide")
        browser.close()
    print(picture.relative_to(ROOT))  # noqa: T201 (a script's result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
