"""Atom and JSON Feed of the case studies whose day of change is known, the newest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from portfolio.model.artifact import Asset, Page
from portfolio.render.description import strip_markup
from portfolio.render.views.machines import FeedEntry, FeedView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.render.prose import Library

ATOM = "feed.atom"
JSON_FEED = "feed.json"


def plan(site: Site, _library: Library, base_url: BaseUrl) -> Iterator[Page | Asset]:
    """Yield both feeds, or nothing where no case study has a day."""
    if site.dated_studies:
        feed = partial(_plan_feed, site, base_url)
        yield Page(ATOM, ATOM, feed)
        yield Asset(JSON_FEED, make=lambda: _write_json(feed()))


def _plan_feed(site: Site, base_url: BaseUrl) -> FeedView:
    # equal days keep the owner's order
    dated = sorted(site.dated_studies, key=lambda study: str(study.updated), reverse=True)
    entries = tuple(
        FeedEntry(
            url=base_url.absolute(study.address),
            title=study.headline,
            summary=strip_markup(study.summary),
            updated=f"{study.updated}T00:00:00Z",
            tags=study.tags,
        )
        for study in dated
    )
    return FeedView(
        title=f"{site.profile.name}: case studies",
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
                **({"tags": list(entry.tags)} if entry.tags else {}),
            }
            for entry in view.entries
        ],
    }
    return msgspec.json.format(msgspec.json.encode(feed), indent=2) + b"\n"
