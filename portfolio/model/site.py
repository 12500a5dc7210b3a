"""The whole site in one value, and its tags: tags and stack entries share one set of pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.languages.words import ENGLISH, Words
from portfolio.model.article import Article, Page, Post
from portfolio.model.case_study import CaseStudy, Outcome
from portfolio.model.config import Config
from portfolio.model.entries import Employer, Entry
from portfolio.model.home import Home, StatsSection
from portfolio.model.names import tag_slug
from portfolio.model.profile import Principle, Profile, Repository, StackGroup
from portfolio.model.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator


_USUAL = ("nav_case_studies", "nav_projects", "nav_writing", "name_case_studies", "name_projects")
"""The words that say no more of a list than its kind."""


class Tag(Struct, frozen=True, dict=True):
    """A tag of case studies, or an entry of their stack."""

    slug: str
    name: str
    """As the stack spells it, or the first case study."""
    case_studies: tuple[CaseStudy, ...]
    """In the owner's order."""
    posts: tuple[Post, ...] = ()
    """The latest first."""

    @cached_property
    def articles(self) -> tuple[CaseStudy | Post, ...]:
        """What its page lists."""
        return (*self.case_studies, *self.posts)

    @property
    def address(self) -> str:
        """The page's address from the site's root."""
        return f"/tags/{self.slug}/"

    @cached_property
    def hint(self) -> str:
        """The key of the word for what its page lists: case studies, projects, or work if it has more than one of them."""
        kinds = {"post" if isinstance(item, Post) else item.kind for item in self.articles}
        nouns = (
            ("hint_project", "hint_projects")
            if kinds == {"project"}
            else ("hint_case_study", "hint_case_studies")
        )
        return "hint_work" if len(kinds) > 1 else nouns[len(self.case_studies) > 1]


def collect_tags(case_studies: Iterable[CaseStudy], posts: Iterable[Post] = ()) -> tuple[Tag, ...]:
    """Return every tag and stack entry that a case study uses, sorted by slug, with the posts that have it."""
    names: dict[str, str] = {}
    users: dict[str, list[CaseStudy]] = {}
    for study in case_studies:
        for name in study.tags:
            names.setdefault(tag_slug(name), name)
        names |= {tag_slug(name): name for name in study.stack}
        for slug in dict.fromkeys(tag_slug(name) for name in (*study.stack, *study.tags)):
            users.setdefault(slug, []).append(study)
    told: dict[str, list[Post]] = {}
    for post in posts:
        for slug in dict.fromkeys(map(tag_slug, post.tags)):
            told.setdefault(slug, []).append(post)
    return tuple(
        Tag(slug, names[slug], tuple(users[slug]), tuple(told.get(slug, ()))) for slug in sorted(names)
    )


class Site(Struct, frozen=True, kw_only=True, dict=True):
    """The owner's checked data, without the texts: equal for sites that differ only in texts."""

    config: Config
    profile: Profile
    home: Home
    case_studies: tuple[CaseStudy, ...]
    """In the owner's order."""
    posts: tuple[Post, ...]
    """The latest first."""
    pages: tuple[Page, ...]
    """By slug."""
    principles: tuple[Principle, ...]
    stack: tuple[StackGroup, ...]
    repositories: tuple[Repository, ...]
    entries: Mapping[str, tuple[Entry, ...]]
    """Experience, education, certifications and the like, by kind."""
    static_files: tuple[str, ...]
    """Files of static/ that belong to the site, sorted, relative to static/."""
    domain: str | None = None
    """The custom domain of static/CNAME, in ASCII; None without one."""
    variant: str = ""
    """The name of the variant that this is; empty for the site itself."""
    words: Words = ENGLISH
    """The words of its language, with the owner's own ones."""
    snapshot: Snapshot | None = None
    """GitHub statistics as of the last fetch; None without a usable content/stats.json."""

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag and stack entry that a case study uses, sorted by slug."""
        return collect_tags(self.case_studies, self.posts)

    @cached_property
    def work_name(self) -> str:
        """The name of the list of case studies and projects, within a line."""
        kinds = {study.kind for study in self.case_studies}
        name = "case_studies" if kinds == {"case-study"} else "projects" if kinds == {"project"} else "work"
        return self._name_list("projects" if kinds == {"project"} else "case-studies", f"name_{name}")

    @cached_property
    def writing_name(self) -> str:
        """The name of the list of posts, within a line."""
        return self._name_list("writing", "name_writing")

    def _name_list(self, kind: str, name: str) -> str:
        """Return the owner's word for a section in the navigation, or its title without one; else the name."""
        usual = {self.words[key].lower() for key in (*_USUAL, name)}
        own = (section.nav or section.title for section in self.home.sections if section.kind == kind)
        return next((word for word in own if word and word.lower() not in usual), self.words[name])

    @property
    def articles(self) -> tuple[Article, ...]:
        """Everything that has a text and a page of its own."""
        return (*self.case_studies, *self.posts, *self.pages)

    @property
    def employers(self) -> tuple[Employer, ...]:
        """The entries of content/experience.yaml."""
        return tuple(item for item in self.entries["experience"] if isinstance(item, Employer))

    @property
    def certifications(self) -> tuple[str, ...]:
        """The names of the certifications, with a word after those that have expired."""
        return tuple(
            self.words.say("name_expired", name=item.words[0]) if item.expired else item.words[0]
            for item in self.entries["certifications"]
        )

    @property
    def employer_names(self) -> tuple[str, ...]:
        """The names of the employers, each once."""
        return tuple(dict.fromkeys(item.employer for item in self.employers))

    @property
    def profile_url(self) -> str | None:
        """The owner's page on GitHub; None without an account."""
        if self.snapshot:
            return self.snapshot.profile_url
        return f"https://github.com/{self.profile.github}" if self.profile.github else None

    @property
    def dated(self) -> tuple[tuple[dt.date, CaseStudy | Post], ...]:
        """The posts, and the case studies with a day of change; without any there are no feeds."""
        posts = [(post.updated or post.date, post) for post in self.posts]
        return (*posts, *((study.updated, study) for study in self.case_studies if study.updated))

    @property
    def stats_section(self) -> StatsSection | None:
        """The first section with GitHub statistics, which then also have a page of their own, `/stats/`.

        None where no section does, or where there is no snapshot to show.
        """
        if self.snapshot is None:
            return None
        sections = (section for section in self.home.sections if isinstance(section, StatsSection))
        return next((section for section in sections if not section.pictures), None)

    def studies_by_principle(self, principle_id: str) -> tuple[CaseStudy, ...]:
        """Return the case studies that taught a principle, in the owner's order."""
        return tuple(study for study in self.case_studies if principle_id in study.principles)

    def quoted_outcomes(self) -> Iterator[tuple[CaseStudy, Outcome]]:
        """Yield the outcomes of the first screen with their case studies, in the owner's order."""
        by_reference = {
            reference: (study, item)
            for study in self.case_studies
            for number, item in enumerate(study.results)
            for reference in (f"{study.slug}/{item.id}", f"{study.slug}#{number}")
        }
        for reference in self.home.figures:
            yield by_reference[reference]
