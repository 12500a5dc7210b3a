"""Free text: nothing crashes, and every span is inside of the file."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from portfolio.documents.document import split_sections
from portfolio.errors import Source
from portfolio.markdown.html import HtmlRenderer
from portfolio.markdown.inline import render_inline_markup, strip_inline_markup
from portfolio.markdown.parser import parse_markdown
from portfolio.model.document import Document

PIECES = st.sampled_from(
    ["[", "](", ")", "](javascript:a)", "![", "[^a]", "[^a]: ", "> ", "- ", "- [ ] ", "1. ", "\n", "\n\n", "|", "|--|\n", "\\",
     "`", "```", "```java {1}", '~~~diagram title="a"', "## ", "#### ", "<b>", "<!--", "-->", "*", "~~", "a", " ", "\t", "    ",
     "日", "\u00a0", "[!NOTE]\n", "===\n", "---\n", "[a]: b", "&Tab;", "\x0c", "\r", "\x00", "\u2028"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS, st.integers(1, 3))
@example("\u00a0\n[x](data:a)", 1)
@example("[a]:\n|b|\n|-|", 1)
def test_any_text_parses_and_renders_with_spans_inside_of_the_file(text: str, first_line: int) -> None:
    source = Source("a.md", "---\n" * (first_line - 1) + text)
    parsed = parse_markdown(Document(source, first_line), languages=frozenset({"java"}))
    HtmlRenderer().render(parsed.tokens)
    for section in split_sections(parsed.tokens):
        HtmlRenderer().render(section)
    spans = [item.span for item in parsed.diagnostics]
    spans += [item.span for item in parsed.links] + [item.span for item in parsed.images]
    spans += [item.span for item in parsed.code_blocks]
    for span in spans:
        assert span is not None
        assert first_line <= span.line <= len(source.lines)
        assert 1 <= span.column <= len(span.text) + 1
        assert span.length == 1 or span.column + span.length <= len(span.text) + 1
        assert span.text == source.lines[span.line - 1]


@given(
    st.lists(st.sampled_from(["word ", "日本 ", "*em* ", "`code` ", "\\[ ", "\n", "&amp; "]), max_size=12),
    st.sampled_from(["", "> ", "- ", "1. ", "> - ", "## ", "-\t"]),
)
def test_the_destination_of_a_link_is_found_at_its_position(words: list[str], prefix: str) -> None:
    text = "".join(words).strip() + " [x](data:a)"
    if prefix == "## ":
        text = text.replace("\n", " ")
    else:
        text = text.replace("\n", "\n" + ("> " if prefix.startswith(">") else "") + "  ")
    source = Source("a.md", prefix + text)
    parsed = parse_markdown(Document(source, 1))
    assert len(parsed.links) == 1
    assert parsed.links[0].span.text[parsed.links[0].span.column - 1 :].startswith("data:a)")


@given(st.text())
def test_any_field_renders(text: str) -> None:
    render_inline_markup(text)
    strip_inline_markup(text)
