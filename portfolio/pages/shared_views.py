"""Views that several kinds of page share: links, the head and foot of a page, rows of case studies, principles."""

from __future__ import annotations

from msgspec import Struct


class LinkView(Struct, frozen=True):
    """A word with or without a link."""

    label: str
    href: str | None = None
    current: bool = False
    """Whether it links to its own page or part of the site."""
    count: int = 0
    """How many case studies and posts it leads to; 0 for other links."""
    hint: str = ""
    """What a tag leads to, for screen readers: `case studies`."""


class LineView(Struct, frozen=True):
    """A link in a list of single lines."""

    text: str
    href: str
    kind: str
    """What it is, before the link: the company of a case study, or `principle`; may be empty."""
    when: str = ""
    """Its day or its time; may be empty."""


class CardImage(Struct, frozen=True):
    """The picture that shows where a page is linked."""

    src: str
    """Its address with its host."""
    width: int
    height: int
    alt: str


class PageView(Struct, frozen=True, kw_only=True):
    """The head, navigation and foot of every page."""

    title: str
    description: str
    language: str
    root: str
    """The address of the site's root: `./`, `../../`, or the base path on the 404 page; in a variant that of its own root."""
    files: str
    """The same, but out of a variant: it shares the files of static/ with the site."""
    address: str | None
    """The page's own, with its host; None on the 404 page, which has none."""
    is_indexed: bool
    """Whether search engines may list it."""
    heading: str
    """The title without the owner's name, for previews."""
    kind: str
    """Open Graph's type: `profile`, `article` or `website`."""
    structured_data: str
    """JSON-LD, escaped for its element; may be empty."""
    feeds: tuple[LinkView, ...]
    """Media type and address of each feed."""
    owner: str
    plate: str
    """The site's name in the navigation: `~/ada`."""
    is_home: bool
    path: tuple[LinkView, ...]
    """The way from the home page, the page itself last and without a link; empty on the home page."""
    nav: tuple[LinkView, ...]
    """The sections of the home page with a `nav` word."""
    footer: tuple[LinkView, ...]
    """The pages that every page links to, whatever sections the home page has."""
    picture_hosts: tuple[str, ...] = ()
    """Other hosts of images, as `https://host`: those of the owner's embeds."""
    card: CardImage | None = None
    """None without cards, and on the 404 page."""
    style: str = ""
    """A stylesheet of this page alone."""


class PictureView(Struct, frozen=True, kw_only=True):
    """The owner's photo, or the cover of an article."""

    src: str
    alt: str
    width: str
    """In pixels, as the height; empty if unknown."""
    height: str
    srcset: str
    """Its sizes, for browsers to choose from; empty if it has one only."""
    dark: str
    """The address of its form for dark screens, or its sizes; may be empty."""


class StudyRow(Struct, frozen=True, kw_only=True):
    """A case study, or a post, in a list."""

    href: str
    headline: str
    company: str
    """For whom it was done; may be empty, as the period and the problem."""
    period: str
    """The day of a post."""
    problem: str
    """The summary of a post."""
    tags: tuple[LinkView, ...]
    cover: PictureView | None
    decisions: tuple[str, ...]
    """Those that name the tag whose page it is, with inline markup."""


class PrincipleView(Struct, frozen=True, kw_only=True):
    """A principle, with the case studies that taught it."""

    number: int
    """In the owner's order, from 1."""
    id: str
    name: str
    href: str
    """Its address on the page of all."""
    text: str
    taught_by: tuple[LinkView, ...]
    lines: tuple[LineView, ...]
    """The same case studies by their results."""
