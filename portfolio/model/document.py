"""A text or a drawing as it stands in a file."""

from __future__ import annotations

from msgspec import Struct

from portfolio.errors import Source


class Document(Struct, frozen=True):
    """A Markdown body, or a drawing in a file of its own, with its place."""

    source: Source
    """The whole file, front matter included."""
    first_line: int
    """The line of the file, from 1, on which the body begins."""

    @property
    def path(self) -> str:
        """Where the file lies, relative to the site's folder."""
        return self.source.path

    @property
    def text(self) -> str:
        """The body alone."""
        return "\n".join(self.source.lines[self.first_line - 1 :])
