"""The forms of a counted word: its plural categories in each language, for whole numbers.

Source: Unicode CLDR, "Language Plural Rules" (cardinals); what is left is `other`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""In CLDR's order."""

_MILLION = 1_000_000
_Rule = dict[str, "Callable[[int], bool]"]
_ONE: _Rule = {"one": lambda n: n == 1}
_MANY: _Rule = {"many": lambda n: n != 0 and n % _MILLION == 0}
_TENS = range(12, 15)
_SLAVIC_FEW: _Rule = {"few": lambda n: n % 10 in range(2, 5) and n % 100 not in _TENS}

_RULES: dict[str, _Rule] = {
    "ar": {
        "zero": lambda n: n == 0,
        "one": lambda n: n == 1,
        "two": lambda n: n == 2,  # noqa: PLR2004 (the dual)
        "few": lambda n: n % 100 in range(3, 11),
        "many": lambda n: n % 100 in range(11, 100),
    },
    "cs": {**_ONE, "few": lambda n: n in range(2, 5)},
    "es": {**_ONE, **_MANY},
    "fr": {"one": lambda n: n in (0, 1), **_MANY},
    "he": {**_ONE, "two": lambda n: n == 2},  # noqa: PLR2004 (the dual)
    "hi": {"one": lambda n: n in (0, 1)},
    "ja": {},
    "pl": {**_ONE, **_SLAVIC_FEW, "many": lambda _: True},
    "ru": {"one": lambda n: n % 10 == 1 and n % 100 != 11, **_SLAVIC_FEW, "many": lambda _: True},  # noqa: PLR2004
}
_SAME = {
    **dict.fromkeys(("bn", "fa"), "hi"),
    **dict.fromkeys(("ca", "it"), "es"),
    **dict.fromkeys(("id", "ko", "th", "vi", "zh"), "ja"),
    "pt": "fr",
    "sk": "cs",
    "uk": "ru",
}
"""Languages with the rule of another one."""


def _find_rule(language: str) -> _Rule:
    return _RULES.get(_SAME.get(language, language), _ONE)


def choose_category(language: str, number: int) -> str:
    """Return the category of a number; a language without a rule here has English's.

    >>> [choose_category("ar", number) for number in (0, 1, 2, 3, 11, 100)]
    ['zero', 'one', 'two', 'few', 'many', 'other']
    """
    return next((name for name, fits in _find_rule(language).items() if fits(number)), "other")


def list_categories(language: str) -> tuple[str, ...]:
    """Return the categories that a counted word needs in a language.

    >>> list_categories("de"), list_categories("ja"), list_categories("es")
    (('one', 'other'), ('other',), ('one', 'many', 'other'))
    """
    return (*_find_rule(language), "other")
