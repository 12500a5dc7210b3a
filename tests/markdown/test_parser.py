"""Diagnostics of a text: each kind, at its exact position in the file."""

from __future__ import annotations

import re

import pytest

from portfolio.errors import Code, Source
from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.parser import ParsedMarkdown, parse_markdown
from portfolio.markdown.text import plain_text
from portfolio.model.document import Document

LANGUAGES = frozenset({"java", "python", "text"})


def parse(
    text: str, *, id_prefix: str = "", first_level: int = 2, reserved: frozenset[str] = frozenset()
) -> ParsedMarkdown:
    document = Document(Source("a.md", f"---\ntitle: x\n---\n{text}"), 4)
    return parse_markdown(
        document, id_prefix=id_prefix, first_level=first_level, reserved_ids=reserved, languages=LANGUAGES
    )


def places(text: str) -> list[str]:
    """Return `line:column:length code marked-words` of each diagnostic; the body begins on line 4."""
    spans = [(item.span, item.code) for item in parse(text).diagnostics]
    return [
        f"{span.line}:{span.column}:{span.length} {code} {span.text[span.column - 1 :][: span.length]}"
        for span, code in spans
        if span is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [x](javascript:a)", "4:9:12 link-scheme javascript:a"),
        ("one\n  two [x](blob:a) y", "5:11:6 link-scheme blob:a"),
        ("one [two\nthree](blob:a)", "5:8:6 link-scheme blob:a"),
        ("one\n<jar:x>", "5:2:5 link-scheme jar:x"),
        ("- a\n  1. b [x](//host)", "5:12:6 link-scheme //host"),
        ("- [ ]   do [x](//host)", "4:16:6 link-scheme //host"),
        ("-\ta\n\n\tb [x](//h)", "6:8:3 link-scheme //h"),
        ("> a\n> [x](intent:a)", "5:7:8 link-scheme intent:a"),
        ("> a\nlazy [x](intent:a)", "5:10:8 link-scheme intent:a"),
        ("> - > a\n>   > [x](data:a)", "5:11:6 link-scheme data:a"),
        ("| a | b |\n|--|--|\n| c | d [x](data:a) |", "6:13:6 link-scheme data:a"),
        ("a | b\n--|--\nc \\| e [x](data:a) | d", "6:12:6 link-scheme data:a"),
        ("> | a |\n> |--|\n> | c [x](data:a) |", "6:11:6 link-scheme data:a"),
        ("a\n\n## b [x](data:a) ##", "6:10:6 link-scheme data:a"),
        ("b [x](data:a)\n---", "4:7:6 link-scheme data:a"),
        ("*a **b [x](data:a)***", "4:12:6 link-scheme data:a"),
        ("日本語 😀 [x](data:a)", "4:11:6 link-scheme data:a"),
        ("a[^1]\n\n[^1]: b [x](data:a)", "6:13:6 link-scheme data:a"),
        ("> [!NOTE]\n> b [x](data:a)", "5:9:6 link-scheme data:a"),
        ("\u00a0\nb [x](data:a)", "5:7:6 link-scheme data:a"),
        ("a [b](<blob: c> 'd')", "4:8:7 link-scheme blob: c"),
        ("[x](\n  data:a\n  'b')", "5:3:6 link-scheme data:a"),
        ("[x][y]\n\n[y]: data:a", "6:6:6 link-scheme data:a"),
        ("[x][]\n\n[X]: <data:a b> 'c'", "6:7:8 link-scheme data:a b"),
        ("> - [x]\n>\n>   [x]:\n>     data:a", "7:7:6 link-scheme data:a"),
        ("[x][y] [z][y]\n\n[y]: data:a\n[y]: blob:b", "6:6:6 link-scheme data:a"),
        ("[a] [x](b c)\n\n[x]: data:a", "6:6:6 link-scheme data:a"),
        ("[![a](b.png)](data:a)", "4:15:6 link-scheme data:a"),
        ("| a |\n|--|\n| \\| [x\\|y](data:a\\|b) |", "6:13:9 link-scheme data:a\\|b"),
        ("a [x]() b", "4:7:1 link )"),
        ("a [x]( ) b", "4:8:1 link )"),
        ("a [x](<>) b", "4:7:2 link <>"),
        ("a [x]\n\n[x]: <>", "6:6:2 link <>"),
        ("a [x][nowhere] b", "4:7:7 link nowhere"),
        ("a\nb[^nope] c", "5:2:7 link [^nope]"),
        ("> [^a]: unused", "4:3:12 link [^a]: unused"),
        ("x[^a]\n\n[^a]: b\n\n[^a]: c", "8:1:7 link [^a]: c"),
        ("a ![](b.png)", "4:3:10 image-alt ![](b.png)"),
        ("a ![b](https://c/d.png)", "4:8:15 image https://c/d.png"),
        ("a ![b [c](d)][e]\n\n[e]: //f", "6:6:3 image //f"),
        ("a\nb <b>c", "5:3:3 raw-html <b>"),
        ("- <div>\n  a", "4:3:5 raw-html <div>"),
        ("a<br>b", "4:2:4 raw-html <br>"),
        ("<br>\nb", "4:1:4 raw-html <br>"),
        ("| a<br>b |\n|--|\n| <br class=x> |", "6:3:12 raw-html <br class=x>"),
        ("| a |\n|--|\n| <hr> |", "6:3:4 raw-html <hr>"),
        ("a\n\n<!-- b", "6:1:6 raw-html <!-- b"),
        ("- <!-- b\n\nc -->", "4:3:6 raw-html <!-- b"),
        ("> <!-- b\n\nc -->", "4:3:6 raw-html <!-- b"),
        ("a <!-- b\n\nc -->", "4:3:4 raw-html <!--"),
        ("| a |\n|--|\n| <!-- b |", "6:3:4 raw-html <!--"),
        ("<!-- a --> <b>", "4:12:3 raw-html <b>"),
        ("<!-- a\n\nb --> c [x](//h)", "6:13:3 link-scheme //h"),
        ("# a", "4:1:3 heading # a"),
        ("a\n=", "4:1:1 heading a"),
        ("### a", "4:1:5 heading ### a"),
        ("## a\n\n> #### b", "6:3:6 heading #### b"),
        ("##", "4:1:2 heading ##"),
        ("```jva\n```", "4:4:3 fence jva"),
        ("> ```java {9}\n> a\n> ```", "4:12:1 fence 9"),
        ("```java {a}\nb\n```", "4:10:1 fence a"),
        ('```java titel="a"\n```', "4:9:5 fence titel"),
        ('```java title="a\n```', '4:9:8 fence title="a'),
        ("```java title=a\n```", "4:9:7 fence title=a"),
        ("```java {1\na\n```", "4:9:2 fence {1"),
        ("```diagram\n```", "4:4:7 fence diagram"),
        ("- a\n\n  ~~~ java\n  b", "6:3:8 fence ~~~ java"),
        ("```\n    ```", "4:1:3 fence ```"),
        ("~~~", "4:1:3 fence ~~~"),
        ("a [x][^nope]", "4:6:7 link [^nope]"),
        ("[" * 60, f"4:1:60 nesting {'[' * 60}"),
        ("> " * 60 + "a", f"4:101:21 nesting {'> ' * 10}a"),
    ],
)  # fmt: skip
def test_a_problem_is_found_at_its_exact_position(text: str, expected: str) -> None:
    assert places(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "a [x] b[0] c[0][1] [a] [b] [x][] f()[a][b]",
        "`[a][b]` and `[^a]` and `<b>`",
        "\\[a][b] a < b > c & d",
        "[a][b]\n\n[b]: /c",
        "[a](https://b) <https://c> <me@d.org> [e](mailto:f@g.org) [h](tel:+1) [i](../j) [k](/l) [m](#n) [o](p?q:r)",
        "[a](my%20file.pdf) [b](https://c/?d=https%3A%2F%2Fe) [f](mailto:a@b.org?body=c%0Ad)",
        "![a](b.png) ![c](/d/e.svg)",
        "## a\n### b\n#### c\n## d",
        "```java title=\"a b\" {1-2, 3} linenos\na\nb\nc\n```\n\n```\nplain\n```\n\n~~~diagram title='x'\n~~~",
        "a[^1]\n\n[^1]: b",
        "![a [b][c] <d>](e.png)",
        "- [ ] a\n- [x] b",
    ],
)  # fmt: skip
def test_ordinary_text_raises_no_alarm(text: str) -> None:
    assert places(text) == []


