"""The cache: a value is returned for its key only, with any damage to the shards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.site import cache as module
from portfolio.site.cache import LIFETIME, MAX_VALUE_BYTES, SHARDS, Cache, Kind, struct_kind
from portfolio.site_files import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WORD: Kind[str] = struct_kind("word", str)
IN_PROCESS: Kind[object] = Kind("in process")
KEYS = {number: digest_text(str(number)) for number in range(100)}
KEY = KEYS[0]


class Counted:
    """Computes words, and counts how many."""

    def __init__(self) -> None:
        self.computed: list[int] = []

    def __call__(self, numbers: Iterable[int]) -> list[str]:
        self.computed += (listed := list(numbers))
        return [f"word {number}" for number in listed]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def fill(folder: Path, tool: str = "tool") -> None:
    cache = Cache(folder, tool)
    cache.get_all(WORD, KEYS, Counted())
    cache.save()


def computed(folder: Path, tool: str = "tool", *, ignore_disk: bool = False) -> list[int]:
    """Return what another process has to compute."""
    work = Counted()
    Cache(folder, tool, ignore_disk=ignore_disk).get_all(WORD, KEYS, work)
    return work.computed


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def get(folder: Path, word: str = "new") -> str:
    return Cache(folder, "tool").get(WORD, KEY, lambda: word)


def test_values_come_in_the_order_of_the_names_and_are_computed_once() -> None:
    cache, work = Cache(), Counted()
    assert cache.get_all(WORD, {2: KEYS[2]}, work) == {2: "word 2"}
    found = cache.get_all(WORD, {3: KEYS[3], 2: KEYS[2], 1: KEYS[1]}, work)
    assert list(found.items()) == [(3, "word 3"), (2, "word 2"), (1, "word 1")]
    assert work.computed == [2, 3, 1]


def test_another_kind_or_key_is_another_value() -> None:
    cache = Cache()
    assert cache.get(WORD, KEY, lambda: "one") == "one"
    assert cache.get(IN_PROCESS, KEY, lambda: "two") == "two"
    assert cache.get(WORD, KEYS[1], lambda: "three") == "three"
    assert cache.get(WORD, KEY, lambda: "four") == "one"


def test_another_process_finds_what_was_saved(folder: Path) -> None:
    fill(folder)
    assert computed(folder) == []
    assert 1 < len(contents(folder)) <= SHARDS


def test_a_kind_without_bytes_stays_in_the_process(folder: Path) -> None:
    cache = Cache(folder, "tool")
    cache.get(IN_PROCESS, KEY, object)
    cache.save()
    assert Cache(folder, "tool").get(IN_PROCESS, KEY, lambda: "new") == "new"


def test_a_value_that_has_no_bytes_stays_in_the_process(folder: Path) -> None:
    kind: Kind[str] = Kind("word", lambda _: None, bytes.decode)
    cache = Cache(folder, "tool")
    cache.get(kind, KEY, lambda: "old")
    cache.save()
    assert Cache(folder, "tool").get(kind, KEY, lambda: "new") == "new"


def test_values_become_bytes_when_they_are_saved_and_are_not_kept_as_such(folder: Path) -> None:
    """Held beside the values they were a fifth of a build's memory."""
    dumped: list[str] = []

    def dump(word: str) -> bytes:
        dumped.append(word)
        return word.encode()

    kind: Kind[str] = Kind("word", dump, bytes.decode)
    cache = Cache(folder, "tool")
    cache.get_all(kind, KEYS, Counted())
    assert not dumped
    cache.save()
    assert sorted(dumped) == sorted(f"word {number}" for number in KEYS)
    assert b"word" not in b"".join(
        data for shard in vars(cache)["_shards"].values() for data in shard.values()
    )


def test_a_process_that_never_saves_notes_no_more_than_one_runs_values(folder: Path) -> None:
    """A preview saves once, and then takes thousands of edits."""
    cache = Cache(folder, "tool")
    for number in range(3):
        cache.start_run()
        cache.get(WORD, digest_text(f"edit {number}"), lambda: "word")
    assert sum(map(len, vars(cache)["_fresh"].values())) == 1


