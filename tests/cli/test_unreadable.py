"""Files and folders that cannot be read: an error at their path, from every command alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serve.running import running, until
from support.privileges import without_privileges
from support.sites import copy_starter, edit_yaml

from portfolio.cli.main import run
from portfolio.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STUDY = "content/case-studies/settlement-queue.md"
FILES = (
    "portfolio.yaml",
    "content/profile.yaml",
    "content/stack.yaml",
    STUDY,
    "content/notes.md",
    "content/plan.txt",
    "templates/tag.html",
    "templates/mine/base.html",
    "static/custom.css",
    "static/photo.svg",
    "static/palettes/own.css",
    "static/mine/site.css",
    "static/CNAME",
    "static/icon.svg",
    "static/papers/talk.txt",
)
FOLDERS = (
    "content/case-studies",
    "templates",
    "templates/mine",
    "static",
    "static/palettes",
    "static/mine",
    "static/papers",
)
SECTION = {"kind": "markdown", "file": "notes.md", "id": "notes", "title": "Notes", "command": "cat notes.md"}
NOTES = """\
[One](case-studies/settlement-queue.md), [two](/case-studies/settlement-queue/), [three](/papers/talk.txt)
and [four](../static/papers/talk.txt).

![A plan](/photo.svg)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site that uses files of every kind, with links between them."""
    root = copy_starter(tmp_path / "site")
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    icon = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>\n'
    texts = {
        "content/notes.md": NOTES,
        "content/plan.txt": "A -> B\n",
        "templates/tag.html": '{% extends "terminal/tag.html" %}\n',
        "templates/mine/base.html": '{% extends "terminal/base.html" %}\n',
        "static/custom.css": "p { margin: 0 }\n",
        "static/photo.svg": icon,
        "static/palettes/own.css": "p { margin: 0 }\n",
        "static/mine/site.css": "p { margin: 0 }\n",
        "static/CNAME": "ada.example\n",
        "static/icon.svg": icon,
        "static/papers/talk.txt": "Slides\n",
    }
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")
    edit_yaml(root, "portfolio.yaml", lambda config: config | {"theme": "mine"})
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(SECTION))
    return root


class Tool:
    """The command line as a user whom file modes bind, for one site."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys

    def __call__(self, command: str) -> tuple[int, list[str]]:
        """Run a command; returns its exit code and the first line of each error. There may be no traceback."""
        with without_privileges():
            code = run(["--site", str(self.root), command])
        done = self.capsys.readouterr()
        assert "Traceback" not in done.err
        return code, [line for line in (done.out + done.err).splitlines() if "error[" in line]


@pytest.fixture
def tool(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Tool]:
    """The tool, in the site's folder; what a test closed is opened in the end."""
    monkeypatch.chdir(root)
    yield Tool(root, capsys)
    for path in (root, *(root / name for name in ("content", *FOLDERS))):
        path.chmod(0o755)


def unreadable(name: str) -> str:
    return f"{name}:1:1: error[file-unreadable]: `{name}` cannot be read: permission denied"


def test_the_site_is_right_while_all_of_it_can_be_read(tool: Tool) -> None:
    assert [tool(command) for command in ("build", "check", "fmt")] == [(0, [])] * 3


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_the_only_error(tool: Tool, root: Path, name: str) -> None:
    (root / name).chmod(0)
    assert tool("build") == (1, [unreadable(name)])
    assert tool("check") == (1, [unreadable(name)])
    is_drawn = name.startswith("content/") and not name.endswith(".yaml")
    assert tool("fmt") == ((1, [unreadable(name)]) if is_drawn else (0, []))


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_cannot_be_listed_is_the_only_error(tool: Tool, root: Path, name: str) -> None:
    (root / name).chmod(0)
    assert tool("build") == (1, [unreadable(name)])
    assert tool("check") == (1, [unreadable(name)])
    assert tool("fmt") == ((1, [unreadable(name)]) if name.startswith("content") else (0, []))


@pytest.mark.parametrize("name", [*FOLDERS, "content"])
def test_a_folder_that_can_be_listed_and_not_entered_names_what_is_in_it(
    tool: Tool, root: Path, name: str
) -> None:
    names = sorted(f"{name}/{entry.name}" for entry in (root / name).iterdir())
    (root / name).chmod(0o400)
    inside = (1, [unreadable(path) for path in names])
    assert tool("build") == inside
    assert tool("check") == inside
    drawn = (1, [unreadable(path) for path in names if not path.endswith(".yaml")])
    assert tool("fmt") == (drawn if name.startswith("content") else (0, []))


def test_content_that_cannot_be_listed_is_the_only_error(tool: Tool, root: Path) -> None:
    (root / "content").chmod(0)
    wanted = (1, [unreadable("content")])
    assert [tool("build"), tool("check")] == [wanted] * 2
    assert tool("fmt") == (1, [unreadable("content")])


@pytest.mark.parametrize("command", ["build", "check", "fmt", "serve"])
def test_a_site_that_cannot_be_entered_is_named(tool: Tool, root: Path, command: str) -> None:
    root.chmod(0o400)
    assert tool(command) == (2, [f"error[usage]: `{root}` cannot be read: permission denied"])


@pytest.mark.parametrize(
    "name", [STUDY, "templates/tag.html", "static/photo.svg", "templates", "static/papers"]
)
def test_a_preview_names_what_cannot_be_read_and_goes_on_once_it_can(root: Path, name: str) -> None:
    (root / name).chmod(0)
    with without_privileges(), running(root) as server:
        (problem,) = [item.message for item in server.outcomes[0].problems if item.code == "file-unreadable"]
        assert problem == f"`{name}` cannot be read: permission denied"
        assert [item.severity for item in server.outcomes[0].problems].count(Severity.ERROR) == 1
        (root / name).chmod(0o755)
        until(lambda: server.outcomes[-1].site, f"for {name} to be read")
        (root / name).chmod(0)
        until(lambda: not server.outcomes[-1].site, f"for {name} to be closed")
        assert problem in [item.message for item in server.outcomes[-1].problems]
        (root / name).chmod(0o755)
