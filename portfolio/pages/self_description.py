"""The owner's facts as code: a record of the language of the owner's choice, made from the profile."""

from __future__ import annotations

import json
import keyword
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portfolio.model.home import CodeLanguage
    from portfolio.model.profile import FactValue
    from portfolio.model.site import Site

MAX_COLUMNS = 68
"""The width of the text on the page, so that the code fits without scrolling."""

_INDENT = " " * 4
_MAX_INT = 2**31 - 1
_JAVA = frozenset(
    """abstract assert boolean break byte case catch char class const continue default do double else enum
    extends false final finally float for goto if implements import instanceof int interface long native new
    null package private protected public return short static strictfp super switch synchronized this throw
    throws transient true try void volatile while build""".split()  # noqa: SIM905 (a list of words reads better as words)
)
"""Words that cannot be a method's name in Java, and the builder's own last call."""
_RUST = frozenset(
    """abstract as async await become box break const continue crate do dyn else enum extern false final fn for if
    impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true try
    type typeof unsafe unsized use virtual where while yield""".split()  # noqa: SIM905 (as above)
)


class _Dialect(NamedTuple):
    """How a language writes a record: a fact on a line, each part between an opening and a closing."""

    name: str
    """For readers."""
    whole: tuple[str, str]
    fact: tuple[str, str]
    """The first one takes the fact's name."""
    items: tuple[str, str]
    key: Callable[[list[str]], str]
    """Makes a name of words."""
    groups: tuple[str, str] | None = ("{", "}")
    """Lists under headings; None if each is a fact of its own, with the heading before its list."""
    group: tuple[str, str] = ("{}: [", "]")
    """The first one takes the heading."""
    reserved: frozenset[str] = frozenset()


def _name_in_capitals(words: list[str]) -> str:
    return "".join(word[0].upper() + word[1:] for word in words)


def _name_in_humps(words: list[str]) -> str:
    name = words[0] + _name_in_capitals(words[1:])
    return name.replace(words[0], words[0].lower(), 1)


def _name_in_lower_case(words: list[str]) -> str:
    return "_".join(words).lower()


_DIALECTS: dict[CodeLanguage, _Dialect] = {
    "java": _Dialect(
        "Java",
        ("Engineer engineer = Engineer.builder()", f"{_INDENT}.build();"),
        (".{}(", ")"),
        ("List.of(", ")"),
        _name_in_humps,
        groups=None,
        group=("{}, List.of(", ")"),
        reserved=_JAVA,
    ),
    "go": _Dialect(
        "Go",
        ("engineer := Engineer{", "}"),
        ("{}: ", ","),
        ("[]string{", "}"),
        _name_in_capitals,
        groups=("map[string][]string{", "}"),
        group=("{}: {{", "}"),
    ),
    "python": _Dialect(
        "Python",
        ("engineer = Engineer(", ")"),
        ("{}=", ","),
        ("[", "]"),
        _name_in_lower_case,
        reserved=frozenset(keyword.kwlist),
    ),
    "typescript": _Dialect(
        "TypeScript",
        ("const engineer: Engineer = {", "};"),
        ("{}: ", ","),
        ("[", "]"),
        _name_in_humps,
    ),
    "rust": _Dialect(
        "Rust",
        ("let engineer = Engineer {", "};"),
        ("{}: ", ","),
        ("vec![", "]"),
        _name_in_lower_case,
        groups=("HashMap::from([", "])"),
        group=("({}, vec![", "])"),
        reserved=_RUST,
    ),
}


LANGUAGES = {language: dialect.name for language, dialect in _DIALECTS.items()}
"""The names of the languages for readers."""


def list_facts(site: Site) -> Iterator[tuple[str, FactValue]]:
    """Yield the name, the employers, the owner's facts and the certifications."""
    yield "name", site.profile.name
    if site.employers:
        yield "experience", site.employer_names
    yield from site.profile.facts.items()
    if site.certifications:
        yield "certifications", site.certifications


def write_self_description(facts: Iterable[tuple[str, FactValue]], language: CodeLanguage) -> str:
    """Return the code, with a line feed at its end."""
    dialect = _DIALECTS[language]
    lines = [line for name, value in facts for line in _write_fact(_name(name, dialect), value, dialect)]
    return "\n".join([dialect.whole[0], *lines, dialect.whole[1], ""])


def _name(words: str, dialect: _Dialect) -> str:
    """Return a fact's name as the language writes it.

    >>> _name("DSA problems solved", _DIALECTS["java"]), _name("DSA problems solved", _DIALECTS["python"])
    ('dsaProblemsSolved', 'dsa_problems_solved')
    """
    letters = unicodedata.normalize("NFC", words)
    name = dialect.key("".join(c if _is_letter(c) else " " for c in letters).split() or ["fact"])
    if name in dialect.reserved:
        return f"{name}_"
    return name if name.isidentifier() else f"_{name}"


def _is_letter(character: str) -> bool:
    """Whether a character is allowed in a name: a letter, a digit, or a combining mark."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _write_fact(name: str, value: FactValue, dialect: _Dialect) -> Iterator[str]:
    """Yield a fact, with line feeds where its line would be too long."""
    first, last = dialect.fact[0].format(name), dialect.fact[1]
    if isinstance(value, dict):
        opening, closing = dialect.group
        lists = [
            (opening.format(_string(heading)), [*map(_string, items)]) for heading, items in value.items()
        ]
        if dialect.groups is None:
            yield from (_fit(first + start, items, closing + last) for start, items in lists)
        else:
            parts = [part for start, items in lists for part in _enclose(start, items, closing)]
            yield _fit(first + dialect.groups[0], parts, dialect.groups[1] + last)
    elif isinstance(value, tuple):
        yield _fit(first + dialect.items[0], [*map(_string, value)], dialect.items[1] + last)
    elif isinstance(value, str):
        yield _fit(first, [_string(value)], last)
    else:
        is_long = dialect.groups is None and abs(value) > _MAX_INT  # an int of Java ends there
        yield _fit(first, [f"{value}{'L' if is_long else ''}"], last)


def _enclose(opening: str, items: list[str], closing: str) -> list[str]:
    """Return items with the opening in the first one and the closing in the last one."""
    whole = [opening + (items or [""])[0], *items[1:]]
    return [*whole[:-1], whole[-1] + closing]


def _cells(line: str) -> int:
    """Return a line's width; -1 of a control character must not make it short."""
    width = measure_text(line)
    return len(line) if width < 0 else width


def _fit(opening: str, items: list[str], closing: str) -> str:
    """Return a fact with its items on one line, or on lines of their own where that would be too long."""
    one_line = f"{_INDENT}{opening}{', '.join(items)}{closing}"
    if _cells(one_line) <= MAX_COLUMNS:
        return one_line
    lines = ",\n".join(_fill(items, MAX_COLUMNS - len(_INDENT) * 2 - len(closing)))
    return f"{_INDENT}{opening}\n{lines}{closing}"


def _fill(strings: list[str], columns: int) -> Iterator[str]:
    """Yield indented lines of as many strings as fit."""
    line = ""
    for string in strings:
        longer = f"{line}, {string}" if line else string
        if line and _cells(longer) > columns:
            yield _INDENT * 2 + line
            longer = string
        line = longer
    yield _INDENT * 2 + line


def _string(text: str) -> str:
    """Return a string literal; JSON's escapes are known in all of the languages."""
    return json.dumps(text, ensure_ascii=False)
