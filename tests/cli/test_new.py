"""`portfolio new`: what it writes passes `check`, and explains keys that exist."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from support.sites import copy_starter, load

from portfolio.errors import Diagnostics, Source, UsageError
from portfolio.load.files import split_front_matter
from portfolio.scaffold.new import ARCHETYPES, FOLDERS, add_position, make_slug, make_text

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

TODAY = dt.date(2026, 11, 29)
NEXT = "next: edit it; `portfolio serve` shows it\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def wanted(site: Path) -> tuple[str, ...]:
    """Return the problems of a site that must load, drafts included."""
    loading = load(site, with_drafts=True)
    assert loading.site is not None, loading.diagnostics.items
    return tuple(item.message for item in loading.diagnostics.items)


@pytest.mark.parametrize("kind", FOLDERS)
@pytest.mark.parametrize("title", ["A plain title", "C++: a love story # 1", "Über „Größe“", "true", "2024"])
def test_a_new_text_has_no_problem_as_a_draft_and_afterwards(
    site: Path, run_portfolio: RunPortfolio, kind: str, title: str
) -> None:
    done = run_portfolio("--site", site, "new", kind, "--title", title)
    assert (done.returncode, done.stderr) == (0, NEXT)
    file = site / done.stdout.strip()
    assert file.is_file()
    assert wanted(site) == ()
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub("^draft: true.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    checked = run_portfolio("--site", site, "check", "--base-url", "https://example.org/", file)
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize("kind", FOLDERS)
def test_each_key_that_a_comment_shows_can_be_used_as_it_stands(site: Path, kind: str) -> None:
    new = make_text(site, kind, "", "A title", TODAY)
    shown = re.sub(r"^# ((?:  )*(?:- )?[a-z_]+:( .*)?)$", r"\1", new.text, flags=re.MULTILINE)
    assert shown.count("\n#") < new.text.count("\n#")
    shown = shown.replace("cover: {file: /picture.png, alt: What the picture shows}\n", "")
    (site / new.path).parent.mkdir(parents=True, exist_ok=True)
    (site / new.path).write_text(
        shown.replace("# headline", "headline").replace("stack: [Python]", "stack: [Go]"), encoding="utf-8"
    )
    assert wanted(site) == ()
    assert "# " in new.text


def test_every_archetype_is_a_kind() -> None:
    assert {file.stem for file in ARCHETYPES.iterdir()} == {*FOLDERS, "position"}


def test_a_post_has_the_day_and_a_project_its_kind(site: Path) -> None:
    post, project = (make_text(site, kind, "", "A title", TODAY).text for kind in ("post", "project"))
    assert "\ndate: 2026-11-29\n" in post
    assert "\nkind: project\n" in project
    front = split_front_matter(Source("x.md", post), Diagnostics())
    assert front is not None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Settlement queue", "settlement-queue"),
        ("Straße nach Ålesund", "strasse-nach-alesund"),
        ("  -- 3 lessons! ", "3-lessons"),
        ("日本語 API", "api"),
        ("日本語", ""),
        ("…", ""),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_the_name_is_made_of_the_title(title: str, slug: str) -> None:
    assert make_slug(title) == slug


def test_a_name_gives_the_title(site: Path) -> None:
    new = make_text(site, "page", "what-i-use", "", TODAY)
    assert new.path == "content/pages/what-i-use.md"
    assert new.text.startswith("---\ntitle: What i use\n")


@pytest.mark.parametrize(
    ("arguments", "message", "help_"),
    [
        (
            ("page", "--title", "日本語"),
            "`日本語` has no Latin letter and no digit for an address",
            'give the file a name: `portfolio new page some-name --title "…"`',
        ),
        (
            ("post", "--title", "?!"),
            "`?!` has no Latin letter and no digit for an address",
            'give the file a name: `portfolio new post some-name --title "…"`',
        ),
        (("post", "My Post"), "`My Post` cannot be part of an address", "did you mean `my-post`?"),
        (
            ("post", "../x"),
            "`../x` cannot be part of an address",
            "did you mean `x`?",
        ),
        (("page", "--title", "Stats"), "`stats` is a page that portfolio makes", "choose another name"),
        (
            ("project", "--title", "Settlement Queue"),
            "`content/case-studies/settlement-queue.md` is there already",
            "choose another name",
        ),
        (("page",), "the title is missing", 'give it: `portfolio new page --title "…"`'),
        (("position", "Bank"), "the title is missing", 'give it: `portfolio new position Bank --title "…"`'),
        (
            ("position", "My Bank"),
            "the title is missing",
            "give it: `portfolio new position 'My Bank' --title \"…\"`",
        ),
        (
            ("position",),
            "the title is missing",
            'give it: `portfolio new position "Example Bank" --title "…"`',
        ),
        (
            ("position", "--title", "Engineer"),
            "the employer is missing",
            'name it: `portfolio new position "Example Bank" --title "…"`',
        ),
    ],
)
def test_what_cannot_be_made_is_explained_and_nothing_is_written(
    site: Path, run_portfolio: RunPortfolio, arguments: tuple[str, ...], message: str, help_: str
) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    done = run_portfolio("new", *arguments, cwd=site)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error[usage]: {message}\n = help: {help_}\n\n1 error\n"
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_name_in_another_case_is_taken(site: Path) -> None:
    (site / "content/pages").mkdir()
    (site / "content/pages/Uses.md").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"`content/pages/Uses\.md` is there already"):
        make_text(site, "page", "uses", "", TODAY)


def test_an_unknown_kind_lists_the_kinds(site: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("new", "essay", "--title", "x", cwd=site)
    assert done.returncode == 2
    assert "invalid value `essay` for `KIND`" in done.stderr


# ---------------------------------------------------------------- positions

ENTRY = """\
title: Staff Engineer
# a year, a month or a day; without an end you hold it now
# start: 2024-05
# end: 2025-11
# summary: What you did, in one sentence.
# highlights: [One line each]
"""


def entry(first: str, text: str = ENTRY) -> str:
    lines = text.splitlines()
    return "".join(
        f"{first if not number else ' ' * len(first)}{line}\n" for number, line in enumerate(lines)
    )


BANK = "# Mine.\n- employer: Example Bank\n  positions:\n    - title: Engineer\n      start: 2019-04\n"


@pytest.mark.parametrize(
    ("before", "employer", "after"),
    [
        (BANK, "Example Bank", BANK.replace("    - title: Eng", entry("    - ") + "    - title: Eng")),
        (
            BANK,
            "Other: One",
            BANK.replace(
                "- employer", '- employer: "Other: One"\n  positions:\n' + entry("    - ") + "- employer"
            ),
        ),
        (
            "- employer: A\n- employer: B\n",
            "C",
            "- employer: C\n  positions:\n" + entry("    - ") + "- employer: A\n- employer: B\n",
        ),
        (
            "  - employer: A\n",
            "C",
            "  - employer: C\n    positions:\n" + entry("      - ") + "  - employer: A\n",
        ),
        ("# Nothing yet.\n", "C", "# Nothing yet.\n- employer: C\n  positions:\n" + entry("    - ")),
        (
            None,
            "C",
            "# yaml-language-server: $schema=.schema/experience.json\n- employer: C\n  positions:\n"
            + entry("    - "),
        ),
    ],
    ids=["employer", "another", "without positions", "indented", "comment", "no file"],
)
def test_a_position_stands_first_at_its_employer(before: str | None, employer: str, after: str) -> None:
    assert add_position(before, employer, "Staff Engineer").text == after
    if before:
        windows = before.replace("\n", "\r\n")
        assert add_position(f"\ufeff{windows}", employer, "Staff Engineer").text == "\ufeff" + after.replace(
            "\n", "\r\n"
        )


@pytest.mark.parametrize(
    "before",
    [
        "[{employer: A}]\n",
        "- {employer: A, positions: [{title: B}]}\n",
        "- employer: A\n",
        "- employer: A\n  positions: [{title: B}]\n",
        "-\n  employer: A\n  positions:\n    -\n      title: B\n",
    ],
)
def test_a_form_that_takes_no_line_is_refused_with_the_entry(before: str) -> None:
    with pytest.raises(UsageError) as caught:
        add_position(before, "A", "Staff Engineer")
    (problem,) = caught.value.diagnostics
    assert problem.message == "`content/experience.yaml` is written in a form that no line can be added to"
    assert problem.help == "write it there yourself: title: Staff Engineer"


def test_a_position_is_added_and_the_site_has_no_problem(site: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("new", "position", "Example Bank", "--title", "Staff Engineer", cwd=site)
    assert (done.returncode, done.stdout, done.stderr) == (0, "content/experience.yaml\n", NEXT)
    loaded = load(site)
    assert loaded.site is not None
    (bank,) = loaded.site.entries["experience"]
    assert [item.title for item in bank.positions] == ["Staff Engineer", "Backend Engineer"]


def test_errors_of_the_file_are_shown_and_it_stays(site: Path, run_portfolio: RunPortfolio) -> None:
    file = site / "content/experience.yaml"
    file.write_text("- employr: A\n", encoding="utf-8")
    done = run_portfolio("new", "position", "A", "--title", "B", cwd=site)
    assert done.returncode == 1
    assert "content/experience.yaml:1:3: error[unknown-key]: unknown key `employr`" in done.stderr
    assert file.read_text(encoding="utf-8") == "- employr: A\n"
