"""What every test can ask for: the real command, the owner's site, a browser, npm packages; and no network."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest
from playwright.sync_api import sync_playwright
from support.browser import COMMANDS, find_chromium, launch
from support.command import ROOT, run_cli
from support.offline import refuse_network

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser
    from support.command import RunPortfolio

BASE_URL = "https://example.org/some-repo/"
"""Where the owner's site pretends to be in tests: below a path, as a project's Pages are."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew instead of comparing"
    )


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are written anew, for review, instead of compared."""
    return bool(pytestconfig.getoption("--update-golden"))


def unavailable(reason: str) -> NoReturn:
    """Skip a test for want of a program; fail it in CI, where a skipped test would go unseen."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (CI is set, so this is no reason to skip)", pytrace=False)
    pytest.skip(reason)


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
    """A function from the name of an npm package of tests/package.json to the folder it lies in."""

    def find(name: str) -> Path:
        if shutil.which("node") is None:
            unavailable("no Node.js on PATH (looked for node)")
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
def owner_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The owner's site of this checkout, built once per run (not once per worker); read only."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    out = shared / "owner-site" / "_site"
    built = out.with_name("built")
    home = tmp_path_factory.mktemp("home")
    out.parent.mkdir(exist_ok=True)
    with out.with_name("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            done = run_cli(
                ["--site", ROOT, "build", "--output", out, "--base-url", BASE_URL], home=home, cwd=home
            )
            assert done.returncode == 0, f"the owner's site does not build:\n{done.stdout}{done.stderr}"
            built.touch()
    return out
