"""sitemap.xml, robots.txt, and the files that are copied."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # the tests' own output
from typing import TYPE_CHECKING

import pytest
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, prepare, render, render_all

from portfolio.pages.route import Copied

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def sitemap(root: Path, base_url: str = "https://example.org/repo/") -> dict[str, str | None]:
    tree = ET.fromstring(render(root, base_url)["sitemap.xml"])  # noqa: S314 (our own file)
    assert tree.tag == f"{NAMESPACE}urlset"
    return {str(url.findtext(f"{NAMESPACE}loc")): url.findtext(f"{NAMESPACE}lastmod") for url in tree}


def test_the_sitemap_names_every_page_but_tags_of_one_case_study(root: Path) -> None:
    add_study(root, "second", tags=["idempotency"], stack=[])
    pages = {path.removesuffix("index.html") for path in render(root) if path.endswith("index.html")}
    small = {path for path in pages if path.startswith("tags/")} - {"tags/idempotency/"}
    assert small
    assert set(sitemap(root)) == {f"https://example.org/repo/{path}" for path in pages - small}


def test_only_a_page_with_a_known_day_has_one(root: Path) -> None:
    add_study(root, "undated")
    file = root / f"content/case-studies/{STARTER_STUDY}.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("order: 10\n", "order: 10\nupdated: 2024-02-29\n"),
        encoding="utf-8",
    )
    days = {url: day for url, day in sitemap(root).items() if day is not None}
    assert days == {f"https://example.org/repo/case-studies/{STARTER_STUDY}/": "2024-02-29"}


def test_a_tag_of_any_script_has_a_page(root: Path) -> None:
    edit_study(root, STARTER_STUDY, lambda front: front | {"tags": ["日本語", "Größe", "C++"]})
    assert {"tags/日本語/index.html", "tags/grösse/index.html", "tags/c-plus-plus/index.html"} <= set(
        render(root)
    )


def test_an_address_of_any_script_is_escaped_in_the_sitemap(root: Path) -> None:
    edit_study(root, STARTER_STUDY, lambda front: front | {"tags": ["日本語"]})
    assert all(url.isascii() for url in sitemap(root))


@pytest.mark.parametrize(
    ("base_url", "robots"),
    [
        ("https://example.org/", "User-agent: *\nAllow: /\n\nSitemap: https://example.org/sitemap.xml\n"),
        ("https://example.org/repo/", None),
    ],
)
def test_robots_txt_is_there_only_where_crawlers_look(root: Path, base_url: str, robots: str | None) -> None:
    assert render(root, base_url).get("robots.txt") == robots


def test_the_owners_own_files_are_copied_and_the_themes_are_not(root: Path) -> None:
    for name in ("robots.txt", "cv.pdf", ".well-known/x.txt", "terminal/site.css"):
        file = root / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("example.org", encoding="utf-8")
    made = {route.path: route.made for route in prepare(root).context.routes}
    copied = {path: item.source for path, item in made.items() if isinstance(item, Copied)}
    assert copied == {name: f"static/{name}" for name in ("robots.txt", "cv.pdf", ".well-known/x.txt")}
    assert render(root)[".nojekyll"] == ""


def test_an_own_nojekyll_is_taken_as_it_is(root: Path) -> None:
    (root / "static").mkdir()
    (root / "static" / ".nojekyll").write_text("mine", encoding="utf-8")
    (route,) = (route for route in prepare(root).context.routes if route.path == ".nojekyll")
    assert route.made == Copied("static/.nojekyll")


def test_a_custom_domain_decides_the_base_address(root: Path) -> None:
    (root / "static").mkdir()
    (root / "static" / "CNAME").write_text("ada.example.org\n", encoding="utf-8")
    assert render_all(root, None).prepared.base_url.base_url.url == "https://ada.example.org/"
