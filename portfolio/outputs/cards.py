"""Link preview cards: a picture of the home page and of each article, which chats and networks show with its link.

Drawn as SVG in the site's dark colours and made a PNG by resvg-py, an extra. It reads the fonts of the tool and of the
owner, never the system's, so equal words make equal bytes everywhere.
"""

from __future__ import annotations

from functools import partial
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.blocks import rebuild
from portfolio.markdown.inline import strip_inline_markup
from portfolio.model.article import Post
from portfolio.model.case_study import CaseStudy
from portfolio.model.font import Font, drop_symbols, find_missing
from portfolio.model.palette import Colours
from portfolio.outputs.wrap import wrap
from portfolio.pages.context import CARD
from portfolio.pages.route import INDEX, Composed, Route, path_of
from portfolio.width import measure_text, split_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.model.article import Article
    from portfolio.model.case_study import Outcome
    from portfolio.model.site import Site
    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

WIDTH, HEIGHT = 1200, 630
"""Pixels, as Open Graph and X ask for."""
FAMILY = "JetBrains Mono"
_COLUMN = 0.6
"""The width of a column in parts of the type size: that of a letter of FAMILY; letters of other fonts have less."""
_LEFT, _RIGHT = 104, WIDTH - 104
_TOP, _BOTTOM = 104, 474
"""Between these lines is what the card says; below is the owner."""
_SIZES = (84, 76, 68, 60, 54, 48, 42)
"""The type sizes of a title, of which the largest that fits is used."""
_LEAD, _SMALL, _LABEL = 32, 28, 24
_FIGURES = (52, 46)
"""The type sizes of figures; the last one has to fit, else fewer are shown."""
_LEADING = 1.22
_MAX_FIGURES = 3
_LEAST = 8
"""The columns without which a role is left out."""
_NAMED = 3
"""The characters without a glyph that a message names."""
_ELLIPSIS = "…"
_FROM_RIGHT, _END = "\u202b", "\u202c"
"""Around a line that is written from the right, so that its last sign is at its end."""


class LinkCard(Struct, frozen=True):
    """The words of a card."""

    command: str
    """In the border, without its `$`; may be empty, as all but title and host."""
    title: str
    host: str
    owner: str = ""
    role: str = ""
    above: str = ""
    lead: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    """Each value with what it counts."""

    @property
    def text(self) -> str:
        """All of its words."""
        parts = (self.command, self.above, self.title, self.lead, *map(" ".join, self.figures))
        return "\n".join((*parts, self.owner, self.role, self.host))


class CardView(Struct, frozen=True):
    """A card, and what it is drawn with."""

    card: LinkCard
    colours: Colours
    fonts: tuple[Font, ...]
    is_from_right: bool


