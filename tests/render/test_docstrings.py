"""The examples in docstrings, run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

WITH_EXAMPLES = (
    "render.banner",
    "render.icon",
    "render.links",
    "render.self_description",
    "render.stats_views",
    "render.targets",
    "model.artifact",
    "check.links",
    "model.tag",
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_in_docstrings_hold(name: str) -> None:
    results = doctest.testmod(import_module(f"portfolio.{name}"))
    assert results.attempted > 0
    assert results.failed == 0
