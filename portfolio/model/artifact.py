"""A file of the built site, before it is made: where it goes and how it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgspec import Struct


@dataclass(frozen=True)
class Page:
    """A file rendered from a template."""

    path: str
    """In the output, with `/` between its parts: `principles/index.html`."""
    template: str
    plan: Callable[[], Struct]
    """Makes the view: all that the template is given. Equal views make equal files.

    A view is made when it is wanted and not kept: those of a thousand pages would fill 100 MB.
    """


@dataclass(frozen=True)
class Asset:
    """A file with fixed content, or copied from the site."""

    path: str
    make: Callable[[], bytes] | None = None
    """Gives the content."""
    source: str | None = None
    """The file to copy, relative to the site's folder; None where the content is made."""


Artifact = Page | Asset


def address_of(path: str) -> str:
    """Return the address that a path of the output is served under.

    >>> address_of("principles/index.html")
    '/principles/'
    """
    return "/" + (
        path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    )
