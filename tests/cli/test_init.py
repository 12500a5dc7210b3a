"""`init` as the owner meets it: what it prints can be followed word for word."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import termios
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT, clean_env

from portfolio.cli.main import run
from portfolio.errors import ExitCode
from portfolio.scaffold import create_site

if TYPE_CHECKING:
    from support.command import RunPortfolio

TIMEOUT_S = 60
NO_LANGUAGE = (
    "invalid value for `--language`: expected one of ar, de, en, es, fr, hi, ja, pt, zh (for another language "
    "set `language` in portfolio.yaml and write content/words.yaml), not `{}`"
)


@pytest.mark.parametrize("name", ["site", "my site", "o'neil", "a&b"])
def test_the_next_command_can_be_pasted_into_a_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", name]) == ExitCode.OK
    words = (
        capsys.readouterr().err.rpartition("run `portfolio ")[2].removesuffix("` build\n").removesuffix("`\n")
    )
    arguments = shlex.split(words)
    assert arguments == ["--site", name, "build"]
    assert run(arguments) == ExitCode.OK
    assert Path(name, "_site", "index.html").is_file()


def test_flags_give_the_facts_and_the_result_passes_check(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    flags = ("--name", "Grace Hopper", "--role", "Rear Admiral", "--github", "@grace", "--language", "de")
    done = run_portfolio("init", *flags, cwd=tmp_path)
    assert done.returncode == ExitCode.OK
    assert "placeholder" not in done.stderr
    profile = (tmp_path / "content/profile.yaml").read_text(encoding="utf-8")
    assert "\nname: Grace Hopper\nrole: Rear Admiral\n" in profile
    assert "\ngithub: grace\n" in profile
    assert "\nlanguage: de\n" in (tmp_path / "portfolio.yaml").read_text(encoding="utf-8")
    checked = run_portfolio("check", "--base-url", "https://example.org/", cwd=tmp_path)
    assert checked.returncode == ExitCode.OK, checked.stdout


def test_without_a_terminal_nothing_is_asked_and_the_placeholders_are_named(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    done = run_portfolio("init", cwd=tmp_path)
    assert done.returncode == ExitCode.OK
    assert done.stderr == (
        "no workflow was written: this version of portfolio has no GitHub action; publish the folder `_site` "
        "that `portfolio build` makes\n"
        "the site has a placeholder for your name: edit it, or give --name, --role and --github\n"
        "next: edit content/profile.yaml, then run `portfolio build`\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--github", "a b"),
            "invalid value for `--github`: expected a GitHub login such as octocat, or the address of its profile, not `a b`",
        ),
        (("--name", " "), "invalid value for `--name`: expected a name"),
        (("--role", "a\nb"), "invalid value for `--role`: expected one line, not `a b`"),
        (("--language", "xx"), NO_LANGUAGE.format("xx")),
        (("--language", "./en"), NO_LANGUAGE.format("./en")),
        (
            ("--example", "--name", "Ada"),
            "`--example` has a name, a role, a login and a language of its own",
        ),
    ],
)
def test_a_bad_flag_is_explained_and_nothing_is_written(
    run_portfolio: RunPortfolio, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run_portfolio("init", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr == f"error[usage]: {message}\n\n1 error\n"
    assert list(tmp_path.iterdir()) == []


def answer(folder: Path, *answers: str, arguments: tuple[str, ...] = (), again: str = "") -> tuple[int, str]:
    """Run `init` on a terminal, type the answers, and return the exit code and what the terminal showed.

    `again` is typed each second for which nothing happens: Python can miss a Ctrl-C between a question and its reading.
    """

    def own_the_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # Ctrl-C is for whom the terminal belongs to
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it

    terminal, device = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "portfolio", "init", *arguments],
        cwd=folder,
        env=clean_env(folder, {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}),
        stdin=device,
        stdout=device,
        stderr=device,
        start_new_session=True,
        preexec_fn=own_the_terminal,  # noqa: PLW1509 (no thread runs)
    ) as process:
        os.close(device)
        shown = b"" if arguments else os.read(terminal, 4096)  # the first question
        os.write(terminal, "".join(answers).encode())
        with contextlib.suppress(OSError):  # Linux's way to say that the other end is closed
            for _ in range(TIMEOUT_S):
                if select.select([terminal], [], [], 1)[0]:
                    shown += os.read(terminal, 4096)
                else:
                    os.write(terminal, again.encode())
        process.kill()  # it has ended, or never will
        code = process.wait(TIMEOUT_S)
    os.close(terminal)
    return code, shown.decode()


def test_a_terminal_is_asked_for_name_role_and_login(tmp_path: Path) -> None:
    code, shown = answer(tmp_path, "Grace Hopper\n", "\n", "no login\n", "grace\n")
    assert code == ExitCode.OK
    assert [shown.count(word) for word in ("Your name", "Your role", "Your GitHub login")] == [1, 1, 2]
    assert "expected a GitHub login such as octocat" in shown
    profile = (tmp_path / "content/profile.yaml").read_text(encoding="utf-8")
    assert "\nname: Grace Hopper\nfields:" in profile
    assert "\ngithub: grace\n" in profile


def test_a_terminal_is_not_asked_for_what_is_given(tmp_path: Path) -> None:
    flags = ("--name", "Grace", "--role", "Admiral", "--github", "grace")
    code, shown = answer(tmp_path, arguments=flags)
    assert code == ExitCode.OK
    assert "Your" not in shown


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_nothing_is_written_if_the_questions_are_left(tmp_path: Path, key: str) -> None:
    code, _ = answer(tmp_path, key, again=key)
    assert code == ExitCode.INTERRUPTED
    assert list(tmp_path.iterdir()) == []


def test_a_repository_without_a_remote_is_told_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("portfolio.cli.init.create_site", partial(create_site, action="octo-org/portfolio"))
    monkeypatch.chdir(tmp_path)
    assert run(["init"]) == ExitCode.OK
    words = "to publish: create a repository on GitHub, add it with `git remote add origin`, and push\n"
    assert words in capsys.readouterr().err
    with_remote = tmp_path / "with"
    (with_remote / ".git").mkdir(parents=True)
    (with_remote / ".git/config").write_text(
        '[remote "origin"]\n\turl = git@github.com:grace/site.git\n', encoding="utf-8"
    )
    monkeypatch.chdir(with_remote)
    assert run(["init"]) == ExitCode.OK
    assert words not in capsys.readouterr().err
