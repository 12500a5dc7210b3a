"""The home page: the first screen, then the owner's sections in the owner's order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from portfolio.model.home import (
    AboutSection,
    AnySection,
    CaseStudiesSection,
    CodeSection,
    ContactSection,
    EntriesSection,
    ListSection,
    MarkdownSection,
    PrinciplesSection,
    ProjectsSection,
    RepositoriesSection,
    Section,
    StackSection,
    StatsSection,
    WritingSection,
)
from portfolio.model.link import Link
from portfolio.pages.context import CASE_STUDIES_ADDRESS, WRITING_ADDRESS
from portfolio.pages.entries import show_entries
from portfolio.pages.home_views import (
    AboutContent,
    CodeContent,
    ContactContent,
    ContactLink,
    EmailView,
    HeroView,
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
from portfolio.pages.self_description import LANGUAGES, list_facts, write_self_description
from portfolio.pages.shared_views import LinkView

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from portfolio.languages.words import Words
    from portfolio.model.site import Site
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents, Linker
    from portfolio.pages.shared_views import PageView

PATH = INDEX
TEXT = "index.txt"
FEATURED = 4
"""The case studies with a row of their own, unless the owner features some."""
LINES = 8
"""The next ones, as single lines; a link leads to the others."""
POSTS = 5
"""The latest ones, which are shown."""
RESUMES = ("resume.pdf", f"resume/{INDEX}")
"""What the button of the first screen leads to, if the owner names no file: the first one that there is."""
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
        footer=contents.site.words["home"],
        notes=tuple(list_left_out(contents.site)),
    )


def _show(context: Context) -> HomeView:
    return show_home(context, context.linker(PATH))


def show_home(context: Context, linker: Linker) -> HomeView:
    """Return the view of the home page, its links written by the linker."""
    site, profile = context.site, context.site.profile
    description = next(iter(filter(None, (profile.lead, *profile.about))), profile.title)
    sections = tuple(_show_section(section, context, linker) for section in context.sections)
    page = context.page_view(PATH, None, description)
    return HomeView(
        **structs.asdict(show_hero(page, site.home.command, context, linker)),
        sections=sections,
        text=_link_text(context, linker),
    )


def show_hero(
    page: PageView, command: str, context: Context, linker: Linker, *, is_alone: bool = False
) -> HeroView:
    """Return the first screen.

    Args:
        page: the page's head.
        command: the ornament above the name.
        context: that of all pages.
        linker: of the page.
        is_alone: whether no section follows that could say a part of it.
    """
    site, profile = context.site, context.site.profile
    return HeroView(
        page=page,
        command=command,
        name=profile.name,
        role=profile.role,
        fields=profile.fields,
        lead=profile.lead,
        facts=tuple(_list_facts(context, set() if is_alone else {each.kind for each in context.sections})),
        location=profile.location,
        photo=context.picture(profile.photo, PROFILE, linker),
        resume=_link_resume(context, linker),
        contacts=show_links(context, linker),
        email=show_email(site),
        outcomes=tuple(
            OutcomeView(outcome, linker.href(study.address)) for study, outcome in site.quoted_outcomes()
        ),
    )


def _link_resume(context: Context, linker: Linker) -> str | None:
    """Return the address of the owner's own résumé, else of the one that is made, as PDF or as a page; None without any."""
    own = context.site.profile.resume
    if own:
        return context.library.write_link(own, PROFILE, linker)
    return next(filter(None, (context.link_file(path, linker) for path in RESUMES)), None)


def _link_text(context: Context, linker: Linker) -> LinkView | None:
    is_there = any(route.path == TEXT for route in context.routes)
    return LinkView(context.base_url.absolute(TEXT), linker.href(f"/{TEXT}")) if is_there else None


def _show_section(section: AnySection, context: Context, linker: Linker) -> SectionView:
    partial, show = _CONTENT[type(section)]
    return SectionView(
        partial=partial,
        anchor=section.anchor,
        title=_name_section(section, context.words),
        command=section.prompt,
        intro=section.intro,
        content=show(section, context, linker),
    )


def _name_section(section: AnySection, words: Words) -> str:
    """Return a section's title, or that of its kind."""
    return words[f"section_{section.kind.replace('-', '_')}"] if section.title is None else section.title


def _list_facts(context: Context, kinds: Collection[str]) -> Iterator[str]:
    """Yield what the first screen says in a few words, without what a section of these kinds says."""
    site, profile, words = context.site, context.site.profile, context.words
    if years := profile.years:
        yield write_years(years, words)
    if site.employers and "experience" not in kinds:
        yield words.enumerate(site.employer_names)
    if "certifications" not in kinds:
        yield from site.certifications
    if profile.location or profile.time_zone:
        yield words.enumerate(filter(None, (profile.location, profile.time_zone)))
    if profile.languages:
        yield words.enumerate(
            f"{item.language} ({item.fluency})" if item.fluency else item.language
            for item in profile.languages
        )
    if profile.availability:
        yield profile.availability


