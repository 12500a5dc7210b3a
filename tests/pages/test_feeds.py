"""feed.atom and feed.json: what the formats require, the order, and words that mean something to XML."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET  # the tests' own output
from typing import TYPE_CHECKING, Any

import pytest
from support.html_tree import parse_html
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, edit_yaml, render

if TYPE_CHECKING:
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/repo/"
HOSTILE = "a < b & \"c\" 'd' ]]> <!-- 🏦 größe &amp; \\u003c </title>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter with three case studies that have a day, and one that has none."""
    root = copy_starter(tmp_path)
    date = re.compile(r"^updated: .*\n", re.MULTILINE)
    file = root / f"content/case-studies/{STARTER_STUDY}.md"
    file.write_text(date.sub("", file.read_text(encoding="utf-8")), encoding="utf-8")
    for slug, order, day in (
        ("old", 1, "2019-12-31"),
        ("new-b", 9, "2024-02-29"),
        ("new-a", 2, "2024-02-29"),
    ):
        add_study(root, slug, order=order, title=slug, headline=f"About {slug}", tags=["one", "two"])
        dated = root / f"content/case-studies/{slug}.md"
        dated.write_text(
            date.sub("", dated.read_text(encoding="utf-8")).replace("---\n", f"---\nupdated: {day}\n", 1),
            encoding="utf-8",
        )
    return root


def atom(root: Path) -> ET.Element:
    return ET.fromstring(render(root, BASE)["feed.atom"].encode())  # noqa: S314 (our own file)


def json_feed(root: Path) -> dict[str, Any]:
    feed = json.loads(render(root, BASE)["feed.json"])
    assert isinstance(feed, dict)
    return feed


def text(element: ET.Element, name: str) -> str:
    (found,) = element.findall(ATOM + name)
    assert found.text
    return found.text


def links(element: ET.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


ORDER = [f"{BASE}case-studies/{slug}/" for slug in ("new-a", "new-b", "old")]


def test_atom_has_what_rfc_4287_requires(root: Path) -> None:
    feed = atom(root)
    assert feed.tag == f"{ATOM}feed"
    assert text(feed, "id") == BASE
    assert text(feed, "title") == "Ada Example: case studies"
    assert text(feed, "updated") == "2024-02-29T00:00:00Z"
    assert links(feed) == {"self": f"{BASE}feed.atom", "alternate": BASE}
    (author,) = feed.findall(f"{ATOM}author")
    assert text(author, "name") == "Ada Example"
    entries = feed.findall(f"{ATOM}entry")
    assert [text(entry, "id") for entry in entries] == ORDER
    for entry, url in zip(entries, ORDER, strict=True):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", text(entry, "updated"))
        assert text(entry, "title").startswith("About ")
        assert text(entry, "summary")
        assert links(entry) == {"alternate": url}
        assert [item.get("term") for item in entry.findall(f"{ATOM}category")] == ["one", "two"]


def test_json_feed_has_what_version_1_1_requires(root: Path) -> None:
    feed = json_feed(root)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Ada Example: case studies"
    assert (feed["home_page_url"], feed["feed_url"]) == (BASE, f"{BASE}feed.json")
    assert feed["authors"] == [{"name": "Ada Example", "url": BASE}]
    assert feed["language"] == "en"
    assert [item["id"] for item in feed["items"]] == ORDER
    for item in feed["items"]:
        assert isinstance(item["content_text"], str)
        assert item["content_text"]
        assert item["url"] == item["id"]
        assert item["tags"] == ["one", "two"]
    assert feed["items"][2]["date_modified"] == "2019-12-31T00:00:00Z"


def test_both_feeds_are_named_by_every_page_as_the_page_has_to_write_them(root: Path) -> None:
    for path, page in render(root, BASE).items():
        if path.endswith(".html"):
            up = "/repo/" if path == "404.html" else "../" * path.count("/") or "./"
            found = {
                link.attributes["type"]: link.attributes["href"]
                for link in parse_html(page).all("link")
                if link.attributes["rel"] == "alternate" and "feed" in str(link.attributes["href"])
            }
            assert found == {
                "application/atom+xml": f"{up}feed.atom",
                "application/feed+json": f"{up}feed.json",
            }


def test_without_a_day_there_is_no_feed_and_no_page_names_one(tmp_path: Path) -> None:
    root = copy_starter(tmp_path)
    edit_study(root, STARTER_STUDY, lambda front: {k: v for k, v in front.items() if k != "updated"})
    files = render(root)
    assert not [path for path in files if path.startswith("feed")]
    assert not [path for path, page in files.items() if "feed." in page]


def test_words_that_mean_something_to_xml_arrive_as_they_are(root: Path) -> None:
    def spoil(front: dict[str, Any]) -> dict[str, Any]:
        return front | {"headline": HOSTILE, "summary": f"`{HOSTILE}` *and* more", "tags": [HOSTILE]}

    edit_study(root, "new-a", lambda front: spoil(front) | {"updated": front["updated"]})
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"name": HOSTILE})
    feed = atom(root)
    entry = feed.findall(f"{ATOM}entry")[0]
    assert text(feed, "title") == f"{HOSTILE}: case studies"
    assert text(entry, "title") == HOSTILE
    assert text(entry, "summary") == f"{HOSTILE} and more"
    assert [item.get("term") for item in entry.findall(f"{ATOM}category")] == [HOSTILE]
    item = json_feed(root)["items"][0]
    assert (item["title"], item["content_text"]) == (HOSTILE, f"{HOSTILE} and more")


def test_a_case_study_without_tags_has_none_in_the_feeds(root: Path) -> None:
    edit_study(root, "old", lambda front: {key: item for key, item in front.items() if key != "tags"})
    assert "tags" not in json_feed(root)["items"][2]
    assert atom(root).findall(f"{ATOM}entry")[2].find(f"{ATOM}category") is None
