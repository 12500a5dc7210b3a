"""What links in Markdown lead to: other texts, pages of the site, files of static/, or places elsewhere."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from portfolio.errors import Code, Diagnostic, did_you_mean
from portfolio.markdown.html import Picture
from portfolio.model.artifact import address_of as address_of_file
from portfolio.model.case_study import CASE_STUDIES
from portfolio.model.home import MarkdownSection
from portfolio.model.names import normalize_name
from portfolio.model.tag import tag_slug
from portfolio.render.picture_size import measure_picture
from portfolio.render.site_stats import list_page_parts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

    from portfolio.errors import Span
    from portfolio.model.site import Site

STATIC = "static/"
NOT_FOUND = "404.html"
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

    def place(self, span: Span) -> Diagnostic:
        """Return the problem of a link or an image in its place."""
        return Diagnostic(self.code, self.message, span, self.help)


class Targets:
    """All that a link can lead to within a site.

    Args:
        root: the site's folder.
        anchors: the ids in each text, by its path.
        static_files: those that the site publishes, relative to static/.
        site: for its pages; None where it has errors of its own, and pages are then not judged.
        published: the path of every file that a build of the site writes.
    """

    def __init__(
        self,
        root: Path,
        anchors: Mapping[str, frozenset[str]],
        static_files: Iterable[str],
        site: Site | None,
        published: Iterable[str] = (),
    ) -> None:
        self.root = root
        self.anchors = anchors
        self.sections = _find_sections(site)
        self.static_files = {normalize_name(name): name for name in static_files}
        """What each published file of static/ is called on the disk."""
        self.pages = _collect_pages(site, anchors, self.static_files) if site else None
        self.addresses = frozenset(
            [*(address_of_file(path) for path in (*self.static_files, *published)), *(self.pages or ())]
        )
        """Of all that is published."""
        self.pictures: dict[str, Picture | Miss] = {}
        """Those that were measured, by address; whoever keeps the targets clears them, as files change."""

    @property
    def known(self) -> tuple[object, ...]:
        """All that tells where links lead: equal for targets that lead every link to the same place."""
        return self.root, self.anchors, self.sections, self.pages, self.static_files, self.addresses

    def resolve(self, path: str, href: str) -> Target | Miss:
        """Return where a link in the text at `path` leads."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href):
            return Target(href, is_external=True)
        place, _, fragment = href.partition("#")
        place, _, query = place.partition("?")
        place, fragment = normalize_name(unquote(place)), normalize_name(unquote(fragment))
        if not place:
            return self._resolve_text(path, fragment, query, "")
        if place.startswith("/"):
            return self._resolve_page(place, fragment, query)
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
        if wanted in self.anchors:
            return self._refuse_unshown(wanted) or self._resolve_text(
                wanted, fragment, query, f" in `{wanted}`"
            )
        if wanted.startswith(STATIC) and wanted.removeprefix(STATIC) in self.static_files:
            return Target("/" + quote(wanted.removeprefix(STATIC)) + _suffix(query, fragment))
        return self._miss_file(path, place, wanted)

    def _refuse_unshown(self, wanted: str) -> Miss | None:
        """Return why a text cannot be linked to: no page shows it."""
        if self.pages is None or wanted in self.sections or wanted.startswith(CASE_STUDIES):
            return None
        name = wanted.removeprefix("content/")
        help_ = f"add a section with `kind: markdown` and `file: {name}` to content/home.yaml"
        return Miss(Code.LINK, f"no page shows `{wanted}`", help_)

    def _miss_file(self, path: str, place: str, wanted: str) -> Target | Miss:
        """Say of a relative link that no file lies there, or one that is not published, with the nearest right one.

        Where the site has errors of its own, a file that is there may be one of them, and is not judged.
        """
        is_source = wanted.startswith((STATIC, "content/"))
        if self.pages is None and is_source and may_exist(self.root / wanted):
            return Target(place)
        help_ = "link to a Markdown file of content/ or to a file of static/"
        if not wanted.startswith("../") and os.path.isfile(self.root / wanted):  # noqa: PTH113 (answers for any name)
            name = posixpath.basename(wanted)
            if wanted.startswith("content/") and not name.endswith((".md", ".yaml", ".json", ".txt")):
                help_ = f"move it to `static/{name}`, and write `/{_spell(name)}`"
            return self._miss_draft(wanted) or Miss(Code.LINK, f"`{wanted}` is not published", help_)
        message = f"there is no file `{wanted}`"
        address = "/" + place.lstrip("./").removeprefix(STATIC)
        if address in self.addresses:
            return Miss(Code.LINK, message, f"did you mean `{_spell(address)}`?")
        files = sorted([*self.anchors, *(STATIC + name for name in self.static_files)])
        near = [_spell(posixpath.relpath(known, posixpath.dirname(path))) for known in files]
        same_name = [
            known for known in near if posixpath.basename(known) == _spell(posixpath.basename(place))
        ]
        found = f"did you mean `{same_name[0]}`?" if same_name else did_you_mean(_spell(place), near)
        return Miss(Code.LINK, message, found or help_)

    def _miss_draft(self, wanted: str) -> Miss | None:
        """Say of a case study that was read and is no page that it is a draft."""
        is_study = self.pages is not None and wanted.startswith(CASE_STUDIES) and wanted.endswith(".md")
        if not is_study or wanted in self.anchors or not os.path.isfile(self.root / wanted):  # noqa: PTH113 (likewise)
            return None
        help_ = "drop `draft: true` there, or remove the link until it is published"
        return Miss(Code.LINK, f"`{wanted}` is a draft, which no build publishes", help_)

    def _resolve_text(self, wanted: str, fragment: str, query: str, where: str) -> Target | Miss:
        """Resolve a link to a text; its headings go by their own names or by the ids they have on the page."""
        known = self.anchors[wanted]
        if not fragment:
            # a text that shares the home page with others begins at its section
            return Target(address_of(wanted) + _suffix(query, self.sections.get(wanted, "") if where else ""))
        for name in (id_prefix(wanted) + fragment, fragment):
            if name in known:
                return Target(address_of(wanted) + _suffix(query, name))
        return _no_anchor(fragment, [name.removeprefix(id_prefix(wanted)) for name in known], where)

    def _resolve_page(self, address: str, fragment: str, query: str) -> Target | Miss:
        """Resolve an address of the site: a page, or another file that is published."""
        page = address_of_file(address.removeprefix("/"))
        if self.pages is None or page not in self.pages:
            is_known = self.pages is None or {address, page} & self.addresses
            return Target(quote(address) + _suffix(query, fragment)) if is_known else self._miss_page(address)
        if fragment and fragment not in self.pages[page]:
            return _no_anchor(fragment, self.pages[page], f" on `{page}`")
        return Target(quote(page) + _suffix(query, fragment))

    def _miss_page(self, address: str) -> Miss:
        slug = address.removeprefix("/case-studies/").strip("/").removesuffix("/index.html")
        if address.startswith("/case-studies/") and (draft := self._miss_draft(f"{CASE_STUDIES}{slug}.md")):
            return draft
        help_ = did_you_mean(_spell(address), map(_spell, sorted(self.addresses)))
        return Miss(
            Code.LINK,
            f"there is no page `{address}`",
            help_ or "link to a page of this site, or to a file of static/",
        )

    def resolve_image(self, path: str, src: str) -> Picture | Miss:
        """Return an image of static/ with its address from the site's root and its size in pixels."""
        target = self.resolve(path, src)
        if isinstance(target, Miss):
            near = target.help if target.help and "`" in target.help else "put the picture into static/"
            return Miss(Code.IMAGE, target.message, near)
        name = unquote(re.split("[?#]", target.address.removeprefix("/"))[0])
        if name not in self.static_files:
            if self.pages is None and may_exist(self.root / STATIC / name):
                return Picture(src)  # its own problem was reported
            return Miss(Code.IMAGE, f"`{src}` is not a picture of static/", "put the picture into static/")
        picture = self.pictures.get(target.address) or _measure(
            self.root / STATIC / self.static_files[name], target.address
        )
        self.pictures[target.address] = picture
        return picture


