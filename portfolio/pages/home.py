"""The home page: the first screen, then the owner's sections in the owner's order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
from portfolio.pages.home_views import (
    AboutContent,
    ContactContent,
    ContactLink,
    EmailView,
    HomeView,
    MarkdownContent,
    OutcomeView,
    PrinciplesContent,
    SectionContent,
    SectionView,
    StackContent,
    StackRow,
    StudiesContent,
)
from portfolio.pages.repositories import show_repositories, show_stats
from portfolio.pages.route import INDEX, Rendered, Route
from portfolio.pages.sections import list_left_out, list_sections
from portfolio.pages.self_description import write_self_description

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.model.profile import Profile
    from portfolio.model.site import Site
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents, Linker

PATH = INDEX
FEATURED = 4
"""The case studies with a row of their own; the others are single lines."""
PROFILE = "content/profile.yaml"


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the home page."""
    sections = tuple(list_sections(contents.site))
    shown = {
        f"content/{section.file}": section.anchor
        for section in sections
        if isinstance(section, MarkdownSection)
    }
    own = {"main", *(section.anchor for section in sections)}
    yield Route(
        path=PATH,
        made=Rendered("home.html", _show),
        title=contents.site.profile.name,
        anchors=frozenset(own).union(*(contents.anchors[path] for path in shown)),
        texts=shown,
        in_sitemap=True,
        footer="home",
        notes=tuple(list_left_out(contents.site)),
    )


def _show(context: Context) -> HomeView:
    profile = context.site.profile
    linker = context.linker(PATH)
    return HomeView(
        page=context.page_view(PATH, None, profile.lead),
        command=context.site.home.command,
        name=profile.name,
        role=profile.role,
        fields=profile.fields,
        lead=profile.lead,
        facts=tuple(_list_facts(profile)),
        contacts=_show_links(context, linker),
        email=show_email(context.site),
        outcomes=tuple(
            OutcomeView(outcome, linker.href(study.address))
            for study, outcome in context.site.quoted_outcomes()
        ),
        sections=tuple(
            SectionView(
                kind=section.kind,
                anchor=section.anchor,
                title=section.title,
                command=section.command,
                intro=section.intro,
                content=_CONTENT[type(section)](section, context, linker),
            )
            for section in context.sections
        ),
    )


def _list_facts(profile: Profile) -> Iterator[str]:
    """Yield years, companies and certifications; a text that names the years itself stays as it is."""
    if years := profile.years:
        named = re.search(r"years?$", years, re.IGNORECASE)
        yield years if named else "1 year" if years == "1" else f"{years} years"
    if profile.companies:
        yield ", ".join(profile.companies)
    yield from profile.certifications


def _show_case_studies(_section: AnySection, context: Context, linker: Linker) -> SectionContent:
    studies = context.site.case_studies
    return StudiesContent(
        context.rows(studies[:FEATURED], linker),
        context.lines(studies[FEATURED:], linker),
        linker.href("/case-studies/"),
    )


def _show_about(_section: AnySection, context: Context, _linker: Linker) -> SectionContent:
    code = context.library.highlight(write_self_description(context.site.profile), "java")
    return AboutContent(context.site.profile.about, code)


def _show_markdown(section: AnySection, context: Context, linker: Linker) -> SectionContent:
    assert isinstance(section, MarkdownSection)  # noqa: S101 (see the table below)
    return MarkdownContent(context.library.render(f"content/{section.file}", linker))


def _show_principles(_section: AnySection, context: Context, linker: Linker) -> SectionContent:
    return PrinciplesContent(tuple(context.principles(linker)), linker.href("/principles/"))


def _show_stack(_section: AnySection, context: Context, linker: Linker) -> SectionContent:
    return StackContent(
        tuple(StackRow(group.name, context.tag_links(group.entries, linker)) for group in context.site.stack)
    )


def _show_contact(_section: AnySection, context: Context, linker: Linker) -> SectionContent:
    return ContactContent(
        _show_links(context, linker), show_email(context.site), context.site.profile.closing
    )


def _show_links(context: Context, linker: Linker) -> tuple[ContactLink, ...]:
    """Return the links of the profile on the home page."""
    return tuple(
        ContactLink(link.label, context.library.write_link(link.url, PROFILE, linker), link.text, link.kind)
        for link in context.site.profile.links
    )


_CONTENT: dict[type[AnySection], Callable[[AnySection, Context, Linker], SectionContent]] = {
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


def show_email(site: Site) -> EmailView | None:
    """Return the e-mail address in the owner's form, for each page and file that shows it."""
    address = site.profile.email
    if address is None:
        return None
    if site.config.email == "spelled-out":
        return EmailView(address.replace("@", " [at] ").replace(".", " [dot] "), None)
    return EmailView(address, f"mailto:{address}")
