"""The settings of portfolio.yaml, and the base URL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal
from urllib.parse import quote, urlsplit

from msgspec import Meta, Struct

from portfolio.model.names import ascii_host
from portfolio.model.text import FileName, Inline, Text

ThemeName = Annotated[
    str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", description="lower-case letters, digits and hyphens")
]
VariantName = Annotated[
    str,
    Meta(
        pattern="^[a-z0-9][a-z0-9-]{0,62}$",
        description="lower-case letters, digits and hyphens, at most 63",
    ),
]
"""The name of a folder: as long as a part of a domain may be."""
HttpUrl = Annotated[
    str,
    Meta(
        pattern="^https?://[^/\\s?#]+[^\\s?#]*$",
        description="an address that begins with https:// or http://",
    ),
]
Language = Annotated[
    str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="a language tag such as en or pt-BR")
]

EditorUrl = Annotated[
    str,
    Meta(
        pattern=r"^(?!javascript:|data:|vbscript:)[a-z][a-z0-9+.-]*:(?=.*\{path\})([^\s{}]|\{(path|line|column)\})+$",
        description="an address such as vscode://file/{path}:{line}:{column}",
    ),
]
ContactUrl = Annotated[
    str,
    Meta(
        pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://[^/\s]+\S*|tel:\+[0-9-]+)$",
        description="an address such as mailto:name@example.org",
    ),
]
"""Source: RFC 9116, section 2.5.3."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Word = Annotated[str, Meta(min_length=1, description="text")]


class StatsSettings(Struct, frozen=True, kw_only=True):
    """`stats:` in portfolio.yaml: the source of GitHub statistics, and how they are counted."""

    api_url: HttpUrl | None = None
    """The address of GitHub's REST interface; default: that of the environment, or github.com's."""
    graphql_url: HttpUrl | None = None
    """GitHub's GraphQL interface; likewise."""
    streak: Literal["daily", "weekly"] = "daily"
    """Which of the two streaks is shown."""
    days_off: tuple[Weekday, ...] = ()
    """Weekdays without contributions that do not end a daily streak."""
    hidden_languages: tuple[Word, ...] = ()
    """Not counted; case and blanks do not matter."""
    language_aliases: dict[Word, Word] = {}
    """The group of a language, in addition to the built-in ones."""
    language_order: Literal["bytes", "repositories", "both"] = "bytes"
    """How languages are sorted; `both` is by the root of the product."""
    archived: bool = True
    """Whether languages of archived repositories count."""


class Outputs(Struct, frozen=True, kw_only=True):
    """`outputs:` in portfolio.yaml: which files are made beside the pages; each key is a module of portfolio/outputs/."""

    text: bool = True
    """Plain text of the home page and of each article."""
    ansi: bool = False
    """The same with colours and links for terminals."""
    man: bool = False
    """The same for `man`."""
    json_resume: bool = True
    """The content as JSON Resume."""
    markdown: bool = False
    """Markdown of the home page and of each article."""
    cards: bool = False
    """A picture of each page, which links to it show elsewhere."""
    resume: bool = False
    """A résumé as a page and as PDF."""


class Variant(Struct, frozen=True, kw_only=True):
    """One of `variants:` in portfolio.yaml: the site as it is for one job, cut and ordered, at an unlisted address."""

    role: Text | None = None
    """In place of the profile's."""
    lead: Inline | None = None
    """Likewise."""
    case_studies: tuple[Word, ...] = ()
    """Slugs of those that come first, in this order."""
    tags: tuple[Word, ...] = ()
    """Tags and stack entries; the case studies that have one of them follow. Without both keys all are shown."""
    limit: Annotated[int, Meta(ge=1, description="a whole number from 1")] | None = None
    """How many case studies are shown at most."""


CONTENT_VERSION = 2
"""The version of the content that this version of the tool writes."""


class Files(Struct, frozen=True, kw_only=True):
    """`files:` in portfolio.yaml: small files for programs, which say where things are; each key is a module of portfolio/outputs/."""

    vcard: bool = False
    """A card for address books."""
    llms: bool = False
    """A list of the site's texts for language models."""
    humans: bool = False
    """Who made the site."""


class Security(Struct, frozen=True, kw_only=True):
    """`security:` in portfolio.yaml: where to report a weakness of the site."""

    contact: Annotated[tuple[ContactUrl, ...], Meta(min_length=1)]
    """Addresses, the best one first."""
    expires: dt.date
    """The last day on which the file holds."""
    policy: HttpUrl | None = None
    """The address of a policy."""


class Config(Struct, frozen=True, kw_only=True):
    """portfolio.yaml."""

    content_version: Annotated[int, Meta(ge=1)] = CONTENT_VERSION
    """Which version of the tool the content was written for; `portfolio upgrade` sets it."""

    theme: ThemeName = "terminal"
    palette: ThemeName = "phosphor"
    """The theme's set of colours."""
    palette_switch: bool = False
    """Whether a visitor may choose palette and scheme; the browser then remembers the choice."""
    base_url: HttpUrl | None = None
    """Where the site is published; inferred if omitted."""
    language: Language = "en"
    confidential: FileName | None = None
    """A file of words that nothing published may have, one a line; it may be missing, as on a server."""
    spelling: FileName | None = None
    """A file of misspelt words, a line each: `wrong -> right`."""
    email: Literal["shown", "spelled-out"] = "shown"
    """Whether the e-mail address is a link, or words that harvesters do not recognise."""
    stats: StatsSettings = StatsSettings()
    outputs: Outputs = Outputs()
    files: Files = Files()
    security: Security | None = None
    variants: dict[VariantName, Variant] = {}
    """By name, which is their address: `/for/<name>/`."""
    paper: Literal["a4", "letter"] = "a4"
    """The size of the sheets of the résumé."""
    fonts: tuple[FileName, ...] = ()
    """Font files, relative to content/, for scripts that the fonts of the tool lack."""
    editor: EditorUrl | None = None
    """The address that opens a file in the owner's editor, for links in the messages of `serve`."""


class BaseUrl(Struct, frozen=True):
    """An absolute address that ends in a slash, and its path."""

    url: str

    @classmethod
    def parse(cls, url: str) -> BaseUrl:
        """Return the base URL in ASCII, with its closing slash.

        Raises:
            ValueError: its host or its port cannot be one.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        name = f"[{host}]" if ":" in host else ascii_host(host)
        port = "" if parts.port is None else f":{parts.port}"
        path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
        return cls(f"{parts.scheme}://{name}{port}{path}/")

    @property
    def path(self) -> str:
        """The base path: `/`, or `/some-repo/` for a project page."""
        return urlsplit(self.url).path

    def absolute(self, address: str) -> str:
        """Return an address of the site (`/principles/`) as an absolute one, in ASCII as in feeds and sitemaps."""
        return self.url + quote(address.removeprefix("/"), safe="/#%")


class VariantUrl(BaseUrl, frozen=True):
    """The base URL of a variant, which has some of the site's addresses."""

    site: BaseUrl
    has: Callable[[str], bool]
    """Whether the variant has an address."""

    def absolute(self, address: str) -> str:
        """Return an address of the variant as an absolute one; one that it lacks is the site's."""
        path = f"/{address.removeprefix('/')}"
        return super().absolute(path) if self.has(path) else self.site.absolute(path)
