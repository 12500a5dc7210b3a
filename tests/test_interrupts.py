"""Ctrl-C at any moment: exit code 130, one word, no traceback, no staging folder, and the old site or the new one."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT, TIMEOUT_S, clean_env
from support.sites import add_study, copy_starter

from portfolio.errors import ExitCode
from portfolio.interrupts import INTERRUPTED, HeldInterrupts, print_interrupted

if TYPE_CHECKING:
    from pathlib import Path

MOMENTS = 12
BASE = ("--base-url", "https://example.org/")

RUN = """
import atexit, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores Ctrl-C
shot, place, sys.argv = int(sys.argv[1]), sys.argv[2], ["portfolio", *sys.argv[3:]]
own, calls = os.getpid(), 0

def count(event, _):
    global calls
    if event in ("import", "open") or event.startswith("os."):
        calls += 1
        if calls == shot:
            os.kill(os.getpid(), signal.SIGINT)

def write():
    if os.getpid() == own:
        open(place, "w").write(str(calls))

if not shot:
    atexit.register(write)
from portfolio.__main__ import main
sys.addaudithook(count)
main()
"""
"""Interrupts itself at the n-th import or call that touches the disk, or counts them; the second process does so, too."""

IN_CALLBACK = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
shot, sys.argv = int(sys.argv[1]), ["portfolio", *sys.argv[2:]]
calls = 0

def count(frame, event, _):
    global calls
    if event == "call" and frame.f_code.co_name == "cb" and "importlib" in frame.f_code.co_filename:
        calls += 1
        if calls == shot:
            os.kill(os.getpid(), signal.SIGINT)

from portfolio.__main__ import main
sys.setprofile(count)
main()
"""
"""Interrupts itself in the n-th callback of an import, where Python drops what is raised."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site that two processes build."""
    root = copy_starter(tmp_path / "site")
    for number in range(12):
        add_study(root, f"study-{number}")
    return root


