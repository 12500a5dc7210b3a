"""The views of GitHub statistics: words, dates and pictures; every number with its date range or day, and its source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from portfolio.github.wording import name_length
from portfolio.pages.stats_calendar import draw_levels, name_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.languages.words import Words
    from portfolio.model.site import Site
    from portfolio.model.stats import Calendar, Language, Languages, ShownRepository, Stats, Streak

STATS_FOLDER = "stats"
"""Of the page, and of the cards."""
LEAST = 3
"""The least number that a panel shows: one star, or a streak of two days, is no news."""
SHOWN_LANGUAGES = 4
"""In a panel; the page of all statistics has the others."""

_GAP = 0.6
_HEAT_COMMAND = "git log --since=1.year"


class StatRow(Struct, frozen=True, kw_only=True):
    """A statistic with its date range and source."""

    label: str
    href: str
    """Its source: the page on GitHub."""
    value: str
    when: str
    """Its date range, or its day."""


class BasisView(Struct, frozen=True):
    """What some of the numbers count."""

    labels: str
    """Of the numbers, joined by commas."""
    text: str


class BarView(Struct, frozen=True):
    """A part of a bar, in per cent of it."""

    start: float
    width: float


class PanelRow(Struct, frozen=True):
    """A number of a panel."""

    label: str
    value: str


class PanelView(Struct, frozen=True, kw_only=True):
    """One number, and what it is made of."""

    command: str
    """The ornament in the border."""
    value: str
    label: str
    """What it counts, and when."""
    href: str | None
    """Its source: the page on GitHub."""
    bars: tuple[BarView, ...] = ()
    rows: tuple[PanelRow, ...]


class LanguageView(Struct, frozen=True, kw_only=True):
    """A language's part."""

    name: str
    share: str
    detail: str


class LanguagesView(Struct, frozen=True, kw_only=True):
    """The languages, and what their shares are of."""

    href: str
    bars: tuple[BarView, ...]
    items: tuple[LanguageView, ...]


class MonthView(Struct, frozen=True, kw_only=True):
    """A month of the calendar in numbers."""

    name: str
    contributions: str
    active_days: str
    """As `12 of 30`."""


class HeatView(Struct, frozen=True, kw_only=True):
    """The last 53 weeks as a picture and a sentence."""

    command: str
    sentence: str
    columns: int
    levels: tuple[str, ...]
    """The outlines of the squares of each shade, from none to most."""
    axis: tuple[str, ...]
    """Months."""


class CalendarView(HeatView, frozen=True, kw_only=True):
    """The same, and month by month."""

    href: str
    months: tuple[MonthView, ...]


def choose_streak(site: Site, stats: Stats) -> Streak | None:
    """Return the streak that the owner wants shown; None if it cannot be."""
    return stats.weekly if site.config.stats.streak == "weekly" else stats.daily


def list_page_parts(site: Site, stats: Stats | None) -> tuple[str, ...]:
    """Return the parts of the page of the statistics, each an id on it; without any there is no such page."""
    if stats is None or site.stats_section is None:
        return ()
    found = {"totals": stats.totals, "languages": stats.languages, "calendar": stats.calendar}
    return tuple(part for part, content in found.items() if content)


def list_rows(stats: Stats, streak: Streak | None, words: Words) -> Iterator[StatRow]:
    """Yield the totals, then the streak that the owner chose."""
    for total in stats.totals:
        yield StatRow(
            label=total.label,
            href=total.proof,
            value=words.number(total.value),
            when=words.span(total.since, total.as_of),
        )
    if streak:
        for key, run in (("current_streak", streak.current), ("longest_streak", streak.longest)):
            yield StatRow(
                label=words[key],
                href=streak.proof,
                value=name_length(run, streak, words),
                when=words.span(run.first, run.last) if run else words.span(None, streak.as_of),
            )


def list_panels(stats: Stats, streak: Streak | None, words: Words) -> Iterator[PanelView]:
    """Yield contributions, languages and streak; without what is not known, or too little to show."""
    calendar, languages = stats.calendar, stats.languages
    if calendar and calendar.contributions >= LEAST:
        yield PanelView(
            command="git shortlog -sn",
            value=words.number(calendar.contributions),
            label=words.say("panel_contributions", when=words.span(calendar.first, calendar.last)),
            href=calendar.proof,
            rows=(
                PanelRow(words["active_days"], words.number(calendar.active_days)),
                PanelRow(words["most_in_a_day"], words.number(calendar.most)),
            ),
        )
    if languages and languages.items:
        yield PanelView(
            command="github-linguist",
            value=str(len(languages.items)),
            label=words.count(
                f"panel_languages_{languages.unit}", len(languages.items), day=words.date(languages.as_of)
            ),
            href=languages.proof,
            bars=draw_bars(item.share for item in languages.listed),
            rows=tuple(
                PanelRow(item.name, words.percent(item.share)) for item in languages.items[:SHOWN_LANGUAGES]
            ),
        )
    if streak and streak.longest and streak.longest.length >= LEAST:
        current = streak.current
        yield PanelView(
            command="git log --format=%as",
            value=name_length(streak.longest, streak, words),
            label=words.say("panel_streak", when=words.span(streak.longest.first, streak.longest.last)),
            href=streak.proof,
            rows=(PanelRow(words["current_streak"], name_length(current, streak, words)),)
            if current and current.length >= LEAST
            else (),
        )


