"""Case studies, posts and pages: a Markdown file each; its name is the address, its front matter the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import msgpack, structs

from portfolio.errors import Code, Diagnostics, Span
from portfolio.load.files import is_blank, read_source, split_front_matter
from portfolio.load.schema import Read, read_yaml
from portfolio.model.article import ARTICLES
from portfolio.model.case_study import CaseStudy
from portfolio.model.folders import PAGES_FOLDER, TAKEN, find_address, find_folder
from portfolio.model.names import tag_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.errors import Diagnostic
    from portfolio.load.files import FrontMatter
    from portfolio.model.article import Article
    from portfolio.site_files import SiteFiles

DRAFT_MARK = "[draft]"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def list_articles(names: Iterable[str], diagnostics: Diagnostics) -> list[str]:
    """Return the paths of all articles; report invalid names, and those that share an address.

    Args:
        names: the files of content/, relative to it.
        diagnostics: receives the problems.
    """
    paths = [path for path in (f"content/{name}" for name in names) if find_folder(path)]
    spelled: dict[str, str] = {}
    for path in paths:
        first = spelled.setdefault(path.casefold(), path)
        if first is not path:
            message = f"`{path}` and `{first}` differ in case only and would share one address"
            diagnostics.error(Code.ADDRESS_CONFLICT, message, Span(path, 1, 1), "rename one of them")
        else:
            _check_slug(path, diagnostics)
    return paths


def _split_path(path: str) -> tuple[str, str]:
    """Return an article's folder and its slug."""
    folder = find_folder(path) or ""
    return folder, path.removeprefix(folder).removesuffix(".md")


def _check_slug(path: str, diagnostics: Diagnostics) -> None:
    """Report an article whose name cannot be an address, or is the address of a page that the tool makes."""
    folder, slug = _split_path(path)
    if _SLUG.fullmatch(slug) and (folder != PAGES_FOLDER or slug not in TAKEN):
        return
    span = Span(path, 1, 1)
    if "/" in slug:
        name = _flatten(slug)
        help_ = f"folders are not read here: {f'write it as {folder}{name}.md' if name else f'move it to {folder}'}"
        diagnostics.error(Code.SLUG, f"`{path}` is in a folder", span, help_)
    elif not _SLUG.fullmatch(slug):
        help_ = "name the file with lower-case letters, digits and single hyphens"
        diagnostics.error(Code.SLUG, f"`{slug}` cannot be part of an address", span, help_)
    else:
        message = f"`{path}` would have the address {find_address(path)}, which portfolio uses itself"
        diagnostics.error(Code.ADDRESS_CONFLICT, message, span, "rename the file")


def _flatten(slug: str) -> str:
    """Return the slug that a file in a folder could have; empty if its name is not valid.

    >>> _flatten("ledger/index"), _flatten("2024/My post")
    ('ledger', '2024-my-post')
    """
    folder, _, name = slug.rpartition("/")
    is_main = name.casefold() in {"index", "_index", "readme", folder.rpartition("/")[2].casefold()}
    flat = tag_slug(folder if is_main else slug).replace("_", "-")
    return flat if _SLUG.fullmatch(flat) else ""


class Reading(NamedTuple):
    """The result of reading one file."""

    article: Read[Any]
    """Of the type that its folder has."""
    first_line: int
    """The line on which the body begins; 0 without a body. It may be known even if the front matter is invalid."""
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether the file has `draft: true`, even if it has errors."""
        article = self.article.value
        return article.draft if article else self.article.values.get(("draft",)) is True

    def pack(self) -> bytes | None:
        """Return the reading as bytes for the cache; None if there are problems, which are found again in each run."""
        article = None if self.problems else self.article.pack()
        folder = find_folder(self.article.value.path) if self.article.value else None
        return None if article is None else msgpack.encode((self.first_line, folder, article))

    @classmethod
    def unpack(cls, data: bytes) -> Reading:
        """Return a reading that was packed.

        Raises:
            msgspec.DecodeError: the bytes are of another version.
        """
        first_line, folder, article = msgpack.decode(data, type=tuple[int, str, bytes])
        return cls(Read.unpack(article, ARTICLES[folder]), first_line)


def read_article(files: SiteFiles, path: str) -> Reading:
    """Read the front matter of one article, and find where its body begins."""
    diagnostics = Diagnostics()
    source = read_source(files, path, diagnostics)
    front = split_front_matter(source, diagnostics) if source else None
    if front is None:
        return Reading(Read(None), 0, tuple(diagnostics.items))
    article = _read_front_matter(front, path, diagnostics)
    if article.value and not article.value.summary and is_blank(front.body.text):
        help_ = "write a `summary`, or a text below the front matter"
        span = article.spans["title",]
        diagnostics.error(Code.MISSING_KEY, "there is neither a `summary` nor a text", span, help_)
    return Reading(article, front.body.first_line, tuple(diagnostics.items))


def mark_draft(article: Article) -> Article:
    """Return an article as a preview shows it; a draft is marked as one in every theme."""
    if not article.draft:
        return article
    marked = structs.replace(article, title=f"{DRAFT_MARK} {article.title}")
    if isinstance(marked, CaseStudy) and marked.headline:
        return structs.replace(marked, headline=f"{DRAFT_MARK} {marked.headline}")
    return marked


def _read_front_matter(front: FrontMatter, path: str, diagnostics: Diagnostics) -> Read[Any]:
    """Read the front matter of one article."""
    folder, slug = _split_path(path)
    source, type_ = front.body.source, ARTICLES[folder]
    read = read_yaml(source, type_, diagnostics, lines=front.lines, given={"slug": slug})
    if read is None:
        help_ = "write `title: …` and the other keys between the two `---`"
        diagnostics.error(Code.FRONT_MATTER, "the front matter is empty", source.span(1, 1, 3), help_)
    return read or Read(None)
