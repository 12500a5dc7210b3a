"""Links of the rendered pages, whoever wrote them: owner, theme, or an override."""

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
"""What HTML takes for a blank."""

_MEND = "mend it in the content or the template that made this page"


class _Use(NamedTuple):
    """A tag that leads somewhere, and its place on the page."""

    target: str
    line: int
    column: int
    length: int


class _Reader(HTMLParser):
    """Collects the ids and links of a page, pictures in several sizes included, and images without a size."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.uses: list[_Use] = []
        self.unsized: list[_Use] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        line, offset = self.getpos()
        self.ids.add(values.get("id") or "")
        target = values.get("href", values.get("src"))
        use = _Use((target or "").strip(), line, offset + 1, len(self.get_starttag_text() or ""))
        if target is not None:
            self.uses.append(use)
        for name in ("srcset", "imagesrcset"):
            self.uses += [use._replace(target=address) for address in _candidates(values.get(name) or "")]
        if tag == "img" and not (values.get("width") and values.get("height")):
            self.unsized.append(use)


def check_links(pages: Mapping[str, str], files: frozenset[str], base_url: BaseUrl) -> Iterator[Diagnostic]:
    """Yield links that lead nowhere, to a missing fragment, or out of the base path, and images without a size.

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
            problem = _judge(path, use.target, readers, files, base_url)
            if problem:
                code, message, help_ = problem
                yield Diagnostic(code, message, source.span(use.line, use.column, use.length), help_)
        for use in reader.unsized:
            yield Diagnostic(
                Code.IMAGE,
                f"the image `{use.target}` has no width and height",
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
    path: str, target: str, readers: Mapping[str, _Reader], files: frozenset[str], base_url: BaseUrl
) -> tuple[Code, str, str] | None:
    """Return code, message and help for a link with a fault, or None."""
    base = unquote(base_url.path)
    try:
        parts = urlsplit(target)
    except ValueError:
        return Code.LINK, f"`{target}` is no address", _MEND
    is_absolute = bool(parts.scheme or parts.netloc)
    wanted = _resolve(base + path, unquote(parts.path))
    # a project page of the same owner lives below the same host, so it counts as another site
    is_elsewhere = not target.startswith(base_url.url) or (
        base == "/" and wanted.removeprefix(base) not in files
    )
    if is_absolute and is_elsewhere:
        return None
    if not wanted.startswith(base):
        return Code.LINK, f"`{target}` leaves the site's base path `{base_url.path}`", _MEND
    found = wanted.removeprefix(base)
    if found not in files:
        is_folder = posixpath.join(found, "index.html") in files
        fault = "names a folder without its slash, so that it redirects" if is_folder else "leads to nothing"
        return Code.LINK, f"`{target}` {fault}", _MEND
    fragment = unquote(parts.fragment)
    # Source: HTML, "find a potential indicated element": `#top` needs no id
    if fragment and fragment.lower() != "top" and found in readers and fragment not in readers[found].ids:
        return Code.ANCHOR, f"`{target}` leads to an id that is not on its page", _MEND
    return None


def _resolve(here: str, path: str) -> str:
    """Return the file that a link's path leads to from a file of the host, as Pages finds it.

    >>> _resolve("/some-repo/tags/go/index.html", "../../#work".partition("#")[0])
    '/some-repo/index.html'
    """
    if not path:
        return here
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
    is_folder = posixpath.basename(path) in {"", ".", ".."}
    return posixpath.join(wanted, "index.html") if is_folder else wanted