def can_draw() -> bool:
    """Whether resvg-py is installed; it is not imported for this."""
    return find_spec("resvg_py") is not None


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the route of each card that can be drawn."""
    if not can_draw():
        return
    for path, card in _list_cards(contents):
        if not find_missing(card.text, contents.fonts):
            yield Route(path=path, made=Composed(write, partial(_view, card)), is_replaceable=True)


def find_left_out(contents: Contents) -> Iterator[Diagnostic]:
    """Yield a warning if cards are left out."""
    cards = [card for _, card in _list_cards(contents)]
    if not can_draw() and cards:
        message = "`cards` is left out: resvg-py is not installed (pip install 'portfolio[images]')"
        yield Diagnostic(Code.LEFT_OUT, message, severity=Severity.WARNING)
        return
    missing = [found for card in cards if (found := find_missing(card.text, contents.fonts))]
    if missing:
        yield warn_of_glyphs(f"{len(missing)} of {len(cards)} pages have no card", "".join(missing), "cards")


def _list_cards(contents: Contents) -> Iterator[tuple[str, LinkCard]]:
    """Yield the path and the words of each card; none where a picture of the owner's is for all pages.

    Emoji that no font has are ornaments, and left out.
    """
    for path, card in _describe(contents):
        yield path, rebuild(card, str, lambda text: drop_symbols(text, contents.fonts))


def _describe(contents: Contents) -> Iterator[tuple[str, LinkCard]]:
    site = contents.site
    if CARD in site.static_files:
        return
    host = urlsplit(contents.base_url.url).netloc
    host = "" if host.startswith("localhost") else host
    yield CARD, _describe_home(site, host)
    for article in site.articles:
        path = path_of(article.address).removesuffix(INDEX) + CARD
        if path not in site.static_files:
            yield path, _describe_article(article, site, host)


def _describe_home(site: Site, host: str) -> LinkCard:
    profile = site.profile
    return LinkCard(
        command=site.home.command,
        title=profile.name,
        lead=_strip(profile.lead or profile.role or ""),
        figures=_list_figures([outcome for _, outcome in site.quoted_outcomes()]),
        role=profile.role or "" if profile.lead else "",
        host=host,
    )


def _describe_article(article: Article, site: Site, host: str) -> LinkCard:
    above, lead = "", article.summary or ""
    figures: tuple[tuple[str, str], ...] = ()
    if isinstance(article, CaseStudy):
        above = " · ".join(filter(None, (article.party, article.when(site.words))))
        figures = _list_figures(article.results)
        lead = "" if figures else lead or article.problem or ""
    elif isinstance(article, Post):
        above = site.words.date(article.date.isoformat())
    return LinkCard(
        command=f"cat {article.address.strip('/')}",
        above=above,
        title=article.heading,
        lead=_strip(lead),
        figures=figures,
        owner=site.profile.name,
        role=site.profile.role or "",
        host=host,
    )


def _list_figures(outcomes: Sequence[Outcome]) -> tuple[tuple[str, str], ...]:
    figures = [(item.amount, item.label) for item in outcomes if item.is_number]
    return tuple(figures[:_MAX_FIGURES])


def _strip(text: str) -> str:
    return " ".join(strip_inline_markup(text).split())


def _view(card: LinkCard, context: Context) -> CardView:
    return CardView(card, context.palette().dark, context.fonts, context.words.direction == "rtl")


def write(view: CardView) -> bytes:
    """Return a card as PNG."""
    import resvg_py  # noqa: PLC0415 (an extra, and most builds draw nothing)

    return resvg_py.svg_to_bytes(
        svg_string=draw_card(view),
        font_files=[font.path for font in view.fonts],
        skip_system_fonts=True,
    )


def draw_card(view: CardView) -> str:
    """Return a card as SVG."""
    colours = view.colours
    frame = "".join(
        f"<rect x='{at}' y='{at + 12}' width='{WIDTH - 2 * at}' height='{HEIGHT - 2 * at - 12}' fill='none'"
        f" stroke='{colours.rule}' stroke-width='3'/>"
        for at in (40, 50)
    )
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' font-family='{FAMILY}'>"
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='{colours.ground}'/>{frame}"
        f"{''.join(_draw(view))}</svg>"
    )


def _draw(view: CardView) -> Iterator[str]:
    """Yield the parts of a card from the top."""
    card, colours = view.card, view.colours
    if card.command:
        command = _cut(f"$ {card.command}", 50)
        width = measure_text(command) * _COLUMN * _SMALL + 32
        at = _RIGHT - width + 16 if view.is_from_right else _LEFT - 16
        yield f"<rect x='{at:g}' y='40' width='{width:g}' height='28' fill='{colours.ground}'/>"
        yield _write(view, command, 66, _SMALL, colours.muted)
    above = [_cut(card.above, _count(_SMALL))] if card.above else []
    lead = _break(card.lead, _LEAD, 2) if card.lead else []
    figures = _arrange(card.figures)
    room: float = _BOTTOM - _TOP - 46 * len(above) - (16 + 44 * len(lead) if lead else 0)
    room -= (34 if lead else 20) + figures.height if figures else 0
    size, title = _fit(card.title, room)
    height = len(title) * size * _LEADING
    y = _TOP + max(0, (room - height) / 2)
    for line in above:
        yield _write(view, line, y + 26, _SMALL, colours.muted)
        y += 46
    for line in title:
        yield _write(view, line, y + size * 0.93, size, colours.text, bold=True)
        y += size * _LEADING
    y += 16
    for line in lead:
        yield _write(view, line, y + 30, _LEAD, colours.muted)
        y += 44
    if figures:
        yield from figures.draw(view, y + (18 if lead else 4))
    yield from _draw_owner(view)


class _Figures(NamedTuple):
    """Figures side by side, in columns of one width."""

    size: float
    step: float
    listed: tuple[tuple[str, list[str]], ...]
    """Each value with the lines of its label."""

    @property
    def height(self) -> float:
        return self.size + 20 + 30 * max(len(label) for _, label in self.listed)

    def draw(self, view: CardView, y: float) -> Iterator[str]:
        for index, (value, label) in enumerate(self.listed):
            x = index * self.step
            yield _write(view, value, y + self.size * 0.9, self.size, view.colours.accent, bold=True, x=x)
            for number, line in enumerate(label):
                yield _write(view, line, y + self.size + 32 + 30 * number, _LABEL, view.colours.muted, x=x)


def _arrange(figures: Sequence[tuple[str, str]]) -> _Figures | None:
    """Return as many of the first figures as fit beside each other; None if not even one does."""
    for count in range(len(figures), 0, -1):
        step = (_RIGHT - _LEFT) / count
        widest = max(measure_text(value) for value, _ in figures[:count])
        for size in _FIGURES:
            if widest * _COLUMN * size <= step - 32:
                width = step - 32 if count > 1 else step
                listed = tuple((value, _break(label, _LABEL, 2, width)) for value, label in figures[:count])
                return _Figures(size, step, listed)
    return None


def _draw_owner(view: CardView) -> Iterator[str]:
    """Yield the last line: the owner at its start, and the site's host at its end if there is room."""
    card, colours = view.card, view.colours
    y, room = 540, _count(_SMALL)
    if card.owner or card.role or card.host:
        yield f"<path d='M{_LEFT} {y - 50}H{_RIGHT}' stroke='{colours.rule}' stroke-width='1.5'/>"
    owner = _cut(card.owner, room)
    taken = measure_text(owner) + 2 if owner else 0
    role = _cut(card.role, room - taken) if card.role and room - taken > _LEAST else ""
    if owner:
        yield _write(view, owner, y, _SMALL, colours.text, bold=True)
    if role:
        yield _write(view, role, y, _SMALL, colours.accent, x=taken * _COLUMN * _SMALL)
    if taken + measure_text(role) + measure_text(card.host) < room - 2:
        yield _write(view, card.host, y, _SMALL, colours.muted, is_last=True)


