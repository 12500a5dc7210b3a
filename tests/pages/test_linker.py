from __future__ import annotations

from urllib.parse import urljoin

import pytest

from portfolio.pages.linker import linker_for

PAGES = ("/", "/case-studies/", "/case-studies/gdpr/", "/sitemap.xml", "/a/b/c/d/")


@pytest.mark.parametrize(
    "base", ["https://example.org/", "https://example.org/repo/", "https://example.org/a/b/"]
)
@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_its_address_from_any_page_below_any_base(base: str, page: str) -> None:
    for target in (*PAGES, "/principles/#retries", "/#work"):
        href = linker_for(page).href(target)
        assert not href.startswith("/")
        assert urljoin(base + page[1:], href) == base + target[1:]


def test_the_page_for_missing_addresses_links_from_the_hosts_root() -> None:
    linker = linker_for("/404.html", "/repo/")
    assert linker.href("/principles/#x") == "/repo/principles/#x"
    assert urljoin("https://example.org/repo/no/such/page", linker.href("/")) == "https://example.org/repo/"
