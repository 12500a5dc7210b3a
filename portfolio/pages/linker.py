"""Addresses as they stand on a page: relative, so that a site works under any base path."""

from __future__ import annotations

from msgspec import Struct


class Linker(Struct, frozen=True):
    """Writes addresses of the site for the page that they stand on."""

    root: str
    """Leads from the page to the site's root, with a slash at its end."""

    def href(self, address: str) -> str:
        """Return an address such as `/principles/#id` as this page has to write it.

        >>> linker_for("/case-studies/gdpr/").href("/principles/#idempotency")
        '../../principles/#idempotency'
        """
        return self.root + address.removeprefix("/")


def linker_for(address: str, base_path: str | None = None) -> Linker:
    """Return the linker of a page.

    Args:
        address: the page's own, from the site's root.
        base_path: for a page that is served under many addresses (404): links from the host's root.
    """
    if base_path is not None:
        return Linker(base_path)
    return Linker("../" * (address.count("/") - 1) or "./")