def may_exist(file: Path) -> bool:
    """Whether there is a file, or none can be looked for, as a folder above is closed."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in a name
        return False
    except OSError:
        return True
    return True


def _spell(path: str) -> str:
    """Return a path as a link has to write it, and as people can read it.

    >>> _spell("/my über.pdf")
    '/my%20über.pdf'
    """
    return re.sub(r"[\s%?#]", lambda found: quote(found[0]), path)


def _suffix(query: str, fragment: str) -> str:
    return (f"?{query}" if query else "") + (f"#{quote(fragment)}" if fragment else "")


def _measure(file: Path, address: str) -> Picture | Miss:
    """Return a picture with its size, so that the page does not move when it arrives."""
    size = measure_picture(file)
    if size is None:
        name = unquote(re.split("[?#]", address)[0])
        return Miss(
            Code.IMAGE,
            f"the size of `static{name}` cannot be read",
            "use a PNG, JPEG, GIF, WebP, AVIF or an SVG with `viewBox`",
        )
    width, height = (str(max(1, round(length))) for length in size)
    return Picture(address, width, height)


def address_of(path: str) -> str:
    """Return the address of the page that a Markdown file is shown on; sections stand on the home page.

    >>> address_of("content/case-studies/queue.md"), address_of("content/talks.md")
    ('/case-studies/queue/', '/')
    """
    if path.startswith(CASE_STUDIES):
        return f"/case-studies/{path.removeprefix(CASE_STUDIES).removesuffix('.md')}/"
    return "/"


def id_prefix(path: str) -> str:
    """Return what keeps the ids of a text apart from those of the others on its page.

    >>> id_prefix("content/case-studies/queue.md"), id_prefix("content/Talks & notes.md")
    ('', 'talks-notes-')
    """
    if path.startswith(CASE_STUDIES):
        return ""
    return tag_slug(path.removeprefix("content/").removesuffix(".md")) + "-"


def _find_sections(site: Site | None) -> dict[str, str]:
    """Return the anchor of the section that shows a text, by the text's path."""
    shown = (
        [section for section in site.home.sections if isinstance(section, MarkdownSection)] if site else []
    )
    return {f"content/{section.file}": section.anchor for section in reversed(shown)}


def _collect_pages(
    site: Site, anchors: Mapping[str, frozenset[str]], static_files: Container[str]
) -> dict[str, frozenset[str]]:
    """Return the ids that exist on each page of the site; not of a page that a file of static/ replaces."""
    home: set[str] = {"main", *(section.anchor for section in site.home.sections)}
    for path in _find_sections(site):
        home |= anchors[path]
    tags = site.tags
    pages = {
        "/": frozenset(home),
    }
    if NOT_FOUND not in static_files:
        pages[f"/{NOT_FOUND}"] = frozenset({"main"})
    if site.case_studies:
        pages["/case-studies/"] = frozenset({"main", "tags"} if tags else {"main"})
    for study in site.case_studies:
        pages[study.address] = anchors[study.path]
    if site.principles:
        pages["/principles/"] = frozenset({"main", *(principle.id for principle in site.principles)})
    parts = list_page_parts(site)
    if parts:
        pages["/stats/"] = frozenset({"main", *parts})
    for tag in tags:
        pages[tag.address] = frozenset({"main"})
    return pages


def _no_anchor(fragment: str, known: Iterable[str], where: str = "") -> Miss:
    return Miss(Code.ANCHOR, f"there is no heading `#{fragment}`{where}", did_you_mean(fragment, known))
