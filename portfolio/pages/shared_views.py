"""Views that several kinds of page share: links, the head and foot of a page, rows of case studies, principles."""

from __future__ import annotations

from msgspec import Struct


class LinkView(Struct, frozen=True):
    """A word with or without a link."""

    label: str
    href: str | None = None
    current: bool = False
    """Whether it links to its own page or part of the site."""


class PageView(Struct, frozen=True, kw_only=True):
    """The head, navigation and foot of every page."""

    title: str
    description: str
    language: str
    root: str
    """The address of the site's root: `./`, `../../`, or the base path on the 404 page."""
    canonical: str | None
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
    nav: tuple[LinkView, ...]
    """The sections of the home page with a `nav` word."""
    footer: tuple[LinkView, ...]
    """The pages that every page links to, whatever sections the home page has."""
    styles: str
    """The parts of the theme's stylesheet for the page, separated by blanks: `profile stats`."""
    picture_hosts: tuple[str, ...] = ()
    """Other hosts of images, as `https://host`: those of the owner's embeds."""


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


class PrincipleLink(Struct, frozen=True):
    """A principle by its name, with its address on the page of all."""

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
