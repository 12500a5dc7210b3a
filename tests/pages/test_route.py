"""Routes: addresses and output paths belong to each other, and nothing is published twice."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from portfolio.pages.route import address_of, linker_for, path_of


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", "/"),
        ("a/index.html", "/a/"),
        ("404.html", "/404.html"),
        ("a/my-index.html", "/a/my-index.html"),
    ],
)
def test_an_index_is_served_under_its_folder(path: str, address: str) -> None:
    assert address_of(path) == address


@pytest.mark.parametrize("address", ["/", "/principles/", "/case-studies/queue/"])
def test_a_page_is_served_from_the_index_of_its_folder(address: str) -> None:
    assert address_of(path_of(address)) == address


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
