"""What machines read on each page: its description, and JSON-LD in the words of schema.org."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, TypeAlias

from portfolio.markdown.inline import strip_inline_markup
from portfolio.model.article import Post

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


def first_words(prose: str) -> str:
    """Return the words of the first paragraph of a text in HTML; empty without one.

    >>> first_words("<p>One <em>and</em> two &amp; three.</p><p>Four.</p>")
    'One and two & three.'
    """
    paragraph = re.search("<p>(.*?)</p>", prose, re.DOTALL)
    return html.unescape(re.sub("<[^>]*>", "", paragraph[1])) if paragraph else ""


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
    is_shown = site.config.email == "shown"
    credentials: list[Thing] = [
        {"@type": "EducationalOccupationalCredential", "name": item.words[0]}
        for item in site.entries["certifications"]
        if not item.expired
    ]
    known: dict[str, str | list[str] | Thing | list[Thing] | None] = {
        "jobTitle": profile.role,
        "image": base_url.absolute(profile.photo.address) if profile.photo else None,
        "sameAs": [link.url for link in profile.links if link.kind == "web"],
        "knowsAbout": list(profile.fields),
        "knowsLanguage": [item.language for item in profile.languages],
        "homeLocation": {"@type": "Place", "name": profile.location} if profile.location else None,
        "worksFor": [
            _describe_organization(item.employer, item.url)
            for item in site.employers
            if any(position.start and not position.end for position in item.positions)
        ],
        "alumniOf": [
            _describe_organization(item.institution, item.url, "EducationalOrganization")
            for item in site.entries["education"]
        ],
        "hasCredential": credentials,
        "award": [item.words[0] for item in site.entries["awards"]],
        "email": f"mailto:{profile.email}" if profile.email and is_shown else None,
        "telephone": profile.phone,
    }
    return {
        "@type": "Person",
        "@id": _person_id(base_url),
        "name": profile.name,
        "description": description,
        "url": base_url.url,
        **{key: value for key, value in known.items() if value},
    }


def _describe_organization(name: str, url: str | None, type_: str = "Organization") -> Thing:
    """Return an organization; a file of the site is no address of it."""
    return {"@type": type_, "name": name, **({"url": url} if url and "://" in url else {})}


def describe_profile_page(site: Site, base_url: BaseUrl, description: str) -> Thing:
    """Return the home page as a ProfilePage about the owner.

    Source: schema.org/ProfilePage.
    """
    return {
        "@type": "ProfilePage",
        "@id": f"{base_url.url}#page",
        "url": base_url.url,
        "name": site.profile.title,
        "inLanguage": site.config.language,
        "mainEntity": describe_person(site, base_url, description),
    }


def describe_article(site: Site, article: CaseStudy | Post, base_url: BaseUrl, description: str) -> Thing:
    """Return a case study as a TechArticle by the owner, a post as a BlogPosting.

    Source: schema.org/TechArticle, schema.org/BlogPosting.
    """
    url = base_url.absolute(article.address)
    mentions: list[Thing] = []
    published = None
    if isinstance(article, Post):
        published = article.date.isoformat()
    else:
        mentions = [{"@type": "Thing", "name": name} for name in article.stack]
    known: dict[str, str | list[str] | list[Thing] | None] = {
        "image": base_url.absolute(article.cover.address) if article.cover else None,
        "keywords": list(article.tags),
        "mentions": mentions,
        "datePublished": published,
        "dateModified": article.updated.isoformat() if article.updated else None,
    }
    return {
        "@type": "BlogPosting" if published else "TechArticle",
        "@id": f"{url}#article",
        "url": url,
        "mainEntityOfPage": url,
        "headline": article.heading,
        "name": article.title,
        "description": description,
        "inLanguage": site.config.language,
        "author": {
            "@type": "Person",
            "@id": _person_id(base_url),
            "name": site.profile.name,
            "url": base_url.url,
        },
        **{key: value for key, value in known.items() if value},
    }


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
