"""Sites for tests: the starter, edited, those of tests/sites, and what the build makes of them."""

from __future__ import annotations

import fcntl
import os
import shutil
from typing import TYPE_CHECKING, Any

import yaml
from support.command import ROOT, run_cli

from portfolio.load.placeholders import PLACEHOLDERS
from portfolio.pages.route import Rendered
from portfolio.site.build import build_site
from portfolio.site.loading import load_site
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site.record import make_request
from portfolio.site.rendered_site import render_site
from portfolio.site_files import read_site_files
from portfolio.theme.lookup import find_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from portfolio.site.build import Build
    from portfolio.site.loading import Loading
    from portfolio.site.pipeline import PreparedSite
    from portfolio.site.rendered_site import RenderedSite
    from portfolio.theme.lookup import Theme

STARTER = ROOT / "portfolio" / "starter"
STARTER_STUDY = "settlement-queue"
SOURCES = ("portfolio.yaml", "content", "static", "templates")
"""What a site is made of, from its folder."""
SITES = ROOT / "tests" / "sites"
"""Whole sites of people who do not exist; `engineer` has every kind of section, text and drawing."""
BASE_URL = "https://example.org/some-repo/"
"""Where sites pretend to be in tests: below a path, as a project's Pages are."""


def copy_starter(root: Path) -> Path:
    """Copy the starter's site into a folder; returns the folder."""
    shutil.copytree(STARTER, root, dirs_exist_ok=True)
    return root


def personalize(root: Path) -> Path:
    """Replace the starter's placeholders in a site, each by words of the same length; returns the folder."""
    for file in [*(root / "content").rglob("*.yaml"), *(root / "content").rglob("*.md")]:
        text = before = file.read_bytes()
        for value in PLACEHOLDERS:
            text = text.replace(value.encode(), _MINE.get(value, value.replace(".", "!")).encode())
        text = text.replace(b"[Distributed Systems,", b"[Distributed systems,").replace(
            b", Redis]", b", Kafka]"
        )
        if text != before:
            file.write_bytes(text)
    return root


_MINE = {
    "Ada Example": "Ada Exemple",
    "ada@example.org": "ada@exemple.org",
    "octocat": "octobat",
    "Example Bank": "Exemple Bank",
    "https://github.com/octocat": "https://github.com/octobat",
}


def copy_site(name: str, root: Path) -> Path:
    """Copy a site of tests/sites into a folder; returns the folder."""
    shutil.copytree(SITES / name, root, dirs_exist_ok=True)
    return root


def build_shared(factory: pytest.TempPathFactory, name: str, source: Path, base_url: str = BASE_URL) -> Path:
    """Build a site once per run, not once per worker, and return the output folder; `name` must be its own.

    It is built from a copy that lies beside the output as `source`, so that its own folder stays as it is.
    """
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"built-{name}"
    folder.mkdir(exist_ok=True)
    out, built = folder / "_site", folder / "built"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            copy = folder / "source"
            copy_sources(source, copy)
            command: list[str | Path] = ["--site", copy, "build", "--output", out, "--base-url", base_url]
            done = run_cli(command, home=folder, cwd=folder)
            assert done.returncode == 0, f"the site {name} does not build:\n{done.stdout}{done.stderr}"
            built.touch()
    return out


def copy_sources(source: Path, target: Path) -> None:
    """Copy the files of a site, and no others next to them."""
    target.mkdir(exist_ok=True)
    for name in SOURCES:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)
        elif (source / name).exists():
            shutil.copy(source / name, target / name)


def edit_yaml(root: Path, name: str, change: Callable[[Any], Any]) -> None:
    """Change a YAML file of the site; `change` returns the new value, or None after a change in place."""
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


def load(root: Path, *, with_drafts: bool = False) -> Loading:
    """Return what loading a site gives."""
    return load_site(read_site_files(str(root)), with_drafts=with_drafts)


def open_theme(root: Path, name: str = "terminal") -> Theme:
    """Return a theme as a site's templates see it."""
    files = read_site_files(str(root))
    return find_theme(name, files, files.theme)


def prepare(root: Path, base_url: str = "https://example.org/") -> PreparedSite:
    """Return a site before it is rendered; it must have no errors."""
    return prepare_site(read_site_files(str(root)), Settings({}, base_url))


def view(root: Path, path: str, base_url: str = "https://example.org/") -> Any:  # noqa: ANN401 (each page has its own)
    """Return what the template of a page is given."""
    site = prepare(root, base_url)
    (made,) = (route.made for route in site.context.routes if route.path == path)
    assert isinstance(made, Rendered)
    return made.view(site.context)


def build(root: Path, output: Path | None = None, base_url: str | None = "https://example.org/") -> Build:
    """Build a site without what earlier builds left, and without a record for later ones."""
    request = make_request(str(root), str(output or root / "_site"), base_url, str(root))
    return build_site(request, {}, force=True)


def render_all(root: Path, base_url: str | None = "https://example.org/") -> RenderedSite:
    """Return a site as the build publishes it."""
    return render_site(read_site_files(str(root)), Settings({}, base_url))


def render(root: Path, base_url: str | None = "https://example.org/") -> dict[str, str]:
    """Return the text of every file that the build makes, by path; of a picture its bytes as they can be read."""
    files = render_all(root, base_url).files
    return {
        file.path: file.content.decode(errors="replace") for file in files if isinstance(file.content, bytes)
    }
