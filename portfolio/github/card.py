"""Statistics as pictures, such as for a profile README; pure.

Each is a whole SVG file: no font, picture or script from elsewhere, and all of its numbers in `title` and `desc`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from portfolio.github.weeks import LEVELS, level_of
from portfolio.github.wording import name_length
from portfolio.languages.words import ENGLISH
from portfolio.model.palette import Palette
from portfolio.width import measure_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from portfolio.languages.words import Words
    from portfolio.model.palette import Colours
    from portfolio.model.stats import Calendar, Languages, Stats, Streak


WIDTH = 576
"""Two margins and 53 weeks of squares."""
_MARGIN = 24
_HEAD = 68
"""The position of the first row."""
_ROW = 24
_VALUES = 366
"""The right edge of numbers."""
_BAR = 240
_NAME_CELLS = 20
_LOGIN_CELLS = 36
_SQUARE = 8
_STEP = 10

_FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
_OPACITIES = ("0.3", "0.5", "0.75", "1")
"""Of the squares of the calendar, by level from 1."""


class _Head(NamedTuple):
    """The head of a card."""

    title: str
    """The text alternative."""
    command: str
    login: str
    direction: str
    """Of the language."""


class Card(NamedTuple):
    """A picture that is not drawn yet."""

    name: str
    """Its file's: `overview-light.svg`."""
    scheme: str
    """`light` or `dark`."""
    draw: Callable[[Colours], str]
    """Gives the SVG."""


def list_cards(stats: Stats, streak: Streak | None, words: Words = ENGLISH) -> Iterator[Card]:
    """Yield every card with data, each in light and in dark.

    Args:
        stats: the statistics.
        streak: the daily or the weekly one, as the owner chose.
        words: those of the site's language.
    """
    kinds: list[tuple[str, Callable[[Colours], str]]] = []
    account = _name_account(stats, words)
    if stats.totals:
        kinds.append(("overview", partial(draw_overview, stats, words)))
    if stats.languages:
        kinds.append(("languages", partial(draw_languages, stats.languages, account, words)))
    if streak and stats.calendar:
        kinds.append(("streak", partial(draw_streak, streak, stats.calendar, account, words)))
    for kind, draw in kinds:
        yield from (Card(f"{kind}-{scheme}.svg", scheme, draw) for scheme in Palette._fields)


def draw_overview(stats: Stats, words: Words, colours: Colours) -> str:
    """Draw the totals, a row each, with its date range or its day."""
    parts, said = [], []
    for number, total in enumerate(stats.totals):
        y = _HEAD + number * _ROW
        when = _write_range(total.since, total.as_of, words)
        parts += [
            _text(_MARGIN, y, total.label, colours.text),
            _text(_VALUES, y, words.number(total.value), colours.accent, anchor="end", bold=True),
            _text(WIDTH - _MARGIN, y, when, colours.muted, size=12, anchor="end"),
        ]
        said.append(f"{total.label}: {words.number(total.value)} ({words.span(total.since, total.as_of)})")
    height = _HEAD + len(stats.totals) * _ROW + 4
    account = _name_account(stats, words)
    head = _Head(words.say("card_overview", login=account), "git log --stats", account, words.direction)
    return _frame(head, words["semicolon"].join(said), parts, height, colours)


def _name_account(stats: Stats, words: Words) -> str:
    """Return the login as it is named beside the numbers."""
    return words.say("name_made_up", name=stats.login) if stats.is_made_up else stats.login


def draw_languages(languages: Languages, login: str, words: Words, colours: Colours) -> str:
    """Draw the languages with their shares as numbers and as bars."""
    listed = languages.listed
    parts, said = [], []
    for number, item in enumerate(listed):
        y = _HEAD + number * _ROW
        left = WIDTH - _MARGIN - _BAR
        length = max(round(_BAR * item.share), 2)
        parts += [
            _text(_MARGIN, y, str(words.isolate(_cut(item.name, _NAME_CELLS))), colours.text),
            _text(left - 16, y, words.percent(item.share, 1), colours.accent, anchor="end", bold=True),
            f'<path d="M{left} {y - 5}h{_BAR}" stroke="{colours.rule}"/>',
            f'<path d="M{left} {y - 5}h{length}" stroke="{colours.accent}" stroke-width="10"/>',
        ]
        said.append(f"{item.name} {words.percent(item.share, 1)}")
    y = _HEAD + len(listed) * _ROW
    day = words.date(languages.as_of)
    basis = words.say(f"card_share_{languages.unit}", day=day)
    parts.append(_text(_MARGIN, y, basis, colours.muted, size=12))
    said.append(words.say("basis_share", basis=languages.basis, day=day))
    head = _Head(words.say("card_languages", login=login), "github-linguist", login, words.direction)
    return _frame(head, words["semicolon"].join(said), parts, y + _MARGIN, colours)


