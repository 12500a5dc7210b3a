"""What the templates of files for machines are given: sitemap, robots.txt, feed."""

from __future__ import annotations

from msgspec import Struct


class SitemapEntry(Struct, frozen=True):
    """An address of the sitemap, with its day where one is known."""

    url: str
    last_modified: str | None


class SitemapView(Struct, frozen=True):
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


class RobotsView(Struct, frozen=True):
    """robots.txt."""

    sitemap: str


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A case study in the feeds."""

    url: str
    title: str
    summary: str
    """Plain text."""
    updated: str
    """RFC 3339, at midnight UTC: the owner gives days."""
    tags: tuple[str, ...]


class FeedView(Struct, frozen=True, kw_only=True):
    """feed.atom; feed.json is written from the same."""

    title: str
    home: str
    atom: str
    json: str
    author: str
    language: str
    updated: str
    """The newest entry's."""
    entries: tuple[FeedEntry, ...]
    """The newest first."""
