"""Bad input through the real command line: exit code and the whole message, and the old site stays as it was.

A case is a file of bad_input/: a sentence, then parts that begin with `=== `. `write`, `edit` (`- ` old, `+ `
new), `bytes` (Python escapes), `remove`, `folder`, `fifo` and `link` change a copy of the starter site; `stderr`
is the whole answer. `--update-golden` writes it anew.

The cases of doubtful_input/ are no errors: `check` answers with warnings (`stdout`), and the site is built.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.bad_input import CASES, change, parse_case
from support.command import run_cli
from support.sites import personalize

if TYPE_CHECKING:
    from support.command import RunPortfolio

DOUBTFUL = sorted((Path(__file__).parent / "doubtful_input").glob("*.txt"))
BUILD = ("build", "--base-url", "https://example.org/")


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return every path below a folder with its bytes, or None for what is no regular file."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter site, built; to be copied."""
    site = tmp_path_factory.mktemp("starter") / "site"
    home = tmp_path_factory.mktemp("home")
    for arguments in (("init", str(site)), ("--site", str(site), *BUILD)):
        done = run_cli(arguments, home=home, cwd=home)
        assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def site(built_site: Path, tmp_path: Path) -> Path:
    """A built starter site to spoil."""
    return Path(shutil.copytree(built_site, tmp_path / "site"))


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_bad_input_is_explained_and_nothing_is_published(
    case: Path, site: Path, run_portfolio: RunPortfolio, *, update_golden: bool
) -> None:
    text = case.read_text(encoding="utf-8")
    told, _, expected = text.partition("=== stderr\n")
    for action, path, body in parse_case(told):
        change(site, action, path, body)
    before = snapshot(site / "_site")
    done = run_portfolio(*BUILD, cwd=site)
    if update_golden:
        case.write_text(f"{told}=== stderr\n{done.stderr}", encoding="utf-8")
    else:
        assert done.stderr == expected
    assert (done.returncode, done.stdout) == (1, "")
    assert snapshot(site / "_site") == before
    assert before
    assert sorted(path.name for path in site.iterdir() if path.name.startswith("_site")) == ["_site"]


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_check_reports_what_build_refuses(case: Path, site: Path, run_portfolio: RunPortfolio) -> None:
    told, _, expected = case.read_text(encoding="utf-8").partition("=== stderr\n")
    for action, path, body in parse_case(told):
        change(site, action, path, body)
    done = run_portfolio("check", *BUILD[1:], cwd=site)
    assert done.stdout + done.stderr == expected
    assert done.returncode == 1


@pytest.mark.parametrize("case", DOUBTFUL, ids=[case.stem for case in DOUBTFUL])
def test_doubtful_input_is_warned_about_and_published(
    case: Path, site: Path, run_portfolio: RunPortfolio, *, update_golden: bool
) -> None:
    text = case.read_text(encoding="utf-8")
    told, _, expected = text.partition("=== stdout\n")
    for action, path, body in parse_case(told):
        change(site, action, path, body)
    personalize(site)
    done = run_portfolio("check", *BUILD[1:], cwd=site)
    if update_golden:
        case.write_text(f"{told}=== stdout\n{done.stdout}", encoding="utf-8")
    else:
        assert done.stdout == expected
    assert done.returncode == 0
    assert run_portfolio(*BUILD, cwd=site).returncode == 0


def test_there_are_cases() -> None:
    assert len(CASES) >= 25
    assert len(DOUBTFUL) >= 2


def test_three_errors_in_three_files_appear_in_one_run(site: Path, run_portfolio: RunPortfolio) -> None:
    change(site, "edit", "content/profile.yaml", "- years: 5+\n+ yaers: 5+\n")
    change(site, "edit", "content/home.yaml", "-   - kind: stack\n+   - kind: stak\n")
    change(
        site,
        "edit",
        "content/case-studies/settlement-queue.md",
        "- company: Example Bank\n+ company: Example Bnak\n",
    )
    done = run_portfolio(*BUILD, cwd=site)
    places = [line.split(" ")[0] for line in done.stderr.splitlines() if line.startswith("content/")]
    assert done.returncode == 1
    assert places == [
        "content/case-studies/settlement-queue.md:5:10:",
        "content/home.yaml:26:11:",
        "content/profile.yaml:6:1:",
    ]


def test_a_mistake_in_markdown_and_one_in_yaml_appear_in_one_run(
    site: Path, run_portfolio: RunPortfolio
) -> None:
    study = site / "content/case-studies/settlement-queue.md"
    study.write_text(study.read_text(encoding="utf-8") + "\n[nowhere](#nowhere)\n", encoding="utf-8")
    change(site, "edit", "content/profile.yaml", "- years: 5+\n+ yaers: 5+\n")
    done = run_portfolio("check", cwd=site)
    places = [line.split(" ")[0] for line in done.stdout.splitlines() if line.startswith("content/")]
    last_line = len(study.read_text(encoding="utf-8").splitlines())
    assert done.returncode == 1
    assert [place.rsplit(":", 2)[0] for place in places] == [
        f"content/case-studies/settlement-queue.md:{last_line}",
        "content/profile.yaml:6",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("flow", "a: " + "[" * 1_000_000),
        ("blocks", "- " * 500_000),
        ("bomb", "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a,*a,*a,*a,*a,*a]\n" for i in range(1000))),
        ("values", "name: [" + "[a], " * 390_000 + "]\n"),
        ("size", "name: " + "x" * 10_000_000),
    ],
)
def test_a_hostile_file_comes_to_a_clear_end(
    name: str, text: str, site: Path, run_portfolio: RunPortfolio
) -> None:
    (site / "content/profile.yaml").write_text(text, encoding="utf-8")
    done = run_portfolio(*BUILD, cwd=site)
    assert done.returncode == 1, name
    assert "Traceback" not in done.stderr
    assert "error[" in done.stderr


def test_byte_order_mark_and_crlf_are_fine(site: Path, run_portfolio: RunPortfolio) -> None:
    before = snapshot(site / "_site")
    for file in sorted((site / "content").rglob("*.*")):
        if file.is_file():
            file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    done = run_portfolio(*BUILD, cwd=site)
    assert (done.returncode, "error" in done.stderr) == (0, False)
    assert snapshot(site / "_site") == before
