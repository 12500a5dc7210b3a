"""The served site: which file answers which address, as on GitHub Pages. No file is searched on the disk."""

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

_TYPES = mimetypes.MimeTypes()  # Python's own list, without what each system adds
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
    """A redirect to another address of this server."""

    address: str
    """Starts with one slash."""
    is_permanent: bool


class Found(NamedTuple):
    """An answer with a file's content."""

    path: str
    """Its output path."""
    content: bytes | Path
    is_missing: bool = False
    """Whether it is sent instead of a page that does not exist."""

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page."""
        return self.path.endswith(".html")


class ServedSite(NamedTuple):
    """The files of one build, at their addresses."""

    files: Mapping[str, bytes | Path]
    """By output path; may be rendered on request."""
    base_path: str
    """The path of the base URL: `/`, or `/some-repo/`; percent-encoded as it was given."""

    def find(self, target: str) -> Found | Redirect | None:
        """Return the answer to a request, as GitHub Pages gives it.

        `/dir` redirects to `/dir/`, `/name` finds `name.html`, a missing page gets `404.html`. Hidden files are not
        found, nor paths with `..`, empty parts or backslashes.

        Args:
            target: the path of a request, percent-encoded.

        Returns:
            None outside of the base path, or without a `404.html`.

        Raises:
            TemplateError: the page was not rendered before, and its templates have errors.
        """
        base = unquote(self.base_path)
        address = _decode(target)
        if f"{address}/" == base:
            return Redirect(self.base_path, is_permanent=True)
        if address is None or not address.startswith(base):
            return None
        name = address.removeprefix(base)
        if _is_plain(name):
            for path in (f"{name}index.html",) if name.endswith("/") or not name else (name, f"{name}.html"):
                if path in self.files:
                    return Found(path, self.files[path])
            if f"{name}/index.html" in self.files:
                return Redirect(f"{self.base_path}{quote(name)}/", is_permanent=True)
        return Found(NOT_FOUND, self.files[NOT_FOUND], is_missing=True) if NOT_FOUND in self.files else None

    def address_of(self, path: str) -> str:
        """Return the address of an output path, percent-encoded."""
        return self.base_path + quote(path)


def _decode(target: str) -> str | None:
    """Return a request's path, percent-decoded once; None if it is not a path or not UTF-8."""
    if not target.startswith("/"):
        return None
    try:
        return unquote(target, errors="strict")
    except UnicodeDecodeError:
        return None


def _is_plain(name: str) -> bool:
    """Whether a path has no odd characters or parts, and names nothing hidden."""
    if "\\" in name or not name.isprintable():
        return False
    parts = name.removesuffix("/").split("/") if name else []
    return all(part and (part == VISIBLE or not part.startswith(".")) for part in parts)


def media_type(path: str) -> str:
    """Return the media type of a file by its ending; text is always UTF-8.

    >>> media_type("a/index.html"), media_type("cv.pdf"), media_type("CNAME")
    ('text/html; charset=utf-8', 'application/pdf', 'application/octet-stream')
    """
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    kind = _MORE_TYPES.get(ending) or _TYPES.guess_type(f"file{ending}")[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("xml", "json")) else kind
