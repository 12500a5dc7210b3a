"""`init`: the starter's files arrive whole, or not at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.sites import load

from portfolio import __version__
from portfolio.cli.main import COMMANDS
from portfolio.errors import UsageError
from portfolio.load.json_schema import SCHEMA_FILES, find_schema, render_schema
from portfolio.model.article import Page, Post
from portfolio.model.case_study import CaseStudy
from portfolio.model.config import Config
from portfolio.model.entries import Employer, Position
from portfolio.model.profile import Profile
from portfolio.scaffold import EXAMPLE, REPOSITORY, STARTER, create_site
from portfolio.scaffold.answers import Answers

OURS = "octo-org/portfolio"


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def test_the_starter_arrives_whole_and_loads(tmp_path: Path) -> None:
    created = create_site(tmp_path / "deep/site", action=OURS)
    assert [str(path) for path in created.files] == sorted(files(tmp_path / "deep/site"), key=Path)
    assert Path(".gitignore") in created.files
    assert created.ignored == ()
    copied = [path for folder in (STARTER, REPOSITORY) for path in folder.rglob("*") if path.is_file()]
    assert len(created.files) == len(copied) + len(SCHEMA_FILES)
    assert (created.kept, created.unpublished) == ((), "")
    loading = load(tmp_path / "deep/site")
    assert loading.site is not None
    assert loading.diagnostics.items == []


def test_a_repository_keeps_its_files(tmp_path: Path) -> None:
    names = ["README.md", "AGENTS.md", "LICENSE", ".editorconfig", ".gitattributes", ".git/config",
             ".github/workflows/x.yml", ".github/workflows/pages.yml", "content/notes.md", "static/cv.pdf"]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    created = create_site(tmp_path, action=OURS)
    assert [str(path) for path in created.kept] == [".github/workflows/pages.yml", "AGENTS.md", "README.md"]
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in names} == {"mine"}
    assert sorted(files(tmp_path)) == sorted([*names, *map(str, created.files)])


@pytest.mark.parametrize("name", ["README.rst", "readme", "Readme.md"])
def test_a_readme_with_another_name_is_the_readme(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    assert create_site(tmp_path).kept == (Path("README.md"),)
    assert [path.name for path in tmp_path.iterdir() if path.stem.lower() == "readme"] == [name]


@pytest.mark.parametrize("name", ["readme-notes.md", "docs"])
def test_another_file_is_no_readme(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    assert create_site(tmp_path).kept == ()


def test_the_workflow_names_our_action_in_this_version(tmp_path: Path) -> None:
    create_site(tmp_path, action=OURS)
    text = (tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    assert f"uses: {OURS}@v{__version__}\n" in text
    assert "OWNER" not in text


def test_without_the_name_of_our_action_there_is_no_workflow(tmp_path: Path) -> None:
    created = create_site(tmp_path, action="")
    assert created.unpublished.startswith("this version of portfolio has no GitHub action; publish")
    assert not (tmp_path / ".github").exists()


def test_there_is_no_workflow_below_the_top_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    created = create_site(tmp_path / "docs/site", action=OURS)
    assert created.unpublished == (
        f"GitHub reads workflows at the top of a repository only, which is `{tmp_path}`; run `portfolio init` there"
    )
    assert not (tmp_path / "docs/site/.github").exists()


@pytest.mark.parametrize("source", [STARTER, EXAMPLE], ids=["starter", "example"])
def test_every_key_that_agents_md_names_is_a_key(tmp_path: Path, source: Path) -> None:
    create_site(tmp_path, source)
    text = (tmp_path / "AGENTS.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]*)`[^|]*\| (.*) \|$", text, re.MULTILINE)
    known = {
        "portfolio.yaml": {*Config.__struct_fields__},
        "content/profile.yaml": {*Profile.__struct_fields__},
        "content/experience.yaml": {*Employer.__struct_fields__, *Position.__struct_fields__},
        "content/case-studies/<slug>.md": {*CaseStudy.__struct_fields__},
        "content/writing/<slug>.md": {*Post.__struct_fields__},
        "content/pages/<slug>.md": {*Page.__struct_fields__},
    }
    checked = {path: re.findall(r"`([a-z_]+)(?::[^`]*)?`", what) for path, what in rows if path in known}
    assert checked.keys() == known.keys()
    assert {path: {*keys} - known[path] for path, keys in checked.items()} == {path: set() for path in known}


def test_every_command_of_agents_md_and_of_the_readme_exists(tmp_path: Path) -> None:
    create_site(tmp_path)
    for name in ("AGENTS.md", "README.md"):
        named = re.findall(r"(?:`|\$ )portfolio ([a-z]+)", (tmp_path / name).read_text(encoding="utf-8"))
        assert len(named) >= 3
        assert {*named} <= {*COMMANDS}


def test_answers_stand_in_the_place_of_the_starters_words(tmp_path: Path) -> None:
    create_site(tmp_path, answers=Answers("Grace: Hopper", "Rear Admiral", "grace", "de"))
    loading = load(tmp_path)
    assert loading.site is not None
    assert loading.diagnostics.items == []
    profile = loading.site.profile
    assert (profile.name, profile.role, profile.github) == ("Grace: Hopper", "Rear Admiral", "grace")
    assert [link.url for link in profile.links] == ["https://github.com/grace"]
    assert loading.site.config.language == "de"
    assert not (tmp_path / "content/home.yaml").exists()  # its headings are English


def test_an_empty_answer_drops_the_key(tmp_path: Path) -> None:
    create_site(tmp_path, answers=Answers("Grace", "", "", None))
    loading = load(tmp_path)
    assert loading.site is not None
    assert loading.diagnostics.items == []
    profile = loading.site.profile
    assert (profile.name, profile.role, profile.github, profile.links) == ("Grace", None, None, ())


def test_what_was_not_said_is_as_in_the_starter(tmp_path: Path) -> None:
    create_site(tmp_path / "one", answers=Answers())
    create_site(tmp_path / "other")
    one, other = (
        {name: (folder / name).read_bytes() for name in files(folder)}
        for folder in (tmp_path / "one", tmp_path / "other")
    )
    assert one == other


HARD = ["Ada # Example", "- Ada", "true", "Null", "'Ada'", "@ada", "{Ada}", "1815", "Ada: x", "a\\b", '"Ada"',
        "Ada ", "アダ", "علي", "O'Neil", "Ada, Countess of Lovelace", "C++", "? x", "%x", "`x`", "*x", "&x", "|"]  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_any_name_is_read_as_it_was_given(tmp_path: Path, name: str) -> None:
    create_site(tmp_path, answers=Answers(name, name))
    site = load(tmp_path).site
    assert site is not None
    assert (site.profile.name, site.profile.role) == (name.strip(), name.strip())


def test_each_yaml_file_names_its_schema_in_its_first_line(tmp_path: Path) -> None:
    create_site(tmp_path)
    written = [path for path in tmp_path.rglob("*.yaml") if ".schema" not in path.parts]
    assert len(written) > 4
    for path in written:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        file = find_schema(path.relative_to(tmp_path).as_posix())
        assert file is not None
        assert schema == tmp_path / file.path
        assert schema.read_bytes() == render_schema(file)


ADDED = ("/_site/", "/.portfolio/")


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        ("", "/_site/\n/.portfolio/\n", ADDED),
        ("*.pyc\n", "*.pyc\n/_site/\n/.portfolio/\n", ADDED),
        ("*.pyc", "*.pyc\n/_site/\n/.portfolio/\n", ADDED),
        ("*.pyc\r\nbuild", "*.pyc\r\nbuild\r\n/_site/\r\n/.portfolio/\r\n", ADDED),
        ("_site\n", "_site\n/.portfolio/\n", ADDED[1:]),
        ("!/_site/\n.portfolio \n", "!/_site/\n.portfolio \n", ()),
        ("# _site\n", "# _site\n/_site/\n/.portfolio/\n", ADDED),
        ("my_site/\n", "my_site/\n/_site/\n/.portfolio/\n", ADDED),
        ("/.portfolio/\n/_site/", "/.portfolio/\n/_site/", ()),
    ],
)
def test_a_gitignore_gets_the_lines_that_it_lacks(
    tmp_path: Path, before: str, after: str, added: tuple[str, ...]
) -> None:
    (tmp_path / ".gitignore").write_bytes(before.encode())
    created = create_site(tmp_path)
    assert created.ignored == added
    assert Path(".gitignore") not in created.files
    assert (tmp_path / ".gitignore").read_bytes().decode() == after


def test_a_gitignore_in_another_encoding_keeps_its_bytes(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"\xfc\n")
    create_site(tmp_path)
    assert (tmp_path / ".gitignore").read_bytes() == b"\xfc\n/_site/\n/.portfolio/\n"


@pytest.mark.parametrize("kind", ["link", "dangling link", "folder"])
def test_a_gitignore_that_is_no_plain_file_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "other").write_text("mine", encoding="utf-8")
    target = tmp_path / ".gitignore"
    if kind == "folder":
        target.mkdir()
    else:
        target.symlink_to("other" if kind == "link" else "nowhere")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=r"already holds `\.gitignore`"):
        create_site(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "other").read_text(encoding="utf-8") == "mine"


def test_all_that_would_be_overwritten_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    for name in ("portfolio.yaml", "content/home.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.pyc\n", encoding="utf-8")
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    with pytest.raises(UsageError) as caught:
        create_site(tmp_path)
    (problem,) = caught.value.diagnostics
    assert problem.message == f"`{tmp_path}` already holds `content/home.yaml`, `portfolio.yaml`"
    assert (
        problem.help
        == "move it away, choose another folder, or replace the site with `portfolio init --replace`"
    )
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_a_linked_folder_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"already holds `content`$"):
        create_site(tmp_path / "site")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "dangling link", "folder"])
def test_nothing_is_copied_where_one_of_its_files_is_there(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "portfolio.yaml"
    match kind:
        case "file":
            target.write_text("mine", encoding="utf-8")
        case "folder":
            target.mkdir()
        case _:
            target.symlink_to("nowhere")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=r"already holds `portfolio\.yaml`"):
        create_site(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [("site", "cannot be written"), ("site/deeper", "cannot be written"), (".", "already holds `content`")],
)
def test_a_file_in_the_way_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    folder = tmp_path / name
    if name == ".":
        (tmp_path / "content").write_text("mine", encoding="utf-8")
    before = files(tmp_path)
    with pytest.raises(UsageError, match=message):
        create_site(folder)
    assert files(tmp_path) == before
    assert (tmp_path / "site").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_is_left_of_a_copy_that_is_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    read = Path.read_bytes

    def fail(path: Path) -> bytes:
        if path.name == "stack.yaml":
            raise failure
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", fail)
    expected = UsageError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected, match=r"no space left on device|^$"):
        create_site(tmp_path / "deep/site")
    assert list(tmp_path.iterdir()) == []


def test_a_gitignore_is_as_it_was_when_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".gitignore").write_bytes(b"mine")
    opened = Path.open

    def fail(path: Path, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (as Path.open)
        if arguments == ("ab",):
            raise OSError(13, "Permission denied")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UsageError, match="cannot be written: permission denied"):
        create_site(tmp_path)
    assert files(tmp_path) == [".gitignore"]
    assert list(tmp_path.iterdir()) == [tmp_path / ".gitignore"]
    assert (tmp_path / ".gitignore").read_bytes() == b"mine"
