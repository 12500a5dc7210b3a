"""Every way in which a template can fail is reported with its file and line; what a page is made from has a digest."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct
from support.command import ROOT
from support.sites import open_theme

from portfolio.errors import Code, ContentError, Diagnostic, Span, TemplateError
from portfolio.model.config import Config
from portfolio.site_files import MAX_HELD_BYTES
from portfolio.theme.renderer import MAX_TURNS, Renderer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Link(Struct, frozen=True):
    """A part of the view."""

    label: str
    href: str


class PageView(Struct, frozen=True):
    """Another one."""

    title: str = "Gone"
    owner: str = "Ada <b>"
    nav: tuple[Link, ...] = (Link("work", "/#work"),)


class View(Struct):
    """What the templates of these tests are given."""

    page: PageView = PageView()
    home_href: str = "./"


FILTERS: dict[str, Callable[[str], str]] = {"shout": str.upper, "inline": str, "plain": str}
"""One of our own, and those that the packaged templates want."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return tmp_path


def put(root: Path, name: str, text: str | bytes) -> None:
    file = root / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def put_static(root: Path, name: str, data: str | bytes) -> None:
    file = root / "static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())


def show(root: Path, template: str = "page.html") -> str:
    return Renderer(open_theme(root), filters=FILTERS).render(template, View())


def find_error(root: Path, template: str = "page.html", code: Code = Code.TEMPLATE) -> Diagnostic:
    with pytest.raises(TemplateError) as caught:
        show(root, template)
    (found,) = caught.value.diagnostics
    assert found.code is code
    return found


def location(found: Diagnostic) -> tuple[str, int, int, str]:
    """Where an error is, with the words it points at."""
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
        "{{ page.owner }} {{ page.nav[0].label|upper }}\n{{ '<b>'|shout }}\n",
    )
    assert show(root) == "Ada &lt;b&gt; WORK\n&lt;B&gt;\n"


def test_a_plain_text_file_is_not_escaped(root: Path) -> None:
    put(root, "page.txt", "{{ 'a&b' }}")
    assert show(root, "page.txt") == "a&b"


def test_a_byte_order_mark_and_carriage_returns_do_not_reach_the_page(root: Path) -> None:
    put(root, "part.html", b"\xef\xbb\xbfpart\r\n")
    put(root, "page.html", b"\xef\xbb\xbfa\r\n{% include 'part.html' %}b\r\n")
    assert show(root) == "a\npart\nb\n"


