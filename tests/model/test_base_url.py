from __future__ import annotations

import pytest

from portfolio.model.config import BaseUrl


@pytest.mark.parametrize(
    ("given", "url", "path"),
    [
        ("https://example.org", "https://example.org/", "/"),
        ("https://example.org/", "https://example.org/", "/"),
        ("https://example.org/repo", "https://example.org/repo/", "/repo/"),
        ("https://example.org/a/b//", "https://example.org/a/b/", "/a/b/"),
        ("http://localhost:8000", "http://localhost:8000/", "/"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a/", "/a/"),
        ("https://Example.ORG/Repo", "https://example.org/Repo/", "/Repo/"),
        (
            "https://bücher.example/ü/%C3%BC",
            "https://xn--bcher-kva.example/%C3%BC/%C3%BC/",
            "/%C3%BC/%C3%BC/",
        ),
    ],
)
def test_a_base_address_ends_in_one_slash(given: str, url: str, path: str) -> None:
    base = BaseUrl.parse(given)
    assert (base.url, base.path) == (url, path)
    assert base.absolute("/principles/") == f"{url}principles/"
