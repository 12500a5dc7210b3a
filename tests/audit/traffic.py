"""The requests of a page, and what it stores in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.bench import Bench, Look
    from playwright.sync_api import ConsoleMessage, Error, Request
    from playwright.sync_api import Page as Tab

STORED = "localStorage.length + sessionStorage.length"
HAS_PICTURES = "document.querySelector('img, picture, video, svg image') !== null"
WAITING = "[...document.querySelectorAll('img[loading=lazy]')].map(picture => picture.currentSrc)"
"""The pictures that are requested when a reader comes near."""
ICON = "document.querySelector('link[rel~=icon][href^=\"data:\"]') === null ? 1 : 0"


def measure(bench: Bench) -> Iterator[Reading]:
    """Count requests, those to other hosts, what is stored, and errors in the console."""
    with bench.tab(1440) as tab:
        requests: list[str] = []
        errors: list[str] = []

        def on_request(request: Request) -> None:
            if not request.url.startswith(("data:", "blob:", "about:")):
                requests.append(request.url)

        def on_console(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and "status of 404" not in message.text:
                errors.append(message.text)

        def on_error(error: Error) -> None:
            errors.append(str(error))

        tab.on("request", on_request)
        tab.on("console", on_console)
        tab.on("pageerror", on_error)
        for look in bench.looks():
            requests.clear()
            errors.clear()
            tab.goto(look.url, wait_until="networkidle" if "<script" in look.page.html else "load")
            # Scrolled to its end, a page has asked for the pictures that wait to be seen, also those of other hosts.
            tab.evaluate("scrollTo(0, document.body.scrollHeight)")
            yield from _readings(tab, look, requests, errors)


def _readings(tab: Tab, look: Look, requests: list[str], errors: list[str]) -> Iterator[Reading]:
    origin = "/".join(look.url.split("/")[:3]) + "/"
    foreign = [url for url in requests if not url.startswith(origin)]
    # Without an icon in the page, browsers ask for favicon.ico.
    waiting = set(tab.evaluate(WAITING))
    at_once = [url for url in requests if url not in waiting]
    goal = "requests-pictures" if tab.evaluate(HAS_PICTURES) else "requests"
    yield Reading(goal, look.name, len(at_once) + tab.evaluate(ICON), ", ".join(at_once[1:4]))
    yield Reading("third-party", look.name, len(foreign), ", ".join(foreign[:3]))
    stored = len(tab.context.cookies()) + tab.evaluate(STORED)
    yield Reading("storage", look.name, stored)
    yield Reading("console", look.name, len(errors), "; ".join(errors[:3]))
