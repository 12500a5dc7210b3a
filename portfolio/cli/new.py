"""`portfolio new`: a text or a position, with comments that explain its keys."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_message, print_result
from portfolio.cli.options import Choice, Parsed, parse_line
from portfolio.cli.replace import replace_file
from portfolio.errors import UsageError, name_reason
from portfolio.load.config import find_site
from portfolio.scaffold.new import EXPERIENCE, FOLDERS, add_position, make_text

if TYPE_CHECKING:
    from portfolio.scaffold.new import NewFile

POSITION = "position"
NO_NAME = '"Example Bank"'
LINE = Parsed(parse_line)


@click.command()
@click.argument("kind", type=Choice([*FOLDERS, POSITION]), metavar="KIND")
@click.argument("name", required=False, type=LINE, default="", metavar="[NAME]")
@click.option(
    "--title", type=LINE, default="", help="The title; asked for on a terminal.  [default: made of NAME]"
)
@click.pass_context
def command(ctx: click.Context, kind: str, name: str, title: str) -> None:
    """Write a text, or add a position, with comments that explain its keys.

    KIND is case-study, project, post, page or position.

    NAME is the file's name without .md; made of the title if omitted. Of a position it is the employer. A text is a
    draft until you drop its line `draft: true`.
    """
    root = find_site(ctx.obj, Path.cwd())
    if not title and (not name or kind == POSITION):
        title = _ask_title(f"{kind} {shlex.quote(name) if name else NO_NAME}" if kind == POSITION else kind)
    if kind == POSITION:
        if not name:
            raise UsageError(
                "the employer is missing", help=f'name it: `portfolio new position {NO_NAME} --title "…"`'
            )
        new = add_position(_read(root / EXPERIENCE), name, title)
        (root / "content").mkdir(exist_ok=True)
        replace_file((root / new.path).resolve(), new.text.encode())
    else:
        new = make_text(root, kind, name, title, dt.datetime.now(dt.UTC).astimezone().date())
        _write(root, new)
    print_result(f"{new.path}\n")
    print_message("next: edit it; `portfolio serve` shows it", "good")


def _ask_title(wanted: str) -> str:
    """Return the title that a person at a terminal gives; `wanted` is what the command begins with.

    Raises:
        UsageError: there is no terminal to ask at.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("the title is missing", help=f'give it: `portfolio new {wanted} --title "…"`')
    title: str = click.prompt("Title", type=LINE, err=True)
    return title


def _read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise UsageError(f"`{file}` is not text", help="save the file as UTF-8") from error
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {name_reason(error)}") from error


def _write(root: Path, new: NewFile) -> None:
    """Write a new file; never over another one."""
    file = root / new.path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(new.text)
    except OSError as error:
        raise UsageError(f"`{file}` cannot be written: {name_reason(error)}") from error
