"""Which destinations pass the allow-list, however they are disguised."""

from __future__ import annotations

import re

import pytest

from portfolio.errors import Code, Source
from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.plugins.links import judge_image, judge_link
from portfolio.model.document import Document

TARGETS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript%3Aalert(1)",
    "javascript%253Aalert(1)",
    "%6Aavascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#1;javascript:alert(1)",
    "&#32;javascript:alert(1)",
    "java&#8203;script:alert(1)",
    "java&amp;#115;cript:alert(1)",
    "<java\tscript:alert(1)>",
    "< javascript:alert(1)>",
    "<\x0bjavascript:alert(1)>",
    "javascript\\:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/png;base64,aaaa",
    "file:///etc/passwd",
    "blob:https://a/b",
    "filesystem:https://a/b",
    "view-source:https://a",
    "intent:#Intent;end",
    "jar:https://a!/b",
    "ftp://a/b",
    "//evil.example",
    "/\\\\evil.example",
    "\\\\\\\\evil.example",
    "/%09/evil.example",
    "/&Tab;/evil.example",
    "%2F%2Fevil.example",
    # what browsers drop may stand before, between and after the slashes, written in any way
    "%01//evil.example",
    "%2501//evil.example",
    "%25252501//evil.example",
    "%2501%252F/evil.example",
    "/%2501/evil.example",
    "&#1;//evil.example",
    "%26%231;//evil.example",
    "%2526%25231;//evil.example",
    "%7F//evil.example",
    "%C2%85//evil.example",
    "%25E2%2580%258B//evil.example",
    "%E2%80%8D/%EF%BB%BF/evil.example",
    "%250A//evil.example",
    "%2501\\\\\\\\evil.example",
    "%2501https:evil.example",
    "%2501javascript:alert(1)",
    "https:evil.example",
    "https:\\\\\\\\evil.example",
    "a%00b",
]


@pytest.mark.parametrize("destination", TARGETS)
@pytest.mark.parametrize("form", ["[x]({})", "[x][y]\n\n[y]: {}", '**[x]({} "t")**'])
def test_a_bad_address_is_an_error_and_reaches_no_page(form: str, destination: str) -> None:
    parsed = parse_markdown(Document(Source("a.md", form.format(destination)), 1))
    html = HtmlRenderer().render(parsed.tokens)
    assert [item.code for item in parsed.diagnostics] == [Code.LINK_SCHEME]
    assert "href" not in html


@pytest.mark.parametrize(
    "destination", [*TARGETS, "https://a/b.png", "http://a/b.png", "mailto:a@b", "#a", "?a"]
)
def test_a_bad_image_is_an_error_and_reaches_no_page(destination: str) -> None:
    parsed = parse_markdown(Document(Source("a.md", f"![x]({destination})"), 1))
    assert [item.code for item in parsed.diagnostics] == [Code.IMAGE]
    assert "<img" not in HtmlRenderer().render(parsed.tokens)


@pytest.mark.parametrize(
    "inner",
    ["[b](ftp://x)", "![b](ftp://x)", "[b]()", "![](c.png)", "<ftp://x>", "*[b](ftp://x)* c [d](ftp://y)"],
)
def test_markup_in_an_images_words_is_plain_text_and_not_checked(inner: str) -> None:
    parsed = parse_markdown(Document(Source("a.md", f"![a {inner}](/c.png) [e](ftp://z)"), 1))
    assert [(item.code, item.span.column) for item in parsed.diagnostics if item.span] == [
        (Code.LINK_SCHEME, len(f"![a {inner}](/c.png) [e](") + 1)
    ]
    assert [image.href for image in parsed.images] == ["/c.png"]
    assert [link.href for link in parsed.links] == ["ftp://z"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)>",
        "![<img src=x onerror=alert(1)>](a.png)",
        '![" onerror="alert(1)](a.png)',
        '![a](a.png "\\" onerror=\\"alert(1)")',
        '[a](/b "\\"><script>alert(1)</script>")',
        '[a](/b"onclick="alert(1))',
        '## "><script>alert(1)</script>',
        '```"><script>alert(1)</script>\n```',
        "```java title='\"><script>alert(1)</script>'\n```",
        "```diagram title='\"><script>alert(1)</script>'\n</pre><script>alert(1)</script>\n```",
        '| "><script>alert(1)</script> |\n|--|\n| <svg onload=alert(1)> |',
        'a[^"><script>]\n\n[^"><script>]: <script>alert(1)</script>',
        "> [!NOTE]\n> <iframe srcdoc='<script>alert(1)</script>'>",
        '<https://a/"onclick=alert(1)>',
        "    </code></pre><script>alert(1)</script>",
        "`</code><script>alert(1)</script>`",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "- [ ] <input onfocus=alert(1) autofocus>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php <script>alert(1)</script> ?>",
    ],
)  # fmt: skip
def test_no_markup_of_the_text_reaches_the_page(text: str) -> None:
    parsed = parse_markdown(Document(Source("a.md", text), 1), id_prefix='"><b>')
    html = HtmlRenderer(id_prefix='"><b>').render(parsed.tokens)
    tags = re.findall(r"<(/?[a-zA-Z!?][^>\s]*)((?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\s*>", html)
    assert html.count("<") == len(tags), "every < opens a well-formed tag"
    assert not {name for name, _ in tags} & {"script", "/script", "svg", "iframe", "b", "!--"}
    names = {
        name
        for _, attributes in tags
        for name in re.findall(r"\s([a-z-]+)(?==|\s|$)", re.sub(r'"[^"]*"', '""', attributes))
    }
    assert not {name for name in names if name.startswith("on") or name in {"style", "srcdoc", "autofocus"}}


@pytest.mark.parametrize(
    "destination",
    [
        "a%2501b",
        "%2501/a",
        "a/%2501//b",
        "a/b",
        "../a",
        "/a/b/",
        "#a",
        "?a=b:c",
        "HTTPS://a",
        "http://a:80/b",
        "mailto:a@b",
        "tel:+49",
    ],
)
def test_an_ordinary_link_passes(destination: str) -> None:
    assert judge_link(destination) is None


@pytest.mark.parametrize("destination", ["a.png", "../a/b.png", "/a.png", "a%20b.png"])
def test_an_ordinary_image_passes(destination: str) -> None:
    assert judge_image(destination) is None
