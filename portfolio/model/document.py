"""A text or a drawing of a file."""

from __future__ import annotations

from msgspec import Struct

from portfolio.errors import Source


class Document(Struct, frozen=True):
    """A Markdown body, or a drawing in a file of its own, with its location."""

    source: Source
    """The whole file, front matter included."""
    first_line: int
    """The line of the file, from 1, on which the body begins."""

    @property
    def path(self) -> str:
        """The path of the file, relative to the site's folder."""
        return self.source.path

    @property
    def text(self) -> str:
        """The body alone."""
        return "\n".join(self.source.lines[self.first_line - 1 :])
