"""The link resolver: the addresses of links in Markdown, among everything that is published."""

from __future__ import annotations

import io
import os
import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from msgspec import structs

from portfolio.documents.picture_size import measure_picture
from portfolio.errors import Code, Diagnostic, did_you_mean
from portfolio.markdown.records import Picture, is_video
from portfolio.model.folders import TAKEN, find_address
from portfolio.model.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.site_files import SiteFiles

STATIC = "static/"
POSTERS = (".png", ".jpg", ".jpeg", ".webp", ".avif")
"""The endings of the picture that stands for a video, the first one that is there counts."""
MAX_PIXELS = 40_000_000
"""A browser decodes a picture as a whole, four bytes a pixel."""
MAX_COMPARED = 500
"""Headings of one page; with more, none is suggested for a broken link, as it would be compared with each."""

_HTML = re.compile(r"(?:/index)?\.html?$")
_PUT_PICTURE = "put the picture into static/"
_NAME_PICTURE = "name a PNG, JPEG, GIF, WebP, AVIF or SVG of static/; a video can be in a text"
_FEEDS = "write a post, or give a case study `updated`: the feeds are made of them"
_MADE_OF = {
    "feed.atom": _FEEDS,
    "feed.json": _FEEDS,
    "stats": "run `portfolio stats fetch`, which the numbers come from",
}
"""The help for files that not every site publishes, by the first name of their address."""
_MADE = TAKEN - {"case-studies", "writing"} | {"for", "resume"}
"""The first names of addresses that the tool makes pages for, of more than articles."""
_SAFE = "/?:@!$&'()*+,;="
"""The characters of a fragment in addition to letters, digits and `-._~`. Source: RFC 3986, section 3.5."""


class Resolved(NamedTuple):
    """A resolved link."""

    address: str
    """Its address from the site's root, with its fragment; or an absolute address."""
    is_external: bool = False


class TextPage(NamedTuple):
    """The page of a text."""

    address: str
    """Empty for a text without a page."""
    start: str
    """The anchor at which the text begins; empty for the page itself."""
    id_prefix: str
    """The prefix of the ids of the text's headings."""
    anchors: frozenset[str]
    """The ids of the page."""


