"""`variants:` of portfolio.yaml: what they name must be there, and each shows something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostics, did_you_mean
from portfolio.load.references import report_draft, report_duplicates
from portfolio.load.scalars import shorten
from portfolio.model.case_study import CaseStudy
from portfolio.model.folders import CASE_STUDIES_FOLDER
from portfolio.model.names import tag_slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.errors import Diagnostic
    from portfolio.load.schema import Read
    from portfolio.load.sections import Shown
    from portfolio.model.config import Config


def list_variants(read: Read[Config]) -> list[str]:
    """Return the names of the variants in a file, also of those with errors."""
    return [*dict.fromkeys(str(path[1]) for path in read.spans if path[0:1] == ("variants",) and path[1:])]


def check_variants(read: Read[Config], shown: Shown) -> Iterator[Diagnostic]:
    """Yield an error for each unknown name in a variant, and for each variant that shows no case study.

    Nothing is judged while a case study has errors of its own.
    """
    articles = [article for path, article in shown.articles.items() if path.startswith(CASE_STUDIES_FOLDER)]
    studies = [article for article in articles if isinstance(article, CaseStudy)]
    if len(studies) < len(articles):
        return
    diagnostics = Diagnostics()
    slugs = {study.slug for study in studies}
    names = {tag_slug(name): name for study in studies for name in (*study.stack, *study.tags)}
    for name in list_variants(read):
        for slug, span in read.entries("variants", name, "case_studies", None):
            if f"{CASE_STUDIES_FOLDER}{slug}.md" in shown.drafts:
                report_draft(slug, span, diagnostics)
            elif slug not in slugs:
                message = f"unknown case study `{shorten(slug)}`"
                help_ = did_you_mean(slug, slugs) or "write the name of its file, without `.md`"
                diagnostics.error(Code.UNKNOWN_REFERENCE, message, span, help_)
        for tag, span in read.entries("variants", name, "tags", None):
            if tag_slug(tag) not in names:
                message = f"no case study has the tag `{shorten(tag)}`"
                help_ = did_you_mean(tag, names.values()) or "name a tag or a stack entry of a case study"
                diagnostics.error(Code.UNKNOWN_REFERENCE, message, span, help_)
        for key in ("case_studies", "tags"):
            report_duplicates(read.entries("variants", name, key, None), f"in `{key}`", diagnostics)
        if not studies:
            message = f"the variant `{name}` shows no case study"
            diagnostics.error(
                Code.UNKNOWN_REFERENCE,
                message,
                read.spans["variants", name],
                "write one, or drop the variant",
            )
    yield from diagnostics.items
