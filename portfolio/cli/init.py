"""`portfolio init`: a new site that builds as it is."""

from __future__ import annotations

from pathlib import Path

import click

from portfolio.cli.console import print_result, say
from portfolio.scaffold import GITIGNORE, create_site


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[DIR]")
def command(folder: Path) -> None:
    """Make a small new site in a folder, which may be a repository; no file that is there is overwritten."""
    created = create_site(folder)
    for path in created.files:
        print_result(f"{folder / path}\n")
    if created.ignored:
        say(f"added to {folder / GITIGNORE}: {', '.join(f'`{line}`' for line in created.ignored)}")
    site = "" if folder == Path() else f" --site {folder}"
    say(f"next: edit {folder / 'content/profile.yaml'}, then run `portfolio{site} build`", "good")
