"""The delivered files as a machine reads them: plain text, PDF and pages, compared with the content and with each other.

There is no score: each finding names its file and its line (of a PDF its page), and quotes the text that it is about.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostic, Severity, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from portfolio.errors import Span
    from portfolio.model.site import Site

TEXT, PAGE, PDF = ".txt", ".html", ".pdf"
HOME_TEXT = "index.txt"
MAX_BETWEEN = 6
"""The lines between a position's title and its dates."""

_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_NO_GLYPH = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
"""What stands where a font or a program had no character."""


class Delivered(NamedTuple):
    """The result of reading the files."""

    findings: tuple[Diagnostic, ...]
    unread: tuple[str, ...]
    """The files that could not be read."""
    read: int
    """How many were."""


class _Text(NamedTuple):
    """A file, or a page of a PDF, as a program reads it."""

    source: Source
    """Its path ends in the number of the page, if it has several."""

    def find(self, text: str) -> list[int]:
        """Return the lines at which a text begins, which may break within it."""
        wanted = _squeeze(text)
        rows = [_squeeze(line) for line in self.source.lines]
        joined = ["".join(rows[at : at + 3]) for at in range(len(rows) + 1)]
        return [
            at
            for at in range(len(rows))
            if wanted in joined[at] and wanted not in "".join(rows[at + 1 : at + 3])
        ]

    def cite(self, message: str, line: int, help_: str) -> Diagnostic:
        """Return a finding at a line."""
        shown = self.source.lines[line]
        span: Span = self.source.span(line + 1, 1, len(shown) or 1)
        return Diagnostic(Code.DELIVERED, message, span, help_, Severity.WARNING)


def check_delivered(
    files: Mapping[str, bytes], site: Site, read_pdf: Callable[[bytes], list[str] | None]
) -> Delivered:
    """Return what a machine cannot read as it was meant.

    Args:
        files: the text files, pages and PDFs of the output, by path.
        site: what they are made of.
        read_pdf: returns the text of each page; None if there is no program for it, or the file is broken.
    """
    findings: list[Diagnostic] = []
    unread: list[str] = []
    for path, data in files.items():
        if path.endswith(PAGE):
            findings += _check_page(Source(path, data.decode("utf-8", "replace")))
            continue
        pages = read_pdf(data) if path.endswith(PDF) else [data.decode("utf-8", "replace")]
        if pages is None:
            unread.append(path)
            continue
        texts = [
            _Text(Source(f"{path}, page {number}" if len(pages) > 1 else path, page.replace("\r", "")))
            for number, page in enumerate(pages, 1)
        ]
        for text in texts:
            findings += _check_glyphs(text)
        if path == HOME_TEXT or path.endswith(PDF):
            whole = _Text(Source(path, "\n".join(text.source.text for text in texts)))
            findings += [
                *_check_name(texts[0], site),
                *_check_contact(whole, site),
                *_check_dates(whole, site),
            ]
        page = path.removesuffix(HOME_TEXT) + "index.html"
        if path.endswith(HOME_TEXT) and page in files:
            findings += _check_order(texts[0], files[page].decode("utf-8", "replace"), page)
    return Delivered(tuple(findings), tuple(unread), len(files) - len(unread))


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", html.unescape(text)).casefold()


def _check_glyphs(text: _Text) -> Iterator[Diagnostic]:
    """Yield the characters that no font or program had."""
    for number, line in enumerate(text.source.lines):
        if found := _NO_GLYPH.search(line):
            message = f"`{found[0]}` stands where a character is missing"
            yield text.cite(message, number, "use a font that has it, or other words")


def _check_name(text: _Text, site: Site) -> Iterator[Diagnostic]:
    """Yield a finding if the name, or the role, has no line of its own: programs read the first lines as these."""
    lines = [_squeeze(line) for line in text.source.lines]
    for what, words in (("name", site.profile.name), ("role", site.profile.role)):
        if words and _squeeze(words) not in lines:
            first = next((at for at, line in enumerate(lines) if line), 0)
            yield text.cite(
                f"the {what} `{words}` has no line of its own", first, "put it on one, near the top"
            )


def _check_contact(text: _Text, site: Site) -> Iterator[Diagnostic]:
    """Yield what is missing of the contact data that pages show as they are."""
    profile = site.profile
    wanted = [
        ("telephone number", profile.phone),
        *((f"link {link.label}", link.text) for link in profile.links),
    ]
    if site.config.email == "shown":
        wanted.insert(0, ("e-mail address", profile.email))
    whole = _squeeze(text.source.text)
    for what, value in wanted:
        if value and _squeeze(value.rstrip("/")) not in whole:
            yield text.cite(f"the {what} `{value}` is missing", 0, "add it, or let this tool write the file")


def _check_dates(text: _Text, site: Site) -> Iterator[Diagnostic]:
    """Yield positions that are missing, have no dates beside them, or stand above an earlier one of the content."""
    before = 0
    for position in (position for employer in site.employers for position in employer.positions):
        found = text.find(position.title)
        when = site.words.period(position.start, position.end)
        dated = [
            at
            for at in found
            if _squeeze(when) in _squeeze(" ".join(text.source.lines[max(0, at - 1) : at + MAX_BETWEEN]))
        ]
        below = [at for at in dated if at >= before]
        if below:
            before = below[0]
        elif dated:
            message = f"the position `{position.title}` stands above one that the content has before it"
            yield text.cite(message, dated[0], "one column keeps the order")
        elif found:
            message = f"the dates of `{position.title}`, `{when}`, are not beside it"
            yield text.cite(message, found[0], "put them on the same line, or on the next one")
        else:
            message = f"the position `{position.title}` is missing"
            yield text.cite(message, 0, "let this tool write the file, or leave it out on purpose")


def _check_order(text: _Text, page: str, name: str) -> Iterator[Diagnostic]:
    """Yield headings of a page that its text lacks, or has in another order."""
    before, last = 0, ""
    for _, inner in _HEADING.findall(page):
        heading = html.unescape(re.sub(r"<[^>]*>", "", inner)).strip()
        if not _squeeze(heading):
            continue
        found = text.find(heading)
        below = [at for at in found if at >= before]
        if below:
            before, last = below[0], heading
        elif found:
            yield text.cite(
                f"`{heading}` stands above `{last}`, on {name} below it", found[0], "keep one order"
            )


def _check_page(source: Source) -> Iterator[Diagnostic]:
    """Yield a finding for a page whose headings are no outline: one at level 1 first, and no level left out."""
    level = 0
    for match in _HEADING.finditer(source.text):
        words = html.unescape(re.sub(r"<[^>]*>", "", match[2])).strip()
        now = int(match[1])
        message = ""
        if level == 0 and now != 1:
            message = f"the first heading, `{words}`, is at level {now}"
        elif level and now == 1:
            message = f"`{words}` is a second heading at level 1"
        elif now > level + 1:
            message = f"`{words}` is at level {now}, below one at level {level}"
        if message:
            span = source.span_at(match.start(), len(match[0]))
            help_ = "programs read the outline from the levels: leave none out"
            yield Diagnostic(Code.DELIVERED, message, span, help_, Severity.WARNING)
        level = now
    if not level:
        yield Diagnostic(
            Code.DELIVERED, "the page has no heading", source.span(1, 1), "give it one", Severity.WARNING
        )
