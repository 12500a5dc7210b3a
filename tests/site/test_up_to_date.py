"""Did anything change? The short answer is given only if a whole build gives the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import ROOT, clean_env
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, personalize
from test_docs import fences_of

from portfolio.__main__ import answer
from portfolio.cli.build import command
from portfolio.cli.main import commands, run
from portfolio.errors import UsageError
from portfolio.load.config import find_site
from portfolio.site.record import Request, load_record, make_request
from portfolio.site.up_to_date import find_up_to_date, is_up_to_date, parse_request, show_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from support.command import RunPortfolio

BASE = "https://example.org/some-repo/"
SCENARIO = f"content/case-studies/{STARTER_STUDY}.scenario.yaml"
EXAMPLE = next(fence.text for fence in fences_of("docs/simulate.md") if fence.title == SCENARIO)

# beside portfolio.__main__, which runs by another name
NO_CHANGE = {
    "portfolio",
    "portfolio.interrupts",
    "portfolio.site",
    "portfolio.site.record",
    "portfolio.site.up_to_date",
    "portfolio.site_files",
    "portfolio.cli",
    "portfolio.cli.colour",
}
HEAVY = {
    "click",
    "dataclasses",
    "imagesize",
    "jinja2",
    "livereload",
    "markdown_it",
    "msgspec",
    "pathlib",
    "pygments",
    "wcwidth",
    "yaml",
}

READERS = {
    "mdit_py_plugins",
    "portfolio.diagrams",
    "portfolio.markdown.parser",
    "portfolio.markdown.plugins",
    "portfolio.simulate",
    "pygments",
    "yaml",
}

LIST_MODULES = """
import runpy, sys, json, atexit
before = set(sys.modules)
atexit.register(lambda: open(sys.argv[-1], "w").write(json.dumps(sorted(set(sys.modules) - before))))
place, sys.argv = sys.argv[-1], ["portfolio", *sys.argv[1:-1]]
atexit.register(lambda: sys.argv.append(place))
runpy.run_module("portfolio", run_name="__main__", alter_sys=False)
"""
"""Runs the command and writes which modules it loaded; the last word is the file to write to."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def modules_of(tmp_path: Path, *arguments: str | Path) -> tuple[set[str], str]:
    """Return the modules that a command loads in addition to the interpreter's, and its output."""
    listed = tmp_path / "modules.json"
    done = subprocess.run(
        [sys.executable, "-S", "-c", LIST_MODULES, *map(str, arguments), str(listed)],
        env=clean_env(tmp_path, {"PYTHONPATH": os.pathsep.join([str(ROOT), *packages()])}),
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(listed.read_text(encoding="utf-8"))), done.stdout


def packages() -> list[str]:
    """Return where installed packages lie; -S keeps an editable install's own imports out of the count."""
    return [place for place in sys.path if place.endswith("-packages")]


def test_a_build_that_changes_nothing_loads_these_modules(root: Path, tmp_path: Path) -> None:
    arguments = ("--site", root, "build", "--base-url", BASE)
    modules_of(tmp_path, *arguments)
    loaded, said = modules_of(tmp_path, *arguments)
    assert said.startswith("nothing changed: ")
    assert {name for name in loaded if name.partition(".")[0] == "portfolio"} == NO_CHANGE
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()


def test_a_check_after_a_build_loads_nothing_that_reads_texts_and_drawings(
    root: Path, tmp_path: Path
) -> None:
    """All that it makes is cached, and it takes as long to load as half of the check."""
    (root / SCENARIO).write_text(EXAMPLE, encoding="utf-8")
    (root / "content/queue.txt").write_text("Accounting ──▶ Worker\n", encoding="utf-8")
    drawing = {"diagram": {"file": "queue.txt", "title": "The queue"}}
    edit_study(root, STARTER_STUDY, lambda study: study | drawing)
    personalize(root)
    loaded, _ = modules_of(tmp_path, "--site", root, "build", "--base-url", BASE)
    assert loaded >= READERS
    loaded, printed = modules_of(tmp_path, "--site", root, "check", "--base-url", BASE)
    assert printed == ""
    assert loaded & READERS == set()


