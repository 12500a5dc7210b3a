"""Plain text: rows of 72 columns, no holes, nothing that a terminal obeys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.owners import OWNERS
from support.sites import STARTER_STUDY, copy_site, copy_starter, render, render_all
from support.small_sites import write_site
from test_docs import fences_of

from portfolio.characters import DIRECTIONS
from portfolio.markdown.blocks import Code, Heading, Paragraph, Piece, plain_line
from portfolio.outputs.document import Document, clean
from portfolio.outputs.text import write
from portfolio.width import measure_text

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.markdown.blocks import Block


def document(*blocks: Block) -> Document:
    return Document(
        title="T",
        owner="O",
        language="en",
        address="https://example.org/",
        blocks=blocks,
        links="Links",
        picture="Picture",
    )


def texts(rendered: dict[str, str]) -> dict[str, str]:
    return {path: content for path, content in rendered.items() if path.endswith("index.txt")}


@pytest.mark.parametrize("owner", OWNERS)
def test_a_text_of_any_owner_has_no_hole(owner: str, tmp_path: Path) -> None:
    found = texts(render(write_site(tmp_path / "site", **OWNERS[owner])))
    assert "index.txt" in found
    for path, text in found.items():
        rows = text.split("\n")
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "\n\n\n" not in text, path
        assert [row for row in rows if row != row.rstrip()] == [], path
        assert [row for row in rows if measure_text(row) > 72 and not re.search("https?://", row)] == [], path
        for name, line, after in zip(rows, rows[1:], [*rows[2:], ""], strict=False):
            if re.fullmatch("=+|-+|~+", line):
                assert name, path
                assert measure_text(name) <= 72, path
                assert not after, path
        assert not re.search(r"(=+|-+|~+)\n\n[^\n]+\n(==|--)|(--|~~)\n*$", text), f"{path}: an empty heading"


def test_one_line_is_a_whole_text(tmp_path: Path) -> None:
    assert texts(render(write_site(tmp_path / "site", **OWNERS["one line"]))) == {
        "index.txt": "$ whoami\nBo\n==\n"
    }


def test_a_case_study_has_its_text(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", **OWNERS["pseudonym"])
    assert (
        render(site)["case-studies/radio/index.txt"]
        == """\
A cellar that stays dry
=======================

🏠 Radio

Water came in through the north wall.

- None of leaks

role   all of it
scale  one house

The problem
-----------

The cellar was wet.

The words of a text with code and a link [1].

A part
------

┌──────┬───────┐
│ name │ value │
├──────┼───────┤
│ one  │ 1     │
└──────┴───────┘

The way:

    one  →  two

> Note
>
> A note.

- [x] done

Links
-----

[1] https://example.org/a
"""
    )


def test_a_table_of_words_from_the_right_is_a_list(tmp_path: Path) -> None:
    text = render(write_site(tmp_path / "site", **OWNERS["arabic"]))["case-studies/queue/index.txt"]
    assert "- الاسم   واحد\n  القيمة  قيمة\n" in text
    assert "│" not in text


def test_two_hundred_projects_are_a_line_each(tmp_path: Path) -> None:
    text = render(write_site(tmp_path / "site", **OWNERS["two hundred projects"]))["index.txt"]
    assert text.count("\n- A tool [") == 200
    assert "[200] https://example.org/case-studies/project-199/\n" in text


def test_a_scenario_has_its_table_and_its_rules(tmp_path: Path) -> None:
    root = copy_starter(tmp_path / "site")
    name = f"content/case-studies/{STARTER_STUDY}.scenario.yaml"
    (root / name).write_text(next(f.text for f in fences_of("docs/simulate.md") if f.title == name), "utf-8")
    text = " ".join(render(root)[f"case-studies/{STARTER_STUDY}/index.txt"].split())
    assert "What breaks, if you let it run" in text
    assert "rule that breaks no invoice is paid twice because the bank takes the second request" in text
    assert "every invoice is paid: holds in 12 states" in text
    assert "no invoice is paid twice: breaks, because the bank takes the second request" in text
    assert "The model leaves out: " in text


def test_pictures_are_named(tmp_path: Path) -> None:
    rendered = render_all(copy_site("designer", tmp_path / "site")).rendered
    assert any(b"[Picture: " in content for path, content in rendered.items() if path.endswith(".txt"))


def test_texts_are_not_in_the_sitemap(tmp_path: Path) -> None:
    rendered = render(write_site(tmp_path / "site", **OWNERS["pseudonym"]))
    assert "index.txt" not in rendered["sitemap.xml"]


def test_links_have_a_number_each_and_an_address_only_itself() -> None:
    line = (
        Piece("a ", (), "https://x.example/"),
        Piece("b", ("strong",), "https://x.example/"),
        Piece(", "),
        Piece("x.example", (), "https://x.example/"),
        Piece(", "),
        Piece("a", (), "https://x.example/"),
        Piece(" "),
        Piece("c", (), "https://y.example/"),
    )
    text = write(document(Paragraph(line))).decode()
    assert text == (
        "a b [1], x.example, a [1] c [2]\n\nLinks\n-----\n\n[1] https://x.example/\n[2] https://y.example/\n"
    )


HOSTILE = (
    "\x1b[31mred",
    "\x9b31mred",
    "\x90q\x9c",
    "\x07",
    "a\rb",
    "\x1b]8;;https://evil.example\x1b\\",
    "\u2028x",
)


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_in_the_content_is_obeyed_by_a_terminal(payload: str) -> None:
    blocks: tuple[Block, ...] = (
        Heading(1, plain_line(payload), payload),
        Paragraph((Piece(payload, (), f"https://example.org/{payload}"),)),
        Code(payload, payload, payload),
    )
    text = write(document(*clean(blocks))).decode()
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "<U+" in text


def test_signs_that_turn_text_around_are_left_out_and_marks_stay() -> None:
    text = clean("a\u202eb\u2066c\u2069 د\u200f!")
    assert text == "abc د\u200f!"
    assert re.findall(f"[{DIRECTIONS}]", text) == ["\u200f"]


def test_words_stay_as_they_are() -> None:
    assert clean("Ada 👩‍💻 ﷺ 支払い é\n\tx") == "Ada 👩‍💻 ﷺ 支払い é\n\tx"
