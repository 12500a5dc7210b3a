"""Atom and JSON Feed of the posts, and of the case studies whose day of change is known, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from portfolio.model.case_study import CaseStudy
from portfolio.pages.route import Composed, Rendered, Route
from portfolio.pages.structured_data import strip_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

ATOM = "feed.atom"
JSON_FEED = "feed.json"


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A case study or a post in the feeds."""

    url: str
    title: str
    summary: str
    """Plain text."""
    updated: str
    """RFC 3339, at midnight UTC: the owner gives days."""
    tags: tuple[str, ...]
    image: str
    """The address of its cover; may be empty. JSON Feed has it."""


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


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of both feeds; none without anything of a known day."""
    if contents.site.dated:
        yield Route(
            path=ATOM, made=Rendered(ATOM, _show), reads=frozenset(), media_type="application/atom+xml"
        )
        yield Route(
            path=JSON_FEED,
            made=Composed(_write_json, _show),
            reads=frozenset(),
            media_type="application/feed+json",
        )


def _show(context: Context) -> FeedView:
    site, base_url, words = context.site, context.base_url, context.words
    # equal days keep the owner's order
    dated = sorted(site.dated, key=lambda item: item[0], reverse=True)
    entries = tuple(
        FeedEntry(
            url=base_url.absolute(article.address),
            title=article.heading,
            summary=strip_markup(context.describe(article)),
            updated=f"{day}T00:00:00Z",
            tags=article.tags,
            image=base_url.absolute(article.cover.address) if article.cover else "",
        )
        for day, article in dated
    )
    kinds = (
        [words["name_case_studies"]] if any(isinstance(article, CaseStudy) for _, article in dated) else []
    )
    kinds += [words["name_writing"]] if site.posts else []
    return FeedView(
        title=words.say("feed_title", owner=site.profile.name, kinds=words.join(kinds)),
        home=base_url.url,
        atom=base_url.absolute(ATOM),
        json=base_url.absolute(JSON_FEED),
        author=site.profile.name,
        language=site.config.language,
        updated=entries[0].updated,
        entries=entries,
    )


def _write_json(view: FeedView) -> bytes:
    """Return the feed as JSON Feed.

    Source: jsonfeed.org, version 1.1; an item needs an id and one of content_text and content_html.
    """
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.home,
        "feed_url": view.json,
        "language": view.language,
        "authors": [{"name": view.author, "url": view.home}],
        "items": [
            {
                "id": entry.url,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.summary,
                "date_modified": entry.updated,
                **({"image": entry.image} if entry.image else {}),
                **({"tags": list(entry.tags)} if entry.tags else {}),
            }
            for entry in view.entries
        ],
    }
    return msgspec.json.format(msgspec.json.encode(feed), indent=2) + b"\n"
