"""The home page as a document: its first screen and its sections in full, then what only pages of their own show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.markdown.blocks import Block, Code, Facts, Heading, Item, Items, Line, Paragraph, Piece, Quote
from portfolio.markdown.inline import read_field
from portfolio.model.home import (
    CaseStudiesSection,
    CodeSection,
    ContactSection,
    MarkdownSection,
    PrinciplesSection,
    ProjectsSection,
    WritingSection,
)
from portfolio.outputs.document import (
    Document,
    bullets,
    join,
    list_outcomes,
    make_document,
    make_once,
    paragraphs,
    show_picture,
    words,
)
from portfolio.pages.context import profile_link
from portfolio.pages.home import show_home
from portfolio.pages.home_views import (
    AboutContent,
    CodeContent,
    ContactContent,
    EntriesContent,
    MarkdownContent,
    PrinciplesContent,
    RepositoriesContent,
    StackContent,
    StatsContent,
    StudiesContent,
)
from portfolio.pages.listing import capitalize
from portfolio.pages.route import Linker
from portfolio.pages.self_description import list_facts, write_self_description

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portfolio.languages.words import Words
    from portfolio.model.article import Post
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.home import AnySection
    from portfolio.pages.context import Context
    from portfolio.pages.home_views import EntryRow, HomeView, RepositoryView, SectionView
    from portfolio.pages.shared_views import LinkView, PrincipleView
    from portfolio.pages.stats_views import PanelView

ROWS = 20
"""The most case studies with more than a line of their own."""


def describe_home(context: Context) -> Document:
    """Return the home page as a document."""
    return make_once("/", context, partial(_make_document, context))


def _make_document(context: Context) -> Document:
    linker = Linker(context.base_url.url)
    view = show_home(context, linker)
    blocks = [*_open(view, context)]
    for section, shown in zip(context.sections, view.sections, strict=True):
        if content := [*_fill(section, view, shown, context, linker)]:
            heading = Heading(2, words(shown.title), shown.command)
            blocks += [heading, *paragraphs(read_field(shown.intro or "")), *content]
    blocks += _close(context, linker)
    return make_document(context.site.profile.title, context.base_url.url, blocks, context.site)


def _open(view: HomeView, context: Context) -> Iterator[Block]:
    yield Heading(1, words(view.name), view.command)
    yield from paragraphs(
        words(view.role, "strong"),
        join(map(words, view.fields)),
        read_field(view.lead or ""),
    )
    yield from paragraphs(show_picture(view.photo))
    yield from bullets(map(words, view.facts))
    yield from bullets(words(item.outcome.phrase, href=item.href) for item in view.outcomes)
    if not any(isinstance(section, ContactSection) for section in context.sections):
        yield from _list_contacts(view, (), context)


def _fill(  # noqa: C901 (a case for each kind)
    section: AnySection, view: HomeView, shown: SectionView, context: Context, linker: Linker
) -> Iterator[Block]:
    """Yield the content of a section."""
    site = context.site
    match shown.content:
        case StudiesContent() if isinstance(section, WritingSection):
            yield from _list_posts(context, linker)
        case StudiesContent():
            kind = "project" if isinstance(section, ProjectsSection) else "case-study"
            yield from _list_studies(
                [study for study in site.case_studies if study.kind == kind], linker, site.words
            )
        case EntriesContent(rows, more):
            yield from _list_entries((*rows, *more))
        case AboutContent(texts):
            yield from paragraphs(*map(read_field, texts))
        case CodeContent():
            assert isinstance(section, CodeSection)  # noqa: S101 (as its content)
            code = write_self_description(list_facts(site), section.language)
            yield Code(code, "", section.language)
        case MarkdownContent():
            assert isinstance(section, MarkdownSection)  # noqa: S101 (as its content)
            yield from context.library.read_blocks(f"content/{section.file}", linker)
        case PrinciplesContent(principles):
            yield from _list_principles(principles, site.words)
        case StackContent(rows):
            yield Facts(tuple((row.name, _join_links(row.entries)) for row in rows))
        case RepositoriesContent():
            yield from _list_repositories(shown.content, site.words)
        case StatsContent():
            yield from _list_stats(shown.content, site.words)
        case ContactContent(closing=closing):
            yield from _list_contacts(view, closing, context)


def _close(context: Context, linker: Linker) -> Iterator[Block]:
    """Yield what has pages of its own and no section."""
    kinds = {type(section) for section in context.sections}
    site = context.site
    if site.principles and PrinciplesSection not in kinds:
        yield Heading(2, words(site.words["section_principles"]))
        yield from _list_principles(tuple(context.principles(linker)), site.words)
    studies = [
        study
        for study in site.case_studies
        if (ProjectsSection if study.kind == "project" else CaseStudiesSection) not in kinds
    ]
    if studies:
        yield Heading(2, words(capitalize(site.work_name)))
        yield from _list_studies(studies, linker, site.words)
    if site.posts and WritingSection not in kinds:
        yield Heading(2, words(capitalize(site.writing_name)))
        yield from _list_posts(context, linker)
    if site.pages:
        yield Heading(2, words(site.words["text_pages"]))
        yield from bullets(words(page.title, href=linker.href(page.address)) for page in site.pages)


def _list_contacts(view: HomeView, closing: tuple[str, ...], context: Context) -> Iterator[Block]:
    yield from paragraphs(words(" ".join(closing), "em"))
    rows = [(link.label, words(link.text, href=link.href)) for link in view.contacts]
    profile = profile_link(context.site)
    if profile and profile.label.lower() not in {link.text.lower().rstrip("/") for link in view.contacts}:
        rows.append(("GitHub", _name(profile)))
    if view.resume:
        rows.append((context.site.words["resume"], words(view.resume, href=view.resume)))
    if view.email:
        rows.append((context.site.words["email"], words(view.email.text, href=view.email.href)))
    if rows:
        yield Facts(tuple(rows))


def _list_studies(studies: Sequence[CaseStudy], linker: Linker, own: Words) -> Iterator[Block]:
    if len(studies) > ROWS:
        yield from bullets(
            join([_link(study, linker), words(study.party), words(study.when(own))]) for study in studies
        )
        return
    for study in studies:
        yield Heading(3, _link(study, linker))
        yield from paragraphs(
            join([words(study.party), words(study.when(own))]),
            read_field(study.problem or study.summary or ""),
        )
        yield from list_outcomes(study, own)
        yield from paragraphs(join(map(words, study.tags)))


def _list_posts(context: Context, linker: Linker) -> Iterator[Block]:
    yield from bullets(
        join([_link(post, linker), words(context.site.words.date(post.date))]) for post in context.site.posts
    )


def _link(article: CaseStudy | Post, linker: Linker) -> Line:
    return words(article.heading, href=linker.href(article.address))


def _list_entries(rows: Sequence[EntryRow]) -> Iterator[Block]:
    """Yield entries, each with a heading; a line each if they have nothing more than names and dates."""
    is_long = any(row.quote or row.summary or row.highlights or row.tags for row in rows)
    if not is_long:
        yield from bullets(join([_name(row.name), *_details(row)]) for row in rows)
        return
    for row in rows:
        if row.quote:
            yield Quote((Paragraph(read_field(row.quote)),))
            yield from paragraphs(join([_name(row.name), *_details(row)]))
            continue
        yield Heading(3, _name(row.name))
        yield from paragraphs(join(_details(row)), read_field(row.summary))
        yield from bullets(map(read_field, row.highlights))
        yield from paragraphs(_join_links(row.tags))


def _details(row: EntryRow) -> Iterator[Line]:
    yield from map(_name, row.details)
    yield words(f"{row.when} ({row.length})" if row.length else row.when)


def _name(link: LinkView) -> Line:
    return words(link.label, href=link.href)


def _join_links(links: Iterable[LinkView]) -> Line:
    """Return links without their addresses: those of tags say nothing that the words do not."""
    return join(words(link.label) for link in links)


def _list_principles(principles: Sequence[PrincipleView], own: Words) -> Iterator[Block]:
    items = []
    for principle in principles:
        lead = (Piece(f"{principle.name}:", ("strong",)), Piece(" "), *read_field(principle.text))
        taught = join(map(_name, principle.taught_by), own["comma"])
        evidence = paragraphs((*words(own["text_taught_by"]), Piece(" "), *taught) if taught else ())
        items.append(Item(f"{principle.number}.", (Paragraph(lead), *evidence)))
    yield Items(tuple(items))


def _list_repositories(content: RepositoriesContent, own: Words) -> Iterator[Block]:
    if content.panel:
        yield from _list_panels([content.panel])
    yield from _list_each(content.own)
    if content.forks:
        yield from paragraphs(words(own["text_forks"], "strong"))
        yield from _list_each(content.forks)
    yield from paragraphs(words(content.note), _name(content.profile) if content.profile else ())


def _list_each(repositories: Sequence[RepositoryView]) -> Iterator[Block]:
    items = []
    for item in repositories:
        name = words(item.name, "strong", href=item.url)
        first = join([name, words(item.language), *map(words, item.details)])
        items.append(Item("-", (Paragraph(join([first, words(item.description)], "\n")),)))
    if items:
        yield Items(tuple(items))


def _list_stats(content: StatsContent, own: Words) -> Iterator[Block]:
    if content.calendar:
        yield from paragraphs(words(content.calendar.sentence))
    yield from _list_panels(content.panels)
    yield from bullets(words(embed.alt, "picture", href=embed.src) for embed in content.embeds)
    if content.repositories:
        yield from _list_repositories(content.repositories, own)
    yield from paragraphs(words(content.missing), join(map(_name, content.links)))


def _list_panels(panels: Sequence[PanelView]) -> Iterator[Block]:
    rows = [
        words(f"{panel.value} {panel.label}", href=panel.href)
        + words("".join(f"; {row.label}: {row.value}" for row in panel.rows))
        for panel in panels
    ]
    yield from bullets(rows)
