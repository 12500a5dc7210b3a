# ruff: noqa: RUF001 (full-width brackets are the matter here)
"""Text that readers would see as raw markup: each kind at its position, and no warning for literal text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT

from portfolio.errors import Code, Severity, Source
from portfolio.markdown.parser import parse_markdown
from portfolio.model.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.errors import Diagnostic

NBSP = "\u00a0"


def warnings(text: str) -> list[Diagnostic]:
    parsed = parse_markdown(Document(Source("a.md", text), 1))
    found = [item for item in parsed.diagnostics if item.code is Code.RAW_MARKUP]
    assert all(item.severity is Severity.WARNING for item in found)
    return found


def places(text: str) -> list[str]:
    """Return `line:column marked-words` of each warning."""
    spans = [item.span for item in warnings(text)]
    return [
        f"{span.line}:{span.column} {span.text[span.column - 1 :][: span.length]}"
        for span in spans
        if span is not None
    ]


def told(text: str) -> list[tuple[str, str | None]]:
    return [(item.message, item.help) for item in warnings(text)]


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a ![b](/Screen Shot 1.png) c", ["1:8 /Screen Shot 1.png"]),
        ("- [My CV](/Ada CV.pdf)", ["1:11 /Ada CV.pdf"]),
        ("[a](</b c.pdf> d)", ["1:5 </b c.pdf> d"]),
        ("> [x](a (1) b.pdf), [y](b c)", ["1:7 a (1) b.pdf", "1:25 b c"]),
        ("| a |\n|--|\n| [b](c d) |", ["3:7 c d"]),
        ("[a](<b) and [c](d e) and [f](<g) and ![h] (/i.png)", ["1:17 d e", "1:41 ] ("]),
        ("![b](a.png =300x200)", ["1:6 a.png =300x200"]),
        ('[a](/b "c" d)', ['1:5 /b "c" d']),
        ("[a `b`](c d)", ["1:9 c d"]),
        ("[a] (https://b.org/c)", ["1:3 ] ("]),
        ("![a]  (b.png)", ["1:4 ]  ("]),
        ("(a)[https://b.org]", ["1:1 (a)[https://b.org]"]),
        ("see (my talk)[/talk.pdf].", ["1:5 (my talk)[/talk.pdf]"]),
        ("[a]（https://b.org/c）", ["1:1 [a]（https://b.org/c）"]),
        ("［a］（/b）", ["1:1 ［a］（/b）"]),
        ("[a]: /b c", ["1:6 /b c"]),
        ("a\n[b]: https://c.org", ["2:6 https://c.org"]),
    ],
)
def test_a_link_that_is_almost_right_is_shown(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_a_lost_link_has_its_message() -> None:
    blank = "write `%20` for each blank, or put the address into `<…>`"
    text = "[a](b c) ![a](b c) ![a](b =9x9) [a] (/b) (a)[/b] [a]（/b）\n[b]: /c\n[c]: /d e"
    assert told(text) == [
        ("the address `b c` has a blank, so this is no link", blank),
        ("the address `b c` has a blank, so this is no picture", blank),
        ("the address `b =9x9` has a blank, so this is no picture", "remove `=9x9`: the size is read from the file"),
        ("a blank is between `]` and `(`, so this is no link", "remove the blank"),
        ("text and address are swapped, so this is no link", "write `[text](address)`"),
        ("full-width brackets make no link", "write `[text](address)` with the brackets of ASCII"),
        ("this line defines no link", "leave a line empty above it"),
        ("this line defines no link: its address has a blank", blank),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[a](/b%20c) [a](</b c>) [a](/b \"c d\") [a](/b 'c d') ![a](/b (c d))",
        "`[a](b c)` and \\[a](b c) and [a\\](b c)",
        "f[0](a, b), x[i] (see below), (a)[0], (see it)[b], array[0](first item)",
        "[1] (https://example.org), [sic] (my words)",
        "[a] (b c) and [a]（笔记） and 【a】（b）",
        "[a][b]\n\n[b]: </c d>",
        "[note]: as I said",
        "a [link with [brackets]](b) and ![a [b](c d) e](f.png)",
        "[a](\n/b)",
    ],
)
def test_what_is_a_link_or_none_on_purpose_raises_no_alarm(text: str) -> None:
    assert places(text) == []


# ---------------------------------------------------------------- blanks


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        (f"##{NBSP}a", f"1:3 {NBSP}", "`##` is followed by a no-break space (U+00A0), so it is no heading"),
        (f"a\n\n-{NBSP}b", f"3:2 {NBSP}", "`-` is followed by a no-break space (U+00A0), so it is no list"),
        ("*\u3000a", "1:2 \u3000", "`*` is followed by an ideographic space (U+3000), so it is no list"),
        ("##\u200ba", "1:3 \u200b", "`##` is followed by a zero width space (U+200B), so it is no heading"),
        (f"> ##{NBSP}a", f"1:5 {NBSP}", "`##` is followed by a no-break space (U+00A0), so it is no heading"),
        (f"a\n{NBSP}- b", f"2:1 {NBSP}", "a no-break space (U+00A0) is before `-`, so it is no list"),
        (f"{NBSP}{NBSP}## b", f"1:1 {NBSP}", "a no-break space (U+00A0) is before `##`, so it is no heading"),
        (f"{NBSP}> b", f"1:1 {NBSP}", "a no-break space (U+00A0) is before `>`, so it is no quote"),
        (f">{NBSP}- b", f"1:2 {NBSP}", "a no-break space (U+00A0) is before `-`, so it is no list"),
        (f">{NBSP}[!NOTE]\n> b", f"1:2 {NBSP}", "a no-break space (U+00A0) is before `[!`, so it is no alert"),
        (f"{NBSP}```\n{NBSP}a\n", f"1:1 {NBSP}", "a no-break space (U+00A0) is before the fence, so it is no code block"),
        (f"- a\n{NBSP}{NBSP}- b", f"2:1 {NBSP}", "a no-break space (U+00A0) is before `-`, so it is no list"),
        ("##a", "1:1 ##", "a blank is missing after `##`, so it is no heading"),
        ("a\n###Ä", "2:1 ###", "a blank is missing after `###`, so it is no heading"),
        ("-[ ] a", "1:1 -", "a blank is missing after `-`, so it is no task"),
        ("- [] a", "1:3 []", "`[]` is no task"),
    ],
)  # fmt: skip
def test_a_mark_that_a_blank_spoils_is_shown(text: str, expected: str, message: str) -> None:
    assert places(text)[0] == expected
    assert told(text)[0][0] == message


def test_each_line_of_a_list_that_is_none_is_shown() -> None:
    assert places(f"-{NBSP}a\n-{NBSP}b\n\n1.{NBSP}c\n2.{NBSP}d") == [
        f"1:2 {NBSP}",
        f"2:2 {NBSP}",
        f"4:3 {NBSP}",
        f"5:3 {NBSP}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"1.{NBSP}Januar und 1.{NBSP}Mai",
        f"a{NBSP}b -{NBSP}c ##{NBSP}d",
        f">{NBSP}a\n> b{NBSP}!",
        f"- a{NBSP}: b\n- {NBSP}c\n- **d**{NBSP}e",
        f"##{' '}{NBSP}a",
        f"`##{NBSP}a`\n\n```\n-{NBSP}a\n##b\n```\n\n    -{NBSP}a",
        f"–{NBSP}a, says he\n—{NBSP}b",
        "#1 in sales, #hashtag\n\n-5 degrees\n\n*a* b\n\n[ ] a\n\n#!/bin/sh",
        "| a |\n|--|\n| ##b |",
    ],
)
def test_blanks_that_spoil_nothing_raise_no_alarm(text: str) -> None:
    assert places(text) == []


# ---------------------------------------------------------------- markup of other tools


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![a](b.png){width=300}", ["1:12 {width=300}"]),
        ("a {.b} and {: .c} and {#d}", ["1:3 {.b}", "1:12 {: .c}", "1:23 {#d}"]),
        ('## Title {#id .x key="a b"}', ['1:10 {#id .x key="a b"}']),
        ("[a](/b){target=_blank rel='x'}", ["1:8 {target=_blank rel='x'}"]),
        (":rocket: a :white_check_mark:, :+1:.", ["1:1 :rocket:", "1:12 :white_check_mark:", "1:32 :+1:"]),
        ("- a :100:\n- see :ref:`b`", ["1:5 :100:", "2:7 :ref:"]),
        ("[a :fire:](/b)", ["1:4 :fire:"]),
        ("[[wiki]] and [[a b|c]] and ![[d.png]]", ["1:1 [[wiki]]", "1:14 [[a b|c]]", "1:28 ![[d.png]]"]),
        ('{{< youtube "a" >}} {{% b %}}', ['1:1 {{< youtube "a" >}}', "1:21 {{% b %}}"]),
        ("{{ site.title }}{% raw %}", ["1:1 {{ site.title }}", "1:17 {% raw %}"]),
        ("a ==b== and ==c d==.", ["1:3 ==b==", "1:13 ==c d=="]),
        ("~a~ and (~b c~)", ["1:1 ~a~", "1:10 ~b c~"]),
        ("$x^2$ and $$y$$ and $\\alpha$", ["1:1 $x^2$", "1:11 $$y$$", "1:21 $\\alpha$"]),
        (":::note\na\n:::", ["1:1 :::note"]),
        ('::: warning "b"\na\n:::', ['1:1 ::: warning "b"']),
        ('!!! note "b"\n    a', ['1:1 !!! note "b"']),
        ("[TOC]\n\n[[_TOC_]]", ["1:1 [TOC]", "3:1 [[_TOC_]]"]),
        ("| :a_b: |\n|--|\n| ==c== |", ["1:3 :a_b:", "3:3 ==c=="]),
        ('??? note\n    a\n\n???+ tip "b"\n    c', ["1:1 ??? note", '4:1 ???+ tip "b"']),
        (".. note::\n\n   a\n\n.. image:: a.png", ["1:1 .. note::", "5:1 .. image:: a.png"]),
        ("see `a <https://b.org>`_.", ["1:5 `a <https://b.org>`_"]),
        ("a %%b c%% d, %% e %%", ["1:3 %%b c%%", "1:14 %% e %%"]),
        ("an ++inserted word++ d", ["1:4 ++inserted word++"]),
        ("a word^[a note]. Done!^[b c]", ["1:7 ^[a note]", "1:23 ^[b c]"]),
        ("x^2^ and H~2~O and 29^th^", ["1:2 ^2^", "1:11 ~2~", "1:22 ^th^"]),
        ("• a\n• b\n\n- ◦\u00a0c", ["1:1 • a", "4:3 ◦\u00a0c"]),
        ("a:\n● b\n● c\nd", ["2:1 ● b"]),
        ("＃ a\n\n＃＃＃　b\n\n＊ c", ["1:1 ＃ a", "3:1 ＃＃＃　b", "5:1 ＊ c"]),
        ("{{< a\nb >}}", ["1:1 {{< a"]),
    ],
)
def test_markup_of_other_tools_is_shown(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_markup_of_other_tools_has_its_help() -> None:
    assert told("{.a} :rocket: :tada: [[b]] {{ c }} ==d==") == [
        ("`{.a}` is shown literally", "attributes are not supported: remove it, or put it into a code span to show it"),
        ("`:rocket:` is shown literally", "names of emoji are not supported: write 🚀, or put it into a code span to show it"),
        ("`:tada:` is shown literally", "names of emoji are not supported: write the emoji itself, or put it into a code span to show it"),
        ("`[[b]]` is shown literally", "it is no link here: write `[text](file.md)`, `![text](picture.png)`, or a code span to show it"),
        ("`{{ c }}` is shown literally", "templates and shortcodes are not run in a text: write Markdown, or put it into a code span to show it"),
        ("`==d==` is shown literally", "text cannot be marked: write `**strong**`, or put it into a code span to show it"),
    ]  # fmt: skip
    assert told("see :ref:`b` • c\n• d x^2^ ^[e]f^[g h] %%i%% ++jk++") == [
        ("`:ref:` is shown literally", "roles are not supported: write a link, or a code span alone"),
        ("`• d x^2^ ^[e]f^[g h] %%i%% ++jk++` is shown literally", "a list begins with `- `, a heading with `## `: write that, or put it into a code span to show it"),
        ("`^2^` is shown literally", "write the raised or lowered character itself, such as `²`, or put it into a code span to show it"),
        ("`^[g h]` is shown literally", "a footnote is `[^1]`, with a line `[^1]: …` below: write one, or put it into a code span to show it"),
        ("`%%i%%` is shown literally", "remarks are HTML comments: write `<!-- … -->`, or put it into a code span to show it"),
        ("`++jk++` is shown literally", "text cannot be marked: write `**strong**`, or put it into a code span to show it"),
    ]  # fmt: skip
    assert told(":null: {{" + "x" * 60 + "}}")[0][1] == told(":tada:")[0][1]
    assert told("{{" + "x" * 60 + "}}")[0][0] == "`{{" + "x" * 37 + "…` is shown literally"


@pytest.mark.parametrize(
    "text",
    [
        "`{.a}` `:rocket:` `[[a]]` `{{ a }}` `==a==` `{% a %}`\n\n```\n:a_b: [[c]] {{ d }} ==e==\n```",
        "at 10:30: std::vector, C++ std::x::y, a::b, ::1, http://a:80:, C:\\a:b:, key:value:, 1:2:3",
        "a == b, a==b, a === b, == b ==, x==y==z, a != b == c",
        "{a}, {a, b}, {1: 2}, { }, {}, ${a}, {a.b}, {a=1, b}",
        "[[ -f a ]], [[1, 2], [3, 4]], a[[0]], [a][] [b]\n\n[a]: /b",
        "\\{{ a }} \\:rocket: \\[[a]] \\==a== &#58;rocket:",
        "~30 to ~40, ~/a/~b, a~b~c, ~~a~~, ~5/~6",
        "$4M to $5M, US$4, $HOME/$USER, $a, $5-$10, $PATH:$HOME",
        "<https://a.b/:c_d:> [a](https://b.c/==d==) ![:a_b:](c.png)",
        "!!! wow, :::, [toc] is a word",
        "a : b : c, a:b:, :a, b:",
        "C++ and D++, ++i and i++, a++b++c, 100%% and 5%%, %%time, a ^ b ^ c, a^b^c, 2^10, the regex ^[a-z]+$, x^[1]",
        "a • b • c, • • •, 3 · 4, – a\n– b, ... a, .. b, `a`_b, ??? what, ++, %%",
        "＃1, ＃tag, a ＊ b",
    ],
)
def test_similar_text_is_no_warning(text: str) -> None:
    assert places(text) == []


# ---------------------------------------------------------------- alerts


KINDS = "the kinds are NOTE, TIP, IMPORTANT, WARNING and CAUTION"


@pytest.mark.parametrize(
    ("text", "expected", "message", "help_"),
    [
        ("> [!SUCCESS]\n> a", "1:3 [!SUCCESS]", "unknown alert `[!SUCCESS]`", KINDS),
        ("> [!warnng]\n> a", "1:3 [!warnng]", "unknown alert `[!warnng]`", "did you mean `WARNING`?"),
        ("> [!INFO] b\n> a", "1:3 [!INFO]", "unknown alert `[!INFO]`", KINDS),
        ("> [!NOTE] Only on Mondays\n> a", "1:11 Only on Mondays", "no text is allowed after `[!NOTE]`",
         "begin the text on the next line"),
        ("- > [!tip]- a", "1:11 - a", "no text is allowed after `[!tip]`", "begin the text on the next line"),
        ("> [! NOTE ]\n> a", "1:3 [! NOTE ]", "unknown alert `[! NOTE ]`", "write `[!NOTE]`"),
        ("[!NOTE]\na", "1:1 [!NOTE]", "`[!NOTE]` is not the first line of a quote, so it is no alert",
         "begin a quote with it: `> [!NOTE]`"),
        ("> a\n>\n> [!NOTE]\n> b", "3:3 [!NOTE]", "`[!NOTE]` is not the first line of a quote, so it is no alert",
         "begin a quote with it: `> [!NOTE]`"),
    ],
)  # fmt: skip
def test_an_alert_that_is_none_is_shown(text: str, expected: str, message: str, help_: str) -> None:
    assert places(text) == [expected]
    assert told(text) == [(message, help_)]


@pytest.mark.parametrize(
    "text",
    [
        *(f"> [!{kind}]\n> a" for kind in ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "note")),
        "> [![a](b.png)](/c)\n> [!a](/b)",
        "> \\[!SUCCESS]",
        "> `[!SUCCESS]`",
        "[!a] b",
        "a [!NOTE] b",
    ],
)
def test_alerts_and_what_is_none_raise_no_alarm(text: str) -> None:
    assert places(text) == []


# ---------------------------------------------------------------- open marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n**b c", ["2:1 **"]),
        ("- **Speed: a\n- **Cost**: b", ["1:3 **"]),
        ("a **b* c", ["1:3 **"]),
        ("a *b** c", ["1:5 **"]),
        ("一 **强调。**二", ["1:3 **"]),
        ("** a b ** c", ["1:1 **"]),
        ("is ** bold ** text", ["1:4 **"]),
        ("also **very important.", ["1:6 **"]),
        ("a (**see below)", ["1:4 **"]),
        ("is ** bold ** text, also **very much", ["1:4 **", "1:26 **"]),
        ("**one\n**two **kwargs **three", ["1:1 **", "2:1 **", "2:16 **"]),
        ("**a b ** c", ["1:1 **"]),
        ("a `b c", ["1:3 `"]),
        ("a ``b` c", ["1:3 ``", "1:6 `"]),
        ("| `a | b` |\n|--|--|\n| c | d |", ["1:3 `", "1:9 `"]),
    ],
)
def test_a_mark_that_nothing_closes_is_shown(text: str, expected: list[str]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "**a** *b* ***c*** **a*b*c** *a **b** c* a**b**c",
        "takes **kwargs and *args, **options, x ** y ** z, a ** 2 and b ** 3, *args, **kw",
        "2**8, 2 ** 8 ** 9, src/**/*.py, **/*.md, f(*args, **kwargs), a ** b, * a, 5 * 3",
        "\\**a, \\*\\*a b, `**a`, a\\*\\*",
        "***\n\n* * *\n\n**\n__",
        "the ` key, Hawai`i, a \\`b` c",
        "**a (b)** c, **a!** b, “**a**”",
        "[**a**](/b) ![**a](b.png)",
    ],
)
def test_marks_that_are_closed_or_meant_raise_no_alarm(text: str) -> None:
    assert places(text) == []


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("| a | b |\n| c | d |", "2:1 | c | d |", "the second row is no row of dashes, so this is no table"),
        ("| a | b |\n  | c | d |", "2:3 | c | d |", "the second row is no row of dashes, so this is no table"),
        ("| a |\n| – |\n| c |", "2:1 | – |", "the second row is no row of dashes, so this is no table"),
        ("> a\n> | b | c |\n> | d | e |", "3:3 | d | e |", "the second row is no row of dashes, so this is no table"),
        ("| a | b |\n|---|\n| c | d |", "2:1 |---|", "the row of dashes has 1 column and the first row 2, so this is no table"),
        ("| a |\n|---|---|", "2:1 |---|---|", "the row of dashes has 2 columns and the first row 1, so this is no table"),
        (f"| a | b |\n|{NBSP}---{NBSP}|{NBSP}---{NBSP}|", f"2:1 |{NBSP}---{NBSP}|{NBSP}---{NBSP}|",
         "the second row is no row of dashes, so this is no table"),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_shown(text: str, expected: str, message: str) -> None:
    assert places(text) == [expected]
    columns = text.split("\n", maxsplit=1)[0].count("| ") or 1
    columns = {"> a": 2, "| a |": 1}.get(text.split("\n", maxsplit=1)[0], columns)
    assert told(text) == [(message, f"write `{'|---' * columns}|` below the first row")]


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|--|--|\n| c | d |",
        "|x| is positive\nand |y|",
        "a | b\nc | d",
        "|x|",
        "`|a|`\n\n    |a|\n    |b|",
    ],
)
def test_tables_and_bars_raise_no_alarm(text: str) -> None:
    assert places(text) == []


# ---------------------------------------------------------------- whole texts


EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.DOTALL | re.MULTILINE)
SHOWN_RAW = {
    *(42, 91, 327, 338, 343, 344, 345, 346, 347, 348, 349),  # a code span that is not closed
    *(379, 380, 391, 392, 442, 443, 444, 445, 446, 447, 471, 476, 480),  # strong text that is not closed
    *(41, 488, 508, 511, 197, 209, 213),  # links that are none
    *(548, 590),  # double brackets
    353,  # a no-break space behind `*`
}
"""Examples of the CommonMark specification whose HTML shows marks that were surely not meant to be seen."""


@pytest.mark.npm
def test_no_other_example_of_the_specification_raises_an_alarm(npm_package: Callable[[str], Path]) -> None:
    text = (npm_package("commonmark-spec") / "spec.txt").read_text("utf-8").replace("→", "\t")
    examples = [match[1] for match in EXAMPLE.finditer(text)]
    assert len(examples) == 652
    assert {number for number, example in enumerate(examples, start=1) if warnings(example)} == SHOWN_RAW
    assert warnings(text) == []


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("portfolio/starter/content/**/*.md")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_our_own_texts_raise_no_alarm(path: Path) -> None:
    assert warnings(path.read_text(encoding="utf-8")) == []
