"""The résumé: what the owner did, on one page, chosen and ordered as on the home page."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from portfolio.model.case_study import say_outcome
from portfolio.pages.context import CASE_STUDIES_ADDRESS, profile_link
from portfolio.pages.entries import list_rows
from portfolio.pages.home import RESUMES, show_email, show_links, write_years
from portfolio.pages.home_views import ContactLink, EntryRow, StackRow
from portfolio.pages.route import Rendered, Route
from portfolio.pages.shared_views import LinkView, PageView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.model.case_study import CaseStudy
    from portfolio.model.site import Site
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents, Linker

PDF, PATH = RESUMES
_ORDER = (
    "experience",
    "case-studies",
    "projects",
    "stack",
    "education",
    "certifications",
    "publications",
    "talks",
    "awards",
    "volunteering",
)
"""The sections in the usual order, for those that the home page does not have."""
_STUDIES = {"case-studies": "case-study", "projects": "project"}
"""The sections of case studies, and the kind of each."""
_WORDS = {"case-studies": "resume_work", "stack": "resume_skills"}
"""The titles that résumés have where pages have others: software that reads them knows these."""
LOCAL = "http://localhost"
"""An address that only this machine can open."""
_MARKED = {"experience": "p-experience", "education": "p-education", "stack": "p-skill"}
"""Source: microformats.org, h-resume."""
_MARKS = re.compile(r"([\\`*_])")


class Limits(NamedTuple):
    """How much of the content is in a résumé."""

    studies: int = 8
    """Case studies, and projects: the featured ones come first."""
    entries: int = 100
    """Of a section."""
    points: int = 100
    """Of an entry."""


class ResumeSection(Struct, frozen=True, kw_only=True):
    """A section of the résumé."""

    title: str
    mark: str
    """The class of microformats of an entry; empty if there is none."""
    rows: tuple[EntryRow, ...] = ()
    groups: tuple[StackRow, ...] = ()
    """Skills instead of entries."""
    more: LinkView | None = None
    """Leads to the entries that there is no room for."""


class ResumeView(Struct, frozen=True, kw_only=True):
    """The résumé as a page."""

    page: PageView
    name: str
    role: str | None
    fields: tuple[str, ...]
    lead: str | None
    about: tuple[str, ...]
    facts: tuple[str, ...]
    """Years of experience, place, availability and spoken languages."""
    location: str | None
    contacts: tuple[ContactLink, ...]
    sections: tuple[ResumeSection, ...]
    pdf: str | None
    """The address of its PDF; None without one."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the page, if it is switched on."""
    if contents.site.config.outputs.resume:
        words = contents.site.words
        yield Route(
            path=PATH,
            made=Rendered("resume.html", _show),
            title=words["resume"],
            in_sitemap=True,
            footer=words["resume"],
        )


def _show(context: Context) -> ResumeView:
    return show_resume(context, context.linker(PATH), Limits())


def show_resume(context: Context, linker: Linker, limits: Limits) -> ResumeView:
    """Return the résumé, its links written by the linker."""
    site, profile = context.site, context.site.profile
    return ResumeView(
        page=context.page_view(PATH, context.words["resume"], profile.lead or profile.title),
        name=profile.name,
        role=profile.role,
        fields=profile.fields,
        lead=profile.lead,
        about=profile.about,
        facts=tuple(_list_facts(site)),
        location=profile.location,
        contacts=tuple(_list_contacts(context, linker)),
        sections=tuple(_list_sections(context, linker, limits)),
        pdf=context.link_file(PDF, linker),
    )


def _list_facts(site: Site) -> Iterator[str]:
    profile, words = site.profile, site.words
    if profile.years:
        yield write_years(profile.years, words)
    yield from filter(None, (profile.location, profile.time_zone, profile.availability))
    for item in profile.languages:
        yield f"{item.language} ({item.fluency})" if item.fluency else item.language


def _list_contacts(context: Context, linker: Linker) -> Iterator[ContactLink]:
    if email := show_email(context.site):
        yield ContactLink(context.words["email"], email.href or "", email.text, "mail")
    links = show_links(context, linker)
    for link in links:
        is_said = link.label.lower() in link.text.lower() or link.kind == "phone"
        yield link if is_said else structs.replace(link, text=f"{link.label}: {link.text}")
    profile = profile_link(context.site)
    if profile and profile.label.lower() not in {link.text.lower().rstrip("/") for link in links}:
        yield ContactLink("GitHub", profile.href or "", profile.label, "web")
    url = context.base_url.url
    if not url.startswith(LOCAL):
        text = url.partition("//")[2].rstrip("/")
        yield ContactLink(text, url, text, "web")


def _list_sections(context: Context, linker: Linker, limits: Limits) -> Iterator[ResumeSection]:
    """Yield the sections with an entry: as the home page has them, then the others."""
    kinds = dict.fromkeys(section.kind for section in context.sections if section.kind in _ORDER)
    for kind in dict.fromkeys((*kinds, *_ORDER)):
        title = context.words[_WORDS.get(kind, f"section_{kind}")]
        if kind == "stack":
            groups = tuple(
                StackRow(group.name, tuple(map(LinkView, group.entries))) for group in context.site.stack
            )
            if groups:
                yield ResumeSection(title=title, mark=_MARKED[kind], groups=groups)
            continue
        more = None
        if kind in _STUDIES:
            rows, more = _list_studies(_STUDIES[kind], context, linker, limits)
        else:
            rows = _list_entries(kind, context, linker)[: limits.entries]
        if rows:
            yield ResumeSection(
                title=title, mark=_MARKED.get(kind, ""), rows=tuple(_shorten(rows, limits)), more=more
            )


def _list_entries(kind: str, context: Context, linker: Linker) -> list[EntryRow]:
    path = f"content/{kind}.yaml"
    return [
        *chain.from_iterable(list_rows(entry, path, context, linker) for entry in context.site.entries[kind])
    ]


def _list_studies(
    kind: str, context: Context, linker: Linker, limits: Limits
) -> tuple[list[EntryRow], LinkView | None]:
    studies = [study for study in context.site.case_studies if study.kind == kind]
    rows = [_show_study(study, context, linker) for study in studies[: limits.studies]]
    if len(studies) <= limits.studies:
        return rows, None
    key = "all_projects_counted" if kind == "project" else "all_case_studies_counted"
    return rows, LinkView(context.words.count(key, len(studies)), linker.href(CASE_STUDIES_ADDRESS))


def _show_study(study: CaseStudy, context: Context, linker: Linker) -> EntryRow:
    links = (
        LinkView(link.label, context.library.write_link(link.url, study.path, linker)) for link in study.links
    )
    names = (study.title if study.headline else "", study.company or "", study.client or "")
    return EntryRow(
        when=study.when(context.words),
        length="",
        name=LinkView(study.heading, linker.href(study.address)),
        details=(*(LinkView(name) for name in names if name), *links),
        quote="",
        summary="" if study.outcomes else study.summary or study.problem or "",
        highlights=tuple(_MARKS.sub(r"\\\1", say_outcome(outcome)) for outcome in study.outcomes),
        tags=(),
    )


def _shorten(rows: Iterable[EntryRow], limits: Limits) -> Iterator[EntryRow]:
    """Yield entries with no more points than fit, without tags that lead elsewhere, and without the words of others."""
    for row in rows:
        yield structs.replace(
            row,
            quote="",
            highlights=row.highlights[: limits.points],
            tags=tuple(LinkView(tag.label) for tag in row.tags),
        )
