"""The system's Chromium under test: where it is, how it is started, and pages in it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome")

LIMIT_MS = 60_000
"""Far above what anything takes: only a test that fails waits so long."""

# Chromium looks for updates and syncs on its own; a test meets no host but the one it started.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)


def find_chromium() -> str | None:
    """Find the system's Chromium on PATH."""
    return next((found for command in COMMANDS if (found := shutil.which(command))), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start a headless Chromium with a new profile; without a sandbox, which root and containers lack."""
    return playwright.chromium.launch(
        executable_path=executable, headless=True, args=list(FLAGS), chromium_sandbox=False, timeout=LIMIT_MS
    )


@contextmanager
def page_at(  # noqa: PLR0913 (the ways a visitor can differ)
    browser: Browser,
    width: int = 1280,
    height: int = 800,
    *,
    color_scheme: Literal["light", "dark", "no-preference"] = "light",
    reduced_motion: Literal["reduce", "no-preference"] = "no-preference",
    forced_colors: Literal["active", "none"] = "none",
    scripts: bool = True,
    scale: float = 1,
    bypass_policy: bool = False,
) -> Iterator[Page]:
    """Open an empty page of that size in a context of its own, without cookies or cache; closed at the end.

    Width and height are CSS pixels; `scale` is how many device pixels one of them has. `bypass_policy` lets the test
    bring a style of its own, as a reader's browser may, whatever the page's content policy says.
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=color_scheme,
        reduced_motion=reduced_motion,
        forced_colors=forced_colors,
        java_script_enabled=scripts,
        device_scale_factor=scale,
        bypass_csp=bypass_policy,
        locale="en-GB",
        timezone_id="UTC",
    )
    try:
        context.set_default_timeout(LIMIT_MS)
        yield context.new_page()
    finally:
        context.close()
