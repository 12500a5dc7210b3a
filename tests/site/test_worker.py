"""The second process: what it gives back is what would have been made here, and nothing depends on its help."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from support.processes import note_forks
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study

from portfolio.errors import Code, TemplateError
from portfolio.site import claims, loading, rendering, texts, worker
from portfolio.site.build import build_site
from portfolio.site.pipeline import Settings
from portfolio.site.record import make_request
from portfolio.site.rendered_site import render_site
from portfolio.site.worker import Work, map_here, map_with_worker
from portfolio.site_files import read_site_files
from portfolio.theme.limits import LimitedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import CodeType

    from portfolio.errors import Diagnostic
    from portfolio.site.worker import Mapper

ITEMS = Work(bytes, "items")
SIZES = (0, 1, ITEMS.least - 1, ITEMS.least, ITEMS.least + 1, 101)
MANY = range(ITEMS.least * 3)
FEW = 8
"""Enough for a worker in the tests of whole sites."""


@pytest.fixture(autouse=True)
def processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these tests fork on a machine with one processor, too."""
    monkeypatch.setattr(worker, "can_fork", lambda: True)


def name_process(item: int) -> bytes:
    return f"{item} {os.getpid()}".encode()


def write_number(item: int) -> bytes:
    return str(item).encode() * (item % 7)  # empty ones, too


@pytest.fixture(autouse=True)
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make sure that every worker has been waited for when a test ends."""
    processes = note_forks(monkeypatch)
    yield
    for process in processes:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


@pytest.mark.parametrize("size", SIZES)
def test_results_come_in_the_order_of_the_items(size: int) -> None:
    assert map_with_worker(write_number, range(size), ITEMS) == [write_number(n) for n in range(size)]


def test_two_processes_begin_at_the_two_ends_and_meet() -> None:
    """Each waits at its second item until the other one has begun."""
    begun = multiprocessing.Barrier(2)

    def work(item: int) -> bytes:
        if item in {1, len(MANY) - 1}:
            begun.wait(60)
        return name_process(item)

    processes = [result.split()[1] for result in map_with_worker(work, MANY, ITEMS)]
    assert {process for process, _ in groupby(processes)} == {*processes}
    assert len({*processes}) == 2
    assert processes[:2] == [str(os.getpid()).encode()] * 2


def test_one_process_that_is_slow_leaves_the_rest_to_the_other() -> None:
    """The worker goes on as long as this process prepares something else."""
    done = multiprocessing.Event()

    def work(item: int) -> bytes:
        if item == 2:
            done.set()
        return name_process(item)

    made = map_with_worker(work, MANY, ITEMS, lambda: done.wait(60))
    is_here = [result.split()[1] == str(os.getpid()).encode() for result in made]
    assert is_here[0]
    assert not any(is_here[2:])


def test_what_is_prepared_meanwhile_is_prepared_here_and_only_beside_a_worker() -> None:
    prepared: list[int] = []
    map_with_worker(name_process, range(ITEMS.least - 1), ITEMS, lambda: prepared.append(0))
    assert not prepared
    map_with_worker(name_process, MANY, ITEMS, lambda: prepared.append(os.getpid()))
    assert prepared == [os.getpid()]


def test_what_the_first_item_loads_is_loaded_once() -> None:
    """A worker starts with what the first item left in memory."""
    loaded: list[int] = []

    def work(_item: int) -> bytes:
        if not loaded:
            loaded.append(os.getpid())
        return str(loaded[0]).encode()

    assert {*map_with_worker(work, MANY, ITEMS)} == {str(os.getpid()).encode()}


def test_few_items_are_done_here() -> None:
    made = map_with_worker(name_process, range(ITEMS.least - 1), ITEMS)
    assert {result.split()[1] for result in made} == {str(os.getpid()).encode()}


def fail_elsewhere(how: Callable[[], object]) -> Callable[[int], bytes]:
    """Return a function that does its work in this process, and fails in any other."""
    here = os.getpid()

    def work(item: int) -> bytes:
        if os.getpid() != here and item > len(MANY) // 2:
            how()
        return name_process(item)

    return work


def raise_something() -> None:
    raise RuntimeError("told to nobody")


@pytest.mark.parametrize(
    "how",
    [raise_something, lambda: os.kill(os.getpid(), 9), lambda: os._exit(0)],
    ids=["raises", "is killed", "ends too early"],
)
def test_what_a_failed_worker_leaves_is_done_here(
    how: Callable[[], object], capfd: pytest.CaptureFixture[str]
) -> None:
    made = map_with_worker(fail_elsewhere(how), MANY, ITEMS)
    assert made == [name_process(item) for item in MANY]
    assert capfd.readouterr() == ("", "")


def test_an_error_here_ends_the_worker_and_is_raised() -> None:
    here = os.getpid()

    def work(item: int) -> bytes:
        if os.getpid() != here:
            time.sleep(600)
        if item:
            raise KeyError(item)
        return b""

    with pytest.raises(KeyError):
        map_with_worker(work, MANY, ITEMS)


def test_an_error_there_is_raised_here() -> None:
    def work(item: int) -> bytes:
        if item % 2:
            raise KeyError(item)
        return b""

    with pytest.raises(KeyError):
        map_with_worker(work, MANY, ITEMS)


@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupt_while_the_worker_is_made_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    here, fork = os.getpid(), os.fork

    def fork_and_interrupt() -> int:
        process = fork()
        if process:
            signal.raise_signal(signal.SIGINT)
        return process

    def work(_item: int) -> bytes:
        if os.getpid() != here:
            time.sleep(600)
        return b""

    monkeypatch.setattr(os, "fork", fork_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        map_with_worker(work, MANY, ITEMS)


def test_a_worker_whose_parent_is_gone_stops() -> None:
    """It would hold the lock of the output folder, and write into the stage."""
    done, begun = multiprocessing.Value("i"), multiprocessing.Event()

    def work(_item: int) -> bytes:
        begun.set()
        time.sleep(0.2)
        done.value += 1
        return b""

    middle = os.fork()
    if not middle:  # its worker outlives it
        map_with_worker(work, MANY, ITEMS, lambda: begun.wait(60) and os._exit(0))
    os.waitpid(middle, 0)
    time.sleep(1)
    before = done.value
    time.sleep(1)
    assert done.value == before < len(MANY) // 2


@pytest.mark.parametrize("lacking", ["fork", "TemporaryFile", "mmap"])
def test_a_system_without_resources_for_a_worker_is_no_reason_to_fail(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(28, "no room")

    places: dict[str, object] = {"fork": os, "TemporaryFile": tempfile, "mmap": worker}
    monkeypatch.setattr(places[lacking], lacking, lambda *_: refuse())
    assert map_with_worker(write_number, MANY, ITEMS) == [write_number(item) for item in MANY]


def test_a_process_with_other_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1}, raising=False)
    assert worker.can_fork() is (threading.active_count() == 1)
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert not worker.can_fork()
    finally:
        end.set()
        thread.join()


def test_one_processor_needs_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {3}, raising=False)
    assert not worker.can_fork()


@pytest.mark.parametrize("size", [ITEMS.least * 2, ITEMS.least * 2 + 1])
@pytest.mark.parametrize("pause_s", [0, 0.5])
def test_progress_is_reported_for_all_items(size: int, pause_s: float) -> None:
    """Also if the worker comes to the item that this process is at."""
    here = os.getpid()
    heard: list[tuple[str, int, int]] = []

    def work(item: int) -> bytes:
        if item == 1 and os.getpid() == here:
            time.sleep(pause_s)
        return write_number(item)

    map_with_worker(work, range(size), ITEMS, watch=lambda *said: heard.append(said))
    assert {(name, total) for name, _, total in heard} == {("items", size)}
    assert heard[-1][1] == max(done for _, done, _ in heard) == size
    assert [done for _, done, _ in heard] == sorted(done for _, done, _ in heard)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with more texts and pages than a worker needs."""
    for module, name in ((rendering, "PAGES"), (texts, "TEXTS"), (claims, "FILES"), (loading, "FILES")):
        monkeypatch.setattr(module, name, getattr(module, name)._replace(least=FEW))
    root = copy_starter(tmp_path / "site")
    for number in range(FEW * 2):
        body = f"See [the next](study-{number - 1 if number else 1}.md).\n\n## One\n\nTODO: say more.\n"
        add_study(root, f"study-{number}", body, problem="It was ==slow==.")  # a warning in each stage
    return root


