"""The examples in the docstrings of the package, run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest
from support.command import ROOT
from support.imports import module_names

PACKAGE = ROOT / "portfolio"
WITH_EXAMPLES = [
    name for name, file in module_names(PACKAGE).items() if ">>> " in file.read_text(encoding="utf-8")
]


def test_there_are_examples() -> None:
    assert len(WITH_EXAMPLES) > 30


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_every_example_has_its_result(name: str) -> None:
    results = doctest.testmod(import_module(name))
    assert results.attempted > 0
    assert results.failed == 0
