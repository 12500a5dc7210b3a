"""The real command line in a process of its own, with nothing of this shell in its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
"""This checkout: at once the tool and a site."""

TIMEOUT_S = 120


class RunPortfolio(Protocol):
    """How tests call the command line."""

    def __call__(
        self,
        *arguments: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str = "",
    ) -> subprocess.CompletedProcess[str]:
        """Run it in a folder (an empty one unless given) with more variables and some input."""
        ...


def clean_env(home: Path, changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Make an environment for the tool: no CI, no GitHub, no colour choice; warnings are errors."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONWARNINGS": "error",
        # The owner's git settings would decide what a test sees.
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **(changes or {}),
    }


def run_cli(
    arguments: Sequence[str | Path],
    *,
    home: Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run `portfolio` with these arguments and return its exit code, output and messages."""
    return subprocess.run(
        [sys.executable, "-m", "portfolio", *map(str, arguments)],
        cwd=cwd,
        # This checkout is what is tested, installed or not.
        env=clean_env(home, {"PYTHONPATH": str(ROOT), **(env or {})}),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
