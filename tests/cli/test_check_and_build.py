"""`check` refuses exactly what `build` refuses, with the same words; and neither refuses a site that is right."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.sites import add_study, copy_starter, personalize

from portfolio.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BASE = ("--base-url", "https://example.org/")
STUDY = "content/case-studies/settlement-queue.md"


def write(name: str, text: str | bytes = "x") -> Callable[[Path], object]:
    """Return what writes a file into a site."""

    def prepare(root: Path) -> None:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    return prepare


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Return what changes a file of a site."""

    def prepare(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return prepare


def link(name: str, target: str) -> Callable[[Path], object]:
    """Return what puts a symlink into a site."""

    def prepare(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)

    return prepare


def remove(name: str) -> Callable[[Path], object]:
    """Return what removes a file from a site."""
    return lambda root: (root / name).unlink()


def both(*steps: Callable[[Path], object]) -> Callable[[Path], object]:
    """Return what takes several steps."""
    return lambda root: [step(root) for step in steps]


def section(text: str, kind: str = "markdown, file: notes.md") -> Callable[[Path], object]:
    """Return what shows a text on the home page."""
    line = f"  - {{kind: {kind}, title: Notes, command: '', id: notes}}\n"
    return both(
        write("content/notes.md", text), edit("content/home.yaml", "sections:\n", f"sections:\n{line}")
    )


BROKEN: dict[str, Callable[[Path], object]] = {
    "a tag too long for a folder": edit(STUDY, "[payments", "[" + "a" * 256),
    "a tag without letters": edit(STUDY, "[payments", "['..'"),
    "two tags with one address": edit(STUDY, "[payments, ", "[Payments, payments, "),
    "a file name with a dot": lambda root: add_study(root, "a.b"),
    "two names that differ in case": both(lambda root: add_study(root, "abc"), lambda root: add_study(root, "Abc")),
    "a study in a folder": write("content/case-studies/sub/a.md"),
    "a file in place of a page": write("static/index.html"),
    "a file in place of a folder": write("static/tags"),
    "a page in a page's folder": write("static/tags/go/index.html"),
    "a folder in place of a page": write("static/404.html/a.txt"),
    "two files that differ in case": both(write("static/A.txt"), write("static/a.txt")),
    "two forms of Unicode": both(write("static/\u00fc.txt"), write("static/u\u0308.txt")),
    "a name that is no UTF-8": write(os.fsdecode(b"static/\xff")),
    "a pipe": both(write("static/a"), lambda root: os.mkfifo(root / "static/pipe")),
    "a ring of links": link("static/a", "a"),
    "a link to a text": link("static/a.yaml", "../content/profile.yaml"),
    "a link to a hidden file": both(write(".env", "TOKEN=1"), link("static/a", "../.env")),
    "a link to a hidden file of static": both(write("static/.env", "TOKEN=1"), link("static/a", ".env")),
    "a link to a folder": link("static/a", "../content"),
    "no such theme": write("portfolio.yaml", "theme: nope\n"),
    "a stylesheet that is no UTF-8": write("static/custom.css", b"a{}\xff"),
    "a template with a mistake": write("templates/sitemap.xml", "{{ nope }}"),
    "a CNAME of two domains": write("static/CNAME", "a.org\nb.org\n"),
    "two sections of one kind": edit("content/home.yaml", "sections:\n", "sections:\n  - {kind: contact, title: C, command: ''}\n"),
    "a link to a draft": both(lambda root: add_study(root, "draft"), edit("content/case-studies/draft.md", "order:", "draft: true\norder:"), section("[a](case-studies/draft.md)\n")),
    "a figure of a draft": edit(STUDY, "order: 10", "order: 10\ndraft: true"),
    "a picture that is none": both(write("static/a.png", b"no picture"), section("![a](/a.png)\n")),
    "a text that is too large": section("a " * 1_000_001),
    "a folder in place of a file": both(remove("content/stack.yaml"), write("content/stack.yaml/a.md")),
    "settings behind a link out": both(remove("portfolio.yaml"), link("portfolio.yaml", "/etc/hostname")),
}  # fmt: skip
RIGHT: dict[str, Callable[[Path], object]] = {
    "the starter": lambda _: None,
    "a tag of 200 letters": edit(STUDY, "[payments", "[" + "a" * 200),
    "a study named index": lambda root: add_study(root, "index"),
    "a file name of 255 bytes": write("static/" + "a" * 255),
    "files of our own in other letters": both(write("static/a b/ü.txt"), write("static/.well-known/a"), write("static/.nojekyll", "")),
    "pages that may be replaced": both(write("static/404.html"), write("static/robots.txt")),
    "links within static": both(write("static/a.txt"), link("static/b.txt", "a.txt"), link("static/sub/c.txt", "../a.txt")),
    "a link within content": both(section("a\n"), write("content/a.txt~"), lambda root: (root / "content/notes.md").rename(root / "text"), link("content/notes.md", "../text")),
    "hidden files": both(write("static/.env"), write("content/.notes"), write("templates/.a.html", "{{ nope }}")),
    "a draft with mistakes": write("content/case-studies/draft.md", "---\ntitle: a\ndraft: true\nnope: 1\n---\n[a](/nope/)\n"),
    "a theme of one's own": both(write("templates/paper/base.html", '{% extends "terminal/base.html" %}'), write("portfolio.yaml", "theme: paper\n")),
}  # fmt: skip


def run_both(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[tuple[int, str], tuple[int, str]]:
    """Return exit code and diagnostics of `check`, and of `build`."""
    code = run(["--site", str(root), "check", *BASE])
    said = capsys.readouterr()
    checked = code, said.out + said.err
    code = run(["--site", str(root), "build", *BASE])
    return checked, (code, capsys.readouterr().err)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_site_is_refused_by_both_in_the_same_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    root = copy_starter(tmp_path / "site")
    BROKEN[name](root)
    checked, built = run_both(root, capsys)
    assert checked == built
    assert checked[0] == 1
    assert "error[" in checked[1]
    assert not (root / "_site").exists()


@pytest.mark.parametrize("name", RIGHT)
def test_a_site_that_is_right_is_refused_by_neither(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    root = copy_starter(tmp_path / "site")
    RIGHT[name](root)
    personalize(root)
    checked, built = run_both(root, capsys)
    assert (checked[0], built[0]) == (0, 0)
    assert "[" not in checked[1] + built[1]
