"""The page for `man`: no warnings, and nothing in the content is a request of roff."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from outputs.test_text import document
from support.hostile import hostile_site
from support.owners import OWNERS, turn_on
from support.programs import require
from support.sites import copy_site, render
from support.small_sites import write_site
from support.stress import long_words

from portfolio.markdown.blocks import Code, Facts, Heading, Item, Items, Paragraph, Quote, plain_line
from portfolio.outputs.man import write

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.markdown.blocks import Block


def man(page: Path) -> str:
    """Return what `man` shows of a page, and its warnings."""
    require("man", "groff")
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANROFFSEQ": "", "MAN_KEEP_FORMATTING": ""}
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", str(page)],  # noqa: S607 (wherever it is)
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.stderr, done.stderr
    assert done.returncode == 0
    return re.sub("\x1b\\[[0-9;]*m|.\x08", "", done.stdout)


def show(tmp_path: Path, *blocks: Block) -> str:
    page = tmp_path / "page.1"
    page.write_bytes(write(document(*blocks)))
    return man(page)


@pytest.mark.parametrize("owner", OWNERS)
def test_a_page_of_any_owner_has_no_warning(owner: str, tmp_path: Path) -> None:
    rendered = render(turn_on(write_site(tmp_path / "site", **OWNERS[owner])))
    pages = [path for path in rendered if path.endswith("index.1")]
    assert "index.1" in pages
    for path in pages[:4]:
        page = tmp_path / "index.1"
        page.write_text(rendered[path], encoding="utf-8")
        man(page)


def test_whole_sites_have_no_warning(tmp_path: Path) -> None:
    sites = {
        "engineer": copy_site("engineer", tmp_path / "engineer"),
        "long": long_words(tmp_path / "long"),
        "hostile": hostile_site(tmp_path / "hostile", ".SH '\\fBx\\n(yr"),
    }
    for name, site in sites.items():
        rendered = render(turn_on(site))
        for number, path in enumerate(path for path in rendered if path.endswith("index.1")):
            page = tmp_path / f"{name}-{number}.1"
            page.write_text(rendered[path], encoding="utf-8")
            assert "NAME\n" in man(page)


@pytest.mark.parametrize(
    "payload",
    [
        ".SH EVIL",
        "'br",
        ".so /etc/passwd",
        "\\fBbold",
        "\\*(Tm",
        'a" "b',
        "-x --long ~ ^ ` '",
        ".",
        "'",
        "\\",
    ],
)
def test_words_are_no_requests(payload: str, tmp_path: Path) -> None:
    line = plain_line(payload)
    blocks: tuple[Block, ...] = (
        Heading(1, line),
        Paragraph((*line, *plain_line("\n"), *line)),
        Heading(2, line),
        Heading(3, line),
        Items((Item("-", (Paragraph(line), Code(payload, payload))), Item("1.", ()))),
        Facts(((payload, line),)),
        Quote((Paragraph(plain_line(payload, "strong")), Paragraph(line))),
        Code(f"{payload}\n{payload}\n", payload),
    )
    text = show(tmp_path, *blocks)
    assert text.count(payload) >= 13


def test_each_page_names_the_owner(tmp_path: Path) -> None:
    rendered = render(turn_on(write_site(tmp_path / "site", **OWNERS["pseudonym"])))
    for path, words in (("index.1", "q"), ("case-studies/radio/index.1", "A cellar that stays dry")):
        assert '.TH "q" 1\n' in rendered[path]
        assert f"\n.SH NAME\n\\&{words}\n" in rendered[path]
