"""A whole site from its files: the starter loads, order is the owner's, and every file is judged in one run."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support.sites import add_study, edit_yaml, load

from portfolio.errors import sort_diagnostics
from portfolio.load.content import CONTENT_FILES
from portfolio.scaffold import STARTER

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.site.loading import Loading

STUDY = "content/case-studies/settlement-queue.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the starter site."""
    return shutil.copytree(STARTER, tmp_path / "site")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(loading: Loading) -> list[str]:
    return [
        f"{item.span.path}:{item.span.line}:{item.span.column} {item.code}"
        for item in sort_diagnostics(loading.diagnostics.items)
        if item.span
    ]


def test_the_starter_loads_without_a_word(root: Path) -> None:
    loading = load(root)
    assert problems(loading) == []
    assert loading.site is not None
    assert [study.slug for study in loading.site.case_studies] == ["settlement-queue"]
    assert loading.texts == {STUDY: 34}


@pytest.mark.parametrize("name", ["drawing.txt", "profile.yaml", "stats.json", "notes.markdown", "md"])
def test_a_section_shows_no_file_but_markdown(root: Path, name: str) -> None:
    if not (root / f"content/{name}").exists():
        (root / f"content/{name}").write_text("words\n", encoding="utf-8")
    edit(
        root / "content/home.yaml",
        "sections:\n",
        f"sections:\n  - kind: markdown\n    id: a\n    title: A\n    command: a\n    file: {name}\n",
    )
    found = [
        item
        for item in load(root).diagnostics.items
        if f"`{name}`" in item.message and item.code == "unknown-reference"
    ]
    assert len(found) == 1, [item.message for item in load(root).diagnostics.items]


def test_case_studies_are_sorted_by_order_and_slug(root: Path) -> None:
    text = (root / STUDY).read_text(encoding="utf-8")
    for slug, order in (("b", 5), ("a", 5), ("c", 20)):
        (root / f"content/case-studies/{slug}.md").write_text(
            text.replace("order: 10", f"order: {order}"), encoding="utf-8"
        )
    site = load(root).site
    assert site is not None
    assert [study.slug for study in site.case_studies] == ["a", "b", "settlement-queue", "c"]


def test_optional_files_may_be_missing(root: Path) -> None:
    for name in ("principles", "stack"):
        (root / f"content/{name}.yaml").unlink()
        edit(
            root / "content/home.yaml",
            f"  - kind: {name}",
            f"  - kind: markdown\n    id: {name}\n    file: {name}.md",
        )
    edit(root / STUDY, "stack: [Go, PostgreSQL]\nprinciples: [retries-happen]\n", "")
    for name in ("principles", "stack"):
        (root / f"content/{name}.md").write_text("words\n", encoding="utf-8")
    loading = load(root)
    assert problems(loading) == []
    assert loading.site is not None
    assert (loading.site.principles, loading.site.stack, loading.site.repositories) == ((), (), ())
    assert list(loading.texts)[-2:] == ["content/principles.md", "content/stack.md"]


def test_a_file_that_is_missing_is_an_error(root: Path) -> None:
    shutil.rmtree(root / "content")
    assert problems(load(root)) == ["content/profile.yaml:1:1 file-missing"]


def test_every_file_is_judged_in_one_run(root: Path) -> None:
    edit(root / "portfolio.yaml", "theme:", "theem:")
    edit(root / "content/profile.yaml", "years: 5+", "years: [5]")
    edit(root / "content/stack.yaml", "[Go, Python]", "[Go, Python")
    edit(root / "content/principles.yaml", "name: retries happen", "name: ~")
    edit(root / STUDY, "order: 10", "order: ten")
    (root / "content/case-studies/other.md").write_text("no front matter", encoding="utf-8")
    (root / "content/note.md").write_bytes(b"\xff")
    loading = load(root)
    assert loading.site is None
    assert problems(loading) == [
        "content/case-studies/other.md:1:1 front-matter",
        f"{STUDY}:12:8 wrong-type",
        "content/note.md:1:1 file-encoding",
        "content/principles.yaml:4:9 wrong-type",
        "content/profile.yaml:6:8 wrong-type",
        "content/stack.yaml:4:12 yaml-syntax",
        "portfolio.yaml:4:1 unknown-key",
    ]


