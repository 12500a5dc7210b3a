"""Links of the rendered pages: from content, themes and overrides."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from portfolio.errors import Code, Diagnostic, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.model.config import BaseUrl

_BLANKS = " \t\n\f\r"
"""Blanks in HTML."""

_HELP = "fix it in the content or in the template of this page"


_INSIDE = """(?:[^>"']|"[^"]*"|'[^']*')*+"""
"""What a tag holds behind its name."""
_TAG = re.compile(
    rf"""
    <!-- .*? (?: --> | \Z )
    | < (?P<raw> script | style ) (?![^\s/>]) (?P<raw_inside> {_INSIDE} ) > .*? (?= </(?P=raw) | \Z )
    | < (?P<name> [a-z] [^\s/>]* ) (?P<inside> {_INSIDE} ) >
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
"""A tag that opens an element; also what comments, scripts and styles hold, which is no markup."""
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_TELLING = re.compile("id|href|src|poster", re.IGNORECASE)
"""A tag without any of these letters has no address and no id."""


class _Use(NamedTuple):
    """A tag with an address, and its offset on the page."""

    address: str
    offset: int
    length: int


class _Page(NamedTuple):
    """What a page links to, its ids, those that repeat one, and its images without a size."""

    ids: set[str]
    repeated: list[_Use]
    """Tags whose id another one before them has."""
    uses: list[_Use]
    unsized: list[_Use]


def _read_page(text: str) -> _Page:
    page = _Page(set(), [], [], [])
    for match in _TAG.finditer(text):
        raw, raw_inside, name, inside = match.groups()
        is_image = name is not None and name.lower() == "img"
        if not is_image and not _TELLING.search(raw_inside or inside or ""):
            continue
        found = _ATTRIBUTE.findall(raw_inside or inside)
        values = {key.lower(): unescape(double or single or bare) for key, double, single, bare in found}
        address = values.get("href", values.get("src"))
        end = match.end("raw_inside") + 1 if raw else match.end()
        use = _Use((address or "").strip(), match.start(), end - match.start())
        own = values.get("id", "")
        if own and own in page.ids:
            page.repeated.append(use._replace(address=own))
        page.ids.add(own)
        if address is not None:
            page.uses.append(use)
        if values.get("poster"):
            page.uses.append(use._replace(address=values["poster"]))
        for key in ("srcset", "imagesrcset"):
            page.uses.extend(use._replace(address=each) for each in _candidates(values.get(key, "")))
        if is_image and not (values.get("width") and values.get("height")):
            page.unsized.append(use)
    return page


def check_links(pages: Mapping[str, str], files: frozenset[str], base_url: BaseUrl) -> Iterator[Diagnostic]:
    """Yield broken links, missing fragments, links out of the base path, repeated ids, and images without a size.

    Args:
        pages: HTML by path.
        files: every path of the output, pages included.
        base_url: where the site will be published; absolute links into it are checked too.
    """
    read = {path: _read_page(text) for path, text in pages.items()}
    for path, page in read.items():
        source = Source(path, pages[path])
        for use in page.uses:
            problem = _judge(path, use.address, read, files, base_url)
            if problem:
                code, message, help_ = problem
                yield Diagnostic(code, message, source.span_at(use.offset, use.length), help_)
        for use in page.repeated:
            yield Diagnostic(
                Code.ANCHOR,
                f"the page has the id `{use.address}` twice",
                source.span_at(use.offset, use.length),
                "links lead to the first one; rename one of them: a section's `id`, a heading, or in a template",
            )
        for use in page.unsized:
            yield Diagnostic(
                Code.IMAGE,
                f"the image `{use.address}` has no width and height",
                source.span_at(use.offset, use.length),
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
    path: str, address: str, pages: Mapping[str, _Page], files: frozenset[str], base_url: BaseUrl
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
    if fragment and fragment.lower() != "top" and found in pages and fragment not in pages[found].ids:
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
