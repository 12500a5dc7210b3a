"""The owner's facts as Java code in the fluent builder style, generated from the profile."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.model.profile import FactValue, Profile

MAX_COLUMNS = 68
"""The width of the text on the page, so that the code fits without scrolling."""

_INDENT = " " * 4
_MAX_INT = 2**31 - 1
_RESERVED = frozenset(
    """abstract assert boolean break byte case catch char class const continue default do double else enum
    extends false final finally float for goto if implements import instanceof int interface long native new
    null package private protected public return short static strictfp super switch synchronized this throw
    throws transient true try void volatile while build""".split()  # noqa: SIM905 (a list of words reads better as words)
)
"""Words that cannot be a method's name in Java, and the builder's own last call."""


def write_self_description(profile: Profile) -> str:
    """Return the Java code, with a line feed at its end."""
    calls = [_call("name", _string(profile.name))]
    if profile.companies:
        calls.append(_list_call("experience", profile.companies))
    calls += [call for name, value in profile.facts.items() for call in _fact_calls(_method(name), value)]
    if profile.certifications:
        calls.append(_list_call("certifications", profile.certifications))
    return (
        "Engineer engineer = Engineer.builder()\n"
        + "".join(f"{call}\n" for call in calls)
        + f"{_INDENT}.build();\n"
    )


def _method(name: str) -> str:
    """Return a fact's name as Java writes it.

    >>> _method("DSA problems solved")
    'dsaProblemsSolved'
    """
    letters = unicodedata.normalize("NFC", name)
    words = "".join(c if _is_letter(c) else " " for c in letters).split()
    method = "".join([*words[:1], *(word[0].upper() + word[1:] for word in words[1:])]) or "fact"
    method = method.replace(words[0], words[0].lower(), 1) if words else method
    if method in _RESERVED:
        return f"{method}_"
    return method if method.isidentifier() else f"_{method}"


def _is_letter(character: str) -> bool:
    """Whether a character is allowed in a name: a letter, a digit, or a combining mark."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _fact_calls(method: str, value: FactValue) -> Iterator[str]:
    """Yield a call for a fact; with headings, one for each."""
    if isinstance(value, int):
        yield _call(method, f"{value}L" if abs(value) > _MAX_INT else str(value))
    elif isinstance(value, str):
        yield _call(method, _string(value))
    elif isinstance(value, tuple):
        yield _list_call(method, value)
    else:
        for heading, items in value.items():
            yield _list_call(method, items, before=(_string(heading),))


def _call(method: str, argument: str) -> str:
    """Return a call, its argument on a line of its own where the line would be too long."""
    one_line = f"{_INDENT}.{method}({argument})"
    return one_line if _cells(one_line) <= MAX_COLUMNS else f"{_INDENT}.{method}(\n{_INDENT * 2}{argument})"


def _cells(line: str) -> int:
    """Return a line's width; -1 of a control character must not make it short."""
    width = measure_text(line)
    return len(line) if width < 0 else width


def _list_call(method: str, items: Iterable[str], before: tuple[str, ...] = ()) -> str:
    """Return a call with a list, broken between items where the line would be too long."""
    opening = f"{_INDENT}.{method}({''.join(f'{word}, ' for word in before)}List.of("
    strings = [_string(item) for item in items]
    one_line = f"{opening}{', '.join(strings)}))"
    if _cells(one_line) <= MAX_COLUMNS:
        return one_line
    return opening + "\n" + ",\n".join(_fill(strings, MAX_COLUMNS - len(_INDENT) * 2 - 2)) + "))"


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
    """Return a Java string literal; JSON's escapes are a subset of Java's."""
    return json.dumps(text, ensure_ascii=False)
