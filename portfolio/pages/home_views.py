"""The views of the home page and its sections."""

from __future__ import annotations

from msgspec import Struct

from portfolio.documents.text import Prose
from portfolio.model.case_study import Outcome
from portfolio.model.link import LinkKind
from portfolio.pages.shared_views import LineView, LinkView, PageView, PictureView, PrincipleView, StudyRow
from portfolio.pages.stats_views import HeatView, PanelView


class OutcomeView(Struct, frozen=True):
    """An outcome on the first screen."""

    outcome: Outcome
    href: str


class ContactLink(Struct, frozen=True):
    """A link of the profile."""

    label: str
    href: str
    text: str
    """Its address for readers: without `https://`, or the number; of a file of the site, its label."""
    kind: LinkKind


class EmailView(Struct, frozen=True):
    """The e-mail address as the owner wants it shown."""

    text: str
    href: str | None
    """None if the address is spelled out, as a link would contain it."""


class StackRow(Struct, frozen=True):
    """A row of the stack; entries of a case study link to their page."""

    name: str
    entries: tuple[LinkView, ...]


class RepositoryView(Struct, frozen=True, kw_only=True):
    """A repository on GitHub."""

    name: str
    url: str
    language: str | None
    description: str | None
    details: tuple[str, ...]
    """Its stars, forks, what it was forked from, and its tags, each in words."""


class EmbedView(Struct, frozen=True, kw_only=True):
    """An image of another host."""

    src: str
    alt: str
    width: int
    height: int


class StudiesContent(Struct, frozen=True):
    """A section that lists the case studies, the projects, or the posts."""

    rows: tuple[StudyRow, ...]
    """The featured ones, or the first ones; of posts the latest ones if any has a cover."""
    lines: tuple[LineView, ...]
    """The next ones."""
    all_href: str
    all_label: str


class EntryRow(Struct, frozen=True, kw_only=True):
    """An entry of experience, education and the like; what is not known is empty."""

    when: str
    length: str
    """How long it was."""
    name: LinkView
    details: tuple[LinkView, ...]
    """Who, where and what else."""
    quote: str
    """Words of another person."""
    summary: str
    highlights: tuple[str, ...]
    tags: tuple[LinkView, ...]
    party: str = ""
    """The employer or the school, among the details."""
    start: str = ""
    end: str = ""
    """For programs: as `2021` or `2021-03`."""


class EntriesContent(Struct, frozen=True):
    """A section of experience, education and the like."""

    rows: tuple[EntryRow, ...]
    more: tuple[EntryRow, ...]
    """Those that are folded."""


class AboutContent(Struct, frozen=True):
    """A section about the owner."""

    paragraphs: tuple[str, ...]


class CodeContent(Struct, frozen=True):
    """A section with the owner as code."""

    language: str
    """For readers."""
    code: str
    """Highlighted HTML."""


class MarkdownContent(Struct, frozen=True):
    """A section from a Markdown file."""

    prose: Prose


class PrinciplesContent(Struct, frozen=True):
    """A section that lists the principles."""

    principles: tuple[PrincipleView, ...]
    all_href: str


class StackContent(Struct, frozen=True):
    """A section with the stack."""

    rows: tuple[StackRow, ...]


class RepositoriesContent(Struct, frozen=True):
    """A section with the repositories: the owner's own first, forks after them."""

    panel: PanelView | None
    """Their languages, stars and forks, if GitHub's own numbers are not known."""
    own: tuple[RepositoryView, ...]
    forks: tuple[RepositoryView, ...]
    note: str
    """The day of the numbers if they are from GitHub; may be empty."""
    profile: LinkView | None
    """None if a section with statistics has the link."""


class StatsContent(Struct, frozen=True, kw_only=True):
    """A section with the main GitHub statistics."""

    calendar: HeatView | None = None
    panels: tuple[PanelView, ...] = ()
    embeds: tuple[EmbedView, ...] = ()
    repositories: RepositoriesContent | None = None
    """None if they have a section of their own."""
    missing: str = ""
    """The missing parts, as sentences; may be empty."""
    links: tuple[LinkView, ...]
    """The page with all numbers, and the profile."""


class ContactContent(Struct, frozen=True):
    """A section with the owner's contacts."""

    links: tuple[ContactLink, ...]
    """A telephone number, the links, the resume."""
    email: EmailView | None
    closing: tuple[str, ...]


SectionContent = (
    StudiesContent
    | EntriesContent
    | AboutContent
    | CodeContent
    | MarkdownContent
    | PrinciplesContent
    | StackContent
    | StatsContent
    | RepositoriesContent
    | ContactContent
)


class SectionView(Struct, frozen=True, kw_only=True):
    """A section of the home page."""

    partial: str
    """The name of the template in `sections/` that shows its content."""
    anchor: str
    title: str
    command: str
    intro: str | None
    content: SectionContent


class HeroView(Struct, frozen=True, kw_only=True):
    """A page that begins with the first screen."""

    page: PageView
    command: str
    name: str
    role: str | None
    fields: tuple[str, ...]
    lead: str | None
    facts: tuple[str, ...]
    """Years of experience, employers, certifications, location, languages, availability."""
    location: str | None
    photo: PictureView | None
    resume: str | None
    """The address of the resume."""
    contacts: tuple[ContactLink, ...]
    """A telephone number, and the links."""
    email: EmailView | None
    outcomes: tuple[OutcomeView, ...]


class HomeView(HeroView, frozen=True, kw_only=True):
    """The home page."""

    sections: tuple[SectionView, ...]
    text: LinkView | None
    """The plain text of the page; None without one."""
