"""Who the site is about, and what is true of them apart from single case studies."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from portfolio.model.case_study import Id, Inline, Text

Email = Annotated[
    str,
    Meta(
        pattern='^[^@\\s<>"]+@[^@\\s<>"]+\\.[^@\\s<>".]+$', description="an address such as name@example.org"
    ),
]
SecureUrl = Annotated[
    str, Meta(pattern="^https://[^/\\s]+[^\\s]*$", description="an address that begins with https://")
]
Count = Annotated[int, Meta(ge=0, description="a whole number from 0")]
FactValue = int | str | tuple[Text, ...] | dict[Text, tuple[Text, ...]]
"""A count, a word, a list, or lists under a heading (`AWS: [ECS, Lambda]`)."""


class Link(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A profile elsewhere."""

    label: Text
    url: SecureUrl


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """content/profile.yaml."""

    name: Text
    role: Text
    fields: tuple[Text, ...] = ()
    """What the person works on; the second line of the banner."""
    years: Text | None = None
    """Years of experience, as `3+`."""
    companies: tuple[Text, ...] = ()
    lead: Inline
    """One sentence for the first screen."""
    about: tuple[Inline, ...] = ()
    """Paragraphs for those who read on."""
    facts: dict[Text, FactValue] = {}
    """What the self-description in code says, in this order, after the companies."""
    certifications: tuple[Text, ...] = ()
    """Shown as badges, and in the self-description."""
    email: Email | None = None
    links: tuple[Link, ...] = ()
    github: Text | None = None
    """The GitHub login."""
    closing: tuple[Text, ...] = ()
    """The beats of the closing line."""


class Principle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of content/principles.yaml; case studies refer to it by id."""

    id: Id
    text: Inline
    name: Text
    """Two or three words for links: `idempotency`."""


class StackGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of content/stack.yaml."""

    name: Text
    entries: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Repository(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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
