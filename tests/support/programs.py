"""Programs of this machine that some tests need."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def unavailable(reason: str) -> NoReturn:
    """Skip a test for want of a program; fail it in CI, where a skipped test would go unseen."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (CI is set, so this is no reason to skip)", pytrace=False)
    pytest.skip(reason)


def require(*programs: str) -> None:
    """Skip or fail the test unless each of these programs is on PATH."""
    for program in programs:
        if shutil.which(program) is None:
            unavailable(f"no {program} on PATH")
