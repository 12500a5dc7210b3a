"""`init`: the starter's files arrive whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.errors import UsageError
from portfolio.load.content import load_site
from portfolio.scaffold import STARTER, create_site


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def test_the_starter_arrives_whole_and_loads(tmp_path: Path) -> None:
    created = create_site(tmp_path / "deep/site")
    assert [str(path) for path in created] == sorted(files(tmp_path / "deep/site"), key=Path)
    assert Path(".gitignore") in created
    assert len(created) == len([path for path in STARTER.rglob("*") if path.is_file()])
    loading = load_site(tmp_path / "deep/site")
    assert loading.site is not None
    assert loading.diagnostics.items == []


def test_other_files_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    create_site(tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


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


@pytest.mark.parametrize("name", ["site", "site/deeper", "."])
def test_a_file_in_the_way_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    folder = tmp_path / name
    if name == ".":
        (tmp_path / "content").write_text("mine", encoding="utf-8")
    before = files(tmp_path)
    with pytest.raises(UsageError, match="cannot be written"):
        create_site(folder)
    assert files(tmp_path) == before
    assert (tmp_path / "site").read_text(encoding="utf-8") == "mine"


def test_no_file_is_left_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def fail(path: Path) -> bytes:
        if path.name == "stack.yaml":
            raise OSError(28, "No space left on device")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(UsageError, match="no space left on device"):
        create_site(tmp_path / "site")
    assert files(tmp_path) == []
