"""A page for each tag and stack entry: the case studies that used it, and the posts about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.pages.context import WORK
from portfolio.pages.listing import Listed, list_addresses, show_list
from portfolio.pages.route import Rendered, Route, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.site import Tag
    from portfolio.pages.context import Context
    from portfolio.pages.listing import ListView
    from portfolio.pages.route import Contents


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of each tag."""
    for tag in contents.site.tags:
        for index, address in enumerate(list_addresses(tag.address, tag.articles)):
            yield Route(
                path=path_of(address),
                made=Rendered("tag.html", partial(_show, tag, index)),
                reads=frozenset(),
                title=tag.name,
                anchors=frozenset({"main"}),
                in_sitemap=_is_indexed(tag),
            )


def _show(tag: Tag, index: int, context: Context) -> ListView:
    owner, articles, words = context.site.profile.name, tag.articles, context.words
    listed = Listed(
        address=tag.address,
        title=tag.name,
        heading=words.say("tag_heading", tag=tag.name),
        command=f"grep -rl {tag.slug} case-studies/",
        description=words.say(
            "tag_description",
            tag=tag.name,
            owner=owner,
            entries=words["semicolon"].join(item.heading for item in articles),
        ),
        part=WORK,
        is_indexed=_is_indexed(tag),
        tag=tag.name,
    )
    return show_list(listed, articles, index, context)


def _is_indexed(tag: Tag) -> bool:
    """Whether search engines may list the tag's page: with one article it says no more than that one's."""
    return len(tag.articles) > 1
