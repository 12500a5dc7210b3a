"""`portfolio import`: a new site from what people have already."""  # noqa: N999 (a command has its word)

from __future__ import annotations

import shlex
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_message, print_result
from portfolio.cli.options import Choice, PathType
from portfolio.decode import decode_source
from portfolio.errors import Code, ContentError, Diagnostics, Span, UsageError, name_reason
from portfolio.importers.draft import LEFT_OVER, name_left_over
from portfolio.load.json_schema import SCHEMA_FOLDER
from portfolio.plural import name_count
from portfolio.scaffold import write_site
from portfolio.site_files import MAX_HELD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.importers.draft import Draft

FORMATS = {"jsonresume": "json_resume", "rendercv": "rendercv", "readme": "readme"}
"""The module of each format."""


@click.command()
@click.argument("form", type=Choice([*FORMATS]), metavar="FORMAT")
@click.argument("file", type=PathType(path_type=Path))
@click.argument("folder", type=PathType(file_okay=False, path_type=Path), default=".", metavar="[DIR]")
def command(form: str, file: Path, folder: Path) -> None:
    """Start a site in DIR from a JSON Resume, a RenderCV file or a README of a GitHub profile.

    FORMAT is `jsonresume`, `rendercv` or `readme`. Existing files are not overwritten. What has no place in the
    site is listed, and kept there in `left-over.txt`.
    """
    draft = _read(form, file)
    texts = draft.write()
    left = draft.left_over
    if left:
        texts[LEFT_OVER] = "".join(f"{item}\n" for item in left)
    files: dict[Path, Callable[[], bytes]] = {
        Path(path): partial(str.encode, text) for path, text in texts.items()
    }
    created = write_site(folder, files)
    names = (path.parent if path.parent == Path(SCHEMA_FOLDER) else path for path in created.files)
    for name in dict.fromkeys(names):
        print_result(f"{folder / name}\n")
    for item in left:
        print_message(f"left over: {name_left_over(item)}", "warning")
    if left:
        print_message(f"{name_count(len(left), 'text')} left over: see {folder / LEFT_OVER}", "warning")
    site = "" if folder == Path() else f" --site {shlex.quote(str(folder))}"
    print_message(f"next: read {folder / 'content'}, then run `portfolio{site} check`", "good")


def _read(form: str, file: Path) -> Draft:
    """Return the new site.

    Raises:
        ContentError: the file is not of this format.
        UsageError: the file cannot be read.
    """
    diagnostics = Diagnostics()
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_HELD_BYTES + 1)
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {name_reason(error)}") from error
    if len(data) > MAX_HELD_BYTES:
        span = Span(str(file), 1, 1)
        message = f"`{file}` is larger than {MAX_HELD_BYTES // 1_000_000} MB"
        diagnostics.error(Code.FILE_TOO_LARGE, message, span, "import a smaller file")
    elif source := decode_source(str(file), data, diagnostics):
        draft: Draft | None = import_module(f"portfolio.importers.{FORMATS[form]}").read(source, diagnostics)
        if draft:
            draft.settle()
            return draft
    raise ContentError(diagnostics.items)
