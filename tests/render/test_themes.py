"""Where templates and assets come from, and how a stylesheet is shortened."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import ROOT
from support.html_tree import parse_html
from support.sites import copy_starter, edit_yaml, render

from portfolio.build.pipeline import render_site
from portfolio.errors import Code, ContentError, InternalError, Severity, TemplateError
from portfolio.render import themes
from portfolio.render.themes import builtin_root, find_theme, read_text_file, squeeze_css


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
        (ROOT / "templates/terminal/base.html")
        .read_text(encoding="utf-8")
        .replace("<footer>", "<footer>MINE")
    )
    put(root, "templates/base.html", text)
    pages = {path: text for path, text in render(root).items() if path.endswith(".html")}
    assert len(pages) > 5
    assert all(parse_html(text).one("footer").text.startswith("MINE") for text in pages.values())


def test_the_sites_theme_folder_stands_before_the_packaged_theme_and_behind_the_overrides(root: Path) -> None:
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
    assert page.one("style").text.endswith("}body{color:teal}")
    assert not any("plain/" in file.path for file in render_site(root, {}).files)


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


def test_a_theme_unlike_any_other_is_told_where_to_lie(root: Path) -> None:
    put(root, "portfolio.yaml", "{theme: zzz}\n")
    with pytest.raises(ContentError) as caught:
        render(root)
    assert caught.value.diagnostics[0].help == "make a folder templates/zzz/, or use `terminal`"


def test_the_sites_own_styles_follow_the_themes(root: Path) -> None:
    put(root, "static/custom.css", 'p::after { content: "</style><b>" }')
    page = parse_html(render(root)["index.html"])
    assert page.one("style").text.endswith('p::after{content:"<\\/style><b>"}')


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


def refused(root: Path) -> list[tuple[str, Code, str]]:
    """Return path, code and message of each error of a site."""
    with pytest.raises((ContentError, TemplateError)) as caught:
        render(root)
    found = [item for item in caught.value.diagnostics if item.severity is Severity.ERROR]
    return [
        (item.span.path if item.span else "", item.code, item.message.partition(" (while rendering")[0])
        for item in found
    ]


@pytest.mark.parametrize("target", ["../../outside.html", "../content/notes.html", "../static/part.html"])
@pytest.mark.parametrize("name", ["base.html", "sections/stats.html", "terminal/tag.html"])
def test_a_template_that_is_a_link_out_of_its_folder_is_refused(root: Path, name: str, target: str) -> None:
    put(root, "templates/x", "")
    put(root, str(Path("templates", target)), "{{ 'secret' }}")
    (root / "templates" / name).parent.mkdir(exist_ok=True)
    (root / "templates" / name).symlink_to(root / "templates" / target)
    where = "the site" if "outside" in target else "`templates/`"
    message = f"`templates/{name}` leads to a file outside `templates/`"
    assert (f"templates/{name}", Code.FILE_UNREADABLE, message) in refused(root), where


@pytest.mark.parametrize("target", ["../../theme", "../content", "/"])
@pytest.mark.parametrize("name", ["terminal", "sections", ".parts"])
def test_a_folder_of_templates_that_is_a_link_is_refused(root: Path, name: str, target: str) -> None:
    put(root, "../theme/x.html", "secret")
    put(root, "content/x.html.md", "secret")
    put(root, "templates/404.html", f"{{% include '{name}/x.html' %}}")
    (root / "templates" / name).symlink_to(target)
    assert all("secret" not in message for _, _, message in refused(root))


def test_a_hidden_link_out_of_the_templates_is_refused_where_it_is_included(root: Path) -> None:
    put(root, "../secret.html", "secret")
    put(root, "templates/404.html", "{% include '.parts/secret.html' %}")
    (root / "templates/.parts").symlink_to(root.parent)
    message = "`templates/.parts/secret.html` leads to a file outside `templates/`"
    assert refused(root) == [("templates/.parts/secret.html", Code.FILE_UNREADABLE, message)]


def test_the_whole_folder_of_templates_may_not_lie_elsewhere(root: Path) -> None:
    put(root, "../theme/404.html", "secret")
    (root / "templates").symlink_to(root.parent / "theme")
    message = "`templates/404.html` leads to a file outside `templates/`"
    assert refused(root) == [("templates/404.html", Code.FILE_UNREADABLE, message)]


def test_a_link_from_one_template_to_another_is_followed(root: Path) -> None:
    put(root, "templates/parts/gone.html", "GONE")
    (root / "templates/404.html").symlink_to("parts/gone.html")
    (root / "templates/.hidden").symlink_to("parts")
    put(root, "templates/robots.txt", "{% include '.hidden/gone.html' %}")
    files = render(root)
    assert (files["404.html"], files["robots.txt"]) == ("GONE", "GONE")


@pytest.mark.parametrize("name", ["x.txt", ".x.txt"])
def test_an_asset_that_is_a_link_out_of_static_is_refused(root: Path, name: str) -> None:
    put(root, "content/secret.txt", "secret")
    put(root, "static/y.txt", "")
    put(root, "templates/404.html", f"{{{{ asset('{name}') }}}}")
    (root / "static" / name).symlink_to("../content/secret.txt")
    message = f"`static/{name}` leads to a file outside `static/`"
    assert refused(root) == [(f"static/{name}", Code.FILE_UNREADABLE, message)]


def test_an_asset_may_be_a_link_within_static(root: Path) -> None:
    put(root, "static/art/y.txt", "ART")
    put(root, "templates/404.html", "{{ asset('x.txt') }}")
    (root / "static/x.txt").symlink_to("art/y.txt")
    assert render(root)["404.html"] == "ART"


def test_an_asset_that_no_folder_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match=r"no file `nope\.css`"):
        find_theme("terminal", tmp_path).read_asset("nope.css")


def test_text_files_lose_their_mark_and_their_carriage_returns(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text_file(file) == "one\ntwo\nthree\n"


def test_the_packaged_theme_is_found_in_a_checkout_and_in_an_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert builtin_root() == ROOT
    package = tmp_path / "lib" / "portfolio"
    (package / "render").mkdir(parents=True)
    monkeypatch.setattr(themes, "__file__", str(package / "render" / "themes.py"))
    with pytest.raises(InternalError):
        builtin_root()
    (tmp_path / "lib" / "pyproject.toml").write_text('[project]\nname = "other"\n', encoding="utf-8")
    with pytest.raises(InternalError):
        builtin_root()
    (package / "_builtin").mkdir()
    assert builtin_root() == package / "_builtin"


@pytest.mark.parametrize(
    ("css", "squeezed"),
    [
        ("a {\n  color : red ;\n}\n\n b{ }", "a{color : red}b{}"),
        ("/* one */ a { /* two ; } */ color: red }", "a{color:red}"),
        ("a { margin: 0/**/auto }", "a{margin:0/**/auto}"),
        ("a/* x */{}", "a{}"),
        ("a/* x */:hover{}", "a:hover{}"),
        ('a::after { content: "  /* not ; } */  " }', 'a::after{content:"  /* not ; } */  "}'),
        ("a { content: 'it\\'s ; }  ' }", "a{content:'it\\'s ; }  '}"),
        ("/* don't */ a { content: \"'\" }", 'a{content:"\'"}'),
        ("a { width: calc(100% - 2 * (1rem + 2px)) }", "a{width:calc(100% - 2 * (1rem + 2px))}"),
        (".a :is(h2, h3) > b , i {}", ".a :is(h2,h3)>b,i{}"),
        ("a { b: url( x.png ) , url(data:a;b,/*c*/;}) }", "a{b:url( x.png ),url(data:a;b,/*c*/;})}"),
        (
            "@media (min-width: 36.01rem) and (width > 3px) { a { b: c; } }",
            "@media (min-width: 36.01rem) and (width>3px){a{b:c}}",
        ),
        ("a:not(.b) :hover + c ~ d {}", "a:not(.b) :hover + c ~ d{}"),
        ('.a\\"b { c: d } .e { f: "  " }', '.a\\"b{c:d}.e{f:"  "}'),
        ("a { font-family: x\u00a0 y }", "a{font-family:x\u00a0 y}"),
        ("", ""),
    ],
)
def test_a_stylesheet_is_shortened_and_says_the_same(css: str, squeezed: str) -> None:
    assert squeeze_css(css) == squeezed


def test_the_themes_stylesheet_keeps_every_rule() -> None:
    css = (ROOT / "static/terminal/site.css").read_text(encoding="utf-8")
    assert squeeze_css(squeeze_css(css)) == squeeze_css(css)
    assert squeeze_css(css).count("{") == squeeze_css(css).count("}") == css.count("{")
