"""What our own outputs say comes back: the JSON Resume but for files, the profile README but for what it repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.hostile import hostile_site
from support.owners import OWNERS
from support.sites import copy_site, copy_starter, prepare, render_all
from support.small_sites import write_site

from portfolio.importers.draft import LEFT_OVER
from portfolio.model.case_study import say_outcome
from portfolio.model.entries import ENTRIES
from portfolio.outputs.record import make_record
from portfolio.scaffold import EXAMPLE, create_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.command import RunPortfolio

    from portfolio.model.site import Site


def copy_example(root: Path) -> Path:
    create_site(root, EXAMPLE)
    return root


SITES: dict[str, Callable[[Path], Path]] = {
    "starter": copy_starter,
    "engineer": lambda root: copy_site("engineer", root),
    "designer": lambda root: copy_site("designer", root),
    "example": copy_example,
    "every key": lambda root: hostile_site(root, "fact"),
    **{name: lambda root, keys=keys: write_site(root, **keys) for name, keys in OWNERS.items()},  # type: ignore[misc]
}
LISTS = (*ENTRIES, "principles", "stack", "repositories")


@pytest.mark.parametrize("name", SITES)
def test_a_json_resume_of_ours_comes_back_as_a_site(
    name: str, tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    root = SITES[name](tmp_path / "site")
    file = tmp_path / "resume.json"
    file.write_bytes(render_all(root).rendered["resume.json"])
    done = run_portfolio("import", "jsonresume", file, tmp_path / "new")
    assert done.returncode == 0, done.stderr
    old, new = (make_record(prepare(folder).context.site) for folder in (root, tmp_path / "new"))
    assert {key: new.get(key) for key in LISTS} == {key: old.get(key) for key in LISTS}
    assert [study["slug"] for study in new.get("case-studies", [])] == [
        study["slug"] for study in old.get("case-studies", [])
    ]
    left = tmp_path / "new" / LEFT_OVER
    for line in left.read_text("utf-8").splitlines() if left.exists() else ():
        assert "does not exist" in line or "file" in line or "section" in line or "image" in line, line


def facts(site: Site) -> dict[str, object]:
    """Return what a profile README keeps of a site."""
    return {
        "name": site.profile.name,
        "role": site.profile.role,
        "email": site.profile.email,
        "principles": [(item.name, item.text) for item in site.principles],
        "stack": [(row.name, row.entries) for row in site.stack],
        "repositories": [(item.name, item.url, item.fork_of) for item in site.repositories],
        "studies": [
            (study.slug, study.heading, study.party, study.problem, study.summary, study.tags)
            for study in site.case_studies
        ],
        "outcomes": [
            [say_outcome(item).replace("\N{NO-BREAK SPACE}", " ") for item in study.outcomes]
            for study in site.case_studies
        ],
        "measured": [
            [item.measured for item in study.results if item.is_number] for study in site.case_studies
        ],
        "decisions": [study.decisions for study in site.case_studies],
    }


@pytest.mark.parametrize("name", ["starter", "example"])
def test_a_profile_readme_of_ours_comes_back_as_a_site(
    name: str, tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    root = SITES[name](tmp_path / "site")
    file = tmp_path / "README.md"
    run_portfolio("--site", root, "readme", file, "--base-url", "https://example.org/")
    done = run_portfolio("import", "readme", file, tmp_path / "new")
    assert done.returncode == 0, done.stderr
    old, new = (prepare(folder).context.site for folder in (root, tmp_path / "new"))
    for key, value in facts(old).items():
        assert facts(new)[key] == value
