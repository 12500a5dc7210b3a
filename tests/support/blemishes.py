"""The blemishes of a page with missing content: empty elements, loose separators, headings over nothing, wrong plurals."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from support.html_tree import VOID, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SEPARATED = ("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "a", "th", "td", "summary", "figcaption")
SEPARATORS = "·,;|"
LISTS = {"ul": "li", "ol": "li", "dl": "dt", "nav": "a", "table": "td", "details": "summary"}
"""Elements that announce others, and what they have to hold."""
LONE = re.compile(r"(?<![\w.,→-] )(?<![\w.,-])1 (?:[a-z]+ )?[a-z]+(?<![su])s\b")
"""A plural with one: `1 years`, `1 case studies`."""
MANY = re.compile(
    r"(?<![\w.,-])(?:0|[2-9]|\d[\d,]+) (?:year|page|file|star|fork|day|week|request|repository|contribution|principle)\b"
)


def find_blemishes(page: Element) -> list[str]:
    """Return the blemishes of a page, in words; of its `<body>`, its title and descriptions."""
    body = page.one("body")
    return [
        *_find_empty(body),
        *_find_separators(body),
        *_find_hollow(body),
        *_find_bare_headings(body),
        *_find_plurals(_text(body)),
        *_find_in_head(page.one("head")),
    ]


def _shown(element: Element) -> Iterator[str]:
    """Yield the texts that a screen reader gets."""
    if element.attributes.get("aria-hidden") == "true" or element.tag in {"script", "style"}:
        return
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _shown(child)


def _spoken(element: Element) -> Iterator[Element]:
    """Yield the element and those below it, without ornaments."""
    if element.attributes.get("aria-hidden") == "true":
        return
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _spoken(child)


def _text(element: Element) -> str:
    return " ".join("".join(_shown(element)).split())


def _name(element: Element) -> str:
    attributes = "".join(f" {name}={value!r}" for name, value in element.attributes.items())
    return f"<{element.tag}{attributes}>"


def _find_empty(element: Element) -> Iterator[str]:
    """Yield the elements that hold nothing at all; drawings have shapes, ornaments blanks, void elements no inside."""
    if element.tag in VOID or element.tag == "svg" or element.attributes.get("aria-hidden") == "true":
        return
    children = [child for child in element.children if isinstance(child, Element)]
    if not element.text and not any(child.tag in {"img", "svg", "input"} for child in element.walk()):
        yield f"empty: {_name(element)}"
        return
    for child in children:
        yield from _find_empty(child)


def _find_separators(body: Element) -> Iterator[str]:
    """Yield the elements whose words begin or end with a separator, or have two in a row."""
    for element in _spoken(body):
        if element.tag not in SEPARATED:
            continue
        text = _text(element)
        if text and (text[0] in SEPARATORS or text[-1] in SEPARATORS):
            yield f"loose separator: {text!r}"
        if re.search(rf"[{SEPARATORS}]\s*[{SEPARATORS}]", text):
            yield f"two separators: {text!r}"


def _find_hollow(body: Element) -> Iterator[str]:
    """Yield lists, navigations and sections that announce nothing."""
    for element in _spoken(body):
        wanted = LISTS.get(element.tag)
        if wanted and not any(_text(item) for item in element.all(wanted)):
            yield f"nothing in: {_name(element)}"
        if element.tag == "section" and not element.all(*HEADINGS, "ol", "ul", "p"):
            yield f"nothing in: {_name(element)}"
        label = element.attributes.get("aria-label")
        if label is not None and (not label.strip() or label.strip()[-1] in ":,;·"):
            yield f"no label: {_name(element)}"


def _find_bare_headings(body: Element) -> Iterator[str]:
    """Yield headings without words, with nothing below them, or a level too deep; one first-level heading is wanted.

    A principle is its own heading.
    """
    headings = body.all(*HEADINGS)
    if [heading.tag for heading in headings].count("h1") != 1:
        yield "not one h1"
    levels = [int(heading.tag[1]) for heading in headings]
    yield from (f"h{low} after h{high}" for high, low in pairwise(levels) if low > high + 1)
    yield from (f"heading without words: {_name(item)}" for item in headings if not _text(item))
    if any(_text(heading).startswith("Principles") for heading in headings if heading.tag == "h1"):
        return
    for section in body.all("section"):
        own = section.all(*HEADINGS)
        if own and _text(section) == " ".join(map(_text, own)):
            yield f"heading over nothing: {_text(own[0])!r}"


def _find_plurals(line: str) -> Iterator[str]:
    yield from (f"plural: {match[0]!r}" for match in LONE.finditer(line))
    yield from (f"singular: {match[0]!r}" for match in MANY.finditer(line))


def _find_in_head(head: Element) -> Iterator[str]:
    words = [head.one("title").text]
    words += [
        meta.attributes["content"]
        for meta in head.all("meta")
        if "description" in meta.attributes.get("name", meta.attributes.get("property", ""))
    ]
    for text in words:
        if not text.strip() or text.strip()[-1] in ":,;·" or text.strip()[0] in ":,;·":
            yield f"head: {text!r}"
        yield from _find_plurals(text)
