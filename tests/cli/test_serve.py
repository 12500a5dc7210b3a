"""`portfolio serve` as people run it: what it prints, how it ends, what it refuses."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from serve.running import LIMIT_S, save, until
from support.command import ROOT, clean_env, run_cli
from support.sites import STARTER_STUDY, add_study, copy_starter, personalize

from portfolio.cli.serve import Terminal
from portfolio.errors import Code, Diagnostic, Severity, Span
from portfolio.serve.rebuild import Outcome
from portfolio.serve.served_site import ServedSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INTERRUPTED = 130


class Process:
    """The real command in a process of its own, with its output line by line."""

    def __init__(self, root: Path, *arguments: str, max_files: int | None = None, **env: str) -> None:
        def prepare() -> None:
            # a test run in the background ignores Ctrl-C, and would hand that down
            signal.signal(signal.SIGINT, signal.default_int_handler)
            if max_files is not None:
                resource.setrlimit(resource.RLIMIT_NOFILE, (max_files, max_files))

        self.process = subprocess.Popen(
            [sys.executable, "-m", "portfolio", "--site", str(root), "serve", "--port", "0", *arguments],
            cwd=root,
            env=clean_env(root.parent, {"PYTHONPATH": str(ROOT), **env}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=prepare,  # noqa: PLW1509 (no thread of this process holds a lock that it takes)
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stderr
        self.lines.extend(line.rstrip("\n") for line in iter(self.process.stderr.readline, ""))

    def until_printed(self, words: str) -> str:
        until(lambda: any(words in line for line in self.lines), f"for {words!r} in {self.lines}")
        return next(line for line in self.lines if words in line)

    def end(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        code = self.process.wait(LIMIT_S)
        self._thread.join(LIMIT_S)
        assert self.process.stdout
        assert self.process.stdout.read() == ""
        self.process.stdout.close()
        assert self.process.stderr
        self.process.stderr.close()
        return code


@contextmanager
def serving(root: Path, *arguments: str, max_files: int | None = None, **env: str) -> Iterator[Process]:
    process = Process(root, *arguments, max_files=max_files, **env)
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.end(signal.SIGKILL)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def read(address: str) -> str:
    with urlopen(address, timeout=LIMIT_S) as reply:  # noqa: S310 (loopback)
        return str(reply.read(), "utf-8")


NAMES = tuple(f"content/{number}.md" for number in range(5))


@pytest.mark.parametrize(
    ("changed", "rendered", "line"),
    [
        ((), (), "built in 1235 ms"),
        (NAMES[:1], NAMES[:1], "changed content/0.md: built in 1235 ms; rendered content/0.md"),
        (
            NAMES[:3],
            NAMES[:3],
            "changed content/0.md, content/1.md, content/2.md: built in 1235 ms; rendered content/0.md, content/1.md, content/2.md",
        ),
        (
            NAMES[:4],
            NAMES,
            "changed content/0.md, content/1.md, content/2.md and 1 more: built in 1235 ms; rendered content/0.md, content/1.md, content/2.md and 2 more",
        ),
    ],
)
def test_the_log_lists_three_files_and_counts_the_others(
    changed: tuple[str, ...], rendered: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site = ServedSite({}, "/")
    Terminal().show(Outcome(changed, site, (), 1.2346, rendered))
    assert capsys.readouterr().err == f"{line}\n"


def test_the_log_prints_a_warning_once(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    warning = Diagnostic(Code.LINK, "a link", Span("a.md", 1, 1), severity=Severity.WARNING)
    good = Outcome(("a.md",), ServedSite({}, "/"), (warning,), 0.0004)
    terminal.show(good)
    assert capsys.readouterr().err.count("a link") == 1
    terminal.show(good)
    assert capsys.readouterr().err == "changed a.md: built in 0 ms\n"
    terminal.show(good._replace(problems=()))
    assert capsys.readouterr().err == "changed a.md: built in 0 ms\n"
    terminal.show(good)
    assert capsys.readouterr().err.count("a link") == 1
    terminal.show(good._replace(changed=(), site=None))
    assert (
        capsys.readouterr()
        .err.splitlines()[-1]
        .endswith("pages that are not open: 1 warning; showing the last good build")
    )


def test_the_log_prints_changes_rendered_pages_and_errors(root: Path) -> None:
    base_url = "https://example.org/some-repo/"
    with serving(root, "--base-url", base_url) as served:
        assert served.address.startswith("http://127.0.0.1:")
        assert served.until_printed(" ms").startswith("built in ")
        assert "Ada Example" in read(served.address + "some-repo/")
        profile = root / "content" / "profile.yaml"
        text = profile.read_text(encoding="utf-8")
        save(profile, f"{text}nmae: \\e[31mx\n")
        served.until_printed("content/profile.yaml:19:1: error[unknown-key]: unknown key `nmae`")
        failed = served.until_printed("1 error; showing the last good build")
        assert failed.startswith("changed content/profile.yaml: failed in ")
        save(profile, text.replace("Backend Engineer", "Backend Developer"))
        until(lambda: sum("built in" in line for line in served.lines) == 2)
        assert "Backend Developer" in read(served.address + "some-repo/")
        assert served.end() == INTERRUPTED
        assert served.lines[-1] == "interrupted"
        assert not any("Traceback" in line for line in served.lines)
    assert [path.name for path in root.iterdir() if path.name.startswith(("_", "."))] == [".portfolio"]


def test_a_site_that_does_not_build_is_served_all_the_same(root: Path) -> None:
    (root / "content" / "profile.yaml").unlink()
    with serving(root) as served:
        served.until_printed("1 error; nothing to show yet")
        shown = copy_starter(root.parent / "other") / "content" / "profile.yaml"
        shown.rename(root / "content" / "profile.yaml")
        served.until_printed("built in")
        assert "Ada Example" in read(served.address)
        assert served.end() == INTERRUPTED


def test_it_ends_also_in_the_middle_of_a_build(root: Path) -> None:
    for number in range(60):
        add_study(root, f"study-{number}", "Words.\n" * 400, title=f"Study {number}", order=100 + number)
    with serving(root) as served:
        assert served.end() == INTERRUPTED
        assert served.lines[-1] == "interrupted"
        assert not any("Traceback" in line or "Exception" in line for line in served.lines)


def test_a_port_in_use_is_reported_and_the_next_one_is_used(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = used.getsockname()[1]
        with serving(root, "--port", str(port)) as served:
            assert served.until_printed(f"port {port} is in use, using ")
            assert f":{port}/" not in served.address
            assert served.end() == INTERRUPTED


def test_the_browser_is_opened_where_the_site_is(root: Path) -> None:
    seen, opener = root.parent / "seen", root.parent / "opener"
    opener.write_text(
        f'#!/bin/sh\nprintf %s "$1" > "{seen}.part" && mv "{seen}.part" "{seen}"\n', encoding="utf-8"
    )
    opener.chmod(0o755)
    with serving(root, "--open", BROWSER=f"{opener} %s") as served:
        until(seen.exists)
        assert seen.read_text(encoding="utf-8") == served.address
        assert served.end() == INTERRUPTED


def test_further_names_are_answered(root: Path) -> None:
    with serving(root, "--allow-host", "web", "--allow-host", "site.local:8791") as served:
        for host, status in (("web:8791", 200), ("site.local", 200), ("other.local", 403)):
            connection = HTTPConnection(urlsplit(served.address).netloc, timeout=LIMIT_S)
            connection.request("GET", "/", headers={"Host": host})
            assert connection.getresponse().status == status
            connection.close()
        assert "--allow-host NAME" in served.until_printed("refused a request to `other.local`")
        assert served.end() == INTERRUPTED


def test_a_further_name_that_is_not_a_host_name_is_refused(root: Path) -> None:
    done = run_cli(("--site", str(root), "serve", "--allow-host", "*.github.dev"), home=root.parent, cwd=root)
    assert done.returncode == 2
    assert done.stderr == (
        "error[usage]: `*.github.dev` is not a host name\n"
        " = help: write a full host name, such as site.example.org; repeat the option for each further name\n"
        "\n1 error\n"
    )


def test_a_warning_is_printed_if_others_can_see_the_site(root: Path) -> None:
    with serving(root, "--host", "0.0.0.0") as served:  # noqa: S104 (what is tested)
        assert served.until_printed("other machines can see the site")
        assert served.address.startswith("http://127.0.0.1:")
        assert "Ada Example" in read(served.address)
        assert served.end() == INTERRUPTED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base-url", "example.org"], "error[base-url]: `example.org` cannot be the base URL"),
        (["--port", "70000"], "expected 0 to 65535, not `70000`"),
        (
            ["--host", "no such host"],
            "error[usage]: cannot listen at `no such host`, port 8000: host not found",
        ),
    ],
)
def test_what_can_never_work_is_a_usage_error(root: Path, arguments: list[str], message: str) -> None:
    done = run_cli(["serve", *arguments], home=root.parent, cwd=root)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_other_commands_load_nothing_of_the_server(root: Path) -> None:
    code = (
        "import sys; from portfolio.cli.main import run; run(['--site', sys.argv[1], 'check']);"
        "print(sorted({'tornado', 'livereload', 'watchfiles'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(personalize(root))],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert STARTER_STUDY not in done.stdout


@pytest.mark.parametrize("port", ["x", "-1", "65536", "80.5", ""])
def test_an_invalid_port_is_refused_with_the_range(tmp_path: Path, port: str) -> None:
    done = run_cli(["serve", f"--port={port}"], home=tmp_path, cwd=copy_starter(tmp_path / "site"))
    assert done.returncode == 2
    assert f"invalid value for `--port`: expected 0 to 65535, not `{port}`\n" in done.stderr


MAX_FILES = 64
CLIENTS = 100


def is_answered(client: socket.socket) -> bool:
    """Whether an answer began to arrive."""
    client.settimeout(0.1)
    try:
        return client.recv(9, socket.MSG_PEEK) == b"HTTP/1.1 "
    except TimeoutError:
        return False


def test_a_server_without_descriptors_waits_warns_once_and_goes_on(root: Path) -> None:
    with serving(root, max_files=MAX_FILES) as served, ExitStack() as stack:
        host = urlsplit(served.address).netloc
        served.until_printed("built in")
        address = ("127.0.0.1", int(host.rpartition(":")[2]))
        clients = [stack.enter_context(socket.create_connection(address, LIMIT_S)) for _ in range(CLIENTS)]
        for client in clients:
            client.sendall(f"GET /example-name.txt HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        until(lambda: is_answered(clients[0]))
        served.until_printed(
            f"the limit of {MAX_FILES} open files is reached: new connections wait until others close; "
            "raise it with `ulimit -n`"
        )
        assert not is_answered(clients[-1])
        file = root / "content" / "profile.yaml"  # a rebuild opens files, too
        save(file, file.read_text(encoding="utf-8") + "# changed\n")
        served.until_printed("changed content/profile.yaml")
        for client in clients[:-5]:
            client.close()
        for client in clients[-5:]:
            until(partial(is_answered, client))
        assert served.end() == INTERRUPTED
    assert sum("open files" in line for line in served.lines) == 1
    assert not any("error" in line or "Traceback" in line for line in served.lines)


INTERRUPTED_LOOP = """\
import asyncio, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores Ctrl-C
make = asyncio.events.new_event_loop
def make_interrupted():
    loop = make()
    os.kill(os.getpid(), signal.SIGINT)
    return loop
asyncio.events.new_event_loop = make_interrupted
from portfolio.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def test_an_interrupt_while_the_loop_is_made_leaves_none_open(root: Path) -> None:
    command = [
        sys.executable,
        "-W",
        "always",
        "-c",
        INTERRUPTED_LOOP,
        "--site",
        str(root),
        "serve",
        "--port",
        "0",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)
    assert (done.returncode, done.stderr) == (INTERRUPTED, "interrupted\n")
