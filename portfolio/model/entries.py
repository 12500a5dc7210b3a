"""What a person did, learned and received: a record for each kind, with what a list shows of any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from msgspec import Meta, Struct

from portfolio.model.dates import EndDate, PartialDate, count_months
from portfolio.model.link import LinkAddress
from portfolio.model.text import Inline, Text

if TYPE_CHECKING:
    from portfolio.languages.words import Words

Doi = Annotated[
    str,
    Meta(pattern="^10\\.[0-9]{4,9}/[^\\s]+$", description="a DOI such as 10.1000/182, without its address"),
]
"""Source: the DOI Handbook, section 2.2 (numbering)."""


class Entry(Struct, frozen=True, kw_only=True):
    """An entry of any kind."""

    SHOWN: ClassVar[tuple[str, ...]]
    """The keys that name it: the first one that is given is its heading, the others stand below."""

    def __getattr__(self, key: str) -> Any:  # noqa: ANN401 (a key of another kind)
        """Return nothing for the keys that other kinds have."""
        if key in _KEYS:
            return None
        raise AttributeError(key)

    @property
    def words(self) -> tuple[str, ...]:
        """The values of SHOWN that are given."""
        values = (getattr(self, key) for key in self.SHOWN)
        return tuple(", ".join(value) if isinstance(value, tuple) else value for value in values if value)

    @property
    def has_more(self) -> bool:
        """Whether there is more than its name."""
        return sum(bool(getattr(self, key)) for key in self.__struct_fields__) > 1

    def when(self, words: Words) -> str:
        """Return its date or its time, for readers; empty if it is not known."""
        return words.date(self.date) if self.date else words.period(self.start, self.end)

    @property
    def months(self) -> int | None:
        """How long it was, in months; None unless the months of both ends are known."""
        return count_months(self.start, self.end)

    @property
    def address(self) -> str | None:
        """Where more about it is."""
        return self.url or (f"https://doi.org/{self.doi}" if self.doi else None)


class Position(Entry, frozen=True, kw_only=True):
    """A position at an employer."""

    SHOWN = ("title",)

    title: Text
    start: PartialDate | None = None
    end: EndDate | None = None
    """Without an end the position is held today."""
    summary: Inline | None = None
    highlights: tuple[Inline, ...] = ()
    stack: tuple[Text, ...] = ()
    """What it was done with."""
    parallel: bool = False
    """Whether it may overlap with others without a warning."""


class Employer(Entry, frozen=True, kw_only=True):
    """One entry of content/experience.yaml; case studies refer to it by name."""

    SHOWN = ("employer", "location")

    employer: Text
    url: LinkAddress | None = None
    location: Text | None = None
    positions: tuple[Position, ...] = ()


class Education(Entry, frozen=True, kw_only=True):
    """One entry of content/education.yaml."""

    SHOWN = ("degree", "area", "institution")

    institution: Text
    degree: Text | None = None
    area: Text | None = None
    start: PartialDate | None = None
    end: EndDate | None = None
    url: LinkAddress | None = None
    summary: Inline | None = None
    highlights: tuple[Inline, ...] = ()


class Certification(Entry, frozen=True, kw_only=True):
    """One entry of content/certifications.yaml."""

    SHOWN = ("name", "issuer", "id")

    name: Text
    issuer: Text | None = None
    date: PartialDate | None = None
    expiry: PartialDate | None = None
    """The last day on which it is valid."""
    expired: bool = False
    """Whether it is kept although it has expired."""
    url: LinkAddress | None = None
    id: Text | None = None
    """Its number at the issuer."""


class Talk(Entry, frozen=True, kw_only=True):
    """One entry of content/talks.yaml."""

    SHOWN = ("title", "venue")

    title: Text
    venue: Text | None = None
    date: PartialDate | None = None
    url: LinkAddress | None = None
    summary: Inline | None = None


class Publication(Entry, frozen=True, kw_only=True):
    """One entry of content/publications.yaml."""

    SHOWN = ("title", "authors", "venue", "doi")

    title: Text
    authors: tuple[Text, ...] = ()
    venue: Text | None = None
    """The journal, the conference or the publisher."""
    date: PartialDate | None = None
    doi: Doi | None = None
    url: LinkAddress | None = None
    summary: Inline | None = None


class Award(Entry, frozen=True, kw_only=True):
    """One entry of content/awards.yaml."""

    SHOWN = ("title", "awarder")

    title: Text
    awarder: Text | None = None
    date: PartialDate | None = None
    url: LinkAddress | None = None
    summary: Inline | None = None


class Volunteering(Entry, frozen=True, kw_only=True):
    """One entry of content/volunteering.yaml."""

    SHOWN = ("role", "organization")

    organization: Text
    role: Text | None = None
    start: PartialDate | None = None
    end: EndDate | None = None
    url: LinkAddress | None = None
    summary: Inline | None = None
    highlights: tuple[Inline, ...] = ()


class Testimonial(Entry, frozen=True, kw_only=True):
    """One entry of content/testimonials.yaml: words of others appear only with a name."""

    SHOWN = ("author", "role")

    quote: Inline
    author: Text
    role: Text | None = None
    url: LinkAddress | None = None


ENTRIES: dict[str, type[Entry]] = {
    "experience": Employer,
    "education": Education,
    "certifications": Certification,
    "talks": Talk,
    "publications": Publication,
    "awards": Award,
    "volunteering": Volunteering,
    "testimonials": Testimonial,
}
"""The kinds: each is a file of content/, and a kind of section of the home page."""
_TYPES: tuple[type[Entry], ...] = (*ENTRIES.values(), Position)
_KEYS = {key for type_ in _TYPES for key in type_.__struct_fields__}