def test_messages_quote_the_words_and_have_help() -> None:
    diagnostics = parse("[a][b] [c](foo:d)\n\n```jav\n```").diagnostics
    assert [(item.message, item.help) for item in diagnostics] == [
        (
            "no definition for the link label `b`",
            "add a line `[b]: address`, or write `\\[` for a bracket",
        ),
        (
            "the scheme `foo:` is not allowed in a link",
            "link to https, http, mailto, tel, a relative path, a `/path` of this site, or a `#fragment`",
        ),
        ("unknown language `jav`", "did you mean `java`?"),
    ]


def test_heading_ids_are_slugs_and_unique_on_the_page() -> None:
    text = "## Über *uns* & `das`\n## a\n## a\n## A!\n## taken\n## 日本 語\n## 😀"
    parsed = parse(text, id_prefix="p-", reserved=frozenset({"p-taken"}))
    assert [*parsed.anchors] == [
        "p-über-uns-das",
        "p-a",
        "p-a-2",
        "p-a-3",
        "p-taken-2",
        "p-日本-語",
        "p-section",
    ]
    assert plain_text(parsed.tokens[:3]) == "Über uns & das"


def test_the_id_of_a_heading_keeps_the_marks_of_its_letters() -> None:
    text = "## हिन्दी & தமிழ்\n## ที่_นี่\n## שָׁלוֹם\n## x\u0304\n## ❤\ufe0f"
    assert [*parse(text).anchors] == [*("हिन्दी-தமிழ்", "ที่-นี่", "שָׁלוֹם", "x\u0304", "section")]


