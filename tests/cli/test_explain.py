"""`portfolio explain`: the entries of docs/errors.md, for a terminal; and the line that names the command."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT
from support.sites import copy_starter, personalize

from portfolio.cli.main import run
from portfolio.errors import Code
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.command import RunPortfolio


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def test_an_entry_has_its_words_its_files_and_its_output(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("explain", "yaml-duplicate-key", env={"COLUMNS": "60"})
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == """yaml-duplicate-key

A key is given twice in one mapping.

    # content/profile.yaml
    name: Ada Example
    role: Backend Engineer
    lead: I build payment systems.
    role: Payments Engineer

    $ portfolio check
    content/profile.yaml:4:1: error[yaml-duplicate-key]: `role` is given twice
      |
    4 | role: Payments Engineer
      | ^^^^
      = help: it was first given on line 2; keep one of them

Keep one of them.
"""
    )


@pytest.mark.parametrize("columns", [60, 120])
def test_every_code_is_explained_within_the_window(run_portfolio: RunPortfolio, columns: int) -> None:
    done = run_portfolio("explain", *Code, env={"COLUMNS": str(columns)})
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line for line in lines if line in [*Code]] == [*Code]
    words = [line for line in lines if not line.startswith("    ")]
    # a code span is not broken, whatever its length
    assert [line for line in words if measure_text(line) > columns and " " in line] == []
    assert "](" not in "\n".join(words)


def test_a_link_to_another_page_names_the_page(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("explain", "yaml-syntax", env={"COLUMNS": "200"})
    assert "See YAML (documentation: *Content*, *yaml*)." in " ".join(done.stdout.split())


def test_the_pages_that_links_name_have_these_titles(run_portfolio: RunPortfolio) -> None:
    said = run_portfolio("explain", *Code, env={"COLUMNS": "1000"}).stdout
    named = set(re.findall(r"\(documentation: \*([^*]*)\*", said))
    titles = {
        page.read_text("utf-8").partition("\n")[0].removeprefix("# ") for page in (ROOT / "docs").glob("*.md")
    }
    assert {"Command line", "Content", "Simulation", "GitHub statistics"} <= named <= titles
    assert "docs/" not in said


def test_a_heading_in_an_example_does_not_end_the_entry(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("explain", "front-matter")
    assert done.stdout.rstrip().endswith("then another line `---`.")


def test_a_list_keeps_its_points(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("explain", "raw-markup", env={"COLUMNS": "60"})
    assert "\n- a table without its row of dashes\n" in done.stdout


def test_without_a_code_all_are_listed(run_portfolio: RunPortfolio) -> None:
    assert run_portfolio("explain").stdout.splitlines() == [*Code]


def test_an_unknown_code_is_an_error_with_the_nearest_one(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("explain", "unknown-kee")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error[usage]: there is no code `unknown-kee`\n = help: did you mean `unknown-key`?\n\n1 error\n"
    )
    assert " = help: `portfolio explain` lists all codes\n" in run_portfolio("explain", "x").stderr


@pytest.fixture
def tell(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """A function that runs a command in a site, as at a terminal, and returns the last two lines of stderr."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "1000")

    def tell(*arguments: str, is_terminal: bool = True) -> list[str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys.stderr, "isatty", lambda: is_terminal)
            run(arguments)
        return capsys.readouterr().err.splitlines()[-2:]

    return tell


def test_a_person_is_told_the_command_that_explains_the_first_kinds(
    tell: Callable[..., list[str]], root: Path
) -> None:
    (root / "content/profile.yaml").write_text("nme: Ada\nrole: 3\nrole: x\n", encoding="utf-8")
    for name, text in {"home": "sections: x\n", "stack": "- name: ''\n"}.items():
        (root / f"content/{name}.yaml").write_text(text, encoding="utf-8")
    more = "`portfolio explain wrong-type unknown-key yaml-duplicate-key` says more"
    assert tell("check") == ["5 errors", more]
    assert tell("build") == ["5 errors", more]
    assert tell("check", is_terminal=False)[-1] == "5 errors"
    assert tell("-q", "check") == ["5 errors"]
    assert tell("check", "content/profile.yaml")[-1].startswith("`portfolio explain unknown-key")
    assert "explain" not in tell("explain", "x")[-1]


def test_without_a_problem_no_command_is_named(tell: Callable[..., list[str]], root: Path) -> None:
    personalize(root)
    assert tell("check", "--base-url", "https://example.org/")[-1] == "no problems"


def test_a_person_is_told_how_to_look_at_the_site(tell: Callable[..., list[str]], root: Path) -> None:
    base = ("--base-url", "https://example.org/")
    assert tell("build", *base)[-1] == "`portfolio serve` shows it in the browser"
    assert tell("--site", str(root), "build", *base)[-1] == (
        f"`portfolio --site {root} serve` shows it in the browser"
    )
    assert tell("build", *base, is_terminal=False)[-1] == "base URL https://example.org/ (from --base-url)"
    assert tell("-q", "build", *base) == []