def test_bodies_come_back_from_case_studies_with_an_invalid_front_matter(root: Path) -> None:
    edit(root / STUDY, "order: 10", "order: [ten")
    loading = load(root)
    assert loading.site is None
    assert loading.texts == {STUDY: 34}


def test_references_into_a_file_that_cannot_be_read_are_not_checked(root: Path) -> None:
    for name in ("profile", "principles", "stack"):
        (root / f"content/{name}.yaml").write_text("'open", encoding="utf-8")
    edit(root / STUDY, "order: 10", "order: ten")
    assert problems(load(root)) == [
        f"{STUDY}:12:8 wrong-type",
        "content/principles.yaml:1:1 yaml-syntax",
        "content/profile.yaml:1:1 yaml-syntax",
        "content/stack.yaml:1:1 yaml-syntax",
    ]


def test_references_of_a_case_study_with_another_mistake_are_judged(root: Path) -> None:
    edit(root / STUDY, "order: 10", "order: ten")
    edit(root / STUDY, "company: Example Bank", "company: Exampel Bank")
    edit(root / STUDY, "[Go, PostgreSQL]", "[Go, Kafka]")
    assert problems(load(root)) == [
        f"{STUDY}:5:10 unknown-reference",
        f"{STUDY}:12:8 wrong-type",
        f"{STUDY}:14:13 unknown-reference",
    ]


def test_markdown_that_no_section_shows_is_a_warning(root: Path) -> None:
    (root / "content/case-study").mkdir()
    (root / "content/case-study/x.md").write_text("words\n", encoding="utf-8")
    (root / "content/note.md").write_text("words\n", encoding="utf-8")
    loading = load(root)
    assert loading.site is not None
    assert [(str(item.severity), item.help) for item in loading.diagnostics.items] == [
        ("warning", "did you mean `case-studies`?"),
        ("warning", "add a section with `kind: markdown` and `file: note.md`"),
    ]


@pytest.mark.parametrize(
    ("folder", "help_"),
    [
        ("projects", "move it to content/case-studies/, and give it `kind: project`"),
        ("blog", "move it to content/writing/"),
        ("casestudies", "did you mean `case-studies`?"),
        ("notes", "add a section with `kind: markdown` and `file: notes/jam.md`"),
    ],
)
def test_a_text_in_a_folder_of_another_name_is_told_where_it_belongs(
    root: Path, folder: str, help_: str
) -> None:
    (root / "content" / folder).mkdir()
    (root / "content" / folder / "jam.md").write_text("Words.\n", encoding="utf-8")
    (warning,) = (item for item in load(root).diagnostics.items if "jam.md" in item.message)
    assert warning.help == help_


@pytest.mark.parametrize(
    ("line", "is_shown"),
    [
        ("", False),
        ("diagram: {file: flow.txt, title: Flow}\n", True),
        ("draft: true\ndiagram: {file: flow.txt, title: Flow}\n", True),
        ("diagram: {file: flow.txt, title: Flow}\nteam: 3\n", True),
        ("diagram: {file: flow.txt, title: [Flow]}\n", True),
        ("diagram: {file: folw.txt, title: Flow}\n", False),
    ],
    ids=["not named", "named", "in a draft", "beside a mistake", "with a mistake", "misspelt"],
)
def test_a_drawing_that_no_case_study_names_is_a_warning(root: Path, line: str, *, is_shown: bool) -> None:
    (root / "content/flow.txt").write_text("A -> B\n", encoding="utf-8")
    edit(root / STUDY, "order: 10\n", f"{line}order: 10\n")
    assert ("content/flow.txt:1:1 file-unknown" not in problems(load(root))) == is_shown


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("principels.yaml", "did you mean `principles.yaml`?"),
        ("profile.yml", "did you mean `profile.yaml`?"),
        ("photo.png", "move it to static/photo.png"),
        ("case-studies/Flow.JPG", "move it to static/Flow.JPG"),
        ("cv.pdf", "move it to static/cv.pdf"),
        (
            "photo.raw",
            f"content/ holds {', '.join(CONTENT_FILES)}, Markdown files and drawings (.txt); pictures belong into static/",
        ),
    ],
)
def test_a_file_that_nothing_reads_is_an_error(root: Path, name: str, help_: str) -> None:
    (root / "content" / name).write_text("x", encoding="utf-8")
    (item,) = load(root).diagnostics.items
    assert (str(item.code), item.message, item.help) == (
        "file-unknown",
        f"nothing reads `content/{name}`",
        help_,
    )


