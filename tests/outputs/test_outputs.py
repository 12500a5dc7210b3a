"""The switch of the outputs: each can be turned off, and then nothing of it is made or imported."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT, clean_env, run_cli
from support.owners import OWNERS, turn_on
from support.sites import build, render
from support.small_sites import write_site

from portfolio.model.config import Outputs

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

OUTPUTS = Outputs.__struct_fields__


def paths(tmp_path: Path, name: str, **outputs: bool) -> set[str]:
    return set(render(write_site(tmp_path / name, **OWNERS["pseudonym"], config={"outputs": outputs})))


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_is_turned_on_and_off(output: str, tmp_path: Path) -> None:
    off = dict.fromkeys(OUTPUTS, False)
    without = paths(tmp_path, "without", **off)
    assert paths(tmp_path, "with", **(off | {output: True})) > without


def test_what_is_off_is_not_imported(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", config={"outputs": dict.fromkeys(OUTPUTS, False)})
    code = (
        "import sys\nfrom portfolio.cli.main import run\n"
        f"run(['--site', {str(site)!r}, 'build', '--output', {str(tmp_path / 'out')!r}])\n"
        "print(sorted(name for name in sys.modules if name.startswith('portfolio.outputs.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=clean_env(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_misspelt_output_is_an_error_with_its_line(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    site = write_site(tmp_path / "site", config={"outputs": {"test": True}})
    done = run_portfolio("--site", site, "check")
    assert done.returncode == 1
    assert "portfolio.yaml:2:3: error[unknown-key]: unknown key `test`" in done.stdout
    assert "did you mean `text`?" in done.stdout


def test_only_the_file_of_a_changed_page_is_written_again(tmp_path: Path) -> None:
    site = turn_on(write_site(tmp_path / "site", **OWNERS["pseudonym"]))
    output = tmp_path / "out"
    run_cli(["--site", site, "build", "--output", output], home=tmp_path, cwd=tmp_path)
    before = {path: path.stat() for path in output.rglob("index.*") if path.suffix != ".html"}
    text = site / "content/case-studies/radio.md"
    text.write_text(text.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    run_cli(["--site", site, "build", "--output", output], home=tmp_path, cwd=tmp_path)
    changed = {
        path.relative_to(output).as_posix()
        for path, stat in before.items()
        if path.stat().st_mtime_ns != stat.st_mtime_ns
    }
    assert "case-studies/radio/index.txt" in changed
    assert "index.txt" not in changed
    clean = build(site, tmp_path / "clean", base_url=None)
    assert clean.rendered.files
    for path in before:
        assert (tmp_path / "clean" / path.relative_to(output)).read_bytes() == path.read_bytes()


def test_a_file_of_the_owner_replaces_an_output(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", **OWNERS["pseudonym"])
    (site / "static").mkdir()
    (site / "static/resume.json").write_text("{}\n", "utf-8")
    built = build(site, tmp_path / "out")
    assert (tmp_path / "out/resume.json").read_text("utf-8") == "{}\n"
    assert [route.path for route in built.rendered.prepared.context.routes].count("resume.json") == 1


def test_the_home_page_shows_the_command_for_its_text(tmp_path: Path) -> None:
    keys = OWNERS["pseudonym"]
    html = render(write_site(tmp_path / "with", **keys))["index.html"]
    assert '<a href="./index.txt">https://example.org/index.txt</a>' in html
    off = {"outputs": {"text": False}}
    assert "index.txt" not in render(write_site(tmp_path / "without", **keys, config=off))["index.html"]
