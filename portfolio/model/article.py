"""Articles: case studies, posts and pages, each a Markdown file with front matter and a page of its own."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, TypeAlias

from msgspec import Struct

from portfolio.model.case_study import CaseStudy
from portfolio.model.folders import CASE_STUDIES_FOLDER, PAGES_FOLDER, WRITING_FOLDER, find_address
from portfolio.model.picture import PictureFile
from portfolio.model.text import Inline, Text


class _Text(Struct, frozen=True, kw_only=True):
    """What posts and pages share."""

    FOLDER: ClassVar[str]

    slug: str
    """The file's name without `.md`."""
    title: Text

    @property
    def heading(self) -> str:
        """The title."""
        return self.title

    @property
    def path(self) -> str:
        """The path of its text, relative to the site's folder."""
        return f"{self.FOLDER}{self.slug}.md"

    @property
    def address(self) -> str:
        """The page's address from the site's root."""
        return find_address(self.path)


class Post(_Text, frozen=True, kw_only=True):
    """The front matter of content/writing/<slug>.md."""

    FOLDER = WRITING_FOLDER

    date: dt.date
    """The day of publication."""
    summary: Inline | None = None
    cover: PictureFile | None = None
    """Its picture in lists."""
    tags: tuple[Text, ...] = ()
    updated: dt.date | None = None
    draft: bool = False


class Page(_Text, frozen=True, kw_only=True):
    """The front matter of content/pages/<slug>.md."""

    FOLDER = PAGES_FOLDER

    nav: Text | None = None
    """Its word in the navigation; without one only the footer leads to it."""
    summary: Inline | None = None
    updated: dt.date | None = None
    draft: bool = False


Article: TypeAlias = CaseStudy | Post | Page

ARTICLES: dict[str, type[Article]] = {
    CASE_STUDIES_FOLDER: CaseStudy,
    WRITING_FOLDER: Post,
    PAGES_FOLDER: Page,
}
"""What the files of each folder are."""
