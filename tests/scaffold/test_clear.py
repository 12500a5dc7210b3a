"""`init --replace`: the old site goes only if git has every file of it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support.command import clean_env
from support.sites import copy_site

from portfolio.errors import UsageError
from portfolio.scaffold.clear import clear_site

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT_S = 60


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments],  # noqa: S607 (from PATH)
        cwd=folder,
        env=clean_env(folder.parent),
        check=True,
        capture_output=True,
        timeout=TIMEOUT_S,
    )


def names(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with a site of another person, a theme, and files that belong to neither."""
    root = copy_site("engineer", tmp_path / "clone")
    for name in ("static/terminal/site.css", "templates/terminal/base.html", "README.md", "static/CNAME"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("theirs\n", encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Begin")
    return root


def test_everything_of_the_site_goes_and_nothing_else(clone: Path) -> None:
    before = names(clone)
    removed = {path.relative_to(clone).as_posix() for path in clear_site(clone)}
    assert names(clone) == before - removed
    assert {"portfolio.yaml", "content/profile.yaml", "static/CNAME"} <= removed
    assert names(clone) == {
        name for name in before if name.startswith(("static/terminal/", "templates/", "README"))
    }
    assert not (clone / "content").exists()


@pytest.mark.parametrize("change", ["edit", "new", "ignored", "staged", "deleted"])
def test_nothing_goes_that_git_does_not_have(clone: Path, change: str) -> None:
    file = clone / "content/profile.yaml"
    if change == "edit":
        file.write_text("name: Ada\n", encoding="utf-8")
    elif change == "deleted":
        file.unlink()
    else:
        file = clone / "static/new.pdf"
        file.write_text("mine", encoding="utf-8")
        if change == "ignored":
            (clone / ".git/info/exclude").write_text("*.pdf\n", encoding="utf-8")
        elif change == "staged":
            git(clone, "add", "--all")
    before = names(clone)
    with pytest.raises(UsageError) as caught:
        clear_site(clone)
    (problem,) = caught.value.diagnostics
    name = file.relative_to(clone).as_posix()
    assert problem.message == f"git does not have `{name}` as they are, so they would be lost"
    assert problem.help == "commit them, or move them away"
    assert names(clone) == before


def test_a_folder_outside_a_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = copy_site("engineer", tmp_path / "site")
    before = names(root)
    with pytest.raises(UsageError, match="is not in a git repository"):
        clear_site(root)
    assert names(root) == before


def test_without_git_it_is_refused(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    before = names(clone)
    with pytest.raises(UsageError, match="`git` cannot be run"):
        clear_site(clone)
    assert names(clone) == before


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no site to replace"):
        clear_site(tmp_path)


def test_a_link_goes_and_what_it_leads_to_stays(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/photo.png").write_text("mine", encoding="utf-8")
    (clone / "static/photos").symlink_to(tmp_path / "elsewhere")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Link")
    clear_site(clone)
    assert (tmp_path / "elsewhere/photo.png").is_file()
    assert not (clone / "static/photos").is_symlink()
