"""A variant of the site: the same data with other words on the first screen, and with the case studies that one job needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from portfolio.model.case_study import find_numbers
from portfolio.model.home import MAX_FIGURES
from portfolio.model.names import tag_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.model.case_study import CaseStudy
    from portfolio.model.config import Variant
    from portfolio.model.home import AnySection
    from portfolio.model.site import Site

FOLDER = "for/"
"""The folder of all variants in the output."""


def cut_site(site: Site, name: str) -> Site:
    """Return a variant of a site: see `Variant`. Everything but the case studies, role and lead stays."""
    variant = site.config.variants[name]
    studies = tuple(
        structs.replace(study, featured=False) for study in pick_studies(site.case_studies, variant)
    )
    profile = structs.replace(
        site.profile, role=variant.role or site.profile.role, lead=variant.lead or site.profile.lead
    )
    home = structs.replace(
        site.home,
        figures=tuple(_choose_figures(site, studies, variant.case_studies)),
        sections=tuple(section for section in site.home.sections if _has_content(section, studies)),
    )
    return structs.replace(site, profile=profile, case_studies=studies, home=home, variant=name)


def pick_studies(studies: Iterable[CaseStudy], variant: Variant) -> list[CaseStudy]:
    """Return the case studies of a variant: those it names in its order, then those with a tag in theirs."""
    by_slug = {study.slug: study for study in studies}
    tags = {tag_slug(tag) for tag in variant.tags}
    named = [by_slug[slug] for slug in dict.fromkeys(variant.case_studies) if slug in by_slug]
    others = [
        study
        for study in by_slug.values()
        if study.slug not in variant.case_studies
        and not tags.isdisjoint(map(tag_slug, (*study.stack, *study.tags)))
    ]
    found = [*named, *others] if variant.case_studies or variant.tags else [*by_slug.values()]
    return found[: variant.limit]


def _choose_figures(site: Site, studies: Iterable[CaseStudy], named: Sequence[str]) -> list[str]:
    """Return the numbers of the first screen: of the owner's ones those whose case studies are shown, else the first ones.

    Those of case studies that the variant names come first, in its order.
    """
    slugs = {study.slug for study in studies}
    places = {slug: place for place, slug in reversed([*enumerate(named)])}
    own = [(re.split("[/#]", name)[0], name) for name in site.home.figures]
    own = [item for item in own if item[0] in slugs]
    own.sort(key=lambda item: places.get(item[0], len(named)))
    return [name for _, name in own] or [*find_numbers(studies)][:MAX_FIGURES]


def _has_content(section: AnySection, studies: Iterable[CaseStudy]) -> bool:
    """Whether a section of the home page still has something to show."""
    kind = {"projects": "project", "case-studies": "case-study"}.get(section.kind)
    return kind is None or any(study.kind == kind for study in studies)
