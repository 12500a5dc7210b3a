"""Who made the site: `humans.txt`.

Source: humanstxt.org.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.outputs.document import clean
from portfolio.pages.home import show_email
from portfolio.pages.route import Composed, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = "humans.txt"


class Humans(Struct, frozen=True):
    """The file's lines."""

    lines: tuple[str, ...]


def routes(_contents: Contents) -> Iterator[Route]:
    """Yield the route of the file."""
    yield Route(path=PATH, made=Composed(write, _view), is_replaceable=True)


def write(humans: Humans) -> bytes:
    """Return the file's bytes."""
    return "".join(f"{clean(line)}\n" for line in humans.lines).encode()


def _view(context: Context) -> Humans:
    profile = context.site.profile
    email = show_email(context.site)
    facts = (
        (profile.role or "", profile.name),
        ("Site", context.base_url.url),
        ("Contact", email.text if email else ""),
        *((link.label, link.url) for link in profile.links if link.kind == "web"),
        ("From", profile.location or ""),
    )
    team = [f"\t{label}: {value}" if label else f"\t{value}" for label, value in facts if value]
    site = [f"\tLanguage: {context.site.config.language}", "\tSoftware: portfolio"]
    return Humans(("/* TEAM */", *team, "", "/* SITE */", *site))
