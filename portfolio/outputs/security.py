"""Where to report a weakness of the site: `.well-known/security.txt`, if the owner gives a contact and a day of expiry.

Source: RFC 9116.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.pages.route import Composed, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.pages.context import Context
    from portfolio.pages.route import Contents

PATH = ".well-known/security.txt"


class SecurityFile(Struct, frozen=True):
    """The file's fields, in its order."""

    fields: tuple[tuple[str, str], ...]


def routes(_contents: Contents) -> Iterator[Route]:
    """Yield the route of the file."""
    yield Route(path=PATH, made=Composed(write, _view), is_replaceable=True)


def write(file: SecurityFile) -> bytes:
    """Return the file's bytes."""
    return "".join(f"{name}: {value}\n" for name, value in file.fields).encode()


def _view(context: Context) -> SecurityFile:
    config = context.site.config
    security = config.security
    assert security  # noqa: S101 (else the file has no route)
    return SecurityFile(
        (
            *(("Contact", address) for address in security.contact),
            ("Expires", f"{security.expires.isoformat()}T23:59:59Z"),
            *((("Policy", security.policy),) if security.policy else ()),
            ("Preferred-Languages", config.language),
            ("Canonical", context.base_url.absolute(PATH)),
        )
    )
