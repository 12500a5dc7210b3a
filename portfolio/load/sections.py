"""Checks the home page's sections and `figures`: each must have content, and images of other hosts get a warning."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import structs

from portfolio.errors import Code, Diagnostics, did_you_mean
from portfolio.languages.words import ENGLISH
from portfolio.load.references import report_draft, report_duplicates, report_taken_ids
from portfolio.load.scalars import shorten
from portfolio.model.case_study import CaseStudy, find_numbers
from portfolio.model.folders import CASE_STUDIES_FOLDER, WRITING_FOLDER
from portfolio.model.home import (
    MAX_FIGURES,
    AboutSection,
    AwardsSection,
    CaseStudiesSection,
    CertificationsSection,
    ContactSection,
    EducationSection,
    ExperienceSection,
    MarkdownSection,
    PrinciplesSection,
    ProjectsSection,
    PublicationsSection,
    RepositoriesSection,
    StackSection,
    StatsSection,
    TalksSection,
    TestimonialsSection,
    VolunteeringSection,
    WritingSection,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from portfolio.errors import Span
    from portfolio.languages.words import Words
    from portfolio.load.schema import Read
    from portfolio.model.article import Article
    from portfolio.model.home import AnySection, Home
    from portfolio.model.profile import Profile
    from portfolio.model.snapshot import Snapshot


class Shown(NamedTuple):
    """The content of sections; None for a file that could not be read, which is not checked."""

    profile: Profile | None
    articles: Mapping[str, Article | None]
    """By path."""
    documents: Collection[str]
    """Names of Markdown files, relative to content/, readable or not."""
    lists: Mapping[str, Sequence[Any] | None]
    """The files of content/ that are lists, by their names without `.yaml`."""
    snapshot: Snapshot | None
    drafts: Collection[str]
    """Paths of articles that are left out."""
    blank: Collection[str]
    """Those of the documents without text."""


def check_home(read: Read[Home], shown: Shown, diagnostics: Diagnostics) -> None:
    """Report sections of the home page without content, and unknown names in sections and `figures`."""
    _check_quoted_outcomes(read, shown, diagnostics)
    sections: list[tuple[int, AnySection]] = [
        (int(path[1]), read.values[path]) for path in read.paths("sections", None)
    ]
    ids = [(section.anchor, _span(read, index, "id")) for index, section in sections]
    report_duplicates(ids, "as a section's id", diagnostics, "give each section an `id` of its own")
    report_taken_ids(ids, diagnostics)
    files = [
        (section.file, _span(read, index, "file"))
        for index, section in sections
        if isinstance(section, MarkdownSection)
    ]
    report_duplicates(files, "as a section's file", diagnostics, "a text can be on the page only once")
    empty = _find_empty(shown)
    for index, section in sections:
        if isinstance(section, MarkdownSection):
            _check_file(section, _span(read, index, "file"), shown, diagnostics)
        if isinstance(section, StatsSection) and section.mode == "embed":
            _check_embeds(read, index, section, diagnostics)
        elif section.kind in empty:
            _report_empty(section, _span(read, index, "kind"), empty[section.kind], diagnostics)


def _check_file(section: MarkdownSection, span: Span, shown: Shown, diagnostics: Diagnostics) -> None:
    """Report a section whose file does not exist or has no text."""
    if section.file not in shown.documents:
        message = f"there is no Markdown file `{shorten(section.file)}` in content/"
        help_ = did_you_mean(section.file, shown.documents) or "write the file's name, relative to content/"
        diagnostics.error(Code.UNKNOWN_REFERENCE, message, span, help_)
    elif section.file in shown.blank:
        _report_empty(section, span, f"write text into content/{section.file}", diagnostics)


def _report_empty(section: AnySection, span: Span, help_: str, diagnostics: Diagnostics) -> None:
    message = f"the section `{section.kind}` has nothing to show"
    diagnostics.error(Code.UNKNOWN_REFERENCE, message, span, f"{help_}, or drop the section")


def _check_embeds(read: Read[Home], index: int, section: StatsSection, diagnostics: Diagnostics) -> None:
    """Warn of each image of another host; report a section with `mode: embed` and no image."""
    for number, embed in enumerate(section.embeds):
        message = (
            f"each visitor's browser loads an image from {embed.host}; it is broken while that host is down"
        )
        help_ = "`mode: text` shows the same from content/stats.json, without another site"
        span = read.spans["sections", index, "embeds", number, "url"]
        diagnostics.warning(Code.STATS_EMBED, message, span, help_)
    if not section.embeds:
        message = "the section `stats` has no picture to embed"
        help_ = "list them under `embeds:`, or set `mode: text`"
        diagnostics.error(Code.UNKNOWN_REFERENCE, message, _span(read, index, "mode"), help_)


def _span(read: Read[Home], index: int, key: str) -> Span:
    """Return the span of a section's key, or of its kind if the key is missing."""
    return read.spans.get(("sections", index, key), read.spans["sections", index, "kind"])


