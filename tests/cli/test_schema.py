"""`portfolio schema`: what it prints and writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from portfolio.load.json_schema import SCHEMA_FILES, SCHEMA_FOLDER
from portfolio.scaffold import create_site

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio


def test_without_a_file_it_lists_the_files_that_have_a_schema(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("schema")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [file.pattern for file in SCHEMA_FILES]


def test_a_file_is_known_by_its_name_and_by_its_path(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    (tmp_path / "content/case-studies").mkdir(parents=True)
    names = ("stack.yaml", "content/stack.yaml", "./content/stack.yaml", str(tmp_path / "content/stack.yaml"))
    printed = {run_portfolio("schema", name, cwd=tmp_path).stdout for name in names}
    assert len(printed) == 1
    assert json.loads(printed.pop())["title"] == "content/stack.yaml"
    study = run_portfolio("schema", "queue.md", cwd=tmp_path / "content/case-studies")
    assert json.loads(study.stdout)["title"] == "content/case-studies/*.md"


def test_a_file_without_a_schema_is_an_error_of_usage(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("schema", "content/profil.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error[usage]: `content/profil.yaml` has no schema\n = help: did you mean `profile.yaml`?\n\n1 error\n"
    )
    other = run_portfolio("schema", "x")
    assert "= help: `portfolio schema` lists the files that have one\n" in other.stderr


def test_write_brings_the_schemas_of_a_site_up_to_date(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    site = tmp_path / "site"
    create_site(site)
    folder = site / SCHEMA_FOLDER
    fresh = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "home.json").write_text("{}", encoding="utf-8")
    (folder / "stack.json").unlink()
    done = run_portfolio("schema", "--write", cwd=site)
    assert (done.returncode, done.stderr) == (0, f"{SCHEMA_FOLDER}/ is up to date\n")
    assert done.stdout == f"{SCHEMA_FOLDER}/home.json\n{SCHEMA_FOLDER}/stack.json\n"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == fresh
    assert run_portfolio("schema", "--write", cwd=site).stdout == ""


def test_write_takes_no_file_and_needs_a_folder_that_can_be_written(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    create_site(tmp_path / "site")
    assert "--write takes no file" in run_portfolio("schema", "--write", "home.yaml").stderr
    folder = tmp_path / "site" / SCHEMA_FOLDER
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.touch()
    done = run_portfolio("schema", "--write", cwd=tmp_path / "site")
    assert done.returncode == 2
    assert f"`{folder}` cannot be written: " in done.stderr
