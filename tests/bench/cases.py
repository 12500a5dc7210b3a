"""What is done to a site before each build that is measured, and the runs of both tools in turn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import corpus
from bench.running import BrokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.running import Run
    from bench.tools import Tool

ADDED = "\n\nThis page was changed: "
"""What a changed body ends with, and then a word."""
TITLES = re.compile(r"^(title|headline): .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One way to come to a build."""

    name: str
    title: str
    prepare: Callable[[Tool, str, str], None]
    """Does it to the site of a tool; given are the slug of a page, and a word that no turn had before."""
    edits: bool = False
    """Whether the word has to be in the page afterwards."""


def clean(tool: Tool, _slug: str, _word: str) -> None:
    """Leave nothing of builds before."""
    tool.clean()


def change_nothing(_tool: Tool, _slug: str, _word: str) -> None:
    """Leave all as it is."""


def change_body(tool: Tool, slug: str, word: str) -> None:
    """Write the word into the last paragraph of the page."""
    file = tool.source(slug)
    kept = file.read_text(encoding="utf-8").partition(ADDED)[0].rstrip()
    file.write_text(f"{kept}{ADDED}{word}.\n", encoding="utf-8")


def change_title(tool: Tool, slug: str, word: str) -> None:
    """Write the word into the title and the headline of the page."""
    file = tool.source(slug)
    text, count = TITLES.subn(rf"\1: The {word} rebuild", file.read_text(encoding="utf-8"))
    if count != len(("title", "headline")):
        raise BrokenError(f"{file} has {count} titles")
    file.write_text(text, encoding="utf-8")


CASES = (
    Case("cold", "cold build", clean),
    Case("no-change", "no change", change_nothing),
    Case("body", "body of one page changed", change_body, edits=True),
    Case("title", "title of one page changed", change_title, edits=True),
)


PEER_CASES = CASES[:3]
"""What generators without a headline can be measured by."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of one case on one size of the corpus."""

    case: Case
    size: int
    """How many pages the corpus has."""
    pages: Mapping[str, int]
    """How many HTML files the builds made, by the tool's name."""
    runs: Mapping[str, tuple[Run, ...]]
    """By the tool's name, in the order of the pairs."""


def measure_case(
    case: Case, tools: Sequence[Tool], size: int, pairs: int, build: Callable[[Tool], Run]
) -> Measured:
    """Build with each tool in turn, so many times, after one build of each that is not counted.

    Raises:
        BrokenError: a build failed, or an edit did not reach its page.
    """
    slug = corpus.slug(size // 2)
    runs: dict[str, list[Run]] = {tool.name: [] for tool in tools}
    for turn in range(pairs + 1):
        word = word_of(turn)
        for tool in tools:
            case.prepare(tool, slug, word)
            taken = build(tool)
            if turn:
                runs[tool.name].append(taken)
            if case.edits and word not in tool.published(slug).read_text(encoding="utf-8"):
                raise BrokenError(f"{tool.name}, {case.title}: {word} did not reach {tool.published(slug)}")
    pages = {tool.name: tool.count_pages() for tool in tools}
    return Measured(case, size, pages, {name: tuple(own) for name, own in runs.items()})


def require_same_pages(measured: Measured) -> None:
    """Make sure that the tools made the same number of pages.

    Raises:
        BrokenError: they did not.
    """
    if len(set(measured.pages.values())) != 1:
        raise BrokenError(
            f"{measured.case.title}: the tools made different numbers of pages: {measured.pages}"
        )


def word_of(turn: int) -> str:
    """Make a word without a digit, as a number in a headline would need an outcome.

    >>> word_of(0), word_of(27)
    ('turnaaa', 'turnabb')
    """
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "turn" + "".join(letters[turn // base % 26] for base in (676, 26, 1))
