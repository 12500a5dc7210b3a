"""`init`: the starter's files arrive whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.sites import load

from portfolio.errors import UsageError
from portfolio.load.json_schema import SCHEMA_FILES, find_schema, render_schema
from portfolio.scaffold import STARTER, create_site


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def test_the_starter_arrives_whole_and_loads(tmp_path: Path) -> None:
    created = create_site(tmp_path / "deep/site")
    assert [str(path) for path in created.files] == sorted(files(tmp_path / "deep/site"), key=Path)
    assert Path(".gitignore") in created.files
    assert created.ignored == ()
    starter = [path for path in STARTER.rglob("*") if path.is_file()]
    assert len(created.files) == len(starter) + len(SCHEMA_FILES)
    loading = load(tmp_path / "deep/site")
    assert loading.site is not None
    assert loading.diagnostics.items == []


def test_a_repository_keeps_its_files(tmp_path: Path) -> None:
    names = ["README.md", "LICENSE", ".editorconfig", ".gitattributes", ".git/config", ".github/workflows/x.yml",
             "content/notes.md", "static/cv.pdf"]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    created = create_site(tmp_path)
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in names} == {"mine"}
    assert sorted(files(tmp_path)) == sorted([*names, *map(str, created.files)])


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
    assert problem.help == "move it away, or choose another folder"
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
