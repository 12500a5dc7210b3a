"""The only module that prints: results to stdout, messages to stderr, in colour on a terminal."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from portfolio.cli.colour import wants_colour
from portfolio.errors import Code, Severity
from portfolio.report import count_problems, plain, render_text, wrap_message
from portfolio.width import JSON_ESCAPE, PLAIN_ESCAPE, escape_controls, escape_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from portfolio.errors import Diagnostic

MOST_NAMED = 3
"""The codes that the last line names."""
_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "location": "1",
    "caret": "1;31",
    "help": "1;36",
    "good": "1;32",
    "quiet": "2",
}


def paint_for(stream: TextIO) -> Callable[[str, str], str]:
    """Return the function that colours text for a stream, or leaves it as it is."""
    return paint if wants_colour(stream) else plain


def paint(text: str, style: str) -> str:
    """Return a text in the colour of a style; without a style as it is."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style else text


def find_columns(stream: TextIO) -> int:
    """Return the width of the terminal that a stream goes to; 0 for a file or a pipe, where messages stay in one line."""
    return shutil.get_terminal_size().columns if stream.isatty() else 0


def print_result(text: str, form: str = PLAIN_ESCAPE) -> None:
    """Print a command's result; control characters in it are escaped, in a form of width.py."""
    print_painted(escape_result(text, form))


def print_json(value: object) -> None:
    """Print a result as JSON."""
    from msgspec import json  # noqa: PLC0415 (the help needs none)

    data = json.format(json.encode(value), indent=2).decode()
    print_result(data + "\n", JSON_ESCAPE)


def print_painted(text: str) -> None:
    """Print a result that may hold colours: its control characters are escaped already."""
    sys.stdout.write(text)
    sys.stdout.flush()


def print_message(text: str, style: str = "quiet") -> None:
    """Print a line to stderr; with `--quiet` only if it is an error."""
    context = click.get_current_context(silent=True)
    if style == "error" or context is None or not context.find_root().params.get("quiet"):
        shown = wrap_message(escape_controls(text), find_columns(sys.stderr))
        sys.stderr.write(paint_for(sys.stderr)(shown, style) + "\n")


def print_hint(text: str) -> None:
    """Print to a person at a terminal what to do next."""
    if sys.stderr.isatty():
        print_message(text)


def name_command(site: Path | None, command: str) -> str:
    """Return a command for the same site, as a shell reads it."""
    return (
        f"`portfolio {command}`"
        if site in {None, Path()}
        else f"`portfolio --site {shlex.quote(str(site))} {command}`"
    )


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to stderr, each as a paragraph."""
    sys.stderr.write(render_text(diagnostics, paint_for(sys.stderr), find_columns(sys.stderr)))


def print_problem_count(diagnostics: Sequence[Diagnostic]) -> None:
    """Print how many errors and warnings there are; to a person at a terminal, also the command that explains the first kinds."""
    is_wrong = any(item.severity is Severity.ERROR for item in diagnostics)
    codes = [*dict.fromkeys(str(item.code) for item in diagnostics if item.code is not Code.USAGE)][
        :MOST_NAMED
    ]
    print_message(count_problems(diagnostics), "error" if is_wrong else "warning" if diagnostics else "good")
    if codes:
        print_hint(f"`portfolio explain {' '.join(codes)}` says more")


def name_drafts(drafts: Iterable[str]) -> Iterator[str]:
    """Yield a line for each file that was left out as a draft."""
    for path in drafts:
        yield f"left out as a draft: {path}"
