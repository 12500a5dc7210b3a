"""The owner: profile, principles, stack and repositories."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from portfolio.model.link import Link, LinkAddress
from portfolio.model.picture import PictureFile
from portfolio.model.text import Id, Inline, Text

_LOGIN = "[a-z0-9][a-z0-9_-]{0,38}"
_ACCOUNT = re.compile(
    rf"@?({_LOGIN})|(?:https?://)?(?:www\.)?github\.com/({_LOGIN})/?(?:[?#]\S*)?", re.IGNORECASE | re.ASCII
)
"""Source: GitHub's docs, "Username considerations for external authentication" (the underscore is a company's)."""
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{2,}")
_EMAIL = re.compile(r"""[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]+""")


def parse_login(text: str) -> str:
    """Return the login that an owner means: `ada`, `@ada` and `https://github.com/ada/` are one.

    Raises:
        ValueError: the text names no account; the message is what to write instead.

    >>> parse_login("ada"), parse_login("@ada"), parse_login("https://www.github.com/ada/")
    ('ada', 'ada', 'ada')
    """
    match = _ACCOUNT.fullmatch(text)
    if match is None:
        raise ValueError("expected a GitHub login such as octocat, or the address of its profile")
    return match[1] or match[2]


def parse_email(text: str) -> str:
    """Return an e-mail address that can be used as one.

    Raises:
        ValueError: the text is none; the message is what to write instead.
    """
    if text.lower().startswith("mailto:"):
        raise ValueError("write the address without `mailto:`")
    if not _EMAIL.fullmatch(text):
        raise ValueError("expected an address such as name@example.org")
    return text


def parse_phone(text: str) -> str:
    """Return a telephone number.

    Raises:
        ValueError: the text is none; the message is what to write instead.
    """
    if not _PHONE.fullmatch(text):
        raise ValueError("expected a number such as +1 555 0100")
    return text


Login = Annotated[
    str, Meta(min_length=1, extra={"parse": parse_login}, extra_json_schema={"pattern": r"^\S+$"})
]
Email = Annotated[
    str,
    Meta(
        min_length=1,
        extra={"parse": parse_email},
        extra_json_schema={"pattern": f"^(?![Mm][Aa][Ii][Ll][Tt][Oo]:){_EMAIL.pattern}$"},
    ),
]
Phone = Annotated[
    str,
    Meta(
        min_length=1,
        extra={"parse": parse_phone},
        extra_json_schema={"pattern": f"^{_PHONE.pattern}$", "minimum": 0},
    ),
]
SecureUrl = Annotated[
    str, Meta(pattern="^https://[^/\\s]+[^\\s]*$", description="an address that begins with https://")
]
Count = Annotated[int, Meta(ge=0, description="a whole number from 0")]
FactValue = int | str | tuple[Text, ...] | dict[Text, tuple[Text, ...]]
"""A count, a word, a list, or lists under a heading (`AWS: [ECS, Lambda]`)."""


class SpokenLanguage(Struct, frozen=True, kw_only=True):
    """A language that the owner speaks."""

    language: Text
    fluency: Text | None = None


class Profile(Struct, frozen=True, kw_only=True):
    """content/profile.yaml."""

    MOVED: ClassVar[dict[str, str]] = {
        "companies": "write them into content/experience.yaml, each as `- employer: Name`",
        "certifications": "write them into content/certifications.yaml, each as `- name: Name`",
    }
    """Keys that the file had, and what to do with them."""

    name: Text
    role: Text | None = None
    fields: tuple[Text, ...] = ()
    """The person's field; the second line of the banner."""
    years: Text | None = None
    """Years of experience, as `3+`."""
    location: Text | None = None
    time_zone: Text | None = None
    availability: Text | None = None
    languages: tuple[SpokenLanguage, ...] = ()
    photo: PictureFile | None = None
    lead: Inline | None = None
    """One sentence for the first screen."""
    about: tuple[Inline, ...] = ()
    """Further paragraphs."""
    facts: dict[Text, FactValue] = {}
    """The facts of the self-description in code, in this order, after the employers."""
    email: Email | None = None
    phone: Phone | None = None
    resume: LinkAddress | None = None
    links: tuple[Link, ...] = ()
    github: Login | None = None
    """The GitHub login, however the owner wrote it."""
    closing: tuple[Text, ...] = ()
    """The beats of the closing line."""

    @property
    def title(self) -> str:
        """The name, with the role if there is one: `Ada Example, Backend Engineer`; other scripts have other commas."""
        comma = ", " if self.name[0] < "֐" else " · "
        return f"{self.name}{comma}{self.role}" if self.role else self.name


class Principle(Struct, frozen=True, kw_only=True):
    """One entry of content/principles.yaml; case studies refer to it by id."""

    id: Id
    text: Inline
    name: Text
    """Two or three words for links: `idempotency`."""


class StackGroup(Struct, frozen=True, kw_only=True):
    """One row of content/stack.yaml."""

    name: Text
    entries: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Repository(Struct, frozen=True, kw_only=True):
    """One entry of content/repositories.yaml."""

    name: Text
    url: SecureUrl
    language: Text | None = None
    description: Text | None = None
    stars: Count | None = None
    forks: Count | None = None
    fork_of: Text | None = None
    """`owner/name` of the repository it was forked from."""
    tags: tuple[Text, ...] = ()
