"""What a template computes is bounded in size and time; ordinary templates come nowhere near the limits."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct
from support.sites import open_theme

from portfolio.errors import Code, TemplateError
from portfolio.theme.limits import MAX_SECONDS
from portfolio.theme.renderer import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterator

TOO_LONG = 10
MAX_BYTES = 512 * 1024 * 1024

SIZE = "the template computes more than 20,000,000 characters for one page"
DIGITS = "the template computes a number of more than 4,300 digits"
TIME = "the template takes more than {} seconds of processor time for one page"
TURNS = "`range` gives out more than 100,000 numbers on one page"

TOO_MUCH = {
    # operators
    "{{ 'x' * 10**9 }}": SIZE,
    "{{ 10**9 * 'x' }}": SIZE,
    "{{ [1] * 10**9 }}": SIZE,
    "{{ ((1, 2) * 10**9)|length }}": SIZE,
    "{{ [['x'] * 1000] * 10**5 }}": SIZE,
    "{{ (parts * 10**4)|length }}": SIZE,
    "{% set x %}{{ parts|string }}{% endset %}{% for a in rows %}{{ parts|string }}{% endfor %}": SIZE,
    "{{ 10**(10**10) }}": DIGITS,
    "{{ 2**(10**9) > 1 }}": DIGITS,
    "{{ (10**4000 * 10**4000) > 1 }}": DIGITS,
    "{{ '%999999999d' % 5 }}": SIZE,
    "{{ '%*d' % (999999999, 5) }}": SIZE,
    "{{ '%.999999999f' % 1.5 }}": SIZE,
    # filters
    "{{ 'x'|center(10**9) }}": SIZE,
    "{{ 'x'|center(999999999) }}": SIZE,
    "{{ ['x']|map('center', 10**9)|join }}": SIZE,
    "{% filter center(10**9) %}x{% endfilter %}": SIZE,
    "{{ 'x\\ny'|indent(10**9, true) }}": SIZE,
    "{{ 'x\\ny'|indent('y' * 10**7, true) }}": SIZE,
    "{{ '%999999999d'|format(5) }}": SIZE,
    "{{ '%*d'|format(999999999, 5) }}": SIZE,
    "{{ ('x' * 10**5)|replace('x', 'y' * 10**5) }}": SIZE,
    "{{ ('x' * 10**5)|replace('', 'y' * 10**5) }}": SIZE,
    "{{ ('x' * 10**5)|list|join('y' * 10**5) }}": SIZE,
    "{{ range(10**5)|map('string')|join('y' * 10**5) }}": SIZE,
    "{{ [1]|batch(10**9, 0)|list|length }}": SIZE,
    "{{ [1]|slice(10**9)|list|length }}": SIZE,
    "{% for a in [1]|slice(10**9) %}{% endfor %}": SIZE,
    "{{ ('x ' * 10**5)|wordwrap(1, wrapstring='y' * 10**5) }}": SIZE,
    "{{ ('x' * 2 * 10**6)|wordwrap(1) }}": SIZE,
    "{{ [[[1]]]|tojson(indent=10**9) }}": SIZE,
    "{{ 1.5|round(10**9, 'ceil') }}": DIGITS,
    "{{ 'http://a.b '|urlize(rel='y' * 10**7) }}": SIZE,
    "{{ ('x' * 10**7)|list }}": SIZE,
    "{{ ('x' * 10**7)|urlencode|urlencode }}": SIZE,
    # methods
    "{{ 'x'.center(10**9) }}": SIZE,
    "{{ 'x'.ljust(10**9)|length }}": SIZE,
    "{{ '5'.zfill(10**9) }}": SIZE,
    "{{ '\t'.expandtabs(10**9) }}": SIZE,
    "{{ '\t'.expandtabs(tabsize=10**9) }}": SIZE,
    "{{ ('x' * 10**5).replace('x', 'y' * 10**5) }}": SIZE,
    "{{ ('y' * 10**5).join('x' * 10**5) }}": SIZE,
    "{{ ('y' * 10**5).join(range(10**5)|map('string')) }}": SIZE,
    "{{ ('x' * 10**5).translate({120: 'y' * 10**5}) }}": SIZE,
    "{{ '{:999999999}'.format(1) }}": SIZE,
    "{{ '{:{}}'.format(1, 999999999) }}": SIZE,
    "{{ '{a:999999999}'.format_map({'a': 1}) }}": SIZE,
    "{{ ('{}' * 10**4).format(*['y' * 10**5] * 10**4) }}": SIZE,
    "{{ '{0}'.format('y' * 1000) }}{{ ('{0}' * 10**5).format('y' * 1000) }}": SIZE,
    "{{ ('<b>' * 10**4)|safe|string|length }}{{ ('x'|safe).center(10**9) }}": SIZE,
    "{{ (5).to_bytes(10**9, 'big') }}": SIZE,
    # growth in loops
    "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}": SIZE,
    "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}": SIZE,
    "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}": SIZE,
    "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = '%s%s'|format(n.x, n.x) %}{% endfor %}": SIZE,
    "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = [n.x, n.x]|join %}{% endfor %}": SIZE,
    "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x|tojson|string|tojson|string %}{% endfor %}": SIZE,
    "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}": SIZE,
    "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}": SIZE,
    "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = (n.x, n.x) %}{% endfor %}{{ n.x }}": SIZE,
    "{% set n = namespace(x=1) %}{% for i in range(99) %}{% set n.x = {'a': n.x, 'b': n.x} %}{% endfor %}{{ n.x }}": SIZE,
    "{% set n = namespace(x=1) %}{% for i in range(99) %}{% set n.x = dict(a=n.x, b=n.x) %}{% endfor %}{{ n.x }}": SIZE,
    "{% set n = namespace(x=1) %}{% for i in range(99) %}{% set n.x = namespace(a=n.x, b=n.x) %}{% endfor %}{{ n.x }}": SIZE,
    "{% set x = [1] %}{% for i in range(99) %}{% set _ = x.extend(x) %}{% endfor %}": SIZE,
    "{% set x = [1] %}{% set _ = x.append(x) %}{{ x|tojson }}": SIZE,
    "{% set a = [] %}{% set n = namespace(x=a) %}{% for i in range(14) %}{% set n.x = [n.x, n.x] %}{% endfor %}{% set _ = a.append('x' * 10**4) %}{{ n.x|format }}": SIZE,
    "{% set n = namespace(x=2) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}": DIGITS,
    # output
    "{% set x = 'x' * 10**5 %}{% for i in range(10**5) %}{{ x }}{% endfor %}": SIZE,
    "{% set x = 'x' * 10**5 %}{% macro m() %}{% for i in range(10**5) %}{{ x }}{% endfor %}{% endmacro %}{{ m() }}": SIZE,
    "{% set x %}{% for i in range(10**5) %}" + "word " * 200 + "{% endfor %}{% endset %}": SIZE,
    "{% macro m() %}"
    + "word " * 200
    + "{% endmacro %}{% for i in range(10**5) %}{{ m() }}{% endfor %}": SIZE,
    # loops
    "{{ range(10**12) }}": TURNS,
    "{{ range(10**12)|length }}": TURNS,
    "{% for i in range(0 - 10**12, 0) %}{% endfor %}": TURNS,
}
"""By the template: the message."""

LONGS = "{% set x = 'x' * 10**4 %}{% set y = [1] * 10**4 %}{% set z = [1] * 10**6 %}"
NEVER_ENDING = (
    "{% for a in y %}{% for b in y %}{% endfor %}{% endfor %}",
    "{% for a in y %}{% for b in y if false %}{% endfor %}{% endfor %}",
    "{% for a in x %}{% for b in x %}{{ loop.index }}{% endfor %}{% endfor %}",
    "{% for a in y recursive %}{{ loop(y) if loop.depth < 5 }}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in y %}{% set n.x = n.x + [a] %}{% for b in n.x %}{% endfor %}{% endfor %}",
    "{% for a in y %}{% set _ = y.append(a) %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(99) }}",
    "{% macro m(n) %}{{ caller() if n }}{% endmacro %}{% for a in y %}{% for b in y %}{% call m(1) %}{% endcall %}{% endfor %}{% endfor %}",
    "{% for a in y %}{% for b in y %}{{ self.b() }}{% endfor %}{% endfor %}{% block b %}{% endblock %}",
    "{% set depth = depth|default(0) + 1 %}{% if depth < 40 %}{% include 'page.html' %}{% include 'page.html' %}{% endif %}",
    "{% for a in y %}{% if 'y' in z %}{% endif %}{% endfor %}",
    "{% for a in y if 'y' in z %}{% endfor %}",
    "{{ y|reject('in', z)|map('string')|reject('in', z)|list }}{{ y|select('in', z + ['y'])|list }}{{ y|map('string')|select('in', z)|list|length }}",
    "{% for a in y %}{{ x|wordcount }}{% endfor %}",
    "{% for a in y %}{{ z|sum }}{% endfor %}",
    "{% for a in y %}{{ x.count('y' * 9) }}{% endfor %}",
)

WITHIN = {
    "{{ 10**4299 > 1 }}{{ 2**10 }} {{ 2**-1 }} {{ 0**5 }} {{ (0 - 3)**3 }} {{ 7 % 4 }} {{ 1.5 * 2 }}": "True1024 0.5 0 -27 3 3.0",
    "{{ 'x' * 3 }}{{ [1] * 2 }}{{ 'a' + 'b' }}{{ [1] + [2] }}{{ (1,) + (2,) }}{{ 'x' * -1 }}": "xxx[1, 1]ab[1, 2](1, 2)",
    "{{ 'a' ~ 1 ~ '<' ~ ('<b>'|safe) }}{% set a = '<' %}{{ a ~ 'b'|safe }}": "a1&lt;<b>&lt;b",
    "{{ '%5d|%s|%-3s|%05.1f' % (5, 'x', 'y', 2.5) }} {{ '%(a)s'|format(a=1) }} {{ '%d %%'|format(999999999) }}": "    5|x|y  |002.5 1 999999999 %",
    "{{ '{:>5}|{}|{a}'.format(1, 10**12, a='b') }} {{ '{a}'.format_map({'a': 1}) }} {{ '{{}}'.format() }}": "    1|1000000000000|b 1 {}",
    "{{ 'x'.center(5) }}|{{ 'a,b'.split(',', 10**9) }}|{{ 'aXa'.replace('a', 'b', -1) }}|{{ ','.join(['a', 'b']) }}": "  x  |[&#39;a&#39;, &#39;b&#39;]|bXb|a,b",
    "{{ 'x'|center(5) }}|{{ 'a\nb'|indent(2) }}|{{ 'a b'|wordwrap(1) }}|{{ 'aa'|replace('a', 'b', 1) }}": "  x  |a\n  b|a\nb|ba",
    "{% for a in [1, 2, 3]|batch(2, 0) %}{{ a }}{% endfor %}{% for a in [1, 2, 3]|slice(2) %}{{ a }}{% endfor %}": "[1, 2][3, 0][1, 2][3]",
    "{% for r in rows if r.endswith('9') %}{% if loop.last %}{{ loop.length }} {{ r }}{% endif %}{% endfor %}": "100 row 999",
    "{% for r in rows %}{{ '' if rows|length > loop.index else rows|first }}{% endfor %}": "row 0",
    "{% set n = namespace(x=[]) %}{% for r in rows %}{% set n.x = n.x + [r] %}{% endfor %}{{ n.x|length }}": "1000",
    "{% set x = [] %}{% for r in rows %}{% set _ = x.append(r) %}{% endfor %}{{ x|length }} {{ x|join(', ')|length }}": "1000 8888",
    "{% for a, b in {'a': 1, 'b': 2}.items() %}{{ a }}{{ b }}{% endfor %}{{ {'a': rows[0]}.a }}{{ (rows[0], 1)[0] }}": "a1b2row 0row 0",
    "{% for a in [[1, []], [2, [[3, []]]]] recursive %}{{ a[0] }}{{ loop(a[1]) }}{% endfor %}": "123",
    "{{ 1.25|round(1) }} {{ 1234|round(-2)|int }} {{ [1, [2]]|tojson(indent=1)|length }} {{ 12345|filesizeformat }}": "1.2 1200 17 12.3 kB",
    "{{ [3, 1, 2]|sort|map('string')|join('-') }} {{ ['b', 'a']|unique|list }} {{ true }}": "1-2-3 [&#39;b&#39;, &#39;a&#39;] True",
    "{{ {1: 2}.get(10**9, 3) }} {{ 'x'.find('x', 10**9) }} {{ 'x'.count('x', 10**9) }} {{ [1].count(10**9) }}": "3 -1 0 0",
    "{{ 'x'.startswith('x', 10**9) }} {{ (5).to_bytes()|length }} {{ '\t'.expandtabs()|length }} {{ 'axa'.removeprefix('a') }}": "False 1 8 xa",
    "a\tb\n{{ 'c\td' }}{{ '\\u2028' }}{{ '😀é' }}": "a\tb\nc\td\u2028😀é",
    "{{ '* %d|{}'|format(10**12) }} {{ '%d * %d' % (10**12, 2) }} {{ 'a b'|replace(' ', '-', 10**12) }}": "* 1000000000000|{} 1000000000000 * 2 a-b",
    "{{ parts|map(attribute='text')|map('length')|sum }} {{ parts|first|attr('text')|length }} {{ parts|length }}": "100000 1000 100",
    "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% for r in rows[:2] %}{% call m(r) %}{{ loop.index }}{% endcall %}{% endfor %}": "row 01row 12",
    "{% autoescape false %}{{ '<' ~ '>' }}{% endautoescape %}{{ '<' ~ '>' }}": "<>&lt;&gt;",
}
"""By the template: what it shows."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return tmp_path


