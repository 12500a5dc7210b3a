"""The fixture is GitHub's own schema, cut down, and every question of ours is one that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graphql import build_schema, parse, validate
from support.github_schema import PRUNED, QUERIES, prune, read_published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("query ")[1].split("(")[0])
def test_every_question_fits_the_pruned_schema(query: str) -> None:
    assert validate(build_schema(PRUNED.read_text(encoding="utf-8")), parse(query)) == []
    assert "rateLimit { cost" in query


def test_the_pruned_schema_is_small() -> None:
    assert PRUNED.stat().st_size < 6_000


@pytest.mark.npm
def test_the_pruned_schema_is_still_what_github_publishes(npm_package: Callable[[str], Path]) -> None:
    npm_package("@octokit/graphql-schema")
    assert prune(read_published()) == PRUNED.read_text(encoding="utf-8"), (
        "GitHub's schema has moved on: look at `python tests/support/github_schema.py --check`"
    )
