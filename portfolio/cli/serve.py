"""`portfolio serve`: the site in the browser, while it is written."""

from __future__ import annotations

import asyncio
import os
import threading
import webbrowser
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_diagnostics, print_hint, print_message, print_result
from portfolio.cli.options import Number, base_url_option
from portfolio.interrupts import HeldInterrupts
from portfolio.load.config import find_site, parse_base_url
from portfolio.report import count_problems
from portfolio.serve.access import Access, is_loopback
from portfolio.serve.server import Server
from portfolio.serve.sockets import open_sockets
from portfolio.site.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.serve.rebuild import Outcome

LOCAL = "127.0.0.1"
PORT = 8000
MAX_LISTED = 3
MAX_WARNINGS = 50


@click.command()
@click.option(
    "--port",
    type=Number(0, 65535),
    metavar="PORT",
    default=PORT,
    show_default=True,
    help="Listen at this port, or at the next free one; 0 takes any.",
)
@click.option(
    "--host",
    default=LOCAL,
    show_default=True,
    metavar="ADDRESS",
    help="Listen at this address; with one that is not local, other machines can see the site.",
)
@click.option(
    "--allow-host",
    "allowed",
    multiple=True,
    metavar="NAME",
    help="Answer to this host name too, such as a proxy's, a container's or a Codespace's. Can be repeated.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open the site in the browser.")
@base_url_option
@click.pass_obj
def command(  # noqa: PLR0913 (an argument for each option)
    site: Path | None,
    port: int,
    host: str,
    allowed: tuple[str, ...],
    base_url: str | None,
    *,
    is_opened: bool,
) -> None:
    """Serve a preview of the site, and reload it after each save.

    Nothing is published. The site is served at its base path, as it will be on GitHub Pages. Errors appear in an
    overlay on the last good page until they are fixed. Ctrl-C stops the server.
    """
    root = find_site(site, Path.cwd())
    if base_url is not None:
        parse_base_url(base_url)  # what is refused here can never be valid
    access = Access.of(host, allowed)
    with ExitStack() as stack:
        sockets = [stack.enter_context(made) for made in open_sockets(host, port)]
        server = Server(root, Preview(os.environ, base_url).refresh, sockets, access, Terminal())
        if port not in {0, server.port}:
            print_message(f"port {port} is in use, using {server.port}")
        if not is_loopback(host):
            print_message("other machines can see the site", "warning")
        address = f"http://{_reachable(host)}:{server.port}/"
        print_result(f"{address}\n")
        print_hint("Ctrl-C stops the server")
        if is_opened:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        with HeldInterrupts():  # Ctrl-C may come before it starts: nothing is left open
            runner = stack.enter_context(asyncio.Runner())
            runner.get_loop()
            serving = server.run()
            stack.callback(serving.close)
        runner.run(serving)


def _reachable(host: str) -> str:
    """Return the name that a browser on this machine reaches an address by."""
    name = {"0.0.0.0": LOCAL, "::": "::1", "": LOCAL}.get(host, host)  # noqa: S104 (compared, not listened at)
    return f"[{name}]" if ":" in name else name


class Terminal:
    """The server's log: what changed, what was rendered, how long it took, and the errors."""

    def __init__(self) -> None:
        self._last_good: Outcome | None = None
        self._warned: set[str] = set()

    def warning(self, text: str) -> None:
        """Print a warning once, and a limited number of them: anyone who sends requests can cause warnings."""
        if text not in self._warned and len(self._warned) < MAX_WARNINGS:
            self._warned.add(text)
            for line in text.splitlines():
                print_message(line, "warning")

    def show(self, outcome: Outcome) -> None:
        """Print the outcome of a build, with its warnings if they differ from those of the last good one."""
        if outcome.site is None:
            for line in outcome.trace.splitlines():
                print_message(line)
            print_diagnostics(outcome.problems)
            shown = "showing the last good build" if self._last_good else "nothing to show yet"
            print_message(
                f"{self._describe(outcome, 'failed')}: {count_problems(outcome.problems)}; {shown}", "error"
            )
            return
        if not self._last_good or outcome.problems != self._last_good.problems:
            print_diagnostics(outcome.problems)
        print_message(self._describe(outcome, "built") + _name_pages(outcome.rendered))
        self._last_good = outcome

    def _describe(self, outcome: Outcome, result: str) -> str:
        """Return why the site was built, and how long it took."""
        changed = outcome.changed
        if not changed and self._last_good:
            return "pages that are not open"
        cause = f"changed {', '.join(changed[:MAX_LISTED])}{_count_more(changed)}: " if changed else ""
        return f"{cause}{result} in {round(outcome.elapsed_s * 1000)} ms"


def _name_pages(rendered: Sequence[str]) -> str:
    """Return which pages were rendered because they are open; the others are rendered on request."""
    return f"; rendered {', '.join(rendered[:MAX_LISTED])}{_count_more(rendered)}" if rendered else ""


def _count_more(listed: Sequence[str]) -> str:
    return f" and {len(listed) - MAX_LISTED} more" if len(listed) > MAX_LISTED else ""