def write_years(text: str, words: Words) -> str:
    """Return the owner's years of experience, counted; what ends in a word already stays as it is.

    >>> from portfolio.languages.words import ENGLISH
    >>> [write_years(text, ENGLISH) for text in ("1", "1+", "10+", "ten", "over ten years", "8 years of Java")]
    ['1 year', '1+ years', '10+ years', 'ten years', 'over ten years', '8 years of Java']
    """
    nouns = tuple(form.replace("{count}", "").strip().casefold() for form in words.forms("years").values())
    digits = re.findall(r"\d+", text)
    if (digits and text[-1].isalpha()) or text.casefold().endswith(nouns):
        return text
    number = int(digits[-1][-6:]) if digits else 2
    return words.count("years", number if text.isdecimal() else max(2, number), count=text)  # `1+` is several


def _show_studies(section: AnySection, context: Context, linker: Linker) -> SectionContent:
    assert isinstance(section, ListSection)  # noqa: S101 (see the table below)
    words = context.words
    kind = "project" if isinstance(section, ProjectsSection) else "case-study"
    studies = [study for study in context.site.case_studies if study.kind == kind]
    end = section.limit or sum(study.featured for study in studies) or FEATURED
    key = "all_projects" if kind == "project" else "all_case_studies"
    is_cut = len(studies) > end + LINES
    return StudiesContent(
        context.rows(studies[:end], linker),
        context.lines(studies[end : end + LINES], linker),
        linker.href(CASE_STUDIES_ADDRESS),
        words.count(f"{key}_counted", len(studies)) if is_cut else words[key],
    )


def _show_writing(section: AnySection, context: Context, linker: Linker) -> SectionContent:
    assert isinstance(section, ListSection)  # noqa: S101 (see the table below)
    words = context.words
    posts = context.site.posts
    latest = posts[: section.limit or POSTS]
    has_covers = any(post.cover for post in latest)
    return StudiesContent(
        context.rows(latest, linker) if has_covers else (),
        () if has_covers else context.lines(latest, linker),
        linker.href(WRITING_ADDRESS),
        words.count("all_posts_counted", len(posts)) if len(posts) > len(latest) else words["all_posts"],
    )


def _show_about(_section: AnySection, context: Context, _linker: Linker) -> SectionContent:
    return AboutContent(context.site.profile.about)


def _show_code(section: AnySection, context: Context, _linker: Linker) -> SectionContent:
    assert isinstance(section, CodeSection)  # noqa: S101 (see the table below)
    code = write_self_description(list_facts(context.site), section.language)
    return CodeContent(LANGUAGES[section.language], context.library.highlight(code, section.language))


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
    profile = context.site.profile
    resume = (Link(label=context.words["resume"], url=profile.resume),) if profile.resume else ()
    return ContactContent(
        (*show_links(context, linker), *(_show_link(link, context, linker) for link in resume)),
        show_email(context.site),
        profile.closing,
    )


def show_links(context: Context, linker: Linker) -> tuple[ContactLink, ...]:
    """Return the telephone number and the links of the profile on the home page."""
    profile = context.site.profile
    digits = re.sub("[^0-9+]", "", profile.phone or "")
    phone = (
        (
            ContactLink(
                context.words["phone"],
                f"tel:{digits}",
                profile.phone.replace(" ", "\N{NO-BREAK SPACE}"),
                "phone",
            ),
        )
        if profile.phone
        else ()
    )
    return (*phone, *(_show_link(link, context, linker) for link in profile.links))


def _show_link(link: Link, context: Context, linker: Linker) -> ContactLink:
    return ContactLink(
        link.label, context.library.write_link(link.url, PROFILE, linker), link.text, link.kind
    )


_CONTENT: dict[type[Section], tuple[str, Callable[[AnySection, Context, Linker], SectionContent]]] = {
    CaseStudiesSection: ("case-studies", _show_studies),
    ProjectsSection: ("case-studies", _show_studies),
    WritingSection: ("case-studies", _show_writing),
    AboutSection: ("about", _show_about),
    CodeSection: ("code", _show_code),
    MarkdownSection: ("markdown", _show_markdown),
    PrinciplesSection: ("principles", _show_principles),
    StackSection: ("stack", _show_stack),
    StatsSection: ("stats", show_stats),
    RepositoriesSection: ("repositories", show_repositories),
    ContactSection: ("contact", _show_contact),
    **dict.fromkeys(EntriesSection.__subclasses__(), ("entries", show_entries)),
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
