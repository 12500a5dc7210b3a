"""The résumé as PDF, by typst, an extra: one or two tagged pages, of which a program reads every word in order.

The words are data for resume.typ: none of them is read as markup. The fonts are those of the tool and of the owner,
and there is no date in it, so equal words make equal bytes.
"""

from __future__ import annotations

import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, json

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.blocks import rebuild
from portfolio.markdown.inline import strip_inline_markup
from portfolio.model.font import Font, drop_symbols, find_missing
from portfolio.outputs.cards import FAMILY, warn_of_glyphs
from portfolio.outputs.record import to_data
from portfolio.pages.resume import PDF, Limits, show_resume
from portfolio.pages.route import Composed, Linker, Route
from portfolio.pages.shared_views import LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.home_views import EntryRow, StackRow
    from portfolio.pages.resume import ResumeSection, ResumeView
    from portfolio.pages.route import Contents

TEXT = "Inter"
SHEETS = 2
MAX_ADDRESS = 8000
"""The characters of the longest address that typst takes."""
_PAPERS = {"a4": "a4", "letter": "us-letter"}
_ATTEMPTS = (
    (10.0, Limits()),
    (9.2, Limits()),
    (9.2, Limits(studies=5, entries=8, points=4)),
    (9.2, Limits(studies=4, entries=5, points=3)),
    (8.8, Limits(studies=3, entries=4, points=2)),
)
"""The type size in points and how much is there: the first that needs no more than two sheets is used."""
_ON_ITS_PAGE = "is on its page, which is linked"
_ON_THE_SITE = "is on the site, which is linked"
OMISSIONS = {
    "case_studies.constraint": _ON_ITS_PAGE,
    "case_studies.cover": _ON_ITS_PAGE,
    "case_studies.decisions": _ON_ITS_PAGE,
    "case_studies.diagram": _ON_ITS_PAGE,
    "case_studies.emoji": _ON_ITS_PAGE,
    "case_studies.kind": "says in which list it is",
    "case_studies.order": "says where it is in lists",
    "case_studies.outcomes.id": "is a name for references",
    "case_studies.outcomes.measured": _ON_ITS_PAGE,
    "case_studies.principles": _ON_ITS_PAGE,
    "case_studies.problem": _ON_ITS_PAGE,
    "case_studies.role": _ON_ITS_PAGE,
    "case_studies.scale": _ON_ITS_PAGE,
    "case_studies.stack": _ON_ITS_PAGE,
    "case_studies.summary": _ON_ITS_PAGE,
    "case_studies.tags": _ON_ITS_PAGE,
    "case_studies.updated": _ON_ITS_PAGE,
    "entries.testimonials": _ON_THE_SITE,
    "home": "arranges the home page",
    "pages": _ON_THE_SITE,
    "posts": _ON_THE_SITE,
    "principles": _ON_THE_SITE,
    "profile.closing": _ON_THE_SITE,
    "profile.facts": _ON_THE_SITE,
    "profile.photo": _ON_THE_SITE,
    "profile.resume": "leads to another résumé",
    "repositories": _ON_THE_SITE,
    "texts": "are long, and their pages are linked",
}
"""What the output leaves out, with the reason."""


class Item(Struct, frozen=True):
    """Words, and where they lead; the address is empty without one."""

    text: str
    href: str = ""


class Entry(Struct, frozen=True):
    """An entry of a section."""

    name: Item
    details: tuple[Item, ...]
    when: str
    lines: tuple[str, ...]
    points: tuple[str, ...]
    stack: str


class Group(Struct, frozen=True):
    """Skills of one kind."""

    name: str
    text: str


class Section(Struct, frozen=True):
    """A section of the résumé."""

    title: str
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    more: Item


class Words(Struct, frozen=True):
    """All that the résumé says."""

    title: str
    name: str
    role: str
    fields: str
    facts: str
    contacts: tuple[Item, ...]
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]


class ResumePdf(Struct, frozen=True):
    """The résumé, and what it is set with."""

    attempts: tuple[tuple[float, Words], ...]
    """From the largest and fullest on."""
    language: str
    is_from_right: bool
    paper: str
    accent: str
    muted: str
    colon: str
    fonts: tuple[Font, ...]


def can_set() -> bool:
    """Whether typst is installed; it is not imported for this."""
    return find_spec("typst") is not None


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of the PDF, if it can be made."""
    if can_set() and not _find_missing(contents):
        yield Route(path=PDF, made=Composed(write, _view), is_replaceable=True)


def find_left_out(contents: Contents) -> Iterator[Diagnostic]:
    """Yield a warning if the PDF is left out; one of the owner's in its place needs none."""
    if PDF in contents.site.static_files:
        return
    if not can_set():
        message = "`resume` has no PDF: typst is not installed (pip install 'portfolio[pdf]')"
        yield Diagnostic(Code.LEFT_OUT, message, severity=Severity.WARNING)
    elif missing := _find_missing(contents):
        yield warn_of_glyphs("the résumé has no PDF", missing, "resume")


