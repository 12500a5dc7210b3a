"""The words of one language: looked up by key, with values in their sentences, counted, and joined.

Nothing here is global: a run makes its `Words` from the settings, and passes it to whatever writes for readers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json

from portfolio.languages.plurals import choose_category

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

Forms = dict[str, str]
"""A counted word: the plural categories of its language, each with its text."""

FOLDER = Path(__file__).parent
DEFAULT = "en"
_FROM_THE_RIGHT = frozenset("ar ckb dv fa he iw ps sd ug ur yi".split())  # noqa: SIM905 (a list of words reads better as words)
"""Source: Unicode CLDR, `characterOrder` of each language."""
_TRADITIONAL = frozenset({"Hant", "HK", "MO", "TW"})
_DATE_PART = re.compile("'([^']*)'|y|MM?|dd?")
_FIRST, _LAST = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Words(Struct, frozen=True, dict=True):
    """The words of a language. In templates `words.skip` is the word with the key `skip`."""

    language: str
    """Its tag, as in portfolio.yaml: `pt-BR`."""
    texts: Mapping[str, str | Forms]
    """By key; the placeholders of a text are in braces."""

    def __getitem__(self, key: str) -> str:
        """Return a word that has no values."""
        text = self.texts[key]
        assert isinstance(text, str), key  # noqa: S101 (a test compares the keys in sources and templates)
        return text

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its values; with a value that is HTML, it is HTML, and the rest is escaped."""
        return self._fill(self[key], values)

    def count(self, key: str, number: int, **values: object) -> str:
        """Return a counted word, such as `2 pages`, in the form for its number.

        Args:
            key: that of a word with plural categories.
            number: its placeholder is `count`.
            values: for other placeholders; a `count` among them is shown instead of the number.
        """
        forms = self.forms(key)
        # a language without a file counts English words as English does
        language = DEFAULT if forms is load_texts(DEFAULT)[key] else self._base
        text = forms[choose_category(language, number)]
        return self._fill(text, {"count": self.number(number), **values})

    def forms(self, key: str) -> Forms:
        """Return the plural forms of a counted word."""
        forms = self.texts[key]
        assert not isinstance(forms, str), key  # noqa: S101 (as above)
        return forms

    def pattern(self, key: str) -> str:
        """Return a sentence with its placeholders, each isolated as `isolate` does with a value."""
        text = self[key]
        return (
            text.replace("{", f"{_FIRST}{{").replace("}", f"}}{_LAST}") if self.direction == "rtl" else text
        )

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        markup: Any = next((type(value) for value in values.values() if hasattr(value, "__html__")), None)
        if self.direction == "rtl":
            values = {name: self.isolate(value) for name, value in values.items()}
        return str.format(text, **values) if markup is None else markup.escape(text).format(**values)

    def isolate(self, value: object) -> object:
        """Return a value within a sentence of the other direction: dates and Latin names keep their own order.

        Source: Unicode Standard Annex 9, section 2.7 (isolates for inserted text).
        """
        text = str(value)
        is_other = not text.isdecimal() and any(sign.isascii() and sign.isalnum() for sign in text)
        is_isolated = self.direction == "rtl" and is_other and not hasattr(value, "__html__")
        return f"{_FIRST}{text}{_LAST}" if is_isolated else value

    def join(self, items: Iterable[object]) -> str:
        """Return things as a list in a sentence: `a, b and c`."""
        *first, last = map(str, map(self.isolate, items))
        return self["list_last"].join(filter(None, (self["list_between"].join(first), last)))

    def enumerate(self, items: Iterable[object]) -> str:
        """Return things side by side: `a, b, c`."""
        return self["comma"].join(map(str, items))

    def date(self, date: str | dt.date) -> str:
        """Return a date, or a month as `2026-11`; a year stays as it is.

        The forms are patterns of Unicode CLDR, "Date Field Symbol Table": `y`, `M`, `MM`, `d`, `dd`, and other letters in quotes.
        """
        year, *rest = str(date).split("-")
        if not rest:
            return year
        month, day = rest[0], rest[-1]
        parts = {"y": year, "MM": month, "M": month.lstrip("0"), "dd": day, "d": day.lstrip("0")}
        pattern = self["date_day" if len(rest) > 1 else "date_month"]
        return _DATE_PART.sub(lambda match: parts.get(match[0]) or match[1], pattern)

    def period(self, start: str | None, end: str | None) -> str:
        """Return the time between two dates, which breaks after the dash only; empty if neither is known.

        >>> [ENGLISH.period(*dates).split() for dates in (("2021-03", "2023"), ("2021", None), (None, "2019"))]
        [['2021-03', '\N{EN DASH}', '2023'], ['2021', '\N{EN DASH}', 'now'], ['until', '2019']]
        """
        if start and end:
            first, last = self.date(start), self.date(end)
            return first if start == end else f"{first}\N{NO-BREAK SPACE}\N{EN DASH} {last}"
        if start:
            return self.say("time_now", start=self.date(start))
        return self.say("time_until", end=self.date(end)) if end else ""

    def span(self, first: str | dt.date | None, last: str | dt.date) -> str:
        """Return a date range in words, or the one day if there is no first: `2026-01-01 to 2026-01-31`."""
        day = self.date(last)
        return self.say("range", first=self.date(first), last=day) if first else self.say("on_day", day=day)

    def number(self, number: int) -> str:
        """Return a whole number with its digits in groups.

        Source: Unicode CLDR, "Number Patterns": the last group first, `#,##,##0` groups by two after it.
        """
        digits = str(abs(number))
        groups = self["number_pattern"].split(",")
        last, step = len(groups[-1]), len(groups[1])
        if len(digits) < last + int(self["number_least"]):
            return str(number)
        head, parts = digits[:-last], [digits[-last:]]
        while head:
            head, part = head[:-step], head[-step:]
            parts.insert(0, part)
        return ("-" if number < 0 else "") + self["number_group"].join(parts)

    def decimal(self, number: float, digits: int) -> str:
        """Return a number with so many digits after the point."""
        whole, _, part = f"{number:.{digits}f}".partition(".")
        return self.number(int(whole)) + (self["number_decimal"] + part if part else "")

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share of one in per cent."""
        return self.say("percent", number=self.decimal(share * 100, digits))

    @property
    def _base(self) -> str:
        return self.language.partition("-")[0]

    @cached_property
    def direction(self) -> str:
        """`rtl` for a language that is written from the right, else `ltr`."""
        return "rtl" if self._base in _FROM_THE_RIGHT else "ltr"

    @cached_property
    def key(self) -> str:
        """A digest of the words, for the keys of what is made with them; empty for the English ones of the tool."""
        if self.texts is load_texts(DEFAULT) and self.direction == "ltr":
            return ""
        return blake2b(json.encode((self.language, self.texts)), digest_size=16).hexdigest()

    @property
    def forward(self) -> str:
        """The arrow that points on, in the direction of reading."""
        return "←" if self.direction == "rtl" else "→"

    @property
    def backward(self) -> str:
        """The arrow that points back."""
        return "→" if self.direction == "rtl" else "←"


def list_languages() -> list[str]:
    """Return the languages that have a translation file."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def find_language(tag: str) -> str | None:
    """Return the language whose file serves a tag; None without one.

    >>> find_language("pt-BR"), find_language("zh-Hans-CN"), find_language("zh-TW"), find_language("it")
    ('pt', 'zh', None, None)
    """
    base, *rest = tag.split("-")
    is_other_script = base == "zh" and not _TRADITIONAL.isdisjoint(rest)
    return base if not is_other_script and (FOLDER / f"{base}.json").is_file() else None


@cache
def load_texts(language: str) -> Mapping[str, str | Forms]:
    """Return the words of a translation file."""
    return json.decode((FOLDER / f"{language}.json").read_bytes(), type=dict[str, str | Forms])


def load_words(tag: str = DEFAULT, replaced: Mapping[str, str | Forms] | None = None) -> Words:
    """Return the words of a language, English ones without a file for it.

    Args:
        tag: the language.
        replaced: the owner's own words.
    """
    texts = load_texts(find_language(tag) or DEFAULT)
    if replaced:
        texts = {**texts, **replaced}
    return Words(tag, texts)


ENGLISH = load_words()
"""The default of functions that write words."""
