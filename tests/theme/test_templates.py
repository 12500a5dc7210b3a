"""Templates compiled: each parsed once, never taken for another one, and followed to all that it can reach."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import jinja2
import pytest

from portfolio.errors import TemplateError
from portfolio.site_files import read_site_files
from portfolio.theme.limits import LimitedEnvironment
from portfolio.theme.lookup import Theme
from portfolio.theme.templates import Compiled, Loader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {
    "site/templates/page.html": '{% extends "base.html" %}{% block main %}{{ word }}{% endblock %}',
    "site/templates/loose.html": '{% include "parts/" ~ word ~ ".html" ignore missing %}',
    "site/templates/optional.html": '{% include ["none.html", "maybe.html"] ignore missing %}',
    "site/templates/alone.html": "{{ word }}",
    "packaged/templates/terminal/base.html": '{% import "macros.html" as m %}<p>{% block main %}{% endblock %}',
    "packaged/templates/terminal/macros.html": "{% macro a() %}a{% endmacro %}",
}
NAMES = ("page.html", "loose.html", "optional.html", "alone.html")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        put(tmp_path, name, text)
    return tmp_path


def put(top: Path, name: str, text: str | bytes) -> None:
    (top / name).parent.mkdir(parents=True, exist_ok=True)
    (top / name).write_bytes(text if isinstance(text, bytes) else text.encode())


class Run:
    """The templates of one run, and what earlier ones left."""

    def __init__(self, top: Path, cached: dict[str, Compiled] | None = None) -> None:
        self.cached = {} if cached is None else cached
        self.parsed: list[str] = []
        site = read_site_files(str(top / "site"))
        packaged = read_site_files(str(top / "packaged"), ("templates/terminal", "static/terminal"), ())
        self.loader = Loader(Theme("terminal", site, packaged), self._compile_once)
        self.environment = LimitedEnvironment(loader=self.loader, autoescape=True)

    def _compile_once(self, key: str, compute: Callable[[], Compiled]) -> Compiled:
        if key not in self.cached:
            parse = self.environment._parse  # noqa: SLF001 (every way to parse leads through it)

            def note(source: str, name: str, filename: str) -> object:
                self.parsed.append(name)
                return parse(source, name, filename)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(self.environment, "_parse", note)
                self.cached[key] = compute()
        return self.cached[key]

    def names(self, template: str) -> tuple[str, ...] | None:
        return self.loader.compiled(self.environment, template).names

    def digest(self, template: str) -> str:
        return self.loader.digest(self.environment, template)

    def render(self, template: str = "page.html") -> str:
        return self.environment.get_template(template).render(word="first")


# ---------------------------------------------------------------- compiled


def test_a_template_is_parsed_once_for_its_names_its_digest_and_its_pages(top: Path) -> None:
    run = Run(top)
    assert run.digest("page.html")
    assert run.names("page.html") == ("base.html",)
    assert [run.render(), run.render()] == ["<p>first", "<p>first"]
    assert sorted(run.parsed) == ["base.html", "macros.html", "page.html"]


def test_the_next_run_parses_nothing(top: Path) -> None:
    cached: dict[str, Compiled] = {}
    assert Run(top, cached).render() == "<p>first"
    run = Run(top, cached)
    assert (run.render(), run.parsed) == ("<p>first", [])


def test_a_changed_template_is_parsed_and_its_neighbour_is_not(top: Path) -> None:
    cached: dict[str, Compiled] = {}
    Run(top, cached).render()
    put(top, "packaged/templates/terminal/base.html", "<b>{% block main %}{% endblock %}")
    run = Run(top, cached)
    assert (run.render(), run.parsed) == ("<b>first", ["base.html"])


def test_the_same_text_at_another_path_is_another_template(top: Path) -> None:
    """Errors are located by the path that was compiled."""
    cached: dict[str, Compiled] = {}
    Run(top, cached).render()
    moved = top.rename(top.with_name("moved"))
    run = Run(moved, cached)
    assert run.render() == "<p>first"
    assert sorted(run.parsed) == ["base.html", "macros.html"]  # those of the site go by relative paths
    code = run.environment.get_template("base.html").root_render_func.__code__
    assert code.co_filename == str(moved / "packaged/templates/terminal/base.html")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("plain", ()),
        ("{% include 'a.html' %}{% include 'a.html' %}", ("a.html",)),
        ("{% extends 'z.html' %}{% import 'a.html' as a %}", ("a.html", "z.html")),
        ("{% from 'a.html' import b %}", ("a.html",)),
        ("{% include ['b.html', 'a.html'] ignore missing %}", ("a.html", "b.html")),
        ("{% include 'a.html' if word else 'b.html' %}", None),
        ("{% include word %}{% include 'a.html' %}", None),
        ("{% extends word %}", None),
        ("{% include 'parts/' ~ word %}", None),
    ],
)
def test_a_template_names_those_that_it_reaches_unless_it_works_a_name_out(
    top: Path, text: str, names: tuple[str, ...] | None
) -> None:
    put(top, "site/templates/one.html", text)
    assert Run(top).names("one.html") == names


def test_a_template_is_found_by_no_name_that_leaves_its_folder(top: Path) -> None:
    for name in ("none.html", "../portfolio.yaml", "parts/../alone.html"):
        with pytest.raises(jinja2.TemplateNotFound):
            Run(top).names(name)


def test_what_does_not_compile_is_not_cached(top: Path) -> None:
    put(top, "site/templates/alone.html", "{% if %}")
    put(top, "site/templates/maybe.html", b"\xff")
    run = Run(top)
    with pytest.raises(jinja2.TemplateSyntaxError):
        run.names("alone.html")
    with pytest.raises(TemplateError):
        run.names("maybe.html")
    assert run.cached == {}


# ---------------------------------------------------------------- digests


def test_equal_templates_have_equal_digests_wherever_they_lie(top: Path) -> None:
    before = Run(top).digest("page.html")
    assert Run(top).digest("page.html") == before
    assert Run(shutil.copytree(top, top / "copy")).digest("page.html") == before


@pytest.mark.parametrize(
    ("changed", "pages"),
    [
        ("site/templates/alone.html", {"alone.html", "loose.html"}),
        ("packaged/templates/terminal/macros.html", {"page.html", "loose.html"}),
        ("packaged/templates/terminal/base.html", {"page.html", "loose.html"}),
        ("site/templates/base.html", {"page.html", "loose.html"}),
        ("site/templates/terminal/macros.html", {"page.html", "loose.html"}),
        ("site/templates/parts/word.html", {"loose.html"}),
        ("packaged/templates/terminal/parts/word.html", {"loose.html"}),
        ("site/templates/maybe.html", {"optional.html", "loose.html"}),
        ("site/templates/none.html", {"optional.html", "loose.html"}),
        ("site/templates/.hidden.html", set()),
        ("site/static/x.txt", set()),
        ("site/content/x.md", set()),
    ],
)
def test_a_file_counts_for_the_templates_that_can_reach_it(top: Path, changed: str, pages: set[str]) -> None:
    before = {name: Run(top).digest(name) for name in NAMES}
    put(top, changed, "something else")
    run = Run(top)
    assert {name for name in NAMES if run.digest(name) != before[name]} == pages


def test_the_same_text_in_another_folder_has_another_digest(top: Path) -> None:
    """An override that extends the template it overrides would extend itself there."""
    before = Run(top).digest("page.html")
    put(top, "site/templates/base.html", FILES["packaged/templates/terminal/base.html"])
    assert Run(top).digest("page.html") != before


@pytest.mark.parametrize("data", [b"\xff", b"a\0", "{% if %}"])
def test_a_template_that_does_not_compile_has_a_digest_of_its_own(top: Path, data: str | bytes) -> None:
    before = Run(top).digest("optional.html")
    put(top, "site/templates/maybe.html", data)
    broken = Run(top).digest("optional.html")
    assert broken != before
    put(top, "site/templates/maybe.html", "fixed")
    assert Run(top).digest("optional.html") not in {before, broken}


def test_a_template_that_cannot_be_opened_is_not_one_that_is_missing(top: Path) -> None:
    before = Run(top).digest("optional.html")
    os.mkfifo(top / "site/templates/maybe.html")
    assert Run(top).digest("optional.html") != before


def test_a_template_that_is_missing_has_a_digest(top: Path) -> None:
    assert Run(top).digest("none.html")


def test_templates_that_reach_each_other_have_digests(top: Path) -> None:
    put(top, "site/templates/alone.html", '{% include "optional.html" %}')
    put(top, "site/templates/maybe.html", '{% include "alone.html" %}')
    run = Run(top)
    before = run.digest("alone.html")
    assert before == run.digest("maybe.html")  # what each of them reaches is the same
    put(top, "site/templates/maybe.html", '{% include "alone.html" %}.')
    assert Run(top).digest("alone.html") != before


def test_cached_names_give_the_same_digests(top: Path) -> None:
    cached: dict[str, Compiled] = {}
    first = {name: Run(top, cached).digest(name) for name in NAMES}
    run = Run(top, cached)
    assert {name: run.digest(name) for name in NAMES} == first
    assert run.parsed == []