ERRORS: dict[str, tuple[str | bytes, tuple[int, int, str], str, str | None]] = {
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
    "an open comment": ("<p>\n{# x\n", (2, 1, "{# x"), "missing end of comment tag", None),
    "open raw text": ("<p>\n{% raw %}x\n", (2, 1, "{% raw %}x"), "missing end of raw directive", None),
    "unknown filter": (
        "\n\n{{ page.title|scream }}",
        (3, 1, "{{ page.title|scream }}"),
        "no filter named `scream`",
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
    "an error in a filter": ("\n{{ 1|shout }}", (2, 1, "{{ 1|shout }}"), "", None),
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
    "a name that leaves the folder": (
        "{% include '../portfolio.yaml' %}",
        (1, 13, "../portfolio.yaml"),
        "there is no template `../portfolio.yaml`",
        None,
    ),
    "something random": (
        "{{ [1, 2]|random }}",
        (1, 1, "{{ [1, 2]|random }}"),
        "no filter named `random`",
        None,
    ),
    "a silly text": ("{{ lipsum() }}", (1, 4, "lipsum"), "`lipsum` is undefined", None),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_located(root: Path, name: str) -> None:
    text, (line, column, words), message, help_ = ERRORS[name]
    put(root, "page.html", text)
    found = find_error(root)
    assert location(found) == ("templates/page.html", line, column, words)
    assert found.message == message or not message
    assert found.help == help_


def test_bytes_that_are_no_text_are_located(root: Path) -> None:
    put(root, "page.html", b"a\nb\xff\n")
    found = find_error(root, code=Code.FILE_ENCODING)
    assert location(found) == ("templates/page.html", 2, 2, "\ufffd")
    assert (found.message, found.help) == ("byte 0xff is not UTF-8", "save the file as UTF-8")


def test_a_control_character_is_located(root: Path) -> None:
    put(root, "page.html", b"a\nb\0\n")
    found = find_error(root, code=Code.CONTROL_CHARACTER)
    assert location(found) == ("templates/page.html", 2, 2, "\0")
    assert (found.message, found.help) == ("the character U+0000 is not allowed", "delete it")


def test_a_part_that_is_no_text_is_located_in_its_own_file(root: Path) -> None:
    put(root, "page.html", "a\n{% include 'part.html' %}")
    put(root, "part.html", b"\n\n\xff")
    assert location(find_error(root, code=Code.FILE_ENCODING))[:2] == ("templates/part.html", 3)


def test_an_unknown_palette_is_an_error_of_the_settings(root: Path) -> None:
    put(root, "page.html", "{{ stylesheet() }}")
    with pytest.raises(ContentError, match="there is no palette `ambre`"):
        Renderer(open_theme(root), Config(palette="ambre")).render("page.html", View())


def test_an_error_in_an_included_template_is_located_there(root: Path) -> None:
    put(root, "page.html", "a\n{% include 'sections/part.html' %}")
    put(root, "sections/part.html", "a\nb\n{{ nope }}")
    assert location(find_error(root)) == ("templates/sections/part.html", 3, 4, "nope")


def test_an_error_in_a_macro_is_located_there(root: Path) -> None:
    put(root, "page.html", "{% from 'mine.html' import m %}\n\n{{ m() }}")
    put(root, "mine.html", "{% macro m() %}\n{{ nope }}\n{% endmacro %}")
    assert location(find_error(root)) == ("templates/mine.html", 2, 4, "nope")


def test_an_error_in_an_inherited_template_is_located_there(root: Path) -> None:
    put(root, "page.html", '{% extends "mid.html" %}\n{% block main %}{{ super() }}{% endblock %}')
    put(root, "mid.html", '{% extends "top.html" %}\n{% block main %}\n{{ nope }}{% endblock %}')
    put(root, "top.html", "{% block main %}{% endblock %}")
    assert location(find_error(root)) == ("templates/mid.html", 3, 4, "nope")


def test_a_syntax_error_in_an_included_template_is_located_there(root: Path) -> None:
    put(root, "page.html", "a\n{% include 'part.html' %}")
    put(root, "part.html", "\n{{ a b }}")
    assert location(find_error(root))[:2] == ("templates/part.html", 2)


def test_an_error_in_a_packaged_template_is_located_by_its_full_path(root: Path) -> None:
    put(root, "page.html", '{% from "macros.html" import study_rows %}\n{{ study_rows([1]) }}')
    path = location(find_error(root))[0]
    assert path == (ROOT / "templates/terminal/macros.html").as_posix()


def test_a_page_whose_template_is_missing_names_it(root: Path) -> None:
    found = find_error(root, "hom.html")
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
def test_endless_recursion_is_reported(root: Path, text: str) -> None:
    put(root, "page.html", f"\n{text}")
    found = find_error(root)
    assert location(found)[:2] == ("templates/page.html", 2)
    assert found.message == "the template includes or extends itself without end"


def test_an_endless_loop_is_reported(root: Path) -> None:
    loops = "{% for a in range(90000) %}\n{% for b in range(90000) %}{% endfor %}\n{% endfor %}"
    put(root, "page.html", loops)
    found = find_error(root)
    assert location(found)[:2] == ("templates/page.html", 2)
    assert "more than 100,000 numbers" in found.message


def test_each_page_may_count_again(root: Path) -> None:
    put(root, "page.html", f"{{{{ range({MAX_TURNS})|length }}}}")
    renderer = Renderer(open_theme(root))
    assert [renderer.render("page.html", View()) for _ in range(2)] == ["100000", "100000"]


def test_every_template_that_does_not_parse_is_found_whether_a_page_needs_it_or_not(root: Path) -> None:
    put(root, "home.html", "{{ nope }}")
    put(root, "sections/about.html", "{% fro %}")
    put(root, "sections/stack.html", b"\xff")
    put(root, "terminal/mine.txt", "{% if %}")
    put(root, "terminal/notes.md", "{% if %}")
    put(root, "no-part-of-the-theme.html", "{% if %}")
    found = Renderer(open_theme(root), filters=FILTERS).find_broken()
    assert [(item.span.path, item.message.split(",")[0]) for item in found if item.span] == [
        ("templates/terminal/mine.txt", "expected an expression"),
        ("templates/sections/about.html", "encountered unknown tag `fro`"),
        ("templates/sections/stack.html", "byte 0xff is not UTF-8"),
    ]


def test_an_error_that_no_template_had_a_part_in_stays_a_bug(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renderer = Renderer(open_theme(root))

    def fail(*_: Any) -> None:  # noqa: ANN401
        raise ZeroDivisionError

    monkeypatch.setattr(renderer.environment, "get_template", fail)
    with pytest.raises(ZeroDivisionError):
        renderer.render("404.html", View())


# ---------------------------------------------------------------- digests


def digest(root: Path, config: Config | None = None) -> str:
    return Renderer(open_theme(root), config, FILTERS).digest("404.html")


def test_equal_inputs_have_equal_digests_wherever_they_lie(root: Path) -> None:
    put(root, "404.html", "{{ page.title }}")
    put_static(root, "x.txt", "x")
    before = digest(root)
    assert digest(root) == before
    assert digest(shutil.copytree(root, root / "copy")) == before


def test_other_settings_have_another_digest(root: Path) -> None:
    assert digest(root, Config(palette="paper")) != digest(root)


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ("templates/404.html", True),
        ("templates/base.html", True),
        ("templates/terminal/macros.html", True),
        ("templates/tag.html", False),
        ("static/x.txt", True),
        ("static/no-ending", True),
        ("static/key.asc", True),
        ("static/folder/x.txt", True),
        ("static/terminal/site.css", True),
        ("static/.hidden.txt", False),
        ("content/x.md", False),
    ],
)
def test_templates_and_texts_of_static_count(root: Path, changed: str, counts: bool) -> None:  # noqa: FBT001
    file = root / changed
    file.parent.mkdir(parents=True, exist_ok=True)
    digests = [digest(root)]
    for text in ("one", "two"):
        file.write_text(text, encoding="utf-8")
        digests.append(digest(root))
    assert len(set(digests)) == (3 if counts else 1)


@pytest.mark.parametrize("data", [b"\x89PNG\xff", b"text\0", b"x" * MAX_HELD_BYTES + b"\xff"])
def test_a_picture_counts_by_its_path_alone(root: Path, data: bytes) -> None:
    """Its pixels are in no page; but it can override a text that one reads."""
    before = digest(root)
    put_static(root, "plot.png", data)
    placed = digest(root)
    assert placed != before
    put_static(root, "plot.png", data + b"other pixels")
    assert digest(root) == placed


def test_a_long_text_counts_to_its_end(root: Path) -> None:
    put_static(root, "long.txt", "é" * 100_000 + "a")
    before = digest(root)
    put_static(root, "long.txt", "é" * 100_000 + "b")
    assert digest(root) != before


def test_an_asset_that_cannot_be_opened_counts_by_its_path(root: Path) -> None:
    (root / "static").mkdir()
    before = digest(root)
    os.mkfifo(root / "static/pipe.txt")
    with_pipe = digest(root)
    (root / "static/none.txt").symlink_to("nowhere")
    assert len({before, with_pipe, digest(root)}) == 3


def test_links_in_a_ring_come_to_an_end(root: Path) -> None:
    (root / "static").mkdir()
    (root / "templates/ring").symlink_to(root / "templates")
    (root / "static/ring").symlink_to(root / "static")
    assert digest(root) == digest(root)
