"""A RenderCV file as a site: entries are told apart by their keys, sections by their titles.

Source: docs.rendercv.com, "Structure of the YAML input file": text, one-line, bullet, numbered, normal, experience,
education and publication entries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from portfolio.errors import Code
from portfolio.importers.draft import Article, Draft, list_sections
from portfolio.importers.leaves import derive, list_leaves, read_leaves
from portfolio.importers.shapes import TEXT, check_shape
from portfolio.importers.words import (
    drop_marks,
    find_profile,
    is_today,
    make_slug,
    name_site,
    say_date,
    spell_links,
    split_range,
)
from portfolio.load.composer import parse_yaml
from portfolio.load.nodes import Mapping

if TYPE_CHECKING:
    from portfolio.errors import Diagnostics, Source
    from portfolio.importers.leaves import Leaf

Entry = dict[str, Any]

_TEXT_OR_TEXTS = (TEXT, [TEXT])
_ENTRY = dict.fromkeys(
    (
        *("name", "company", "position", "institution", "area", "degree", "location", "title", "journal"),
        *("doi", "url", "date", "start_date", "end_date", "label", "details", "bullet", "number"),
        "reversed_number",
    ),
    TEXT,
) | {"summary": TEXT, "highlights": [TEXT], "authors": [TEXT]}
_SHAPE: dict[str, Any] = {
    "cv": {
        **dict.fromkeys(("name", "headline", "label", "location", "photo"), TEXT),
        **dict.fromkeys(("email", "phone", "website"), _TEXT_OR_TEXTS),
        "social_networks": [{"network": TEXT, "username": TEXT}],
        "custom_connections": [{"placeholder": TEXT, "url": TEXT, "fontawesome_icon": TEXT}],
        "sections": {},
    }
}
_SETTINGS = ("design", "locale", "locale_catalog", "rendercv_settings", "settings")
"""What says how the PDF looks."""
_ABOUT = re.compile(r"summary|about|profile|objective|welcome|introduction", re.IGNORECASE)
_KINDS = (
    ("volunteering", re.compile(r"volunt|community", re.IGNORECASE)),
    ("awards", re.compile(r"award|honou?r|prize|scholarship|achievement", re.IGNORECASE)),
    ("certifications", re.compile(r"certif|licen[cs]e", re.IGNORECASE)),
    ("talks", re.compile(r"\btalks?\b|presentation|speaking", re.IGNORECASE)),
    ("stack", re.compile(r"skill|technolog|tools|\bstack\b|programming", re.IGNORECASE)),
    ("languages", re.compile(r"^(spoken |natural )?languages?$", re.IGNORECASE)),
)
"""What is in a section with such a title."""
_NAMES = {"awards": "title", "certifications": "name", "talks": "title", "volunteering": "organization"}
"""The key that names an entry of each kind."""
_VENUES = {"awards": "awarder", "certifications": "issuer", "talks": "venue"}


def read(source: Source, diagnostics: Diagnostics) -> Draft | None:
    """Return a new site; None if the file is none of RenderCV's, which is reported."""
    node = parse_yaml(source, diagnostics)
    if node is None:
        if not diagnostics.has_errors:
            diagnostics.error(Code.YAML_SYNTAX, "the file is empty", source.span(1, 1))
        return None
    check_shape(node, _SHAPE, diagnostics)
    if isinstance(node, Mapping) and "cv" in node.entries and isinstance(node.entries["cv"][1], Mapping):
        sections = node.entries["cv"][1].entries.get("sections")
        for _, section in (
            sections[1].entries.values() if sections and isinstance(sections[1], Mapping) else ()
        ):
            check_shape(section, [(_ENTRY, TEXT)], diagnostics, ("section",))
    data = read_leaves(node) if isinstance(node, Mapping) else {}
    cv = data.get("cv") or {}
    if not diagnostics.has_errors and not cv.get("name"):
        help_ = "add `name` to `cv`: a site needs one"
        diagnostics.error(Code.MISSING_KEY, "`name` is missing", source.span(1, 1), help_)
    return None if diagnostics.has_errors else _Reader(data, cv).draft