class LinkResolver:
    """Resolves links within a site; for one that leads nowhere there is a diagnostic without a span.

    Args:
        texts: the page of each text, by the text's path.
        pages: the ids of each published file by its address, None for a file whose ids are not known; None where the
            site has errors of its own, and an address is then judged only if nothing of the site could have it.
        static_files: those that are published, relative to static/.
        drafts: texts that are left out.
        files: the site's, for the sizes of pictures.
    """

    def __init__(
        self,
        texts: Mapping[str, TextPage],
        pages: Mapping[str, frozenset[str] | None] | None,
        static_files: Iterable[str],
        drafts: Iterable[str],
        files: SiteFiles,
    ) -> None:
        self._texts = texts
        self._pages = pages
        self._static_files = frozenset(static_files)
        self._drafts = frozenset(drafts)
        self._files = files
        self._pictures: dict[str, Picture | Diagnostic] = {}
        self._spelled: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _draft_pages(self) -> dict[str, str]:
        """The drafts by the addresses of their pages, without a slash at the end."""
        return {find_address(path).rstrip("/"): path for path in self._drafts}

    @cached_property
    def _spelled_pages(self) -> tuple[str, ...]:
        texts = (page.address for page in self._texts.values() if page.address)
        return tuple(map(_spell, sorted(self._pages or texts)))

    def resolve(self, path: str, href: str) -> Resolved | Diagnostic:
        """Resolve a link in the text at `path`."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href):
            return Resolved(href, is_external=True)
        wanted_path, _, fragment = href.partition("#")
        wanted_path, _, query = wanted_path.partition("?")
        wanted_path, fragment = normalize_name(unquote(wanted_path)), normalize_name(unquote(fragment))
        if not wanted_path:
            return self._resolve_text(path, fragment, query, is_own=True)
        if wanted_path.startswith("/"):
            return self._resolve_address(wanted_path, fragment, query)
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), wanted_path))
        if wanted in self._texts and self._texts[wanted].address:
            return self._resolve_text(wanted, fragment, query, is_own=False)
        if wanted.startswith(STATIC) and wanted.removeprefix(STATIC) in self._static_files:
            return Resolved("/" + quote(wanted.removeprefix(STATIC)) + _suffix(query, fragment))
        return self._refuse_file(path, wanted_path, wanted)

    def _refuse_file(self, path: str, wanted_path: str, wanted: str) -> Resolved | Diagnostic:
        """Return why the file of a relative link is not published, with the nearest published one.

        Where the site has errors of its own, a file that is there may be one of them, and is not judged.
        """
        may_be_published = wanted.startswith(STATIC) or (
            wanted.startswith("content/") and wanted.endswith(".md")
        )
        if self._pages is None and may_be_published and self._may_exist(wanted):
            return Resolved(wanted_path)
        help_ = "link to a Markdown file of content/ or to a file of static/"
        if wanted in self._drafts:
            return _refuse_draft(wanted)
        if wanted in self._texts:
            name = wanted.removeprefix("content/")
            help_ = f"add a section with `kind: markdown` and `file: {name}` to content/home.yaml"
            return _refuse(f"no page shows `{wanted}`", help_)
        if not wanted.startswith("../") and os.path.isfile(f"{self._files.root}/{wanted}"):  # noqa: PTH113
            name = posixpath.basename(wanted)
            if wanted.startswith("content/") and not name.endswith((".md", ".yaml", ".json", ".txt")):
                help_ = f"move it to `static/{name}`, and write `/{_spell(name)}`"
            return _refuse(f"`{wanted}` is not published", help_)
        message = f"there is no file `{wanted}`"
        address = wanted_path.lstrip("./").removeprefix(STATIC)
        if address in self._static_files or f"/{address}" in (self._pages or ()):
            return _refuse(message, f"did you mean `{_spell(f'/{address}')}`?")
        near = self._spell_files(posixpath.dirname(path))
        name = _spell(posixpath.basename(wanted_path))
        same_name = next((known for known in near if known.rpartition("/")[2] == name), None)
        suggestion = f"did you mean `{same_name}`?" if same_name else did_you_mean(_spell(wanted_path), near)
        return _refuse(message, suggestion or help_)

    def _spell_files(self, folder: str) -> tuple[str, ...]:
        """Return every file that can be linked to, as a text in a folder writes it; sorted, once for each folder."""
        if folder not in self._spelled:
            files = sorted([*self._texts, *(STATIC + name for name in self._static_files)])
            self._spelled[folder] = tuple(_spell(posixpath.relpath(known, folder)) for known in files)
        return self._spelled[folder]

    def _may_exist(self, path: str) -> bool:
        """Whether the file exists, or is unknown as a folder above cannot be read."""
        return path in self._files.files or self._files.is_unlisted(path)

    def _resolve_text(self, wanted: str, fragment: str, query: str, *, is_own: bool) -> Resolved | Diagnostic:
        """Resolve a link to a text; its headings have their own names, or the ids on the page."""
        page = self._texts[wanted]
        if not fragment:
            return Resolved(page.address + _suffix(query, "" if is_own else page.start))
        for name in (page.id_prefix + fragment, fragment):
            if name in page.anchors:
                return Resolved(page.address + _suffix(query, name))
        return _no_anchor(fragment, page.anchors, page.id_prefix, "" if is_own else f" in `{wanted}`")

    def _resolve_address(self, address: str, fragment: str, query: str) -> Resolved | Diagnostic:
        """Resolve an address of the site: a page, or any other file that is published."""
        page = _without_index(address)
        if self._pages is None and self._may_be_page(page):
            return Resolved(quote(address) + _suffix(query, fragment))
        pages = self._pages or {}
        if page not in pages:
            if draft := self._draft_pages.get(page.rstrip("/")):
                return _refuse_draft(draft)
            kind = "file" if "." in posixpath.basename(page) and not _HTML.search(page) else "page"
            return _refuse(f"there is no {kind} `{address}`", self._advise(address, pages))
        anchors = pages[page]
        if fragment and anchors is not None and fragment not in anchors:
            return _no_anchor(fragment, anchors, "", f" on `{page}`")
        return Resolved(quote(page) + _suffix(query, fragment))

    def _may_be_page(self, page: str) -> bool:
        """Whether a site with errors could have a page: the tool makes some, and others come from files."""
        name = _HTML.sub("", page).strip("/")
        first, _, rest = name.partition("/")
        folder = "" if first in {"case-studies", "writing"} else "pages/"
        is_made = not first or first in _MADE or "." in posixpath.basename(name)
        is_listed = not folder and (not rest or rest.isdecimal() or "/" in rest)
        files = (
            f"content/{folder}{name}.md",
            f"{STATIC}{name}",
            f"{STATIC}{name}/index.html",
            f"{STATIC}{name}.html",
        )
        is_draft = page.rstrip("/") in self._draft_pages
        return not is_draft and (is_made or is_listed or any(map(self._may_exist, files)))

    def _advise(self, address: str, pages: Mapping[str, frozenset[str] | None]) -> str:
        """Return the help for a broken address."""
        wanted = address.removeprefix("/" + STATIC[:-1])
        for known in (wanted, f"{_HTML.sub('', wanted).rstrip('/')}/"):
            if known in pages:
                return f"did you mean `{_spell(known)}`?"
        near = did_you_mean(_spell(wanted), self._spelled_pages)
        name = posixpath.basename(wanted)
        same_name = [known for known in sorted(self._static_files) if posixpath.basename(known) == name]
        if near or (name and same_name):
            return near or f"did you mean `/{_spell(same_name[0])}`?"
        folder = address.split("/")[1]
        is_absent = not any(known.startswith(f"/{folder}") for known in pages)
        help_ = _MADE_OF.get(folder) if is_absent else None
        return help_ or "link to a page of this site, or to a file of static/"

    def resolve_image(self, path: str, src: str) -> Picture | Diagnostic:
        """Return an image of static/ with its address from the site's root and its size in pixels."""
        destination = self.resolve(path, src)
        if isinstance(destination, Diagnostic):
            help_ = destination.help if "`" in (destination.help or "") else _PUT_PICTURE
            return _refuse(destination.message.replace("no page", "no picture", 1), help_, Code.IMAGE)
        name = unquote(re.split("[?#]", destination.address.removeprefix("/"))[0])
        if name not in self._static_files:
            if self._pages is None and self._may_exist(f"{STATIC}{name}"):
                return Picture(src)  # reported with its file
            return _refuse(f"`{src}` is not a picture of static/", self._suggest(name), Code.IMAGE)
        address = destination.address
        if address not in self._pictures:
            read = self._read_video if is_video(name) else self._read_picture
            self._pictures[address] = read(name, address)
        return self._pictures[address]

    def _suggest(self, name: str) -> str:
        """Return the help for a picture that is not there."""
        plain = name.removeprefix(STATIC)
        if plain in self._static_files:
            return f"did you mean `/{_spell(plain)}`?"
        known = sorted(f"/{_spell(known)}" for known in self._static_files)
        return did_you_mean(f"/{_spell(name)}", known) or _PUT_PICTURE

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The images that were resolved so far."""
        return tuple(found for found in self._pictures.values() if isinstance(found, Picture))

    def resolve_picture(self, path: str, src: str) -> Picture | Diagnostic:
        """Return an image as `resolve_image` does, but no video."""
        if is_video(src):
            return _refuse(f"`{src}` is a video, and a picture was expected", _NAME_PICTURE, Code.IMAGE)
        return self.resolve_image(path, src)

    def _read_picture(self, name: str, address: str) -> Picture | Diagnostic:
        """Return a picture of static/ with its dark form, if there is one beside it."""
        found = _measure(self._files, f"{STATIC}{name}", address)
        stem, suffix = posixpath.splitext(name)
        dark_name = f"{stem}.dark{suffix}"
        if isinstance(found, Diagnostic) or dark_name not in self._static_files:
            return found
        dark = _measure(self._files, f"{STATIC}{dark_name}", "/" + quote(dark_name))
        if isinstance(dark, Diagnostic):
            return dark
        if (dark.width, dark.height) != (found.width, found.height):
            sizes = [f"{picture.width} x {picture.height}" for picture in (dark, found)]
            message = f"`{STATIC}{dark_name}` has {sizes[0]} pixels, and `{STATIC}{name}` {sizes[1]}"
            return _refuse(message, "give both forms of the picture one size", Code.IMAGE)
        return structs.replace(found, dark=dark.href)

    def _read_video(self, name: str, address: str) -> Picture | Diagnostic:
        """Return a video of static/ with the picture beside it that stands for it, and has its size."""
        stem = posixpath.splitext(name)[0]
        poster = next((stem + suffix for suffix in POSTERS if stem + suffix in self._static_files), None)
        if poster is None:
            help_ = f"put a picture of it beside it: `{STATIC}{stem}.png`, or the same as .jpg or .webp"
            return _refuse(f"the video `{STATIC}{name}` has no poster", help_, Code.IMAGE)
        found = _measure(self._files, f"{STATIC}{poster}", "/" + quote(poster))
        return (
            found
            if isinstance(found, Diagnostic)
            else structs.replace(found, href=address, poster=found.href)
        )


def _refuse(message: str, help_: str | None, code: Code = Code.LINK) -> Diagnostic:
    return Diagnostic(code, message, help=help_)


def _refuse_draft(path: str) -> Diagnostic:
    help_ = "drop `draft: true` there, or remove the link until it is published"
    return _refuse(f"`{path}` is a draft, which no build publishes", help_)


def _without_index(address: str) -> str:
    """Return the address of a page in links.

    >>> _without_index("/principles/index.html"), _without_index("/my-index.html")
    ('/principles/', '/my-index.html')
    """
    folder, slash, name = address.rpartition("/")
    return folder + slash if name == "index.html" else address


def _suffix(query: str, fragment: str) -> str:
    return (f"?{query}" if query else "") + (f"#{quote(fragment, _SAFE)}" if fragment else "")


def _measure(files: SiteFiles, path: str, address: str) -> Picture | Diagnostic:
    """Return a picture with its size, so that the page does not move when it arrives."""
    if files.files[path].problem:
        return Picture(address)  # reported where the file was listed
    data = files.files[path].data
    try:
        with io.BytesIO(data) if data is not None else open(files.locate(path), "rb") as stream:  # noqa: PTH123
            size = measure_picture(path, stream)
    except OSError:  # removed meanwhile
        size = None
    if size is None:
        help_ = "use a PNG, JPEG, GIF, WebP, AVIF or an SVG with `viewBox`"
        return _refuse(f"the size of `{path}` cannot be read", help_, Code.IMAGE)
    if size.width * size.height > MAX_PIXELS and not path.lower().endswith(".svg"):
        message = (
            f"`{path}` has {size.width * size.height / 1e6:,.0f} megapixels: {size.width:,} x {size.height:,}"
        )
        help_ = f"scale it down: phones cannot show more than {MAX_PIXELS / 1e6:.0f}, and a page needs 2"
        return _refuse(message, help_, Code.IMAGE)
    width, height = (str(max(1, round(length))) for length in size)
    return Picture(address, width, height)


class VariantResolver:
    """Resolves the links of a site's texts for a variant: what it leaves out is on the site itself.

    Args:
        resolver: of the site, which has checked the links.
        pages: the ids of each file of the variant by its address from its own root, as `LinkResolver` takes them.
        above: leads from there to the site's root: `/../../`.
    """

    def __init__(
        self, resolver: LinkResolver, pages: Mapping[str, frozenset[str] | None], above: str
    ) -> None:
        self._resolver = resolver
        self._pages = pages
        self._above = above

    def resolve(self, path: str, href: str) -> Resolved | Diagnostic:
        """Resolve a link in the text at `path`: see `LinkResolver`."""
        found = self._resolver.resolve(path, href)
        if isinstance(found, Diagnostic) or found.is_external:
            return found
        return Resolved(self._lead(found.address))

    def resolve_image(self, path: str, src: str) -> Picture | Diagnostic:
        """Return an image of the file at `path`: see `LinkResolver`."""
        found = self._resolver.resolve_image(path, src)
        if isinstance(found, Diagnostic):
            return found
        href, dark, poster = (each and self._lead(each) for each in (found.href, found.dark, found.poster))
        return structs.replace(found, href=href, dark=dark, poster=poster)

    def has(self, address: str) -> bool:
        """Whether the variant has an address of the site, and its id."""
        path, _, fragment = address.partition("#")
        path = unquote(path.partition("?")[0])
        anchors = self._pages.get(path)
        return path in self._pages and (not fragment or anchors is None or unquote(fragment) in anchors)

    def _lead(self, address: str) -> str:
        """Return an address of the site as it is, if the variant has it, else as it is from there."""
        return address if self.has(address) else self._above + address[1:]


def _spell(path: str) -> str:
    """Return a path as a link writes it, readable for people.

    >>> _spell("/my über.pdf")
    '/my%20über.pdf'
    """
    return re.sub(r"[\s%?#]", lambda found: quote(found[0]), path)


def _no_anchor(fragment: str, anchors: frozenset[str], id_prefix: str, where: str) -> Diagnostic:
    near = None
    if len(anchors) <= MAX_COMPARED:
        near = did_you_mean(fragment, sorted(name.removeprefix(id_prefix) for name in anchors))
        near = near.replace("`", "`#", 1) if near else None
    return _refuse(f"there is no heading `#{fragment}`{where}", near, Code.ANCHOR)
