"""Code to HTML with few classes."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.highlight import highlight_code, is_known_language, known_languages, nearest_languages

JAVA = """/* first
   second */
@Bean
class Engineer {
    int years() { return 7; } // "quoted" <tag>
}
"""


def test_code_is_marked_with_few_classes() -> None:
    assert highlight_code(JAVA, "java") == (
        '<span class="c">/* first</span>\n'
        '<span class="c">   second */</span>\n'
        '<span class="f">@Bean</span>\n'
        '<span class="k">class</span> <span class="f">Engineer</span> {\n'
        '    <span class="k">int</span> <span class="f">years</span>() { <span class="k">return</span> '
        '<span class="n">7</span>; } <span class="c">// &quot;quoted&quot; &lt;tag&gt;</span>\n'
        "}\n"
    )


@pytest.mark.parametrize("language", ["", "text", "txt", "tsv", "diagram", "no-such-language"])
def test_plain_text_is_only_escaped(language: str) -> None:
    assert highlight_code('if "a" < 1 &\n', language) == "if &quot;a&quot; &lt; 1 &amp;\n"


def test_the_name_of_a_language_may_be_in_capitals() -> None:
    assert highlight_code("int a;", "Java") == '<span class="k">int</span> a;'


@settings(deadline=None)  # a lexer loads when it is first used
@given(
    st.text() | st.text("\"'`/*#\n\t <>&{}()=a1\\", max_size=30),
    st.sampled_from(["java", "python", "yaml", "bash", "json", "html", "sql"]),
)
def test_the_text_is_kept_and_no_span_crosses_a_line(code: str, language: str) -> None:
    result = highlight_code(code, language)
    assert html.unescape(re.sub(r"<[^>]*>", "", result)).replace("\0", "") == html.unescape(
        html.escape(code)
    ).replace("\0", "")
    for line in result.split("\n"):
        assert re.fullmatch(r'(?:[^<>"]|<span class="[kscnf]">[^<>"]*</span>)*', line)


def test_a_string_is_one_span_whatever_its_parts() -> None:
    assert highlight_code('"a\\n{b}"', "python") == '<span class="s">&quot;a\\n{b}&quot;</span>'


def test_the_same_code_gives_the_same_html() -> None:
    assert highlight_code(JAVA, "java") == highlight_code(JAVA, "java")


def test_languages_are_known_by_every_name() -> None:
    assert all(is_known_language(name) for name in ("java", "Java", "py", "yaml", "sh", "", "diagram", "tsv"))
    assert not is_known_language("jva")
    assert {"java", "diagram"} <= known_languages()


def test_the_nearest_language_comes_first() -> None:
    assert nearest_languages("jva")[0] == "java"
    assert nearest_languages("pyton")[0] == "python"
    assert nearest_languages("zzzzzzzzzz") == ()
