"""`portfolio init`: a new site that builds as it is."""

from __future__ import annotations

from pathlib import Path

import click

from portfolio.cli.console import print_result, say
from portfolio.scaffold import create_site


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[DIR]")
def command(folder: Path) -> None:
    """Make a small new site in a folder; no file that is there is overwritten."""
    for path in create_site(folder):
        print_result(f"{folder / path}\n")
    site = "" if folder == Path() else f" --site {folder}"
    say(f"next: edit {folder / 'content/profile.yaml'}, then run `portfolio{site} build`", "good")
