"""The load stage: the site's files -> the site, its texts, and diagnostics; each file's part is cached."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import msgpack, structs

from portfolio.errors import Code, Diagnostic, Diagnostics, Severity, Span
from portfolio.languages.words import ENGLISH, find_language, load_words
from portfolio.load.articles import Reading, list_articles, mark_draft, read_article
from portfolio.load.chronology import find_deadlines
from portfolio.load.config import find_domain
from portfolio.load.content import (
    DATA_FILES,
    WORDS_FILE,
    YAML_FILES,
    Data,
    check_data,
    check_templates,
    check_unshown,
    find_known,
    find_shown,
    list_content,
    list_static_files,
    read_data,
    read_texts,
)
from portfolio.load.evidence import find_years
from portfolio.load.files import read_source
from portfolio.load.placeholders import find_placeholders
from portfolio.load.references import check_article, check_tags
from portfolio.load.schema import read_yaml
from portfolio.load.sections import make_home
from portfolio.load.shown_texts import list_shown_texts, locate_words
from portfolio.model.article import ARTICLES, Page, Post
from portfolio.model.case_study import CaseStudy
from portfolio.model.config import Config, Variant
from portfolio.model.entries import ENTRIES
from portfolio.model.folders import CASE_STUDIES_FOLDER, find_folder
from portfolio.model.site import Site
from portfolio.site.cache import Cache, Kind, struct_kind
from portfolio.site.claims import check_claims
from portfolio.site.worker import Work, map_here
from portfolio.site_files import CONFIG_FILE, digest, digest_text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from portfolio.errors import Source
    from portfolio.languages.words import Words
    from portfolio.load.chronology import Deadline
    from portfolio.load.evidence import YearsClaim
    from portfolio.load.references import Known
    from portfolio.load.schema import Read
    from portfolio.load.sections import Shown
    from portfolio.model.article import Article
    from portfolio.model.home import Home
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles

DATA: Kind[Data] = Kind("data", Data.pack, Data.unpack)
ARTICLE: Kind[Reading] = Kind("article", Reading.pack, Reading.unpack)
FILES = Work(tuple[Diagnostic, ...], "files")
REFERENCES: Kind[tuple[Diagnostic, ...]] = struct_kind("references", tuple[Diagnostic, ...])


class Loading(NamedTuple):
    """The result of reading a site's files."""

    site: Site | None
    """None if any file has an error."""
    config: Config | None
    """The settings, which may be valid although other files are not."""
    words: Words
    """Those of the site's language."""
    texts: Mapping[str, int]
    """The line on which each Markdown text and each drawing begins, by path, even if its front matter is invalid."""
    diagnostics: Diagnostics
    drafts: tuple[str, ...]
    """The files of case studies that are left out, sorted."""
    static_files: tuple[str, ...]
    """Files of static/ that belong to the site, sorted, relative to static/."""
    links: tuple[tuple[str, Span], ...]
    """The links of YAML files and of front matter, each with its span."""
    pictures: tuple[tuple[str, Span], ...]
    """The pictures that YAML files and front matter name, each with its span."""
    deadlines: tuple[Deadline | YearsClaim, ...]
    """The dates that are doubtful on some days."""
    placeholders: tuple[Diagnostic, ...]
    """A warning for each word of the starter that is still there."""


