"""The home page's sections and their order: content/home.yaml."""

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
    """The keys of every section."""

    title: Text
    command: str
    """The ornament above the title, without its `$`; none if empty."""
    id: Id | None = None
    """The section's anchor; default: its kind."""
    nav: Text | None = None
    """Its word in the site's navigation; without one it is not there."""
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
    """An image of statistics on another host, loaded with each visit."""

    shows: Literal["stats", "languages", "streak"]
    """The text alternative."""
    url: ImageUrl
    width: Pixels
    height: Pixels

    @property
    def host(self) -> str:
        """Its host, with the port of the address if it has one."""
        return urlsplit(self.url).netloc


class StatsSection(Section, frozen=True, kw_only=True, tag="stats"):
    """GitHub statistics from the snapshot; without one, a link to the profile."""

    mode: Literal["text", "embed"] = "text"
    """`embed` shows images of another host instead of the statistics."""
    embeds: tuple[Embed, ...] = ()
    """The images; shown with `mode: embed` only."""

    @property
    def pictures(self) -> tuple[Embed, ...]:
        """The images to show; none with `mode: text`."""
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
