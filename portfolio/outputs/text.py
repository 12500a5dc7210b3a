"""Plain text of the home page and of each article: 72 columns, nothing that a terminal would obey."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.outputs.article import describe_article
from portfolio.outputs.document import NO_WORDS, Document, note_links
from portfolio.outputs.home import describe_home
from portfolio.outputs.layout import lay_out
from portfolio.pages.home import TEXT
from portfolio.pages.route import INDEX, Composed, Route, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.pages.route import Contents

PATH = "index.txt"
OMISSIONS = NO_WORDS
"""What the output leaves out, with the reason."""


def routes(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the texts."""
    return list_routes(contents, TEXT, write)


def list_routes(contents: Contents, name: str, write: Callable[[Document], bytes]) -> Iterator[Route]:
    """Yield the routes of an output that has a file beside the home page and beside each article."""
    site = contents.site
    yield Route(path=name, made=Composed(write, describe_home), is_replaceable=True)
    for article in site.articles:
        path = path_of(article.address).removesuffix(INDEX) + name
        made = Composed(write, partial(describe_article, article))
        yield Route(path=path, made=made, reads=frozenset({article.path}), is_replaceable=True)


def write(document: Document) -> bytes:
    """Return a document as plain text; the addresses of its links stand at its end."""
    rows = ("".join(piece.text for piece in row) for row in lay_out(note_links(document)))
    return ("\n".join(row.replace("\N{NO-BREAK SPACE}", " ").rstrip() for row in rows) + "\n").encode()
