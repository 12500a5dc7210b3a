"""Links that the owner gives: an address elsewhere, or a file or a page of the site."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import unquote

from msgspec import Meta, Struct

from portfolio.model.text import Text


def parse_link(text: str) -> str:
    """Return the address of a link of the profile; a path, as in Markdown, is resolved later.

    Raises:
        ValueError: the text is neither; the message is what to write instead.

    >>> parse_link("tel:+1-555-0100"), parse_link("/cv.pdf")
    ('tel:+1-555-0100', '/cv.pdf')
    """
    if re.search(r"\s", text):
        raise ValueError("write the address without blanks; write `%20` for a blank in a file name")
    scheme, _, rest = text.partition(":")
    rule = _LINK_RULES.get(scheme.lower())
    is_path = text.startswith(("/", "./", "../")) and not text.startswith("//")
    if "\\" in text or not (rule.match(rest) if rule else is_path):
        raise ValueError(
            "expected an address that begins with https://, http://, mailto: or tel:, "
            "or a file of static/, such as /cv.pdf"
        )
    return text


_LINK_RULES = {
    "https": re.compile(r"//[^/?#]"),
    "http": re.compile(r"//[^/?#]"),
    "mailto": re.compile(r"[^@?#]+@[^@?#]"),
    "tel": re.compile(r"[+(.*#-]*[0-9][0-9().*#-]*(;|$)"),
}
"""The allowed schemes, and what follows each. Source: RFC 6068 (mailto), RFC 3966 (tel)."""

LinkAddress = Annotated[
    str,
    Meta(
        min_length=1,
        description="an address, or a file of static/",
        extra={"parse": parse_link},
        extra_json_schema={"pattern": r"^([A-Za-z]+:|\.{0,2}/)\S+$"},
    ),
]

LinkKind = Literal["web", "mail", "phone", "site"]
"""`site` is a file or a page of the site itself."""


class Link(Struct, frozen=True, kw_only=True):
    """A link of the owner: a profile elsewhere, a telephone number, a file of the site."""

    label: Text
    url: LinkAddress

    @property
    def kind(self) -> LinkKind:
        """What it links to."""
        scheme = self.url.partition(":")[0].lower()
        kinds: dict[str, LinkKind] = {"https": "web", "http": "web", "mailto": "mail", "tel": "phone"}
        return kinds.get(scheme, "site")

    @property
    def text(self) -> str:
        """The address for readers, as `github.com/ada` or `+1-555-0100`; of a file of the site, its label."""
        _, _, rest = self.url.partition(":")
        match self.kind:
            case "web":
                return self.url.removeprefix("https://")
            case "mail":
                return unquote(rest.partition("?")[0])
            case "phone":
                return rest.partition(";")[0]
        return self.label