@pytest.mark.parametrize("ignore_disk", [False, True])
def test_a_process_that_saves_again_leaves_what_it_saved_before(folder: Path, *, ignore_disk: bool) -> None:
    cache = Cache(folder, "tool", ignore_disk=ignore_disk)
    cache.get_all(WORD, KEYS, Counted())
    cache.save()
    cache.start_run()
    cache.get_all(WORD, KEYS | {0: digest_text("another")}, Counted())
    cache.save()
    work = Counted()
    Cache(folder, "tool").get_all(WORD, KEYS | {0: digest_text("another")}, work)
    assert work.computed == []


def test_one_edit_writes_two_shards(folder: Path) -> None:
    fill(folder)
    before = contents(folder)
    cache = Cache(folder, "tool")
    cache.get_all(WORD, KEYS | {0: digest_text("another")}, Counted())
    cache.save()
    after = contents(folder)
    assert len([name for name in after if after[name] != before[name]]) == 2
    assert after.keys() == before.keys()


def test_what_a_run_did_not_ask_for_is_not_saved(folder: Path) -> None:
    fill(folder)
    cache = Cache(folder, "tool")
    cache.get(WORD, KEY, str)
    cache.save()
    (data,) = contents(folder).values()
    assert [
        number for number in KEYS if f'word {number}"'.encode() in data or KEYS[number].encode() in data
    ] == [0]


def test_a_value_stays_in_the_process_for_some_runs() -> None:
    cache = Cache()
    cache.get(WORD, KEY, lambda: "old")
    for _ in range(LIFETIME):
        cache.start_run()
    assert cache.get(WORD, KEY, lambda: "new") == "old"
    for _ in range(LIFETIME + 1):
        cache.start_run()
    assert cache.get(WORD, KEY, lambda: "new") == "new"


def test_another_tools_entries_are_not_found(folder: Path) -> None:
    fill(folder)
    assert len(computed(folder, "another tool")) == len(KEYS)


def test_a_cache_that_ignores_the_disk_finds_nothing_and_saves_all(folder: Path) -> None:
    fill(folder)
    cache = Cache(folder, "tool", ignore_disk=True)
    assert cache.get(WORD, KEY, lambda: "new") == "new"
    cache.save()
    assert get(folder, "newer") == "new"


def test_no_byte_of_a_shard_can_change_unseen(folder: Path) -> None:
    cache = Cache(folder, "tool")
    cache.get(WORD, KEY, lambda: "old")
    cache.save()
    (file,) = folder.iterdir()
    data = file.read_bytes()
    for at in range(len(data)):
        for damaged in (data[:at] + bytes([data[at] ^ 64]) + data[at + 1 :], data[:at]):
            file.write_bytes(damaged)
            assert get(folder) == "new"
    file.write_bytes(data)
    assert get(folder) == "old"


@given(data=st.binary(max_size=200))
def test_any_bytes_are_an_empty_shard(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / f"{module._number(KEY):02}").write_bytes(data)  # noqa: SLF001
    assert get(folder) == "new"


def test_bytes_of_another_version_are_computed_again(folder: Path) -> None:
    cache = Cache(folder, "tool")
    cache.get(Kind("word", lambda _: b"\xc1", bytes.decode), KEY, lambda: "old")
    cache.save()
    assert get(folder) == "new"


def test_what_is_too_large_is_not_saved(folder: Path) -> None:
    cache = Cache(folder, "tool")
    cache.get(WORD, KEY, lambda: "x" * (MAX_VALUE_BYTES + 1))
    cache.save()
    assert get(folder) == "new"


@pytest.mark.parametrize("kind", ["the folder", "its parent", "a shard", "the temporary file"])
def test_a_folder_that_cannot_be_written_is_no_error(folder: Path, kind: str) -> None:
    if kind == "its parent":
        folder = folder / "deeper"
    number = f"{module._number(KEY):02}"  # noqa: SLF001
    blocked = {
        "the folder": folder,
        "its parent": folder.parent,
        "a shard": folder / number / "x",
        "the temporary file": folder / f"{number}.tmp" / "x",
    }[kind]
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("x", encoding="utf-8")
    cache = Cache(folder, "tool")
    assert cache.get(WORD, KEY, lambda: "x") == "x"
    cache.save()
    assert cache.get(WORD, KEY, lambda: "y") == "x"
    Cache(folder, "tool").save()
