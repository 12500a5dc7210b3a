"""Posts and pages of the owner's: their pages, their list, their place in navigation, feeds and search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.html_tree import parse_html
from support.sites import render
from support.small_sites import write_site

from portfolio.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/repo/"
POSTS = {
    "writing/first.md": "---\ntitle: First\ndate: 2024-01-31\nsummary: The *first*.\ntags: [walls]\n---\n",
    "writing/second.md": "---\ntitle: Second\ndate: 2025-02-28\nupdated: 2026-01-01\n---\nIt is *dry*.\n\n## Why\n\nWalls.\n",
    "writing/third.md": "---\ntitle: Third\ndate: 2025-03-01\n---\nSee [the first](first.md) and [why](second.md#why).\n",
    "writing/fourth.md": "---\ntitle: Fourth\ndraft: true\ndate: 2025-03-01\n---\nNot yet.\n",
}
PAGES = {
    "pages/uses.md": "---\ntitle: What I use\nnav: uses\n---\nA [post](../writing/first.md).\n",
    "pages/now.md": "---\ntitle: Now\n---\n## Today\n\nI dig.\n",
}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    section = {"kind": "writing", "nav": "writing"}
    studies = {"cellar": {"tags": ["walls"]}}
    root = write_site(tmp_path / "site", sections=[section], studies=studies, texts=POSTS | PAGES)
    return render(root, BASE)


def test_posts_have_pages_and_a_list_by_year(files: dict[str, str]) -> None:
    assert [path for path in files if path.startswith("writing/") and path.endswith(".html")] == [
        "writing/first/index.html",
        "writing/index.html",
        "writing/second/index.html",
        "writing/third/index.html",
    ]
    main = parse_html(files["writing/index.html"]).one("main")
    assert [heading.text for heading in main.all("h2")] == ["2025", "2024"]
    assert [line.text for line in main.by_class("lines")[0].all("li")] == [
        "Third 2025-03-01",
        "Second 2025-02-28",
    ]


def test_a_post_has_its_day_its_text_and_its_neighbours(files: dict[str, str]) -> None:
    page = parse_html(files["writing/second/index.html"])
    assert [time.text for time in page.all("time")] == ["2025-02-28", "2026-01-01"]
    assert "It is dry." in page.one("main").text
    (steps,) = page.by_class("steps")
    assert steps.text == "← older First newer → Third"
    assert [link.text for link in page.by_class("path")[0].all("li")] == ["home", "writing", "Second"]
    third = parse_html(files["writing/third/index.html"]).one("article").hrefs()
    assert third == ["../../writing/first/", "../../writing/second/#why"]


def test_the_home_page_shows_the_latest_posts(files: dict[str, str]) -> None:
    section = parse_html(files["index.html"]).by_id("writing")
    assert [line.text for line in section.by_class("lines")[0].all("li")] == [
        "Third 2025-03-01",
        "Second 2025-02-28",
        "First 2024-01-31",
    ]
    assert section.hrefs()[-1] == "./writing/"


def test_posts_are_in_the_feeds_with_their_first_words(files: dict[str, str]) -> None:
    feed = json.loads(files["feed.json"])
    assert feed["title"] == "Bo: writing"
    assert [(item["title"], item["content_text"], item["date_modified"][:10]) for item in feed["items"]] == [
        ("Second", "It is dry.", "2026-01-01"),
        ("Third", "See the first and why.", "2025-03-01"),
        ("First", "The first.", "2024-01-31"),
    ]
    assert "<title>Second</title>" in files["feed.atom"]


def test_pages_are_in_footer_and_sitemap_and_in_the_navigation_if_they_say_so(files: dict[str, str]) -> None:
    page = parse_html(files["case-studies/cellar/index.html"])
    assert [link.text for link in page.by_class("site")[0].all("a")] == ["~/bo", "writing", "uses"]
    assert page.one("footer").hrefs()[-2:] == ["../../now/", "../../uses/"]
    uses = parse_html(files["uses/index.html"])
    (current,) = (link for link in uses.by_class("site")[0].all("a") if "aria-current" in link.attributes)
    assert current.text == "uses"
    assert f"<loc>{BASE}uses/</loc>" in files["sitemap.xml"]
    assert parse_html(files["now/index.html"]).by_id("today").text == "Today"


def test_a_post_is_a_blog_posting_and_a_page_is_no_article(files: dict[str, str]) -> None:
    def types(path: str) -> list[str]:
        (script,) = (item for item in parse_html(files[path]).one("head").all("script"))
        return [thing["@type"] for thing in json.loads("".join(script.texts()))["@graph"]]

    assert types("writing/first/index.html") == ["BlogPosting", "BreadcrumbList"]
    assert types("uses/index.html") == ["BreadcrumbList"]


def test_without_posts_there_is_no_list_and_no_feed(tmp_path: Path) -> None:
    files = render(
        write_site(tmp_path / "site", texts=PAGES | {"pages/uses.md": "---\ntitle: U\n---\nA.\n"}), BASE
    )
    assert not [path for path in files if path.startswith(("writing", "feed"))]


def test_a_file_of_static_does_not_replace_a_page(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", texts={"pages/now.md": PAGES["pages/now.md"]})
    (root / "static/now").mkdir(parents=True)
    (root / "static/now/index.html").write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match=r"would overwrite the page now/index\.html"):
        render(root, BASE)


def test_a_link_to_a_draft_says_so(tmp_path: Path) -> None:
    texts: dict[str, Any] = POSTS | {
        "pages/now.md": "---\ntitle: Now\n---\n[a](/writing/fourth/) [b](../writing/fourth.md)\n"
    }
    with pytest.raises(ContentError) as caught:
        render(write_site(tmp_path / "site", texts=texts), BASE)
    message = "`content/writing/fourth.md` is a draft, which no build publishes"
    assert [item.message for item in caught.value.diagnostics] == [message] * 2
