"""Every way in which a template can fail is told by its file and line, all of them in one run."""

from __future__ import annotations

import functools
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from support.command import ROOT
from support.html_tree import parse_html
from support.sites import STARTER, copy_starter, plan, render

from portfolio.errors import Code, Diagnostic, Span, TemplateError
from portfolio.model.artifact import Page
from portfolio.render.environment import MAX_TURNS, Renderer
from portfolio.render.themes import Theme, find_theme
from portfolio.render.views.pages import LinkView, NotFoundView

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio


@functools.cache
def view() -> NotFoundView:
    """What a page is given."""
    page = plan(STARTER)["404.html"]
    assert isinstance(page, Page)
    planned = page.plan()
    assert isinstance(planned, NotFoundView)
    frame = replace(planned.page, title="Gone", owner="Ada <b>", nav=(LinkView("work", "/#work"),))
    return replace(planned, page=frame)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return tmp_path


def put(root: Path, name: str, text: str | bytes) -> None:
    file = root / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def show(root: Path, template: str = "page.html") -> str:
    return Renderer(find_theme("terminal", root)).render(Page("x.html", template, view))


def fault(root: Path, template: str = "page.html") -> Diagnostic:
    with pytest.raises(TemplateError) as caught:
        show(root, template)
    (found,) = caught.value.diagnostics
    assert found.code in {Code.TEMPLATE, Code.FILE_ENCODING, Code.CONTROL_CHARACTER}
    return found


def place(found: Diagnostic) -> tuple[str, int, int, str]:
    """Where a fault is, with the words it points at."""
    assert found.span is not None
    start = found.span.column - 1
    return (
        found.span.path,
        found.span.line,
        found.span.column,
        found.span.text[start : start + found.span.length],
    )


def test_a_page_is_rendered_with_every_value_escaped(root: Path) -> None:
    put(
        root,
        "page.html",
        "{{ page.owner }} {{ page.nav[0].label|upper }}\n{{ '*a* <b>'|inline }} {{ '*a* <b>'|plain }}\n",
    )
    assert show(root) == "Ada &lt;b&gt; WORK\n<em>a</em> &lt;b&gt; a &lt;b&gt;\n"


def test_a_plain_text_file_is_not_escaped(root: Path) -> None:
    put(root, "page.txt", "{{ 'a&b' }}")
    assert show(root, "page.txt") == "a&b"


def test_the_themes_page_renders(root: Path) -> None:
    assert parse_html(show(root, "404.html")).one("title").text == "Gone"


def test_a_byte_order_mark_and_carriage_returns_do_not_reach_the_page(root: Path) -> None:
    put(root, "part.html", b"\xef\xbb\xbfpart\r\n")
    put(root, "page.html", b"\xef\xbb\xbfa\r\n{% include 'part.html' %}b\r\n")
    assert show(root) == "a\npart\nb\n"