def load_site(
    files: SiteFiles, cache: Cache | None = None, mapper: Mapper = map_here, *, with_drafts: bool = False
) -> Loading:
    """Load a site from its files.

    Errors of the owner's files are not raised: all are in the diagnostics.

    Args:
        files: the site's.
        cache: values of earlier runs; default: an empty cache.
        mapper: maps over the files that are not cached.
        with_drafts: whether drafts are included; else they are left out, with their errors.
    """
    cache = cache or Cache()
    diagnostics = Diagnostics()
    data = cache.get(DATA, _digest_data(files), partial(_read_data, files))
    names = list_content(files, data.config, diagnostics)
    diagnostics.items += data.problems
    words = _load_words(data.config, files, cache, diagnostics)
    readings = _read_articles(files, names, cache, diagnostics)
    shown = {path: item for path, item in readings.items() if with_drafts or not item.is_draft}
    diagnostics.items += [problem for item in shown.values() for problem in item.problems]
    is_whole = not any(path.startswith("content") for path in files.closed)
    if is_whole:  # else files in an unreadable folder may define missing names
        _check_references(files, shown, find_known(data, names), cache, mapper, diagnostics)
    articles = {
        path: mark_draft(item.article.value) if item.article.value else None for path, item in shown.items()
    }
    sources = read_texts(files, names, diagnostics)
    drafts = tuple(sorted(readings.keys() - shown.keys()))
    contents = find_shown(data, articles, drafts, names, sources)
    home = make_home(data.home, contents, words)
    if is_whole:
        diagnostics.items += (*check_data(data, contents), *_check_variants(files, data.config, contents))
        check_unshown(data, home, _find_drawings(readings.values()), sources, diagnostics)
    texts = {path: item.first_line for path, item in shown.items() if item.first_line}
    texts |= {f"content/{name}": 1 for name in sources}
    check_templates(files, diagnostics)
    static_files = tuple(list_static_files(files, data.config, diagnostics))
    site = None
    if not diagnostics.has_errors:
        site = _make_site(files, data, home, articles.values(), static_files)
    if site:
        site = structs.replace(site, words=words)
        diagnostics.items += check_claims(files, site, data, shown, texts, cache, mapper)
    return Loading(
        site,
        data.config,
        words,
        dict(sorted(texts.items())),
        diagnostics,
        drafts,
        static_files,
        tuple(_list_links(data, _pick_studies(shown))),
        tuple(_list_pictures(data, shown)),
        tuple(_find_deadlines(data, site)),
        tuple(_find_placeholders(data, shown.values())),
    )


def _find_deadlines(data: Data, site: Site | None) -> Iterator[Deadline | YearsClaim]:
    """Yield what is doubtful on some days."""
    yield from find_deadlines(data.reads["experience"], data.reads["certifications"])
    yield from find_years(data.profile, site.employers) if site else ()


def _find_placeholders(data: Data, shown: Iterable[Reading]) -> Iterator[Diagnostic]:
    """Yield a warning for each word of the starter."""
    read = (data.profile, data.reads["experience"], data.reads["principles"])
    yield from find_placeholders(read, data.reads["stack"], (item.article for item in shown))


def _check_variants(files: SiteFiles, config: Config | None, shown: Shown) -> Iterator[Diagnostic]:
    """Yield the errors of `variants:`, and the raw markup there."""
    if config and not config.variants:
        return
    from portfolio.load.variants import check_variants, list_variants  # noqa: PLC0415 (only where there are some)

    source = read_source(files, CONFIG_FILE, Diagnostics())
    read = read_yaml(source, Config, Diagnostics()) if source else None
    if source is None or read is None:
        return
    yield from check_variants(read, shown)
    for name in list_variants(read):
        yield from _check_fields(read, Variant, source, "variants", name)


def _load_words(config: Config | None, files: SiteFiles, cache: Cache, diagnostics: Diagnostics) -> Words:
    """Return the words of a site; those of a language with a translation file, and no others, need no more than it."""
    language = config.language if config else ENGLISH.language
    if f"content/{WORDS_FILE}" not in files.files and find_language(language):
        return load_words(language)
    from portfolio.load.words import Replaced, read_words  # noqa: PLC0415 (see above)

    key = " ".join(files.key(path) for path in (CONFIG_FILE, f"content/{WORDS_FILE}") if path in files.files)
    kind: Kind[Replaced] = struct_kind("words", Replaced)
    replaced = cache.get(kind, key, partial(read_words, files, language))
    diagnostics.items += replaced.problems
    return load_words(language, replaced.texts)


def _list_links(data: Data, studies: Iterable[Read[CaseStudy]]) -> Iterator[tuple[str, Span]]:
    """Yield the links of the YAML files and of case studies."""
    yield from data.profile.entries("links", None, "url")
    yield from data.profile.entries("resume")
    for kind in ENTRIES:
        yield from data.reads[kind].entries(None, "url")
    for study in studies:
        if study.value is None or study.value.links:
            yield from study.entries("links", None, "url")


def _list_pictures(data: Data, readings: Mapping[str, Reading]) -> Iterator[tuple[str, Span]]:
    """Yield the owner's photo and the covers of articles."""
    articles = [item.article for item in readings.values()]
    covers = [read.entries("cover", "file") for read in articles if read.value is None or _has_cover(read)]
    for name, span in chain(data.profile.entries("photo", "file"), *covers):
        yield f"/{name.removeprefix('/')}", span


def _has_cover(read: Read[Any]) -> bool:
    return getattr(read.value, "cover", None) is not None