class Part(Struct):
    """A part of what templates are given."""

    text: str = "x" * 1000


class View(Struct):
    """What templates are given."""

    parts: tuple[Part, ...] = (Part(),) * 100
    rows: tuple[str, ...] = tuple(f"row {number}" for number in range(1000))


def render(root: Path, text: str, seconds: float = MAX_SECONDS) -> str:
    (root / "templates/page.html").write_text(text, encoding="utf-8")
    renderer = Renderer(open_theme(root))
    renderer.environment.meter.seconds = seconds
    return renderer.render("page.html", View())


def find_error(root: Path, text: str, seconds: float = MAX_SECONDS) -> tuple[str, int]:
    """Return the message and the line of the one error."""
    with pytest.raises(TemplateError) as caught:
        render(root, text, seconds)
    (found,) = caught.value.diagnostics
    assert found.code is Code.TEMPLATE
    assert found.span is not None
    assert found.span.path == "templates/page.html"
    return found.message, found.span.line


@pytest.fixture
def _little_memory() -> Iterator[None]:
    """Let the process take no more than a run may, beside what it has already."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MAX_BYTES, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("text", TOO_MUCH)
@pytest.mark.usefixtures("_little_memory")
def test_a_template_that_computes_too_much_is_an_error_at_its_line(root: Path, text: str) -> None:
    started = time.thread_time()
    assert find_error(root, f"<p>\n{text}") == (TOO_MUCH[text], 2)
    assert time.thread_time() - started < TOO_LONG


@pytest.mark.parametrize("text", NEVER_ENDING)
@pytest.mark.usefixtures("_little_memory")
def test_a_template_that_never_ends_is_an_error_at_its_line(root: Path, text: str) -> None:
    started = time.thread_time()
    message, line = find_error(root, f"{LONGS}\n{text}", seconds=0.2)
    assert (message in {SIZE, TIME.format(0.2)}, line) == (True, 1 if "include" in text else 2)
    assert time.thread_time() - started < TOO_LONG / 2


def test_a_page_has_two_seconds(root: Path) -> None:
    started = time.thread_time()
    message, _ = find_error(root, f"{LONGS}{{% for a in y %}}{{% if 'y' in z %}}{{% endif %}}{{% endfor %}}")
    assert message == TIME.format(2)
    assert MAX_SECONDS <= time.thread_time() - started < TOO_LONG


@pytest.mark.parametrize("text", WITHIN)
def test_ordinary_templates_are_within_the_limits(root: Path, text: str) -> None:
    assert render(root, text) == WITHIN[text]


@pytest.mark.parametrize(
    "call",
    [
        "'x'.center()", "'x'.center('a')", "'x'.zfill('a')", "'x'.replace()", "'x'.replace('a')", "''.join()", "''.join(5)",
        "'x'.translate()", "'x'.translate(5)", "'x'.expandtabs('a')", "(5).to_bytes('a')", "[].append()", "{}.get()",
    ],
)  # fmt: skip
def test_a_call_with_wrong_arguments_is_an_error_at_its_line(root: Path, call: str) -> None:
    assert find_error(root, f"<p>\n{{{{ {call} }}}}")[1] == 2


def test_an_included_template_and_a_macro_are_named_by_their_own_line(root: Path) -> None:
    (root / "templates/part.html").write_text("\n\n{{ 'x' * 10**9 }}", encoding="utf-8")
    (root / "templates/page.html").write_text("{% include 'part.html' %}", encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        Renderer(open_theme(root)).render("page.html", View())
    span = caught.value.diagnostics[0].span
    assert span is not None
    assert (span.path, span.line) == ("templates/part.html", 3)


def test_pages_of_a_template_that_never_ends_take_its_time_once(root: Path) -> None:
    (root / "templates/page.html").write_text(f"{LONGS}{NEVER_ENDING[0]}", encoding="utf-8")
    (root / "templates/other.html").write_text("{{ rows|length }}", encoding="utf-8")
    renderer = Renderer(open_theme(root))
    renderer.environment.meter.seconds = 0.2
    started = time.thread_time()
    for _ in range(100):
        with pytest.raises(TemplateError):
            renderer.render("page.html", View())
    assert time.thread_time() - started < TOO_LONG
    assert renderer.render("other.html", View()) == "1000"


def test_what_a_page_computes_is_counted_again_for_each(root: Path) -> None:
    (root / "templates/page.html").write_text("{{ ('x' * 9 * 10**6)|length }}", encoding="utf-8")
    renderer = Renderer(open_theme(root))
    assert [renderer.render("page.html", View()) for _ in range(4)] == ["9000000"] * 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ '\\x07' }}", "control character U+0007"),
        ("{{ '%c'|format(27) }}", "control character U+001B"),
        ("{{ 'a\\x00b'|upper }}", "control character U+0000"),
        ("{{ 'a' ~ '\\x9b' }}", "control character U+009B"),
        ("{% set x %}{{ '\\x7f' }}{% endset %}{{ x }}", "control character U+007F"),
        ("{{ rows[0].replace('r', '\\r') }}", "control character U+000D"),
        ("{{ ['\\ud800', 1]|join }}", "lone surrogate U+D800"),
        ("{{ '\\udfff'|safe }}", "lone surrogate U+DFFF"),
        ("{% macro m() %}{{ '\\x0c' }}{% endmacro %}{{ m() }}", "control character U+000C"),
        ("<p title=\"{{ '\\x08' }}\">", "control character U+0008"),
        ("{% filter replace('x', '\\x07') %}x{% endfilter %}", "control character U+0007"),
    ],
)
def test_a_character_that_no_page_can_hold_is_an_error_at_its_line(
    root: Path, text: str, message: str
) -> None:
    assert find_error(root, f"<p>\n{text}\n") == (f"the text has the {message}, which no page can hold", 2)


def test_a_character_that_no_page_shows_is_none_of_ours(root: Path) -> None:
    assert render(root, "{% set x = '\\x07' %}{{ x|length }}") == "1"