def make_home(read: Read[Home], shown: Shown, words: Words = ENGLISH) -> Home | None:
    """Return the home page; if the owner lists no sections, with one for each kind of content that there is."""
    home = read.value
    if home is None or ("sections",) in read.spans:
        return home
    empty = _find_empty(shown)
    employers = shown.lists["experience"] or ()
    if not any(item.positions or item.location or item.url for item in employers):
        empty["experience"] = ""  # the first screen has their names
    if shown.snapshot is None:
        empty["stats"] = ""
    sections = [
        type_(nav=words[nav] if nav else None)
        for type_, nav in _MADE
        if type_.__struct_config__.tag not in empty
    ]
    figures = home.figures if ("figures",) in read.spans else tuple(_choose_figures(shown))
    return structs.replace(home, figures=figures, sections=tuple(sections))


_MADE: tuple[tuple[Any, str | None], ...] = (
    (CaseStudiesSection, "nav_case_studies"),
    (ProjectsSection, "nav_projects"),
    (ExperienceSection, "nav_experience"),
    (AboutSection, None),
    (StackSection, "nav_stack"),
    (PrinciplesSection, "nav_principles"),
    (TestimonialsSection, None),
    (TalksSection, "nav_talks"),
    (PublicationsSection, "nav_publications"),
    (WritingSection, "nav_writing"),
    (EducationSection, None),
    (CertificationsSection, None),
    (AwardsSection, None),
    (VolunteeringSection, None),
    (StatsSection, None),
    (RepositoriesSection, None),
    (ContactSection, "nav_contact"),
)
"""The sections of a home page that the owner does not arrange, and the key of the word of each in the navigation."""


def _choose_figures(shown: Shown) -> Iterator[str]:
    """Yield the first number of each of the first case studies that have one."""
    studies = (study for study in shown.articles.values() if isinstance(study, CaseStudy))
    return islice(find_numbers(sorted(studies, key=lambda study: study.rank)), MAX_FIGURES)


def _find_empty(shown: Shown) -> dict[str, str]:
    """Return the help for each kind of section without data."""
    found = {
        kind: f"write content/{kind}.yaml"
        for kind, data in shown.lists.items()
        if data is not None and not data
    }
    fetched = shown.snapshot
    if fetched and (fetched.profile.pinned or fetched.repositories.items or fetched.profile.popular):
        found.pop("repositories", None)
    elif "repositories" in found:
        found["repositories"] += ", run `portfolio stats fetch`"
    kinds = {_name_kind(path, article) for path, article in shown.articles.items()}
    for kind, help_ in _ARTICLE_HELP.items():
        if kinds.isdisjoint({kind, None}):
            drafts = [path for path in shown.drafts if path.startswith(CASE_STUDIES_FOLDER)]
            is_draft = drafts and kinds.isdisjoint({"case-studies", "projects"}) and kind != "writing"
            advice = (
                f"every case study is a draft: drop `draft: true` in {min(drafts)}" if is_draft else help_
            )
            found[kind] = advice
    profile = shown.profile
    if profile is not None and not profile.about:
        found["about"] = "give `about` in content/profile.yaml"
    if profile is not None and not profile.github and shown.snapshot is None:
        found["stats"] = "name your account as `github` in content/profile.yaml"
    if profile is not None and not (
        profile.email or profile.phone or profile.resume or profile.links or profile.closing
    ):
        found["contact"] = "give `email` or `links` in content/profile.yaml"
    return found


_ARTICLE_HELP = {
    "case-studies": f"write a case study into {CASE_STUDIES_FOLDER}",
    "projects": f"give a file in {CASE_STUDIES_FOLDER} `kind: project`",
    "writing": f"write a post into {WRITING_FOLDER}",
}
"""The kinds of section that show articles."""


def _name_kind(path: str, article: Article | None) -> str | None:
    """Return the kind of section that shows an article; None if that is not known."""
    if path.startswith(WRITING_FOLDER):
        return "writing"
    if not path.startswith(CASE_STUDIES_FOLDER):
        return ""
    if not isinstance(article, CaseStudy):
        return None
    return "projects" if article.kind == "project" else "case-studies"


def _check_quoted_outcomes(read: Read[Home], shown: Shown, diagnostics: Diagnostics) -> None:
    """Report entries of `figures` that no case study has, except of one that could not be read."""
    for name, span in read.entries("figures", None):
        slug, _, outcome = name.partition("/")
        path = f"{CASE_STUDIES_FOLDER}{slug}.md"
        study = shown.articles.get(path)
        is_unread = path in shown.articles and study is None
        if path in shown.drafts:
            report_draft(path, span, diagnostics)
        elif not is_unread and outcome not in [
            item.id for item in (study.results if isinstance(study, CaseStudy) else ())
        ]:
            studies = [study for study in shown.articles.values() if isinstance(study, CaseStudy)]
            known = [f"{study.slug}/{item.id}" for study in studies for item in study.results if item.id]
            message = f"no case study has the outcome `{shorten(name)}`"
            help_ = did_you_mean(name, known) or "write it as `case-study/outcome-id`"
            diagnostics.error(Code.UNKNOWN_REFERENCE, message, span, help_)
    report_duplicates(read.entries("figures", None), "in `figures`", diagnostics)
