"""Fixtures of all tests: the real command, a built site, a browser, npm packages; and no network."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect, sync_playwright
from support.browser import COMMANDS, LIMIT_MS, find_chromium, launch
from support.command import ROOT, run_cli
from support.offline import refuse_network
from support.owner_files import refuse_owner_files
from support.programs import require, unavailable
from support.sites import SITES, build_shared

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser
    from support.command import RunPortfolio

refuse_owner_files()

# A busy machine is no failure.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")
expect.set_options(timeout=LIMIT_MS)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew instead of comparing"
    )
    parser.addoption(
        "--site", type=Path, help="the site that tests/owner looks at; default: the one of this checkout"
    )


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let Ctrl-C be heard, also by a test run that was started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are rewritten for review, instead of compared."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        refuse_network(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _own_event_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test run its own event loop although the browser's keeps running on this thread between its calls."""
    loop = asyncio._get_running_loop()  # noqa: SLF001 (no public way to lay a running loop aside)
    if loop is None or "chromium" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)  # noqa: SLF001
    yield
    asyncio._set_running_loop(loop)  # noqa: SLF001


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless; `page_at` of support/browser.py opens pages in it."""
    executable = find_chromium()
    if executable is None:
        unavailable(f"no Chromium on PATH (looked for {', '.join(COMMANDS)})")
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def npm_package() -> Callable[[str], Path]:
    """A function from the name of an npm package of tests/package.json to its folder."""

    def find(name: str) -> Path:
        require("node")
        folder = ROOT / "tests" / "node_modules" / name
        if not (folder / "package.json").is_file():
            unavailable(f"the npm package {name} is not installed; tests/setup.sh installs it")
        return folder

    return find


@pytest.fixture
def run_portfolio(tmp_path_factory: pytest.TempPathFactory) -> RunPortfolio:
    """Run the real command line in a process of its own, with an empty home and a clean environment."""
    home = tmp_path_factory.mktemp("home")

    def run(
        *arguments: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str = "",
    ) -> subprocess.CompletedProcess[str]:
        return run_cli(arguments, home=home, cwd=cwd or tmp_path_factory.mktemp("cwd"), env=env, stdin=stdin)

    return run


@pytest.fixture(scope="session")
def engineer_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site `engineer` of tests/sites for `BASE_URL`, built once per run; read only."""
    return build_shared(tmp_path_factory, "engineer", SITES / "engineer")
