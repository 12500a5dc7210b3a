"""The settings of portfolio.yaml, and the address a site is published under."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote, urlsplit

from msgspec import Meta, Struct

from portfolio.model.domain import ascii_host

ThemeName = Annotated[
    str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", description="lower-case letters, digits and hyphens")
]
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
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Word = Annotated[str, Meta(min_length=1, description="text")]


class StatsSettings(Struct, frozen=True, kw_only=True):
    """`stats:` in portfolio.yaml: where GitHub's figures come from, and how they are counted."""

    api_url: HttpUrl | None = None
    """GitHub's REST interface; told by the environment, or github.com's, where it is missing."""
    graphql_url: HttpUrl | None = None
    """GitHub's GraphQL interface; likewise."""
    streak: Literal["daily", "weekly"] = "daily"
    """Which of the two streaks is shown."""
    days_off: tuple[Weekday, ...] = ()
    """Weekdays without contributions that do not end a daily streak."""
    hidden_languages: tuple[Word, ...] = ()
    """Not counted; case and blanks do not matter."""
    language_aliases: dict[Word, Word] = {}
    """What a language counts as, on top of the built-in ones."""
    language_order: Literal["bytes", "repositories", "both"] = "bytes"
    """What puts one language before another; `both` is the root of their product."""
    archived: bool = True
    """Whether languages of archived repositories count."""


class Config(Struct, frozen=True, kw_only=True):
    """portfolio.yaml."""

    theme: ThemeName = "terminal"
    palette: ThemeName = "phosphor"
    """The theme's set of colours."""
    palette_switch: bool = False
    """Whether a visitor may choose palette and scheme; the browser then remembers the choice."""
    base_url: HttpUrl | None = None
    """Where the site is published; inferred where it is missing."""
    language: Language = "en"
    email: Literal["shown", "spelled-out"] = "shown"
    """Whether the e-mail address is a link, or words that harvesters do not recognise."""
    stats: StatsSettings = StatsSettings()
    editor: EditorUrl | None = None
    """What opens a file in the owner's editor; `serve` makes the places in its messages links to it."""


class BaseUrl(Struct, frozen=True):
    """An absolute address that ends in a slash, split where relative links need it."""

    url: str

    @classmethod
    def parse(cls, url: str) -> BaseUrl:
        """Return the base address in ASCII, with its closing slash.

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
        """Turn an address of the site (`/principles/`) into an absolute one, in ASCII as feeds and sitemaps want it."""
        return self.url + quote(address.removeprefix("/"), safe="/#%")
