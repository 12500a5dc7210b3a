"""The render stage: every page, or every error of the templates; and what is rendered again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
import pytest
from msgspec import Struct
from support.html_tree import parse_html
from support.sites import STARTER, STARTER_STUDY, copy_starter, edit_study, open_theme, prepare, render

from portfolio.errors import TemplateError
from portfolio.model.config import Config
from portfolio.pages.route import Copied, Rendered, Route, Written
from portfolio.site.build import build_site
from portfolio.site.cache import Cache
from portfolio.site.preview import Preview
from portfolio.site.record import make_request
from portfolio.site.rendering import make_renderer, render_route, render_routes
from portfolio.site.staging import Unchanged
from portfolio.site.worker import map_here
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

    from portfolio.site.rendering import Page


class View(Struct):
    """What the pages of these tests show."""

    word: str | int | None = "word"
    page: str = "x"


CONTEXT: Any = None
"""No view of these tests is made from it."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    put(root, "page.html", "{% extends 'top.html' %}{% block main %}{{ word }}{% endblock %}")
    put(root, "top.html", "<p>{% block main %}{% endblock %}</p>")
    put(root, "alone.html", "{{ word }}")
    return root


def put(root: Path, name: str, text: str | bytes) -> None:
    file = root / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def route(path: str, template: str, view: Struct | None = None) -> Route:
    return Route(path=path, made=Rendered(template, lambda _: view or View()))


def render_all(
    root: Path,
    *routes: Route,
    untouched: dict[str, Unchanged] | None = None,
    cache: Cache | None = None,
    config: Config | None = None,
) -> dict[str, Page]:
    renderer = make_renderer(open_theme(root), config or Config(), cache or Cache())
    return render_routes(routes, CONTEXT, renderer, untouched, map_here)


def find_errors(root: Path, *templates: str) -> list[tuple[str, int, str]]:
    with pytest.raises(TemplateError) as caught:
        render_all(root, *(route(f"{number}.html", name) for number, name in enumerate(templates)))
    return [(item.span.path, item.span.line, item.message) for item in caught.value.diagnostics if item.span]


# ---------------------------------------------------------------- pages


def test_pages_are_rendered_and_nothing_else(root: Path) -> None:
    written = Route(path="a.svg", made=Written(lambda _: b"<svg/>"))
    pages = render_all(root, route("x.html", "page.html"), written, Route(path="b", made=Copied("static/b")))
    assert {path: page.made for path, page in pages.items()} == {"x.html": b"<p>word</p>"}


def test_one_route_is_rendered_or_written(root: Path) -> None:
    renderer = make_renderer(open_theme(root), Config(), Cache())
    assert render_route(route("x.html", "alone.html"), CONTEXT, renderer) == b"word"
    written = Route(path="a.svg", made=Written(lambda _: b"<svg/>"))
    assert render_route(written, CONTEXT, renderer) == b"<svg/>"


def test_templates_have_filters_for_inline_markup(root: Path) -> None:
    put(root, "page.html", "{{ '*a* <b>'|inline }} {{ '*a* <b>'|plain }}")
    page = render_all(root, route("x.html", "page.html"))["x.html"]
    assert page.made == b"<em>a</em> &lt;b&gt; a &lt;b&gt;"


def test_every_page_of_the_starter_renders() -> None:
    pages = {path: text for path, text in render(STARTER).items() if path.endswith(".html")}
    assert len(pages) > 5
    assert all(parse_html(text).one("h1") for text in pages.values())


# ---------------------------------------------------------------- errors


def test_all_templates_that_fail_are_reported_at_once_and_each_once(root: Path) -> None:
    put(root, "a.html", "{{ nope }}")
    put(root, "b.html", "\n{% fro %}")
    assert find_errors(root, "a.html", "a.html", "b.html", "alone.html", "a.html", "b.html") == [
        ("templates/a.html", 1, "`nope` is undefined (while rendering 0.html and 2 more pages)"),
        ("templates/b.html", 2, "encountered unknown tag `fro` (while rendering 2.html and 1 more page)"),
    ]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "0.html"), (2, "0.html and 1 more page"), (3, "0.html and 2 more pages")]
)
def test_one_page_has_no_others(root: Path, count: int, words: str) -> None:
    put(root, "a.html", "{{ nope }}")
    ((_, _, message),) = find_errors(root, *["a.html"] * count)
    assert message == f"`nope` is undefined (while rendering {words})"


def test_a_template_that_no_page_came_as_far_as_to_include_is_reported_too(root: Path) -> None:
    put(root, "home.html", "{{ nope }}{% include 'sections/about.html' %}")
    put(root, "sections/about.html", "{% fro %}")
    put(root, "sections/stack.html", b"\xff")
    assert find_errors(root, "home.html") == [
        ("templates/home.html", 1, "`nope` is undefined (while rendering 0.html)"),
        ("templates/sections/about.html", 1, "encountered unknown tag `fro`"),
        ("templates/sections/stack.html", 1, "byte 0xff is not UTF-8"),
    ]


