"""Mistakes on the command line: what is near is suggested, by the rule that keys have, and nothing else; and the help in a narrow terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT

from portfolio.cli import main
from portfolio.cli.main import run
from portfolio.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def said(message: str, help_: str = "") -> str:
    """Return a mistake on the command line as it is shown."""
    return f"error[usage]: {message}\n" + (f" = help: {help_}\n" if help_ else "") + "\n1 error\n"


COMMANDS = (
    "init, new, import, build, serve, check, diagram, simulate, fmt, schema, diff, readme, upgrade, fit, stats, "
    "explain, completion"
)


@pytest.mark.parametrize(
    ("arguments", "message", "help_"),
    [
        ("build --outptu x", "no such option `--outptu`", "did you mean `--output`?"),
        ("build --focre=1", "no such option `--focre`", "did you mean `--force`?"),
        ("serve --prot 1", "no such option `--prot`", "did you mean `--port`?"),
        ("serve --PORT 1", "no such option `--PORT`", "did you mean `--port`?"),
        ("--versoin", "no such option `--versoin`", "did you mean `--version`?"),
        ("build --out x", "no such option `--out`", "`portfolio build --help` says how it is used"),
        ("build -z", "no such option `-z`", "`portfolio build --help` says how it is used"),
        ("-z", "no such option `-z`", "`portfolio --help` says how it is used"),
        ("build -q", "no such option `-q`", "it goes before the command: `portfolio -q build`"),
        (
            "stats show --quiet",
            "no such option `--quiet`",
            "it goes before the command: `portfolio --quiet stats show`",
        ),
        ("check -V", "no such option `-V`", "it goes before the command: `portfolio -V check`"),
        (
            "check --site x",
            "no such option `--site`",
            "it goes before the command: `portfolio --site DIR check`",
        ),
        ("buidl", "no such command `buidl`", "did you mean `build`?"),
        ("deploy", "no such command `deploy`", f"commands: {COMMANDS}"),
        ("stats fetc", "no such command `fetc`", "did you mean `fetch`?"),
        ("stats x", "no such command `x`", "commands: fetch, show"),
        ("stats fetch --stritc", "no such option `--stritc`", "did you mean `--strict`?"),
        ("--site .", "the command is missing", "`portfolio --help` says how it is used"),
        ("new pots", "invalid value `pots` for `KIND`", "did you mean `post`?"),
        (
            "new talk",
            "invalid value `talk` for `KIND`",
            "expected one of: case-study, project, post, page, position",
        ),
        ("new", "`KIND` is missing", "expected one of: case-study, project, post, page, position"),
        ("import jsonresume", "`FILE` is missing", "`portfolio import --help` says how it is used"),
        ("check --format jsno", "invalid value `jsno` for `--format`", "did you mean `json`?"),
        (
            "diagram --to png x",
            "invalid value `png` for `--to`",
            "expected one of: svg, text, json, ascii, mermaid",
        ),
        ("completion zhs", "invalid value `zhs` for `SHELL`", "did you mean `zsh`?"),
        ("check nope.md", "`nope.md` cannot be read: no such file or directory", ""),
        ("diagram .", "`.` cannot be read: is a folder", ""),
        ("--site pyproject.toml check", "`pyproject.toml` cannot be read: is not a folder", ""),
        ("serve --port http", "invalid value for `--port`: expected 0 to 65535, not `http`", ""),
        ("simulate x --seed -1", "invalid value for `--seed`: expected 0 or more, not `-1`", ""),
        ("build --output", "`--output` needs a value", "`portfolio --help` says how it is used"),
        ("build --force=1", "`--force` takes no value", "`portfolio --help` says how it is used"),
        ("build x y", "unexpected argument `x`", "`portfolio build --help` says how it is used"),
    ],
)
def test_a_mistake_on_the_command_line_is_reported_as_all_errors_are(
    arguments: str,
    message: str,
    help_: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(arguments.split()) == ExitCode.USAGE
    assert capsys.readouterr() == ("", said(message, help_))


@pytest.mark.parametrize(
    "arguments", [["--help"], *([name, "--help"] for name in main.COMMANDS), ["stats", "fetch", "--help"]]
)
def test_help_fits_60_columns_and_cuts_nothing(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run(arguments) == ExitCode.OK
    narrow = capsys.readouterr().out
    assert max(map(len, narrow.splitlines())) <= 60
    monkeypatch.setenv("COLUMNS", "120")
    assert run(arguments) == ExitCode.OK
    assert narrow.split() == capsys.readouterr().out.split()
    assert "..." not in narrow.replace("[PATHS]...", "").replace("[CODE]...", "").replace("[ARGS]...", "")


def test_a_message_fits_a_terminal_of_60_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run(["deploy"]) == ExitCode.USAGE
    shown = capsys.readouterr().err
    assert max(map(len, shown.splitlines())) <= 60
    assert " ".join(shown.split()) == " ".join(
        said("no such command `deploy`", f"commands: {COMMANDS}").split()
    )


@pytest.mark.parametrize(
    "arguments",
    [["--site", "", "check"], ["build", "--output="], ["init", ""], ["fmt", ""], ["diagram", ""]],
)
def test_an_empty_path_is_not_the_working_folder(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == ExitCode.USAGE
    assert capsys.readouterr().err.endswith(": expected a path, not an empty text\n\n1 error\n")
