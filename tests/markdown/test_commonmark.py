"""The parser and the renderer against every example of the CommonMark specification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from portfolio.errors import Source
from portfolio.markdown import parser
from portfolio.markdown.plugins.positions import create_env
from portfolio.model.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.npm

EMPTY_QUOTE = "<blockquote>\n</blockquote>"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def examples(npm_package: Callable[[str], Path]) -> list[tuple[str, str]]:
    """Markdown and HTML of each example; the specification writes a tab as an arrow."""
    text = (npm_package("commonmark-spec") / "spec.txt").read_text("utf-8").replace("→", "\t")
    return [(match[1], match[2]) for match in EXAMPLE.finditer(text)]


def test_the_specification_has_652_examples(examples: list[tuple[str, str]]) -> None:
    assert len(examples) == 652


def test_every_example_renders_as_specified(
    examples: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raw HTML and every link are let through here, and no white space is normalised; markdown-it writes an empty quote on one line."""
    for name in ("install_raw_html", "install_links"):
        monkeypatch.setattr(parser, name, lambda _md: None)
    md = parser.create_parser.__wrapped__()
    wrong = [
        f"example {number}: {markdown!r}\n  expected {expected!r}\n  rendered {rendered!r}"
        for number, (markdown, expected) in enumerate(examples, start=1)
        if (rendered := md.render(markdown, create_env(Document(Source("", markdown), 1))))
        != expected.replace(EMPTY_QUOTE, EMPTY_QUOTE.replace("\n", ""))
    ]
    assert not wrong, "\n".join([f"{len(wrong)} examples differ", *wrong[:5]])