def draw_streak(streak: Streak, calendar: Calendar, login: str, words: Words, colours: Colours) -> str:
    """Draw the current and the longest streak, and the last 53 weeks."""
    parts, said = [], []
    for column, (key, run) in enumerate(
        (("current_streak", streak.current), ("longest_streak", streak.longest))
    ):
        x = _MARGIN + column * (WIDTH - 2 * _MARGIN) // 2
        length = name_length(run, streak, words)
        first, last = (run.first, run.last) if run else (None, streak.as_of)
        parts += [
            _text(x, _HEAD + 6, length, colours.accent, size=24, bold=True),
            _text(x, _HEAD + 28, words[key], colours.text),
            _text(x, _HEAD + 46, _write_range(first, last, words), colours.muted, size=12),
        ]
        said.append(f"{words[key]}: {length} ({words.span(first, last)})")
    top = _HEAD + 66
    parts += _draw_squares(calendar, top, colours)
    y = top + 7 * _STEP + 20
    contributions = words.count("contributions", calendar.contributions)
    sentence = words.enumerate((contributions, _write_range(calendar.first, calendar.last, words)))
    parts.append(_text(_MARGIN, y, sentence, colours.muted, size=12))
    said.append(
        words.say(
            "card_contributions",
            contributions=contributions,
            days=words.count("days", calendar.active_days),
            when=words.span(calendar.first, calendar.last),
        )
    )
    head = _Head(words.say("card_streak", login=login), "git log --graph", login, words.direction)
    return _frame(head, words["semicolon"].join(said), parts, y + _MARGIN, colours)


def _write_range(first: dt.date | None, last: dt.date, words: Words) -> str:
    return f"{words.date(first)} \N{EN DASH} {words.date(last)}" if first else words.date(last)


def _draw_squares(calendar: Calendar, top: int, colours: Colours) -> Iterator[str]:
    """Yield a path for each level, with a square for each of its days."""
    squares: list[list[str]] = [[] for _ in range(LEVELS + 1)]
    for column, week in enumerate(calendar.weeks):
        for row, count in enumerate(week.counts):
            if count is not None:
                square = f"M{_MARGIN + column * _STEP} {top + row * _STEP}h{_SQUARE}v{_SQUARE}h-{_SQUARE}z"
                squares[level_of(count, calendar.most)].append(square)
    for level, drawn in enumerate(squares):
        if drawn:
            fill, opacity = (colours.accent, _OPACITIES[level - 1]) if level else (colours.rule, "0.25")
            yield f'<path d="{"".join(drawn)}" fill="{fill}" fill-opacity="{opacity}"/>'


def _frame(head: _Head, said: str, parts: Iterable[str], height: int, colours: Colours) -> str:
    """Return a whole picture: its name, its text alternative, the ground, the command above, and the parts."""
    login = _text(WIDTH - _MARGIN, 34, _cut(head.login, _LOGIN_CELLS), colours.muted, anchor="end")
    place, direction = f'x="{_MARGIN}" y="34"', ""
    if head.direction == "rtl":
        login, *parts = map(_mirror, (login, *parts))
        place = f'x="{WIDTH - _MARGIN}" y="34" direction="ltr" text-anchor="end"'
        direction = ' direction="rtl"'
    prompt = (
        f'<text {place} font-size="14" fill="{colours.muted}">'
        f'<tspan fill="{colours.accent}">$</tspan> {_escape(head.command)}</text>'
    )
    size = f'width="{WIDTH}" height="{height}"'
    names = 'role="img" aria-labelledby="title desc"'
    inner = f'x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {WIDTH} {height}" {names} font-family="{_FONT}"{direction}>',
        f'<title id="title">{_escape(head.title)}</title>',
        f'<desc id="desc">{_escape(said)}</desc>',
        f'<rect {inner} fill="{colours.ground}" stroke="{colours.rule}"/>',
        prompt,
        login,
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _mirror(part: str) -> str:
    """Return a part of a picture for a language from the right, in which a text starts at its right end."""
    if part.startswith("<text"):
        return re.sub(r'(?<=x=")[0-9]+', lambda match: str(WIDTH - int(match[0])), part, count=1)
    return f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{part}</g>'


def _text(  # noqa: PLR0913 (a position, a text, and its style)
    x: int, y: int, text: str, fill: str, *, size: int = 14, anchor: str = "", bold: bool = False
) -> str:
    style = f' text-anchor="{anchor}"' if anchor else ""
    style += ' font-weight="700"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}"{style}>{_escape(text)}</text>'


def _escape(text: str) -> str:
    """Return text for XML, without characters that are not allowed in XML.

    Source: XML 1.0, production 2, Char.

    >>> _escape("C<b>" + chr(0) + " & co")
    'C&lt;b&gt; &amp; co'
    """
    return escape("".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cs", "Cn"}))


def _cut(text: str, cells: int) -> str:
    """Return a text cut to a number of columns, with an ellipsis if it is longer.

    >>> _cut("Objective-C++", 9), _cut("数式処理言語", 9)
    ('Objectiv…', '数式処理…')
    """
    if measure_text(text) <= cells:
        return text
    while measure_text(text) >= cells:
        text = text[:-1]
    return text + "…"
