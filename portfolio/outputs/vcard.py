"""A card of the owner for address books, `contact.vcf`, and as a QR code, `contact.svg`, by segno, an extra.

Source: RFC 6350 (vCard 4.0): lines end in CRLF and are folded at 75 bytes, commas and semicolons are escaped.
"""

from __future__ import annotations

import io
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.errors import Code, Diagnostic, Severity
from portfolio.markdown.inline import strip_inline_markup
from portfolio.outputs.document import clean
from portfolio.pages.route import Composed, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = "contact.vcf"
QR = "contact.svg"
_LONG = ("NOTE:", "CATEGORIES:", "PHOTO:", "ADR:")
"""What a QR code leaves out: a phone reads one of few squares more easily."""
MAX_BYTES = 75
"""Of a line without its end. Source: RFC 6350, section 3.2."""


class Card(Struct, frozen=True):
    """What is on the card."""

    name: str
    address: str
    """Of the site."""
    lines: tuple[str, ...]
    """The properties, in their order."""


def can_draw() -> bool:
    """Whether segno is installed; it is not imported for this."""
    return find_spec("segno") is not None


def routes(_contents: Contents) -> Iterator[Route]:
    """Yield the routes of the card, and of its QR code if that can be drawn."""
    yield Route(path=PATH, made=Composed(write, _view), is_replaceable=True)
    if can_draw():
        yield Route(path=QR, made=Composed(draw, _view), is_replaceable=True)


def find_left_out(_contents: Contents) -> Iterator[Diagnostic]:
    """Yield a warning if the QR code is left out."""
    if not can_draw():
        message = "`vcard` has no QR code: segno is not installed (pip install 'portfolio[images]')"
        yield Diagnostic(Code.LEFT_OUT, message, severity=Severity.WARNING)


def write(card: Card) -> bytes:
    """Return the card's bytes."""
    return "".join(f"{folded}\r\n" for line in card.lines for folded in _fold(line)).encode()


def draw(card: Card) -> bytes:
    """Return the card as a QR code, an SVG; one that no code can hold becomes the site's address."""
    import segno  # noqa: PLC0415 (an extra, and most builds draw nothing)

    text = "".join(f"{line}\r\n" for line in card.lines if not line.startswith(_LONG))
    try:
        code = segno.make_qr(text)
    except segno.DataOverflowError:
        code = segno.make_qr(card.address)
    picture = io.BytesIO()
    code.save(picture, kind="svg", scale=8, light="#fff", xmldecl=False, title=card.name)
    return picture.getvalue()


def _view(context: Context) -> Card:
    lines = ("BEGIN:VCARD", "VERSION:4.0", *_list_properties(context), "END:VCARD")
    return Card(clean(context.site.profile.name), context.base_url.url, lines)


def _list_properties(context: Context) -> Iterator[str]:
    """Yield each property; the e-mail address only where pages have it as a link."""
    site = context.site
    profile = site.profile
    name = _escape(profile.name)
    *given, family = profile.name.split()
    yield f"FN:{name}"
    # names of other scripts and of one word are not cut: which part is the family's is not known
    is_cut = bool(given) and profile.name.isascii()
    yield f"N:{_escape(family)};{_escape(' '.join(given))};;;" if is_cut else f"N:{name};;;;"
    employers = [item for item in site.employers if any(p.start and not p.end for p in item.positions)]
    single = {
        "TITLE": profile.role,
        "ORG": employers[0].employer if employers else None,
        "EMAIL": profile.email if site.config.email == "shown" else None,
        "NOTE": strip_inline_markup(profile.lead or ""),
    }
    for key, value in single.items():
        if value:
            yield f"{key}:{_escape(value)}"
    if profile.phone:
        yield f"TEL;VALUE=uri:tel:{re.sub(r'[^0-9+]', '', profile.phone)}"
    if profile.location:
        yield f"ADR:;;;{_escape(profile.location)};;;"
    if profile.photo:
        yield f"PHOTO:{context.base_url.absolute(profile.photo.address)}"
    if profile.fields:
        yield "CATEGORIES:" + ",".join(map(_escape, profile.fields))
    yield f"URL;PREF=1:{context.base_url.url}"
    yield from (f"URL:{clean(link.url)}" for link in profile.links if link.kind == "web")


def _escape(text: str) -> str:
    r"""Return a text as a value.

    >>> _escape("a, b; c\nd")
    'a\\, b\\; c\\nd'
    """
    return re.sub(r"([\\,;])", r"\\\1", " ".join(clean(text).split(" "))).replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Yield the rows of a line: each after the first begins with a blank; no character is cut."""
    row, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > MAX_BYTES:
            yield row
            row, size = " ", 1
        row, size = row + letter, size + width
    yield row
