"""Runs commands and measures them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from support.command import ROOT, clean_env

if TYPE_CHECKING:
    from collections.abc import Sequence

LAUNCHER = Path(__file__).with_name("launch.py")


class BrokenError(Exception):
    """Something that should work does not, so there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    cpu_s: float
    """User and system, of the command and the processes it waited for."""
    wall_s: float
    memory_mib: float
    """The peak of the largest process, not the sum of several."""


def environment(home: Path) -> dict[str, str]:
    """Make the variables of every run: nothing of this shell, byte-code on, this checkout's package."""
    env = clean_env(home, {"PYTHONPATH": str(ROOT)})
    del env["PYTHONWARNINGS"]  # people run without it, and it costs time
    return env


def run(command: Sequence[str], cwd: Path, home: Path) -> Run:
    """Run a command in a folder; the program needs its whole path.

    Raises:
        BrokenError: it failed; with what it said.
    """
    errors = home / "errors.txt"
    done = subprocess.run(
        [sys.executable, "-I", "-S", LAUNCHER, errors, *command],
        cwd=cwd,
        env=environment(home),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise BrokenError(f"{command[0]} cannot be started:\n{done.stderr}")
    code, cpu_s, wall_s, memory_kib = done.stdout.split()
    if code != "0":
        said = errors.read_text(encoding="utf-8", errors="replace")
        raise BrokenError(f"`{' '.join(command)}` in {cwd} ends with exit code {code}:\n{said}")
    return Run(float(cpu_s), float(wall_s), int(memory_kib) / 1024)
