"""Where templates and assets come from, and what is reported of one that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.command import ROOT
from support.html_tree import parse_html
from support.sites import copy_starter, edit_yaml, open_theme, render, render_all

from portfolio import site_files
from portfolio.errors import Code, ContentError, InternalError, TemplateError
from portfolio.site_files import MAX_BINARY_BYTES, MAX_HELD_BYTES, read_site_files
from portfolio.theme.lookup import ThemeFile, find_theme, read_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def put(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_an_override_can_extend_the_themes_own_template(root: Path) -> None:
    put(
        root,
        "templates/base.html",
        '{% extends "terminal/base.html" %}{% block main %}MINE {{ super() }}{% endblock %}',
    )
    put(
        root,
        "templates/404.html",
        '{% extends "terminal/404.html" %}{% block main %}GONE {{ super() }}{% endblock %}',
    )
    page = parse_html(render(root)["404.html"])
    assert page.one("main").text.startswith("GONE")
    assert "There is no page" in page.one("h1").text


def test_an_override_of_the_base_reaches_every_page(root: Path) -> None:
    text = (
        (ROOT / "templates/terminal/base.html").read_text(encoding="utf-8").replace("<body", "<body id=mine")
    )
    put(root, "templates/base.html", text)
    pages = {path: text for path, text in render(root).items() if path.endswith(".html")}
    assert len(pages) > 5
    assert all(parse_html(text).one("body").attributes["id"] == "mine" for text in pages.values())


def test_an_override_of_a_partial_reaches_every_page(root: Path) -> None:
    put(root, "templates/partials/footer.html", "<footer>MINE</footer>")
    pages = {path: text for path, text in render(root).items() if path.endswith(".html")}
    assert len(pages) > 5
    assert {parse_html(text).one("footer").text for text in pages.values()} == {"MINE"}


def test_the_sites_theme_folder_comes_before_the_packaged_theme_and_after_the_overrides(root: Path) -> None:
    put(root, "templates/terminal/robots.txt", "THEME")
    assert render(root)["robots.txt"] == "THEME"
    put(root, "templates/robots.txt", "SITE")
    assert render(root)["robots.txt"] == "SITE"


def test_an_own_theme_holds_only_what_differs(root: Path) -> None:
    put(
        root,
        "templates/plain/404.html",
        '{% extends "base.html" %}{% block main %}<h1>Plainly gone</h1>{% endblock %}',
    )
    put(root, "static/plain/site.css", "body { color: teal }")
    edit_yaml(root, "portfolio.yaml", lambda config: config | {"theme": "plain"})
    page = parse_html(render(root)["404.html"])
    assert page.one("h1").text == "Plainly gone"
    assert page.all("style")[-1].text.endswith("}body{color:teal}")
    assert not any("plain/" in file.path for file in render_all(root).files)


def test_an_unknown_theme_is_located_in_the_settings(root: Path) -> None:
    put(root, "portfolio.yaml", "language: en\ntheme:  terminl # mine\n")
    with pytest.raises(ContentError) as caught:
        render(root)
    (problem,) = caught.value.diagnostics
    assert problem.code is Code.UNKNOWN_REFERENCE
    assert problem.message == "there is no theme `terminl`"
    assert problem.help == "did you mean `terminal`?"
    assert problem.span is not None
    assert (problem.span.path, problem.span.line, problem.span.column, problem.span.length) == (
        "portfolio.yaml",
        2,
        9,
        7,
    )


def test_a_theme_unlike_any_other_is_reported_with_the_folder_to_make(root: Path) -> None:
    put(root, "portfolio.yaml", "{theme: zzz}\n")
    with pytest.raises(ContentError) as caught:
        render(root)
    assert caught.value.diagnostics[0].help == "make a folder templates/zzz/, or use `terminal`"


def test_the_sites_own_styles_follow_the_themes(root: Path) -> None:
    put(root, "static/custom.css", 'p::after { content: "</style><b>" }')
    page = parse_html(render(root)["index.html"])
    assert page.all("style")[-1].text.endswith('p::after{content:"<\\/style><b>"}')


@pytest.mark.parametrize(
    ("name", "data"), [("static/custom.css", b"a{}\n\n\xff"), ("static/icon.svg", b"<svg>\n\n\0")]
)
def test_an_asset_that_is_no_text_is_located(root: Path, name: str, data: bytes) -> None:
    put(root, name, "")
    (root / name).write_bytes(data)
    with pytest.raises((ContentError, TemplateError)) as caught:
        render(root)
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == (name, 3)


@pytest.mark.parametrize("name", ["static/custom.css", "static/terminal/site.css", "templates/base.html"])
def test_a_file_that_cannot_be_read_is_reported_once(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True)
    (root / name).symlink_to("/dev/null")
    with pytest.raises(ContentError) as caught:
        render(root)
    (problem,) = caught.value.diagnostics
    assert problem.code is Code.FILE_UNREADABLE
    assert problem.message == f"`{name}` links to a file outside the site"
    assert problem.help == "copy the file into the site"


def test_a_link_to_a_folder_of_templates_is_reported_and_not_passed_over(root: Path) -> None:
    put(root, "shared/404.html", "MINE")
    (root / "templates").mkdir()
    (root / "templates/terminal").symlink_to("../shared")
    with pytest.raises(ContentError) as caught:
        render(root)
    assert [item.message for item in caught.value.diagnostics] == [
        "`templates/terminal` is a link to a folder"
    ]


def test_an_asset_that_no_folder_has_is_named(root: Path) -> None:
    theme = open_theme(root)
    assert "nope.css" not in theme.assets
    with pytest.raises(InternalError, match=r"no file `nope\.css`"):
        theme.read_asset("nope.css")


def find_text(root: Path, data: bytes) -> ThemeFile:
    put(root, "templates/a.txt", "")
    (root / "templates/a.txt").write_bytes(data)
    return open_theme(root).templates["a.txt"]


def test_text_files_lose_their_mark_and_their_carriage_returns(root: Path) -> None:
    found = find_text(root, b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text(found).text == "one\ntwo\nthree\n"


def test_a_file_that_is_too_large_for_a_text_is_reported(root: Path) -> None:
    found = find_text(root, b"x" * (MAX_HELD_BYTES + 1))
    with pytest.raises(TemplateError) as caught:
        read_text(found)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.message) == (Code.FILE_TOO_LARGE, "`templates/a.txt` is larger than 2 MB")


def test_a_large_file_that_is_no_text_is_reported(root: Path) -> None:
    found = find_text(root, b"\0" * (MAX_BINARY_BYTES + 1))
    with pytest.raises(TemplateError) as caught:
        read_text(found)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.message) == (Code.FILE_ENCODING, "`templates/a.txt` is not text")


def test_a_file_has_a_name_for_messages_and_a_key_that_is_the_same_on_every_machine(root: Path) -> None:
    put(root, "templates/mine.html", "x")
    theme = open_theme(root)
    mine, packaged = theme.templates["mine.html"], theme.templates["terminal/base.html"]
    assert mine.path == "templates/mine.html"
    assert mine.key == f"site:templates/mine.html {mine.file.digest}"
    assert packaged.path == str(ROOT / "templates/terminal/base.html")
    assert packaged.key == f"packaged:templates/terminal/base.html {packaged.file.digest}"
    for found in (mine, packaged):
        assert theme.find_path(found.path) == found
    assert theme.find_path("templates/other.html") is None


def test_names_are_those_of_all_folders_each_once(root: Path) -> None:
    packaged = open_theme(root)
    put(root, "templates/own.html", "x")
    put(root, "templates/terminal/base.html", "x")
    put(root, "templates/terminal/theirs.html", "x")
    put(root, "templates/.hidden.html", "x")
    put(root, "static/own.svg", "x")
    theme = open_theme(root)
    assert [*theme.own_templates] == sorted([*packaged.own_templates, "theirs.html"])
    added = {"own.html", "terminal/base.html", "terminal/theirs.html", "theirs.html"}
    assert {*theme.templates} == {*packaged.templates, *added}
    assert [*theme.assets] == sorted([*packaged.assets, "own.svg"])


def test_an_asset_of_the_site_replaces_the_packaged_one(root: Path) -> None:
    assert not open_theme(root).replaces("icon.svg")
    put(root, "static/icon.svg", "<svg/>")
    assert open_theme(root).replaces("icon.svg")


def test_the_site_that_holds_the_packaged_theme_does_not_replace_its_files() -> None:
    assert not open_theme(ROOT).replaces("icon.svg")


@pytest.mark.parametrize("name", ["templates/a.html", "static/a.png", "static/folder/a.txt"])
def test_the_digest_of_a_theme_is_that_of_every_file_that_templates_can_reach(root: Path, name: str) -> None:
    before = open_theme(root).digest
    assert open_theme(root).digest == before
    put(root, name, "one")
    after = open_theme(root).digest
    assert after != before
    put(root, name, "two")
    assert open_theme(root).digest != after
    (root / name).unlink()
    assert open_theme(root).digest == before
    (root / name).symlink_to("nowhere")
    broken = open_theme(root).digest
    assert broken != before
    (root / name).unlink()
    (root / name).symlink_to("/dev/null")
    assert open_theme(root).digest not in {before, broken}


def test_content_does_not_count_for_the_digest_of_a_theme(root: Path) -> None:
    before = open_theme(root).digest
    put(root, "content/notes.md", "words")
    assert open_theme(root).digest == before


def test_the_packaged_theme_is_found_in_a_checkout_and_in_an_installation(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = read_site_files(str(root))
    assert site.theme.root == str(ROOT)
    package = tmp_path / "lib" / "portfolio"
    package.mkdir(parents=True)
    monkeypatch.setattr(site_files, "PACKAGE", str(package))
    with pytest.raises(InternalError, match="the packaged theme is missing"):
        open_theme(root)
    for folder in ("templates", "static"):
        (package / "_builtin" / folder / "terminal").mkdir(parents=True)
    site = read_site_files(str(root))
    found = site.theme
    assert found.root == str(package / "_builtin")
    assert find_theme("terminal", site, found).packaged is found