class _Reader:
    """One walk of the file."""

    def __init__(self, data: Entry, cv: Entry) -> None:
        self.files: dict[str, Any] = {"profile": _read_profile(cv)}
        self.articles: dict[str, Article] = {}
        self.texts: dict[str, str] = {}
        settings = [data.get(key) for key in _SETTINGS]
        leaves = [*list_leaves(data)]
        for title, entries in cv.get("sections", {}).items():
            self.read_section(str(title), entries)
        if self.texts:
            self.files["home"] = {"sections": list_sections(self.texts)}
        self.draft = Draft(leaves, self.files, self.articles)
        self.draft.known += list_leaves(settings)

    def read_section(self, title: str, entries: list[Any]) -> None:
        """Place the entries of a section."""
        words = title.replace("_", " ")
        kind = next((kind for kind, pattern in _KINDS if pattern.search(words)), "")
        rest: list[str] = []
        for entry in entries:
            if isinstance(entry, str):
                if _ABOUT.search(title):
                    self.files["profile"].setdefault("about", []).append(spell_links(entry))
                else:
                    rest += [entry, ""]
            elif "bullet" in entry or "number" in entry or "reversed_number" in entry:
                rest.append(_write_bullet(entry))
            elif "label" in entry:
                self.read_line(kind, entry, rest)
            else:
                self.read_entry(kind, entry)
        if rest:
            name = f"{make_slug(title, (file.removesuffix('.md') for file in self.texts), 'section')}.md"
            self.texts[name] = title.replace("_", " ").capitalize() if "_" in title else title
            self.articles[f"content/{name}"] = Article({}, rest)

    def read_entry(self, kind: str, entry: Entry) -> None:
        """Place an entry with several keys."""
        if "institution" in entry:
            self.files.setdefault("education", []).append(_read_school(entry))
        elif "company" in entry and kind != "volunteering":
            self.read_position(entry)
        elif "title" in entry:
            self.files.setdefault("publications", []).append(_read_publication(entry))
        elif kind in _NAMES and ("company" in entry or "name" in entry):
            self.read_named(kind, entry, "company" if "company" in entry else "name")
        elif "name" in entry:
            self.read_project(entry)

    def read_line(self, kind: str, entry: Entry, rest: list[str]) -> None:
        """Place a label with its details."""
        label, details = entry["label"], entry.get("details", "")
        if kind == "languages":
            language = {"language": drop_marks(label)} | ({"fluency": drop_marks(details)} if details else {})
            self.files["profile"].setdefault("languages", []).append(language)
        elif kind == "stack" and details:
            words = [drop_marks(word.strip(" .")) for word in re.split(r"[,;](?![^(]*\))", details)]
            entries = [derive(word, details) for word in dict.fromkeys(filter(None, words))]
            self.files.setdefault("stack", []).append({"name": drop_marks(label), "entries": entries})
        elif kind in ("awards", "certifications", "talks"):
            named = {_NAMES[kind]: drop_marks(label)}
            key = _VENUES[kind] if kind == "certifications" else "summary"
            named |= {key: details} if details else {}
            self.files.setdefault(kind, []).append(named)
        else:
            rest.append(derive(f"- **{label}:** {details}" if details else f"- {label}", label, details))

    def read_position(self, entry: Entry) -> None:
        """Place a position, below those at the same employer before it."""
        employer = {"employer": drop_marks(entry["company"])}
        if "location" in entry:
            employer["location"] = entry["location"]
        position = _read_dates(entry) | _read_text(entry)
        if "position" in entry:
            position = {"title": drop_marks(entry["position"]), **position}
        elif position:
            position = {"title": employer["employer"], **position}
        employers = self.files.setdefault("experience", [])
        last = employers[-1] if employers else {}
        if last.get("employer", "").casefold() == employer["employer"].casefold():
            employers[-1]["employer"] = derive(last["employer"], last["employer"], employer["employer"])
        else:
            employers.append(employer)
        if position:
            employers[-1].setdefault("positions", []).append(position)

    def read_named(self, kind: str, entry: Entry, key: str) -> None:
        """Place an award, a certification, a talk, or what was done for nothing."""
        named = {_NAMES[kind]: drop_marks(entry[key])}
        text = _read_text(entry)
        if kind == "volunteering":
            named |= {"role": drop_marks(entry["position"])} if "position" in entry else {}
            named |= _read_dates(entry) | text
        else:
            date = entry.get("date") or entry.get("start_date")
            named |= {"date": say_date(date)} if date else {}
            named |= {_VENUES[kind]: entry["location"]} if "location" in entry else {}
            lines = [text.get("summary", ""), *text.get("highlights", [])]
            words = derive(" ".join(filter(None, lines)), *lines)
            named |= {"summary": words} if words and kind != "certifications" else {}
        self.files.setdefault(kind, []).append(named)

    def read_project(self, entry: Entry) -> None:
        """Place any other entry, as a project with a page."""
        name = drop_marks(entry["name"])
        front: Entry = {"title": name, "kind": "project"}
        if match := re.fullmatch(r"\[([^\]]+)\]\((https?://[^)\s]+)\)", entry["name"].strip()):
            front["title"] = derive(drop_marks(match[1]), entry["name"])
            front["links"] = [{"label": name_site(match[2]), "url": match[2]}]
        elif re.match("https?:", entry.get("url", "")):
            front["links"] = [{"label": name_site(entry["url"]), "url": entry["url"]}]
        if is_today(entry.get("end_date", "")) and "start_date" in entry:
            start, end = entry["start_date"], entry["end_date"]
            front["period"] = derive(f"{start} \N{EN DASH} {end}", start, end)
        else:
            front |= _read_dates(entry)
        if "summary" in entry:
            front["summary"] = spell_links(entry["summary"])
        lines = [derive(f"- {line}", line) for line in entry.get("highlights", [])]
        if not lines and "summary" not in entry:
            lines = [name]
        slugs = (path.split("/")[-1].removesuffix(".md") for path in self.articles)
        slug = make_slug(front["title"], slugs, "project")
        self.articles[f"content/case-studies/{slug}.md"] = Article(front, lines)


