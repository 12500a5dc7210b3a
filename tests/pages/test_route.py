"""Routes: addresses and output paths belong to each other, and nothing is published twice."""

from __future__ import annotations

import pytest

from portfolio.pages.route import address_of, path_of


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
