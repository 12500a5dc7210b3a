"""The store in a folder: what is found was kept with that very key, whatever happened to the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.build import shelf as module
from portfolio.build.shelf import MAX_PAYLOAD_BYTES, SHARDS, Shelf

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [f"text:content/case-studies/{number}.md" for number in range(100)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def fill(folder: Path, tool: str = "tool") -> None:
    shelf = Shelf(folder, tool)
    for name in NAMES:
        shelf.keep(name, "key", name.encode())
    shelf.save()


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_was_kept_is_found_by_name_and_key(folder: Path) -> None:
    fill(folder)
    shelf = Shelf(folder, "tool")
    assert all(shelf.find(name, "key") == name.encode() for name in NAMES)
    assert shelf.find(NAMES[0], "another key") is None
    assert shelf.find("text:content/case-studies", "key") is None
    assert 1 < len(contents(folder)) <= SHARDS


def test_one_edit_writes_one_file(folder: Path) -> None:
    fill(folder)
    before = contents(folder)
    shelf = Shelf(folder, "tool")
    for name in NAMES:
        shelf.find(name, "key")
    shelf.keep(NAMES[0], "another", b"new")
    shelf.save()
    after = contents(folder)
    assert len([name for name in after if after[name] != before[name]]) == 1
    assert after.keys() == before.keys()


def test_what_nobody_asks_for_is_dropped(folder: Path) -> None:
    fill(folder)
    shelf = Shelf(folder, "tool")
    shelf.find(NAMES[0], "key")
    shelf.save()
    (data,) = contents(folder).values()
    assert [name for name in NAMES if name.encode() in data] == [NAMES[0]]


def test_another_tools_entries_are_not_found(folder: Path) -> None:
    fill(folder)
    assert Shelf(folder, "another tool").find(NAMES[0], "key") is None


def test_a_shelf_that_forgets_finds_nothing_and_keeps_all(folder: Path) -> None:
    fill(folder)
    shelf = Shelf(folder, "tool", forget=True)
    assert shelf.find(NAMES[0], "key") is None
    shelf.keep(NAMES[0], "key", b"new")
    shelf.save()
    assert Shelf(folder, "tool").find(NAMES[0], "key") == b"new"


def test_no_byte_of_a_file_can_change_unseen(folder: Path) -> None:
    shelf = Shelf(folder, "tool")
    shelf.keep("name", "key", b"payload")
    shelf.save()
    (file,) = folder.iterdir()
    data = file.read_bytes()
    for place in range(len(data)):
        for damaged in (data[:place] + bytes([data[place] ^ 64]) + data[place + 1 :], data[:place]):
            file.write_bytes(damaged)
            assert Shelf(folder, "tool").find("name", "key") is None
    file.write_bytes(data)
    assert Shelf(folder, "tool").find("name", "key") == b"payload"


@given(data=st.binary(max_size=200))
def test_any_bytes_are_an_empty_file(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / f"{module._number('name'):02}").write_bytes(data)  # noqa: SLF001
    assert Shelf(folder, "tool").find("name", "key") is None


def test_what_is_too_large_is_not_kept(folder: Path) -> None:
    shelf = Shelf(folder, "tool")
    shelf.keep("name", "key", b"x" * (MAX_PAYLOAD_BYTES + 1))
    shelf.save()
    assert Shelf(folder, "tool").find("name", "key") is None


@pytest.mark.parametrize("kind", ["the folder", "its parent", "a shard", "the temporary file"])
def test_a_folder_that_cannot_be_written_is_no_error(folder: Path, kind: str) -> None:
    if kind == "its parent":
        folder = folder / "deeper"
    number = f"{module._number('name'):02}"  # noqa: SLF001
    blocked = {
        "the folder": folder,
        "its parent": folder.parent,
        "a shard": folder / number / "x",
        "the temporary file": folder / f"{number}.tmp" / "x",
    }[kind]
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("x", encoding="utf-8")
    shelf = Shelf(folder, "tool")
    assert shelf.find("name", "key") is None
    shelf.keep("name", "key", b"x")
    assert shelf.find("name", "key") == b"x"
    shelf.save()
    Shelf(folder, "tool").save()