FAULTS: dict[str, tuple[str | bytes, tuple[int, int, str], str, str | None]] = {
    "unknown tag": (
        "<p>\n  {% fro x in y %}\n",
        (2, 3, "{% fro x in y %}"),
        "encountered unknown tag `fro`",
        None,
    ),
    "open block": (
        "<p>\n{% block main %}\n<p>\n",
        (3, 1, "<p>"),
        "unexpected end of template. Jinja was looking for the following tags: `endblock`. The innermost block that needs to be closed is `block`",
        None,
    ),
    "unknown filter": (
        "\n\n{{ page.title|shout }}",
        (3, 1, "{{ page.title|shout }}"),
        "no filter named `shout`",
        None,
    ),
    "undefined name": (
        "<p>\n<b>{{ hom_href }}</b>",
        (2, 7, "hom_href"),
        "`hom_href` is undefined",
        "did you mean `home_href`?",
    ),
    "undefined attribute": (
        "<p>{{ page.tittle }}",
        (1, 12, "tittle"),
        "`PageView` has no `tittle`",
        "did you mean `title`?",
    ),
    "undefined twice on the line": (
        "{{ nope }} {{ nope }}",
        (1, 1, "{{ nope }} {{ nope }}"),
        "`nope` is undefined",
        None,
    ),
    "an error in an expression": ("a\n{{ 1 / 0 }}", (2, 1, "{{ 1 / 0 }}"), "division by zero", None),
    "an error in a filter": ("\n{{ 1|inline }}", (2, 1, "{{ 1|inline }}"), "", None),
    "missing include": (
        "a\n{% include 'macro.html' %}",
        (2, 13, "macro.html"),
        "there is no template `macro.html`",
        "did you mean `macros.html`?",
    ),
    "missing parent": (
        "{% extends 'bse.html' %}",
        (1, 13, "bse.html"),
        "there is no template `bse.html`",
        "did you mean `base.html`?",
    ),
    "missing asset": (
        "\n{{ asset('nope.svg') }}",
        (2, 1, "{{ asset('nope.svg') }}"),
        "the theme `terminal` has no file `nope.svg`",
        None,
    ),
    "a name that leaves the folder": (
        "{% include '../portfolio.yaml' %}",
        (1, 13, "../portfolio.yaml"),
        "there is no template `../portfolio.yaml`",
        None,
    ),
    **{
        f"asset {name}": (
            f"a\n{{{{ asset({name}) }}}}",
            (2, 1, f"{{{{ asset({name}) }}}}"),
            f"`{shown}` is not a path inside `static/`",
            None,
        )
        for name, shown in {
            "'../portfolio.yaml'": "../portfolio.yaml",
            "'a/../../portfolio.yaml'": "a/../../portfolio.yaml",
            "'/etc/passwd'": "/etc/passwd",
            "'./icon.svg'": "./icon.svg",
            "'a//b.svg'": "a//b.svg",
            "'..\\\\portfolio.yaml'": "..\\portfolio.yaml",
            "'icon.svg\\0'": "icon.svg\0",
            "''": "",
            "12": "12",
            "['icon.svg']": "['icon.svg']",
        }.items()
    },
    "a stylesheet from elsewhere": (
        "{{ stylesheet('stats ../../portfolio') }}",
        (1, 1, "{{ stylesheet('stats ../../portfolio') }}"),
        "`../../portfolio.css` is not a path inside `static/`",
        None,
    ),
    "bad UTF-8": (b"a\nb\xff\n", (2, 2, "\ufffd"), "byte 0xff is not UTF-8", "save the file as UTF-8"),
    "bad UTF-8 behind others": (
        "ä".encode() + b"\r\n\xff b",
        (2, 1, "\ufffd"),
        "byte 0xff is not UTF-8",
        "save the file as UTF-8",
    ),
    "NUL": (b"a\nb\0\n", (2, 2, "\0"), "the character U+0000 is not allowed", "delete it"),
    "something random": (
        "{{ [1, 2]|random }}",
        (1, 1, "{{ [1, 2]|random }}"),
        "no filter named `random`",
        None,
    ),
    "a silly text": ("{{ lipsum() }}", (1, 4, "lipsum"), "`lipsum` is undefined", None),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_by_its_place(root: Path, name: str) -> None:
    text, (line, column, words), message, help_ = FAULTS[name]
    put(root, "page.html", text)
    found = fault(root)
    assert place(found) == ("templates/page.html", line, column, words)
    assert found.message == message or not message
    assert found.help == help_


def test_a_fault_in_an_included_template_is_told_there(root: Path) -> None:
    put(root, "page.html", "a\n{% include 'sections/part.html' %}")
    put(root, "sections/part.html", "a\nb\n{{ nope }}")
    assert place(fault(root)) == ("templates/sections/part.html", 3, 4, "nope")


def test_a_fault_in_a_macro_is_told_there(root: Path) -> None:
    put(root, "page.html", "{% from 'mine.html' import m %}\n\n{{ m() }}")
    put(root, "mine.html", "{% macro m() %}\n{{ nope }}\n{% endmacro %}")
    assert place(fault(root)) == ("templates/mine.html", 2, 4, "nope")


def test_a_fault_in_an_inherited_template_is_told_there(root: Path) -> None:
    put(root, "page.html", '{% extends "mid.html" %}\n{% block main %}{{ super() }}{% endblock %}')
    put(root, "mid.html", '{% extends "top.html" %}\n{% block main %}\n{{ nope }}{% endblock %}')
    put(root, "top.html", "{% block main %}{% endblock %}")
    assert place(fault(root)) == ("templates/mid.html", 3, 4, "nope")


def test_a_syntax_error_in_an_included_template_is_told_there(root: Path) -> None:
    put(root, "page.html", "a\n{% include 'part.html' %}")
    put(root, "part.html", "\n{{ a b }}")
    assert place(fault(root))[:2] == ("templates/part.html", 2)


def test_a_fault_in_a_packaged_template_is_told_by_its_full_path(root: Path) -> None:
    put(root, "page.html", '{% from "macros.html" import study_rows %}\n{{ study_rows([1]) }}')
    path = place(fault(root))[0]
    assert path == (ROOT / "templates/terminal/macros.html").as_posix()


def test_a_page_whose_template_is_missing_names_it(root: Path) -> None:
    found = fault(root, "hom.html")
    assert found.span == Span("templates/hom.html", 1, 1)
    assert found.message == "there is no template `hom.html`"
    assert found.help == "did you mean `home.html`?"


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'page.html' %}",
        "{% extends 'page.html' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_endless_recursion_ends_with_a_word(root: Path, text: str) -> None:
    put(root, "page.html", f"\n{text}")
    started = time.perf_counter()
    found = fault(root)
    assert time.perf_counter() - started < 10
    assert place(found)[:2] == ("templates/page.html", 2)
    assert found.message == "the template calls, includes or extends itself without end"


