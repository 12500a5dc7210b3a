"""The owner's facts as Java code in the fluent builder style; generated, so that it cannot disagree with the profile."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from portfolio.highlight import highlight_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.model.profile import FactValue, Profile

MAX_COLUMNS = 68
"""The code fits a column of text without scrolling."""

_INDENT = " " * 4


def write_self_description(profile: Profile) -> str:
    """Return the Java code, with a line feed at its end."""
    calls = [_call("name", json.dumps(profile.name, ensure_ascii=False))]
    if profile.companies:
        calls.append(_list_call("experience", profile.companies))
    calls += [_fact_call(_method(name), value) for name, value in profile.facts.items()]
    if profile.certifications:
        calls.append(_list_call("certifications", profile.certifications))
    return (
        "Engineer engineer = Engineer.builder()\n"
        + "".join(f"{call}\n" for call in calls)
        + f"{_INDENT}.build();\n"
    )


def draw_self_description(profile: Profile) -> str:
    """Return the Java code as highlighted HTML."""
    return highlight_code(write_self_description(profile), "java")


def _method(name: str) -> str:
    """Return a fact's name as Java writes it.

    >>> _method("DSA problems solved")
    'dsaProblemsSolved'
    """
    words = re.findall(r"\w+", name)
    return (
        "".join([words[0].lower(), *(word[0].upper() + word[1:] for word in words[1:])]) if words else "fact"
    )


def _fact_call(method: str, value: FactValue) -> str:
    if isinstance(value, int):
        return _call(method, str(value))
    if isinstance(value, str):
        return _call(method, _string(value))
    if isinstance(value, tuple):
        return _list_call(method, value)
    return "\n".join(
        _list_call(method, items, before=(_string(heading),)) for heading, items in value.items()
    )


def _call(method: str, arguments: str) -> str:
    return f"{_INDENT}.{method}({arguments})"


def _list_call(method: str, items: Iterable[str], before: tuple[str, ...] = ()) -> str:
    """Return a call with a list, broken between items where the line would be too long."""
    opening = f"{_INDENT}.{method}({''.join(f'{word}, ' for word in before)}List.of("
    strings = [_string(item) for item in items]
    one_line = f"{opening}{', '.join(strings)}))"
    if len(one_line) <= MAX_COLUMNS:
        return one_line
    return opening + "\n" + ",\n".join(_fill(strings, MAX_COLUMNS - len(_INDENT) * 2 - 2)) + "))"


def _fill(strings: list[str], columns: int) -> Iterator[str]:
    """Yield indented lines of as many strings as fit."""
    line = ""
    for string in strings:
        longer = f"{line}, {string}" if line else string
        if line and len(longer) > columns:
            yield _INDENT * 2 + line
            longer = string
        line = longer
    yield _INDENT * 2 + line


def _string(text: str) -> str:
    """Return a Java string literal; JSON's escapes are a subset of Java's."""
    return json.dumps(text, ensure_ascii=False)
