"""`portfolio import`: a new site from a file, or a located message and nothing written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.small_sites import write_site

from portfolio.errors import Diagnostics, Source
from portfolio.importers import json_resume, readme, rendercv
from portfolio.importers.draft import LEFT_OVER

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

RESUME = {
    "basics": {"name": "Bo", "image": "https://bo.example/me.png"},
    "work": [{"name": "Acme", "position": "Maker"}],
}


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_the_new_files_are_printed_and_what_is_left_over_is_named_and_kept(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    file = write(tmp_path, "resume.json", json.dumps(RESUME))
    site = tmp_path / "site"
    done = run_portfolio("import", "jsonresume", file, site)
    names = {"content/experience.yaml", "content/profile.yaml", LEFT_OVER, "portfolio.yaml", "README.md"}
    assert done.returncode == 0
    assert {str(site / name) for name in names} <= {*done.stdout.splitlines()}
    assert done.stderr == (
        f"left over: {file}:1: basics.image: `https://bo.example/me.png`\n"
        f"1 text left over: see {site / LEFT_OVER}\n"
        f"next: read {site / 'content'}, then run `portfolio --site {site} check`\n"
    )
    assert (site / LEFT_OVER).read_text("utf-8") == f"{file}:1: basics.image: https://bo.example/me.png\n"
    assert (site / "content/profile.yaml").read_text("utf-8") == (
        "# yaml-language-server: $schema=.schema/profile.json\nname: Bo\n"
    )
    assert (site / "content/.schema/profile.json").is_file()
    assert (site / ".gitignore").read_text("utf-8") == "/_site/\n/.portfolio/\n"


def test_a_site_that_is_there_is_not_overwritten(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    file = write(tmp_path, "resume.json", json.dumps(RESUME))
    site = write_site(tmp_path / "site")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    done = run_portfolio("import", "jsonresume", file, site)
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"error[usage]: `{site}` already holds `content/profile.yaml`, `portfolio.yaml`"
    )
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


BROKEN = [
    (
        "jsonresume",
        '{"basics": {"name": "Bo",}}\n',
        (
            "1:26: error[json-syntax]: expected a name in quotes\n  |\n"
            '1 | {"basics": {"name": "Bo",}}\n  |                          ^\n'
            "  = help: a JSON validator shows the error"
        ),
    ),
    (
        "jsonresume",
        '{"basics": {"name": "Bo"}\n',
        "2:1: error[json-syntax]: expected `,` or `}`\n  = help: a JSON validator shows the error",
    ),
    (
        "jsonresume",
        '{"basics": {"name": "Bo", "profiles": {"network": "X"}},\n "work": [{"highlights": "one"}, 3]}\n',
        (
            "1:39: error[wrong-type]: `profiles` must be a list, not a mapping\n  |\n"
            '1 | {"basics": {"name": "Bo", "profiles": {"network": "X"}},\n'
            "  |                                       ^\n\n"
            "{file}:2:26: error[wrong-type]: `highlights` must be a list, not the text `one`\n  |\n"
            '2 |  "work": [{"highlights": "one"}, 3]}\n  |                          ^^^^^\n\n'
            "{file}:2:34: error[wrong-type]: entry 2 of `work` must be a mapping, not the value `3`\n  |\n"
            '2 |  "work": [{"highlights": "one"}, 3]}\n  |                                  ^'
        ),
    ),
    (
        "jsonresume",
        '{"basics": {"label": "Maker"}}\n',
        (
            "1:1: error[missing-key]: `name` is missing\n  |\n"
            '1 | {"basics": {"label": "Maker"}}\n  | ^\n'
            "  = help: add `name` to `basics`: a site needs one"
        ),
    ),
    (
        "rendercv",
        "cv:\n  name: Bo\n  email: [a@b.example\n",
        (
            "3:10: error[yaml-syntax]: this list is never closed; parsing stopped at the end, on line 3\n  |\n"
            "3 |   email: [a@b.example\n  |          ^^^^^^^^^^^^\n  = help: write `[one, two]`"
        ),
    ),
    (
        "rendercv",
        "cv:\n  name: Bo\n  sections:\n    experience:\n      - company: [Acme]\n",
        (
            "5:18: error[wrong-type]: `company` must be text, not a list\n  |\n"
            "5 |       - company: [Acme]\n  |                  ^^^^^^"
        ),
    ),
    (
        "rendercv",
        "- a list\n",
        "1:1: error[wrong-type]: the file must be a mapping, not a list\n  |\n1 | - a list\n  | ^^^^^^^^",
    ),
    (
        "readme",
        "![only](a.png)\n",
        (
            "1:1: error[missing-key]: the README has no name\n  |\n1 | ![only](a.png)\n  | ^\n"
            "  = help: begin it with a heading, `# Your Name`: a site needs a name"
        ),
    ),
]


@pytest.mark.parametrize(("form", "text", "message"), BROKEN)
def test_a_file_that_is_not_of_the_format_is_explained_and_nothing_is_written(
    form: str, text: str, message: str, tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    file = write(tmp_path, "input", text)
    done = run_portfolio("import", form, file, tmp_path / "site")
    problems = message.count("error[")
    count = "1 error" if problems == 1 else f"{problems} errors"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{file}:{message.replace('{file}', str(file))}\n\n{count}\n"
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("module", [json_resume, rendercv, readme])
@pytest.mark.parametrize(
    "text",
    ["", "\n", "[" * 3000, '{"a":' * 3000, "\\", '"', "- " * 500, "#", "<a" * 500, "```", "# ", "|" * 99],
)
def test_odd_files_are_refused(module: Any, text: str) -> None:  # noqa: ANN401 (one of three modules)
    diagnostics = Diagnostics()
    assert module.read(Source("input", text), diagnostics) is None
    assert diagnostics.has_errors


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("import", "readme", tmp_path / "none.md", tmp_path / "site")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        f"error[usage]: `{tmp_path / 'none.md'}` cannot be read: no such file or directory",
    )
    (tmp_path / "a.md").write_bytes(b"# \xff\n")
    done = run_portfolio("import", "readme", tmp_path / "a.md", tmp_path / "site")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        f"{tmp_path / 'a.md'}:1:3: error[file-encoding]: byte 0xff is not UTF-8",
    )