def test_an_endless_loop_ends_with_a_word(root: Path) -> None:
    loops = "{% for a in range(90000) %}\n{% for b in range(90000) %}{% endfor %}\n{% endfor %}"
    put(root, "page.html", loops)
    started = time.perf_counter()
    found = fault(root)
    assert time.perf_counter() - started < 5
    assert place(found)[:2] == ("templates/page.html", 2)
    assert "more than 100,000 numbers" in found.message


def test_each_page_may_count_anew(root: Path) -> None:
    put(root, "page.html", f"{{{{ range({MAX_TURNS})|length }}}}")
    renderer = Renderer(find_theme("terminal", root))
    page = Page("x.html", "page.html", view)
    assert renderer.render_all([page, page]) == [("x.html", b"100000"), ("x.html", b"100000")]


def all_faults(root: Path, *templates: str) -> list[tuple[str, int, str]]:
    pages = [Page(f"{number}.html", name, view) for number, name in enumerate(templates)]
    with pytest.raises(TemplateError) as caught:
        Renderer(find_theme("terminal", root)).render_all(pages)
    return [(item.span.path, item.span.line, item.message) for item in caught.value.diagnostics if item.span]


def test_all_templates_that_fail_are_told_at_once_and_each_once(root: Path) -> None:
    put(root, "a.html", "{{ nope }}")
    put(root, "b.html", "\n{% fro %}")
    assert all_faults(root, "a.html", "a.html", "b.html", "404.html", "a.html", "b.html") == [
        ("templates/a.html", 1, "`nope` is undefined (while rendering 0.html and 2 more pages)"),
        ("templates/b.html", 2, "encountered unknown tag `fro` (while rendering 2.html and 1 more page)"),
    ]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "0.html"), (2, "0.html and 1 more page"), (3, "0.html and 2 more pages")]
)
def test_one_page_has_no_others(root: Path, count: int, words: str) -> None:
    put(root, "a.html", "{{ nope }}")
    ((_, _, message),) = all_faults(root, *["a.html"] * count)
    assert message == f"`nope` is undefined (while rendering {words})"


