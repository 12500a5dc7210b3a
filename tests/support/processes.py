"""The processes that a test forks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def note_forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of each process that is forked from now on."""
    processes: list[int] = []
    fork = os.fork

    def note() -> int:
        processes.append(fork())
        return processes[-1]

    monkeypatch.setattr(os, "fork", note)
    return processes
