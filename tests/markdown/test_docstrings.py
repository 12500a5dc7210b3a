"""The examples in docstrings, run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["inline", "plugins.anchors", "plugins.fences"])
def test_the_examples_in_docstrings_hold(name: str) -> None:
    results = doctest.testmod(import_module(f"portfolio.markdown.{name}"))
    assert results.attempted > 0
    assert results.failed == 0
