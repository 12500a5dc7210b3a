"""`portfolio fmt`: straighten the walls of drawings in Markdown and text files, and show what changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_message, print_painted
from portfolio.cli.options import PathType
from portfolio.cli.replace import replace_file
from portfolio.cli.text_diff import LINE_END, render_diff
from portfolio.decode import decode_source
from portfolio.documents.drawings import repair_document, repair_drawing
from portfolio.errors import Code, ContentError, Diagnostics, Span, UsageError, name_reason
from portfolio.load.config import find_site
from portfolio.load.files import split_front_matter
from portfolio.model.document import Document
from portfolio.plural import name_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.errors import Source

SUFFIXES = frozenset({".md", ".txt"})
"""Markdown, whose `diagram` fences are drawings, and files that are a drawing as a whole."""


@click.command()
@click.option("--check", is_flag=True, help="Write no files; exit with 1 if a drawing would change.")
@click.argument("paths", nargs=-1, type=PathType(exists=True, path_type=Path))
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], *, check: bool) -> None:
    """Straighten the walls of drawings, and print the changes as a diff.

    PATHS are Markdown files, text files with one drawing each, or folders.  [default: the site's content]
    """
    diagnostics = Diagnostics()
    files = list(_find_files(paths or (find_site(ctx.obj, Path.cwd()) / "content",), diagnostics))
    changed = 0
    for file in files:
        name = _name(file)
        data = _read(file, diagnostics)
        source = decode_source(name, data, diagnostics) if data is not None else None
        lines = _repair(source, diagnostics) if source else {}
        if not lines:
            continue
        changed += 1
        text = data.decode("utf-8") if data else ""
        repaired = _replace_lines(text, lines)
        print_painted(render_diff(name, text, repaired))
        if not check:
            replace_file(file.resolve(), repaired.encode())  # a link is followed to its file
    if diagnostics.has_errors:
        raise ContentError(diagnostics.items)
    verb = "would be reformatted" if check else "reformatted"
    print_message(
        f"{changed:,} of {name_count(len(files), 'file')} {verb}",
        "warning" if changed and check else "good",
    )
    ctx.exit(1 if changed and check else 0)


def _find_files(paths: Iterable[Path], diagnostics: Diagnostics) -> Iterator[Path]:
    """Yield every file once, folders sorted by name; report folders that cannot be read.

    Raises:
        UsageError: a file named on the command line is neither Markdown nor text.
    """
    seen: set[Path] = set()
    for path in paths:
        if os.path.isfile(path) and path.suffix.lower() not in SUFFIXES:  # noqa: PTH113 (`Path.is_file` raises for a closed folder)
            raise UsageError(
                f"`{path}` is neither Markdown nor text", help="name a .md or .txt file, or a folder"
            )
        for file in _list_files(path, diagnostics):
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _list_files(path: Path, diagnostics: Diagnostics) -> Iterator[Path]:
    """Yield the Markdown and text files below a folder, sorted; of a file, itself."""

    def report(error: OSError) -> None:
        _report_unreadable(Path(error.filename), error, diagnostics)

    inside = [path]
    if os.path.isdir(path):  # noqa: PTH112 (as above)
        walked = os.walk(path, onerror=report)
        inside = sorted(Path(folder, name) for folder, _, names in walked for name in names)
        inside = [file for file in inside if file.suffix.lower() in SUFFIXES]
    for file in inside:
        try:
            if stat.S_ISREG(file.stat().st_mode):
                yield file
        except FileNotFoundError:  # a broken link
            continue
        except OSError as error:
            _report_unreadable(file, error, diagnostics)


def _read(file: Path, diagnostics: Diagnostics) -> bytes | None:
    """Return a file's bytes, or None after reporting that it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        _report_unreadable(file, error, diagnostics)
        return None


def _report_unreadable(path: Path, error: OSError, diagnostics: Diagnostics) -> None:
    name = _name(path)
    message = f"`{name}` cannot be read: {name_reason(error)}"
    diagnostics.error(Code.FILE_UNREADABLE, message, Span(name, 1, 1))


def _name(path: Path) -> str:
    """Return a path relative to the working folder."""
    return Path(os.path.relpath(path)).as_posix()


def _repair(source: Source, diagnostics: Diagnostics) -> dict[int, str]:
    """Return the lines that change, by number from 1."""
    if source.path.lower().endswith(".txt"):
        return repair_drawing(source.text)
    if not source.lines[0].startswith("---"):
        return repair_document(Document(source, 1))
    front = split_front_matter(source, diagnostics)
    return repair_document(front.body) if front else {}


def _replace_lines(text: str, lines: dict[int, str]) -> str:
    """Return a text with some lines replaced; byte-order mark and line ends stay as they are."""
    pieces = LINE_END.split(text)  # text and line end by turns
    for number, new in lines.items():
        mark = "\ufeff" if number == 1 and text.startswith("\ufeff") else ""
        pieces[2 * (number - 1)] = mark + new
    return "".join(pieces)
