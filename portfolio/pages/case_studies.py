"""The list of all case studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.pages.context import CASE_STUDIES_ADDRESS, WORK
from portfolio.pages.route import Rendered, Route, path_of
from portfolio.pages.shared_views import LinkView, PageView, StudyRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = path_of(CASE_STUDIES_ADDRESS)


class ListView(Struct, frozen=True, kw_only=True):
    """A page of case-study rows: all of them, or those of a tag."""

    page: PageView
    heading: str
    command: str
    rows: tuple[StudyRow, ...]
    tags: tuple[LinkView, ...]
    """Every tag with its page, on the list of all; empty on a tag's own page."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the list; without case studies there is none."""
    if contents.site.case_studies:
        yield Route(
            path=PATH,
            made=Rendered("case-studies.html", _show),
            title="Case studies",
            anchors=frozenset({"main", "tags"} if contents.site.tags else {"main"}),
            in_sitemap=True,
            footer="case studies",
        )


def _show(context: Context) -> ListView:
    linker = context.linker(PATH)
    studies = context.site.case_studies
    return ListView(
        page=context.page_view(
            PATH,
            "Case studies",
            f"Case studies by {context.site.profile.name}: " + "; ".join(study.title for study in studies),
            part=WORK,
        ),
        heading="Case studies",
        command="ls case-studies/",
        rows=context.rows(studies, linker),
        tags=context.tag_links((tag.name for tag in context.tags.values()), linker),
    )
