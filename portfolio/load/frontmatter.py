"""Splits a Markdown file into its front matter and its body; line numbers stay the file's."""

from __future__ import annotations

from typing import NamedTuple

from portfolio.errors import Code, Diagnostics, Source
from portfolio.model.document import Document


class FrontMatter(NamedTuple):
    """The two parts of a Markdown file."""

    lines: tuple[int, int]
    """The first and last line of the YAML between the fences, from 1; the last is before the first if there are none."""
    body: Document


def split_front_matter(source: Source, diagnostics: Diagnostics) -> FrontMatter | None:
    """Return the parts of a file that begins with a `---` line, or None with a diagnostic."""
    if source.lines[0].rstrip() != "---":
        found = "the file is empty" if not source.text.strip() else "the front matter is missing"
        diagnostics.error(
            Code.FRONT_MATTER,
            found,
            source.span(1, 1, len(source.lines[0])),
            "begin the file with a line `---`, then `title: …` and the other keys, then `---`",
        )
        return None
    for number, line in enumerate(source.lines[1:], 2):
        if line.rstrip() == "---":
            return FrontMatter((2, number - 1), Document(source, number + 1))
    diagnostics.error(
        Code.FRONT_MATTER,
        "the front matter is never closed",
        source.span(1, 1, 3),
        "end it with a line `---`",
    )
    return None
