# ruff: noqa: RUF001 (signs of other scripts are the matter here)
"""Numbers in text as readers see them: `30 %`, `$4M`, `500ms`, `1.000 €`, `10-fold`, `11%를`, whatever the language.

Names that hold digits are none: versions, dates, `HTTP/2`, `24/7`, `eu-west-1`, `5G`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

MAX_DIGITS = 40
"""A person does not write longer numbers."""

MAX_FOUND = 100
"""No sentence has more numbers."""

SECONDS_PER_HOUR = 3600

PERCENT = "%"
TIMES = "×"

_CASED = frozenset({"k", "K", "M", "B", "s", "h", "x", "kB", "KB", "MB", "GB", "TB", "PB"})
"""Names that count in this case only: `5 b` is not a billion."""
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏͰ-ԯ"
"""Letters of the scripts that write blanks between words, where a unit ends with its word."""
_LONGEST = 5
"""Characters of the longest name in the other scripts."""
_WORDS = re.compile(rf"(?P<word>[{_LETTER}µ]+)(?P<rate>/s(?![{_LETTER}]))?(?P<second>\s[{_LETTER}]+)?")
_GAP = re.compile(r"\.?[\s-]")
_RANGE = re.compile(r"\s?(?:[-–—→~〜]|->)\s?")
_REST_OF_NAME = re.compile(rf"(?:[{_LETTER}_]|[.,:/]\d)[{_LETTER}\d_]*")
_FOLLOWING = re.compile(r"[\s-]*([^\W\d_]\s[^\W\d_]+|[^\W\d_]*)")

Unit = tuple[str, Decimal]
"""A dimension and a value."""


class Quantity(NamedTuple):
    """A number in a text, with its unit."""

    text: str
    """As written, its unit included."""
    start: int
    """Offset in the text."""
    values: frozenset[Decimal]
    """Without the unit; two if the notation is ambiguous, as in `1.000`."""
    unit: Unit | None
    claims: bool
    """Whether it makes a claim, by a unit, a currency or a multiplier such as `M`."""
    following: str
    """The next word, case folded; the next two after a single letter; empty at the end."""

    @property
    def dimension(self) -> str:
        """The unit's dimension; empty without a unit."""
        return self.unit[0] if self.unit else ""

    @property
    def measures(self) -> frozenset[Decimal]:
        """The values, comparable with others of the same dimension."""
        size = self.unit[1] if self.unit else 1
        return frozenset(value * size for value in self.values)


def has_digit(text: str) -> bool:
    """Whether a text can have a number: most sentences have none."""
    return re.search(r"\d", text) is not None


@lru_cache(maxsize=4096)  # a case study's outcomes are read four times: for its headline, and for its text
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text in their order.

    >>> [item.text for item in find_quantities("From 40 minutes to 4, with HTTP/2 and 99.9 % of 1M+ users")]
    ['40 minutes', '4', '99.9 %', '1M+']
    """
    if not has_digit(text):
        return ()
    plain = text if text.isascii() else "".join(map(_simplify, text))
    found: list[Quantity] = []
    position = 0
    while (match := _token().search(plain, position)) and len(found) < MAX_FOUND:
        position = match.end()
        if match["number"] is None:
            continue
        factor, unit, end = _read_tail(plain, position)
        if end == position and (rest := _REST_OF_NAME.match(plain, end)):  # 5G, 1st
            position = rest.end()
        elif len(match["number"]) <= MAX_DIGITS:
            sign = match["before"]
            unit = _read_names().units.get(_key(sign), (sign, Decimal(1))) if sign else unit
            following = _FOLLOWING.match(plain, end)
            found.append(
                Quantity(
                    text=text[match.start() : end],
                    start=match.start(),
                    values=frozenset(value * (factor or 1) for value in _read_number(match["number"])),
                    unit=unit,
                    claims=bool(unit or factor),
                    following=following[1].casefold() if following else "",
                )
            )
            position = end
            if len(found) > 1 and (joined := _join_times(text, found[-2], found[-1])):
                found[-2:] = [joined]
    return tuple(_share_unit(plain, item, after) for item, after in zip_longest(found, found[1:]))


def _join_times(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Return two times that are one: `2 h 30 min`, `1h30`; None where they are two."""
    end = second.start + len(second.text)
    gap = text[first.start + len(first.text) : second.start]
    if first.dimension != "s" or first.unit is None or gap.strip(". \u00a0\u202f") or len(gap) > len(". "):
        return None
    is_bare = second.unit is None and not (gap and second.following) and re.fullmatch(r"[0-5]\d", second.text)
    unit = ("s", Decimal(60)) if is_bare and first.unit[1] == SECONDS_PER_HOUR else second.unit
    if unit is None or unit[0] != "s":
        return None
    if max(second.values) * unit[1] >= first.unit[1]:
        return None
    return first._replace(
        text=text[first.start : end],
        values=frozenset(whole / unit[1] + part for whole in first.measures for part in second.values),
        unit=unit,
        following=second.following,
    )


