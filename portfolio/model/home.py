"""What the home page shows, and in which order: content/home.yaml."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from portfolio.model.case_study import FileName, Id, Inline, Text

ImageUrl = Annotated[
    str,
    Meta(
        pattern="^https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/[^\\s\"'<>]*$",
        description="the address of a picture that begins with https:// and a host",
    ),
]
"""Its host is written into the page's content policy, so it has letters, digits, dots and hyphens only."""
Pixels = Annotated[int, Meta(ge=1, le=4000, description="a whole number of pixels, from 1 to 4000")]


class Section(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every section has, whatever it shows."""

    title: Text
    command: str
    """The ornament above the title, without its `$`; none if empty."""
    id: Id | None = None
    """The section's anchor; its kind where none is given."""
    nav: Text | None = None
    """Its word in the site's navigation; left out of it without one."""
    intro: Inline | None = None
    """A line under the title."""

    @property
    def kind(self) -> str:
        """The word after `kind:` in the file."""
        return str(type(self).__struct_config__.tag)

    @property
    def anchor(self) -> str:
        """The id the section has on the page."""
        return self.id or self.kind


class CaseStudiesSection(Section, frozen=True, kw_only=True, tag="case-studies"):
    """The case studies as rows."""


class AboutSection(Section, frozen=True, kw_only=True, tag="about"):
    """The profile's paragraphs, and its facts as code."""


class MarkdownSection(Section, frozen=True, kw_only=True, tag="markdown"):
    """A Markdown file of content/."""

    file: FileName
    """The file's name, relative to content/."""


class PrinciplesSection(Section, frozen=True, kw_only=True, tag="principles"):
    """The principles, each with the case studies that taught it."""


class StackSection(Section, frozen=True, kw_only=True, tag="stack"):
    """The stack as a table."""


class RepositoriesSection(Section, frozen=True, kw_only=True, tag="repositories"):
    """The repositories, with a link to the GitHub profile."""


class Embed(Struct, frozen=True, kw_only=True):
    """A picture of figures that another host draws whenever somebody looks at the page."""

    shows: Literal["stats", "languages", "streak"]
    """What is told to those who do not see it."""
    url: ImageUrl
    width: Pixels
    height: Pixels

    @property
    def host(self) -> str:
        """Whom the visitor's browser asks, with a port where the address has one."""
        return urlsplit(self.url).netloc


class StatsSection(Section, frozen=True, kw_only=True, tag="stats"):
    """GitHub's figures from the snapshot; without one, a link to the profile."""

    mode: Literal["text", "embed"] = "text"
    """`embed` shows pictures of another host in place of the figures."""
    embeds: tuple[Embed, ...] = ()
    """The pictures; shown with `mode: embed` only."""

    @property
    def pictures(self) -> tuple[Embed, ...]:
        """What is shown in place of the figures; nothing with `mode: text`."""
        return self.embeds if self.mode == "embed" else ()


class ContactSection(Section, frozen=True, kw_only=True, tag="contact"):
    """Links and e-mail as shell lines, and the closing line."""


AnySection = (
    CaseStudiesSection
    | AboutSection
    | MarkdownSection
    | PrinciplesSection
    | StackSection
    | StatsSection
    | RepositoriesSection
    | ContactSection
)


class Home(Struct, frozen=True, kw_only=True):
    """content/home.yaml."""

    command: str = "whoami"
    """The ornament above the banner; none if empty."""
    figures: Annotated[tuple[Text, ...], Meta(max_length=4)] = ()
    """Outcomes for the first screen, each as `case-study-slug/outcome-id`."""
    sections: tuple[AnySection, ...] = ()
