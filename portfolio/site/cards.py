"""The link preview cards of a site with their sizes, as pages name them: drawn ones, and the owner's own pictures."""

from __future__ import annotations

from struct import unpack_from
from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostic, Severity, Span
from portfolio.pages.context import CARD
from portfolio.pages.route import Composed, Copied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.pages.route import Route
    from portfolio.site_files import SiteFiles

DRAWN = (1200, 630)
_START = b"\x89PNG\r\n\x1a\n"
_HEADER_BYTES = 24


def find_cards(
    routes: Iterable[Route], files: SiteFiles
) -> tuple[dict[str, tuple[int, int]], list[Diagnostic]]:
    """Return width and height of each card by its output path, and a warning for each that is no PNG."""
    cards: dict[str, tuple[int, int]] = {}
    problems = []
    for route in routes:
        if route.path.rpartition("/")[2] != CARD:
            continue
        if isinstance(route.made, Composed):
            cards[route.path] = DRAWN
        elif isinstance(route.made, Copied):
            size = _measure(route.made.source, files)
            if size:
                cards[route.path] = size
            else:
                message = f"`{route.made.source}` is not a PNG picture"
                help_ = "save it as PNG, 1200 x 630 pixels; until then pages name no card"
                span = Span(route.made.source, 1, 1)
                problems.append(Diagnostic(Code.LEFT_OUT, message, span, help_, Severity.WARNING))
    return cards, problems


def _measure(path: str, files: SiteFiles) -> tuple[int, int] | None:
    """Return width and height of a PNG. Source: PNG specification, third edition, section 11.2.1 (IHDR)."""
    data = files.files[path].data
    if data is None:
        try:
            with open(files.locate(path), "rb") as stream:  # noqa: PTH123 (as all paths of the snapshot)
                data = stream.read(_HEADER_BYTES)
        except OSError:  # removed meanwhile
            return None
    if not data.startswith(_START) or len(data) < _HEADER_BYTES or data[12:16] != b"IHDR":
        return None
    width, height = unpack_from(">II", data, 16)
    return (width, height) if width and height else None
