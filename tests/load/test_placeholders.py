"""Words of the starter that are still there: a warning of `check`, an error of a workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.sites import STARTER, copy_starter, edit_yaml, load, personalize

from portfolio.load.placeholders import FIELDS, PLACEHOLDERS, STACK
from portfolio.scaffold import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

BASE = ("--base-url", "https://example.org/")
IN_A_WORKFLOW = {"GITHUB_ACTIONS": "true"}


def found(root: Path) -> list[tuple[str, int, str]]:
    spans = [item.span for item in load(root).placeholders]
    return [
        (span.path, span.line, span.text[span.column - 1 :][: span.length].strip('"'))
        for span in spans
        if span
    ]


def test_each_placeholder_is_found_in_the_starter_where_it_stands() -> None:
    assert {words for *_, words in found(STARTER)} == PLACEHOLDERS | {FIELDS[0], STACK[0][0]}
    assert {path for path, *_ in found(STARTER)} == {
        "content/stack.yaml",
        "content/profile.yaml",
        "content/experience.yaml",
        "content/principles.yaml",
        "content/case-studies/settlement-queue.md",
    }


def test_what_the_owner_wrote_is_no_placeholder(tmp_path: Path) -> None:
    assert found(personalize(copy_starter(tmp_path))) == []


def test_words_that_may_be_anyones_are_the_starters_only_if_all_of_them_are_there(tmp_path: Path) -> None:
    root = personalize(copy_starter(tmp_path))
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"fields": [*FIELDS[:2]]})
    edit_yaml(root, "content/stack.yaml", lambda stack: stack[:1])
    assert found(root) == []


def test_the_example_has_none() -> None:
    assert found(EXAMPLE) == []


def test_check_warns_and_a_build_at_home_does_not(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    site = copy_starter(tmp_path / "site")
    checked = run_portfolio("check", *BASE, cwd=site)
    assert checked.returncode == 0
    assert checked.stdout.count("warning[placeholder]") == len(found(site))
    assert (
        "content/profile.yaml:3:7: warning[placeholder]: `Ada Example` is a placeholder of the starter\n"
        in checked.stdout
    )
    built = run_portfolio("build", *BASE, cwd=site)
    assert built.returncode == 0
    assert "placeholder" not in built.stderr


def test_a_workflow_does_not_publish_them(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    site = copy_starter(tmp_path / "site")
    built = run_portfolio("build", *BASE, cwd=site, env=IN_A_WORKFLOW)
    assert built.returncode == 1
    assert built.stderr.count("error[placeholder]") == len(found(site))
    assert not (site / "_site").exists()
    checked = run_portfolio("check", *BASE, cwd=site, env=IN_A_WORKFLOW)
    assert checked.returncode == 1
    assert checked.stdout.count("[placeholder]") == len(found(site))
    personalize(site)
    assert run_portfolio("build", *BASE, cwd=site, env=IN_A_WORKFLOW).returncode == 0


def test_they_are_found_in_a_site_that_is_cached_too(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    site = copy_starter(tmp_path / "site")
    first = run_portfolio("check", *BASE, cwd=site).stdout
    assert run_portfolio("build", *BASE, cwd=site).returncode == 0
    assert run_portfolio("check", *BASE, cwd=site).stdout == first


def test_a_comment_with_a_reason_allows_one(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    site = personalize(copy_starter(tmp_path / "site"))
    file = site / "content/experience.yaml"
    text = file.read_text(encoding="utf-8")
    allowed = "employer: Example Bank  # allow placeholder: it is really called that"
    file.write_text(text.replace("employer: Exemple Bank", allowed), encoding="utf-8")
    study = site / "content/case-studies/settlement-queue.md"
    text = study.read_text(encoding="utf-8")
    study.write_text(text.replace("Exemple Bank", "Example Bank"), encoding="utf-8")
    for env in ({}, IN_A_WORKFLOW):
        checked = run_portfolio("check", *BASE, cwd=site, env=env)
        assert (checked.returncode, checked.stdout) == (0, "")
