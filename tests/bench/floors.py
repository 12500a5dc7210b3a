"""What the libraries take for the pages of the corpus by themselves: no build with them takes less."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import yaml
from bench.corpus import make_texts
from bench.table import Spread
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from portfolio.documents.drawings import read_figure
from portfolio.documents.figure import draw_figure
from portfolio.markdown.records import DIAGRAM

if TYPE_CHECKING:
    from collections.abc import Callable


def measure_floors(pages: int, rounds: int) -> dict[str, Spread]:
    """Return the processor time of each work in ms a page, by its name; one round before the first is not counted."""
    texts = [*make_texts(pages)]
    fronts = [yaml.safe_dump(text.front) for text in texts]
    bodies = [text.body("```text") for text in texts]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    fences = [token for body in bodies for token in parser.parse(body) if token.type == "fence"]
    codes = [(token.content, token.info) for token in fences if token.info != "text"]
    drawings = [text.drawing for text in texts]
    works: dict[str, Callable[[], object]] = {
        "PyYAML, with its C parser: the front matter": lambda: [
            yaml.load(front, yaml.CSafeLoader) for front in fronts
        ],
        "markdown-it-py: tokens and HTML": lambda: [parser.render(body) for body in bodies],
        "Pygments: the code": lambda: [
            highlight(code, get_lexer_by_name(language), HtmlFormatter()) for code, language in codes
        ],
        "our own: the drawing, and its form for phones": lambda: [
            draw_figure(read_figure(drawing, DIAGRAM), "a drawing", "diagram") for drawing in drawings
        ],
    }
    found = {}
    for name, work in works.items():
        work()
        found[name] = Spread.of(_time(work, pages) for _ in range(rounds))
    return found


def _time(work: Callable[[], object], pages: int) -> float:
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started) / pages
