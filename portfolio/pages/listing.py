"""Lists of articles: in full while they are short, else a line each, in groups, and on as many pages as that takes."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from portfolio.languages.words import ENGLISH
from portfolio.model.article import Post
from portfolio.model.case_study import CaseStudy
from portfolio.pages.route import path_of
from portfolio.pages.shared_views import LineView, LinkView, PageView, StudyRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.languages.words import Words
    from portfolio.pages.context import Context

ROWS = 20
"""The most entries that are shown in full."""
LINES = 60
"""The most lines of one page: more would not fit its budget."""


class GroupView(Struct, frozen=True):
    """A part of a list."""

    title: str
    """A year, an employer or a kind; empty if the list has one part only."""
    lines: tuple[LineView, ...]


class ListView(Struct, frozen=True, kw_only=True):
    """A page of a list: of all case studies, of those of a tag, of all posts."""

    page: PageView
    heading: str
    command: str
    rows: tuple[StudyRow, ...]
    """The entries of a short list, its posts if any of them has a cover."""
    groups: tuple[GroupView, ...]
    """Those of a long one; the other posts of a short one."""
    tags: tuple[LinkView, ...]
    """Every tag with its page, on the first page of all case studies."""
    previous: LinkView | None
    """The page before this one, and the one after it."""
    next: LinkView | None


class Listed(NamedTuple):
    """A list, apart from its entries."""

    address: str
    title: str
    heading: str
    command: str
    description: str
    part: str
    """The kind of section that it belongs to."""
    tags: tuple[str, ...] = ()
    is_indexed: bool = True
    tag: str = ""
    """The tag whose list it is: the decisions that name it are shown."""


def list_addresses(address: str, articles: Sequence[CaseStudy | Post]) -> list[str]:
    """Return the addresses of a list's pages."""
    count = 1 if _is_short(articles) else -(-len(articles) // LINES)
    return [address, *(f"{address}page/{number}/" for number in range(2, count + 1))]


def show_list(listed: Listed, articles: Sequence[CaseStudy | Post], index: int, context: Context) -> ListView:
    """Return the view of one of a list's pages; the first one has the index 0."""
    addresses = list_addresses(listed.address, articles)
    path = path_of(addresses[index])
    linker = context.linker(path)
    words = context.words

    def number(title: str) -> str:
        return words.say("numbered", title=title, number=index + 1) if index else title

    is_short = _is_short(articles)
    in_rows = [
        item for item in articles if is_short and (isinstance(item, CaseStudy) or _has_covers(articles))
    ]
    groups = [(words["group_posts"], [*articles[len(in_rows) :]])] if is_short else _group(articles, words)
    lines = [(title, article) for title, items in groups for article in items]
    shown = groupby(lines[index * LINES :][:LINES], key=itemgetter(0))

    def link(step: int) -> LinkView | None:
        near = index + step
        is_there = 0 <= near < len(addresses)
        return (
            LinkView(
                words.say("page_of", number=near + 1, count=len(addresses)), linker.href(addresses[near])
            )
            if is_there
            else None
        )

    return ListView(
        page=context.page_view(
            path,
            number(listed.title),
            listed.description,
            part=listed.part,
            is_indexed=listed.is_indexed,
        ),
        heading=number(listed.heading),
        command=listed.command,
        rows=context.rows(in_rows, linker, listed.tag),
        groups=tuple(
            GroupView(title, context.lines((article for _, article in group), linker))
            for title, group in shown
        ),
        tags=context.tag_links(() if index else listed.tags, linker),
        previous=link(-1),
        next=link(1),
    )


def capitalize(name: str) -> str:
    """Return a name as a title: `Case studies`."""
    return name[:1].upper() + name[1:]


def sort_as_listed(studies: Sequence[CaseStudy]) -> list[CaseStudy]:
    """Return case studies as the list of all shows them."""
    if _is_short(studies):
        return [*studies]
    return [item for _, items in _group(studies) for item in items if isinstance(item, CaseStudy)]


def _is_short(articles: Sequence[CaseStudy | Post]) -> bool:
    """Whether case studies are shown in full, and posts after them; posts alone are with a cover only."""
    return len(articles) <= ROWS and (
        any(isinstance(article, CaseStudy) for article in articles) or _has_covers(articles)
    )


def _has_covers(articles: Iterable[CaseStudy | Post]) -> bool:
    """Whether any post has a cover: posts are then rows, not lines."""
    return any(isinstance(article, Post) and article.cover for article in articles)


def _group(
    articles: Sequence[CaseStudy | Post], words: Words = ENGLISH
) -> list[tuple[str, list[CaseStudy | Post]]]:
    """Return the parts of a list: by year, by employer or by kind, as most entries have one; else a single part."""
    for find_title in (_find_year, _find_party, _find_kind):
        titles = [find_title(article, words) for article in articles]
        names = dict.fromkeys(filter(None, titles))
        if len(names) > 1 and 2 * sum(map(bool, titles)) >= len(titles):
            ordered = sorted(names, reverse=True) if find_title is _find_year else [*names]
            groups: dict[str, list[CaseStudy | Post]] = {name: [] for name in [*ordered, ""]}
            for title, article in zip(titles, articles, strict=True):
                groups[title].append(article)
            others = groups.pop("")
            return [*groups.items(), *([(words["group_others"], others)] if others else [])]
    return [("", [*articles])]


def _find_year(article: CaseStudy | Post, _words: Words) -> str:
    """Return the year in which something ended, or was published; empty if it is not known."""
    if isinstance(article, Post):
        return f"{article.date:%Y}"
    return article.latest[:4]


def _find_party(article: CaseStudy | Post, _words: Words) -> str:
    return (article.party or "") if isinstance(article, CaseStudy) else ""


def _find_kind(article: CaseStudy | Post, words: Words) -> str:
    if isinstance(article, Post):
        return words["group_posts"]
    return words["group_projects" if article.kind == "project" else "group_case_studies"]
