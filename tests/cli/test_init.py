"""`init` as the owner meets it: what it prints can be followed word for word."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from portfolio.cli.main import run
from portfolio.errors import ExitCode


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
