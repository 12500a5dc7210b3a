"""A file of the built site, before it is made: where it goes and how it is made."""

from __future__ import annotations

from msgspec import Struct


class Page(Struct, frozen=True):
    """A file rendered from a template."""

    path: str
    """In the output, with `/` between its parts: `principles/index.html`."""
    template: str
    view: Struct
    """All that the template is given; equal views make equal files."""


class Asset(Struct, frozen=True):
    """A file with fixed content, or copied from the site."""

    path: str
    content: bytes | None = None
    source: str | None = None
    """The file to copy, relative to the site's folder; None where `content` is given."""


Artifact = Page | Asset


def address_of(path: str) -> str:
    """Return the address that a path of the output is served under.

    >>> address_of("principles/index.html")
    '/principles/'
    """
    return "/" + (
        path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    )
