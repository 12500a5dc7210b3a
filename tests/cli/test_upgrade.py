"""`portfolio upgrade`: what it shows, what it writes, and the sites of earlier versions that still build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.sites import copy_starter, load
from support.small_sites import write_site

from portfolio.errors import UsageError
from portfolio.model.config import CONTENT_VERSION
from portfolio.scaffold.upgrade import upgrade_texts
from portfolio.site_files import digest, find_package_root

if TYPE_CHECKING:
    from support.command import RunPortfolio

BASE = ("--base-url", "https://example.org/")
PROFILE = "content/profile.yaml"
EXPERIENCE = "content/experience.yaml"
HEADER = "# yaml-language-server: $schema=.schema/{}.json\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A site of the first version, whose profile names an employer that a case study refers to."""
    site = copy_starter(tmp_path / "site")
    (site / EXPERIENCE).unlink()
    file = site / PROFILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("years: 5+\n", "years: 5+\ncompanies: [Example Bank]\n"), encoding="utf-8")
    home = site / "content/home.yaml"
    text = home.read_text(encoding="utf-8")
    home.write_text(
        text.replace("  - kind: experience\n    title: Experience\n    command: last\n", ""), encoding="utf-8"
    )
    config = site / "portfolio.yaml"
    lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
    config.write_text("".join(line for line in lines if "content_version" not in line), encoding="utf-8")
    return site


def texts(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.yaml")
        if path.is_file()
    }


def test_a_site_of_an_earlier_version_builds_with_a_warning(old: Path, run_portfolio: RunPortfolio) -> None:
    built = run_portfolio("build", *BASE, cwd=old)
    assert built.returncode == 0
    assert built.stderr == (
        "content/profile.yaml:7:1: warning[deprecated-key]: `companies` is a key of an earlier version\n"
        "  |\n"
        "7 | companies: [Example Bank]\n"
        "  | ^^^^^^^^^\n"
        "  = help: `portfolio upgrade` moves it to content/experience.yaml\n\n"
        "base URL https://example.org/ (from --base-url)\n"
    )
    page = (old / "_site/case-studies/settlement-queue/index.html").read_text(encoding="utf-8")
    assert "Example Bank" in page


DIFF = """\
--- content/profile.yaml
+++ content/profile.yaml
@@ -4,7 +4,6 @@
 role: Backend Engineer
 fields: [Distributed Systems, Payments, PostgreSQL]
 years: 5+
-companies: [Example Bank]
 lead: I build payment systems that settle once, and say so when they do not.
 about:
   - I look after ledgers, queues and the people who are called when either of them stops.
"""


def test_the_difference_is_shown_and_nothing_is_written_without_a_word(
    old: Path, run_portfolio: RunPortfolio
) -> None:
    before = texts(old)
    done = run_portfolio("upgrade", cwd=old)
    assert done.returncode == 1
    assert DIFF in done.stdout
    assert "+- employer: Example Bank\n" in done.stdout
    assert f"+content_version: {CONTENT_VERSION}\n" in done.stdout
    assert done.stderr == "nothing was written; `portfolio upgrade --write` writes it\n"
    assert texts(old) == before


def test_what_is_written_builds_as_before_and_is_up_to_date(old: Path, run_portfolio: RunPortfolio) -> None:
    assert run_portfolio("build", *BASE, cwd=old).returncode == 0
    before = {path: path.read_bytes() for path in (old / "_site").rglob("*.html")}
    done = run_portfolio("upgrade", "--write", cwd=old)
    assert done.returncode == 0
    assert DIFF in done.stdout
    assert (old / EXPERIENCE).read_text(encoding="utf-8") == (
        HEADER.format("experience") + "- employer: Example Bank\n"
    )
    assert load(old).diagnostics.items == []
    assert run_portfolio("build", *BASE, cwd=old).returncode == 0
    assert {path: path.read_bytes() for path in (old / "_site").rglob("*.html")} == before
    again = run_portfolio("upgrade", cwd=old)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "the site is up to date\n")


