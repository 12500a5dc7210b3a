"""A job description and a site: which of its skills the site proves, and which case studies to show for it.

Evidence is work: a case study, a position, a repository, a post, a certification. What the profile says of itself is none.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, to_builtins

from portfolio.load.negations import drop_unwanted
from portfolio.load.skills import Skill, SkillFinder, find_known_skill, list_known_skills
from portfolio.model.names import tag_slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.model.case_study import CaseStudy
    from portfolio.model.site import Site

MAX_FEATURED = 4
"""Case studies that a reader of one application opens."""

Kind = Literal["case study", "project", "position", "repository", "post", "certification", "principle"]


class Evidence(Struct, frozen=True):
    """A piece of work that shows a skill."""

    kind: Kind
    name: str
    address: str
    """From the site's root, or a whole address elsewhere."""


class Proven(Struct, frozen=True):
    """A skill of the job, and the work that shows it."""

    skill: str
    evidence: tuple[Evidence, ...]


class Featured(Struct, frozen=True):
    """A case study that the job should see."""

    slug: str
    title: str
    address: str
    skills: tuple[str, ...]
    """Those of the job that it shows."""


class Fit(Struct, frozen=True):
    """What a site has for a job."""

    proven: tuple[Proven, ...]
    """By evidence that names the skill in a field of its own, in the order of the job description."""
    mentioned: tuple[Proven, ...]
    """Only the text of the work has the word: a person must judge what it says."""
    missing: tuple[str, ...]
    featured: tuple[Featured, ...]
    """The case studies that show most skills first."""


def find_fit(site: Site, texts: Mapping[str, str], job: str) -> Fit:
    """Compare a site with a job description.

    Args:
        site: the site.
        texts: the Markdown of each case study, by its slug.
        job: the job description.
    """
    skills = _list_skills(site)
    finder = SkillFinder(skills)
    wanted = [*dict.fromkeys(found.name for found in drop_unwanted(finder.find(job, is_prose=True), job))]
    declared: dict[str, dict[Evidence, None]] = defaultdict(dict)
    for name, evidence in _list_declared(site):
        declared[_find_key(name)][evidence] = None
    mentioned: dict[str, dict[Evidence, None]] = defaultdict(dict)
    for study in site.case_studies:
        words = "\n".join((*_list_texts(to_builtins(study)), texts.get(study.slug, "")))
        for skill in dict.fromkeys(found.name for found in finder.find(words, is_prose=True)):
            mentioned[_find_key(skill)][_show_study(study)] = None
    keys = {name: _find_key(name) for name in wanted}
    return Fit(
        tuple(Proven(name, (*declared[key],)) for name, key in keys.items() if key in declared),
        tuple(
            Proven(name, (*mentioned[key],))
            for name, key in keys.items()
            if key in mentioned and key not in declared
        ),
        tuple(name for name, key in keys.items() if key not in declared and key not in mentioned),
        tuple(_choose(site, keys, declared, mentioned)),
    )


def _choose(
    site: Site,
    keys: Mapping[str, str],
    declared: Mapping[str, Mapping[Evidence, None]],
    mentioned: Mapping[str, Mapping[Evidence, None]],
) -> Iterator[Featured]:
    """Yield the case studies that show most skills; of equal ones the one with more in its text, then the owner's order."""
    ranked = []
    for number, study in enumerate(site.case_studies):
        own = _show_study(study)
        shown = tuple(name for name, key in keys.items() if own in declared.get(key, {}))
        more = sum(own in mentioned.get(key, {}) for key in keys.values())
        if shown:
            ranked.append(
                (-len(shown), -more, number, Featured(study.slug, study.title, study.address, shown))
            )
    yield from (item for *_, item in sorted(ranked, key=lambda entry: entry[:3])[:MAX_FEATURED])


def _find_key(name: str) -> str:
    """Return what names of one skill share: `Postgres` and `PostgreSQL`, a tag `event-driven` and the words."""
    known = find_known_skill(name)
    return known.name if known else tag_slug(name)


def _list_skills(site: Site) -> Iterator[Skill]:
    """Yield the skills that are looked for: the site's own, as it spells them, then those that are shipped."""
    names = [name for group in site.stack for name in group.entries]
    names += [name for employer in site.employers for item in employer.positions for name in item.stack]
    names += [repository.language for repository in site.repositories if repository.language]
    names += [name for study in site.case_studies for name in (*study.stack, *study.tags)]
    seen: set[str] = set()
    for name in names:
        known, key = find_known_skill(name), _find_key(name)
        if key not in seen:
            seen.add(key)
            is_plain = (
                name.islower() and known is not None
            )  # a tag `go` is not the word, and `redshift` is Redshift
            first = known.name if known and is_plain else name
            yield Skill(first, (known.name, *known.aliases) if known else ())
    for principle in site.principles:
        if principle.id not in seen:
            yield Skill(principle.name, (principle.id,))
    yield from (skill for skill in list_known_skills() if skill.name not in seen)


def _list_declared(site: Site) -> Iterator[tuple[str, Evidence]]:
    """Yield each skill that a piece of work names in a field, and the work."""
    for study in site.case_studies:
        yield from ((name, _show_study(study)) for name in (*study.stack, *study.tags))
    for principle in site.principles:
        for study in site.studies_by_principle(principle.id):
            yield from ((name, _show_study(study)) for name in (principle.name, principle.id))
    for employer in site.employers:
        for position in employer.positions:
            held = Evidence(
                "position", f"{position.title}, {employer.employer}", _find_section(site, "experience")
            )
            yield from ((name, held) for name in position.stack)
    for repository in site.repositories:
        if repository.fork_of is None:
            own = Evidence("repository", repository.name, repository.url)
            yield from ((name, own) for name in (repository.language, *repository.tags) if name)
    for post in site.posts:
        yield from ((name, Evidence("post", post.title, post.address)) for name in post.tags)
    finder = SkillFinder(_list_skills(site))
    for certification in site.certifications:
        shown = Evidence("certification", certification, _find_section(site, "certifications"))
        yield from ((found.name, shown) for found in finder.find(certification))


def _find_section(site: Site, kind: str) -> str:
    """Return the address of a section of the home page; that of the page if it has none."""
    anchor = next((section.anchor for section in site.home.sections if section.kind == kind), None)
    return f"/#{anchor}" if anchor else "/"


def _show_study(study: CaseStudy) -> Evidence:
    return Evidence("project" if study.kind == "project" else "case study", study.title, study.address)


def _list_texts(value: object) -> Iterator[str]:
    """Yield every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in _list_texts(item))
    elif isinstance(value, (list, tuple)):
        yield from (text for item in value for text in _list_texts(item))
