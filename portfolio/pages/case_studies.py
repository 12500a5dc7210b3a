"""The list of all case studies and projects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.pages.context import CASE_STUDIES_ADDRESS, WORK
from portfolio.pages.listing import Listed, capitalize, list_addresses, show_list
from portfolio.pages.route import Rendered, Route, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.listing import ListView
    from portfolio.pages.route import Contents


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the list; without case studies there is none."""
    site = contents.site
    if not site.case_studies:
        return
    title = capitalize(site.work_name)
    for index, address in enumerate(list_addresses(CASE_STUDIES_ADDRESS, site.case_studies)):
        yield Route(
            path=path_of(address),
            made=Rendered("case-studies.html", partial(_show, index)),
            reads=frozenset(),
            title=title,
            anchors=frozenset({"main", "tags"} if site.tags and not index else {"main"}),
            in_sitemap=True,
            footer="" if index else site.work_name,
        )


def _show(index: int, context: Context) -> ListView:
    site = context.site
    name = capitalize(site.work_name)
    listed = Listed(
        address=CASE_STUDIES_ADDRESS,
        title=name,
        heading=name,
        command="ls case-studies/",
        description=context.words.say(
            "list_description",
            title=name,
            owner=site.profile.name,
            entries=context.words["semicolon"].join(study.title for study in site.case_studies),
        ),
        part=WORK,
        tags=tuple(tag.name for tag in context.tags.values()),
    )
    return show_list(listed, site.case_studies, index, context)
