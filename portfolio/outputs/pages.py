"""The pages for readers: home, case studies, principles, tags, and the one for missing addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.artifact import Page
from portfolio.outputs.framing import NOT_FOUND, WORK, Plan
from portfolio.outputs.home import plan_home
from portfolio.render.views import CaseStudyView, LinkView, ListView, NotFoundView, PrinciplesView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.case_study import CaseStudy
    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site
    from portfolio.model.tag import Tag
    from portfolio.render.links import Linker
    from portfolio.render.prose import Library


def plan(site: Site, library: Library, base_url: BaseUrl) -> Iterator[Page]:
    """Yield every page for readers."""
    shared = Plan.of(site, library, base_url)
    yield plan_home(shared)
    yield _plan_case_studies(shared)
    for index in range(len(site.case_studies)):
        yield _plan_case_study(shared, index)
    if site.principles:
        yield _plan_principles(shared)
    for tag in shared.tags.values():
        yield _plan_tag(shared, tag)
    yield _plan_not_found(shared)


def _plan_case_studies(shared: Plan) -> Page:
    path = "case-studies/index.html"
    linker = shared.linker(path)
    studies = shared.site.case_studies
    view = ListView(
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
    return Page(path, "case-studies.html", view)


def _plan_case_study(shared: Plan, index: int) -> Page:
    studies = shared.site.case_studies
    study = studies[index]
    path = study.address.removeprefix("/") + "index.html"
    linker = shared.linker(path)
    view = CaseStudyView(
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
        diagram=shared.library.draw(shared.site.drawings[study.diagram.file], study.diagram.title)
        if study.diagram
        else "",
        prose=shared.library.render(study.body, linker),
        all_href=linker.href("/case-studies/"),
        previous=_neighbour(studies[index - 1], linker) if index else None,
        next=_neighbour(studies[index + 1], linker) if index + 1 < len(studies) else None,
    )
    return Page(path, "case-study.html", view)


def _neighbour(study: CaseStudy, linker: Linker) -> LinkView:
    return LinkView(study.title, linker.href(study.address))


def _plan_principles(shared: Plan) -> Page:
    path = "principles/index.html"
    count = len(shared.site.principles)
    frame = shared.frame(
        path,
        "Principles",
        f"{count} engineering principles of {shared.site.profile.name}, each with the work that taught it.",
        part="principles",
    )
    return Page(path, "principles.html", PrinciplesView(frame, tuple(shared.principles(shared.linker(path)))))


def _plan_tag(shared: Plan, tag: Tag) -> Page:
    path = tag.address.removeprefix("/") + "index.html"
    linker = shared.linker(path)
    view = ListView(
        page=shared.frame(
            path, tag.name, f"Case studies by {shared.site.profile.name} that used {tag.name}.", part=WORK
        ),
        heading=f"Work with {tag.name}",
        command=f"grep -rl {tag.slug} case-studies/",
        rows=shared.rows(tag.case_studies, linker),
        tags=(),
        all_href=linker.href("/case-studies/"),
    )
    return Page(path, "tag.html", view)


def _plan_not_found(shared: Plan) -> Page:
    linker = shared.linker(NOT_FOUND)
    frame = shared.frame(NOT_FOUND, "Page not found", "There is no page at this address.")
    return Page(
        NOT_FOUND,
        "404.html",
        NotFoundView(frame, shared.rows(shared.site.case_studies, linker), linker.href("/")),
    )