def test_a_template_that_no_page_came_as_far_as_to_include_is_told_too(root: Path) -> None:
    put(root, "home.html", "{{ nope }}{% include 'sections/about.html' %}")
    put(root, "sections/about.html", "{% fro %}")
    put(root, "sections/stack.html", b"\xff")
    assert all_faults(root, "home.html") == [
        ("templates/home.html", 1, "`nope` is undefined (while rendering 0.html)"),
        ("templates/sections/about.html", 1, "encountered unknown tag `fro`"),
        ("templates/sections/stack.html", 1, "byte 0xff is not UTF-8"),
    ]


def test_an_error_that_no_template_had_a_part_in_stays_a_bug(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renderer = Renderer(find_theme("terminal", root))

    def fail(*_: Any) -> None:  # noqa: ANN401
        raise ZeroDivisionError

    monkeypatch.setattr(renderer.environment, "get_template", fail)
    with pytest.raises(ZeroDivisionError):
        renderer.render(Page("x.html", "404.html", view))


def test_folders_with_like_names_are_not_mixed_up(root: Path) -> None:
    put(root, "page.html", "{{ nope }}")
    (root / "templates-old").mkdir()
    assert place(fault(root))[0] == "templates/page.html"
    assert Theme("terminal", root, ROOT).template_folders()[0] == root / "templates"


def test_the_command_shows_the_template_and_its_line(root: Path, run_portfolio: RunPortfolio) -> None:
    site = copy_starter(root / "site")
    put(
        site, "404.html", '{% extends "terminal/404.html" %}\n{% block main %}{{ pge.title }}{% endblock %}\n'
    )
    done = run_portfolio("--site", site, "build", "--base-url", "https://example.org/")
    assert done.returncode == 1
    assert done.stdout == ""
    assert (
        "templates/404.html:2:20: error[template]: `pge` is undefined (while rendering 404.html)\n"
        "  |\n"
        "2 | {% block main %}{{ pge.title }}{% endblock %}\n"
        "  |                    ^^^\n"
        "  = help: did you mean `page`?\n"
    ) in done.stderr
    assert "Traceback" not in done.stderr
    assert not (site / "_site").exists()


def test_every_page_of_the_starter_renders(root: Path) -> None:
    pages = render(copy_starter(root / "site"))
    assert all(parse_html(text).one("h1") for path, text in pages.items() if path.endswith(".html"))


TOO_MUCH = {
    "a text": "{{ 'x' * 10**9 }}",
    "a text from the right": "{{ 10**9 * 'x' }}",
    "a list": "{{ ([0] * 10**9)|length }}",
    "a power": "{{ 10**(10**10) }}",
    "a power of a small number": "{{ 2**(10**9) }}",
    "a product": "{% set n = namespace(x=9**999) %}{% for i in range(40) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "a range": "{{ range(10**12) }}",
    "loops in loops": "{% for a in range(999) %}{% for b in [1] * 999 %}{% for c in [1] * 999 %}{% endfor %}{% endfor %}{% endfor %}",
    "a list that grows while it is read": "{% set l = [1] %}{% for a in l %}{% set _ = l.append(a) %}{% endfor %}",
    "doubling": "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "doubling with +": "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "doubling a list": "{% set l = [1] %}{% for i in range(60) %}{% set _ = l.extend(l) %}{% endfor %}",
    "doubling in a macro": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "doubling in a macro's text": "{% macro m(n) %}x{% if n %}{{ m(n - 1) * 2 }}{% endif %}{% endmacro %}{{ m(60) }}",
    "center": "{{ 'x'|center(10**9) }}",
    "center in figures": "{{ 'x'|center(1000000000) }}",
    "indent": "{{ 'x\\ny'|indent(10**9) }}",
    "format": "{{ '%999999999d'|format(1) }}",
    "format with a width of its own": "{{ '%*d'|format(10**9, 1) }}",
    "per cent": "{{ '%999999999d' % 1 }}",
    "a method": "{{ 'x'.ljust(10**9) }}",
    "another method": "{{ 'x'.zfill(10**9) }}",
    "tabs": "{{ '\\t'.expandtabs(10**9) }}",
    "format by a method": "{{ '{:999999999}'.format('x') }}",
    "a width in the values": "{{ '{:{}}'.format('x', 10**9) }}",
    "replace": "{% set a = 'x' * 99999 %}{{ a|replace('x', a) }}",
    "replace by a method": "{% set a = 'x' * 99999 %}{{ a.replace('x', a) }}",
    "join": "{% set a = 'x' * 99999 %}{{ ([a] * 99999)|join(a) }}",
    "join by a method": "{% set a = 'x' * 99999 %}{{ a.join([a] * 99999) }}",
    "round": "{{ 1.5|round(10**9) }}",
    "batch": "{{ [1]|batch(10**9, 0)|list }}",
    "slice": "{{ [1]|slice(10**9)|list }}",
    "wordwrap": "{{ ('x' * 999999)|wordwrap(1) }}",
    "striptags": "{{ ('<a>' * 999999)|striptags }}",
    "bytes": "{{ ('é' * 999999).encode('punycode') }}",
    "a number of a long text": "{{ ('9' * 99999)|int }}",
    "a page": "{% set a = 'x' * 99999 %}{% for i in range(99999) %}{{ a }}{% endfor %}",
    "time": "{% set a = 'x' * 999999 %}{% for i in range(99999) %}{% if 'xxxxxxxxy' in a %}{% endif %}{% endfor %}",
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_a_template_computes_is_bounded(root: Path, name: str) -> None:
    put(root, "page.html", f"\n{TOO_MUCH[name]}")
    started = time.process_time()
    tracemalloc.start()
    try:
        found = fault(root)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert place(found)[:2] == ("templates/page.html", 2)
    assert peak < 300_000_000
    assert time.process_time() - started < 60  # traced: many times slower than without


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ page.__struct_fields__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format('') }}",
    ],
)
def test_a_template_does_not_reach_the_insides_of_values(root: Path, text: str) -> None:
    put(root, "page.html", text)
    assert place(fault(root))[:2] == ("templates/page.html", 1)


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("{{ '\\ud800' }}", "D800"),
        ("{{ '\\x1b[31m' }}", "001B"),
        ("{{ 'a\\x00' }}", "0000"),
        ("{{ '\\x9b' }}", "009B"),
        ("{{ '\\uffff' }}", "FFFF"),
        ("{% macro m() %}{{ '\\x07' }}{% endmacro %}{{ m() }}", "0007"),
    ],
)
def test_a_character_that_no_page_can_hold_is_located(root: Path, text: str, character: str) -> None:
    put(root, "page.html", text)
    found = fault(root)
    assert place(found)[:2] == ("templates/page.html", 1)
    assert found.message == f"the character U+{character} is not allowed on a page"


