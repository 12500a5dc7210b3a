"""Nothing that the owner wrote gets lost: each word of content/ is on the page it belongs to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from owner.words import (
    drawing_titles,
    drawing_words,
    leaves,
    markdown_words,
    missing,
    normalise,
    read_case_study,
    read_yaml,
)
from support.html_tree import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.sites import Site

HOME = "/"
STUDIES = "/case-studies/"
PRINCIPLES = "/principles/"

IN_ROWS = frozenset({"headline", "problem", "company", "tags"})
"""Keys of a case study that its row in a list shows."""
IN_LINES = frozenset({"headline", "company"})
"""Those that the home page shows of each; of the first ones it shows the whole row."""
SHOWN_BY = {
    "about": {"about"},
    "facts": {"code"},
    "closing": {"contact"},
    "github": {"repositories", "stats"},
}
"""Keys of profile.yaml that the home page shows only in sections of these kinds."""
ENTRIES = (
    "experience",
    "education",
    "certifications",
    "talks",
    "publications",
    "awards",
    "volunteering",
    "testimonials",
)
"""Kinds of section whose entries are shown with all their words."""
ON_FIRST_SCREEN = {"experience": "employer", "certifications": "name"}
"""Kinds whose entries are named on the first screen, if no section shows them."""
FILES = {kind: f"{kind}.yaml" for kind in ("stack", "repositories", "principles", *ENTRIES)}
"""The files that kinds of section show."""

Words = list[tuple[str, str]]
"""Addresses, each with words that its page must have."""


class Content:
    """The texts of a site's files; without drafts, which are not published."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "content"
        self.settings = self._read("../portfolio.yaml", {})
        self.profile = self._read("profile.yaml", {})

    def _read(self, name: str, nothing: Any) -> Any:  # noqa: ANN401 (YAML)
        return read_yaml(self.folder / name) or nothing

    def entries(self, kind: str) -> list[dict[str, Any]]:
        """Return what the file of a kind of section lists."""
        listed: list[dict[str, Any]] = self._read(FILES[kind], [])
        return listed

    @cached_property
    def sections(self) -> list[dict[str, str]]:
        """Those of the home page that have something to show."""
        home = self._read("home.yaml", {})
        return [section for section in home.get("sections") or () if self._has_content(section["kind"])]

    def _has_content(self, kind: str) -> bool:
        if kind == "repositories" and self.profile.get("github"):
            return True
        if kind == "stats" and self.profile.get("github"):
            return bool(self.entries("repositories")) or (self.folder / "stats.json").exists()
        if kind in FILES:
            return bool(self.entries(kind))
        if kind in {"case-studies", "projects"}:
            wanted = kind.replace("ies", "y").removesuffix("s")
            return any(front.get("kind", "case-study") == wanted for _, front, _ in self.studies())
        if kind == "contact":
            return any(self.profile.get(key) for key in ("email", "links", "closing"))
        return kind != "stats"

    def shows(self, *kinds: str) -> bool:
        """Whether the home page has a section of one of these kinds."""
        return any(section["kind"] in kinds for section in self.sections)

    def studies(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield the address, the front matter and the body of each case study."""
        for file in sorted((self.folder / "case-studies").glob("*.md")):
            front, body = read_case_study(file)
            if str(front.get("draft")).casefold() != "true":
                yield f"{STUDIES}{file.stem}/", front, body

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Yield each Markdown text with the address of its page."""
        for address, _, body in self.studies():
            yield address, body
        for section in self.sections:
            if section["kind"] == "markdown":
                yield HOME, self.text(section["file"])

    def text(self, name: str) -> str:
        """Return the text of a file of content/."""
        return (self.folder / name).read_text(encoding="utf-8-sig")

    def as_shown(self, key: str, words: str) -> str:
        """Return a value of the profile in the form that pages give it."""
        if key == "github":
            return words.rstrip("/").rpartition("/")[2].removeprefix("@")
        if key == "email":
            hidden = self.settings.get("email") == "spelled-out"
            return words.replace("@", " [at] ").replace(".", " [dot] ") if hidden else words
        return words


@pytest.fixture(scope="module")
def content(source: Path) -> Content:
    return Content(source)


def test_every_value_of_the_profile_is_on_the_home_page(content: Content, site: Site) -> None:
    wanted = [
        (HOME, content.as_shown(key, words))
        for name, value in content.profile.items()
        if name not in SHOWN_BY or content.shows(*SHOWN_BY[name])
        for key, words in leaves(value, name)
    ]
    assert (HOME, content.profile["name"]) in wanted
    assert missing(site.root, wanted) == []


def test_every_section_of_the_home_page_is_there_with_all_its_entries(content: Content, site: Site) -> None:
    shown: list[Any] = [content.entries("stack") if content.shows("stack") else []]
    if content.shows("repositories", "stats"):
        shown.append(content.entries("repositories"))
    if content.shows("principles"):  # their short names are for links elsewhere
        shown.append([principle["text"] for principle in content.entries("principles")])
    shown += [content.entries(kind) for kind in ENTRIES if content.shows(kind)]
    for kind, key in ON_FIRST_SCREEN.items():
        if not content.shows(kind):
            shown.append([entry[key] for entry in content.entries(kind)])
    wanted = [(HOME, words) for value in (content.sections, *shown) for _, words in leaves(value)]
    assert missing(site.root, wanted) == []


def test_every_principle_is_on_the_page_of_principles(content: Content, site: Site) -> None:
    wanted = [(PRINCIPLES, words) for _, words in leaves(content.entries("principles"))]
    assert missing(site.root, wanted) == []


def test_every_value_of_a_case_study_is_on_its_page_and_in_its_row(content: Content, site: Site) -> None:
    wanted: Words = []
    for address, front, _ in content.studies():
        for key, words in leaves(front):
            wanted.append((address, words))
            if key in IN_ROWS:
                wanted.append((STUDIES, words))
            if key in IN_LINES and content.shows("case-studies"):
                wanted.append((HOME, words))
    assert missing(site.root, wanted) == []


def test_every_line_of_markdown_is_on_its_page(content: Content, site: Site) -> None:
    wanted = [(address, words) for address, body in content.bodies() for words in markdown_words(body)]
    assert missing(site.root, wanted) == []


def test_every_drawing_in_a_file_is_on_its_page(content: Content, site: Site) -> None:
    wanted = [
        (address, word)
        for address, front, _ in content.studies()
        if "diagram" in front
        for word in drawing_words(content.text(front["diagram"]["file"]))
    ]
    assert missing(site.root, wanted) == []


def test_every_drawing_is_a_figure_with_its_caption(content: Content, site: Site) -> None:
    for address, body in content.bodies():
        page = parse_html((site.root / address.strip("/") / "index.html").read_text(encoding="utf-8"))
        captions = [
            normalise(caption.text) for figure in page.all("figure") for caption in figure.all("figcaption")
        ]
        assert [title for title in drawing_titles(body) if normalise(title) not in captions] == [], address
