"""The posts with their list, and the owner's own pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.documents.text import Prose
from portfolio.model.article import Post
from portfolio.pages.context import WRITING, WRITING_ADDRESS
from portfolio.pages.listing import Listed, capitalize, list_addresses, show_list
from portfolio.pages.route import Rendered, Route, path_of
from portfolio.pages.shared_views import LinkView, PageView

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from portfolio.model.article import Page
    from portfolio.pages.context import Context
    from portfolio.pages.listing import ListView
    from portfolio.pages.route import Contents


class PostView(Struct, frozen=True, kw_only=True):
    """A post, or a page of the owner's."""

    page: PageView
    heading: str
    summary: str | None
    date: str | None
    """The day of publication; None for a page."""
    updated: str | None
    tags: tuple[LinkView, ...]
    prose: Prose
    previous: LinkView | None
    """The post before this one."""
    next: LinkView | None


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the owner's pages, of each post, and of the list of posts; without posts there is none."""
    site = contents.site
    for index, address in enumerate(list_addresses(WRITING_ADDRESS, site.posts) if site.posts else ()):
        yield Route(
            path=path_of(address),
            made=Rendered("writing.html", partial(_show_list, index)),
            reads=frozenset(),
            title=capitalize(site.writing_name),
            anchors=frozenset({"main"}),
            in_sitemap=True,
            footer="" if index else site.writing_name,
        )
    for newer, post, older in zip([None, *site.posts], site.posts, [*site.posts[1:], None], strict=False):
        updated = post.updated or post.date
        yield _route(post, partial(_show, post, older, newer), updated, contents)
    for page in site.pages:
        yield _route(page, partial(_show, page, None, None), page.updated, contents, footer=page.title)


def _route(
    article: Post | Page,
    show: Callable[[Context], PostView],
    updated: dt.date | None,
    contents: Contents,
    footer: str = "",
) -> Route:
    return Route(
        path=path_of(article.address),
        made=Rendered("post.html", show),
        title=article.title,
        anchors=frozenset({"main"}).union(contents.anchors[article.path]),
        texts={article.path: ""},
        reads=frozenset({article.path}),
        in_sitemap=True,
        updated=updated.isoformat() if updated else None,
        footer=footer,
    )


def _show_list(index: int, context: Context) -> ListView:
    posts, name = context.site.posts, capitalize(context.site.writing_name)
    listed = Listed(
        address=WRITING_ADDRESS,
        title=name,
        heading=name,
        command="ls -t writing/",
        description=context.words.say(
            "posts_description",
            owner=context.site.profile.name,
            entries=context.words["semicolon"].join(post.title for post in posts),
        ),
        part=WRITING,
    )
    return show_list(listed, posts, index, context)


def _show(article: Post | Page, older: Post | None, newer: Post | None, context: Context) -> PostView:
    path = path_of(article.address)
    linker = context.linker(path)
    return PostView(
        page=context.page_view(path, article.title, context.describe(article), article=article),
        heading=article.title,
        summary=article.summary,
        date=article.date.isoformat() if isinstance(article, Post) else None,
        updated=article.updated.isoformat() if article.updated else None,
        tags=context.tag_links(article.tags if isinstance(article, Post) else (), linker),
        prose=context.library.render(article.path, linker),
        previous=LinkView(older.title, linker.href(older.address)) if older else None,
        next=LinkView(newer.title, linker.href(newer.address)) if newer else None,
    )
