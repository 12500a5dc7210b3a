"""What machines read on each page: its description, and JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from portfolio.markdown.inline import strip_inline_markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.case_study import CaseStudy
    from portfolio.model.config import BaseUrl
    from portfolio.model.site import Site

Thing: TypeAlias = "dict[str, str | int | list[str] | Thing | list[Thing]]"
"""A thing of schema.org: its type, its properties, other things."""

MAX_CHARACTERS = 160
"""Search engines cut longer ones."""


def strip_markup(text: str) -> str:
    """Return a text with inline markup as one plain line."""
    return " ".join(strip_inline_markup(text).split())


def write_description(text: str) -> str:
    """Return a text with inline markup as one plain line, cut at a word where it is too long."""
    line = strip_markup(text)
    if len(line) <= MAX_CHARACTERS:
        return line
    return line[: MAX_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def write_json_ld(things: Iterable[Thing]) -> str:
    """Return things as one JSON-LD document, escaped for its element; empty for none."""
    graph = list(things)
    if not graph:
        return ""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":")
    )
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def describe_person(site: Site, base_url: BaseUrl, description: str) -> Thing:
    """Return the owner as a Person; the e-mail address only where the site shows it anyway.

    Source: schema.org/Person.
    """
    profile = site.profile
    person: Thing = {
        "@type": "Person",
        "@id": _person_id(base_url),
        "name": profile.name,
        "jobTitle": profile.role,
        "description": description,
        "url": base_url.url,
    }
    elsewhere = [link.url for link in profile.links if link.kind == "web"]
    if elsewhere:
        person["sameAs"] = elsewhere
    if profile.fields:
        person["knowsAbout"] = list(profile.fields)
    if profile.certifications:
        credentials: list[Thing] = [
            {"@type": "EducationalOccupationalCredential", "name": name} for name in profile.certifications
        ]
        person["hasCredential"] = credentials
    if profile.email and site.config.email == "shown":
        person["email"] = f"mailto:{profile.email}"
    return person


def describe_profile_page(site: Site, base_url: BaseUrl, description: str) -> Thing:
    """Return the home page as a ProfilePage about the owner.

    Source: schema.org/ProfilePage.
    """
    return {
        "@type": "ProfilePage",
        "@id": f"{base_url.url}#page",
        "url": base_url.url,
        "name": f"{site.profile.name}, {site.profile.role}",
        "inLanguage": site.config.language,
        "mainEntity": describe_person(site, base_url, description),
    }


def describe_article(site: Site, study: CaseStudy, base_url: BaseUrl, description: str) -> Thing:
    """Return a case study as a TechArticle by the owner.

    Source: schema.org/TechArticle.
    """
    url = base_url.absolute(study.address)
    article: Thing = {
        "@type": "TechArticle",
        "@id": f"{url}#article",
        "url": url,
        "mainEntityOfPage": url,
        "headline": study.headline,
        "name": study.title,
        "description": description,
        "inLanguage": site.config.language,
        "author": {
            "@type": "Person",
            "@id": _person_id(base_url),
            "name": site.profile.name,
            "url": base_url.url,
        },
    }
    if study.tags:
        article["keywords"] = list(study.tags)
    if study.stack:
        mentions: list[Thing] = [{"@type": "Thing", "name": name} for name in study.stack]
        article["mentions"] = mentions
    if study.updated:
        article["dateModified"] = study.updated.isoformat()
    return article


def describe_breadcrumbs(trail: Iterable[tuple[str, str]], base_url: BaseUrl) -> Thing:
    """Return the way from the home page to a page, as names and addresses.

    Source: schema.org/BreadcrumbList.
    """
    items: list[Thing] = [
        {"@type": "ListItem", "position": position, "name": name, "item": base_url.absolute(address)}
        for position, (name, address) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _person_id(base_url: BaseUrl) -> str:
    return f"{base_url.url}#person"