def test_editors_files_are_passed_over(root: Path) -> None:
    for name in (".DS_Store", "home.yaml~", "#home.yaml#", "case-studies/.x.md.swp"):
        (root / "content" / name).write_bytes(b"\0")
    assert problems(load(root)) == []


def test_static_files_are_the_sites_own_ones(root: Path) -> None:
    for name in (
        "photo.png",
        "CNAME",
        ".nojekyll",
        ".well-known/x",
        "terminal/theme.css",
        "img/a.svg",
        ".secret",
    ):
        (root / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "static" / name).write_text("x", encoding="utf-8")
    site = load(root).site
    assert site is not None
    assert site.static_files == (".nojekyll", ".well-known/x", "CNAME", "img/a.svg", "photo.png")


def test_a_drawing_may_lie_beside_its_case_study(root: Path) -> None:
    (root / "content/case-studies/flow.txt").write_text("A -> B\n", encoding="utf-8")
    edit(root / STUDY, "order: 10\n", "diagram: {file: case-studies/flow.txt, title: Flow}\norder: 10\n")
    loading = load(root)
    assert problems(loading) == []
    assert loading.site is not None
    assert [study.slug for study in loading.site.case_studies] == ["settlement-queue"]


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("a/b.md", "write it as content/case-studies/a-b.md"),
        ("ledger/index.md", "write it as content/case-studies/ledger.md"),
        ("ledger/_index.md", "write it as content/case-studies/ledger.md"),
        ("ledger/README.md", "write it as content/case-studies/ledger.md"),
        ("Ledger/ledger.md", "write it as content/case-studies/ledger.md"),
        ("2024/My Post_1.md", "write it as content/case-studies/2024-my-post-1.md"),
        ("帳/index.md", "move it to content/case-studies/"),
    ],
)
def test_case_studies_in_a_deeper_folder_have_no_address(root: Path, name: str, help_: str) -> None:
    (root / "content/case-studies" / name).parent.mkdir()
    shutil.copy(root / STUDY, root / "content/case-studies" / name)
    loading = load(root)
    assert problems(loading) == [f"content/case-studies/{name}:1:1 slug"]
    assert [(item.message, item.help) for item in loading.diagnostics.items] == [
        (f"`content/case-studies/{name}` is in a folder", f"folders are not read here: {help_}")
    ]


@pytest.mark.parametrize("text", ["", "\n \n", "<!-- later -->\n", "<!--\na\n--> <!-- b -->\n\u00a0"])
def test_a_section_whose_text_is_blank_has_nothing_to_show(root: Path, text: str) -> None:
    (root / "content/notes.md").write_text(text, encoding="utf-8")
    section = {"kind": "markdown", "file": "notes.md", "title": "Notes", "command": ""}
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(section))
    assert [item.message for item in load(root).diagnostics.items] == [
        "the section `markdown` has nothing to show"
    ]


def test_a_draft_has_no_figure_for_the_home_page(root: Path) -> None:
    add_study(root, "later", draft=True)
    edit_yaml(root, "content/home.yaml", lambda home: home["figures"].append("later/double-payments"))
    assert [item.message for item in load(root).diagnostics.items] == [
        "`content/case-studies/later.md` is a draft, which no build publishes"
    ]


def test_slugs_that_differ_in_case_only_are_both_named(root: Path) -> None:
    shutil.copy(root / STUDY, root / "content/case-studies/SETTLEMENT-queue.md")
    (conflict,) = [item for item in load(root).diagnostics.items if item.code == "address-conflict"]
    assert conflict.message == (
        "`content/case-studies/settlement-queue.md` and `content/case-studies/SETTLEMENT-queue.md`"
        " differ in case only and would share one address"
    )
