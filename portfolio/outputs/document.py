"""A document: what an output that is text says, before it is written in that output's form."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, json
from msgspec.structs import replace

from portfolio.characters import CONTROLS, STRAY
from portfolio.markdown.blocks import Block, Heading, Item, Items, Line, Paragraph, Piece, plain_line, rebuild
from portfolio.markdown.inline import read_field
from portfolio.model.case_study import say_outcome
from portfolio.width import PLAIN_ESCAPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.languages.words import Words
    from portfolio.model.case_study import CaseStudy
    from portfolio.model.site import Site
    from portfolio.pages.context import Context
    from portfolio.pages.shared_views import PictureView

T = TypeVar("T")

_CONTROLS = re.compile(f"[{CONTROLS}{STRAY}]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of a part: a terminal finds it by itself, and the end of such a part may be in another row."""

_DOUBTFUL = re.compile(rf"\\(?:u00|[bfr])|[\x7f-\x9f{STRAY}\u202a-\u202e\u2066-\u2069]")
"""What may have to be cleaned, in blocks as JSON: to search that is much faster than to go through all of them."""


class Document(Struct, frozen=True, kw_only=True):
    """A page's content as blocks, which has only characters that a terminal shows."""

    title: str
    owner: str
    language: str
    address: str
    """The page's, with its host."""
    blocks: tuple[Block, ...]
    links: str
    """The heading above the addresses of links."""
    picture: str
    """The word before the text alternative of a picture."""


def make_once(address: str, context: Context, make: Callable[[], Document]) -> Document:
    """Return the document of a page; the outputs beside a page are made one after the other, and share it."""
    documents: dict[str, Document] = context.documents
    document = documents.get(address)
    if document is None:
        document = make()
        documents.clear()  # those of a thousand pages take 8 MB
        documents[address] = document
    return document


def make_document(title: str, address: str, blocks: Iterable[Block], site: Site) -> Document:
    """Return a document of blocks with any text in them."""
    return Document(
        title=clean(title),
        owner=clean(site.profile.name),
        language=site.config.language,
        address=address,
        blocks=clean(tuple(blocks)),
        links=site.words["text_links"],
        picture=site.words["picture"],
    )


def clean(value: T) -> T:
    r"""Return blocks or text without what a terminal would obey: controls are escaped, direction signs are left out.

    >>> clean("one\x1b[31m two")
    'one<U+001B>[31m two'
    """
    return rebuild(value, str, _clean_text) if _DOUBTFUL.search(json.encode(value).decode()) else value


def _clean_text(text: str) -> str:
    if text.isprintable():
        return text
    return _CONTROLS.sub(lambda found: PLAIN_ESCAPE % ord(found[0]), _TURNS.sub("", text))


def join(lines: Iterable[Line], separator: str = " · ") -> Line:
    """Return lines as one, without the empty ones."""
    pieces: list[Piece] = []
    for line in filter(None, lines):
        pieces += [Piece(separator), *line] if pieces else line
    return tuple(pieces)


def paragraphs(*lines: Line) -> list[Block]:
    """Return a paragraph for each line that is not empty."""
    return [Paragraph(line) for line in lines if line]


def bullets(lines: Iterable[Line]) -> list[Block]:
    """Return a list of lines; none without any."""
    items = tuple(Item("-", (Paragraph(line),)) for line in lines)
    return [Items(items)] if items else []


def list_outcomes(study: CaseStudy, own: Words) -> list[Block]:
    """Return the outcomes of a case study as a list, each with how it was measured."""
    return bullets(
        join([words(say_outcome(outcome)), _say_measured(getattr(outcome, "measured", None), own)])
        for outcome in study.outcomes
    )


def _say_measured(how: str | None, own: Words) -> Line:
    return (Piece(f"{own['measured']} "), *read_field(how)) if how else ()


def words(text: str | None, *marks: str, href: str | None = None) -> Line:
    """Return plain text as a line; an empty one without any."""
    return plain_line(text or "", *marks, href=href or "")


def show_picture(picture: PictureView | None) -> Line:
    """Return a picture as a line; an empty one without any."""
    return words(picture.alt, "picture", href=picture.src) if picture else ()


def note_links(document: Document) -> tuple[Block, ...]:
    """Return blocks with a number after each link, and the addresses at their end; each picture says that it is one.

    A link whose words are its address has no number.
    """
    numbers: dict[str, int] = {}
    blocks = rebuild(document.blocks, tuple, partial(_note, document, numbers))
    if not numbers:
        return blocks
    items = (Item(f"[{number}]", (Paragraph(words(address)),)) for address, number in numbers.items())
    return (*blocks, Heading(2, words(document.links)), Items(tuple(items)))


def _note(document: Document, numbers: dict[str, int], value: tuple[object, ...]) -> tuple[object, ...]:
    """Return pieces with the numbers of their links, which are added to `numbers`; other values, of their parts."""
    pieces = [_name_picture(piece, document) for piece in value if isinstance(piece, Piece)]
    if not value or len(pieces) < len(value):
        return tuple(rebuild(item, tuple, partial(_note, document, numbers)) for item in value)
    noted: list[Piece] = []
    shown = ""
    for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
        noted.append(piece)
        shown += piece.text
        if piece.href and (after is None or after.href != piece.href):
            if _bare(shown) != _bare(piece.href):
                number = numbers.setdefault(piece.href, len(numbers) + 1)
                noted.append(Piece(f"\N{NO-BREAK SPACE}[{number}]", ("note",)))
            shown = ""
        shown = shown if piece.href else ""
    return tuple(noted)


def _bare(address: str) -> str:
    return re.sub("^(https?://|mailto:|tel:)|/$", "", address.lower())


def name_pictures(document: Document) -> tuple[Block, ...]:
    """Return blocks in which each picture says that it is one."""
    return rebuild(document.blocks, Piece, lambda piece: _name_picture(piece, document))


def _name_picture(piece: Piece, document: Document) -> Piece:
    is_picture = "picture" in piece.marks
    return replace(piece, text=f"[{document.picture}: {piece.text}]") if is_picture else piece


NO_WORDS = {
    "case_studies.diagram.file": "names a file, whose drawing is there",
    "case_studies.kind": "says in which list it is",
    "case_studies.order": "says where it is in lists",
    "case_studies.outcomes.id": "is a name for references",
    "home.figures": "names outcomes, which are there",
    "home.sections.embeds.height": "is the size of a picture on pages",
    "home.sections.embeds.width": "is the size of a picture on pages",
    "home.sections.file": "names a file, whose text is there",
    "home.sections.id": "is in addresses",
    "home.sections.language": "names the language of code",
    "home.sections.limit": "says how many are shown first on pages",
    "home.sections.mode": "says how statistics are shown on pages",
    "home.sections.nav": "is a word of the navigation of pages",
    "pages.nav": "is a word of the navigation of pages",
    "profile.facts.key": "is a name in code, in that language's spelling",
}
"""What documents leave out, with the reason."""
