"""The home page's sections and their order: content/home.yaml."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from portfolio.model.text import FileName, Id, Inline, Text

ImageUrl = Annotated[
    str,
    Meta(
        pattern="^https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/[^\\s\"'<>]*$",
        description="the address of a picture that begins with https:// and a host",
    ),
]
"""Its host is written into the page's content policy, so it has letters, digits, dots and hyphens only."""
Pixels = Annotated[int, Meta(ge=1, le=4000, description="a whole number of pixels, from 1 to 4000")]
MAX_FIGURES = 4
"""The numbers that fit on the first screen."""
Limit = Annotated[int, Meta(ge=1, description="a whole number from 1")]
CodeLanguage = Literal["java", "go", "python", "typescript", "rust"]


class Section(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """The keys of every section."""

    COMMAND: ClassVar[str] = ""
    """The command of a section that has none of its own; its title is among the words of the language."""

    title: Text | None = None
    command: str | None = None
    """The ornament above the title, without its `$`; none if empty."""
    id: Id | None = None
    """The section's anchor; default: its kind."""
    nav: Text | None = None
    """Its word in the site's navigation; without one it is not there."""
    intro: Inline | None = None
    """A line under the title."""

    @property
    def prompt(self) -> str:
        """Its command, or that of its kind."""
        return self.COMMAND if self.command is None else self.command

    @property
    def kind(self) -> str:
        """The word after `kind:` in the file."""
        return str(type(self).__struct_config__.tag)

    @property
    def anchor(self) -> str:
        """The id the section has on the page."""
        return self.id or self.kind


class ListSection(Section, frozen=True, kw_only=True):
    """A section with a list that can be long."""

    limit: Limit | None = None
    """How many entries are shown in full."""


class CaseStudiesSection(ListSection, frozen=True, kw_only=True, tag="case-studies"):
    """The case studies as rows."""

    COMMAND = "ls case-studies/"


class ProjectsSection(ListSection, frozen=True, kw_only=True, tag="projects"):
    """The projects, as the case studies are shown."""

    COMMAND = "ls projects/"


class WritingSection(ListSection, frozen=True, kw_only=True, tag="writing"):
    """The latest posts."""

    COMMAND = "ls -t writing/"


class AboutSection(Section, frozen=True, kw_only=True, tag="about"):
    """The profile's paragraphs."""

    COMMAND = "cat about.md"


class CodeSection(Section, frozen=True, kw_only=True, tag="code"):
    """The profile's facts as code."""

    COMMAND = "cat engineer"

    language: CodeLanguage


class MarkdownSection(Section, frozen=True, kw_only=True, tag="markdown"):
    """A Markdown file of content/."""

    title: Text  # no kind of text has a title that fits all
    file: FileName
    """The file's name, relative to content/."""


class EntriesSection(ListSection, frozen=True, kw_only=True):
    """The entries of the file of its kind, the latest first."""


class ExperienceSection(EntriesSection, frozen=True, kw_only=True, tag="experience"):
    """Employers and positions."""

    COMMAND = "last"


class EducationSection(EntriesSection, frozen=True, kw_only=True, tag="education"):
    """Schools and degrees."""

    COMMAND = "cat education.txt"


class CertificationsSection(EntriesSection, frozen=True, kw_only=True, tag="certifications"):
    """Certifications."""

    COMMAND = "gpg --list-keys"


class TalksSection(EntriesSection, frozen=True, kw_only=True, tag="talks"):
    """Talks."""

    COMMAND = "ls talks/"


class PublicationsSection(EntriesSection, frozen=True, kw_only=True, tag="publications"):
    """Papers, books and articles elsewhere."""

    COMMAND = "cat publications.bib"


class AwardsSection(EntriesSection, frozen=True, kw_only=True, tag="awards"):
    """Awards."""

    COMMAND = "ls awards/"


class VolunteeringSection(EntriesSection, frozen=True, kw_only=True, tag="volunteering"):
    """Volunteering."""

    COMMAND = "ls volunteering/"


class TestimonialsSection(EntriesSection, frozen=True, kw_only=True, tag="testimonials"):
    """Words of others."""

    COMMAND = "mail"


class PrinciplesSection(Section, frozen=True, kw_only=True, tag="principles"):
    """The principles, each with the case studies that taught it."""

    COMMAND = "cat principles.txt"


class StackSection(Section, frozen=True, kw_only=True, tag="stack"):
    """The stack as a table."""

    COMMAND = "ls stack/"


class RepositoriesSection(Section, frozen=True, kw_only=True, tag="repositories"):
    """The repositories, with a link to the GitHub profile."""

    COMMAND = "gh repo list"


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

    COMMAND = "git log --stat"

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

    COMMAND = "cat contact.txt"


AnySection = (
    CaseStudiesSection
    | ProjectsSection
    | ExperienceSection
    | AboutSection
    | CodeSection
    | MarkdownSection
    | PrinciplesSection
    | StackSection
    | TestimonialsSection
    | TalksSection
    | PublicationsSection
    | WritingSection
    | EducationSection
    | CertificationsSection
    | AwardsSection
    | VolunteeringSection
    | StatsSection
    | RepositoriesSection
    | ContactSection
)


class Home(Struct, frozen=True, kw_only=True):
    """content/home.yaml."""

    command: str = "whoami"
    """The ornament above the banner; none if empty."""
    figures: Annotated[tuple[Text, ...], Meta(max_length=MAX_FIGURES)] = ()
    """Outcomes for the first screen, each as `case-study-slug/outcome-id`."""
    sections: tuple[AnySection, ...] = ()
    """If omitted, one for each kind of content that there is."""
