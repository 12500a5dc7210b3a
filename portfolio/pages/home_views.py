"""What the templates of the home page and its sections are given."""

from __future__ import annotations

from msgspec import Struct

from portfolio.documents.document import Prose
from portfolio.model.case_study import Outcome
from portfolio.model.profile import LinkKind
from portfolio.pages.shared_views import LinkView, PageView, PrincipleView, StudyRow
from portfolio.pages.stats_views import StatRow, YearView


class FigureView(Struct, frozen=True):
    """An outcome on the first screen."""

    outcome: Outcome
    href: str


class ContactLink(Struct, frozen=True):
    """A link of the profile."""

    label: str
    href: str
    text: str
    """What it leads to, for readers: the address without `https://`, the number; for a file of the site its label."""
    kind: LinkKind


class EmailView(Struct, frozen=True):
    """The e-mail address as the owner wants it shown."""

    text: str
    href: str | None
    """None where the address is spelled out and no link may give it away."""


class StackRow(Struct, frozen=True):
    """A row of the stack; entries that a case study used lead to their page."""

    name: str
    entries: tuple[LinkView, ...]


class RepositoryView(Struct, frozen=True, kw_only=True):
    """A repository on GitHub."""

    name: str
    url: str
    language: str | None
    description: str | None
    stars: int | None
    forks: int | None
    fork_of: str | None
    tags: tuple[str, ...]


class EmbedView(Struct, frozen=True, kw_only=True):
    """A picture that another host draws."""

    src: str
    alt: str
    width: int
    height: int


class StudiesContent(Struct, frozen=True):
    """A section that lists the case studies."""

    rows: tuple[StudyRow, ...]
    all_href: str


class AboutContent(Struct, frozen=True):
    """A section about the owner."""

    paragraphs: tuple[str, ...]
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

    own: tuple[RepositoryView, ...]
    forks: tuple[RepositoryView, ...]
    note: str
    """The day of the numbers, where GitHub told them; may be empty."""
    profile: LinkView | None
    """None where a section with figures has the link already."""


class StatsContent(Struct, frozen=True, kw_only=True):
    """A section with GitHub's figures in short; without a snapshot there is the profile and nothing else."""

    rows: tuple[StatRow, ...] = ()
    year: YearView | None = None
    missing: str = ""
    """What could not be shown, as sentences; may be empty."""
    embeds: tuple[EmbedView, ...] = ()
    details: LinkView | None = None
    """The page with all of them."""
    profile: LinkView | None


class ContactContent(Struct, frozen=True):
    """A section with the ways to reach the owner."""

    links: tuple[ContactLink, ...]
    email: EmailView | None
    closing: tuple[str, ...]


SectionContent = (
    StudiesContent
    | AboutContent
    | MarkdownContent
    | PrinciplesContent
    | StackContent
    | StatsContent
    | RepositoriesContent
    | ContactContent
)


class SectionView(Struct, frozen=True, kw_only=True):
    """A section of the home page; the partial `sections/<kind>.html` shows its content."""

    kind: str
    anchor: str
    title: str
    command: str
    intro: str | None
    content: SectionContent


class HomeView(Struct, frozen=True, kw_only=True):
    """The home page."""

    page: PageView
    command: str
    name: str
    role: str
    fields: tuple[str, ...]
    experience: str
    """Years and companies in one line; may be empty."""
    lead: str
    badges: tuple[str, ...]
    """Certifications."""
    contacts: tuple[ContactLink, ...]
    email: EmailView | None
    figures: tuple[FigureView, ...]
    sections: tuple[SectionView, ...]
