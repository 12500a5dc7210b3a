"""The pages for readers: home, case studies, principles, figures, tags, and the one for missing addresses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.artifact import Page
from portfolio.outputs.framing import NOT_FOUND, WORK, Plan
from portfolio.outputs.home import plan_home
from portfolio.outputs.stats_page import plan_stats
from portfolio.plural import name_count
from portfolio.render.site_stats import list_page_parts
from portfolio.render.views.pages import CaseStudyView, LinkView, ListView, NotFoundView, PrinciplesView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.case_study import CaseStudy
    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.model.tag import Tag
    from portfolio.render.links import Linker
    from portfolio.render.prose import Library

ALL_STUDIES = "case-studies/index.html"
PRINCIPLES = "principles/index.html"


def plan(site: Site, library: Library, base_url: BaseUrl) -> Iterator[Page]:
    """Yield every page for readers."""
    shared = Plan.of(site, library, base_url)
    yield plan_home(shared)
    if site.case_studies:
        yield Page(ALL_STUDIES, "case-studies.html", partial(_plan_case_studies, shared))
    for index, study in enumerate(site.case_studies):
        yield Page(_path(study), "case-study.html", partial(_plan_case_study, shared, index))
    if site.principles:
        yield Page(PRINCIPLES, "principles.html", partial(_plan_principles, shared))
    if list_page_parts(site):
        yield plan_stats(shared)
    for tag in shared.tags.values():
        yield Page(_path(tag), "tag.html", partial(_plan_tag, shared, tag))
    yield Page(NOT_FOUND, "404.html", partial(_plan_not_found, shared))


def _path(shown: CaseStudy | Tag) -> str:
    return shown.address.removeprefix("/") + "index.html"


def _plan_case_studies(shared: Plan) -> ListView:
    path = ALL_STUDIES
    linker = shared.linker(path)
    studies = shared.site.case_studies
    return ListView(
        page=shared.frame(
            path,
            "Case studies",
            f"Case studies by {shared.site.profile.name}: " + "; ".join(study.title for study in studies),
            part=WORK,
        ),
        heading="Case studies",
        command="ls case-studies/",
        rows=shared.rows(studies, linker),
        tags=tuple(LinkView(tag.name, linker.href(tag.address)) for tag in shared.tags.values()),
        all_href=linker.href("/case-studies/"),
    )


def _plan_case_study(shared: Plan, index: int) -> CaseStudyView:
    studies = shared.site.case_studies
    study = studies[index]
    path = _path(study)
    linker = shared.linker(path)
    return CaseStudyView(
        page=shared.frame(path, study.headline, study.summary, part=WORK, study=study),
        emoji=study.emoji,
        title=study.title,
        headline=study.headline,
        company=study.company,
        role=study.role,
        scale=study.scale,
        constraint=study.constraint,
        period=study.period,
        updated=study.updated.isoformat() if study.updated else None,
        problem=study.problem,
        summary=study.summary,
        outcomes=study.outcomes,
        decisions=study.decisions,
        tags=shared.tag_links(study.tags, linker),
        stack=shared.tag_links(study.stack, linker),
        principles=tuple(link for link in shared.principle_links(linker) if link.id in study.principles),
        diagram=shared.library.draw(f"content/{study.diagram.file}", study.diagram.title)
        if study.diagram
        else "",
        prose=shared.library.render(study.path, linker),
        all_href=linker.href("/case-studies/"),
        previous=_neighbour(studies[index - 1], linker) if index else None,
        next=_neighbour(studies[index + 1], linker) if index + 1 < len(studies) else None,
    )


def _neighbour(study: CaseStudy, linker: Linker) -> LinkView:
    return LinkView(study.title, linker.href(study.address))


def _plan_principles(shared: Plan) -> PrinciplesView:
    principles = tuple(shared.principles(shared.linker(PRINCIPLES)))
    count, name = name_count(len(principles), "principle"), shared.site.profile.name
    them = "it" if len(principles) == 1 else "them"
    taught = f", with the work behind {them}" if any(item.taught_by for item in principles) else ""
    frame = shared.frame(PRINCIPLES, "Principles", f"{count} of {name}{taught}.", part="principles")
    return PrinciplesView(frame, principles)


def _plan_tag(shared: Plan, tag: Tag) -> ListView:
    path = _path(tag)
    linker = shared.linker(path)
    return ListView(
        page=shared.frame(
            path, tag.name, f"Case studies by {shared.site.profile.name} that used {tag.name}.", part=WORK
        ),
        heading=f"Work with {tag.name}",
        command=f"grep -rl {tag.slug} case-studies/",
        rows=shared.rows(tag.case_studies, linker),
        tags=(),
        all_href=linker.href("/case-studies/"),
    )


def _plan_not_found(shared: Plan) -> NotFoundView:
    linker = shared.linker(NOT_FOUND)
    frame = shared.frame(NOT_FOUND, "Page not found", "There is no page at this address.")
    return NotFoundView(frame, shared.rows(shared.site.case_studies, linker), linker.href("/"))
