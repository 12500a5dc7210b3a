"""Tokens to HTML: pairs of files in cases/, and the functions a caller may hand in."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portfolio.documents.document import split_sections
from portfolio.errors import Source
from portfolio.languages.words import load_words
from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.records import Picture
from portfolio.markdown.text import plain_text
from portfolio.model.document import Document

if TYPE_CHECKING:
    from markdown_it.token import Token

    from portfolio.markdown.records import Fence

CASES = Path(__file__).parent / "cases"


def parse(text: str) -> tuple[Token, ...]:
    return parse_markdown(Document(Source("a.md", text), 1)).tokens


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.md")))
def test_each_case_renders_as_in_its_html_file(name: str, request: pytest.FixtureRequest) -> None:
    source = (CASES / f"{name}.md").read_text("utf-8")
    parsed = parse_markdown(Document(Source(f"{name}.md", source), 1))
    html = HtmlRenderer().render(parsed.tokens)
    assert not parsed.diagnostics
    expected = CASES / f"{name}.html"
    if request.config.getoption("--update-golden", default=False):
        expected.write_text(html, "utf-8")
    assert html == expected.read_text("utf-8")


@pytest.mark.parametrize("kind", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_the_title_of_an_alert_is_in_the_language_of_the_site(kind: str) -> None:
    words = load_words("de")
    html = HtmlRenderer(words=words).render(parse(f"> [!{kind}]\n> Text\n"))
    assert f'<p class="alert-title">{words[f"alert_{kind.lower()}"]}</p>' in html


def test_every_html_file_belongs_to_a_case() -> None:
    assert {path.stem for path in CASES.glob("*.html")} == {path.stem for path in CASES.glob("*.md")}


def test_the_output_holds_no_style_attribute() -> None:
    assert not [path.name for path in CASES.glob("*.html") if "style=" in path.read_text("utf-8")]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<div>\n<b>x</b> & y\n</div>", "<p>&lt;div&gt;\n&lt;b&gt;x&lt;/b&gt; &amp; y\n&lt;/div&gt;</p>\n"),
        ("a <b>x</b>", "<p>a &lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("- <hr>\n", "<ul>\n<li>\n<p>&lt;hr&gt;</p>\n</li>\n</ul>\n"),
    ],
)
def test_html_that_is_refused_is_shown_as_it_stands(text: str, html: str) -> None:
    assert HtmlRenderer().render(parse(text)) == html


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("blanks", [" ", "  ", "   ", " \t", "\u2003"])
@pytest.mark.parametrize(("mark", "checked"), [(" ", ""), ("x", " checked"), ("X", " checked")])
def test_a_task_without_words_is_named_wherever_the_text_ends(
    mark: str, checked: str, blanks: str, end: str
) -> None:
    parsed = parse_markdown(Document(Source("a.md", f"- a\n- [{mark}]{blanks}{end}"), 1))
    box = f'<input type="checkbox" disabled{checked} aria-label="Task">'
    html = HtmlRenderer().render(parsed.tokens)
    if blanks == "\u2003":  # no blank of Markdown's, so that it is text
        assert "checkbox" not in html
    else:
        assert html == f'<ul class="tasks">\n<li>a</li>\n<li class="task">{box}</li>\n</ul>\n'
    assert not parsed.diagnostics


@pytest.mark.parametrize(
    "text", ["-  ", "1.   ", "> ", ">   \n", "- \t", "- [ ]", "|a|\n|-|\n|  ", "a\n  ", "- a\n\n   "]
)
def test_a_text_may_end_in_blanks(text: str) -> None:
    parsed = parse_markdown(Document(Source("a.md", text), 1))
    assert not parsed.diagnostics
    assert HtmlRenderer().render(parsed.tokens)


def test_highlighted_code_keeps_its_lines_when_they_are_framed() -> None:
    def highlight(code: str, language: str) -> str:
        return f'<span class="k">{language}</span>{code}'

    html = HtmlRenderer(highlight=highlight).render(parse("```java {2} linenos\na\nb\n```"))
    number = '<span class="ln" aria-hidden="true"></span>'
    assert html == (
        '<pre tabindex="0"><code class="language-java">'
        f'{number}<span class="k">java</span>a\n<span class="hl">{number}b</span>\n</code></pre>\n'
    )


def test_code_without_language_is_not_highlighted() -> None:
    def highlight(_code: str, _language: str) -> str:
        raise AssertionError

    html = HtmlRenderer(highlight=highlight).render(parse("```\n<a>\n```"))
    assert html == '<pre tabindex="0"><code>&lt;a&gt;\n</code></pre>\n'


def test_a_diagram_is_drawn_by_the_function_given() -> None:
    def draw(source: str, fence: Fence, figure_id: str) -> str:
        return f"<{figure_id}|{fence.title}|{source}>"

    html = HtmlRenderer(draw=draw).render(
        parse("```diagram title='a'\nx\n```\n\n```diagram title='b'\ny\n```")
    )
    assert html == "<diagram--1|a|x\n>\n<diagram--2|b|y\n>\n"


def test_links_and_images_are_written_as_the_caller_resolves_them() -> None:
    renderer = HtmlRenderer(
        link=lambda href: f"/base{href}?a&b", image=lambda src: Picture(f"/base/{src}", "4", "3")
    )
    assert renderer.render(parse("[a](/b) ![c](d.png)")) == (
        '<p><a href="/base/b?a&amp;b">a</a> '
        '<img src="/base/d.png" alt="c" width="4" height="3" loading="lazy" decoding="async"></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n[^1]: ![b](b.png)\n\na[^1]",
        "- [ ] ![b](b.png)\n\n- c",
        "![b](b.png) [c](d)",
        "[![b](b.png)](c)",
        "> c\n![b](b.png)",
    ],
)
def test_a_picture_that_is_not_alone_in_its_paragraph_is_no_figure(text: str) -> None:
    html = HtmlRenderer().render(parse(text))
    assert "<img" in html
    assert "<figure" not in html
    assert html.count("<p>") == html.count("</p>")


def test_a_text_is_cut_into_sections_with_the_footnotes_apart() -> None:
    sections = split_sections(parse("a[^1]\n\n## b\n\nc\n\n### d\n\n> ## e\n\n## f\n\n[^1]: g"))
    assert [plain_text(section) for section in sections] == ["a", "b c d e", "f", "g"]


def test_sections_put_together_are_the_text() -> None:
    tokens = parse("a[^1]\n\n## b\n\nc\n\n## d\n\n[^1]: e")
    assert [token for section in split_sections(tokens) for token in section] == list(tokens)


def test_inline_tokens_render_alone() -> None:
    assert HtmlRenderer().render(parse("*a* & b")[1].children or []) == "<em>a</em> &amp; b"


def test_a_renderer_is_gone_once_nobody_uses_it() -> None:
    """It has the drawings of its text, and a build searches for cycles once in a hundred thousand objects."""
    renderer = HtmlRenderer()
    place = weakref.ref(renderer)
    assert renderer.render(
        parse("# A *title*\n\n- [ ] one\n\n| a |\n|---|\n| b |\n\n[a](b.md) ![c](d.png)[^1]\n\n[^1]: e\n")
    )
    del renderer
    assert place() is None
