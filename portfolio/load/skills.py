"""Names of skills in text: the site's own and those of skills.txt, found word by word, in any script.

Names that are also words of English count in their own spelling only: see skills.txt.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = re.compile(rf"(?:(?<![^\s(,/])\.)?[{_LATIN}0-9]+[+#]*|[^\W\d_{_LATIN}]+")
"""A word; one of other scripts ends where Latin letters begin, as in `Kafkaを使う`."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua000-\ua4cf\uf900-\ufaff]")
"""Scripts without blanks between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""
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
                if _UNSPACED.search(alias):
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
        at = 0
        words = [*_WORD.finditer(text)]
        while at < len(words):
            for name in self._by_word.get(_fold(words[at][0]), ()):
                found = words[at : at + len(name.words)]
                if _is_there(name, found, text) and not (
                    is_prose and name.exact and _is_doubtful(found, text)
                ):
                    yield Found(name.skill, found[0].start(), found[-1].end())
                    at += len(found) - 1
                    break
            at += 1
        folded = fold_name(text) if self._unspaced and not text.isascii() else ""
        for word, skill_name in self._unspaced.items() if folded else ():
            if (start := folded.find(word)) >= 0:
                yield Found(skill_name, start, start + len(word))


def _is_there(name: _Name, found: list[re.Match[str]], text: str) -> bool:
    """Whether words of a text are those of a name, close together."""
    return (
        len(found) == len(name.words)
        and all(_fold(match[0]) == word for match, word in zip(found, name.words, strict=True))
        and (not name.exact or all(match[0] == word for match, word in zip(found, name.exact, strict=True)))
        and all(_GAP.fullmatch(text, first.end(), second.start()) for first, second in pairwise(found))
    )


def _is_doubtful(found: list[re.Match[str]], text: str) -> bool:
    """Whether a name that is also a word may be that word: `Go to`, `Go-to-market`, `R&D`, `Series C`."""
    start, end = found[0].start(), found[-1].end()
    if re.match(r"[&'\u2019]|-[a-z]", text[end : end + 2]):
        return True
    before, is_listed = text[max(0, start - 40) : start], _LIST.match(text, end) is not None
    if re.search(r"(?i)\b(?:series|vitamin|grade|class|plan|section|appendix)\s$", before):
        return True
    if len(found[0][0]) == 1:
        return not (is_listed or re.search(r"[,/(]\s*$|\b(?:in|and|or|of)\s$", before))
    starts_sentence = not before.strip() or re.search(r"[.!?:\n•*-]\s*$", before) is not None
    return starts_sentence and not is_listed and re.match(r"\s+[a-z]", text[end:]) is not None


@cache
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


def name_skill(name: str) -> Skill:
    """Return a name of the owner's as a skill, with the aliases of skills.txt: `Postgres` is also PostgreSQL.

    >>> name_skill("Postgres")
    Skill(name='Postgres', aliases=('PostgreSQL',))
    """
    known = _read_known().by_name.get(fold_name(name))
    others = (item for item in (known.name, *known.aliases) if item != name) if known else ()
    return Skill(name, tuple(others))
