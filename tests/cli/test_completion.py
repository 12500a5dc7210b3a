"""`portfolio completion`: the script, and what it asks the tool."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from portfolio.cli.main import COMMANDS

if TYPE_CHECKING:
    from support.command import RunPortfolio


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script_that_asks_the_tool(run_portfolio: RunPortfolio, shell: str) -> None:
    done = run_portfolio("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_PORTFOLIO_COMPLETE={shell}_complete" in done.stdout


def test_the_script_of_bash_is_valid(run_portfolio: RunPortfolio) -> None:
    bash = shutil.which("bash")
    assert bash
    script = run_portfolio("completion", "bash").stdout
    done = subprocess.run([bash, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_commands_and_options_are_completed(run_portfolio: RunPortfolio) -> None:
    def complete(words: str, number: int) -> list[str]:
        env = {"_PORTFOLIO_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(number)}
        done = run_portfolio(env=env)
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert complete("portfolio ", 1) == [*COMMANDS]
    assert complete("portfolio stats f", 2) == ["fetch"]
    assert "--base-url" in complete("portfolio build --b", 2)


def test_another_shell_is_an_error_that_names_those_there_are(run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("completion", "tcsh")
    assert done.returncode == 2
    assert " = help: expected one of: bash, zsh, fish\n" in done.stderr
