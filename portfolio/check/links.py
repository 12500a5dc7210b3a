"""Links of the rendered pages, whoever wrote them: owner, theme, or an override."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from portfolio.errors import Code, Diagnostic, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.model.config import BaseUrl

_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "iframe": "src"}


class _Use(NamedTuple):
    """A link as it stands on a page."""

    tag: str
    target: str
    line: int
    column: int


class _Reader(HTMLParser):
    """Collects the ids and links of a page, and images without a size."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.uses: list[_Use] = []
        self.unsized: list[_Use] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        line, offset = self.getpos()
        if values.get("id"):
            self.ids.add(values["id"] or "")
        target = values.get(_LINKS.get(tag, ""))
        if target is not None:
            self.uses.append(_Use(tag, target, line, offset + 1))
        if tag == "img" and not (values.get("width") and values.get("height")):
            self.unsized.append(_Use(tag, target or "", line, offset + 1))


def check_links(pages: Mapping[str, str], files: frozenset[str], base_url: BaseUrl) -> Iterator[Diagnostic]:
    """Yield links that lead nowhere, to a missing fragment, or out of the base path, and images without a size."""
    readers = {}
    for path, text in pages.items():
        readers[path] = reader = _Reader()
        reader.feed(text)
    for path, reader in readers.items():
        source = Source(path, pages[path])
        for use in reader.uses:
            problem = _judge(path, use, readers, files, base_url)
            if problem:
                yield Diagnostic(
                    problem[0],
                    problem[1],
                    source.span(use.line, use.column, len(use.target)),
                    "mend it in the content or the template that made this page",
                )
        for use in reader.unsized:
            yield Diagnostic(
                Code.IMAGE,
                f"the image `{use.target}` has no width and height",
                source.span(use.line, use.column),
                "give both, so that the page does not move when it arrives",
            )


def _judge(
    path: str, use: _Use, readers: Mapping[str, _Reader], files: frozenset[str], base_url: BaseUrl
) -> tuple[Code, str] | None:
    """Return what is wrong with a link, or None."""
    parts = urlsplit(use.target)
    if parts.scheme or parts.netloc:
        return None
    here = base_url.path + path
    wanted = (
        posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path)))
        if parts.path
        else here
    )
    if parts.path.endswith("/") or parts.path in {".", ".."} or wanted + "/" == base_url.path:
        wanted = wanted.rstrip("/") + "/index.html"
    if not wanted.startswith(base_url.path):
        return Code.LINK, f"`{use.target}` leaves the site's base path `{base_url.path}`"
    found = wanted.removeprefix(base_url.path)
    if found not in files:
        return Code.LINK, f"`{use.target}` leads to nothing"
    fragment = unquote(parts.fragment)
    if fragment and found in readers and fragment not in readers[found].ids:
        return Code.ANCHOR, f"`{use.target}` leads to an id that is not on its page"
    return None
