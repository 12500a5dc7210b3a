"""The examples in the docstrings are run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["access", "edition", "watch"])
def test_every_example_gives_what_it_says(name: str) -> None:
    results = doctest.testmod(import_module(f"portfolio.serve.{name}"))
    assert results.attempted
    assert not results.failed
