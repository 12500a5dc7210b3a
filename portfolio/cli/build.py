"""`portfolio build`: render the site and publish it into a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from portfolio.build.pipeline import build_site
from portfolio.check.budget import check_budget, measure_first_flight
from portfolio.cli.console import print_diagnostics, print_result, say
from portfolio.load.config import find_site


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
@click.option("-v", "--verbose", is_flag=True, help="Also show what each page sends before it can be seen.")
@click.pass_obj
def command(site: Path | None, output: Path | None, base_url: str | None, *, verbose: bool) -> None:
    """Build the site into a folder, by one atomic swap.

    Problems in content are all shown at once, and the folder then stays as it was.
    """
    started = time.perf_counter()
    root = find_site(site, Path.cwd())
    output = output or root / "_site"
    rendered, published = build_site(root, output, os.environ, base_url)
    print_diagnostics((*rendered.warnings, *check_budget(rendered.pages)))
    if verbose:
        for path, page in rendered.pages.items():
            say(f"{measure_first_flight(page):>7,} bytes  {path}")
    say(f"base address {rendered.base_url.base_url.url} ({rendered.base_url.origin})")
    elapsed_s = time.perf_counter() - started
    print_result(
        f"{len(rendered.pages)} pages, {published.files} files, {published.bytes:,} bytes in {elapsed_s:.2f} s: {_shown(output)}\n"
    )


def _shown(folder: Path) -> str:
    """Return a folder as the person at the terminal would name it."""
    folder = folder.absolute()
    return (
        f"{folder.relative_to(Path.cwd())}/"
        if folder.is_relative_to(Path.cwd()) and folder != Path.cwd()
        else f"{folder}/"
    )
