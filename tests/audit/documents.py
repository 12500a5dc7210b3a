"""The elements of an HTML file with their attributes, read by the standard library."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

# The attributes that hold addresses, with what they are for.
ADDRESSES = ("href", "src", "action", "poster", "data")


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag, and the text up to the next tag."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: list[str] = field(default_factory=list)

    @property
    def content(self) -> str:
        return "".join(self.text)

    @property
    def addresses(self) -> list[str]:
        """Every address in its attributes."""
        found = [self.attributes[name] for name in ADDRESSES if name in self.attributes]
        for part in self.attributes.get("srcset", "").split(","):
            found += part.split()[:1]
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0]))

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.elements[-1].text.append(data)


@lru_cache(maxsize=512)
def read(html: str) -> tuple[Element, ...]:
    """Read all elements of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.elements)


def ids(html: str) -> frozenset[str]:
    """Find every anchor of a page."""
    return frozenset(element.attributes["id"] for element in read(html) if "id" in element.attributes)
