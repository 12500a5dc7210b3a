"""Which file answers which address, as on GitHub Pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.serve.served_site import Found, Redirect, ServedSite, media_type

FILES: dict[str, bytes | Path] = {
    "index.html": b"home",
    "404.html": b"none",
    "about.html": b"about",
    "a b/index.html": b"blank",
    "ümlaut/index.html": b"letter",
    "work/index.html": b"work",
    "work.txt": b"text",
    ".nojekyll": b"",
    ".well-known/security.txt": b"well",
    "img/photo.png": Path("/site/static/img/photo.png"),
    "100%.txt": b"percent",
}
SITE = ServedSite(FILES, "/some-repo/")


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/some-repo/", "index.html"),
        ("/some-repo/index.html", "index.html"),
        ("/some-repo/work/", "work/index.html"),
        ("/some-repo/work/index.html", "work/index.html"),
        ("/some-repo/about", "about.html"),
        ("/some-repo/a%20b/", "a b/index.html"),
        ("/some-repo/%C3%BCmlaut/", "ümlaut/index.html"),
        ("/some%2Drepo/work/", "work/index.html"),
        ("/some-repo/100%25.txt", "100%.txt"),
        ("/some-repo/.well-known/security.txt", ".well-known/security.txt"),
        ("/some-repo/img/photo.png", "img/photo.png"),
    ],
)
def test_a_file_is_found(target: str, path: str) -> None:
    assert SITE.find(target) == Found(path, FILES[path])


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("/some-repo", "/some-repo/"),
        ("/some-repo/work", "/some-repo/work/"),
        ("/some-repo/a%20b", "/some-repo/a%20b/"),
    ],
)
def test_a_folder_without_its_slash_is_redirected(target: str, address: str) -> None:
    assert SITE.find(target) == Redirect(address, is_permanent=True)


@pytest.mark.parametrize(
    "target",
    [
        "/some-repo/none",
        "/some-repo/none/",
        "/some-repo/img",
        "/some-repo/img/",
        "/some-repo/WORK/",
        "/some-repo/about/",
        "/some-repo/.nojekyll",
        "/some-repo/work/../index.html",
        "/some-repo/work/%2e%2e/index.html",
        "/some-repo/work%2f..%2findex.html",
        "/some-repo/%252e%252e/index.html",
        "/some-repo/./index.html",
        "/some-repo//index.html",
        "/some-repo//",
        "/some-repo//evil.example/",
        "/some-repo/work\\index.html",
        "/some-repo/..%5cindex.html",
        "/some-repo/work/%00",
        "/some-repo/index.html%0d%0aX: y",
        "/some-repo/100%.txt%",
    ],
)
def test_anything_else_is_the_404_page(target: str) -> None:
    assert SITE.find(target) == Found("404.html", b"none", is_missing=True)


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/work/",
        "/some-repository/",
        "//some-repo/",
        "http://127.0.0.1/some-repo/",
        "*",
        "",
        "/some-repo/%ff",
    ],
)
def test_outside_of_the_base_path_nothing_is_found(target: str) -> None:
    assert SITE.find(target) is None


def test_a_site_at_the_root_answers_everywhere() -> None:
    site = ServedSite({"index.html": b"home"}, "/")
    assert site.find("/") == Found("index.html", b"home")
    assert site.find("//") is None
    assert site.find("/none") is None


def test_addresses_are_encoded() -> None:
    assert SITE.address_of("a b/ü.png") == "/some-repo/a%20b/%C3%BC.png"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.atom", "application/atom+xml; charset=utf-8"),
        ("feed.json", "application/json; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("custom.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("PHOTO.JPG", "image/jpeg"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("photo.avif", "image/avif"),
        ("cv.pdf", "application/pdf"),
        ("CNAME", "application/octet-stream"),
        ("a.b/c", "application/octet-stream"),
    ],
)
def test_the_ending_gives_the_type(path: str, expected: str) -> None:
    assert media_type(path) == expected
