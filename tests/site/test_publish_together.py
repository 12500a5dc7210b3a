"""Readers and other builds at the same time: no page is missing or incomplete."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING

import pytest
from support.publishing import publish_site

from portfolio.errors import UsageError
from portfolio.site import kernel, publish
from portfolio.site.kernel import exchange
from portfolio.site.staging import OutputFile

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 200_000


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "sync_file_system", lambda _: None)


def put(root: Path, letter: str) -> None:
    pages = [OutputFile(f"{letter}-{number}.html", letter.encode() * SIZE) for number in range(10)]
    publish_site([OutputFile("index.html", letter.encode() * SIZE), *pages], root / "_site", root)


def test_a_reader_never_finds_a_missing_or_torn_page(tmp_path: Path) -> None:
    if not exchange(_folder(tmp_path / "a"), _folder(tmp_path / "b")):
        pytest.skip("the file system cannot exchange folders")
    put(tmp_path, "a")
    is_over = threading.Event()
    reads: dict[bytes | str, int] = {}

    def read() -> None:
        while not is_over.is_set():
            try:
                text = (tmp_path / "_site/index.html").read_bytes()
                found: bytes | str = text[:1] if text == text[:1] * SIZE else "torn"
            except FileNotFoundError:
                found = "missing"
            reads[found] = reads.get(found, 0) + 1

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in count():
            put(tmp_path, "ab"[number % 2])
            if number >= 50 and (sum(reads.values()) > 100 or not reader.is_alive()):
                break
    finally:
        is_over.set()
        reader.join()
    assert set(reads) == {b"a", b"b"}
    assert sum(reads.values()) > 100


def _folder(place: Path) -> Path:
    place.mkdir()
    return place


@pytest.mark.parametrize("way", ["exchange", "three renames"])
def test_builds_at_once_take_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    if way != "exchange":
        monkeypatch.setattr(publish, "exchange", lambda _first, _second: False)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda letter: put(tmp_path, letter), "abcd" * 10))
    letter = (tmp_path / "_site/index.html").read_text()[0]
    names = {place.name for place in (tmp_path / "_site").iterdir()}
    assert names == {
        "index.html",
        ".portfolio-manifest.json",
        *(f"{letter}-{number}.html" for number in range(10)),
    }
    assert [place.name for place in tmp_path.iterdir()] == ["_site"]


def test_a_build_that_does_not_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a")
    monkeypatch.setattr(kernel, "TIMEOUT_S", 0.1)
    with (
        kernel.hold_lock(tmp_path, tmp_path / "_site"),
        pytest.raises(UsageError, match="another build is writing to"),
    ):
        put(tmp_path, "b")
    assert (tmp_path / "_site/index.html").read_text()[0] == "a"
    put(tmp_path, "b")
    assert (tmp_path / "_site/index.html").read_text()[0] == "b"


def test_a_waiting_build_goes_on_when_the_other_ends(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with kernel.hold_lock(tmp_path, tmp_path / "_site"):
            waiting = pool.submit(put, tmp_path, "a")
            assert not (tmp_path / "_site").exists()
        waiting.result(timeout=60)
    assert (tmp_path / "_site/index.html").exists()


def test_the_lock_is_let_go_and_leaves_no_descriptor(tmp_path: Path) -> None:
    put(tmp_path, "a")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    put(tmp_path, "b")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_on_a_disk_without_locks_a_build_goes_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoLocks:
        LOCK_EX = LOCK_NB = 0

        @staticmethod
        def flock(_descriptor: int, _operation: int) -> None:
            raise OSError(9, "bad file descriptor")

    monkeypatch.setattr(kernel, "fcntl", NoLocks)
    put(tmp_path, "a")
    assert (tmp_path / "_site/index.html").exists()
