"""Nothing that the owner's files, their names or GitHub's answers hold reaches a terminal as a command to it."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from support.sites import copy_starter, edit_study, edit_yaml
from support.snapshots import make_site, rich_snapshot

from portfolio.cli.main import run
from portfolio.site.up_to_date import find_up_to_date

if TYPE_CHECKING:
    from pathlib import Path

ESCAPE = "\x1b[31mRED\x07"
C1 = "\x9b31mRED\x85"
DIRECTION = "\u202egnp.txt\u2066"
HOSTILE = (ESCAPE, C1, DIRECTION, "one\rtwo", "\x7f\x08")
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
DRAWING = "┌─────┐    ┌─────┐\n│ {0} │───→│ B   │──→ {0}\n└─────┘    └─────┘\n"


class Tool:
    """The command line in this process, with what it prints."""

    def __init__(
        self, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.root, self.capsys, self.monkeypatch = root, capsys, monkeypatch

    def __call__(self, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
        """Run a command; returns exit code, output and messages, in which there is nothing that a terminal obeys."""
        stream = io.TextIOWrapper(io.BytesIO(stdin.encode()))
        self.monkeypatch.setattr("sys.stdin", stream)
        code = run(arguments)
        done = self.capsys.readouterr()
        for text in done:
            assert not OBEYED.search(text), f"{text!r}"
            assert "Traceback" not in text
        return code, done.out, done.err


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


@pytest.fixture
def tool(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Tool:
    """The tool, called in the folder of a site."""
    monkeypatch.chdir(root)
    return Tool(root, capsys, monkeypatch)


@pytest.mark.parametrize("form", ["text", "json", "ascii", "svg"])
@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    "drawing", [DRAWING, "{0} → B\n", "just {0} words\n", "{0}\n└── {0}\n", "| {0} | b |\n"]
)
def test_a_drawing_is_given_back_without_commands(tool: Tool, drawing: str, words: str, form: str) -> None:
    _, out, _ = tool("diagram", "-", "--to", form, "--title", f"t{words}", stdin=drawing.format(words))
    assert out
    if form == "json":
        json.loads(out)


def test_a_drawing_in_another_script_is_given_back_as_it_is(tool: Tool) -> None:
    _, out, _ = tool("diagram", "-", stdin="注文 受付 → Café 👩\u200d🚀\n")
    assert out == "注文 受付 leads to Café 👩\u200d🚀.\n"


@pytest.mark.parametrize("words", HOSTILE)
def test_the_name_of_a_drawing_is_printed_without_commands(tool: Tool, root: Path, words: str) -> None:
    name = f"a{words}.txt"
    (root / name).write_text("A → B\n  ↓\n+---+\n| a  |\n+---+\n", encoding="utf-8")
    assert ".txt:2:3:" in tool("diagram", name)[2]
    assert tool("diagram", f"no{words}")[0] == 2
    assert ".txt" in tool("fmt", "--check", name)[1]


@pytest.mark.parametrize("words", HOSTILE)
def test_an_error_is_printed_without_commands(tool: Tool, root: Path, words: str) -> None:
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"name": f"A{words}", f"x{words}": 1})
    edit_study(root, "settlement-queue", lambda front: front | {"tags": [f"a{words}", f"b{words}"]})
    text = f"[a](javascript:{words}) <b{words}>\n"
    (root / "content" / f"note{words}.md").write_text(text, encoding="utf-8")
    (root / "content" / f"note{words}.doc").touch()
    (root / "static").mkdir()
    (root / "static" / f"a{words}.txt").touch()
    (root / "templates").mkdir()
    text = f"{{% include 'x{words}' %}}{{{{ x{words} }}}}"
    (root / "templates/404.html").write_text(text, encoding="utf-8")
    tool.monkeypatch.setenv("GITHUB_ACTIONS", "true")
    tool.monkeypatch.setenv("GITHUB_REPOSITORY", f"a/{words}")
    assert tool("build")[0] == 1
    for form in ("text", "json", "github"):
        assert tool("check", "--format", form)[0] == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_the_path_of_a_site_is_printed_without_commands(tool: Tool, tmp_path: Path, words: str) -> None:
    folder = str(tmp_path / f"at{words}")
    assert tool("init", folder)[0] == 0
    output = f"{tmp_path}/o{words}"
    for arguments in (["build"], ["build", "-v", "--force"], ["build", "--output", output]):
        assert tool("--site", folder, *arguments)[0] == 0
    current = find_up_to_date(["--site", folder, "build", "--output", output], {}, str(tmp_path))
    assert current is not None
    assert not OBEYED.search(current[-1])


@pytest.mark.parametrize("words", HOSTILE)
def test_a_word_of_the_command_line_is_printed_without_commands(tool: Tool, words: str) -> None:
    for arguments in (
        [f"x{words}"],
        ["build", f"--x{words}"],
        ["build", f"x{words}"],
        ["check", "--format", words],
        ["--site", f"x{words}", "build"],
        ["build", "--base-url", f"https://a/{words}"],
        ["serve", "--port", words],
        ["fmt", f"x{words}"],
    ):
        code, _, err = tool(*arguments)
        assert (code, err != "") == (2, True)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("key", ["web", "description", "language"])
def test_what_github_answered_is_shown_without_commands(tool: Tool, root: Path, key: str, words: str) -> None:
    make_site(root, rich_snapshot())
    file = root / "content/stats.json"
    text = file.read_text(encoding="utf-8")
    value = json.dumps(f"https://{words}" if key == "web" else words)
    changed = re.sub(f'(?<="{key}": )"[^"]*"', lambda _: value, text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    for form in ("text", "json"):
        code, _, err = tool("stats", "show", "--format", form)
        assert code == 0 or "this snapshot cannot be read" in err