def show_repositories_panel(repositories: Iterable[ShownRepository], words: Words) -> PanelView | None:
    """Return what the listed repositories say without GitHub: their number, or the stars of own ones, and the languages of all.

    None if that is too little.
    """
    listed = tuple(repositories)
    languages = Counter(item.language for item in listed if item.language).most_common()
    stars = sum(item.stars or 0 for item in listed if not item.is_fork)
    if max(stars, len(listed)) < LEAST and len(languages) <= 1:
        return None
    total = sum(count for _, count in languages)
    return PanelView(
        command="gh repo list",
        value=words.number(stars if stars >= LEAST else len(listed)),
        label=words["panel_own_stars" if stars >= LEAST else "panel_public"],
        href=None,
        bars=draw_bars(count / total for _, count in languages),
        rows=tuple(
            PanelRow(name, words.count("repositories", count)) for name, count in languages[:SHOWN_LANGUAGES]
        ),
    )


def list_bases(stats: Stats, streak: Streak | None, words: Words) -> Iterator[BasisView]:
    """Yield what the numbers count; those with the same basis together."""
    labels: dict[str, list[str]] = {}
    for total in stats.totals:
        labels.setdefault(total.basis, []).append(total.label)
    if streak:
        labels[words.say("basis_as_of", basis=streak.basis, day=words.date(streak.as_of))] = [
            words["total_streaks"]
        ]
    if stats.languages:
        languages = stats.languages
        share = words.say("basis_share", basis=languages.basis, day=words.date(languages.as_of))
        labels[share] = [words["total_languages"]]
    if stats.calendar:
        calendar = stats.calendar
        dated = words.say("basis_as_of", basis=calendar.basis, day=words.date(calendar.as_of))
        labels[dated] = [words["total_calendar"]]
    for basis, names in labels.items():
        yield BasisView(words.enumerate(names), basis)


def show_languages(languages: Languages, words: Words) -> LanguagesView:
    """Return the languages with their shares in numbers and as a bar."""
    return LanguagesView(
        href=languages.proof,
        bars=draw_bars(item.share for item in languages.listed),
        items=tuple(
            LanguageView(
                name=item.name,
                share=words.percent(item.share, 1),
                detail=_detail(item, languages.unit, words),
            )
            for item in languages.listed
        ),
    )


def show_heat(calendar: Calendar, words: Words) -> HeatView:
    """Return the calendar as a picture and as a sentence."""
    return HeatView(
        command=_HEAT_COMMAND,
        sentence=describe_calendar(calendar, words),
        columns=len(calendar.weeks),
        levels=draw_levels(calendar),
        axis=tuple(name_months(calendar, words)),
    )


def show_calendar(calendar: Calendar, words: Words) -> CalendarView:
    """Return the calendar as a picture, as a sentence, and month by month."""
    return CalendarView(
        **structs.asdict(show_heat(calendar, words)),
        href=calendar.proof,
        months=tuple(
            MonthView(
                name=words.date(f"{month.first:%Y-%m}"),
                contributions=words.number(month.contributions),
                active_days=words.say("active_days_of", active=month.active_days, days=month.days),
            )
            for month in calendar.months
        ),
    )


def describe_calendar(calendar: Calendar, words: Words) -> str:
    """Return the calendar as a sentence or two."""
    first, last = words.date(calendar.first), words.date(calendar.last)
    if calendar.busiest is None:
        return words.say("calendar_none", first=first, last=last)
    day, most = calendar.busiest
    return words.say(
        "calendar_sentence",
        contributions=words.count("contributions", calendar.contributions),
        active=calendar.active_days,
        days=words.count("days", sum(month.days for month in calendar.months)),
        first=first,
        last=last,
        day=words.date(day),
        most=words.number(most),
    )


def describe_missing(stats: Stats, words: Words) -> str:
    """Return that the numbers are made up, the missing parts and the older ones, as sentences; may be empty."""
    absent = [words[f"part_{item.part}"] for item in stats.missing if item.as_of is None]
    older = [
        f"{words[f'part_{item.part}']} ({words.date(item.as_of)})"
        for item in stats.missing
        if item.as_of is not None
    ]
    said = (("missing_parts", absent), ("older_parts", older))
    sentences = [words["made_up"]] if stats.is_made_up else []
    sentences += [words.say(key, parts=words["semicolon"].join(parts)) for key, parts in said if parts]
    return " ".join(sentences)


def draw_bars(shares: Iterable[float]) -> tuple[BarView, ...]:
    """Return the parts of a bar, with a gap between two.

    >>> draw_bars([0.75, 0.25])
    (BarView(start=0.0, width=74.4), BarView(start=75.0, width=24.4))
    """
    bars, start = [], 0.0
    for share in shares:
        bars.append(BarView(round(start, 1), round(max(share * 100 - _GAP, _GAP), 1)))
        start += share * 100
    return tuple(bars)


def write_size(size_bytes: int, words: Words) -> str:
    """Return a number of bytes in the largest unit that leaves a digit before the point.

    >>> from portfolio.languages.words import ENGLISH
    >>> [write_size(size, ENGLISH) for size in (999, 1_250_000, 83_000)]
    ['999 B', '1.2 MB', '83 kB']
    """
    for unit, factor in (("gb", 10**9), ("mb", 10**6), ("kb", 10**3)):
        if size_bytes >= factor:
            value = size_bytes / factor
            return words.say(f"size_{unit}", number=words.decimal(value, 1 if value < 10 else 0))  # noqa: PLR2004 (two digits are enough)
    return words.say("size_b", number=size_bytes)


def _detail(item: Language, unit: str, words: Words) -> str:
    repositories = words.count("repositories", item.repositories)
    if unit != "bytes":
        return repositories
    return words.say("language_detail", size=write_size(item.size_bytes, words), repositories=repositories)
