"""The content as JSON Resume, and back: what that has no key for is under `x-portfolio`, at the entry it belongs to.

Source: jsonresume.org, schema 1.x: every key is optional, and others are allowed.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from portfolio.model.case_study import Outcome, say_outcome
from portfolio.outputs.record import Record, make_record
from portfolio.pages.route import Composed, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.model.config import BaseUrl
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = "resume.json"
OWN = "x-portfolio"
OMISSIONS = {"texts": "are long, and their pages are linked"}
"""What the output leaves out, with the reason."""

Entry = dict[str, Any]
Names = dict[str, str]

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_DATE = re.compile("[12][0-9]{3}(-[0-9]{2}){0,2}")
_DATES: Names = {"start": "startDate", "end": "endDate"}
_WORK: Names = {"title": "position", "summary": "summary", "highlights": "highlights", **_DATES}
_EMPLOYER: Names = {"employer": "name", "url": "url", "location": "location"}
_PROJECT: Names = {"title": "name", "summary": "description", "stack": "keywords", **_DATES}
_LISTS: dict[str, tuple[str, Names]] = {
    "volunteering": (
        "volunteer",
        {"organization": "organization", "role": "position", "url": "url", "summary": "summary"}
        | {"highlights": "highlights", **_DATES},
    ),
    "education": (
        "education",
        {"institution": "institution", "degree": "studyType", "area": "area", "url": "url", **_DATES},
    ),
    "awards": ("awards", {"title": "title", "awarder": "awarder", "date": "date", "summary": "summary"}),
    "certifications": ("certificates", {"name": "name", "issuer": "issuer", "date": "date", "url": "url"}),
    "publications": (
        "publications",
        {"title": "name", "venue": "publisher", "date": "releaseDate", "url": "url", "summary": "summary"},
    ),
    "stack": ("skills", {"name": "name", "entries": "keywords"}),
    "testimonials": ("references", {"author": "name", "quote": "reference"}),
}
"""For each file the list of JSON Resume, and the names of its keys there."""
_BASICS: Names = {"name": "name", "role": "label", "email": "email", "phone": "phone", "lead": "summary"}


class Resume(Struct, frozen=True):
    """The file."""

    data: dict[str, Any]


def routes(_contents: Contents) -> Iterator[Route]:
    """Yield the route of the file."""
    yield Route(path=PATH, made=Composed(write, _view), reads=frozenset(), is_replaceable=True)


def write(resume: Resume) -> bytes:
    """Return the file's bytes."""
    return msgspec.json.format(msgspec.json.encode(resume.data), indent=2) + b"\n"


def _view(context: Context) -> Resume:
    return Resume(export_record(make_record(context.site), context.base_url))


def export_record(record: Record, base_url: BaseUrl) -> dict[str, Any]:
    """Return the content of a site as JSON Resume."""
    rest = dict(record)
    profile = rest.pop("profile")
    resume: dict[str, Any] = {
        "$schema": _SCHEMA,
        "basics": _export_basics(profile, base_url),
        "work": [*chain.from_iterable(_export_work(rest.pop("experience", []), base_url))],
    }
    for file, (theirs, names) in _LISTS.items():
        resume[theirs] = [_rename(entry, names, base_url) for entry in rest.pop(file, [])]
    resume["languages"] = profile.get("languages", [])
    resume["projects"] = [_export_study(study, base_url) for study in rest.pop("case-studies", [])]
    resume["meta"] = {"canonical": base_url.absolute(PATH), "version": "v1.0.0"}
    resume[OWN] = rest
    return {name: value for name, value in resume.items() if value}


def restore_record(resume: Mapping[str, Any]) -> Record:
    """Return the content of a site that `export_record` was given."""
    record: Record = {
        "profile": _restore_basics(resume["basics"], resume.get("languages", [])),
        "experience": _restore_work(resume.get("work", [])),
        "case-studies": [_restore(project, _PROJECT) for project in resume.get("projects", [])],
    }
    for file, (theirs, names) in _LISTS.items():
        record[file] = [_restore(entry, names) for entry in resume.get(theirs, [])]
    return {name: value for name, value in {**record, **resume.get(OWN, {})}.items() if value}


