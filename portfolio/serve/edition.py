"""A site as it is served: which file answers which address, as GitHub Pages answers it. No file is looked for on disk."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOT_FOUND = "404.html"
VISIBLE = ".well-known"
"""The one hidden folder that Pages publishes."""

_TYPES = mimetypes.MimeTypes()  # what Python brings, on every machine the same; not what the system adds
_MORE_TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


class Redirect(NamedTuple):
    """An answer that sends the reader to another address of this server."""

    address: str
    """Begins with one slash."""
    is_lasting: bool


class Found(NamedTuple):
    """An answer with a file's content."""

    path: str
    """In the output."""
    content: bytes | Path
    is_missing: bool = False
    """Whether it stands for a page that is not there."""

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page."""
        return self.path.endswith(".html")


class Edition(NamedTuple):
    """What one build made."""

    files: Mapping[str, bytes | Path]
    """By their path in the output; may be made when they are asked for."""
    base_path: str
    """Where the site is mounted: `/`, or `/some-repo/`; percent-encoded as it was given."""

    def find(self, target: str) -> Found | Redirect | None:
        """Return the answer to a request, as Pages gives it.

        `/dir` is sent to `/dir/`, `/name` finds `name.html`, what is missing gets `404.html`. Nothing hidden is
        found, nor what is not spelled the plain way: with `..`, empty parts or backslashes.

        Args:
            target: the path of a request, percent-encoded.

        Returns:
            None where the site has no say: outside of the base path, or without a `404.html`.

        Raises:
            TemplateError: it is a page that was not asked for before, and its templates have errors.
        """
        base = unquote(self.base_path)
        address = _decode(target)
        if f"{address}/" == base:
            return Redirect(self.base_path, is_lasting=True)
        if address is None or not address.startswith(base):
            return None
        name = address.removeprefix(base)
        if _is_plain(name):
            for path in (f"{name}index.html",) if name.endswith("/") or not name else (name, f"{name}.html"):
                if path in self.files:
                    return Found(path, self.files[path])
            if f"{name}/index.html" in self.files:
                return Redirect(f"{self.base_path}{quote(name)}/", is_lasting=True)
        return Found(NOT_FOUND, self.files[NOT_FOUND], is_missing=True) if NOT_FOUND in self.files else None

    def address_of(self, path: str) -> str:
        """Return the address of a file of the output, percent-encoded."""
        return self.base_path + quote(path)


def _decode(target: str) -> str | None:
    """Return a request's path in characters, decoded once; None for one that is no path or no text."""
    if not target.startswith("/"):
        return None
    try:
        return unquote(target, errors="strict")
    except UnicodeDecodeError:
        return None


def _is_plain(name: str) -> bool:
    """Whether a path is spelled as the files of a site are, and names nothing hidden."""
    if "\\" in name or not name.isprintable():
        return False
    parts = name.removesuffix("/").split("/") if name else []
    return all(part and (part == VISIBLE or not part.startswith(".")) for part in parts)


def media_type(path: str) -> str:
    """Return the type of a file by its ending; text is always UTF-8.

    >>> media_type("a/index.html"), media_type("cv.pdf"), media_type("CNAME")
    ('text/html; charset=utf-8', 'application/pdf', 'application/octet-stream')
    """
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    kind = _MORE_TYPES.get(ending) or _TYPES.guess_type(f"file{ending}")[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("xml", "json")) else kind
