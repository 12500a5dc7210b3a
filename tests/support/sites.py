"""Small sites for tests: the starter, edited, and what the build makes of it in memory."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import yaml
from support.command import ROOT

from portfolio.build.pipeline import render_site
from portfolio.load.content import load_site
from portfolio.model.config import BaseUrl
from portfolio.outputs import plan_outputs
from portfolio.render.prose import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.model.artifact import Artifact

STARTER = ROOT / "portfolio" / "starter"
STARTER_STUDY = "settlement-queue"


def copy_starter(root: Path) -> Path:
    """Copy the starter's site into a folder; returns the folder."""
    shutil.copytree(STARTER, root, dirs_exist_ok=True)
    return root


def edit_yaml(root: Path, name: str, change: Callable[[Any], Any]) -> None:
    """Change what a YAML file of the site says; `change` returns the new value, or None after a change in place."""
    file = root / name
    value = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None
    changed = change(value)
    file.write_text(dump(value if changed is None else changed), encoding="utf-8")


def edit_study(root: Path, slug: str, change: Callable[[Any], Any], body: str | None = None) -> None:
    """Change a case study's front matter, and its body where one is given."""
    file = root / "content" / "case-studies" / f"{slug}.md"
    _, front, text = file.read_text(encoding="utf-8").split("---\n", 2)
    value = yaml.safe_load(front)
    changed = change(value)
    dumped = dump(value if changed is None else changed)
    file.write_text(f"---\n{dumped}---\n{text if body is None else body}", encoding="utf-8")


def add_study(root: Path, slug: str, body: str = "Some words.\n", **fields: Any) -> None:  # noqa: ANN401 (any YAML value)
    """Add a case study that differs from the starter's in these fields."""
    folder = root / "content" / "case-studies"
    shutil.copyfile(STARTER / "content" / "case-studies" / f"{STARTER_STUDY}.md", folder / f"{slug}.md")
    edit_study(root, slug, lambda front: front | fields, body)


def dump(value: object) -> str:
    """Return a value as YAML, in its own order."""
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def plan(root: Path, base_url: str = "https://example.org/") -> dict[str, Artifact]:
    """Return what a site is planned to have, by path; the site must have no errors."""
    loading = load_site(root)
    site, diagnostics = loading.site, loading.diagnostics
    library = Library(loading.documents, root)
    library.check(site, loading.static_files, diagnostics)
    assert site is not None, diagnostics.items
    assert not diagnostics.has_errors, diagnostics.items
    return {item.path: item for item in plan_outputs(site, library, BaseUrl.parse(base_url))}


def render(root: Path, base_url: str = "https://example.org/") -> dict[str, str]:
    """Return the text of every file that the build renders, by path."""
    files = render_site(root, {}, base_url).files
    return {file.path: file.content.decode() for file in files if isinstance(file.content, bytes)}
