"""How a stylesheet is shortened: the same rules in fewer bytes."""

from __future__ import annotations

import pytest
from support.command import ROOT

from portfolio.theme.css import squeeze_css


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