def _write(  # noqa: PLR0913 (what lines differ in)
    view: CardView,
    text: str,
    y: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    x: float = 0,
    is_last: bool = False,
) -> str:
    """Return a line of text; `x` counts from the side at which its language begins."""
    is_at_right = view.is_from_right != is_last
    at = (_RIGHT - x) if is_at_right else _LEFT + x
    anchor = " text-anchor='end'" if is_at_right else ""
    weight = " font-weight='700'" if bold else ""
    shown = f"{_FROM_RIGHT}{text}{_END}" if view.is_from_right and not text.isascii() else text
    return (
        f"<text x='{at:g}' y='{y:g}' font-size='{size:g}'{weight}{anchor}{_choose_family(text, view.fonts)}"
        f" fill='{colour}' xml:space='preserve'>{escape(shown)}</text>"
    )


def _choose_family(text: str, fonts: Sequence[Font]) -> str:
    """Return the attribute for a text that FAMILY lacks a character of: its weight is then that of the owner's font."""
    missing = find_missing(text, [font for font in fonts if font.glyphs.family == FAMILY])
    if not missing:
        return ""
    families = (font.glyphs.family for font in fonts if font.glyphs.has(missing[0]))
    listed = ", ".join(f"'{name}'" for name in (next(families, FAMILY), FAMILY) if "'" not in name)
    return f' font-family="{escape(listed)}"'


def _count(size: float, width: float = _RIGHT - _LEFT) -> int:
    """Return the columns of a line."""
    return int(width / (_COLUMN * size))


def _fit(text: str, room: float) -> tuple[float, list[str]]:
    """Return the largest type size in which a title fits, and its lines."""
    for size in _SIZES:
        lines = _break(text, size, 99)
        if len(lines) * size * _LEADING <= room and not any(_ELLIPSIS in line for line in lines[:-1]):
            return size, lines
    return _SIZES[-1], _break(text, _SIZES[-1], max(1, int(room / (_SIZES[-1] * _LEADING))))


def _break(text: str, size: float, most: int, width: float = _RIGHT - _LEFT) -> list[str]:
    """Return the lines of a text, at most so many; the last one may be cut."""
    columns = _count(size, width)
    lines = _wrap(text, columns)
    if len(lines) <= most:  # as even as they can be
        least = next(
            less for less in range(columns, 0, -1) if less == 1 or len(_wrap(text, less - 1)) > len(lines)
        )
        lines = _wrap(text, least)
    else:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), columns, is_cut=True)]
    return [_cut(line, columns) for line in lines]


def _wrap(text: str, columns: int) -> list[str]:
    line = " ".join(text.split())
    return [line[start:end] for start, end in wrap(line, columns)]


def _cut(text: str, columns: int, *, is_cut: bool = False) -> str:
    """Return a text that has no more columns; one that is cut ends in an ellipsis."""
    if measure_text(text) <= columns and not is_cut:
        return text
    kept, width = "", 0
    for character in split_text(text):
        width += measure_text(character)
        if width > columns - 1:
            break
        kept += character
    words = kept if text[len(kept) : len(kept) + 1].isspace() else kept.rpartition(" ")[0]
    return (words or kept).rstrip(" ,;:.·") + _ELLIPSIS


def warn_of_glyphs(what: str, missing: str, output: str) -> Diagnostic:
    """Return the warning that characters have no glyph in any font."""
    characters = [*dict.fromkeys(missing)]
    listed = ", ".join(f"`{character}` (U+{ord(character):04X})" for character in characters[:_NAMED])
    more = f" and {len(characters) - _NAMED} more" if len(characters) > _NAMED else ""
    message = f"{what}: no font has {listed}{more}"
    help_ = (
        "put a font of that script into content/, such as content/fonts/NotoSansJP-Regular.ttf, and name it in "
        f"portfolio.yaml: `fonts: [fonts/NotoSansJP-Regular.ttf]`; or turn `{output}` off"
    )
    return Diagnostic(Code.LEFT_OUT, message, None, help_, Severity.WARNING)
