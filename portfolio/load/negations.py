"""Skills that a text names to say that they are not wanted: `no Kafka needed`, `PHP is not required`, `statt Java`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.load.skills import Found

_REACH = 60
"""The characters before or after a name in which a negation is looked for."""
_BEFORE = re.compile(
    r"""\b(?:no|without|instead\ of|rather\ than|neither|kein\w{0,2}|ohne|statt|anstelle\ von|weder
    |(?:don['\u2019]t|do\ not|never|no\ longer|not|nicht)\ (?:yet\ )?(?:use|using|need|require|want|know|have|write|touch))
    (?:\ (?:any|a|an|the|more|prior|previous|use|need|of|for|to|know|in|with|experience|knowledge
    |mehr|mit|von|Erfahrung\w*|Kenntnisse\w*))*\s+$""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"""\s*[:(\u2013-]?\s*(?:(?:experience|knowledge|skills?|Kenntnisse|Erfahrung)\s+)?
    (?:(?:is|are|ist|sind|wird|werden)\s+)?(?:not|isn['\u2019]t|aren['\u2019]t|no\ longer|nicht|nicht\ mehr|never)\s+
    (?:(?:strictly|really|an?|be|zwingend|unbedingt)\s+)*(?:required|requirement|needed|necessary|used|expected|wanted|must
    |erforderlich|n\u00f6tig|notwendig|ben\u00f6tigt|verwendet|gebraucht|Voraussetzung)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_JOIN = re.compile(r"\s*(?:[,/]|(?:or|nor|and|oder|noch|und)\b)\s*", re.IGNORECASE)
"""Between the names of one list."""
_OF_ALL = re.compile(r"\b(?:or|nor|oder|noch|are|aren['\u2019]t|sind|werden)\b", re.IGNORECASE)
"""In a list that is meant as a whole."""


def drop_unwanted(found: Iterable[Found], text: str) -> Iterator[Found]:
    """Yield the names that a text wants; `no PHP, Java or Go` is three that it does not want, `Java, Go, PHP is not required` one."""
    group: list[Found] = []
    for item in sorted(found, key=lambda each: each.start):
        if group and not _JOIN.fullmatch(text, group[-1].end, item.start):
            yield from _judge(group, text)
            group = []
        group.append(item)
    yield from _judge(group, text)


def _judge(group: list[Found], text: str) -> list[Found]:
    """Return those names of a list that are wanted."""
    if not group:
        return []
    start, end = group[0].start, group[-1].end
    if _BEFORE.search(text[max(0, start - _REACH) : start]):
        return []
    after = _AFTER.match(text[end : end + _REACH])
    if after is None:
        return group
    return [] if _OF_ALL.search(text[start:end] + after[0]) else group[:-1]