def test_an_edit_of_a_text_whose_code_is_the_same_loads_no_lexer(root: Path, tmp_path: Path) -> None:
    """From the second edit on: a build of a whole site keeps no code apart."""
    add_study(root, "one", "```python\nx = 1\n```\n")
    arguments = ("--site", root, "build", "--base-url", BASE)

    def edit(text: str) -> bool:
        with (root / "content/case-studies/one.md").open("a", encoding="utf-8") as file:
            file.write(text)
        loaded, said = modules_of(tmp_path, *arguments)
        assert not said.startswith("nothing changed")
        return "pygments.lexer" in loaded

    modules_of(tmp_path, *arguments)
    edit("\nWords.\n")
    assert not edit("\nMore words.\n")
    assert edit("\n```python\ny = 2\n```\n")
    assert not edit("\nThe last words.\n")
    assert '<span class="n">1</span>' in (root / "_site/case-studies/one/index.html").read_text("utf-8")


def test_a_build_loads_nothing_of_the_network(root: Path, tmp_path: Path) -> None:
    """The client of GitHub and the server are loaded only by their commands; they take 0.1 s to load."""
    loaded, _ = modules_of(tmp_path, "--site", root, "build", "--base-url", BASE)
    assert "jinja2" in loaded
    assert not loaded & {"asyncio", "http.client", "ssl", "tornado", "urllib.request", "watchfiles", "xml"}
    assert not {name for name in loaded if name.startswith(("portfolio.serve", "portfolio.github.client"))}


def test_the_help_loads_nothing_that_builds(tmp_path: Path) -> None:
    loaded, said = modules_of(tmp_path, "--help")
    assert said.startswith("Usage: ")
    found = {name.partition(".")[0] for name in loaded} & HEAVY
    assert found <= {"click", "dataclasses", "pathlib", "wcwidth"}
    assert not [name for name in loaded if name.startswith(("portfolio.render", "portfolio.load"))]


def test_a_second_build_prints_the_same_but_its_start(root: Path, run_portfolio: RunPortfolio) -> None:
    first = run_portfolio("build", cwd=root)
    second = run_portfolio("build", cwd=root)
    assert second.returncode == 0
    assert second.stderr == first.stderr
    assert "base URL is not set" in second.stderr
    assert "= help: give --base-url, or write `base_url:` into portfolio.yaml\n" in second.stderr
    summary = first.stdout.partition(" in ")[0]
    assert second.stdout.startswith(f"nothing changed: {summary} in ")
    assert second.stdout.endswith(" s: _site/\n")


