"""The page of a case study."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from portfolio.documents.text import Prose
from portfolio.model.case_study import Decision, Outcome, say_outcome
from portfolio.model.names import tag_slug
from portfolio.pages.listing import sort_as_listed
from portfolio.pages.route import Rendered, Route, path_of
from portfolio.pages.shared_views import LineView, LinkView, PageView
from portfolio.pages.structured_data import strip_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.languages.words import Words
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.simulation import Simulated
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents, Linker
    from portfolio.pages.simulation import SimulationView


class CheckView(Struct, frozen=True):
    """An outcome in words."""

    text: str
    measured: str | None


class CaseStudyView(Struct, frozen=True, kw_only=True):
    """A case study's page."""

    page: PageView
    headline: str
    company: str | None
    client: str | None
    role: str | None
    scale: str | None
    constraint: str | None
    period: str
    updated: str | None
    problem: str | None
    summary: str | None
    numbers: tuple[Outcome, ...]
    """The outcomes that are numbers."""
    checks: tuple[CheckView, ...]
    """The others, in words."""
    links: tuple[LinkView, ...]
    decisions: tuple[Decision, ...]
    tags: tuple[LinkView, ...]
    """Tags and stack, each with its page."""
    stack: tuple[str, ...]
    principles: tuple[LineView, ...]
    diagram: str
    """The drawing that the front matter names, as HTML; may be empty."""
    prose: Prose
    slug: str
    simulation: Struct | None
    """The running drawing, a `SimulationView`; None without a scenario."""
    previous: LinkView | None
    next: LinkView | None


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of each case study, in the order of their list."""
    listed = sort_as_listed(contents.site.case_studies)
    for before, study, after in zip([None, *listed], listed, [*listed[1:], None], strict=False):
        own = {"main", *(part for part in ("outcomes", "decisions") if getattr(study, part))}
        yield Route(
            path=path_of(study.address),
            made=Rendered("case-study.html", partial(_show, study, before, after)),
            title=study.title,
            anchors=frozenset(own).union(contents.anchors[study.path]),
            texts={study.path: ""},
            reads=frozenset({study.path}),
            in_sitemap=True,
            updated=study.updated.isoformat() if study.updated else None,
        )


def _show(
    study: CaseStudy, before: CaseStudy | None, after: CaseStudy | None, context: Context
) -> CaseStudyView:
    path = path_of(study.address)
    linker = context.linker(path)
    simulation = _show_simulation(context.library.simulations.get(study.path), context.words)
    page = context.page_view(path, study.heading, context.describe(study), article=study)
    return CaseStudyView(
        page=replace(page, style=simulation.style if simulation else ""),
        headline=study.heading,
        company=study.company,
        client=study.client,
        role=study.role,
        scale=study.scale,
        constraint=study.constraint,
        period=study.when(context.words),
        updated=study.updated.isoformat() if study.updated else None,
        problem=study.problem,
        summary=study.summary,
        numbers=tuple(outcome for outcome in study.results if outcome.is_number),
        checks=tuple(
            CheckView(say_outcome(outcome), getattr(outcome, "measured", None))
            for outcome in study.outcomes
            if isinstance(outcome, str) or not outcome.is_number
        ),
        links=tuple(
            LinkView(link.label, context.library.write_link(link.url, study.path, linker))
            for link in study.links
        ),
        decisions=study.decisions,
        tags=context.tag_links(_name_tags(study, context), linker),
        stack=study.stack,
        principles=tuple(
            LineView(f"{item.number:02} {strip_markup(item.text)}", item.href, context.words["principle"])
            for item in context.principles(linker)
            if item.id in study.principles
        ),
        diagram=context.library.draw(f"content/{study.diagram.file}", study.diagram.title)
        if study.diagram
        else "",
        prose=context.library.render(study.path, linker),
        slug=study.slug,
        simulation=simulation,
        previous=_neighbour(before, linker) if before else None,
        next=_neighbour(after, linker) if after else None,
    )


def _show_simulation(simulated: Simulated | None, words: Words) -> SimulationView | None:
    """Return the running drawing; a site without a scenario does not import it."""
    if simulated is None:
        return None
    from portfolio.pages.simulation import view_simulation  # noqa: PLC0415 (see above)

    return view_simulation(simulated, words)


def _name_tags(study: CaseStudy, context: Context) -> Iterator[str]:
    """Yield the names of the pages of a case study's tags and stack, each once."""
    for slug in dict.fromkeys(tag_slug(name) for name in (*study.tags, *study.stack)):
        yield context.tags[slug].name


def _neighbour(study: CaseStudy, linker: Linker) -> LinkView:
    return LinkView(study.heading, linker.href(study.address))
