"""What templates are given: plain data, with every address already written for the page it stands on."""

from __future__ import annotations

from msgspec import Struct

from portfolio.model.case_study import Decision, Outcome
from portfolio.render.banner import Banner
from portfolio.render.text import Prose


class LinkView(Struct, frozen=True):
    """A word that may lead somewhere."""

    label: str
    href: str | None = None
    current: bool = False
    """Whether it leads to the page, or the part of the site, that it stands on."""


class PageView(Struct, frozen=True, kw_only=True):
    """What every page has around its content."""

    title: str
    description: str
    language: str
    root: str
    """Leads to the site's root: `./`, `../../`, or the base path on the page for missing addresses."""
    canonical: str | None
    heading: str
    """The title without the owner's name, for previews."""
    kind: str
    """Open Graph's word for it: `profile`, `article` or `website`."""
    structured_data: str
    """JSON-LD, escaped for its element; empty where there is none."""
    feeds: tuple[LinkView, ...]
    """Media type and address of each feed."""
    owner: str
    plate: str
    """The site's name in the navigation: `~/ada`."""
    is_home: bool
    nav: tuple[LinkView, ...]
    """The sections of the home page that the owner put into it."""
    footer: tuple[LinkView, ...]
    """The pages that every page leads to, whatever sections the home page has."""
    styles: str
    """The parts of the theme's stylesheet that the page wants, with a blank between two: `profile stats`."""
    picture_hosts: tuple[str, ...] = ()
    """Other hosts that pictures may come from, as `https://host`: of embeds that the owner asked for."""


class StudyRow(Struct, frozen=True, kw_only=True):
    """A case study in a list."""

    href: str
    emoji: str
    title: str
    headline: str
    company: str
    period: str | None
    problem: str
    tags: tuple[LinkView, ...]


class FigureView(Struct, frozen=True):
    """An outcome on the first screen."""

    outcome: Outcome
    href: str


class EmailView(Struct, frozen=True):
    """The e-mail address as the owner wants it shown."""

    text: str
    href: str | None
    """None where the address is spelled out and no link may give it away."""


class PrincipleLink(Struct, frozen=True):
    """A principle by its name, with its place on the page of all."""

    number: int
    """In the owner's order, from 1."""
    id: str
    name: str
    href: str


class PrincipleView(PrincipleLink, frozen=True):
    """A principle, with the case studies that taught it."""

    text: str
    taught_by: tuple[LinkView, ...]
    rows: tuple[StudyRow, ...]


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


class StatRow(Struct, frozen=True, kw_only=True):
    """A number from GitHub with all that makes it honest."""

    label: str
    href: str
    """The page that proves it."""
    value: str
    when: str
    """Its window, or its day."""


class BasisView(Struct, frozen=True):
    """What some of the numbers count."""

    labels: str
    """Of the numbers, joined by commas."""
    text: str


class LanguageView(Struct, frozen=True, kw_only=True):
    """A language's part."""

    name: str
    share: str
    bar: str
    """The share once more, in block characters: an ornament."""
    detail: str


class LanguagesView(Struct, frozen=True, kw_only=True):
    """The languages, and what their shares are of."""

    href: str
    note: str
    items: tuple[LanguageView, ...]


class CalendarLine(Struct, frozen=True):
    """A line of the calendar in characters."""

    label: str
    """A day's name or blanks, always as wide."""
    cells: str
    """A character a week."""


class MonthView(Struct, frozen=True, kw_only=True):
    """A month of the calendar in numbers."""

    name: str
    contributions: str
    active_days: str
    """As `12 of 30`."""


class CalendarView(Struct, frozen=True, kw_only=True):
    """The last 53 weeks."""

    href: str
    sentence: str
    note: str
    halves: tuple[tuple[CalendarLine, ...], ...]
    """Two, so that a narrow window can show one below the other: ornaments."""
    legend: str
    """What the shades stand for; empty where there is nothing but empty days."""
    months: tuple[MonthView, ...]


class YearView(Struct, frozen=True):
    """The last 53 weeks as a sentence."""

    href: str
    """The page that proves it."""
    count: str
    """How the sentence begins: `1,980 contributions`."""
    text: str
    """The rest of it."""


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

    links: tuple[LinkView, ...]
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
    banner: Banner
    name: str
    role: str
    fields: tuple[str, ...]
    experience: str
    """Years and companies in one line; may be empty."""
    lead: str
    badges: tuple[str, ...]
    """Certifications."""
    contacts: tuple[LinkView, ...]
    email: EmailView | None
    figures: tuple[FigureView, ...]
    sections: tuple[SectionView, ...]


class CaseStudyView(Struct, frozen=True, kw_only=True):
    """A case study's page."""

    page: PageView
    emoji: str
    title: str
    headline: str
    company: str
    role: str
    scale: str
    constraint: str | None
    period: str | None
    updated: str | None
    problem: str
    summary: str
    outcomes: tuple[Outcome, ...]
    decisions: tuple[Decision, ...]
    tags: tuple[LinkView, ...]
    stack: tuple[LinkView, ...]
    principles: tuple[PrincipleLink, ...]
    diagram: str
    """The drawing that the front matter names, as HTML; may be empty."""
    prose: Prose
    all_href: str
    previous: LinkView | None
    next: LinkView | None


class ListView(Struct, frozen=True, kw_only=True):
    """A page of case-study rows: all of them, or those of a tag."""

    page: PageView
    heading: str
    command: str
    rows: tuple[StudyRow, ...]
    tags: tuple[LinkView, ...]
    """Every tag with its page, on the list of all; empty on a tag's own page."""
    all_href: str


class PrinciplesView(Struct, frozen=True):
    """The page of the principles."""

    page: PageView
    principles: tuple[PrincipleView, ...]


class StatsView(Struct, frozen=True, kw_only=True):
    """The page of GitHub's figures."""

    page: PageView
    command: str
    rows: tuple[StatRow, ...]
    bases: tuple[BasisView, ...]
    """What is counted in `rows`, each said once."""
    languages: LanguagesView | None
    calendar: CalendarView | None
    missing: str
    """What could not be shown, as sentences; may be empty."""
    cards: tuple[LinkView, ...]
    """The same as pictures."""
    profile: LinkView


class NotFoundView(Struct, frozen=True):
    """The page for addresses that lead nowhere."""

    page: PageView
    rows: tuple[StudyRow, ...]
    home_href: str


class SitemapEntry(Struct, frozen=True):
    """An address of the sitemap, with its day where one is known."""

    url: str
    last_modified: str | None


class SitemapView(Struct, frozen=True):
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


class RobotsView(Struct, frozen=True):
    """robots.txt."""

    sitemap: str


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A case study in the feeds."""

    url: str
    title: str
    summary: str
    """Plain text."""
    updated: str
    """RFC 3339, at midnight UTC: the owner gives days."""
    tags: tuple[str, ...]


class FeedView(Struct, frozen=True, kw_only=True):
    """feed.atom; feed.json is written from the same."""

    title: str
    home: str
    atom: str
    json: str
    author: str
    language: str
    updated: str
    """The newest entry's."""
    entries: tuple[FeedEntry, ...]
    """The newest first."""