def _read_profile(cv: Entry) -> Entry:
    profile: Entry = {"name": cv["name"]}
    role = cv.get("headline") or cv.get("label")
    profile |= {"role": drop_marks(role)} if role else {}
    profile |= {"location": cv["location"]} if "location" in cv else {}
    emails, phones, sites = (_as_list(cv.get(key)) for key in ("email", "phone", "website"))
    if emails:
        profile["email"] = emails[0]
    if phones:
        profile["phone"] = derive(re.sub("^tel:", "", phones[0]), phones[0])
    links = [{"label": name_site(url), "url": url} for url in sites]
    for item in cv.get("social_networks", []):
        network, name = item.get("network", ""), item.get("username", "")
        if network.lower() == "github":
            profile["github"] = name
        if address := find_profile(network, name):
            links.append({"label": network, "url": derive(address, name)})
    links += [
        {"label": item.get("placeholder") or name_site(item["url"]), "url": item["url"]}
        for item in cv.get("custom_connections", [])
        if "url" in item
    ]
    links += [{"label": address, "url": derive(f"mailto:{address}", address)} for address in emails[1:]]
    return profile | ({"links": links} if links else {})


def _as_list(value: Any) -> list[Leaf]:  # noqa: ANN401 (any JSON value)
    return value if isinstance(value, list) else [value] if value else []


def _read_dates(entry: Entry) -> Entry:
    """Return the dates of an entry; `period` is a time in words."""
    start, end, date = (entry.get(key, "") for key in ("start_date", "end_date", "date"))
    if date and not start:
        ends = split_range(date)
        start, end = ends if len(ends) > 1 else (ends[0], "")
        if not end and say_date(start) == start and not re.fullmatch(r"\d{4}(-\d\d){0,2}", start):
            return {"period": date}
        if not end:
            return {"start": say_date(start), "end": say_date(start)}
    if is_today(end):
        start, end = derive(say_date(start), start, end), ""
    dates = {"start": say_date(start) if start else "", "end": say_date(end) if end else ""}
    return {key: value for key, value in dates.items() if value}


def _read_text(entry: Entry) -> Entry:
    text: Entry = {}
    if "summary" in entry:
        text["summary"] = spell_links(entry["summary"])
    if "highlights" in entry:
        text["highlights"] = [*map(spell_links, entry["highlights"])]
    return text


def _read_school(entry: Entry) -> Entry:
    school = {"institution": drop_marks(entry["institution"])}
    school |= {key: drop_marks(entry[key]) for key in ("degree", "area") if key in entry}
    dates = _read_dates(entry)
    dates.pop("period", None)
    school |= dates | _read_text(entry)
    return school


def _read_publication(entry: Entry) -> Entry:
    found: Entry = {"title": drop_marks(entry["title"])}
    if "authors" in entry:
        found["authors"] = [*map(drop_marks, entry["authors"])]
    found |= {"venue": drop_marks(entry["journal"])} if "journal" in entry else {}
    found |= {"date": say_date(entry["date"])} if "date" in entry else {}
    found |= {key: entry[key] for key in ("doi", "url") if key in entry}
    found |= {"summary": spell_links(entry["summary"])} if "summary" in entry else {}
    return found


def _write_bullet(entry: Entry) -> str:
    key = next(key for key in ("bullet", "number", "reversed_number") if key in entry)
    return derive(f"- {entry[key]}", entry[key])
