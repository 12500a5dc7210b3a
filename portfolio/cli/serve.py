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

from portfolio.cli.console import print_diagnostics, print_result, say
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
MAX_SAID = 50


class Port(click.IntRange):
    """A port's number; one message says what it can be, whatever is wrong."""

    def __init__(self) -> None:
        super().__init__(0, 65535)

    def convert(self, value: int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a port."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"expected 0 to 65535, not `{value}`", param, ctx)


@click.command()
@click.option(
    "--port",
    type=Port(),
    default=PORT,
    show_default=True,
    help="Where to listen; the next free port if it is taken, any with 0.",
)
@click.option(
    "--host",
    default=LOCAL,
    show_default=True,
    metavar="ADDRESS",
    help="Which address to listen at; another one than this machine's own lets others see the site.",
)
@click.option(
    "--allow-host",
    "allowed",
    multiple=True,
    metavar="NAME",
    help="Answer to this name too: that of a proxy, a container or a Codespace. Can be given again.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open the site in the browser.")
@click.option("--base-url", metavar="URL", help="Where the site will be published; else it is found out.")
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
    """Show the site in the browser, and each change of it as soon as it is saved.

    Nothing is published. The site is mounted at its base path, as it will be on GitHub Pages. What is wrong stands
    over the last good page until it is mended. Ctrl-C ends it.
    """
    root = find_site(site, Path.cwd())
    if base_url is not None:
        parse_base_url(base_url)  # what is refused here would never be right
    access = Access.of(host, allowed)
    with ExitStack() as stack:
        sockets = [stack.enter_context(made) for made in open_sockets(host, port)]
        server = Server(root, Preview(os.environ, base_url).refresh, sockets, access, Terminal())
        if port not in {0, server.port}:
            say(f"port {port} is taken, so this is {server.port}")
        if not is_loopback(host):
            say("other machines can see the site", "warning")
        address = f"http://{_reachable(host)}:{server.port}/"
        print_result(f"{address}\n")
        if is_opened:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        with HeldInterrupts():
            serving = server.run()
            stack.callback(serving.close)  # Ctrl-C may come before it began
        asyncio.run(serving)


def _reachable(host: str) -> str:
    """Return the name that a browser on this machine reaches an address by."""
    name = {"0.0.0.0": LOCAL, "::": "::1", "": LOCAL}.get(host, host)  # noqa: S104 (compared, not listened at)
    return f"[{name}]" if ":" in name else name


class Terminal:
    """The server's log: what changed, what was rendered, how long it took, what is wrong."""

    def __init__(self) -> None:
        self._last_good: Outcome | None = None
        self._said: set[str] = set()

    def say(self, text: str) -> None:
        """Say something once, and not too much in all: whoever asks a server can make it talk."""
        if text not in self._said and len(self._said) < MAX_SAID:
            self._said.add(text)
            for line in text.splitlines():
                say(line, "warning")

    def show(self, outcome: Outcome) -> None:
        """Tell what became of a build, with its warnings where they are not those of the last good one."""
        if outcome.edition is None:
            for line in outcome.trace.splitlines():
                say(line)
            print_diagnostics(outcome.problems)
            kept = "the last good build stays" if self._last_good else "there is nothing to show yet"
            say(f"{self._describe(outcome)}: {count_problems(outcome.problems)}; {kept}", "error")
            return
        if not self._last_good or outcome.problems != self._last_good.problems:
            print_diagnostics(outcome.problems)
        say(f"{self._describe(outcome)}: {_name_pages(outcome.rendered)}")
        self._last_good = outcome

    def _describe(self, outcome: Outcome) -> str:
        """Return what a build was made for, and how long it took."""
        changed = outcome.changed
        if not changed and self._last_good:
            return "pages that are not open"
        cause = (
            f"changed {', '.join(changed[:MAX_LISTED])}{_count_more(changed)}" if changed else "first build"
        )
        return f"{cause}, {round(outcome.elapsed_s * 1000)} ms"


def _name_pages(rendered: Sequence[str]) -> str:
    """Return which pages were rendered; the others are when somebody looks at them."""
    if not rendered:
        return "no page is open"
    return f"rendered {', '.join(rendered[:MAX_LISTED])}{_count_more(rendered)}"


def _count_more(listed: Sequence[str]) -> str:
    return f" and {len(listed) - MAX_LISTED} more" if len(listed) > MAX_LISTED else ""
