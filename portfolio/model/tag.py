"""Tags and stack entries share one set of pages: a word, its address, and the case studies that used it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.model.case_study import CaseStudy
from portfolio.model.names import fold_name, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def tag_slug(name: str) -> str:
    """Return the address part for a tag; letters of any script stay.

    >>> tag_slug("C++"), tag_slug("SNS/SQS"), tag_slug("API design")
    ('c-plus-plus', 'sns-sqs', 'api-design')
    """
    words = fold_name(name).replace("+", " plus ").replace("#", " sharp ")
    return "-".join(split_words(words))


class Tag(Struct, frozen=True):
    """A tag of case studies, or an entry of their stack."""

    slug: str
    name: str
    """As the stack spells it, or the first case study."""
    case_studies: tuple[CaseStudy, ...]
    """In the owner's order."""

    @property
    def address(self) -> str:
        """The page's address from the site's root."""
        return f"/tags/{self.slug}/"


def collect_tags(case_studies: Iterable[CaseStudy]) -> tuple[Tag, ...]:
    """Return every tag and stack entry that a case study uses, sorted by slug."""
    names: dict[str, str] = {}
    users: dict[str, list[CaseStudy]] = {}
    for study in case_studies:
        for name in study.tags:
            names.setdefault(tag_slug(name), name)
        names |= {tag_slug(name): name for name in study.stack}
        for slug in dict.fromkeys(tag_slug(name) for name in (*study.stack, *study.tags)):
            users.setdefault(slug, []).append(study)
    return tuple(Tag(slug, names[slug], tuple(users[slug])) for slug in sorted(names))
