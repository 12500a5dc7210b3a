"""Text with colours: the same words, and no other escape sequence than those of the output itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from outputs.test_text import HOSTILE, document
from support.owners import OWNERS, turn_on
from support.sites import render
from support.small_sites import write_site

from portfolio.markdown.blocks import Code, Heading, Paragraph, Piece, plain_line
from portfolio.outputs.ansi import write
from portfolio.outputs.document import clean

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.markdown.blocks import Block

OWN = re.compile("\x1b\\[[0-9;]+m|\x1b\\]8;;[!-~]*\x1b\\\\")


def test_a_link_is_opened_by_the_terminal() -> None:
    text = write(document(Paragraph((Piece("a", ("strong",), "https://x.example/ä;b"),)))).decode()
    assert text == "\x1b]8;;https://x.example/%C3%A4;b\x1b\\\x1b[1ma\x1b[0m\x1b]8;;\x1b\\\n"


@pytest.mark.parametrize("payload", HOSTILE)
def test_the_content_brings_no_escape_sequence(payload: str) -> None:
    blocks: tuple[Block, ...] = (
        Heading(1, plain_line(payload), payload),
        Paragraph((Piece(payload, ("code",), f"https://example.org/{payload}"),)),
        Code(payload, payload, payload),
    )
    text = OWN.sub("", write(document(*clean(blocks))).decode())
    assert all(c.isprintable() or c == "\n" for c in text)


@pytest.mark.parametrize("owner", OWNERS)
def test_each_row_ends_what_it_opens(owner: str, tmp_path: Path) -> None:
    rendered = render(turn_on(write_site(tmp_path / "site", **OWNERS[owner])))
    for path in rendered:
        if path.endswith("index.ans"):
            for row in rendered[path].split("\n"):
                assert row.count("\x1b[0m") == len(re.findall("\x1b\\[[1-9]", row))
                assert row.count("\x1b]8;;\x1b\\") == len(re.findall("\x1b]8;;[^\x1b]", row))
                assert "\x1b" not in OWN.sub("", row)