def render(root: Path, mapper: Mapper) -> tuple[dict[str, object], tuple[Diagnostic, ...]]:
    settings = Settings({}, "https://example.org/", mapper=mapper)
    site = render_site(read_site_files(str(root)), settings)
    return {file.path: file.content for file in site.files}, site.prepared.warnings


def test_a_site_is_the_same_with_one_process_and_two(root: Path) -> None:
    here = render(root, map_here)
    assert render(root, map_with_worker) == here
    pages, warnings = here
    assert sum(path.endswith(".html") for path in pages) > FEW * 2
    codes = Counter(warning.code for warning in warnings)
    assert codes[Code.RAW_MARKUP] == codes[Code.UNFINISHED] == FEW * 2


def test_a_broken_template_has_the_same_message(root: Path) -> None:
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/case-study.html").write_text("{{ titel }}\n", encoding="utf-8")
    told = []
    for mapper in (map_here, map_with_worker):
        with pytest.raises(TemplateError) as caught:
            render(root, mapper)
        told.append(caught.value.diagnostics)
    assert told[0] == told[1]
    assert any(f"and {FEW * 2} more pages" in item.message for item in told[0])


def test_templates_are_compiled_once_for_both_processes_and_for_the_next_build(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compile_ = LimitedEnvironment.compile

    def note(environment: LimitedEnvironment, source: Any, name: str, path: str) -> CodeType:  # noqa: ANN401 (Jinja's)
        compiled.append(name)
        return compile_(environment, source, name, path)

    monkeypatch.setattr(LimitedEnvironment, "compile", note)
    request = make_request(str(root), None, "https://example.org/", str(root))
    build_site(request, {}, mapper=map_with_worker).save_record(("", ""))
    assert "home.html" in compiled
    compiled.clear()
    edit_study(root, STARTER_STUDY, lambda front: front | {"problem": "Again."})
    assert build_site(request, {}, mapper=map_with_worker).rendered.fresh
    assert not compiled
