"""The commands of make: what each installs, and what they hand to the tool."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT, clean_env
from support.locks import LOCKS, PYTHONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TIMEOUT_S = 60


def make(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """Run make in a new checkout that holds what it needs, and return its output."""
    for name in ("Makefile", "pyproject.toml", *(lock.name for lock in LOCKS)):
        shutil.copy(ROOT / name, folder / name)
    done = subprocess.run(
        ["make", *arguments],  # noqa: S607 (from PATH)
        cwd=folder,
        env=clean_env(folder, env),
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
    )
    return done.stdout


def pip_commands(folder: Path, *arguments: str) -> list[str]:
    """Return the environment and the arguments of each `pip install`, without the options for its output."""
    output = make(folder, "--dry-run", "--always-make", *arguments)
    commands = re.findall(r"(\S+)/bin/python -m pip install ([^|&]*)", output)
    quiet = "--quiet --disable-pip-version-check "
    return [f"{place}: {options.replace(quiet, '').strip()}" for place, options in commands]


ITSELF = "--no-deps --no-build-isolation --editable ."


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["site"], [".venv: --require-hashes --requirement requirements.lock", f".venv: {ITSELF}"]),
        (["test"], [".venv: --require-hashes --requirement requirements-dev.lock", f".venv: {ITSELF}"]),
        (["bench"], [".venv: --require-hashes --requirement requirements-bench.lock", f".venv: {ITSELF}"]),
        (
            ["test", "LOWEST=1"],
            [
                ".venv-lowest: --require-hashes --requirement requirements-lowest.lock",
                f".venv-lowest: {ITSELF}",
            ],
        ),
        (
            ["test", "LATEST=1"],
            [".venv-latest: --upgrade --upgrade-strategy eager --editable '.[dev]'"],
        ),
        (["site", "LATEST=1"], [".venv-latest: --upgrade --upgrade-strategy eager --editable '.'"]),
    ],
    ids=lambda value: " ".join(value) if value[0][0] != "." else "",
)
def test_make_installs_what_the_lock_holds_and_nothing_else(
    arguments: list[str], expected: list[str], tmp_path: Path
) -> None:
    assert pip_commands(tmp_path, *arguments) == expected


def test_the_lowest_versions_are_tried_on_the_lowest_python(tmp_path: Path) -> None:
    assert f'"python{PYTHONS[0]}" -m venv .venv-lowest' in make(tmp_path, "--dry-run", "setup", "LOWEST=1")
    assert '"python3" -m venv .venv ' in make(tmp_path, "--dry-run", "setup")


def test_newest_and_lowest_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        make(tmp_path, "--dry-run", "test", "LATEST=1", "LOWEST=1")
    assert "LATEST and LOWEST exclude each other: set one of them" in caught.value.stderr


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, "build"),
        ({"PORTFOLIO_BASE_URL": ""}, "build"),
        ({"PORTFOLIO_BASE_URL": "https://example.org/a/"}, "build|--base-url|https://example.org/a/"),
        ({"PORTFOLIO_BASE_URL": "$(id) $$x `id`; 'a\""}, "build|--base-url|$(id) $$x `id`; 'a\""),
    ],
)
def test_the_site_is_built_for_the_address_in_the_environment(
    env: dict[str, str], expected: str, tmp_path: Path
) -> None:
    tool = tmp_path / ".venv" / "bin" / "portfolio"
    tool.parent.mkdir(parents=True)
    tool.write_text('#!/bin/sh\nIFS="|"\nprintf %s "$*"\n', encoding="utf-8")
    tool.chmod(0o755)
    (tmp_path / ".venv" / ".place").write_text(f"{tmp_path.resolve()}\n", encoding="utf-8")
    stamp = [f"--assume-old={name}" for name in ("pyproject.toml", LOCKS[0].name)]
    (tmp_path / ".venv" / ".installed").touch()
    assert make(tmp_path, "site", *stamp, env=env) == expected
