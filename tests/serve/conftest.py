"""Fixtures of the server's tests: a small site, served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serve.running import running
from support.sites import copy_starter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serve.running import Running


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter's site, to be edited."""
    return copy_starter(tmp_path / "site")


@pytest.fixture
def server(root: Path) -> Iterator[Running]:
    """A server of that site, with its first build done."""
    with running(root) as server:
        yield server
