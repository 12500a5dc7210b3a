"""Languages worked by hand: bytes, repositories, share."""

from __future__ import annotations

from typing import Any

import pytest

from portfolio.github.languages import LIMIT, rank_languages
from portfolio.model.config import StatsSettings
from portfolio.model.snapshot import GitHubRepository

Row = tuple[str, int, int, float]


def repo(languages: dict[str, int] | None, **facts: Any) -> GitHubRepository:  # noqa: ANN401 (any field)
    return GitHubRepository(name="ada/thing", languages=languages, **facts)


CASES: list[tuple[str, list[GitHubRepository], dict[str, Any], list[Row], Row | None]] = [
    ("one", [repo({"Go": 100})], {}, [("Go", 100, 1, 1.0)], None),
    (
        "bytes are summed, repositories counted",
        [repo({"Go": 100}), repo({"Go": 50, "C": 50})],
        {},
        [("Go", 150, 2, 0.75), ("C", 50, 1, 0.25)],
        None,
    ),
    (
        "interleaved repositories are counted whatever their order",
        [repo({"Go": 10, "C": 10}), repo({"C": 10}), repo({"Go": 10}), repo({"C": 10, "Go": 10})],
        {},
        [("C", 30, 3, 0.5), ("Go", 30, 3, 0.5)],
        None,
    ),
    (
        "forks never count",
        [repo({"Go": 10}), repo({"C": 90}, is_fork=True)],
        {},
        [("Go", 10, 1, 1.0)],
        None,
    ),
    (
        "archived ones do",
        [repo({"Go": 10}), repo({"C": 30}, is_archived=True)],
        {},
        [("C", 30, 1, 0.75), ("Go", 10, 1, 0.25)],
        None,
    ),
    (
        "archived ones need not",
        [repo({"Go": 10}), repo({"C": 30}, is_archived=True)],
        {"archived": False},
        [("Go", 10, 1, 1.0)],
        None,
    ),
    (
        "hidden, whatever its case and blanks",
        [repo({"Go": 10, "C++": 90, "Emacs Lisp": 5})],
        {"hidden_languages": ("c ++", "EMACSLISP")},
        [("Go", 10, 1, 1.0)],
        None,
    ),
    (
        "hidden before the limit",
        [repo({"Go": 100, "C": 50, "D": 50})],
        {"hidden_languages": ("Go",), "limit": 1},
        [("C", 50, 1, 0.5)],
        ("Other", 50, 1, 0.5),
    ),
    (
        "a notebook is Python, in one repository once",
        [repo({"Python": 60, "Jupyter Notebook": 40})],
        {},
        [("Python", 100, 1, 1.0)],
        None,
    ),
    (
        "an alias of the owner's",
        [repo({"Vue": 30}), repo({"JavaScript": 10})],
        {"language_aliases": {"vue": "JavaScript"}},
        [("JavaScript", 40, 2, 1.0)],
        None,
    ),
    (
        "hidden under the name it counts as",
        [repo({"Jupyter Notebook": 40, "Go": 10})],
        {"hidden_languages": ("python",)},
        [("Go", 10, 1, 1.0)],
        None,
    ),
    (
        "below one per cent is the rest",
        [repo({"Go": 990, "C": 9, "D": 1})],
        {},
        [("Go", 990, 1, 0.99)],
        ("Other", 10, 1, 0.01),
    ),
    (
        "one per cent is not",
        [repo({"Go": 99, "C": 1})],
        {},
        [("Go", 99, 1, 0.99), ("C", 1, 1, 0.01)],
        None,
    ),
    (
        "shares are of all bytes, beyond the limit too",
        [repo({"Go": 25, "C": 20}), repo({"C": 10, "D": 20}), repo({"Go": 25})],
        {"limit": 1},
        [("Go", 50, 2, 0.5)],
        ("Other", 50, 2, 0.5),
    ),
    (
        "ordered by repositories",
        [repo({"Go": 980}), repo({"C": 10}), repo({"C": 10})],
        {"language_order": "repositories"},
        [("C", 20, 2, 0.02), ("Go", 980, 1, 0.98)],
        None,
    ),
    (
        "ordered by both: 100 * 1 is less than 60 * 4",
        [repo({"Go": 100}), *[repo({"C": 15})] * 4],
        {"language_order": "both"},
        [("C", 60, 4, 0.375), ("Go", 100, 1, 0.625)],
        None,
    ),
    ("no byte, no language", [repo({"Go": 0}), repo({})], {}, [], None),
    ("no repository", [], {}, [], None),
    (
        "where bytes are not known, each counts for its first language",
        [repo(None, language="Go"), repo(None, language="Go"), repo(None, language="C"), repo(None)],
        {},
        [("Go", 0, 2, 2 / 3), ("C", 0, 1, 1 / 3)],
        None,
    ),
    (
        "bytes of some are of no use",
        [repo({"C": 500}, language="C"), repo(None, language="Go"), repo(None, language="Go")],
        {},
        [("Go", 0, 2, 2 / 3), ("C", 0, 1, 1 / 3)],
        None,
    ),
]


@pytest.mark.parametrize(
    ("repositories", "choices", "rows", "other"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_languages(
    repositories: list[GitHubRepository], choices: dict[str, Any], rows: list[Row], other: Row | None
) -> None:
    choices = dict(choices)
    limit = choices.pop("limit", LIMIT)
    for order in (repositories, repositories[::-1]):
        ranking = rank_languages(order, StatsSettings(**choices), limit)
        items = [*ranking.items, *([ranking.other] if ranking.other else [])]
        found = [(item.name, item.size_bytes, item.repositories, item.share) for item in items]
        wanted = [*rows, *([other] if other else [])]
        assert [item[:3] for item in found] == [item[:3] for item in wanted]
        assert [item[3] for item in found] == pytest.approx([item[3] for item in wanted])
        assert (ranking.other is None) == (other is None)


def test_the_unit_names_the_basis_of_the_shares() -> None:
    assert rank_languages([repo({"Go": 1})], StatsSettings()).unit == "bytes"
    assert rank_languages([repo(None, language="Go")], StatsSettings()).unit == "repositories"
