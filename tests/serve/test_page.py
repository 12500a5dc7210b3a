"""Served pages: the script, the widened content policy, the version of a page; diagnostics as in the terminal."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path

import pytest
from support.html_tree import parse_html
from support.sites import render

from portfolio.errors import Code, Diagnostic, Diagnostics, Severity, Span
from portfolio.load.config import load_config
from portfolio.report import render_text
from portfolio.serve.page import PageVersion, add_script, compose_error_page, compose_overlay, read_script
from portfolio.site_files import read_site_files

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


ROOT = Path("/home/ada/my site")
SPAN = Span("content/a.md", 7, 3, 4, "x: \ttext")
DIAGNOSTICS = (
    Diagnostic(Code.UNKNOWN_KEY, "unknown key `x`", SPAN, "did you mean `y`?"),
    Diagnostic(Code.BASE_URL, "no span", None, "help it", Severity.WARNING),
    Diagnostic(Code.TEMPLATE, "no line", Span("/pkg/base.html", 1, 1)),
    Diagnostic(
        Code.SLUG, "\x1b[31m \x01error\x02<b>\x03 \u202e", Span("a\x03.md", 1, 1, 1, "\x01<script>\x02"), "\n"
    ),
)


def test_the_pieces_together_are_what_the_terminal_shows() -> None:
    overlay = compose_overlay(DIAGNOSTICS, ROOT, None)
    assert overlay["title"] == "3 errors, 1 warning"
    texts = ["".join(piece[1] for piece in item) for item in overlay["items"]]
    assert texts == [render_text([item]).rstrip("\n") for item in DIAGNOSTICS]


def test_the_pieces_have_the_terminal_s_styles() -> None:
    (item,) = compose_overlay(DIAGNOSTICS[:1], ROOT, None)["items"]
    assert [piece for piece in item if piece[0]] == [
        ["location", "content/a.md:7:3"],
        ["error", "error[unknown-key]"],
        ["caret", "  ^^^^"],
        ["help", "help"],
    ]


def test_no_content_can_forge_a_piece() -> None:
    (item,) = compose_overlay(DIAGNOSTICS[3:], ROOT, None)["items"]
    assert [piece[0] for piece in item if piece[0]] == ["location", "error", "caret", "help"]
    assert "\x01" not in str(item)


def test_a_location_is_a_link_if_the_settings_name_an_editor() -> None:
    overlay = compose_overlay(DIAGNOSTICS, ROOT, "vscode://file{path}:{line}:{column}")
    links = [piece[2] for item in overlay["items"] for piece in item if len(piece) > 2]
    assert links == [
        "vscode://file/home/ada/my%20site/content/a.md:7:3",
        "vscode://file/pkg/base.html:1:1",
        "vscode://file/home/ada/my%20site/a%03.md:1:1",
    ]


@pytest.mark.parametrize(
    ("editor", "is_fine"),
    [
        ("vscode://file/{path}:{line}:{column}", True),
        ("idea://open?file={path}&line={line}", True),
        ("txmt://open?url=file://{path}&line={line}", True),
        ("x-editor:{path}", True),
        ("vscode://file/", False),
        ("{path}", False),
        ("vscode://file/{path}:{row}", False),
        ("vscode://file/{path", False),
        ("vscode://file/{path} {line}", False),
        ("javascript:alert('{path}')", False),
        ("data:text/html,{path}", False),
        ("vbscript:{path}", False),
        ("JavaScript:{path}", False),
    ],
)
def test_an_editor_s_address_is_checked(editor: str, is_fine: bool, tmp_path: Path) -> None:  # noqa: FBT001
    (tmp_path / "portfolio.yaml").write_text(f'editor: "{editor}"\n', encoding="utf-8")
    diagnostics = Diagnostics()
    config = load_config(read_site_files(str(tmp_path)), diagnostics)
    assert (config is not None and config.editor == editor) is is_fine
    assert [item.code for item in diagnostics.items] == ([] if is_fine else [Code.INVALID_VALUE])


def test_no_problems_are_an_empty_overlay() -> None:
    assert compose_overlay((), ROOT, None) == {"title": "", "items": []}


def test_the_page_of_a_site_that_never_built_shows_the_same_without_scripts() -> None:
    page = parse_html(compose_error_page(DIAGNOSTICS))
    assert page.one("title").text == "The site does not build: 3 errors, 1 warning"
    assert "".join(page.one("pre").texts()) == render_text(DIAGNOSTICS)
    assert page.all("script", "b") == []