def _rename(entry: Entry, names: Names, base_url: BaseUrl, **derived: object) -> Entry:
    """Return an entry with the names of JSON Resume; what those cannot say is kept as it is.

    Args:
        entry: the owner's.
        names: the name of each key that JSON Resume has.
        base_url: makes addresses of the site whole.
        derived: further values, which are not read back.
    """
    renamed: Entry = {}
    own: Entry = {}
    for key, value in entry.items():
        name = names.get(key)
        if name == "url" and not re.match("https?:", value):
            renamed[name] = base_url.absolute(value) if value.startswith("/") else value
            own[key] = value
        elif name is None or ("ate" in name and not _DATE.fullmatch(value)):
            own[key] = value
        else:
            renamed[name] = value
    renamed |= {name: value for name, value in derived.items() if value}
    return renamed | ({OWN: own} if own else {})


def _restore(entry: Mapping[str, Any], names: Names) -> Entry:
    keys = {name: key for key, name in names.items()}
    known = {keys[name]: value for name, value in entry.items() if name in keys}
    return known | dict(entry.get(OWN, {}))


def _export_basics(profile: Entry, base_url: BaseUrl) -> Entry:
    """Return the owner; the profiles are those of the links that lead to the web."""
    links = profile.get("links", [])
    web = [link for link in links if re.match("https?:", link["url"])]
    own = {key: value for key, value in profile.items() if key != "languages"}
    if web == links:
        own.pop("links", None)
    location = own.pop("location", None)
    photo = profile.get("photo", {}).get("file")
    return _rename(
        own,
        _BASICS,
        base_url,
        image=base_url.absolute(f"/{photo.removeprefix('/')}") if photo else "",
        url=base_url.url,
        location={"address": location} if location else {},
        profiles=[{"network": link["label"], "url": link["url"]} for link in web],
    )


def _restore_basics(basics: Mapping[str, Any], languages: list[Entry]) -> Entry:
    links = [{"label": item["network"], "url": item["url"]} for item in basics.get("profiles", [])]
    location = basics.get("location", {}).get("address")
    found = {"location": location, "languages": languages, "links": links}
    return {key: value for key, value in found.items() if value} | _restore(basics, _BASICS)


def _export_work(employers: Iterable[Entry], base_url: BaseUrl) -> Iterator[Iterator[Entry]]:
    """Yield the entries of each employer, one a position."""
    before: Entry = {}
    for employer in employers:
        whole = {key: value for key, value in employer.items() if key != "positions"}
        # two entries of one employer are not to become one
        apart = {"apart": True} if whole == before else {}
        yield _list_positions(employer.get("positions", [{}]), whole | apart, base_url)
        before = whole


def _list_positions(positions: Iterable[Entry], whole: Entry, base_url: BaseUrl) -> Iterator[Entry]:
    for number, position in enumerate(positions):
        employer = _rename(whole, _EMPLOYER, base_url)
        if number:
            employer.get(OWN, {}).pop("apart", None)
        own = employer.pop(OWN, {})
        entry = _rename(position, _WORK, base_url)
        own |= entry.pop(OWN, {})
        yield employer | entry | ({OWN: own} if own else {})


def _restore_work(work: Iterable[Mapping[str, Any]]) -> list[Entry]:
    employers: list[Entry] = []
    for entry in work:
        whole = {key: entry[name] for key, name in _EMPLOYER.items() if name in entry}
        own = dict(entry.get(OWN, {}))
        apart = own.pop("apart", False)
        whole |= {key: own.pop(key) for key in _EMPLOYER if key in own}
        position = {key: entry[name] for key, name in _WORK.items() if name in entry} | own
        last = employers[-1] if employers else {}
        if apart or whole != {key: value for key, value in last.items() if key != "positions"}:
            employers.append(whole | ({"positions": []} if position else {}))
        if position:
            employers[-1].setdefault("positions", []).append(position)
    return employers


def _export_study(study: Entry, base_url: BaseUrl) -> Entry:
    return _rename(
        study,
        _PROJECT,
        base_url,
        url=base_url.absolute(f"/case-studies/{study['slug']}/"),
        highlights=[*map(_write_outcome, study.get("outcomes", []))],
        roles=[study["role"]] if "role" in study else [],
        entity=study.get("company") or study.get("client"),
        type=study.get("kind", "case-study"),
    )


def _write_outcome(outcome: Entry | str) -> str:
    return say_outcome(msgspec.convert(outcome, Outcome | str))
