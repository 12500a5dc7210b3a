"""Code to HTML with few classes."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.highlight import ALIASES, PLAIN, highlight_code, known_languages

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
    assert {"java", "py", "yaml", "sh", "", "diagram", "tsv"} <= known_languages()
    assert "jva" not in known_languages()
    assert {"java", "diagram"} <= known_languages()


GITHUB_NAMES = (
    "plaintext none text txt jsonc json5 jsonl kt kts console shell-session golang yml dockerfile dotenv env csv "
    "gitignore log svelte prisma vue hcl terraform tf proto cs c# ps1 pwsh rs ts jsx tsx mjs gql hbs mdx "
    "astro patch cmd svg sol tfvars postgres pgsql sqlite jinja2 regex mermaid JSONC stylus dhall ssh-config opentofu "
    "ninja nushell opencl processing razor vba batchfile webassembly nvim troff typespec jq templ go-template"
)


def test_the_names_that_github_takes_are_known() -> None:
    assert [name for name in GITHUB_NAMES.split() if name.lower() not in known_languages()] == []


@pytest.mark.parametrize(
    ("alias", "language", "code"),
    [
        ("jsonc", "json", '{"a": 1} // why\n'),
        ("kt", "kotlin", "fun main() = 1\n"),
        ("mjs", "javascript", "const a = 1\n"),
        ("env", "properties", "# why\nA=1\n"),
        ("CMD", "batch", "rem why\n"),
        ("svelte", "html", "<b>a</b>\n"),
    ],
)
def test_an_alias_has_the_colours_of_its_language(alias: str, language: str, code: str) -> None:
    assert highlight_code(code, alias) == highlight_code(code, language)
    assert "<span" in highlight_code(code, alias)


def test_each_alias_is_of_a_language_and_no_name_has_two_meanings() -> None:
    assert not PLAIN & ALIASES.keys()
    assert all(name in known_languages() and name not in ALIASES for name in ALIASES.values())
