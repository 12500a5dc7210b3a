"""The home page: the first screen, then the owner's sections in the owner's order."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from portfolio.model.artifact import Page
from portfolio.model.home import (
    AboutSection,
    AnySection,
    CaseStudiesSection,
    ContactSection,
    MarkdownSection,
    PrinciplesSection,
    RepositoriesSection,
    StackSection,
    StatsSection,
)
from portfolio.outputs.github import show_repositories, show_stats
from portfolio.render.self_description import draw_self_description
from portfolio.render.views.home import (
    AboutContent,
    ContactContent,
    ContactLink,
    EmailView,
    FigureView,
    HomeView,
    MarkdownContent,
    PrinciplesContent,
    SectionContent,
    SectionView,
    StackContent,
    StackRow,
    StudiesContent,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.model.profile import Profile
    from portfolio.model.site import Site
    from portfolio.outputs.framing import Plan
    from portfolio.render.links import Linker

PATH = "index.html"
PROFILE = "content/profile.yaml"


def plan_home(plan: Plan) -> Page:
    """Return the home page."""
    return Page(PATH, "home.html", partial(_plan_view, plan))


def _plan_view(plan: Plan) -> HomeView:
    profile = plan.site.profile
    linker = plan.linker(PATH)
    return HomeView(
        page=plan.frame(PATH, None, profile.lead),
        command=plan.site.home.command,
        name=profile.name,
        role=profile.role,
        fields=profile.fields,
        experience=_tell_experience(profile),
        lead=profile.lead,
        badges=profile.certifications,
        contacts=_show_links(plan, linker),
        email=_email(plan.site),
        figures=tuple(
            FigureView(outcome, linker.href(study.address)) for study, outcome in plan.site.figures()
        ),
        sections=tuple(
            SectionView(
                kind=section.kind,
                anchor=section.anchor,
                title=section.title,
                command=section.command,
                intro=section.intro,
                content=_CONTENT[type(section)](section, plan, linker),
            )
            for section in plan.site.home.sections
        ),
    )


def _tell_experience(profile: Profile) -> str:
    """Return years and companies in one line; empty where neither is given.

    A text that names the years itself stays as it is.
    """
    years = profile.years or ""
    if years and not re.search(r"years?$", years, re.IGNORECASE):
        years = "1 year" if years == "1" else f"{years} years"
    return " · ".join(part for part in (years, ", ".join(profile.companies)) if part)


def _show_case_studies(_section: AnySection, plan: Plan, linker: Linker) -> SectionContent:
    return StudiesContent(plan.rows(plan.site.case_studies, linker), linker.href("/case-studies/"))


def _show_about(_section: AnySection, plan: Plan, _linker: Linker) -> SectionContent:
    return AboutContent(plan.site.profile.about, draw_self_description(plan.site.profile))


def _show_markdown(section: AnySection, plan: Plan, linker: Linker) -> SectionContent:
    assert isinstance(section, MarkdownSection)  # noqa: S101 (the table below calls it for no other)
    return MarkdownContent(plan.library.render(f"content/{section.file}", linker))


def _show_principles(_section: AnySection, plan: Plan, linker: Linker) -> SectionContent:
    return PrinciplesContent(tuple(plan.principles(linker)), linker.href("/principles/"))


def _show_stack(_section: AnySection, plan: Plan, linker: Linker) -> SectionContent:
    return StackContent(
        tuple(StackRow(group.name, plan.tag_links(group.entries, linker)) for group in plan.site.stack)
    )


def _show_contact(_section: AnySection, plan: Plan, linker: Linker) -> SectionContent:
    return ContactContent(_show_links(plan, linker), _email(plan.site), plan.site.profile.closing)


def _show_links(plan: Plan, linker: Linker) -> tuple[ContactLink, ...]:
    """Return the links of the profile as the home page writes them."""
    return tuple(
        ContactLink(link.label, plan.library.write_link(link.url, PROFILE, linker), link.text, link.kind)
        for link in plan.site.profile.links
    )


_CONTENT: dict[type[AnySection], Callable[[AnySection, Plan, Linker], SectionContent]] = {
    CaseStudiesSection: _show_case_studies,
    AboutSection: _show_about,
    MarkdownSection: _show_markdown,
    PrinciplesSection: _show_principles,
    StackSection: _show_stack,
    StatsSection: show_stats,
    RepositoriesSection: show_repositories,
    ContactSection: _show_contact,
}
"""A new kind of section: its record in model/home.py, one line here, and a partial in the theme."""


def _email(site: Site) -> EmailView | None:
    """Return the e-mail address in the form that the owner chose."""
    address = site.profile.email
    if address is None:
        return None
    if site.config.email == "spelled-out":
        return EmailView(address.replace("@", " [at] ").replace(".", " [dot] "), None)
    return EmailView(address, f"mailto:{address}")