def _read_data(files: SiteFiles) -> Data:
    """Return the data files with the diagnostics of each, also those of raw markup."""
    data = read_data(files)
    problems = [*data.problems]
    for name, type_ in YAML_FILES.items():
        read = data.reads[name]
        source = read_source(files, f"content/{name}.yaml", Diagnostics()) if read.values else None
        problems += _check_fields(read, type_, source) if source is not None else ()
    return data._replace(problems=tuple(problems))


def _pick_studies(readings: Mapping[str, Reading]) -> list[Read[CaseStudy]]:
    """Return the case studies among articles."""
    return [item.article for path, item in readings.items() if path.startswith(CASE_STUDIES_FOLDER)]


def _digest_data(files: SiteFiles) -> str:
    return digest_text("\n".join(files.key(path) for path in DATA_FILES if path in files.files))


def _read_articles(
    files: SiteFiles, names: Iterable[str], cache: Cache, diagnostics: Diagnostics
) -> dict[str, Reading]:
    """Return the result of reading each article, by path."""
    keys = {path: files.key(path) for path in list_articles(names, diagnostics)}
    return cache.get_all(ARTICLE, keys, lambda paths: (read_article(files, path) for path in paths))


def _check_references(  # noqa: PLR0913, PLR0917 (what is checked, and how)
    files: SiteFiles,
    readings: Mapping[str, Reading],
    known: Known,
    cache: Cache,
    mapper: Mapper,
    diagnostics: Diagnostics,
) -> None:
    """Report each name in an article that no other file defines, raw markup, and tags that would share a page."""
    known_key = digest(msgpack.encode(known))
    keys = {path: f"{files.key(path)} {known_key}" for path in readings}

    def check(path: str) -> tuple[Diagnostic, ...]:
        item = readings[path]
        source = read_source(files, path, Diagnostics()) if item.first_line else None
        fields = _check_fields(item.article, ARTICLES[find_folder(path) or ""], source) if source else ()
        return (*check_article(item.article, known, source), *fields)

    found = cache.get_all(REFERENCES, keys, lambda paths: mapper(check, paths, FILES))
    for problems in found.values():
        diagnostics.items += problems
    check_tags(_pick_studies(readings), diagnostics)


def _find_drawings(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the drawings that case studies name, also drafts and ones with errors."""
    for reading in readings:
        article = reading.article
        if article.value is None and ("diagram", "file") in article.values:
            yield article.values["diagram", "file"]
        elif isinstance(article.value, CaseStudy) and article.value.diagram:
            yield article.value.diagram.file


def _make_site(
    files: SiteFiles,
    data: Data,
    home: Home | None,
    articles: Iterable[Article | None],
    static_files: tuple[str, ...],
) -> Site | None:
    """Return the site of files without errors."""
    config, profile = data.config, data.profile.value
    if config is None or profile is None or home is None:
        return None
    lists = {name: read.value or () for name, read in data.reads.items()}
    written = [article for article in articles if article]
    studies = [article for article in written if isinstance(article, CaseStudy)]
    posts = [article for article in written if isinstance(article, Post)]
    return Site(
        config=config,
        profile=profile,
        home=home,
        case_studies=tuple(sorted(studies, key=lambda study: study.rank)),
        posts=tuple(sorted(posts, key=lambda post: (-post.date.toordinal(), post.slug))),
        pages=tuple(article for article in written if isinstance(article, Page)),
        principles=lists["principles"],
        stack=lists["stack"],
        repositories=lists["repositories"],
        entries={kind: lists[kind] for kind in ENTRIES},
        static_files=static_files,
        snapshot=data.snapshot,
        domain=find_domain(files, Diagnostics()),  # an invalid one is reported with the base URL
    )


def _check_fields(read: Read[Any], type_: Hashable, source: Source, *above: str) -> Iterator[Diagnostic]:
    """Yield a warning for each piece of markup in the texts of one file, which readers would see as it is."""
    from portfolio.markdown.fields import find_lost_markup  # noqa: PLC0415 (brings the parser along; most files are cached)

    for shown in list_shown_texts(read, type_, *above):
        found = find_lost_markup(shown.text, is_marked=shown.is_marked)
        spans = locate_words(source, shown.span, [shown.text[lost.start : lost.end] for lost in found])
        for lost, span in zip(found, spans, strict=True):
            yield Diagnostic(Code.RAW_MARKUP, lost.message, span, lost.help, Severity.WARNING)