def test_both_print_how_long_they_took(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ticks(module: str, *times_s: float) -> None:
        clock = SimpleNamespace(perf_counter=iter(times_s).__next__)
        monkeypatch.setattr(module, clock)

    ticks("portfolio.cli.build.time", 100.0, 101.236)
    assert run(["--site", str(root), "build"]) == 0
    assert " in 1.24 s: " in capsys.readouterr().out
    ticks("portfolio.site.up_to_date.time", 100.0, 100.126)
    found = find_up_to_date(["--site", str(root), "build"], {}, str(root.parent))
    assert found is not None
    assert found[-1].partition(" in ")[2] == "0.13 s: site/_site/\n"


def ask(root: Path, *, output: Path | None = None, env: Mapping[str, str] | None = None) -> bool:
    words = ["--site", str(root), "build", *(["--output", str(output)] if output else [])]
    return find_up_to_date(words, env or {}, str(root.parent)) is not None


@pytest.fixture
def built(root: Path, run_portfolio: RunPortfolio) -> Path:
    assert run_portfolio("--site", root, "build").returncode == 0
    assert ask(root)
    return root


def test_no_state_means_a_build(root: Path) -> None:
    assert not ask(root)


@pytest.mark.parametrize(
    "path", ["content/home.yaml", "portfolio.yaml", "content/case-studies/settlement-queue.md"]
)
def test_a_changed_or_missing_input_means_a_build(built: Path, path: str) -> None:
    data = (built / path).read_bytes()
    (built / path).write_bytes(data + b"\n")
    assert not ask(built)
    (built / path).write_bytes(data)
    assert ask(built)
    (built / path).unlink()
    assert not ask(built)


def test_an_empty_folder_means_a_build(built: Path) -> None:
    (built / "templates").mkdir()
    (built / "templates/mine").mkdir()
    assert not ask(built)


def test_a_link_to_a_folder_of_templates_is_refused_each_time(
    built: Path, run_portfolio: RunPortfolio
) -> None:
    theme = built.parent / "theme"
    theme.mkdir()
    (built / "templates").mkdir()
    (built / "templates/terminal").symlink_to(theme)
    for _ in range(2):
        done = run_portfolio("--site", built, "build")
        assert done.returncode == 1
        assert "`templates/terminal` links to a file outside the site" in done.stderr
    assert not ask(built)


@pytest.mark.parametrize("path", ["index.html", ".nojekyll", ".portfolio-manifest.json"])
def test_an_output_that_is_gone_or_changed_means_a_build(built: Path, path: str) -> None:
    file = built / "_site" / path
    file.chmod(0o600)
    assert not ask(built)
    file.unlink()
    assert not ask(built)


def test_an_output_that_the_long_way_refuses_gets_no_short_answer(
    built: Path, run_portfolio: RunPortfolio
) -> None:
    (built / "_site/.portfolio-manifest.json").unlink()
    done = run_portfolio("--site", built, "build")
    assert done.returncode == 2
    assert "it was not created by portfolio" in done.stderr


def test_the_address_of_the_checkout_and_of_the_environment_count(
    built: Path, run_portfolio: RunPortfolio
) -> None:
    env = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "ada/site"}
    assert not ask(built, env=env)
    (built / ".git").mkdir()
    (built / ".git/config").write_text('[remote "origin"]\nurl = git@github.com:ada/site.git\n', "utf-8")
    assert not ask(built)
    assert "ada.github.io/site" in run_portfolio("--site", built, "build").stderr
    assert ask(built)


def test_a_copy_of_a_site_is_another_site(root: Path, run_portfolio: RunPortfolio) -> None:
    """Even with the same output: files around it may give another base URL."""
    out = root.parent / "out"
    assert run_portfolio("--site", root, "build", "--output", out).returncode == 0
    assert ask(root, output=out)
    copy = shutil.copytree(root, root.parent / "copy")
    assert not ask(copy, output=out)


def test_other_inputs_or_outputs_are_not_up_to_date(built: Path) -> None:
    record = load_record(str(built))
    assert record is not None
    request = make_request(str(built), None, None, "/")
    assert is_up_to_date(request, record, {})
    assert not is_up_to_date(request, record._replace(outputs=record.outputs | {"index.html": []}), {})
    assert not is_up_to_date(request._replace(base_url=BASE), record, {})
    unclear = record.inputs._replace(files=record.inputs.files | {"content/home.yaml": ""})
    assert not is_up_to_date(request, record._replace(inputs=unclear), {})


# what the command line means


