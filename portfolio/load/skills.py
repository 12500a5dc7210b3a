"""Names of skills in text: the site's own and those of skills.txt, found word by word, in any script.

Names that are also words of English count in their own spelling only: see skills.txt.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.characters import is_unspaced
from portfolio.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = re.compile(rf"(?:(?<![^\s(,/])\.)?[{_LATIN}0-9]+[+#]*|[^\W\d_{_LATIN}]+")
"""A word; one of other scripts ends where Latin letters begin, as in `Kafkaを使う`."""
_GAP = re.compile(r"[\s./_-]{0,3}")
_LIST = re.compile(r"\s*(?:[,;/|)(]|$|\n|(?:and|or|und|et|y|e|ou|oder)\b)")
_PLURAL = 4
"""Letters of the shortest word whose plural is taken for the same."""


class Skill(NamedTuple):
    """A skill with all its names."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other names of the same."""


class Found(NamedTuple):
    """A name in a text."""

    name: str
    """Of the skill, whatever it is called there."""
    start: int
    end: int


class _Name(NamedTuple):
    """One name of a skill."""

    words: tuple[str, ...]
    skill: str
    exact: tuple[str, ...]
    """Its words in the only spelling that counts; empty for any."""


class SkillFinder:
    """Finds skills in texts, in time that grows with the text alone.

    Args:
        skills: of two skills with one name the first counts.
    """

    def __init__(self, skills: Iterable[Skill]) -> None:
        self._by_word: dict[str, list[_Name]] = {}
        self._unspaced: dict[str, str] = {}
        known: set[tuple[str, ...]] = set()
        for skill in skills:
            for alias in (skill.name, *skill.aliases):
                if is_unspaced(alias):
                    self._unspaced.setdefault(fold_name(alias), skill.name)
                    continue
                exact = tuple(_WORD.findall(alias)) if is_ambiguous(alias) else ()
                words = tuple(_fold(word) for word in _WORD.findall(alias))
                if words and words not in known:
                    known.add(words)
                    self._by_word.setdefault(words[0], []).append(_Name(words, skill.name, exact))
        for names in self._by_word.values():
            names.sort(key=lambda name: -len(name.words))

    def find(self, text: str, *, is_prose: bool = False) -> Iterator[Found]:
        """Yield the names in a text, the longest at each word.

        Args:
            text: any text.
            is_prose: whether a word such as `Go` or `C` must also stand where a name does: not first in a sentence.
        """
        end = 0
        for match in _WORD.finditer(text):
            names = self._by_word.get(_fold(match[0])) if match.start() >= end else None
            for name in names or ():
                last = _follow(name, match, text)
                if last and not (is_prose and name.exact and _is_doubtful(match, last.end(), text)):
                    end = last.end()
                    yield Found(name.skill, match.start(), end)
                    break
        folded = fold_name(text) if self._unspaced and not text.isascii() else ""
        for word, skill_name in self._unspaced.items() if folded else ():
            if (start := folded.find(word)) >= 0:
                yield Found(skill_name, start, start + len(word))


def _follow(name: _Name, match: re.Match[str], text: str) -> re.Match[str] | None:
    """Return the last word of a name whose first word is a match; None if it is not there."""
    for number in range(len(name.words)):
        if number:
            gap = _GAP.match(text, match.end())
            following = _WORD.match(text, gap.end()) if gap else None
            if following is None or _fold(following[0]) != name.words[number]:
                return None
            match = following
        if name.exact and match[0] != name.exact[number]:
            return None
    return match


def _is_doubtful(match: re.Match[str], end: int, text: str) -> bool:
    """Whether a name that is also a word may be that word: `Go to`, `Go-to-market`, `R&D`, `Series C`."""
    if re.match(r"[&'\u2019]|-[a-z]", text[end : end + 2]):
        return True
    before, is_listed = text[max(0, match.start() - 40) : match.start()], _LIST.match(text, end) is not None
    if re.search(r"(?i)\b(?:series|vitamin|grade|class|plan|section|appendix)\s$", before):
        return True
    if len(match[0]) == 1:
        return not (is_listed or re.search(r"[,/(]\s*$|\b(?:in|and|or|of)\s$", before))
    starts_sentence = not before.strip() or re.search(r"[.!?:\n\u2022*-]\s*$", before) is not None
    return starts_sentence and not is_listed and re.match(r"\s+[a-z]", text[end : end + 3]) is not None


@lru_cache(maxsize=100_000)
def _fold(word: str) -> str:
    """Return a word as it is compared: without case, and without the `s` of a plural."""
    folded = fold_name(word)
    is_plural = len(folded) > _PLURAL and folded.endswith("s") and not folded.endswith(("ss", "us", "is"))
    return folded[:-1] if is_plural else folded


class _Known(NamedTuple):
    """What skills.txt has."""

    skills: tuple[Skill, ...]
    ambiguous: frozenset[str]
    by_name: Mapping[str, Skill]


@cache
def _read_known() -> _Known:
    skills, ambiguous = [], set()
    for line in Path(__file__).with_name("skills.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, _, others = line.partition(":")
        names = [name, *filter(None, map(str.strip, others.split(",")))]
        ambiguous |= {item[1:] for item in names if item.startswith("!")}
        first, *aliases = (item.removeprefix("!") for item in names)
        skills.append(Skill(first, tuple(aliases)))
    by_name = {fold_name(name): skill for skill in skills for name in (skill.name, *skill.aliases)}
    return _Known(tuple(skills), frozenset(ambiguous), by_name)


def list_known_skills() -> tuple[Skill, ...]:
    """Return the skills of skills.txt."""
    return _read_known().skills


def is_ambiguous(name: str) -> bool:
    """Whether a name is also a word, or so short that only its own spelling is the name.

    >>> is_ambiguous("Go"), is_ambiguous("AI"), is_ambiguous("Kafka")
    (True, True, False)
    """
    return name in _read_known().ambiguous or len(name) <= 2  # noqa: PLR2004 (see above)


def find_known_skill(name: str) -> Skill | None:
    """Return the skill of skills.txt that a name stands for."""
    return _read_known().by_name.get(fold_name(name.replace("-", " "))) or _read_known().by_name.get(
        fold_name(name)
    )


def name_skill(name: str) -> Skill:
    """Return a name of the owner's as a skill, with the aliases of skills.txt: `Postgres` is also PostgreSQL.

    >>> name_skill("Postgres")
    Skill(name='Postgres', aliases=('PostgreSQL',))
    """
    known = find_known_skill(name)
    others = (item for item in (known.name, *known.aliases) if item != name) if known else ()
    return Skill(name, tuple(others))
