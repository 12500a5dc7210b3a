"""Mistakes on the command line: what is near is suggested, by the rule that keys have, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portfolio.cli.main import run
from portfolio.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("arguments", "command", "message"),
    [
        (["build", "--outptu", "x"], " build", "no such option `--outptu`; did you mean `--output`?"),
        (["build", "--focre=1"], " build", "no such option `--focre`; did you mean `--force`?"),
        (["serve", "--prot", "1"], " serve", "no such option `--prot`; did you mean `--port`?"),
        (["serve", "--PORT", "1"], " serve", "no such option `--PORT`; did you mean `--port`?"),
        (["--versoin"], "", "no such option `--versoin`; did you mean `--version`?"),
        (["build", "--out", "x"], " build", "no such option `--out`"),
        (["build", "--zzzz"], " build", "no such option `--zzzz`"),
        (["build", "-z"], " build", "no such option `-z`"),
        (["buidl"], "", "no such command `buidl`; did you mean `build`?"),
        (
            ["deploy"],
            "",
            "no such command `deploy`; commands: init, new, import, build, serve, check, diagram, simulate, fmt, schema, diff, readme, upgrade, fit, stats, explain, completion",
        ),
        (["stats", "fetc"], " stats", "no such command `fetc`; did you mean `fetch`?"),
        (["stats", "x"], " stats", "no such command `x`; commands: fetch, show"),
        (
            ["stats", "fetch", "--stritc"],
            " stats fetch",
            "no such option `--stritc`; did you mean `--strict`?",
        ),
    ],
)
def test_an_unknown_word_is_named_with_what_is_near(
    arguments: Sequence[str], command: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == ExitCode.USAGE
    has_commands = command in {"", " stats"}
    assert capsys.readouterr().err == (
        f"Usage: portfolio{command} [OPTIONS]{' COMMAND [ARGS]...' if has_commands else ''}\n"
        f"Try 'portfolio{command} --help' for help.\n\nError: {message}\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [["--site", "", "check"], ["build", "--output="], ["init", ""], ["fmt", ""], ["diagram", ""]],
)
def test_an_empty_path_is_not_the_working_folder(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == ExitCode.USAGE
    assert capsys.readouterr().err.endswith(": expected a path, not an empty text\n")
