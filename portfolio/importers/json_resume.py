"""A JSON Resume as a site: one of ours is read back, of any other its keys are put where ours are.

Source: jsonresume.org, schema 1.x, and the names of version 0 (`company`, `website`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from portfolio.errors import Code
from portfolio.importers.draft import Article, Draft, list_sections
from portfolio.importers.json_text import parse_json
from portfolio.importers.leaves import Leaf, derive, list_leaves, make_leaf, read_leaves
from portfolio.importers.shapes import TEXT, check_shape
from portfolio.importers.words import find_profile, is_today, make_slug, name_site, say_date, spell_links
from portfolio.outputs.json_resume import OWN, restore_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.errors import Diagnostics, Source

Entry = dict[str, Any]

_TEXTS = [TEXT]
_SHAPE: dict[str, Any] = {
    "basics": {
        **dict.fromkeys(
            ("name", "label", "image", "picture", "email", "phone", "url", "website", "summary"), TEXT
        ),
        "location": dict.fromkeys(("address", "postalCode", "city", "countryCode", "region"), TEXT),
        "profiles": [dict.fromkeys(("network", "username", "url"), TEXT)],
    },
    "work": [
        dict.fromkeys(("name", "company", "position", "location", "url", "website", "description"), TEXT)
        | {"startDate": TEXT, "endDate": TEXT, "summary": TEXT, "highlights": _TEXTS}
    ],
    "volunteer": [
        dict.fromkeys(("organization", "position", "url", "startDate", "endDate", "summary"), TEXT)
        | {"highlights": _TEXTS}
    ],
    "education": [
        dict.fromkeys(
            ("institution", "url", "area", "studyType", "startDate", "endDate", "score", "gpa"), TEXT
        )
        | {"courses": _TEXTS}
    ],
    "awards": [dict.fromkeys(("title", "date", "awarder", "summary"), TEXT)],
    "certificates": [dict.fromkeys(("name", "date", "url", "issuer"), TEXT)],
    "publications": [dict.fromkeys(("name", "publisher", "releaseDate", "url", "website", "summary"), TEXT)],
    "skills": [{"name": TEXT, "level": TEXT, "keywords": _TEXTS}],
    "languages": [{"language": TEXT, "fluency": TEXT}],
    "interests": [{"name": TEXT, "keywords": _TEXTS}],
    "references": [{"name": TEXT, "reference": TEXT}],
    "projects": [
        dict.fromkeys(
            ("name", "description", "url", "website", "startDate", "endDate", "entity", "type"), TEXT
        )
        | {"highlights": _TEXTS, "keywords": _TEXTS, "roles": _TEXTS, "summary": TEXT}
    ],
}
_DATES = ("startDate", "endDate", "date", "releaseDate")
_OLD = {"company": "name", "website": "url", "picture": "image", "gpa": "score"}
"""Names of version 0, and what they are now."""
_MOST_LEAD = 180
"""A longer summary is the section `about`."""
_DERIVED = ("url", "highlights", "roles", "entity", "type")
"""What our export says of a case study twice."""


def read(source: Source, diagnostics: Diagnostics) -> Draft | None:
    """Return a new site; None if the file is no JSON Resume, which is reported."""
    node = parse_json(source, diagnostics)
    if node is None:
        return None
    check_shape(node, _SHAPE, diagnostics)
    data = read_leaves(node) or {}
    if not diagnostics.has_errors and not (data.get("basics") or {}).get("name"):
        help_ = "add `name` to `basics`: a site needs one"
        diagnostics.error(Code.MISSING_KEY, "`name` is missing", source.span(1, 1), help_)
    if diagnostics.has_errors:
        return None
    leaves = [*list_leaves(data)]
    known = [*list_leaves([data.pop("$schema", None), data.get("meta")])]
    is_ours = OWN in data or OWN in data["basics"]
    if is_ours:
        known += _drop_derived(data)
    else:
        _adapt(data)
    draft = _make_draft(restore_record(data), data, leaves)
    draft.known += known
    return draft


def _drop_derived(data: Entry) -> Iterable[Leaf]:
    """Take what our export says twice out of a resume, and return it."""
    basics = data["basics"]
    yield from list_leaves([basics.pop("url", None), basics.pop("image", None)])
    for project in data.get("projects", []):
        yield from list_leaves([value for key, value in project.items() if key in _DERIVED])


def _make_draft(record: dict[str, Any], data: Entry, leaves: Iterable[Leaf]) -> Draft:
    articles: dict[str, Article] = {}
    slugs = []
    site = str(data.get("meta", {}).get("canonical", "")).rpartition("/")[0]
    for name in ("case-studies", "writing", "pages"):
        for entry in record.pop(name, []):
            slugs.append(entry.pop("slug", ""))
            slug = str(slugs[-1]) or make_slug(entry.get("title", ""), (), "work")
            body = entry.pop("body", [])
            folder = "" if name == "pages" else f"{name}/"
            if not body and "summary" not in entry and site.startswith("http"):
                body = [f"[{entry.get('title', slug)}](<{site}/{folder}{slug}/>)"]
            articles[f"content/{name}/{slug}.md"] = Article(entry, body)
    interests = data.get("interests")
    if interests:
        articles["content/interests.md"] = Article({}, map(_write_interest, interests))
    files = record
    if interests and "home" not in files:
        files["home"] = {"sections": list_sections({"interests.md": "Interests"})}
    draft = Draft(leaves, files, articles)
    draft.known += list_leaves(slugs)
    return draft


def _write_interest(interest: Entry) -> str:
    words = derive(", ".join(interest.get("keywords", [])), *interest.get("keywords", []))
    name = interest.get("name", "")
    return derive("- " + ": ".join(filter(None, (name, words))), name, words)


def _adapt(data: Entry) -> None:
    """Change a resume of another program so that reading back one of ours reads it."""
    for name in ("work", "volunteer", "education", "publications", "projects"):
        for entry in data.get(name, []):
            _rename_old(entry)
    for name in ("work", "volunteer", "education", "awards", "certificates", "publications", "projects"):
        for entry in data.get(name, []):
            _adapt_dates(entry)
            for key in ("summary", "description"):
                if key in entry:
                    entry[key] = spell_links(entry[key])
            if "highlights" in entry:
                entry["highlights"] = [*map(spell_links, entry["highlights"])]
    _adapt_basics(data["basics"])
    _adapt_work(data.get("work", []))
    _adapt_projects(data)
    _adapt_skills(data)
    for school in data.get("education", []):
        extra = {"highlights": school["courses"]} if "courses" in school else {}
        if "score" in school:
            extra["summary"] = derive(f"Score: {school['score']}", school["score"])
        school[OWN] = extra


def _rename_old(entry: Entry) -> None:
    for old, new in _OLD.items():
        if old in entry and new not in entry:
            entry[new] = entry.pop(old)


def _adapt_dates(entry: Entry) -> None:
    for key in _DATES:
        if key in entry:
            entry[key] = say_date(entry[key])
    if is_today(entry.get("endDate", "")):
        start = entry.get("startDate")
        end = entry.pop("endDate")
        if start:
            entry["startDate"] = derive(start, start, end)


def _adapt_basics(basics: Entry) -> None:
    _rename_old(basics)
    own: Entry = {}
    location = basics.pop("location", {})
    names = [location[key] for key in ("city", "region", "countryCode") if key in location]
    if names or "address" in location:
        own["location"] = derive(", ".join(names), *names) if names else location["address"]
    links = _read_profiles(basics.pop("profiles", []), own)
    if "url" in basics:
        links.append({"label": name_site(basics["url"]), "url": basics.pop("url")})
    if links:
        own["links"] = links
    for key, scheme in (("email", "mailto:"), ("phone", "tel:")):
        if key in basics:
            basics[key] = derive(basics[key].removeprefix(scheme), basics[key])
    if "summary" in basics:
        summary = spell_links(basics.pop("summary"))
        parts = [part.strip() for part in re.split(r"\n\s*\n", summary) if part.strip()]
        if len(parts) > 1 or len(summary) > _MOST_LEAD:
            own["about"] = [derive(" ".join(part.split()), summary) for part in parts]
        else:
            basics["summary"] = summary
    basics[OWN] = own


def _read_profiles(profiles: Iterable[Entry], own: Entry) -> list[Entry]:
    """Return the links to profiles; the first one of GitHub is the account."""
    links = []
    for profile in profiles:
        network, name, url = (profile.get(key, "") for key in ("network", "username", "url"))
        address = url or find_profile(network, name)
        if "github" in network.lower() and name:
            own.setdefault("github", name)
        if address:
            links.append({"label": network or name_site(address), "url": derive(address, url, name)})
    return links


def _adapt_work(work: Iterable[Entry]) -> None:
    """Give the positions at one employer, one after the other, the same employer."""
    before: Entry = {}
    for entry in work:
        if "description" in entry and "summary" not in entry:
            entry["summary"] = entry.pop("description")
        if before and entry.get("name", "").casefold() == before.get("name", "?").casefold():
            for key in ("name", "url", "location"):
                entry.pop(key, None)
                if key in before:
                    entry[key] = before[key]
        before = entry


def _adapt_projects(data: Entry) -> None:
    employers = {entry.get("name") for entry in data.get("work", [])}
    slugs: list[str] = []
    for project in data.get("projects", []):
        name = project.get("name", "")
        slugs.append(make_slug(name, slugs, "project"))
        if "summary" in project and "description" not in project:
            project["description"] = project.pop("summary")
        own: Entry = {"slug": slugs[-1], "kind": "project"}
        if entity := project.pop("entity", None):
            own["company" if entity in employers else "client"] = entity
        if roles := project.pop("roles", None):
            own["role"] = derive(", ".join(roles), *roles)
        if url := project.pop("url", None):
            own["links"] = [{"label": name_site(url), "url": url}]
        if tags := project.pop("keywords", None):
            own["tags"] = tags
        if lines := project.pop("highlights", None):
            if "description" in project:
                own["outcomes"] = lines
            else:
                own["body"] = [derive(f"- {line}", line) for line in lines]
        if "description" not in project and "body" not in own and name:
            own["body"] = [make_leaf(str(name), name.span)]
        project[OWN] = own


def _adapt_skills(data: Entry) -> None:
    """Give the skills that are a word each a row of their own."""
    skills = data.get("skills", [])
    alone = [skill["name"] for skill in skills if "name" in skill and not skill.get("keywords")]
    rows = [skill for skill in skills if skill.get("keywords")]
    data["skills"] = rows + ([{"name": "Skills", "keywords": alone}] if alone else [])
