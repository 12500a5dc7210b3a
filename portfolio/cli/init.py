"""`portfolio init`: a new site, ready to build."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from portfolio.cli.console import print_message, print_result
from portfolio.cli.options import PathType
from portfolio.load.json_schema import SCHEMA_FOLDER
from portfolio.scaffold import EXAMPLE, GITIGNORE, STARTER, create_site


@click.command()
@click.argument("folder", type=PathType(file_okay=False, path_type=Path), default=".", metavar="[DIR]")
@click.option(
    "--example",
    is_flag=True,
    help="Create the site of a fictional person, with everything that a site can have.",
)
def command(folder: Path, *, example: bool) -> None:
    """Create a small site in a folder, which may be a repository; existing files are not overwritten."""
    created = create_site(folder, EXAMPLE if example else STARTER)
    names = (path.parent if path.parent == Path(SCHEMA_FOLDER) else path for path in created.files)
    for name in dict.fromkeys(names):
        print_result(f"{folder / name}\n")
    if created.ignored:
        print_message(f"added to {folder / GITIGNORE}: {', '.join(f'`{line}`' for line in created.ignored)}")
    site = "" if folder == Path() else f" --site {shlex.quote(str(folder))}"
    print_message(f"next: edit {folder / 'content/profile.yaml'}, then run `portfolio{site} build`", "good")
