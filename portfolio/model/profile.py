"""The owner: profile, principles, stack and repositories."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import unquote

from msgspec import Meta, Struct

from portfolio.model.case_study import Id, Inline, Text

_LOGIN = "[a-z0-9][a-z0-9_-]{0,38}"
_ACCOUNT = re.compile(
    rf"@?({_LOGIN})|(?:https?://)?(?:www\.)?github\.com/({_LOGIN})/?(?:[?#]\S*)?", re.IGNORECASE | re.ASCII
)
"""Source: GitHub's docs, "Username considerations for external authentication" (the underscore is a company's)."""
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


def parse_link(text: str) -> str:
    """Return the address of a link of the profile; a path, as in Markdown, is resolved later.

    Raises:
        ValueError: the text is neither; the message is what to write instead.

    >>> parse_link("tel:+1-555-0100"), parse_link("/cv.pdf")
    ('tel:+1-555-0100', '/cv.pdf')
    """
    if re.search(r"\s", text):
        raise ValueError("write the address without blanks; write `%20` for a blank in a file name")
    scheme, _, rest = text.partition(":")
    rule = _LINK_RULES.get(scheme.lower())
    is_path = text.startswith(("/", "./", "../")) and not text.startswith("//")
    if "\\" in text or not (rule.match(rest) if rule else is_path):
        raise ValueError(
            "expected an address that begins with https://, http://, mailto: or tel:, "
            "or a file of static/, such as /cv.pdf"
        )
    return text


_LINK_RULES = {
    "https": re.compile(r"//[^/?#]"),
    "http": re.compile(r"//[^/?#]"),
    "mailto": re.compile(r"[^@?#]+@[^@?#]"),
    "tel": re.compile(r"[+(.*#-]*[0-9][0-9().*#-]*(;|$)"),
}
"""The allowed schemes, and what follows each. Source: RFC 6068 (mailto), RFC 3966 (tel)."""

Login = Annotated[str, Meta(min_length=1, extra={"parse": parse_login})]
Email = Annotated[str, Meta(min_length=1, extra={"parse": parse_email})]
LinkAddress = Annotated[
    str, Meta(min_length=1, description="an address, or a file of static/", extra={"parse": parse_link})
]
SecureUrl = Annotated[
    str, Meta(pattern="^https://[^/\\s]+[^\\s]*$", description="an address that begins with https://")
]
Count = Annotated[int, Meta(ge=0, description="a whole number from 0")]
FactValue = int | str | tuple[Text, ...] | dict[Text, tuple[Text, ...]]
"""A count, a word, a list, or lists under a heading (`AWS: [ECS, Lambda]`)."""


LinkKind = Literal["web", "mail", "phone", "site"]
"""`site` is a file or a page of the site itself."""


class Link(Struct, frozen=True, kw_only=True):
    """A link of the owner: a profile elsewhere, a telephone number, a file of the site."""

    label: Text
    url: LinkAddress

    @property
    def kind(self) -> LinkKind:
        """What it links to."""
        scheme = self.url.partition(":")[0].lower()
        kinds: dict[str, LinkKind] = {"https": "web", "http": "web", "mailto": "mail", "tel": "phone"}
        return kinds.get(scheme, "site")

    @property
    def text(self) -> str:
        """The address for readers, as `github.com/ada` or `+1-555-0100`; of a file of the site, its label."""
        _, _, rest = self.url.partition(":")
        match self.kind:
            case "web":
                return self.url.removeprefix("https://")
            case "mail":
                return unquote(rest.partition("?")[0])
            case "phone":
                return rest.partition(";")[0]
        return self.label


class Profile(Struct, frozen=True, kw_only=True):
    """content/profile.yaml."""

    name: Text
    role: Text
    fields: tuple[Text, ...] = ()
    """The person's field; the second line of the banner."""
    years: Text | None = None
    """Years of experience, as `3+`."""
    companies: tuple[Text, ...] = ()
    lead: Inline
    """One sentence for the first screen."""
    about: tuple[Inline, ...] = ()
    """Further paragraphs."""
    facts: dict[Text, FactValue] = {}
    """The facts of the self-description in code, in this order, after the companies."""
    certifications: tuple[Text, ...] = ()
    """Shown as badges, and in the self-description."""
    email: Email | None = None
    links: tuple[Link, ...] = ()
    github: Login | None = None
    """The GitHub login, however the owner wrote it."""
    closing: tuple[Text, ...] = ()
    """The beats of the closing line."""


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
