"""The context of all pages: the head and foot around their content, and links to case studies, tags and principles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.documents.library import Library
from portfolio.model.config import BaseUrl
from portfolio.model.home import CaseStudiesSection, StatsSection
from portfolio.model.names import tag_slug
from portfolio.model.site import Site, Tag
from portfolio.model.stats import Stats
from portfolio.pages.route import Linker, Route, address_of, linker_for
from portfolio.pages.shared_views import LinkView, PageView, PrincipleLink, PrincipleView, StudyRow
from portfolio.pages.structured_data import (
    Thing,
    describe_article,
    describe_breadcrumbs,
    describe_profile_page,
    write_description,
    write_json_ld,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.model.case_study import CaseStudy
    from portfolio.pages.route import Contents

NOT_FOUND = "404.html"
CASE_STUDIES_ADDRESS = "/case-studies/"
STATS = str(StatsSection.__struct_config__.tag)
"""The navigation's part of the page of the statistics; also the part of the stylesheet for this page only."""
STAT_ROWS = "stat-rows"
"""The part of the stylesheet for rows of statistics, on the home page too."""


class Context(Struct, frozen=True):
    """The context of every page."""

    site: Site
    library: Library
    routes: tuple[Route, ...]
    """Everything that is published."""
    base_url: BaseUrl
    stats: Stats | None
    """GitHub statistics; None without a snapshot."""
    tags: Mapping[str, Tag]
    """By slug."""
    feeds: tuple[Route, ...]
    """The routes that each page names in its head."""
    footer: tuple[Route, ...]
    """The routes in each page's footer."""

    @classmethod
    def of(cls, contents: Contents, library: Library, routes: tuple[Route, ...]) -> Context:
        """Return the context of a site's pages."""
        site = contents.site
        tags = {tag.slug: tag for tag in site.tags}
        feeds = tuple(route for route in routes if route.media_type)
        footer = tuple(route for route in routes if route.footer)
        return cls(site, library, routes, contents.base_url, contents.stats, tags, feeds, footer)

    def linker(self, path: str) -> Linker:
        """Return the linker for a file of the output."""
        return linker_for(address_of(path), self.base_url.path if path == NOT_FOUND else None)

    def frame(
        self,
        path: str,
        title: str | None,
        description: str,
        *,
        part: str | None = None,
        study: CaseStudy | None = None,
    ) -> PageView:
        """Return the head, navigation and foot of a page.

        Args:
            path: the page's file in the output.
            title: the page's own; None for the home page, whose title is the owner.
            description: text with inline markup, for search engines and previews.
            part: the kind of home-page section that the page belongs to, marked in the navigation.
            study: the case study of the page.
        """
        linker = self.linker(path)
        profile = self.site.profile
        owner = f"{profile.name}, {profile.role}"
        is_home = path == "index.html"
        kind = "profile" if is_home else "article" if study else "website"
        text = write_description(description)
        return PageView(
            title=f"{title} · {profile.name}" if title else owner,
            description=text,
            language=self.site.config.language,
            root=linker.root,
            canonical=None if path == NOT_FOUND else self.base_url.absolute(address_of(path)),
            heading=title or owner,
            kind=kind,
            structured_data=write_json_ld(self._things(path, title, text, part, study)),
            feeds=tuple(LinkView(feed.media_type, linker.href(feed.address)) for feed in self.feeds),
            owner=profile.name,
            plate="~/" + (profile.name.split() or [""])[0].lower(),
            is_home=is_home,
            nav=tuple(
                LinkView(
                    section.nav,
                    f"#{section.anchor}" if is_home else linker.href(f"/#{section.anchor}"),
                    section.kind == part,
                )
                for section in self.site.home.sections
                if section.nav
            ),
            footer=tuple(LinkView(route.footer, linker.href(route.address)) for route in self.footer),
            styles=" ".join(self._styles(kind, part, is_home=is_home)),
            picture_hosts=self.picture_hosts() if is_home else (),
        )

    def _things(
        self, path: str, title: str | None, text: str, part: str | None, study: CaseStudy | None
    ) -> Iterator[Thing]:
        """Yield the structured data of a page."""
        if path == NOT_FOUND:
            return
        if title is None:
            yield describe_profile_page(self.site, self.base_url, text)
            return
        if study:
            yield describe_article(self.site, study, self.base_url, text)
        address = address_of(path)
        way = [(self.site.profile.name, "/")]
        if part == WORK and address != CASE_STUDIES_ADDRESS:
            way.append(("Case studies", CASE_STUDIES_ADDRESS))
        yield describe_breadcrumbs([*way, (study.title if study else title, address)], self.base_url)

    def _styles(self, kind: str, part: str | None, *, is_home: bool) -> Iterator[str]:
        """Yield the parts of the stylesheet that a page needs, and no others, as they are written into it."""
        yield kind
        if part == STATS or (is_home and self.site.stats_section):
            yield STAT_ROWS
        if part == STATS:
            yield STATS

    def picture_hosts(self) -> tuple[str, ...]:
        """Return the other hosts of the home page's images, as in the content policy."""
        hosts = {
            f"https://{embed.host}"
            for section in self.site.home.sections
            if isinstance(section, StatsSection)
            for embed in section.pictures
        }
        return tuple(sorted(hosts))

    def rows(self, studies: Iterable[CaseStudy], linker: Linker) -> tuple[StudyRow, ...]:
        """Return case studies as rows."""
        return tuple(
            StudyRow(
                href=linker.href(study.address),
                emoji=study.emoji,
                title=study.title,
                headline=study.headline,
                company=study.company,
                period=study.period,
                problem=study.problem,
                tags=self.tag_links(study.tags, linker),
            )
            for study in studies
        )

    def tag_links(self, names: Iterable[str], linker: Linker) -> tuple[LinkView, ...]:
        """Return tags or stack entries; those of a case study link to their page."""
        return tuple(
            LinkView(name, linker.href(tag.address) if (tag := self.tags.get(tag_slug(name))) else None)
            for name in names
        )

    def principle_links(self, linker: Linker) -> Iterator[PrincipleLink]:
        """Yield the principles by name, numbered in the owner's order."""
        for number, principle in enumerate(self.site.principles, 1):
            yield PrincipleLink(
                number, principle.id, principle.name, linker.href(f"/principles/#{principle.id}")
            )

    def principles(self, linker: Linker) -> Iterator[PrincipleView]:
        """Yield the principles with the case studies that taught them, in the owner's order."""
        for link, principle in zip(self.principle_links(linker), self.site.principles, strict=True):
            studies = self.site.studies_by_principle(principle.id)
            yield PrincipleView(
                number=link.number,
                id=link.id,
                name=link.name,
                href=link.href,
                text=principle.text,
                taught_by=tuple(LinkView(study.title, linker.href(study.address)) for study in studies),
                rows=self.rows(studies, linker),
            )


def profile_link(site: Site) -> LinkView | None:
    """Return the link to the owner's profile; None without one."""
    url = site.profile_url
    return LinkView(url.removeprefix("https://"), url) if url else None


WORK = str(CaseStudiesSection.__struct_config__.tag)
"""The navigation's part of case studies and tags."""
