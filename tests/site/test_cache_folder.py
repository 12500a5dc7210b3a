"""Links out of `.portfolio` are neither read nor written, by build and serve alike, and each reports them once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.sites import copy_starter

from portfolio.site.preview import Preview
from portfolio.site.record import find_intruder
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

BUILD = ("build", "--base-url", "https://example.org/")
WARNING = """\
warning[cache]: `{}` is a symlink: the cache is neither read nor written
 = help: remove it; the next build creates it again
"""
LINKS = (
    ".portfolio",
    ".portfolio/cache",
    ".portfolio/record.json",
    ".portfolio/record.json.tmp",
    ".portfolio/cache/00",
    ".portfolio/cache/07.tmp",
    ".portfolio/cache/31",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def state_of(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Everything below a folder, with what any write would change."""
    found = {}
    for path in sorted((folder, *folder.rglob("*"))):
        status = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        found[str(path)] = status.st_mtime_ns, status.st_ctime_ns, status.st_ino, data
    return found


def lead_away(root: Path, name: str) -> Path:
    """Move a part of `.portfolio` out of the site and leave a symlink to it; returns the folder it is in now."""
    away = root.parent / "away"
    away.mkdir()
    place = root / name
    if place.exists():
        place.rename(away / "moved")
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        (away / "moved").write_text("somebody's", encoding="utf-8")
    place.symlink_to(away / "moved")
    return away


@pytest.mark.parametrize("name", LINKS)
def test_a_build_leaves_what_a_symlink_in_the_folder_leads_to(
    root: Path, run_portfolio: RunPortfolio, name: str
) -> None:
    first = run_portfolio(*BUILD, cwd=root)
    assert first.returncode == 0
    away = lead_away(root, name)
    before, own = state_of(away), state_of(root / ".portfolio")
    for _ in range(2):
        done = run_portfolio(*BUILD, cwd=root)
        assert done.returncode == 0
        assert done.stderr == f"{WARNING.format(name)}\n{first.stderr}"
        assert "nothing changed" not in done.stdout
        assert state_of(away) == before
        assert state_of(root / ".portfolio") == own
    (root / name).unlink()
    assert run_portfolio(*BUILD, cwd=root).stderr == first.stderr


@pytest.mark.parametrize("name", LINKS)
def test_a_symlink_that_leads_nowhere_makes_no_file_there(
    root: Path, run_portfolio: RunPortfolio, name: str
) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(root.parent / "away")
    done = run_portfolio(*BUILD, cwd=root)
    assert done.returncode == 0
    assert WARNING.format(name) in done.stderr
    assert not (root.parent / "away").exists()


def test_a_symlink_into_the_site_is_not_followed_either(root: Path, run_portfolio: RunPortfolio) -> None:
    (root / ".portfolio").symlink_to("content")
    before = state_of(root / "content")
    assert WARNING.format(".portfolio") in run_portfolio(*BUILD, cwd=root).stderr
    assert state_of(root / "content") == before


@pytest.mark.parametrize("name", LINKS)
def test_a_preview_leaves_what_a_symlink_leads_to_and_warns_once(root: Path, name: str) -> None:
    away = lead_away(root, name)
    before = state_of(away)
    preview = Preview({}, "https://example.org/")
    for _ in range(2):
        site = preview.refresh(read_site_files(str(root)))
        assert [warning.message for warning in site.prepared.warnings if warning.code == "cache"] == [
            f"`{name}` is a symlink: the cache is neither read nor written"
        ]
    assert state_of(away) == before


@pytest.mark.parametrize("name", LINKS[2:])
def test_a_pipe_in_the_folder_is_not_waited_for(root: Path, run_portfolio: RunPortfolio, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / name)
    done = run_portfolio(*BUILD, cwd=root)
    assert done.returncode == 0
    message = (
        f"warning[cache]: `{name}` is neither a file nor a folder: the cache is neither read nor written\n"
    )
    assert message in done.stderr


def test_what_a_build_leaves_there_is_no_intruder(root: Path, run_portfolio: RunPortfolio) -> None:
    assert find_intruder(str(root)) is None
    run_portfolio(*BUILD, cwd=root)
    assert any((root / ".portfolio/cache").iterdir())
    assert find_intruder(str(root)) is None


def test_a_site_behind_a_symlink_keeps_its_cache(root: Path, run_portfolio: RunPortfolio) -> None:
    (root.parent / "linked").symlink_to(root)
    assert "warning" not in run_portfolio(*BUILD, cwd=root.parent / "linked").stderr
    assert "nothing changed" in run_portfolio(*BUILD, cwd=root.parent / "linked").stdout


def test_somebody_elses_symlink_beside_the_cache_is_no_matter(root: Path) -> None:
    (root / ".portfolio").mkdir()
    (root / ".portfolio/notes").symlink_to(root.parent)
    assert find_intruder(str(root)) is None


def test_the_outermost_intruder_is_named(root: Path) -> None:
    (root / ".portfolio/cache").mkdir(parents=True)
    (root / ".portfolio/cache/03").symlink_to(root.parent)
    (root / ".portfolio/record.json").symlink_to(root.parent)
    assert find_intruder(str(root)) == "`.portfolio/record.json` is a symlink"