def test_what_ordinary_templates_compute_is_within_bounds(root: Path) -> None:
    text = (
        "{{ '-' * 40 }}|{{ 2 ** 10 }}|{{ 7 % 4 }}|{{ '%05.1f' % 3.14159 }}|{{ '%s-%s'|format('a', 'b') }}|"
        "{{ 'a' ~ 1 ~ '<'|e }}|{{ [1, 2] + [3] }}|{{ 'x'|center(5) }}|{{ 'a\\nb'|indent(2) }}|{{ 'aXa'|replace('X', '-') }}|"
        "{{ ['a', 'b']|join(', ') }}|{{ '{:>4}'.format('x') }}|{{ 'a,b'.split(',')|join }}|{{ 2.5|round(1) }}|"
        "{% set l = [] %}{% for i in range(3) %}{% set _ = l.append(i * 2) %}{% endfor %}{{ l|sum }}|{{ 12|int }}"
    )
    put(root, "page.txt", text)
    assert show(root, "page.txt") == (
        "----------------------------------------|1024|3|003.1|a-b|a1&lt;|[1, 2, 3]|  x  |a\n  b|a-a|"
        "a, b|   x|ab|2.5|6|12"
    )


def test_a_site_of_pages_that_compute_too_much_ends_after_the_first(root: Path) -> None:
    put(root, "a.html", "{{ 'x' * 10**9 }}")
    ((_, _, message),) = all_faults(root, *["a.html"] * 50)
    assert message.endswith("(while rendering 0.html)")
