"""Links of the rendered pages: from content, themes and overrides."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from portfolio.errors import Code, Diagnostic, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.model.config import BaseUrl

_BLANKS = " \t\n\f\r"
"""Blanks in HTML."""

_HELP = "fix it in the content or in the template of this page"


class _Use(NamedTuple):
    """A tag with an address, and its position on the page."""

    address: str
    line: int
    column: int
    length: int


class _Reader(HTMLParser):
    """Collects the ids and links of a page, pictures in several sizes included, and images without a size."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.repeated: list[_Use] = []
        """Tags whose id another one before them has."""
        self.uses: list[_Use] = []
        self.unsized: list[_Use] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        line, offset = self.getpos()
        address = values.get("href", values.get("src"))
        use = _Use((address or "").strip(), line, offset + 1, len(self.get_starttag_text() or ""))
        own = values.get("id") or ""
        if own and own in self.ids:
            self.repeated.append(use._replace(address=own))
        self.ids.add(own)
        if address is not None:
            self.uses.append(use)
        for name in ("srcset", "imagesrcset"):
            self.uses += [use._replace(address=address) for address in _candidates(values.get(name) or "")]
        if tag == "img" and not (values.get("width") and values.get("height")):
            self.unsized.append(use)


def check_links(pages: Mapping[str, str], files: frozenset[str], base_url: BaseUrl) -> Iterator[Diagnostic]:
    """Yield broken links, missing fragments, links out of the base path, repeated ids, and images without a size.

    Args:
        pages: HTML by path.
        files: every path of the output, pages included.
        base_url: where the site will be published; absolute links into it are checked too.
    """
    readers = {}
    for path, text in pages.items():
        readers[path] = reader = _Reader()
        reader.feed(text)
    for path, reader in readers.items():
        source = Source(path, pages[path])
        for use in reader.uses:
            problem = _judge(path, use.address, readers, files, base_url)
            if problem:
                code, message, help_ = problem
                yield Diagnostic(code, message, source.span(use.line, use.column, use.length), help_)
        for use in reader.repeated:
            yield Diagnostic(
                Code.ANCHOR,
                f"the page has the id `{use.address}` twice",
                source.span(use.line, use.column, use.length),
                "links lead to the first one; rename one of them: a section's `id`, a heading, or in a template",
            )
        for use in reader.unsized:
            yield Diagnostic(
                Code.IMAGE,
                f"the image `{use.address}` has no width and height",
                source.span(use.line, use.column, use.length),
                "give both, so that the page does not move when it arrives",
            )


def _candidates(srcset: str) -> Iterator[str]:
    """Yield the addresses of a `srcset`. One may hold commas, but neither begin nor end with one.

    Source: HTML, "parse a srcset attribute".

    >>> list(_candidates("a.png, b,c.png 2x,d.png 640w"))
    ['a.png', 'b,c.png', 'd.png']
    """
    rest = srcset
    while rest := rest.lstrip(_BLANKS + ","):
        address = re.split(f"[{_BLANKS}]", rest, maxsplit=1)[0]
        rest = rest[len(address) :]
        if not address.endswith(","):
            # a descriptor, such as `2x`, ends at the next comma
            rest = rest.partition(",")[2]
        yield address.rstrip(",")


def _judge(
    path: str, address: str, readers: Mapping[str, _Reader], files: frozenset[str], base_url: BaseUrl
) -> tuple[Code, str, str] | None:
    """Return code, message and help for a broken link, or None."""
    base = unquote(base_url.path)
    try:
        parts = urlsplit(address)
    except ValueError:
        return Code.LINK, f"`{address}` is not an address", _HELP
    is_absolute = bool(parts.scheme or parts.netloc)
    wanted = _resolve(base + path, unquote(parts.path))
    # a project page of the same owner has the same host, so it counts as another site
    is_elsewhere = not address.startswith(base_url.url) or (
        base == "/" and wanted.removeprefix(base) not in files
    )
    if is_absolute and is_elsewhere:
        return None
    if not wanted.startswith(base):
        return Code.LINK, f"`{address}` leaves the site's base path `{base_url.path}`", _HELP
    found = wanted.removeprefix(base)
    if found not in files:
        is_folder = posixpath.join(found, "index.html") in files
        problem = "is a folder without its slash, so it redirects" if is_folder else "does not exist"
        return Code.LINK, f"`{address}` {problem}", _HELP
    fragment = unquote(parts.fragment)
    # Source: HTML, "find a potential indicated element": `#top` needs no id
    if fragment and fragment.lower() != "top" and found in readers and fragment not in readers[found].ids:
        return Code.ANCHOR, f"`{address}` names an id that is not on its page", _HELP
    return None


def _resolve(here: str, path: str) -> str:
    """Return the file of a link's path, relative to a file of the host, as on GitHub Pages.

    >>> _resolve("/some-repo/tags/go/index.html", "../../#work".partition("#")[0])
    '/some-repo/index.html'
    """
    if not path:
        return here
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
    is_folder = posixpath.basename(path) in {"", ".", ".."}
    return posixpath.join(wanted, "index.html") if is_folder else wanted
