"""The command line's top."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from support.sites import copy_starter

from portfolio.cli.main import NEW_OBJECTS, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _threshold() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_a_check_searches_for_cycles_a_few_times(tmp_path: Path) -> None:
    """Each search goes through all that the run keeps: with Python's own setting it is one in eight of its seconds."""
    searches: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        searches.append(phase)

    root = copy_starter(tmp_path / "site")
    gc.callbacks.append(note)
    try:
        assert run(["--site", str(root), "check"]) == 0
    finally:
        gc.callbacks.remove(note)
    assert gc.get_threshold()[0] == NEW_OBJECTS
    assert searches.count("start") <= 10