def run(script: str, root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=root,
        env=clean_env(root.parent, {"PYTHONPATH": str(ROOT)}),
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def moments(root: Path, *arguments: str) -> tuple[list[int], str]:
    """Return moments all over a run that is not interrupted, and its stderr."""
    place = root.parent / "calls"
    done = run(RUN, root, 0, place, *arguments)
    assert done.returncode == 0, done.stderr
    total = int(place.read_text(encoding="utf-8"))
    assert total > MOMENTS * 10
    return [1 + total * number // MOMENTS for number in range(MOMENTS)], done.stderr


def judge(done: subprocess.CompletedProcess[str], said: str) -> None:
    """Find the exit code, and one line after the output of a whole run."""
    assert done.returncode == INTERRUPTED, done
    assert done.stderr.endswith("interrupted\n")
    assert said.startswith(done.stderr.removesuffix("interrupted\n"))


def test_an_interrupted_build_leaves_one_whole_site_and_nothing_beside_it(root: Path) -> None:
    assert run(RUN, root, -1, "-", "build", *BASE).returncode == 0
    old = tree(root / "_site")
    with (root / "content" / "case-studies" / "study-1.md").open("a", encoding="utf-8") as file:
        file.write("\nNew words.\n")
    shots, said = moments(root, "build", "--output", "new", "--force", *BASE)
    names, new = sorted(path.name for path in root.iterdir()), tree(root / "new")
    for shot in shots:
        judge(run(RUN, root, shot, "-", "build", "--force", *BASE), said)
        assert tree(root / "_site") in (old, new)
        assert sorted(path.name for path in root.iterdir()) == names


def test_an_interrupt_while_the_site_is_published_waits_for_its_end(root: Path) -> None:
    """Every call from the swap on, until the old site is removed."""
    script = RUN.replace(
        "from portfolio.__main__ import main\n",
        "from portfolio.__main__ import main\nfrom portfolio.site import publish\nswap = publish._swap\n"
        "def swap_and_count(places):\n    global calls\n    swap(places)\n    calls = 10**6\n"
        "publish._swap = swap_and_count\n",
    )
    assert run(RUN, root, -1, "-", "build", *BASE).returncode == 0
    names = sorted(path.name for path in root.iterdir())
    for shot in (1, 2, 9, 30):
        done = run(script, root, 10**6 + shot, "-", "build", "--force", *BASE)
        assert (done.returncode, done.stderr) == (INTERRUPTED, "interrupted\n")
        assert sorted(path.name for path in root.iterdir()) == names


def test_an_interrupted_check_prints_one_word(root: Path) -> None:
    shots, said = moments(root, "check", *BASE)
    for shot in shots:
        judge(run(RUN, root, shot, "-", "check", *BASE), said)


def test_a_build_with_nothing_to_do_prints_one_word(root: Path) -> None:
    moments(root, "build", *BASE)
    for shot in (1, 5, 20, 60):
        done = run(RUN, root, shot, "-", "build", *BASE)
        assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "interrupted\n")


def test_an_interrupted_server_prints_one_word(root: Path) -> None:
    hit = 0
    for shot in (1, 7, 50, 150, 300, 500, 700, 900, 1100, 1300, 1500, 10**9):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(shot), "-", "serve", "--port", "0", *BASE],
            cwd=root,
            env=clean_env(root.parent, {"PYTHONPATH": str(ROOT)}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stderr
        lines = []
        for line in process.stderr:
            lines.append(line)
            if line.startswith("built in"):
                process.send_signal(signal.SIGINT)
                break
        else:
            hit += 1
        lines += process.stderr
        process.stderr.close()
        assert process.wait(TIMEOUT_S) == INTERRUPTED
        assert lines[-1] == "interrupted\n"
        assert all(line.startswith("built in") for line in lines[:-1]), lines
    assert hit > MOMENTS // 2


@pytest.mark.parametrize("shot", [2, 5, 10, 40, 80, 160])
def test_an_interrupt_in_a_callback_of_an_import_is_not_lost(root: Path, shot: int) -> None:
    done = run(IN_CALLBACK, root, shot, "build", *BASE)
    assert (done.returncode, done.stderr) == (INTERRUPTED, "interrupted\n")


@pytest.mark.parametrize("shot", [1, 8])
def test_an_interrupt_while_a_class_is_made_is_no_bug(root: Path, shot: int) -> None:
    """The drawing engine is loaded when the first text has a drawing."""
    script = IN_CALLBACK.replace(
        'frame.f_code.co_name == "cb" and "importlib" in frame.f_code.co_filename',
        'frame.f_code.co_name == "__set_name__" and "portfolio.cli.check" in sys.modules'
        " and signal.getsignal(signal.SIGINT) is signal.default_int_handler",
    )
    done = run(script, root, shot, "check", *BASE)
    assert (done.returncode, done.stderr) == (INTERRUPTED, "interrupted\n")


def test_an_interrupt_in_a_callback_of_the_work_is_not_lost(root: Path) -> None:
    script = """
import os, signal, time
from portfolio import interrupts
signal.signal(signal.SIGINT, signal.default_int_handler)
interrupts.end_at_once()
interrupts.raise_from_now_on()
class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)
last = Last()
try:
    del last
    time.sleep(60)
except KeyboardInterrupt:
    print("raised")
"""
    done = run(script, root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "raised\n", "")


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_process_that_was_started_to_ignore_ctrl_c_ignores_it(root: Path, command: str) -> None:
    script = RUN.replace("signal.default_int_handler", "signal.SIG_IGN")
    assert run(script, root, 200, "-", command, *BASE).returncode == 0


@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupt_is_held_until_the_end_of_a_block() -> None:
    done = []

    def work() -> None:
        with HeldInterrupts():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["all of it"]
    with HeldInterrupts():
        pass
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_another_thread_has_no_interrupt_to_hold() -> None:
    done = []

    def hold() -> None:
        with HeldInterrupts():
            done.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
    assert done == [signal.getsignal(signal.SIGINT)]


def test_the_exit_code_is_the_documented_one() -> None:
    assert ExitCode.INTERRUPTED == INTERRUPTED


@pytest.mark.parametrize(("is_terminal", "said"), [(True, "\ninterrupted\n"), (False, "interrupted\n")])
def test_on_a_terminal_the_word_stands_below_the_caret_of_the_key(
    monkeypatch: pytest.MonkeyPatch, said: str, *, is_terminal: bool
) -> None:
    stream = StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: is_terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    print_interrupted()
    assert stream.getvalue() == said
