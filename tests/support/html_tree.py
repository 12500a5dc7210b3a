"""A page as a small tree, strict about unclosed elements; for tests of a page's structure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


@dataclass
class Element:
    """A tag with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str) -> list[Element]:
        """List the elements of these tags, in reading order."""
        return [element for element in self.walk() if element.tag in tags]

    def one(self, tag: str) -> Element:
        """Return the only element of a tag."""
        (element,) = self.all(tag)
        return element

    def by_class(self, name: str) -> list[Element]:
        """List the elements of a class."""
        return [element for element in self.walk() if name in element.attributes.get("class", "").split()]

    def by_id(self, name: str) -> Element:
        """Return the only element of an id."""
        (element,) = (element for element in self.walk() if element.attributes.get("id") == name)
        return element

    @property
    def text(self) -> str:
        """The words, runs of white space as one blank."""
        return " ".join("".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        """Yield the pieces of text unchanged."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.texts()

    def hrefs(self) -> list[str]:
        """List the addresses of its links."""
        return [link.attributes["href"] for link in self.all("a") if "href" in link.attributes]


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> at {self.getpos()} closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse_html(text: str) -> Element:
    """Return a page's root; every element must be closed by its own tag."""
    builder = _TreeBuilder()
    builder.feed(text)
    builder.close()
    assert builder.open == [builder.root], f"left open: {[element.tag for element in builder.open[1:]]}"
    return builder.root
