"""Views that several kinds of page share: links, the head and foot of a page, rows of case studies, principles."""

from __future__ import annotations

from msgspec import Struct


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
