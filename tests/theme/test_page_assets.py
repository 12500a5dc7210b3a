"""Palettes, the switch and the content policy, as a built page has them."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT
from support.html_tree import parse_html
from support.sites import copy_starter, open_theme, render

from portfolio.errors import Code, ContentError
from portfolio.languages.words import load_words
from portfolio.model.config import Config
from portfolio.model.palette import PHOSPHOR
from portfolio.theme.page_assets import (
    compose_page_assets,
    find_palettes,
    read_palette,
    read_palettes,
    squeeze_css,
)

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.errors import Diagnostic

SHIPPED = ["amber", "contrast", "paper", "phosphor"]
ACCENTS = {"amber": "#7a3d00", "contrast": "#00309c", "paper": "#1c3f85", "phosphor": "#0a5a34"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path)


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def find_error(root: Path, config: Config) -> Diagnostic:
    with pytest.raises(ContentError) as caught:
        compose_page_assets(open_theme(root), config)
    with pytest.raises(ContentError) as again:
        read_palettes(open_theme(root), config)
    (found,) = caught.value.diagnostics
    assert again.value.diagnostics == (found,)
    return found


def test_the_default_is_phosphor_and_each_palette_is_complete(root: Path) -> None:
    for palette in (None, *SHIPPED):
        config = Config(palette=palette) if palette else Config()
        css = compose_page_assets(open_theme(root), config).stylesheet
        assert [name for name, accent in ACCENTS.items() if accent in css] == [palette or "phosphor"]
        assert list(read_palettes(open_theme(root), config)) == [
            str(ROOT / f"static/terminal/palettes/{palette or 'phosphor'}.css")
        ]


def test_an_unknown_palette_is_reported_in_portfolio_yaml_with_the_nearest(root: Path) -> None:
    put(root, "portfolio.yaml", "# mine\npalette: ambre\n")
    found = find_error(root, Config(palette="ambre"))
    assert (found.code, found.message) == (Code.UNKNOWN_REFERENCE, "there is no palette `ambre`")
    assert found.help == "did you mean `amber`?"
    assert found.span is not None
    assert (found.span.path, found.span.line, found.span.column, found.span.length) == (
        "portfolio.yaml",
        2,
        10,
        5,
    )


def test_where_none_is_near_all_palettes_are_named(root: Path) -> None:
    found = find_error(root, Config(palette="x9"))
    assert found.help == "it can be `amber`, `contrast`, `paper`, `phosphor`"


def test_the_sites_own_palettes_come_before_the_themes(root: Path) -> None:
    put(root, "static/palettes/ocean.css", ":root { --accent: one }")
    put(root, "static/palettes/amber.css", ":root { --accent: mine }")
    put(root, "static/terminal/palettes/amber.css", ":root { --accent: themes }")
    put(root, "static/terminal/palettes/sand.css", ":root { --accent: sand }")
    assert list(find_palettes(open_theme(root))) == [
        "amber",
        "contrast",
        "ocean",
        "paper",
        "phosphor",
        "sand",
    ]
    assert compose_page_assets(open_theme(root), Config(palette="amber")).stylesheet.startswith(
        ":root{--accent:mine}"
    )
    assert read_palettes(open_theme(root), Config(palette="sand")) == {
        "static/terminal/palettes/sand.css": ":root { --accent: sand }"
    }


def test_a_file_whose_name_no_setting_can_hold_is_no_palette(root: Path) -> None:
    put(root, 'static/palettes/my "own" one.css', "")
    put(root, "static/palettes/Upper.css", "")
    put(root, "static/palettes/notes.txt", "")
    (root / "static/palettes/folder.css").mkdir()
    assert list(find_palettes(open_theme(root))) == SHIPPED


def test_custom_css_comes_last_and_among_the_colours(root: Path) -> None:
    put(root, "static/custom.css", ":root { --accent: mine }")
    assert compose_page_assets(open_theme(root), Config()).stylesheet.endswith(":root{--accent:mine}")
    assert list(read_palettes(open_theme(root), Config()))[-1] == "static/custom.css"


def test_without_the_switch_there_is_no_script_and_no_other_palette(root: Path) -> None:
    assets = compose_page_assets(open_theme(root), Config())
    assert (assets.script, assets.palettes) == ("", ())
    assert "data-palette" not in assets.stylesheet
    assert "script-src" not in assets.policy()
    for path, text in render(root).items():
        if path.endswith(".html"):
            scripts = parse_html(text).all("script")
            assert {item.attributes.get("type") for item in scripts} <= {"application/ld+json"}
            assert "data-palettes" not in text


def test_the_switch_offers_the_sites_own_palette_first(root: Path) -> None:
    assets = compose_page_assets(open_theme(root), Config(palette="paper", palette_switch=True))
    assert assets.palettes == ("paper", "amber", "contrast", "phosphor")
    assert assets.stylesheet.startswith(":root{--ground")
    assert re.findall(r':root\[data-palette="(\w+)"\]\{--ground', assets.stylesheet) == [
        "amber",
        "contrast",
        "phosphor",
    ]
    assert len(read_palettes(open_theme(root), Config(palette="paper", palette_switch=True))) == 4


@pytest.mark.parametrize("switch", ["true", "false"])
def test_the_policy_names_the_very_bytes_of_style_and_script(root: Path, switch: str) -> None:
    put(root, "portfolio.yaml", f"palette: amber\npalette_switch: {switch}\n")
    put(root, "static/custom.css", 'p::after { content: "größe → </style>" }\n')
    pages = {path: text for path, text in render(root).items() if path.endswith(".html")}
    assert len(pages) > 5
    for text in pages.values():
        tree = parse_html(text)
        (policy,) = [
            item.attributes["content"]
            for item in tree.all("meta")
            if item.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        assert "größe" in styles[-1]  # the owner's has the last word
        assert rules["style-src"] == " ".join(map(digest, styles))
        scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        assert rules.get("script-src", "") == "".join(digest(item) for item in scripts)
        assert len(scripts) == (switch == "true")
        assert "unsafe" not in policy
        assert ' style="' not in text
        # the policy counts for what comes after it
        assert text.index("Content-Security-Policy") < text.index("<style>")


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
def test_a_stylesheet_is_shortened_and_means_the_same(css: str, squeezed: str) -> None:
    assert squeeze_css(css) == squeezed


def test_the_themes_stylesheet_keeps_every_rule() -> None:
    css = (ROOT / "static/terminal/site.css").read_text(encoding="utf-8")
    assert squeeze_css(squeeze_css(css)) == squeeze_css(css)
    assert squeeze_css(css).count("{") == squeeze_css(css).count("}") == css.count("{")


@pytest.mark.parametrize(
    ("css", "light", "dark"),
    [
        ("", {}, {}),
        (
            ":root{--ground:light-dark(#fff,#123);--accent:light-dark(#456, #789abc)}",
            {"ground": "#fff", "accent": "#456"},
            {"ground": "#123", "accent": "#789abc"},
        ),
        (
            "a{--ground:light-dark(#fff,#111)}b{--ground: light-dark( #eee , #222 )}",
            {"ground": "#eee"},
            {"ground": "#222"},
        ),
        (":root{--ground:navy;--accent:light-dark(red,blue)}", {}, {}),
        (":root{--my-ground:light-dark(#fff,#123);--ground-2:light-dark(#fff,#123)}", {}, {}),
        (":root{--warn:light-dark(#fff,#123)}", {}, {}),
    ],
)
def test_the_colours_of_a_palette_are_the_last_ones(
    css: str, light: dict[str, str], dark: dict[str, str]
) -> None:
    assert read_palette(css) == (PHOSPHOR.light._replace(**light), PHOSPHOR.dark._replace(**dark))


def test_phosphor_is_the_packaged_palette() -> None:
    assert (
        read_palette((ROOT / "static/terminal/palettes/phosphor.css").read_text(encoding="utf-8")) == PHOSPHOR
    )


def test_only_a_language_from_the_right_has_its_rules(root: Path) -> None:
    assets = compose_page_assets(open_theme(root), Config(), load_words("ar"))
    plain = compose_page_assets(open_theme(root), Config(), load_words("de"))
    assert "direction:rtl" not in plain.stylesheet
    assert "code" in assets.stylesheet.removeprefix(plain.stylesheet)
    assert assets.stylesheet.startswith(plain.stylesheet)


def test_the_switch_has_the_words_of_the_language(root: Path) -> None:
    words = load_words("de", {"switch_light": 'h"e</script>ll'})
    script = compose_page_assets(open_theme(root), Config(palette_switch=True), words).script
    assert '"wie das System", "h\\"e<\\/script>ll", "dunkel"' in script
    assert "{switch" not in script
