"""Covers of articles: in rows of lists and on the home page, in structured data and in the JSON Feed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.edits import png
from support.html_tree import parse_html
from support.sites import render
from support.small_sites import write_site

if TYPE_CHECKING:
    from pathlib import Path

    from support.html_tree import Element

HOME = "index.html"
LIST = "case-studies/index.html"
WRITING = "writing/index.html"
COVER = {"file": "a b.png", "alt": "The <cellar>"}
COVER_CSS = ".cover img"
POST = "---\ntitle: {}\ndate: 2025-03-0{}\nsummary: The *{}*.\n{}---\n"


def write_pages(root: Path, *, covers: int, count: int, post_cover: str = "", **files: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the files of a site with some case studies and two posts; the first ones have a cover."""
    studies = {f"s{number}": ({"cover": COVER} if number < covers else {}) for number in range(count)}
    texts = {
        "writing/one.md": POST.format("One", 1, "first", post_cover),
        "writing/two.md": POST.format("Two", 2, "second", ""),
    }
    sections = [{"kind": "case-studies"}, {"kind": "writing"}]
    write_site(root, sections=sections, studies=studies, texts=texts, **files)
    (root / "static").mkdir()
    (root / "static/a b.png").write_bytes(png(40, 30))
    return render(root, "https://example.org/repo/")


def covers(page: Element) -> list[dict[str, str]]:
    return [dict(found.one("img").attributes) for found in page.by_class("cover")]


def test_the_rows_of_a_list_show_the_covers_and_those_below_wait_until_they_are_seen(tmp_path: Path) -> None:
    files = write_pages(tmp_path / "site", covers=3, count=4)
    picture = {"src": "../a%20b.png", "alt": "The <cellar>", "width": "40", "height": "30"}
    page = parse_html(files[LIST])
    waiting = picture | {"loading": "lazy", "decoding": "async"}
    assert covers(page) == [picture, picture, waiting]
    assert [len(row.by_class("cover")) for row in page.by_class("row")] == [1, 1, 1, 0]
    home = parse_html(files[HOME])
    assert covers(home) == 3 * [waiting | {"src": "./a%20b.png"}]
    for text in (files[LIST], files[HOME]):
        assert COVER_CSS in text


def test_pages_without_covers_have_nothing_of_them(tmp_path: Path) -> None:
    files = write_pages(tmp_path / "site", covers=0, count=4)
    pages = [text for path, text in files.items() if path.endswith(".html")]
    assert len(pages) > 5
    assert not [text for text in pages if COVER_CSS in text or "<img" in text]


def test_a_long_list_has_lines_without_covers(tmp_path: Path) -> None:
    files = write_pages(tmp_path / "site", covers=21, count=21)
    assert not covers(parse_html(files[LIST]))
    assert COVER_CSS not in files[LIST]
    assert len(covers(parse_html(files[HOME]))) == 4


def test_a_cover_has_the_dark_form_beside_it(tmp_path: Path) -> None:
    root = tmp_path / "site"
    write_pages(root, covers=1, count=1)
    (root / "static/a b.dark.png").write_bytes(png(40, 30))
    page = parse_html(render(root)[LIST])
    source = page.one("source").attributes
    assert source == {"srcset": "../a%20b.dark.png", "media": "(prefers-color-scheme: dark)"}
    assert len(page.one("picture").all("img")) == 1


def test_a_photo_has_the_dark_form_beside_it(tmp_path: Path) -> None:
    root = tmp_path / "site"
    write_pages(root, covers=0, count=1, profile={"photo": COVER})
    plain = parse_html(render(root)[HOME])
    assert not plain.all("picture")
    assert plain.one("img").attributes == {
        "class": "photo u-photo",
        "src": "./a%20b.png",
        "alt": "The <cellar>",
        "width": "40",
        "height": "30",
    }
    (root / "static/a b.dark.png").write_bytes(png(40, 30))
    assert parse_html(render(root)[HOME]).one("source").attributes["srcset"] == "./a%20b.dark.png"


def test_posts_are_rows_if_one_of_them_has_a_cover(tmp_path: Path) -> None:
    cover = "cover: {file: a b.png, alt: A wall}\n"
    files = write_pages(tmp_path / "site", covers=0, count=1, post_cover=cover)
    for page in (parse_html(files[WRITING]), parse_html(files[HOME]).by_id("writing")):
        rows = page.by_class("row")
        assert [row.text for row in rows] == ["2025-03-02 Two The second.", "2025-03-01 One The first."]
        assert [found["alt"] for found in covers(page)] == ["A wall"]
        assert not page.by_class("lines")


def test_posts_without_a_cover_are_lines(tmp_path: Path) -> None:
    files = write_pages(tmp_path / "site", covers=1, count=1)
    for page in (parse_html(files[WRITING]).one("main"), parse_html(files[HOME]).by_id("writing")):
        assert not page.by_class("row")
        assert [line.text for line in page.by_class("lines")[0].all("li")] == [
            "Two 2025-03-02",
            "One 2025-03-01",
        ]


@pytest.mark.parametrize(("cover", "rows"), [("cover: {file: a b.png, alt: A wall}\n", 2), ("", 1)])
def test_a_tag_shows_its_posts_as_the_list_of_posts_does(cover: str, rows: int, tmp_path: Path) -> None:
    root = tmp_path / "site"
    text = POST.format("One", 1, "first", "tags: [walls]\n" + cover)
    write_site(root, studies={"cellar": {"tags": ["walls"]}}, texts={"writing/one.md": text})
    (root / "static").mkdir()
    (root / "static/a b.png").write_bytes(png(40, 30))
    page = parse_html(render(root)["tags/walls/index.html"])
    assert len(page.by_class("row")) == rows
    assert len(page.by_class("lines")) == 2 - rows


def test_machines_get_the_cover_as_the_image_of_an_article(tmp_path: Path) -> None:
    cover = "cover: {file: a b.png, alt: A wall}\n"
    files = write_pages(tmp_path / "site", covers=1, count=2, post_cover=cover)
    address = "https://example.org/repo/a%20b.png"
    expected = {
        "case-studies/s0/index.html": address,
        "case-studies/s1/index.html": None,
        "writing/one/index.html": address,
        "writing/two/index.html": None,
    }
    assert {path: described(files[path]).get("image") for path in expected} == expected
    items = {
        item["url"].split("/")[-2]: item.get("image") for item in json.loads(files["feed.json"])["items"]
    }
    assert items == {"two": None, "one": address}


def described(text: str) -> dict[str, Any]:
    (script,) = (
        found
        for found in parse_html(text).all("script")
        if found.attributes.get("type") == "application/ld+json"
    )
    found: dict[str, Any] = json.loads(script.text)["@graph"][0]
    return found
