"""Writes the lock files from pyproject.toml with uv. Run by `make lock`, in an environment that holds uv."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

TOOL_EXTRAS = ("dev", "bench")
"""The extra for development of the tool; the others are for its users."""

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""The versions of Python that the locks are for, the lowest first."""


@dataclass(frozen=True)
class Lock:
    """A lock file, and what it is made from."""

    name: str
    extras: tuple[str, ...] = ()
    """The extras whose packages it holds, besides those for users."""
    lowest: bool = False
    """It holds the lowest versions that pyproject.toml allows; packages that are not named there are the newest."""


LOCKS = (
    Lock("requirements.lock"),
    Lock("requirements-dev.lock", ("dev",)),
    Lock("requirements-bench.lock", ("bench",)),
    Lock("requirements-lowest.lock", ("dev",), lowest=True),
)


def read_project(root: Path) -> dict[str, Any]:
    """Return the data of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def direct_dependencies(project: dict[str, Any], lock: Lock) -> list[str]:
    """Return what a lock file is made from: the requirements that pyproject.toml names, each as written."""
    extras: dict[str, list[str]] = project["project"].get("optional-dependencies", {})
    wanted = [name for name in extras if name not in TOOL_EXTRAS or name in lock.extras]
    return [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(requirement for name in wanted for requirement in extras[name]),
    ]


def write_lock(lock: Lock, *, upgrade: bool) -> int:
    """Write a lock file, for every platform and every Python from the lowest one on; return uv's exit status.

    Versions that are in the file already and still fit stay, unless they are to be upgraded.
    """
    requirements = direct_dependencies(read_project(ROOT), lock)
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--universal"]
    command += ["--generate-hashes", "--no-emit-index-url", "--python-version", PYTHONS[0]]
    command += ["--custom-compile-command", "make lock", "--output-file", lock.name]
    if lock.lowest:
        command += ["--resolution", "lowest-direct"]
        names = (re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in requirements)
        command += [f"--upgrade-package={name}" for name in names]  # else a higher version would stay
    elif lock.name != LOCKS[0].name:
        command += ["--constraints", LOCKS[0].name]  # what two of them hold has one version
    if upgrade:
        command += ["--upgrade"]
    done = subprocess.run(
        [*command, "-"],
        cwd=ROOT,
        input="\n".join(requirements),
        stdout=subprocess.DEVNULL,  # the file's text once more
        encoding="utf-8",
        check=False,
    )
    return done.returncode


def main() -> int:
    """Write all lock files; return the exit status of the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="renew every version")
    upgrade = parser.parse_args().upgrade
    for lock in LOCKS:
        if status := write_lock(lock, upgrade=upgrade):
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
