"""The only place that prints: results to stdout, talk to stderr, colour where a terminal wants it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from portfolio.cli.colour import wants_colour
from portfolio.report import plain, render_text
from portfolio.width import PLAIN_ESCAPE, escape_controls, escape_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portfolio.errors import Diagnostic

_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "place": "1",
    "caret": "1;31",
    "help": "1;36",
    "good": "1;32",
    "quiet": "2",
}


def paint_for(stream: TextIO) -> Callable[[str, str], str]:
    """Return what gives a text its colour on a stream, or leaves it as it is."""
    return paint if wants_colour(stream) else plain


def paint(text: str, style: str) -> str:
    """Return a text in the colour of a style; without a style as it is."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style else text


def print_result(text: str, form: str = PLAIN_ESCAPE) -> None:
    """Print a command's result; whatever a terminal would obey in it is written out, in a form of width.py."""
    print_painted(escape_result(text, form))


def print_painted(text: str) -> None:
    """Print a result that may hold colours: whoever painted it has escaped what it quotes."""
    sys.stdout.write(text)
    sys.stdout.flush()


def say(text: str, style: str = "quiet") -> None:
    """Say something to the person at the terminal."""
    sys.stderr.write(paint_for(sys.stderr)(escape_controls(text), style) + "\n")


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to stderr, each as a paragraph."""
    sys.stderr.write(render_text(diagnostics, paint_for(sys.stderr)))


def name_drafts(drafts: Iterable[str]) -> Iterator[str]:
    """Yield a line for each file that was left out because it says it is a draft."""
    for path in drafts:
        yield f"left out as a draft: {path}"