def test_a_numbered_id_does_not_take_the_id_of_another_heading() -> None:
    assert [*parse("## a 2\n## a\n## a").anchors] == ["a-2", "a", "a-3"]


def test_the_first_level_shifts_headings() -> None:
    parsed = parse("## a\n### b", first_level=3)
    assert [token.tag for token in parsed.tokens if token.type.startswith("heading")] == [
        "h3",
        "h3",
        "h4",
        "h4",
    ]


def test_a_heading_deeper_than_html_knows_is_an_error() -> None:
    parsed = parse("## a\n### b\n#### c\n##### d\n###### e", first_level=3)
    assert [(item.code, item.help) for item in parsed.diagnostics] == [
        (Code.HEADING, "the deepest is `#####`")
    ]


def test_links_images_and_code_blocks_are_listed() -> None:
    parsed = parse(
        '[a](b c.md) [a](<b c.md>) ![d](e.png)\n\n- ```java\n  f\n  ```\n\n```diagram title="g"\nh\n```',
        id_prefix="p-",
    )
    assert [link.href for link in parsed.links] == ["b%20c.md"]
    assert [image.href for image in parsed.images] == ["e.png"]
    blocks = [
        (block.fence.language, block.text, block.first_line, block.column) for block in parsed.code_blocks
    ]
    assert blocks == [("java", "f\n", 7, 3), ("diagram", "h\n", 11, 1)]
    assert [token.meta["id"] for token in parsed.tokens if "id" in token.meta] == ["p-diagram--1"]


def test_html_keeps_no_type_that_a_renderer_could_write_unescaped() -> None:
    parsed = parse("<div>\n\na <b> ![<i>](c.png)")
    children = parsed.tokens[2].children or []
    nested = [child for token in children for child in token.children or []]
    assert {token.type for token in (*parsed.tokens, *children, *nested)} == {
        "refused_html", "paragraph_open", "inline", "paragraph_close", "text", "image"
    }  # fmt: skip


def test_footnote_ids_take_the_prefix() -> None:
    parsed = parse("a[^1]\n\n[^1]: b", id_prefix="p-")
    html = HtmlRenderer(id_prefix="p-").render(parsed.tokens)
    assert re.findall(r'(?:id|href)="([^"]*)"', html) == ["p-fnref--1", "#p-fn--1", "p-fn--1", "#p-fnref--1"]


def test_a_carriage_return_moves_no_line() -> None:
    assert places("a\rb\n[x](data:a)\nc") == ["5:5:6 link-scheme data:a"]


@pytest.mark.parametrize("text", ["a<br>b", "<br>", "<br> b", "a <br/> b <BR > c"])
def test_a_line_break_of_html_has_its_own_advice_with_any_words_around_it(text: str) -> None:
    assert {item.help for item in parse(text).diagnostics} == {"end the line with a backslash"}


def test_an_image_inside_of_a_deep_text_still_reports_the_depth() -> None:
    assert places("![" + "[" * 60 + "](a.png)")[0].startswith("4:1:")


def test_a_refused_address_is_taken_off_its_token() -> None:
    children = parse("[a](javascript:b) ![c](//d)").tokens[1].children or []
    assert [token.attrs for token in children if token.tag in {"a", "img"} and token.nesting >= 0] == [
        {},
        {"alt": ""},
    ]


def test_parsing_twice_gives_the_same() -> None:
    document = Document(Source("a.md", "## a\n[^1]\n\n[^1]: b\n\n[c]: d"), 1)
    assert parse_markdown(document) == parse_markdown(document)
    assert places("[c][c]") == ["4:5:1 link c"]
