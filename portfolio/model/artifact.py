"""A file of the built site, before it is made: where it goes and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path


class Page(Struct, frozen=True):
    """A file rendered from a template."""

    path: str
    """In the output, with `/` between its parts: `principles/index.html`."""
    template: str
    plan: Callable[[], Struct]
    """Makes the view: all that the template is given. Equal views make equal files.

    A view is made when it is wanted and not kept: those of a thousand pages would fill 100 MB.
    """


class Asset(Struct, frozen=True):
    """A file with fixed content, or copied from the site."""

    path: str
    make: Callable[[], bytes] = bytes
    """Gives the content, where it is not copied; nothing makes an empty file."""
    source: str | None = None
    """The file to copy, relative to the site's folder."""

    def content(self, root: Path) -> bytes | Path:
        """Return the bytes, or the file to copy."""
        return self.make() if self.source is None else root / self.source


Artifact = Page | Asset


def address_of(path: str) -> str:
    """Return the address that a path of the output is served under.

    >>> address_of("principles/index.html")
    '/principles/'
    """
    return "/" + (
        path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    )
