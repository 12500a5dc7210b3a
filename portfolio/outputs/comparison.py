"""What two variants of a site say, page by page, and which sentences only one of them has."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from portfolio.model.config import VariantUrl
from portfolio.outputs.article import describe_article
from portfolio.outputs.document import name_pictures
from portfolio.outputs.home import describe_home
from portfolio.outputs.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.outputs.document import Document
    from portfolio.pages.context import Context

_END = re.compile(r"(?<=[.!?…])\s+(?=[^\s\d\W]|[\"“‘(¿¡])|(?<=[。！？।])")  # noqa: RUF001 (they are meant)
"""Between two sentences."""


class Difference(NamedTuple):
    """The sentences of one page that only one side has, in its order."""

    address: str
    """From the site's or the variant's root."""
    first: tuple[str, ...]
    second: tuple[str, ...]


def compare(first: Context, second: Context) -> Iterator[Difference]:
    """Yield the pages that differ: the home page, then the articles in the order of the first side, then of the second."""
    url = first.base_url.site if isinstance(first.base_url, VariantUrl) else first.base_url
    one, other = (
        _read_pages(structs.replace(context, base_url=url, documents={})) for context in (first, second)
    )
    for address in dict.fromkeys([*one, *other]):
        sentences = one.get(address, ()), other.get(address, ())
        found = _subtract(*sentences), _subtract(*reversed(sentences))
        if any(found):
            yield Difference(address, *found)


def _subtract(sentences: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    left = Counter(others)
    found = []
    for sentence in sentences:
        if left[sentence]:
            left[sentence] -= 1
        else:
            found.append(sentence)
    return tuple(found)


def _read_pages(context: Context) -> dict[str, tuple[str, ...]]:
    documents = {"/": describe_home(context)}
    documents |= {article.address: describe_article(article, context) for article in context.site.articles}
    return {address: tuple(_list_sentences(document)) for address, document in documents.items()}


def _list_sentences(document: Document) -> Iterator[str]:
    """Yield what a page says, a sentence or a row at a time."""
    for row in lay_out(name_pictures(document), width=sys.maxsize):
        text = " ".join("".join(piece.text for piece in row).split()).removeprefix("- ")
        if re.search(r"\w", text):
            yield from filter(None, _END.split(text))
