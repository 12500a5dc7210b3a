"""The context of all pages: the head and foot around their content, and links to case studies, tags and principles."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from portfolio.documents.library import Library
from portfolio.documents.text import unpack_prose
from portfolio.model.article import Page, Post
from portfolio.model.case_study import CaseStudy
from portfolio.model.config import BaseUrl
from portfolio.model.folders import ABOVE
from portfolio.model.font import Font
from portfolio.model.home import AnySection, CaseStudiesSection, ProjectsSection, StatsSection, WritingSection
from portfolio.model.names import tag_slug
from portfolio.model.palette import Palette
from portfolio.model.site import Site, Tag
from portfolio.model.stats import Stats
from portfolio.pages.route import Linker, Route, address_of, linker_for
from portfolio.pages.sections import list_sections
from portfolio.pages.shared_views import (
    CardImage,
    LineView,
    LinkView,
    PageView,
    PictureView,
    PrincipleView,
    StudyRow,
)
from portfolio.pages.structured_data import (
    Thing,
    describe_article,
    describe_breadcrumbs,
    describe_profile_page,
    first_words,
    write_description,
    write_json_ld,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.languages.words import Words
    from portfolio.model.article import Article
    from portfolio.model.picture import PictureFile
    from portfolio.pages.route import Contents

NOT_FOUND = "404.html"
CARD = "card.png"
"""The name of a link preview card: beside its page, or at the site's root for all pages without one of their own."""
CASE_STUDIES_ADDRESS = "/case-studies/"
WRITING_ADDRESS = "/writing/"
STATS = str(StatsSection.__struct_config__.tag)
"""The navigation's part of the page of the statistics."""
MAX_TITLE = 65
"""Search engines cut longer titles: the owner's name is left out first."""


