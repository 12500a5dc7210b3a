"""The little Markdown of YAML fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.markdown.inline import render_inline_markup, strip_inline_markup


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("a *b* **c** `d`", "a <em>b</em> <strong>c</strong> <code>d</code>", "a b c d"),
        ("\\*a\\* `*b*`", "*a* <code>*b*</code>", "*a* *b*"),
        ("[a](b) ![c](d) <e@f.org>", "[a](b) ![c](d) &lt;e@f.org&gt;", "[a](b) ![c](d) <e@f.org>"),
        ('<b>a</b> & "c" &amp;', "&lt;b&gt;a&lt;/b&gt; &amp; &quot;c&quot; &amp;amp;", '<b>a</b> & "c" &amp;'),
        ("# a - b > c", "# a - b &gt; c", "# a - b > c"),
        ("~~a~~ a_b_c", "~~a~~ a_b_c", "~~a~~ a_b_c"),
        ("`<script>`", "<code>&lt;script&gt;</code>", "<script>"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_field_knows_only_emphasis_and_code(text: str, html: str, plain: str) -> None:
    assert (render_inline_markup(text), strip_inline_markup(text)) == (html, plain)


@given(st.text(alphabet="ab <>&\"'\n\t-[](){}!~é😀", max_size=30))
def test_a_field_without_marks_is_the_same_parsed_or_not(text: str) -> None:
    # a code span behind it makes the parser look at the text before it
    assert render_inline_markup(f"{text}`x`") == f"{render_inline_markup(text)}<code>x</code>"
    assert strip_inline_markup(f"{text}`x`") == f"{strip_inline_markup(text)}x"
