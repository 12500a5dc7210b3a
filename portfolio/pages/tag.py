"""A page for each tag and stack entry: the case studies that used it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.pages.case_studies import ListView
from portfolio.pages.context import WORK
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
            in_sitemap=_is_indexed(tag),
        )


def _show(tag: Tag, context: Context) -> ListView:
    path = path_of(tag.address)
    linker = context.linker(path)
    return ListView(
        page=context.page_view(
            path,
            tag.name,
            f"Work with {tag.name} by {context.site.profile.name}: "
            + "; ".join(study.heading for study in tag.case_studies),
            part=WORK,
            is_indexed=_is_indexed(tag),
        ),
        heading=f"Work with {tag.name}",
        command=f"grep -rl {tag.slug} case-studies/",
        rows=context.rows(tag.case_studies, linker),
        tags=(),
    )


def _is_indexed(tag: Tag) -> bool:
    """Whether search engines may list the tag's page: with one case study it says no more than that one's."""
    return len(tag.case_studies) > 1
