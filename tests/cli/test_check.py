"""`portfolio check`: what the last build cached is used, and the outcome is the same without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from support.sites import STARTER_STUDY, copy_starter, edit_study

from portfolio.cli.main import run
from portfolio.documents.document import prepare_text
from portfolio.theme.limits import LimitedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import CodeType

    from support.command import RunPortfolio

    from portfolio.documents.document import Tools
    from portfolio.documents.text import Text
    from portfolio.model.document import Document

    Check = Callable[[], tuple[int, str, list[str]]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


@pytest.fixture
def check(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return a function that checks the site: its exit code, what it prints, what it parsed and compiled."""
    done: list[str] = []
    compile_ = LimitedEnvironment.compile

    def note_text(document: Document, tools: Tools) -> Text:
        done.append(document.path)
        return prepare_text(document, tools)

    def note_template(environment: LimitedEnvironment, source: Any, name: str, path: str) -> CodeType:  # noqa: ANN401 (Jinja's)
        done.append(name)
        return compile_(environment, source, name, path)

    monkeypatch.setattr("portfolio.documents.document.prepare_text", note_text)
    monkeypatch.setattr(LimitedEnvironment, "compile", note_template)

    def check() -> tuple[int, str, list[str]]:
        done.clear()
        capsys.readouterr()
        code = run(["--site", str(root), "check"])
        return code, "".join(capsys.readouterr()), sorted(done)

    return check


def state(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(file.relative_to(root)): (file.stat().st_mtime_ns, file.read_bytes())
        for file in root.rglob("*")
        if file.is_file()
    }


def test_what_a_build_cached_is_neither_parsed_nor_compiled_again(root: Path, check: Check) -> None:
    code, printed, done = check()
    study = f"content/case-studies/{STARTER_STUDY}.md"
    assert {study, "base.html", "case-study.html"} <= {*done}
    assert run(["--site", str(root), "build"]) == 0
    before = state(root)
    assert check() == (code, printed, [])
    assert state(root) == before
    edit_study(root, STARTER_STUDY, lambda front: front, body="See [nothing](nothing.md).\n")
    code, printed, done = check()
    assert code == 1
    assert "nothing.md" in printed
    assert done == [study]


def test_a_check_writes_nothing(root: Path, check: Check) -> None:
    before = state(root)
    check()
    assert state(root) == before


def test_a_damaged_cache_changes_nothing(root: Path, check: Check) -> None:
    expected = check()
    assert run(["--site", str(root), "build"]) == 0
    for shard in (root / ".portfolio/cache").iterdir():
        shard.write_bytes(shard.read_bytes()[:-1])
    assert check() == expected


def test_of_files_and_folders_only_theirs_is_reported(run_portfolio: RunPortfolio, root: Path) -> None:
    (root / "content/profile.yaml").write_text("nme: Ada\n", encoding="utf-8")
    (root / "content/stack.yaml").write_text("x: [\n", encoding="utf-8")

    def report(*names: str, folder: str = ".") -> list[str]:
        done = run_portfolio("check", *names, cwd=root / folder)
        found = [line.partition(":")[0] for line in done.stdout.splitlines() if ": error[" in line]
        assert done.returncode == (1 if found else 0)
        return found

    both = ["content/profile.yaml", "content/stack.yaml"]
    assert report() == report("content") == report(".") == report(*both) == both
    assert report("stack.yaml", folder="content") == report(str(root / "content/stack.yaml")) == both[1:]
    assert report("content/case-studies") == report("portfolio.yaml") == []


def test_a_file_elsewhere_is_an_error_of_usage(run_portfolio: RunPortfolio, root: Path) -> None:
    (root.parent / "other.md").write_text("x", encoding="utf-8")
    done = run_portfolio("check", "../other.md", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error[usage]: `{root.parent}/other.md` is not in the site\n = help: the site is `{root}`\n\n1 error\n"
    )
    missing = run_portfolio("check", "nothing.md", cwd=root)
    assert missing.returncode == 2
    assert "nothing.md" in missing.stderr


def test_quiet_prints_problems_and_results_only(run_portfolio: RunPortfolio, root: Path) -> None:
    assert run_portfolio("-q", "check", cwd=root).stderr == ""
    build = run_portfolio("--quiet", "build", "--base-url", "https://example.org/", cwd=root)
    assert build.stderr == ""
    assert "_site/" in build.stdout


def test_outputs_reads_the_finished_files_and_says_what_it_could_not(
    root: Path, run_portfolio: RunPortfolio
) -> None:
    (root / "static").mkdir(exist_ok=True)
    (root / "static/index.txt").write_text("Hello\n", "utf-8")
    (root / "static/broken.pdf").write_bytes(b"no PDF")
    done = run_portfolio("--site", root, "check", "--outputs", "--base-url", "https://example.org/")
    assert done.returncode == 0
    assert "index.txt:1:1: warning[delivered]: the name `Ada Example` has no line of its own" in done.stdout
    assert "not checked: broken.pdf: install pdftotext or pypdf, or repair the file\n" in done.stderr
    assert re.search(r"^\d+ files of the output read as a program reads them$", done.stderr, re.MULTILINE)
    done = run_portfolio("--site", root, "check", "--base-url", "https://example.org/")
    assert "delivered" not in done.stdout
