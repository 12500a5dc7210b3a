"""What links in Markdown lead to: other texts, pages of the site, files of static/, or places elsewhere."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from portfolio.errors import Code, did_you_mean
from portfolio.markdown.html import Picture
from portfolio.model.tag import collect_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from portfolio.model.site import Site

CASE_STUDIES = "content/case-studies/"
STATIC = "static/"
CASE_STUDY_IDS = frozenset({"main", "outcomes", "decisions"})
"""Ids that the page of a case study has of its own."""


class Target(NamedTuple):
    """Where a link leads."""

    address: str
    """From the site's root, with its fragment; or an absolute address."""
    is_external: bool = False


class Miss(NamedTuple):
    """Why a link leads nowhere."""

    code: Code
    message: str
    help: str | None = None


class Targets:
    """All that a link can lead to within a site.

    Args:
        root: the site's folder.
        anchors: the ids of each Markdown text, by its path.
        site: the site, or None where its files have errors: links to its pages are then not judged.
    """

    def __init__(self, root: Path, anchors: Mapping[str, frozenset[str]], site: Site | None) -> None:
        self.root = root
        self.documents = {path: _address_of(path) for path in anchors}
        self.own_anchors = anchors
        self.pages = _collect_pages(site, anchors) if site else None
        self.sizes: dict[str, Picture | Miss] = {}

    def resolve(self, path: str, href: str) -> Target | Miss:
        """Return where a link in the text at `path` leads."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href):
            return Target(href, is_external=True)
        place, _, fragment = href.partition("#")
        place, _, query = place.partition("?")
        fragment = unquote(fragment)
        suffix = (f"?{query}" if query else "") + (f"#{quote(fragment)}" if fragment else "")
        if not place:
            missing = fragment and fragment not in self.own_anchors[path]
            return (
                _no_anchor(fragment, self.own_anchors[path])
                if missing
                else Target(self.documents[path] + suffix)
            )
        if place.startswith("/"):
            return self._resolve_page(unquote(place), fragment, suffix)
        return self._resolve_file(path, unquote(place), fragment, suffix)

    def _resolve_page(self, address: str, fragment: str, suffix: str) -> Target | Miss:
        """Resolve an address of the site: a page, or a file of static/."""
        if self._is_static(address.removeprefix("/")):
            return Target(quote(address) + suffix)
        if self.pages is None:
            return Target(address)
        if address not in self.pages:
            help_ = (
                did_you_mean(address, self.pages) or "link to a page of this site, or to a file of static/"
            )
            return Miss(Code.LINK, f"there is no page `{address}`", help_)
        if fragment and fragment not in self.pages[address]:
            return _no_anchor(fragment, self.pages[address], f" on `{address}`")
        return Target(quote(address) + suffix)

    def _resolve_file(self, path: str, place: str, fragment: str, suffix: str) -> Target | Miss:
        """Resolve a path relative to the text's own file."""
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
        if wanted in self.documents:
            if fragment and fragment not in self.own_anchors[wanted]:
                return _no_anchor(fragment, self.own_anchors[wanted], f" in `{wanted}`")
            return Target(self.documents[wanted] + suffix)
        if wanted.startswith(STATIC) and self._is_static(wanted.removeprefix(STATIC)):
            return Target("/" + quote(wanted.removeprefix(STATIC)) + suffix)
        near = [posixpath.relpath(known, posixpath.dirname(path)) for known in self.documents]
        return Miss(
            Code.LINK,
            f"there is no file `{wanted}`",
            did_you_mean(place, near) or "link to a Markdown file of content/ or to a file of static/",
        )

    def resolve_image(self, path: str, src: str) -> Picture | Miss:
        """Return an image of static/ with its address from the site's root and its size in pixels."""
        target = self.resolve(path, src)
        if isinstance(target, Miss):
            return Miss(
                Code.IMAGE,
                target.message,
                target.help if target.help and "`" in target.help else "put the picture into static/",
            )
        name = unquote(target.address.removeprefix("/").partition("?")[0].partition("#")[0])
        if not self._is_static(name):
            return Miss(Code.IMAGE, f"`{src}` is not a picture of static/", "put the picture into static/")
        if name not in self.sizes:
            self.sizes[name] = _measure(self.root / STATIC / name, target.address)
        return self.sizes[name]

    def _is_static(self, name: str) -> bool:
        """Whether static/ has such a file; a name that leads out of it does not count."""
        file = self.root / STATIC / name
        return (
            bool(name)
            and "\0" not in name
            and file.is_file()
            and file.resolve().is_relative_to((self.root / STATIC).resolve())
        )


def _measure(file: Path, address: str) -> Picture | Miss:
    """Return a picture with its size, so that the page does not move when it arrives."""
    import imagesize  # noqa: PLC0415 (few sites have pictures in their text)

    try:
        width, height = imagesize.get(file)
    except (OSError, ValueError):
        width = height = -1
    if width <= 0 or height <= 0:
        return Miss(
            Code.IMAGE,
            f"the size of `static{unquote(address)}` cannot be read",
            "use a PNG, JPEG, GIF, WebP, AVIF or an SVG with width and height",
        )
    return Picture(address, round(width), round(height))


def _address_of(path: str) -> str:
    """Return the address of the page that a Markdown file is shown on; sections stand on the home page."""
    if path.startswith(CASE_STUDIES):
        return f"/case-studies/{path.removeprefix(CASE_STUDIES).removesuffix('.md')}/"
    return "/"


def _collect_pages(site: Site, anchors: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return the ids that exist on each page of the site."""
    home: set[str] = {"main", *(section.anchor for section in site.home.sections)}
    for document in site.documents.values():
        home |= anchors[document.path]
    pages = {"/": frozenset(home), "/case-studies/": frozenset({"main"})}
    for study in site.case_studies:
        pages[study.address] = anchors[study.body.path]
    if site.principles:
        pages["/principles/"] = frozenset({"main", *(principle.id for principle in site.principles)})
    for tag in collect_tags(site.case_studies):
        pages[tag.address] = frozenset({"main"})
    return pages


def _no_anchor(fragment: str, known: Iterable[str], where: str = "") -> Miss:
    return Miss(Code.ANCHOR, f"there is no heading `#{fragment}`{where}", did_you_mean(fragment, known))
