"""The words of a site: those of its content, and those that a reader of a page sees. Knows nothing of the tool."""

from __future__ import annotations

import functools
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from markdown_it.token import Token

INLINE_TAGS = frozenset(
    {"a", "abbr", "b", "bdi", "code", "em", "kbd", "mark", "s", "span", "strong", "sub", "sup", "wbr"}
)
"""Elements that may be within a word."""

NOT_WORDS = frozenset(
    {
        *("badge", "draft", "embeds", "figures", "file", "id", "kind", "mode", "order", "principles"),
        *("check_figures", "featured", "limit", "parallel", "updated"),
    }
)
"""Keys whose values are references or settings, or are written in another way."""

FIGURES = frozenset({"diagram", "flow"})
"""Languages of fences that are shown as pictures."""


# ---------------------------------------------------------------- what a page says


class _PageReader(HTMLParser):
    """Collects the words of a page, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self.hidden += 1
        if tag not in INLINE_TAGS:
            self.words.append(" ")
        self.addresses += [value for name, value in attrs if name in {"href", "src"} and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self.hidden -= 1
        if tag not in INLINE_TAGS:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def normalise(text: str) -> str:
    """Return text as words are compared: without case, with plain quotes and single spaces."""
    plain = text.translate(str.maketrans("‘’“”", "''\"\"")).casefold()  # noqa: RUF001 (quotes to undo)
    return " ".join(plain.split())


@functools.cache
def page_text(site: Path, address: str) -> str:
    """Return the words of a built page, the addresses it names after them; nothing where there is no page."""
    file = site / address.strip("/") / "index.html"
    if not file.is_file():
        return ""
    reader = _PageReader()
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return normalise(" ".join(["".join(reader.words), *reader.addresses]))


def missing(site: Path, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Return every pair of address and words whose page does not have them, in any of their spellings."""
    return [
        f"{address}: {words}"
        for address, words in wanted
        if not any(normalise(form) in page_text(site, address) for form in spellings(words))
    ]


# ---------------------------------------------------------------- what content says


def read_yaml(file: Path) -> object:
    """Return a YAML file with every scalar as the text it was written as; None where there is no file."""
    if not file.is_file():
        return None
    return yaml.load(file.read_text(encoding="utf-8-sig"), yaml.BaseLoader)  # noqa: S506 (makes nothing but text)


def read_case_study(file: Path) -> tuple[dict[str, object], str]:
    """Return the front matter of a case study with every scalar as text, and the body."""
    _, front_matter, body = re.split(
        r"^---[ \t]*\n", file.read_text(encoding="utf-8-sig"), maxsplit=2, flags=re.MULTILINE
    )
    front = yaml.load(front_matter, yaml.BaseLoader)  # noqa: S506 (makes nothing but text)
    assert isinstance(front, dict), file
    return front, body


def leaves(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a YAML value that readers are meant to see, with the nearest key above it."""
    if key in NOT_WORDS:
        return
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, key)
    elif isinstance(value, str):
        yield key, value


_INLINE = MarkdownIt("zero").enable(["backticks", "emphasis", "escape"])


def spellings(words: str) -> Iterator[str]:
    """Yield the ways in which a page may show words: as they are, with their marks read, and in a string of code."""
    yield words
    yield "".join(token.content for token in _INLINE.parseInline(words)[0].children or ())
    yield json.dumps(words, ensure_ascii=False)[1:-1]


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)


def markdown_words(body: str) -> Iterator[str]:
    """Yield the words of a Markdown text, without its markup: running text, lines of code, the words of drawings."""
    for token in _MARKDOWN.parse(body):
        if token.type == "inline":
            yield from _running_text(token)
        elif token.type == "fence":
            yield from _fence_words(token)
        elif token.type == "code_block":
            yield from token.content.splitlines()


def _running_text(inline: Token) -> Iterator[str]:
    """Yield the stretches between what is no text: pictures, notes, comments."""
    pieces = [""]
    for child in inline.children or ():
        if child.type in {"text", "code_inline"}:
            pieces[-1] += child.content
        elif child.type in {"softbreak", "hardbreak"}:
            pieces[-1] += " "
        elif not child.nesting:
            pieces.append("")
    # what makes an item a task, and a quotation an alert
    pieces[0] = re.sub(r"^(\[[ xX]\]\s+|\[!\w+\]\s*)", "", pieces[0])
    yield from (piece for piece in pieces if piece.strip())


def _fence_words(fence: Token) -> Iterator[str]:
    """Yield the title of a fence and its lines; of a drawing, word by word, since it is drawn again."""
    yield from _title(fence)
    text = re.sub(r"(^|\s)#.*", "", fence.content) if _language(fence) == "flow" else fence.content
    yield from drawing_words(text) if _language(fence) in FIGURES else text.splitlines()


def drawing_titles(body: str) -> list[str]:
    """Return the titles of a Markdown text's drawings."""
    fences = [token for token in _MARKDOWN.parse(body) if token.type == "fence"]
    return [title for fence in fences if _language(fence) in FIGURES for title in _title(fence)]


def _language(fence: Token) -> str:
    return (fence.info.split(maxsplit=1) or [""])[0]


def _title(fence: Token) -> list[str]:
    """Return a fence's title, if it has one."""
    found = re.search(r"""title=(?:"([^"]*)"|'([^']*)')""", fence.info)
    return [unescapeAll(found[1] or found[2])] if found else []


def drawing_words(drawing: str) -> list[str]:
    """Return the words of a drawing."""
    return re.findall(r"\w+", drawing)
