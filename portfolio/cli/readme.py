"""`portfolio readme`: the site as a profile README for GitHub, with its pictures beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_diagnostics, print_message, print_result
from portfolio.cli.options import PathType, base_url_option, find_variant
from portfolio.cli.replace import replace_file
from portfolio.errors import UsageError, name_reason
from portfolio.load.config import find_site
from portfolio.outputs.readme import PICTURE, make_readme, update_readme
from portfolio.plural import name_count
from portfolio.site.cache import borrow_cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Mapping


MAX_NAMED = 3


@click.command()
@click.argument("file", type=PathType(path_type=Path))
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if something would change, and name it."
)
@click.option(
    "--variant", metavar="NAME", help="Write a variant of the site, as `variants:` in portfolio.yaml has it."
)
@base_url_option
@click.pass_context
def command(
    ctx: click.Context, file: Path, variant: str | None, base_url: str | None, *, check: bool
) -> None:
    """Write the site as a README for GitHub into FILE, and its pictures beside it.

    A new file is only that. In a file that is there, the part between two lines, `<!-- portfolio:start -->` and
    `<!-- portfolio:end -->`, is replaced, and nothing else.
    """
    files = read_site_files(str(find_site(ctx.obj, Path.cwd())))
    prepared = prepare_site(files, Settings(os.environ, base_url, borrow_cache(files)))
    print_diagnostics(prepared.warnings)
    old = _read(file)
    readme = make_readme(find_variant(prepared, variant).context)
    text = update_readme(str(file), old, readme)
    if readme.left_out:
        texts = name_count(len(readme.left_out), "text")
        names = ", ".join(f"`{title}`" for title in readme.left_out[:MAX_NAMED])
        message = f"{texts} left out, as GitHub shows 512,000 bytes: {names}"
        print_message(message, "warning")
    wanted = {file: text.encode()}
    wanted |= {file.parent / name: content for name, content in readme.pictures.items()}
    changed = {path: content for path, content in wanted.items() if _read_bytes(path) != content}
    if check:
        _report(file, old, text, changed)
        ctx.exit(1 if changed else 0)
    for path in changed:
        if path != file and path.exists() and path.name not in (old or ""):
            help_ = f"rename it; the pictures of the README begin with `{PICTURE}`"
            raise UsageError(f"refusing to overwrite `{path}`: not created by portfolio", help=help_)
    for path, content in changed.items():
        replace_file(path, content)
        print_result(f"{path}\n")
    if not changed:
        print_message(f"{file} is up to date")


def _report(file: Path, old: str | None, text: str, changed: Mapping[Path, bytes]) -> None:
    """Print what would change."""
    for path in changed:
        if not path.exists():
            print_result(f"{path} is missing\n")
        elif path == file:
            lines = zip([*(old or "").split("\n"), None], [*text.split("\n"), None], strict=False)
            number, (there, wanted) = next(
                (number, pair) for number, pair in enumerate(lines, start=1) if pair[0] != pair[1]
            )
            print_result(f"{path} differs from line {number} on\n- {there or ''}\n+ {wanted or ''}\n")
        else:
            print_result(f"{path} differs\n")


def _read(file: Path) -> str | None:
    """Return the text of a file; None if there is none."""
    content = _read_bytes(file)
    try:
        return None if content is None else content.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"`{file}` is not text", help="save the file as UTF-8") from error


def _read_bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {name_reason(error)}") from error
