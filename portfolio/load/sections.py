"""The home page's sections and figures: each must have something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostics, did_you_mean
from portfolio.load.references import list_spans, report_duplicates
from portfolio.load.wording import shorten
from portfolio.model.home import MarkdownSection

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from portfolio.load.schema import Read
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.home import Home
    from portfolio.model.profile import Principle, Profile, Repository, StackGroup


class Shown(NamedTuple):
    """What sections can show; None stands for a file that could not be read, and is not judged."""

    profile: Profile | None
    case_studies: Mapping[str, CaseStudy | None]
    """By slug."""
    documents: Collection[str]
    """Names of Markdown files, relative to content/, readable or not."""
    principles: Sequence[Principle] | None
    stack: Sequence[StackGroup] | None
    repositories: Sequence[Repository] | None


def check_home(read: Read[Home], shown: Shown, diagnostics: Diagnostics) -> None:
    """Report sections and figures of the home page that point at nothing, or have nothing to show."""
    home = read.value
    if home is None:
        return
    _check_figures(read, home.figures, shown.case_studies, diagnostics)
    report_duplicates(
        [section.anchor for section in home.sections],
        "as a section's id",
        [
            read.spans.get(("sections", index, "id"), read.spans["sections", index, "kind"])
            for index in range(len(home.sections))
        ],
        diagnostics,
        "give each section an `id` of its own",
    )
    empty = dict(_find_empty(shown))
    for index, section in enumerate(home.sections):
        if isinstance(section, MarkdownSection) and section.file not in shown.documents:
            diagnostics.error(
                Code.UNKNOWN_REFERENCE,
                f"there is no Markdown file `{shorten(section.file)}` in content/",
                read.spans["sections", index, "file"],
                did_you_mean(section.file, shown.documents) or "write the file's name, relative to content/",
            )
        if section.kind in empty:
            diagnostics.error(
                Code.UNKNOWN_REFERENCE,
                f"the section `{section.kind}` has nothing to show",
                read.spans["sections", index, "kind"],
                f"{empty[section.kind]}, or drop the section",
            )


def _find_empty(shown: Shown) -> list[tuple[str, str]]:
    """Return the kinds of section without data, each with what to do."""
    found = [
        (kind, f"write content/{kind}.yaml")
        for kind, data in (
            ("principles", shown.principles),
            ("stack", shown.stack),
            ("repositories", shown.repositories),
        )
        if data is not None and not data
    ]
    if not shown.case_studies:
        found.append(("case-studies", "write a case study into content/case-studies/"))
    profile = shown.profile
    if profile is not None and not (profile.email or profile.links or profile.closing):
        found.append(("contact", "give `email` or `links` in content/profile.yaml"))
    return found


def _check_figures(
    read: Read[Home],
    figures: Sequence[str],
    case_studies: Mapping[str, CaseStudy | None],
    diagnostics: Diagnostics,
) -> None:
    """Report figures that no case study has; those of one that could not be read are not judged."""
    known = [f"{slug}/{item.id}" for slug, study in case_studies.items() if study for item in study.outcomes]
    spans = list_spans(read, "figures", figures)
    for figure, span in zip(figures, spans, strict=True):
        slug = figure.partition("/")[0]
        is_unread = slug in case_studies and case_studies[slug] is None
        if figure not in known and not is_unread:
            diagnostics.error(
                Code.UNKNOWN_REFERENCE,
                f"no case study has the outcome `{shorten(figure)}`",
                span,
                did_you_mean(figure, known) or "write it as `case-study/outcome-id`",
            )
    report_duplicates(figures, "in `figures`", spans, diagnostics)
