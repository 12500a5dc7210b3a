"""`portfolio init --replace` in a clone: nothing of the owner is left in the site."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from owner.words import read_yaml
from support.command import clean_env
from support.sites import copy_sources

from portfolio.scaffold import STARTER

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio


def test_nothing_of_the_owner_is_left(source: Path, tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    profile: Any = read_yaml(source / "content/profile.yaml")
    if profile == read_yaml(STARTER / "content/profile.yaml"):
        pytest.skip("the site is the starter")
    clone = tmp_path / "clone"
    copy_sources(source, clone)
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run(
            ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments],  # noqa: S607 (from PATH)
            cwd=clone,
            env=clean_env(tmp_path),
            check=True,
            timeout=60,
        )
    theme = {path for path in clone.rglob("terminal/**/*") if path.is_file()}
    done = run_portfolio("init", "--replace", "--name", "Grace", "--role", "", "--github", "", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert theme == {path for path in clone.rglob("terminal/**/*") if path.is_file()}
    words = {str(profile[key]) for key in ("name", "email", "github", "phone", "lead") if key in profile}
    words |= {link["url"] for link in profile.get("links", ())}
    left = [
        path for path in clone.rglob("*") if path.is_file() and ".git" not in path.parts and path not in theme
    ]
    texts = "\n".join(path.read_bytes().decode("utf-8", "replace").casefold() for path in left)
    assert [word for word in words if re.search(rf"\b{re.escape(word.casefold())}\b", texts)] == []
    old = {path.stem for path in (source / "content/case-studies").glob("*.md")}
    assert not old & {path.stem for path in (clone / "content/case-studies").glob("*.md")}
    checked = run_portfolio("check", "--base-url", "https://example.org/", cwd=clone)
    assert checked.returncode == 0, checked.stdout
