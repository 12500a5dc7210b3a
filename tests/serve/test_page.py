"""Served pages: the script, the widened content policy, and the version of a page."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING

import pytest
from support.html_tree import parse_html
from support.sites import render

from portfolio.serve.page import PageVersion, add_script, read_script

if TYPE_CHECKING:
    from pathlib import Path

SOCKET = "ws://127.0.0.1:8000/livereload"
SCRIPT_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(read_script().encode()).digest()).decode()}'"


def page_with(policy: str, style: str = "a{}", body: str = "") -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'
    return f"<html><head>{meta}<style>{style}</style></head><body>{body}</body></html>"


def policy_of(text: str) -> str:
    (meta,) = (item for item in parse_html(text).all("meta") if "http-equiv" in item.attributes)
    return meta.attributes["content"]


@pytest.mark.parametrize(
    ("published", "served"),
    [
        (
            "default-src 'none'",
            f"default-src 'none'; script-src {SCRIPT_SOURCE}; connect-src {SOCKET}",
        ),
        (
            "default-src 'none'; script-src 'sha256-x'; connect-src 'self'; img-src 'self' data:",
            f"default-src 'none'; script-src 'sha256-x' {SCRIPT_SOURCE}; connect-src 'self' {SOCKET}; img-src 'self' data:",
        ),
        (
            "script-src 'none'; SCRIPT-SRC https:; connect-src 'none'",
            f"script-src {SCRIPT_SOURCE}; connect-src {SOCKET}",
        ),
        ("img-src 'self'", "img-src 'self'"),
    ],
)
def test_the_policy_allows_the_script_and_its_connection_and_nothing_else(
    published: str, served: str
) -> None:
    assert policy_of(add_script(page_with(published), "version", SOCKET)) == served


@pytest.mark.parametrize(
    "meta",
    [
        "<META content='default-src &#39;none&#39;' HTTP-EQUIV=content-security-policy>",
        '<meta content="default-src \'none\'" http-equiv="Content-Security-Policy">',
    ],
)
def test_the_policy_is_found_however_it_is_written(meta: str) -> None:
    served = add_script(f"<head>{meta}</head>", "version", SOCKET)
    assert html.escape(SCRIPT_SOURCE) in served


def test_the_script_is_at_the_end_of_the_head_and_names_version_and_socket() -> None:
    served = parse_html(add_script(page_with("default-src 'none'"), 'a"b', SOCKET))
    script = served.one("head").children[-2]
    assert not isinstance(script, str)
    assert (script.tag, script.attributes) == ("script", {"data-version": 'a"b', "data-socket": SOCKET})
    assert script.children == [read_script()]


def test_a_page_without_a_head_gets_it_too() -> None:
    assert add_script("<p>Words", "s", SOCKET).startswith("<p>Words<script ")


def test_the_script_cannot_close_its_element_and_writes_no_markup() -> None:
    script = read_script()
    assert "</" not in script
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(", script)


def test_a_page_keeps_everything_else() -> None:
    text = page_with("default-src 'none'; style-src 'sha256-x'", body="<p>It is 5 < 6 &amp; 7</p>")
    served = add_script(text, "version", SOCKET)
    without = re.sub(r"<script .*?</script>\n", "", served, flags=re.DOTALL)
    assert re.sub(r"<meta[^>]*>", "", without) == re.sub(r"<meta[^>]*>", "", text)


def test_a_version_separates_stylesheets_from_the_rest() -> None:
    version = PageVersion.of(page_with("style-src 'sha256-a'", "a{color:red}"))
    restyled = PageVersion.of(page_with("style-src 'sha256-b'", "a{color:blue}"))
    assert version.content == restyled.content
    assert version.style != restyled.style
    assert restyled.styles == ("a{color:blue}",)
    for other in (
        page_with("style-src 'sha256-a'; img-src *", "a{color:red}"),
        page_with("", "a{color:red}", "new"),
    ):
        assert PageVersion.of(other).content != version.content
        assert PageVersion.of(other).style == version.style


def test_a_change_of_style_alone_leaves_the_content_hash_of_the_theme_s_pages(root: Path) -> None:
    before = render(root)
    (root / "static").mkdir()
    (root / "static" / "custom.css").write_text("main { outline: 1px solid }\n", encoding="utf-8")
    after = render(root)
    for path in ("index.html", "principles/index.html"):
        old, new = PageVersion.of(before[path]), PageVersion.of(after[path])
        assert old.content == new.content
        assert old.style != new.style