def _share_unit(plain: str, quantity: Quantity, after: Quantity | None) -> Quantity:
    """Give the first number of a range the unit of the second."""
    if quantity.claims or after is None or not after.claims:
        return quantity
    is_range = _RANGE.fullmatch(plain, quantity.start + len(quantity.text), after.start)
    return quantity._replace(unit=after.unit, claims=True) if is_range else quantity


def _read_tail(plain: str, position: int) -> tuple[Decimal | None, Unit | None, int]:
    """Return the multiplier and the unit after a number, and where they end."""
    factor, end = _read_name(_read_names().multipliers, plain, position)
    if factor is None and plain[position : position + 1].isspace():
        factor, end = _read_name(_read_names().multipliers, plain, position + 1)
        if factor is None or plain[position + 1 : end] in _CASED:
            factor, end = None, position
    end += plain.startswith("+", end)
    unit, unit_end = _read_name(_read_names().units, plain, end)
    if unit is None and (gap := _GAP.match(plain, end)):
        unit, unit_end = _read_name(_read_names().units, plain, gap.end())
    if unit is not None:
        end = unit_end + plain.startswith("+", unit_end)
    return factor, unit, end


def _read_name(names: Mapping[str, T], plain: str, position: int) -> tuple[T | None, int]:
    """Return the meaning of the longest name at a position, and where it ends."""
    if words := _WORDS.match(plain, position):
        ends = [words.end(name) for name in ("second", "rate", "word") if words[name]]
    else:
        ends = [*range(position + _LONGEST, position, -1)]
    for end in ends:
        if (key := _key(plain[position:end])) in names:
            return names[key], min(end, len(plain))
    return None, position


def _simplify(character: str) -> str:
    """Return a digit of any script as 0 to 9, and full-width signs as those of ASCII."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uffe6":
        folded = unicodedata.normalize("NFKC", character)
        return folded if len(folded) == 1 else character
    return {"٪": "%", "٫": ".", "٬": ","}.get(character, character)


def _read_number(text: str) -> frozenset[Decimal]:
    """Return the possible values of a number: a point or a comma before three digits may separate thousands or decimals.

    >>> sorted(_read_number("1.000")), *_read_number("1,234.5"), *_read_number("1 000,5")
    ([Decimal('1.000'), Decimal('1000')], Decimal('1234.5'), Decimal('1000.5'))
    """
    text = re.sub(r"[\s'’]", "", text)
    signs = re.sub(r"\d", "", text)
    whole, _, rest = text.replace(",", ".").rpartition(".")
    joined = whole.replace(".", "") + rest
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return frozenset({Decimal(joined)})
    decimal = Decimal(f"{whole.replace('.', '')}.{rest}")
    is_open = len(signs) == 1 and re.fullmatch(r"[1-9]\d{0,2}.\d{3}", text)
    return frozenset({decimal, Decimal(joined)} if is_open else {decimal})


def _key(name: str) -> str:
    """Return a name as the tables have it."""
    name = name if name.isalpha() else re.sub(r"\s", "_", name)
    return name if name in _CASED else name.casefold()


class _Names(NamedTuple):
    """The names of units.txt, as `_key` has them."""

    multipliers: dict[str, Decimal]
    units: dict[str, Unit]
    currencies: list[str]
    """Those that are words, as in the file."""


@cache
def _read_names() -> _Names:
    names = _Names({}, {}, [])
    for line in Path(__file__).with_name("units.txt").read_text("utf-8").splitlines():
        kind, meaning, *rest = line.split()
        if kind == "multiplier":
            names.multipliers.update((_key(name), Decimal(meaning)) for name in rest)
        elif kind == "currency":
            names.units.update((_key(name), (meaning, Decimal(1))) for name in (meaning, *rest))
            names.currencies.extend(name for name in (meaning, *rest) if name.isalpha())
        elif kind == "unit":
            names.units.update((_key(name), (meaning, Decimal(rest[0]))) for name in rest[1:])
    return names


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a number and of what holds digits and is none."""
    codes = "|".join(_read_names().currencies)
    return re.compile(
        rf"""
          (?! \d{{1,3}} (?:\.\d{{3}})+ (?![\d.]) ) \d+ (?:\.\d+){{2,}}  # a version, an IP address, a date
        | \d+ (?:[/:]\d+)+                                            # 24/7, 1/3, 10:30
        | (?:19|20)\d\d-(?:0\d|1[0-2])(?:-\d\d)? (?!\d)
        | (?:19|20)\d (?:0s|\d[年년])
        | \d+ \s?[x×]\s? \d+
        | \d+分の                                                     # a fraction
        | (?: (?P<before> × | [A-Z]{{0,2}}[$€£¥₩₹₺₽] | (?:{codes})(?=\s?\d) ) \s? )?
          (?P<number> \d{{1,3}} (?:[ \u00a0\u2009\u202f]\d{{3}})+ (?!\d) (?:[.,]\d+)? | \d+ (?:[.,'’]\d+)* )
        | [{_LETTER}_] [{_LETTER}\d_]* (?: [-./:] [{_LETTER}\d_]+ )*   # a word, eu-west-1, HTTP/2
        """,
        re.VERBOSE,
    )
