"""`portfolio build`: render the site and publish it into a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.build.current import show_folder
from portfolio.build.memory import open_memory
from portfolio.build.pipeline import build_site
from portfolio.build.state import Request, State, save_state, stat_outputs, take_stock
from portfolio.check.budget import check_budget, measure_first_flight
from portfolio.cli.console import paint, print_diagnostics, print_result, say
from portfolio.load.config import find_site
from portfolio.load.git_remote import config_places
from portfolio.report import render_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.build.memory import Memory
    from portfolio.build.pipeline import RenderedSite


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to publish into.  [default: _site in the site's folder]",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="Where the site will be published, such as https://name.github.io/repository/; else it is found out.",
)
@click.option("--force", is_flag=True, help="Build everything anew, whatever has changed.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Also tell what is built and why, and what each page sends."
)
@click.pass_obj
def command(
    site: Path | None, output: Path | None, base_url: str | None, *, force: bool, verbose: bool
) -> None:
    """Build the site into a folder, by one atomic swap.

    Problems in content are all shown at once, and the folder then stays as it was. What earlier builds made is
    used again where nothing it came from has changed; the outcome is the same.
    """
    started = time.perf_counter()
    root = find_site(site, Path.cwd())
    output = output or root / "_site"
    request = Request(str(root), os.path.abspath(output), base_url)  # noqa: PTH100 (as current.py has it)
    stock = take_stock(request, os.environ, config_places(root))
    memory = open_memory(request, stock, forget=force)
    rendered, published = build_site(root, output, os.environ, base_url, memory)
    first_flights = _measure(rendered, memory)
    if verbose:
        say("forced: everything is built" if force else memory.explain(stock))
        _list_pages(rendered, first_flights)
    warnings = (*rendered.warnings, *check_budget(first_flights))
    origin = f"base address {rendered.base_url.base_url.url} ({rendered.base_url.origin})"
    print_diagnostics(warnings)
    say(origin)
    summary = f"{rendered.page_count} pages, {published.files} files, {published.bytes:,} bytes"
    talk = (
        render_text(warnings) + f"{origin}\n",
        render_text(warnings, paint) + paint(origin, "quiet") + "\n",
    )
    outputs = stat_outputs(request.output, (file.path for file in rendered.files))
    fingerprints = dict(rendered.fingerprints)
    save_state(request.root, State(stock, outputs, fingerprints, first_flights, summary, talk))
    memory.shelf.save()
    elapsed_s = time.perf_counter() - started
    print_result(f"{summary} in {elapsed_s:.2f} s: {show_folder(request.output, os.getcwd())}\n")  # noqa: PTH109


def _measure(rendered: RenderedSite, memory: Memory) -> dict[str, int]:
    """Return the first flight of each page, in bytes; that of a page which was not rendered is known."""
    known = memory.state.first_flights if memory.state else {}
    return {
        file.path: measure_first_flight(rendered.texts[file.path])
        if file.path in rendered.texts
        else known[file.path]
        for file in rendered.files
        if file.path in rendered.fingerprints and file.path.endswith(".html")
    }


def _list_pages(rendered: RenderedSite, first_flights: Mapping[str, int]) -> None:
    """Say of each page what it sends before it can be seen, and whether it was rendered."""
    for path, size_bytes in first_flights.items():
        say(f"{size_bytes:>7,} bytes  {path}{'' if path in rendered.texts else '  (as it was)'}")
    say(f"{len(rendered.texts)} of {len(rendered.fingerprints)} files rendered")
