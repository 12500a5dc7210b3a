"""Diagnostics in the browser are the terminal's, piece by piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.html_tree import parse_html

from portfolio.errors import Code, Diagnostic, Diagnostics, Severity, Span
from portfolio.load.config import load_config
from portfolio.report import render_text
from portfolio.serve.error_page import compose_error_page, compose_overlay
from portfolio.site_files import read_site_files

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