def test_the_command_shows_the_template_and_its_line(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    site = copy_starter(tmp_path / "site")
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


# ---------------------------------------------------------------- what is rendered again


def key(root: Path, template: str = "page.html", view: Struct | None = None, **more: Any) -> str:  # noqa: ANN401
    return render_all(root, route("x.html", template, view), untouched={}, **more)["x.html"].key


def test_a_page_with_an_equal_key_is_not_rendered(root: Path) -> None:
    routes = route("x.html", "page.html"), route("y.html", "alone.html")
    first = render_all(root, *routes, untouched={})
    assert all(page.made for page in first.values())
    untouched = {path: Unchanged(str(root), (), page.key, page.first_flight) for path, page in first.items()}
    again = render_all(root, *routes, untouched=untouched)
    assert [page.made for page in again.values()] == [None, None]
    put(root, "top.html", "<b>{% block main %}{% endblock %}</b>")
    assert [page.first_flight for page in again.values()] == [page.first_flight for page in first.values()]
    changed = render_all(root, *routes, untouched=untouched)
    assert [page.made for page in changed.values()] == [b"<b>word</b>", None]


def test_where_no_key_is_wanted_none_is_made(root: Path) -> None:
    assert render_all(root, route("x.html", "page.html"))["x.html"].key == ""


@pytest.mark.parametrize("view", [View("other"), View(""), View(1), View("1"), View("word", "y")])
def test_another_view_has_another_key(root: Path, view: View) -> None:
    assert key(root, view=view) != key(root)


def test_a_number_is_no_word(root: Path) -> None:
    assert key(root, view=View(1)) != key(root, view=View("1"))


def test_another_template_and_other_settings_have_another_key(root: Path) -> None:
    put(root, "same.html", "{{ word }}")
    keys = {
        key(root),
        key(root, "alone.html"),
        key(root, "same.html"),
        key(root, config=Config(palette="paper")),
    }
    assert len(keys) == 4


def test_a_page_that_fails_has_a_key_and_fails_each_time(root: Path) -> None:
    put(root, "alone.html", "{{ nope }}")
    for _ in range(2):
        with pytest.raises(TemplateError):
            key(root, "alone.html")


def test_every_page_of_a_site_has_a_key_of_its_own() -> None:
    site = prepare(STARTER)
    pages = render_routes(site.context.routes, site.context, site.renderer, {}, map_here)
    assert len(pages) > 5
    assert len({page.key for page in pages.values()}) == len(pages)


# ---------------------------------------------------------------- templates are cached


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are parsed from now on."""
    names: list[str] = []
    parse = jinja2.Environment.parse

    def note(self: jinja2.Environment, source: str, name: str, filename: str) -> object:
        names.append(name)
        return parse(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "parse", note)
    return names


def test_the_next_process_parses_nothing(root: Path, parsed: list[str]) -> None:
    for count in (2, 0):
        cache = Cache(root / "cache", "tool")
        assert render_all(root, route("x.html", "page.html"), cache=cache)["x.html"].made == b"<p>word</p>"
        cache.save()
        assert len(parsed) == count
        parsed.clear()


def test_a_run_that_renders_no_page_keeps_its_templates(root: Path, parsed: list[str]) -> None:
    """Unused values of a run are dropped from the disk."""
    untouched = {"x.html": Unchanged(str(root), (), key(root), 0)}
    for _ in range(3):
        cache = Cache(root / "cache", "tool")
        render_all(root, route("x.html", "page.html"), cache=cache, untouched=untouched)
        cache.save()
    parsed.clear()
    render_all(
        root,
        route("x.html", "page.html", View("other")),
        cache=Cache(root / "cache", "tool"),
        untouched=untouched,
    )
    assert parsed == []


def test_a_preview_keeps_the_templates_that_a_build_cached(tmp_path: Path, parsed: list[str]) -> None:
    root = copy_starter(tmp_path)
    request = make_request(str(root), None, "https://example.org/", str(root))
    build_site(request, {}).save_record(("", ""))
    assert parsed
    parsed.clear()
    Preview({}, "https://example.org/").refresh(read_site_files(str(root)))
    edit_study(root, STARTER_STUDY, lambda front: front | {"title": "Another"})
    assert build_site(request, {}).rendered.fresh
    assert parsed == []


@pytest.mark.parametrize("how", ["cut short", "emptied", "other bytes"])
def test_a_damaged_cache_is_parsed_again(how: str, root: Path, parsed: list[str]) -> None:
    cache = Cache(root / "cache", "tool")
    render_all(root, route("x.html", "page.html"), cache=cache)
    cache.save()
    parsed.clear()
    for shard in (root / "cache").iterdir():
        data = shard.read_bytes()
        spoiled = {"cut short": data[: len(data) // 2], "emptied": b"", "other bytes": b"x" + data}
        shard.write_bytes(spoiled[how])
    page = render_all(root, route("x.html", "page.html"), cache=Cache(root / "cache", "tool"))["x.html"]
    assert page.made == b"<p>word</p>"
    assert sorted(parsed) == ["page.html", "top.html"]
