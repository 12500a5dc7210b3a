# ruff: noqa: RUF001 (signs of other scripts are the matter here)
"""Text of YAML fields that readers would see as raw markup, and what only looks alike."""

from __future__ import annotations

import pytest

from portfolio.markdown.fields import find_lost_markup


def words(text: str, *, is_marked: bool) -> list[str]:
    return [text[item.start : item.end] for item in find_lost_markup(text, is_marked=is_marked)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Live :rocket: and :tada:", [":rocket:", ":tada:"]),
        ("see [[wiki]], ![[a.png]]", ["[[wiki]]", "![[a.png]]"]),
        ("==a b== and ++very new++ and ~a~", ["==a b==", "++very new++", "~a~"]),
        ("{{< youtube a >}} {{ b }} {% c %} {.d}", ["{{< youtube a >}}", "{{ b }}", "{% c %}", "{.d}"]),
        ("[CV](/cv.pdf) ![a](b.png) [a] (https://b.org/c)", ["[CV](/cv.pdf)", "![a](b.png)", "[a] (https://b.org/c)"]),
        ("[a](/b c.pdf) and <https://a.org/b>", ["[a](/b c.pdf)", "<https://a.org/b>"]),
        ("~~old~~ new[^1] x^2^ $x^2$", ["~~old~~", "[^1]", "^2^", "$x^2$"]),
        ("<b>a</b>, b<br>c, <br/>, <a href='b'>c</a>, </p>", ["<b>a</b>", "<br>", "<br/>", "<a href='b'>c</a>", "</p>"]),
        ("a&nbsp;b &amp; c&#39;d", ["&nbsp;", "&amp;", "&#39;"]),
        ("a <!-- b --> c", ["<!-- b -->"]),
        ("- a\n- b", ["- a"]),
        ("a:\n1. b\n2. c", ["1. b"]),
        ("## a\nb", ["## a"]),
        ("• a\n• b", ["• a"]),
        ("[!NOTE] a", ["[!NOTE]"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_marked", [True, False])
def test_markup_of_documents_and_other_tools_is_shown(
    text: str, expected: list[str], *, is_marked: bool
) -> None:
    assert sorted(words(text, is_marked=is_marked)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Ten** times, *fast*, ***very***", ["**Ten**", "*fast*", "***very***"]),
        ("moved to `SQS`, ``a b``", ["`SQS`", "``a b``"]),
        ("**two words** _two words_ __two words__", ["**two words**", "_two words_", "__two words__"]),
        ("(*a*), **$4M**.", ["*a*", "**$4M**"]),
    ],
)
def test_marks_of_other_fields_are_shown_in_plain_text(text: str, expected: list[str]) -> None:
    assert sorted(words(text, is_marked=False)) == sorted(expected)
    assert words(text, is_marked=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a", ["`"]),
        ("**a b", ["**"]),
        ("a **b* c", ["**"]),
        ("a\n  b **cat d", ["**"]),
        ("\\`a, b`", []),
        ("`:rocket:` \\:tada: :fire: `[a](/b)` `&amp;`", [":fire:"]),
    ],
)
def test_marks_that_nothing_closes_are_shown_in_marked_text(text: str, expected: list[str]) -> None:
    assert words(text, is_marked=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "C++, C#, F#, .NET, snake_case, _private, __init__, a_b_c, node_modules, *nix, R&D, AT&T; Q&A, #1, @ada",
        "*args, **kwargs, f(*args), f(*a, *b), **/*.py, src/*/tests/*, 2 * 3 * 4, 2**8, 5* hotel, 3*",
        "a == b, a==b, x != y == z, x <= y, <50 ms, a < b > c, 5 < 6, -> a, <T>, List<String>, Vec<u8>, Box<a>",
        "std::vector, 10:30:45, :-), key: value:x, ::1, a:b:c, $4M to $5M, $HOME, ~30, ~/.zshrc, ~5 to ~6",
        "[x], a[0](b), f(x)[1], (a)[b], [1], {a}, ${a}, {a: 1}, 100%%, 50 %, O(n^2), 2^10, a ^ b ^ c, a | b",
        "rock'n'roll, Hawai'i, «mot», „Wort“, 它是 *, a — b, •, · 3 · 4, – a, - a, 1. a, # a, ## a, > a, ! !!",
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_marked", [True, False])
def test_what_only_looks_alike_raises_no_alarm(text: str, *, is_marked: bool) -> None:
    assert words(text, is_marked=is_marked) == []


def test_the_help_fits_the_field() -> None:
    plain = [item[2:] for item in find_lost_markup("`a` :rocket: [b](/c) ==d==", is_marked=False)]
    assert plain == [
        ("`a` is shown with its backticks", "this text is plain: remove the marks"),
        ("`:rocket:` is shown literally", "names of emoji are not supported: write 🚀"),
        ("`[b](/c)` is shown literally", "this text is plain: remove the marks"),
        ("`==d==` is shown literally", "this text is plain: remove the marks"),
    ]
    only = "this text takes code spans, `*emphasis*` and `**strong**` alone: remove it, or put it into a code span"
    marked = [item[2:] for item in find_lost_markup(":rocket: [b](/c)\n**d", is_marked=True)]
    assert marked == [
        ("`:rocket:` is shown literally", "names of emoji are not supported: write 🚀, or put it into a code span to show it"),
        ("`[b](/c)` is shown literally", only),
        ("`**` is shown literally: it neither opens nor closes strong text",
         "put the opening `**` right before a word, and the closing one right behind a letter or a digit"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["`a ", "*a ", "<!--", "[a](", "{{", "<a ", "\\", "- a\n"])
def test_a_long_text_of_marks_is_searched_once(text: str) -> None:
    assert len(find_lost_markup(text * 10_000, is_marked=False)) <= 1
