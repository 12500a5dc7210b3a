"""The settings of portfolio.yaml, and the address a site is published under."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote, urlsplit

from msgspec import Meta, Struct

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


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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


class BaseUrl(Struct, frozen=True):
    """An absolute address that ends in a slash, split where relative links need it."""

    url: str

    @classmethod
    def parse(cls, url: str) -> BaseUrl:
        """Return the base address with its closing slash."""
        return cls(url.rstrip("/") + "/")

    @property
    def path(self) -> str:
        """The base path: `/`, or `/some-repo/` for a project page."""
        return urlsplit(self.url).path

    def absolute(self, address: str) -> str:
        """Turn an address of the site (`/principles/`) into an absolute one, in ASCII as feeds and sitemaps want it."""
        return self.url + quote(address.removeprefix("/"), safe="/#%")
