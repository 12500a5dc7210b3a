"""Errors of expressions in templates: their messages, without names of Python's or of our code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.sites import BASE_URL, copy_starter

from portfolio.errors import TemplateError
from portfolio.site.pipeline import Settings
from portfolio.site.rendered_site import render_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

NONE = "the value is `none`; if it may be missing, write `or ''` behind it"
ARGUMENTS = "a function or a filter is given too few, too many or unknown arguments"
EXPRESSIONS = {
    "{{ page.x }}": "`PageView` has no `x`",
    "{{ page + 1 }}": "`+` does not work with `PageView` and a number",
    "{{ page.title + 1 }}": "`+` does not work with a text and a number",
    "{{ none + 1 }}": "`+` does not work with nothing and a number",
    "{{ 'a' < 1 }}": "`<` does not work with a text and a number",
    "{{ page.title.foo.bar }}": "a text has no `foo`",
    "{{ {}.x.y }}": "a mapping has no `x`",
    "{{ page.title[9999].x }}": "a text has no entry 9999",
    "{% for a in page %}{% endfor %}": "`PageView` is no list",
    "{% for a in 1 %}{% endfor %}": "a number is no list",
    "{% include page %}": "`PageView` is no list",
    "{{ page() }}": "`PageView` cannot be called",
    "{{ page|length }}": "`PageView` has no length",
    "{{ page|dictsort }}": "`PageView` has no `items`",
    "{{ self.foo() }}": "the value has no `foo`",
    "{{ asset() }}": ARGUMENTS,
    "{{ page.title|replace }}": ARGUMENTS,
    "{{ page.title|replace(1, 2, 3, 4) }}": ARGUMENTS,
    "{{ page.title|replace(wrong=1) }}": ARGUMENTS,
    "{{ page.title.upper(1, 2) }}": ARGUMENTS,
    "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}": "the macro `m` takes not more than 1 argument(s)",
    "{% macro m(a) %}{% endmacro %}{{ m(b=1) }}": "the macro `m` takes no argument `b`",
    "{{ {[]: 1} }}": "the expression cannot be computed",
    "{{ {(1, {}): page.title} }}": "the expression cannot be computed",
    "{{ '{:d}'.format('a') }}": "the expression cannot be computed",
    "{{ '%y'|format(1) }}": "the expression cannot be computed",
    "{{ 'a'.index('b') }}": "the expression cannot be computed",
    "{{ 10.0 ** 400 }}": "the expression cannot be computed",
    "{{ [1].index(2) }}": "the expression cannot be computed",
    "{{ page.__class__ }}": "`__class__` is closed to templates",
    "{{ asset('../x') }}": "`../x` is not a path inside `static/`",
    "{{ asset }}": "a function cannot be shown",
    "{{ page.title.upper }}": "a function cannot be shown",
    "{{ cycler }}": "a function cannot be shown",
    "{{ page }}": "`PageView` cannot be shown",
    "{{ [[page]] }}": "`PageView` cannot be shown",
    "{{ {'a': page} }}": "`PageView` cannot be shown",
    "{{ page.nav }}": "`LinkView` cannot be shown",
    "{{ page.nav|map(attribute='label') }}": "a list that was not made yet cannot be shown",
    "{{ namespace() }}": "the value cannot be shown",
    "{{ none }}": NONE,
    "{{ page.address }}": NONE,
    "{{ 'a' ~ page.address }}": NONE,
    "{{ 1 / 0 }}": "division by zero",
    "{{ page|tojson }}": "the expression cannot be computed",
    "{{ page|round }}": "the expression cannot be computed",
    "{{ range(-1, 'a') }}": "the expression cannot be computed",
    "{{ 'é'.encode('ascii') }}": "the expression cannot be computed",
    "{{ missing }}": "`missing` is undefined",
    "{{ asset('x') }}": "the theme `terminal` has no file `x`",
}
INTERNAL = re.compile(
    r"NoneType|\bstr\b|\bint\b|object|\(\)|do_|read_asset|instance|__|Traceback|serializable|codec"
)


SHOWN = {
    "{{ page.title }}": "Page not found",
    "{{ 3 }}, {{ 2.5 }}, {{ true }}": "3, 2.5, True",
    "{{ ['a', 1] }}": "[&#39;a&#39;, 1]",
    "{{ {'a': (1, 2)} }}": "{&#39;a&#39;: (1, 2)}",
    "{{ page.nav|map(attribute='label')|join(' ') }}": "work",
    "{{ range(3)|list }}": "[0, 1, 2]",
    "{{ {('a', 1): 2}['a', 1] }}": "2",
    "({{ page.address or '' }})": "()",
    "{% set canonical = page.address %}({{ 'a' if canonical else 'b' }})": "(b)",
    "{{ '%.1f'|format(1.25) }}": "1.2",
}


@pytest.mark.parametrize("expression", SHOWN)
def test_texts_numbers_and_lists_are_shown(expression: str, tmp_path: Path) -> None:
    root = copy_starter(tmp_path)
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text(expression, encoding="utf-8")
    rendered = render_site(read_site_files(str(root)), Settings({}, BASE_URL))
    assert SHOWN[expression] in rendered.pages["404.html"].decode()


@pytest.mark.parametrize(("expression", "message"), EXPRESSIONS.items(), ids=str)
def test_an_error_in_an_expression_names_nothing_internal(
    expression: str, message: str, tmp_path: Path
) -> None:
    root = copy_starter(tmp_path)
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text(f"<p>\n{expression}", encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        render_site(read_site_files(str(root)), Settings({}, BASE_URL))
    (problem,) = caught.value.diagnostics
    assert problem.message == f"{message} (while rendering 404.html)"
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == ("templates/404.html", 2)
    assert not INTERNAL.search(problem.message.replace("`__class__`", ""))
