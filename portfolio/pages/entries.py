"""The home page's sections of experience, education, certifications and the like: all of one form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.entries import Employer, Position
from portfolio.model.home import EntriesSection
from portfolio.pages.home_views import EntriesContent, EntryRow
from portfolio.pages.shared_views import LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.languages.words import Words
    from portfolio.model.entries import Entry
    from portfolio.model.home import AnySection
    from portfolio.pages.context import Context
    from portfolio.pages.route import Linker

SHOWN = 8
"""The entries that are shown; the others are folded."""
_YEAR = 12


def show_entries(section: AnySection, context: Context, linker: Linker) -> EntriesContent:
    """Return the entries of a section's kind, in the owner's order."""
    assert isinstance(section, EntriesSection)  # noqa: S101 (only for these kinds)
    rows = tuple(
        row
        for entry in context.site.entries[section.kind]
        for row in list_rows(entry, f"content/{section.kind}.yaml", context, linker)
    )
    shown = section.limit or SHOWN
    return EntriesContent(rows[:shown], rows[shown:])


def list_rows(entry: Entry, path: str, context: Context, linker: Linker) -> Iterator[EntryRow]:
    """Yield a row for an entry, or for each position of an employer."""
    href = context.library.write_link(entry.address, path, linker) if entry.address else None
    if not isinstance(entry, Employer) or not entry.positions:
        name, *details = entry.words
        yield _make_row(entry, LinkView(name, href), tuple(map(LinkView, details)), context, linker)
        return
    name, *places = entry.words
    details_of_all = (LinkView(name, href), *map(LinkView, places))
    for position in entry.positions:
        yield _make_row(position, LinkView(position.title), details_of_all, context, linker)


def _make_row(
    entry: Entry, name: LinkView, details: tuple[LinkView, ...], context: Context, linker: Linker
) -> EntryRow:
    until = _write_validity(entry, context.words)
    return EntryRow(
        when=entry.when(context.words),
        length=_write_length(entry.months, context.words) if entry.months else "",
        name=name,
        details=(*details, LinkView(until)) if until else details,
        quote=entry.quote or "",
        summary=entry.summary or "",
        highlights=entry.highlights or (),
        tags=context.tag_links(entry.stack or (), linker, counted=False),
        party=details[0].label if isinstance(entry, Position) else entry.institution or "",
        start=entry.start or "",
        end=entry.end or "",
    )


def _write_validity(entry: Entry, words: Words) -> str:
    """Return until when an entry is valid; empty if it is for ever."""
    if not entry.expiry:
        return words["expired"] if entry.expired else ""
    return words.say("expired_on" if entry.expired else "valid_until", day=words.date(entry.expiry))


def _write_length(months: int, words: Words) -> str:
    r"""Return a number of months in words; no number is parted from its word.

    >>> from portfolio.languages.words import ENGLISH
    >>> [_write_length(months, ENGLISH).replace("\N{NO-BREAK SPACE}", "_") for months in (14, 24, 5)]
    ['1_year 2_months', '2_years', '5_months']
    """
    years, rest = divmod(months, _YEAR)
    said = [
        words.count(key, count).replace(" ", "\N{NO-BREAK SPACE}")
        for key, count in (("years", years), ("months", rest))
        if count
    ]
    return words.say("length_both", years=said[0], months=said[1]) if len(said) > 1 else said[0]