def slow_request(arguments: list[str], cwd: str) -> Request | None:
    """What the command makes of a line, by click and find_site; None where they complain or do something else."""
    asked: list[Request] = []

    def note(site: Path | None, /, output: Path | None, base_url: str | None, **switches: bool) -> None:
        root = find_site(site, type(ROOT)(cwd))
        if not any(switches.values()):
            asked.append(make_request(str(root), str(output) if output else None, base_url, cwd))

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        patch.setattr(command, "callback", click.pass_obj(note))
        try:
            commands.main(arguments, standalone_mode=False)
        except (click.exceptions.Exit, click.ClickException, UsageError):
            return None
    return asked[0] if asked else None


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, links to and around it, and a folder to be in."""
    top = tmp_path_factory.mktemp("places")
    for name in ("site/content", "site/sub", "far/site/in", "empty", "--x", "bare/content"):
        (top / name).mkdir(parents=True)
    (top / "bare/content/profile.yaml").touch()
    for name in ("site", "far/site", "--x"):
        (top / name / "portfolio.yaml").touch()
    (top / "link").symlink_to("far/site/in")
    (top / "linked-site").symlink_to("site")
    (top / "file").touch()
    return top


WORDS = [
    "build", "--site", "--output", "--base-url", "--force", "-v", "--", "-", "", ".", "..", "site", "site/",
    "./site", "site/../site", "none/../site", "link/..", "link/../..", "linked-site", "empty", "bare", "file", "none",
    "--x", "--x=build", "--site=site", "--site=", "--site=link/..", "--site=none/../site", "--output=",
    "--output=out", "--output=link/../out", "--output=a=b", "--base-url=", "--base-url=https://example.org/",
    "--help", "--version", "check", "--out=x",
]  # fmt: skip


@given(arguments=st.lists(st.sampled_from(WORDS), max_size=7), cwd=st.sampled_from(["", "site/sub", "link"]))
def test_the_short_way_understands_a_line_as_the_long_way_does_or_not_at_all(
    arguments: list[str], cwd: str, places: Path
) -> None:
    folder = os.path.realpath(places / cwd)
    short = parse_request(arguments, folder)
    if short is not None:
        assert short == slow_request(arguments, folder)


@pytest.mark.parametrize(
    ("arguments", "site", "output"),
    [
        (["build"], "site", "site/_site"),
        (["--site", "../../linked-site/", "build"], "linked-site", "linked-site/_site"),
        (["--site=../../link/..", "build"], "far/site", "far/site/_site"),
        (["build", "--output", "x//"], "site", "site/sub/x"),
        (["build", "--output=../a=b", "--base-url", BASE], "site", "site/a=b"),
        (["build", "--output", "--x=build"], "site", "site/sub/--x=build"),
    ],
)
def test_plain_lines_are_understood(places: Path, arguments: list[str], site: str, output: str) -> None:
    cwd = os.path.realpath(places / "site/sub")
    request = parse_request(arguments, cwd)
    assert request is not None
    assert request == slow_request(arguments, cwd)
    assert os.path.realpath(request.root) == os.path.realpath(places / site)
    assert os.path.realpath(request.output) == os.path.realpath(places / output)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["build", "--output="],
        ["build", "build"],
        ["build", "--force"],
        ["build", "--site", "site"],
        ["--output", "x", "build"],
        ["--site", "none", "build"],
        ["--site", "none/../site", "build"],
        ["--site", "--x=build"],
        ["build", "--output"],
        ["check"],
    ],
)
def test_other_lines_are_left_to_the_long_way(places: Path, arguments: list[str]) -> None:
    assert parse_request(arguments, os.path.realpath(places)) is None
    assert parse_request(["build"], os.path.realpath(places / "empty")) is None


def test_a_folder_is_shown_as_seen_from_here() -> None:
    assert show_folder("/w/site/_site", "/w/site") == "_site/"
    assert show_folder("/w/site-2/_site", "/w/site") == "/w/site-2/_site/"
    assert show_folder("/out", "/") == "out/"


def test_a_folder_that_is_gone_is_left_to_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(os, "getcwd", refuse)
    assert answer(["--version"]) == 0


def test_a_reader_that_has_gone_is_no_error(built: Path, tmp_path: Path) -> None:
    read, wrote = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "portfolio", "--site", str(built), "build"],
        env=clean_env(tmp_path, {"PYTHONPATH": str(ROOT)}),
        cwd=tmp_path,
        stdout=wrote,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(wrote)
    assert (done.returncode, "Traceback" in done.stderr, "Exception" in done.stderr) == (0, False, False)