class Context(Struct, frozen=True):
    """The context of every page."""

    site: Site
    library: Library
    routes: tuple[Route, ...]
    """Everything that is published."""
    base_url: BaseUrl
    stats: Stats | None
    """GitHub statistics; None without a snapshot."""
    sections: tuple[AnySection, ...]
    """Those of the home page with something to show, in the owner's order."""
    tags: Mapping[str, Tag]
    """By slug."""
    feeds: tuple[Route, ...]
    """The routes that each page names in its head."""
    footer: tuple[Route, ...]
    """The routes in each page's footer."""
    palette: Callable[[], Palette]
    """The site's colours, for pictures that are no pages."""
    fonts: tuple[Font, ...] = ()
    """Those that can be drawn with."""
    cards: Mapping[str, tuple[int, int]] = {}
    """Width and height of each link preview card, by its output path."""
    documents: dict[str, Any] = field(default_factory=dict)
    """What outputs say of the latest page, by its address: it is made once for all of them."""

    @classmethod
    def of(
        cls,
        contents: Contents,
        library: Library,
        routes: tuple[Route, ...],
        palette: Callable[[], Palette],
        cards: Mapping[str, tuple[int, int]],
    ) -> Context:
        """Return the context of a site's pages."""
        site = contents.site
        tags = {tag.slug: tag for tag in site.tags}
        feeds = tuple(route for route in routes if route.media_type)
        footer = tuple(route for route in routes if route.footer)
        return cls(
            site,
            library,
            routes,
            contents.base_url,
            contents.stats,
            tuple(list_sections(site)),
            tags,
            feeds,
            footer,
            palette,
            contents.fonts,
            cards,
        )

    @property
    def words(self) -> Words:
        """The words of the site's language."""
        return self.site.words

    def linker(self, path: str) -> Linker:
        """Return the linker for a file of the output."""
        return linker_for(address_of(path), self.base_url.path if path == NOT_FOUND else None)

    def link_file(self, path: str, linker: Linker) -> str | None:
        """Return the link to a file with a fixed name, which may be one of static/; None if it is not published."""
        if any(route.path == path for route in self.routes):
            return linker.href(address_of(path))
        return self.library.write_link(f"/{path}", "", linker) if path in self.site.static_files else None

    def page_view(  # noqa: PLR0913 (what pages differ in)
        self,
        path: str,
        title: str | None,
        description: str,
        *,
        part: str | None = None,
        article: Article | None = None,
        is_indexed: bool = True,
    ) -> PageView:
        """Return the head, navigation and foot of a page.

        Args:
            path: the page's file in the output.
            title: the page's own; None for the home page, whose title is the owner.
            description: text with inline markup, for search engines and previews.
            part: the kind of home-page section that the page belongs to, marked in the navigation.
            article: the article of the page.
            is_indexed: whether search engines may list the page.
        """
        linker = self.linker(path)
        profile = self.site.profile
        owner = profile.title
        part = self._find_current(part or (_find_part(article) if article else None))
        is_home = path == "index.html"
        is_missing = path == NOT_FOUND
        text = write_description(description)
        trail = [] if is_home or is_missing else self._trail(path, title or owner, part, article)
        return PageView(
            title=_join_title(title, profile.name) if title else owner,
            description=text,
            language=self.site.config.language,
            root=linker.root,
            files=linker.root + ABOVE[1:] if self.site.variant else linker.root,
            address=None if is_missing else self.base_url.absolute(address_of(path)),
            is_indexed=is_indexed and not is_missing and not self.site.variant,
            heading=title or owner,
            kind="profile" if is_home else "article" if isinstance(article, (CaseStudy, Post)) else "website",
            structured_data=write_json_ld(self._things(text, trail, article, is_home=is_home)),
            feeds=(
                *(LinkView(feed.media_type, linker.href(feed.address)) for feed in self.feeds),
                *(self._link_twins(article, linker) if article else ()),
            ),
            owner=profile.name,
            plate="~/" + (profile.name.split() or [""])[0].lower(),
            is_home=is_home,
            path=tuple(
                LinkView(name, linker.href(address) if address != address_of(path) else None)
                for name, address in trail
            ),
            nav=(*self._link_sections(linker, part, is_home=is_home), *self._link_pages(linker, article)),
            footer=tuple(LinkView(route.footer, linker.href(route.address)) for route in self.footer),
            picture_hosts=self.picture_hosts() if is_home else (),
            card=None if is_missing else self._find_card(path, title or owner),
        )

    def _find_card(self, path: str, title: str) -> CardImage | None:
        """Return the card of a page, or that of the site; None without any."""
        own = f"{posixpath.dirname(path)}/{CARD}"
        name = own if own in self.cards else CARD
        if name not in self.cards:
            return None
        alt = title if name == own else self.site.profile.title
        return CardImage(self.base_url.absolute(name), *self.cards[name], alt)

    def _link_twins(self, article: Article, linker: Linker) -> Iterator[LinkView]:
        """Yield the media type and the address of an article's text and Markdown, if they are made."""
        outputs = self.site.config.outputs
        if outputs.text:
            yield LinkView("text/plain", linker.href(f"{article.address}index.txt"))
        if outputs.markdown:
            yield LinkView("text/markdown", linker.href(f"{article.address}index.md"))

    def _link_sections(self, linker: Linker, part: str | None, *, is_home: bool) -> Iterator[LinkView]:
        """Yield the links to the sections of the home page that have a word in the navigation."""
        for section in self.sections:
            if section.nav:
                href = f"#{section.anchor}" if is_home else linker.href(f"/#{section.anchor}")
                yield LinkView(section.nav, href, section.kind == part)

    def _link_pages(self, linker: Linker, article: Article | None) -> Iterator[LinkView]:
        """Yield the links to the owner's pages that have a word in the navigation."""
        for page in self.site.pages:
            if page.nav:
                yield LinkView(page.nav, linker.href(page.address), page is article)

    def _find_current(self, part: str | None) -> str | None:
        """Return the part that the navigation has a word for: work is under the other kind's if its own has none."""
        words = {section.kind for section in self.sections if section.nav}
        return {WORK: PROJECTS, PROJECTS: WORK}.get(part or "", part) if part not in words else part

    def _trail(
        self, path: str, title: str, part: str | None, article: Article | None
    ) -> list[tuple[str, str]]:
        """Return the way from the home page to a page, as names and addresses."""
        address = address_of(path)
        way = [(self.words["home"], "/")]
        above = None
        if part in {WORK, PROJECTS}:
            above = (self.site.work_name, CASE_STUDIES_ADDRESS)
        elif part == WRITING:
            above = (self.site.writing_name, WRITING_ADDRESS)
        if above is not None and above[1] != address:
            way.append(above)
        emoji = article.emoji if isinstance(article, CaseStudy) else None
        name = article.title if article else title
        return [*way, (f"{emoji} {name}" if emoji else name, address)]

    def _things(
        self, text: str, trail: list[tuple[str, str]], article: Article | None, *, is_home: bool
    ) -> Iterator[Thing]:
        """Yield the structured data of a page."""
        if is_home:
            yield describe_profile_page(self.site, self.base_url, text)
        if article and not isinstance(article, Page):
            yield describe_article(self.site, article, self.base_url, text)
        if trail:
            yield describe_breadcrumbs(trail, self.base_url)

    def picture_hosts(self) -> tuple[str, ...]:
        """Return the other hosts of the home page's images, as in the content policy."""
        hosts = {
            f"https://{embed.host}"
            for section in self.site.home.sections
            if isinstance(section, StatsSection)
            for embed in section.pictures
        }
        return tuple(sorted(hosts))

    def rows(
        self, articles: Iterable[CaseStudy | Post], linker: Linker, tag: str = ""
    ) -> tuple[StudyRow, ...]:
        """Return articles as rows, with the decisions that name a tag."""
        listed = tuple(articles)
        return tuple(
            StudyRow(
                href=line.href,
                headline=line.text,
                company=line.kind,
                period=line.when,
                problem=(article.problem if isinstance(article, CaseStudy) else "") or article.summary or "",
                tags=self.tag_links(article.tags, linker, counted=False),
                cover=self.picture(article.cover, article.path, linker),
                decisions=article.decisions_on(tag) if tag and isinstance(article, CaseStudy) else (),
            )
            for article, line in zip(listed, self.lines(listed, linker), strict=True)
        )

    def picture(self, file: PictureFile | None, path: str, linker: Linker) -> PictureView | None:
        """Return the picture that the file at `path` names, if it names one."""
        if file is None:
            return None
        found = self.library.write_image(file.address, path, linker)
        return PictureView(
            src=found.href,
            alt=file.alt,
            width=found.width,
            height=found.height,
            srcset=found.srcset,
            dark=found.dark,
        )

    def lines(self, articles: Iterable[CaseStudy | Post], linker: Linker) -> tuple[LineView, ...]:
        """Return articles as single lines."""
        return tuple(
            LineView(
                article.heading,
                linker.href(article.address),
                "" if isinstance(article, Post) else article.party or "",
                self.words.date(article.date) if isinstance(article, Post) else article.when(self.words),
            )
            for article in articles
        )

    def describe(self, article: Article) -> str:
        """Return what an article is about, with inline markup: in the owner's words, else the text's first ones."""
        problem = article.problem if isinstance(article, CaseStudy) else None
        own = article.summary or problem
        return (
            own or first_words(unpack_prose(self.library.texts[article.path].prose).intro) or article.heading
        )

    def tag_links(
        self, names: Iterable[str], linker: Linker, *, counted: bool = True
    ) -> tuple[LinkView, ...]:
        """Return tags or stack entries; those of a case study link to their page, with the number of its articles if counted."""
        views = []
        for name in names:
            tag = self.tags.get(tag_slug(name))
            count = len(tag.articles) if tag and counted else 0
            views.append(
                LinkView(name, linker.href(tag.address), count=count, hint=self.words[tag.hint])
                if tag
                else LinkView(name)
            )
        return tuple(views)

    def principles(self, linker: Linker) -> Iterator[PrincipleView]:
        """Yield the principles with the case studies that taught them, in the owner's order."""
        for number, principle in enumerate(self.site.principles, 1):
            studies = self.site.studies_by_principle(principle.id)
            yield PrincipleView(
                number=number,
                id=principle.id,
                name=principle.name,
                href=linker.href(f"/principles/#{principle.id}"),
                text=principle.text,
                taught_by=tuple(LinkView(study.title, linker.href(study.address)) for study in studies),
                lines=self.lines(studies, linker),
            )


def _join_title(title: str, name: str) -> str:
    """Return a page's title with the owner's name if both are short enough for search engines."""
    both = f"{title} · {name}"
    return both if len(both) <= MAX_TITLE else title


def profile_link(site: Site) -> LinkView | None:
    """Return the link to the owner's profile; None without one."""
    url = site.profile_url
    return LinkView(url.removeprefix("https://"), url) if url else None


def _find_part(article: Article) -> str | None:
    """Return the kind of section that an article belongs to."""
    if isinstance(article, CaseStudy):
        return PROJECTS if article.kind == "project" else WORK
    return WRITING if isinstance(article, Post) else None


WRITING = str(WritingSection.__struct_config__.tag)
"""The navigation's part of posts."""
WORK = str(CaseStudiesSection.__struct_config__.tag)
"""The navigation's part of case studies and tags."""
PROJECTS = str(ProjectsSection.__struct_config__.tag)
"""The navigation's part of projects."""