def test_a_site_of_a_later_version_is_left_as_it_is(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    site = copy_starter(tmp_path)
    settings = site / "portfolio.yaml"
    settings.write_text("content_version: 99\n", encoding="utf-8")
    done = run_portfolio("upgrade", "--write", cwd=site)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the content is of version 99, and this portfolio knows" in done.stderr
    assert "install a newer portfolio" in done.stderr
    assert settings.read_text(encoding="utf-8") == "content_version: 99\n"


def test_a_new_site_is_up_to_date(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("upgrade", cwd=copy_starter(tmp_path))
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("profile", "experience", "after", "experience_after"),
    [
        (
            "name: A\ncompanies:\n  - One\n  - 'Two: 2'\nrole: x\n",
            None,
            "name: A\nrole: x\n",
            HEADER.format("experience") + '- employer: One\n- employer: "Two: 2"\n',
        ),
        (
            "companies:\n- One\n- ONE\n\n# The name.\nname: A\n",
            None,
            "\n# The name.\nname: A\n",
            HEADER.format("experience") + "- employer: One\n",
        ),
        (
            "name: A\ncompanies: [One,\n  Two\n]\n",
            "- employer: one",
            "name: A\n",
            "- employer: one\n- employer: Two\n",
        ),
        ("name: A\ncompanies: [One]\n", "- employer: One\n", "name: A\n", "- employer: One\n"),
        (
            "name: A\ncompanies: [Two]\n",
            "  - employer: One\n",
            "name: A\n",
            "  - employer: One\n  - employer: Two\n",
        ),
        ("name: A\ncompanies: []\n", None, "name: A\n", None),
    ],
    ids=["block", "not indented", "flow over lines", "known", "indented list", "empty"],
)
def test_names_move_to_a_file_of_their_own(
    profile: str, experience: str | None, after: str, experience_after: str | None
) -> None:
    before = {PROFILE: profile, "portfolio.yaml": f"content_version: {CONTENT_VERSION}\n"}
    if experience is not None:
        before[EXPERIENCE] = experience
    changed = before | upgrade_texts(before)
    assert changed[PROFILE] == after
    assert changed.get(EXPERIENCE) == experience_after


def test_certifications_move_too() -> None:
    changed = upgrade_texts({PROFILE: "name: A\ncertifications: [AWS Certified]\n"})
    assert (
        changed["content/certifications.yaml"] == HEADER.format("certifications") + "- name: AWS Certified\n"
    )
    assert changed["portfolio.yaml"] == f"content_version: {CONTENT_VERSION}\n"


@pytest.mark.parametrize(
    "before",
    [
        {PROFILE: "name: A\ncompanies: [Two]\n", EXPERIENCE: "[{employer: One}]\n"},
        {PROFILE: "{name: A, companies: [Two]}\n"},
        {PROFILE: 'name: A\n"companies": [Two]\n'},
    ],
)
def test_a_form_that_cannot_be_changed_by_lines_is_refused(before: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        upgrade_texts(before)
    (problem,) = caught.value.diagnostics
    assert problem.message == "`companies` cannot be moved line by line"
    assert problem.help == (
        "move the names of `companies` to content/experience.yaml yourself, each as `- employer: Name`"
    )


def test_a_value_that_is_no_list_of_names_is_an_error_as_before(tmp_path: Path) -> None:
    site = write_site(tmp_path, profile={"name": "A", "companies": 3})
    (problem,) = load(site).diagnostics.items
    assert problem.message == "`companies` is no key any more"


def test_line_ends_and_a_byte_order_mark_stay(old: Path, run_portfolio: RunPortfolio) -> None:
    file = old / PROFILE
    text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run_portfolio("upgrade", "--write", cwd=old).returncode == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + text.replace("companies: [Example Bank]\r\n", "").encode()


def test_content_of_a_newer_version_is_an_error(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    site = copy_starter(tmp_path)
    (site / "portfolio.yaml").write_text("content_version: 99\n", encoding="utf-8")
    done = run_portfolio("build", *BASE, cwd=site)
    assert done.returncode == 1
    assert (
        f"portfolio.yaml:1:18: error[invalid-value]: the content is of version 99, and this portfolio knows {CONTENT_VERSION}\n"
        in done.stderr
    )


# ---------------------------------------------------------------- templates


def packaged(name: str) -> tuple[str, str]:
    """Return a packaged template, and the line that says that a copy was made from it."""
    data = Path(find_package_root(), "templates/terminal", name).read_bytes()
    return data.decode(), f"{{# made from {digest(data)} #}}\n"


def override(site: Path, path: str, text: str) -> Path:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("folder", ["templates", "templates/terminal"])
def test_an_override_gets_the_line_that_says_what_it_was_made_from(
    tmp_path: Path, run_portfolio: RunPortfolio, folder: str
) -> None:
    site = copy_starter(tmp_path)
    text, stamp = packaged("404.html")
    file = override(site, f"{folder}/404.html", f"{text}\n<!-- mine -->\n")
    assert run_portfolio("build", *BASE, cwd=site).returncode == 0
    before = (site / "_site/404.html").read_bytes()
    done = run_portfolio("upgrade", "--write", cwd=site)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{folder}/404.html")
    assert file.read_text(encoding="utf-8") == f"{text}\n<!-- mine -->\n{stamp}"
    assert run_portfolio("build", *BASE, cwd=site).returncode == 0
    assert (site / "_site/404.html").read_bytes() == before
    assert run_portfolio("upgrade", cwd=site).stderr == "the site is up to date\n"


def test_an_override_that_fell_behind_is_named(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    site = copy_starter(tmp_path)
    _, stamp = packaged("404.html")
    override(site, "templates/404.html", f"mine\n{{# made from {'0' * 32} #}}\n")
    done = run_portfolio("upgrade", cwd=site)
    assert done.stderr == (
        "templates/404.html was made from an earlier template: compare it with "
        f"{find_package_root()}/templates/terminal/404.html, then write `{stamp.strip()}` as its last line\n"
        "the site is up to date\n"
    )
    assert done.returncode == 0


def test_a_copy_is_named_as_needless_and_a_template_of_ones_own_is_not(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    site = copy_starter(tmp_path)
    override(site, "templates/404.html", packaged("404.html")[0])
    override(site, "templates/partials/of-my-own.html", "mine")
    done = run_portfolio("upgrade", cwd=site)
    assert done.stderr == (
        "templates/404.html is the packaged template: it can be deleted\nthe site is up to date\n"
    )