def _find_missing(contents: Contents) -> str:
    """Return the characters of the résumé that no font has."""
    site = contents.site
    kept = [entries for kind, entries in site.entries.items() if kind != "testimonials"]
    studies = [
        (study.heading, study.title, study.party, study.period, study.outcomes, study.links)
        for study in site.case_studies
    ]
    said = to_data((site.profile, *kept, tuple(studies), site.stack))
    text = json.encode(said).decode() + site.words["resume_work"]
    return find_missing(drop_symbols(text, contents.fonts), contents.fonts)


def _view(context: Context) -> ResumePdf:
    linker = Linker(context.base_url.url)
    colours = context.palette().light
    attempts: list[tuple[float, Words]] = []
    for size, limits in _ATTEMPTS:
        words = _list_words(show_resume(context, linker, limits), context)
        if not attempts or attempts[-1] != (size, words):
            attempts.append((size, rebuild(words, str, lambda text: drop_symbols(text, context.fonts))))
    return ResumePdf(
        tuple(attempts),
        context.words.language,
        context.words.direction == "rtl",
        _PAPERS[context.site.config.paper],
        colours.accent,
        colours.muted,
        ": ",
        context.fonts,
    )


def _list_words(view: ResumeView, context: Context) -> Words:
    return Words(
        title=f"{view.page.heading}: {view.name}",
        name=view.name,
        role=view.role or "",
        fields=" · ".join(view.fields),
        facts=" · ".join(view.facts),
        contacts=tuple(_item(LinkView(link.text, link.href)) for link in view.contacts),
        paragraphs=tuple(_plain(text) for text in (view.lead, *view.about) if text),
        sections=tuple(_list_section(section, context) for section in view.sections),
    )


def _list_section(section: ResumeSection, context: Context) -> Section:
    return Section(
        section.title,
        tuple(_list_entry(row, context) for row in section.rows),
        tuple(_list_group(group, context) for group in section.groups),
        _item(section.more) if section.more else Item(""),
    )


def _list_entry(row: EntryRow, context: Context) -> Entry:
    return Entry(
        name=_item(row.name),
        details=tuple(map(_item, row.details)),
        when=f"{row.when} ({row.length})" if row.length else row.when,
        lines=(_plain(row.summary),) if row.summary else (),
        points=tuple(map(_plain, row.highlights)),
        stack=context.words["comma"].join(tag.label for tag in row.tags),
    )


def _list_group(group: StackRow, context: Context) -> Group:
    return Group(group.name, context.words["comma"].join(entry.label for entry in group.entries))


def _item(link: LinkView) -> Item:
    href = link.href or ""
    return Item(link.label, href if len(href) <= MAX_ADDRESS else "")


def _plain(text: str) -> str:
    return " ".join(strip_inline_markup(text).split())


def write(view: ResumePdf) -> bytes:
    """Return the résumé as PDF: PDF/UA-1, with tags, title and language."""
    import typst  # noqa: PLC0415 (an extra, and most builds make none)

    source = Path(__file__).with_name("resume.typ").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for number, font in enumerate(view.fonts):
            Path(folder, f"{number:03}{Path(font.path).suffix}").symlink_to(font.path)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        for size, words in view.attempts:
            data = {"data": _write_data(view, size, words, fonts.families())}
            compiler = typst.Compiler(source, font_paths=fonts, root=folder, sys_inputs=data)
            if int(compiler.query("<sheets>", field="value", one=True)) <= SHEETS:
                break
        make = partial(compiler.compile, input=source, format="pdf", sys_inputs=data, timestamp=0)
        try:
            content = make(pdf_standards=["ua-1"])
        except (
            typst.TypstError
        ):  # a sign of a font that the standard forbids: then with tags, and without its mark
            content = make()
    assert isinstance(content, bytes)  # noqa: S101 (one file, as it is no picture)
    return content


def _write_data(view: ResumePdf, size: float, words: Words, families: list[str]) -> str:
    """Return what resume.typ reads, as JSON."""
    others = [name for name in families if name not in {TEXT, FAMILY}]
    language, _, _ = view.language.partition("-")
    data = {
        "size": size,
        "language": language,
        "rtl": view.is_from_right,
        "paper": view.paper,
        "accent": view.accent,
        "muted": view.muted,
        "colon": view.colon,
        "fonts": [TEXT, *others],
        "titles": [FAMILY, *others],
        **{name: getattr(words, name) for name in words.__struct_fields__},
    }
    return json.encode(data).decode()
