"""A page for each tag and stack entry: the case studies that used it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.pages.case_studies import ListView
from portfolio.pages.context import CASE_STUDIES_ADDRESS, WORK
from portfolio.pages.route import Rendered, Route, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.site import Tag
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of each tag."""
    for tag in contents.site.tags:
        yield Route(
            path=path_of(tag.address),
            made=Rendered("tag.html", partial(_show, tag)),
            title=tag.name,
            anchors=frozenset({"main"}),
            in_sitemap=True,
        )


def _show(tag: Tag, context: Context) -> ListView:
    path = path_of(tag.address)
    linker = context.linker(path)
    return ListView(
        page=context.frame(
            path, tag.name, f"Case studies by {context.site.profile.name} that used {tag.name}.", part=WORK
        ),
        heading=f"Work with {tag.name}",
        command=f"grep -rl {tag.slug} case-studies/",
        rows=context.rows(tag.case_studies, linker),
        tags=(),
        all_href=linker.href(CASE_STUDIES_ADDRESS),
    )
