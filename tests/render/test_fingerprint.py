"""What a page is made of, as a hash: equal where the pages are equal, another where they could differ."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct

from portfolio.model.artifact import Page
from portfolio.model.config import Config
from portfolio.render.environment import Renderer
from portfolio.render.fingerprint import HEAD_BYTES, Fingerprints
from portfolio.render.themes import Theme

if TYPE_CHECKING:
    from pathlib import Path


class View(Struct):
    """What these pages show."""

    word: str | int | None = "word"
    page: str = "x"


class Kept:
    """A store that counts what is not found."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], bytes] = {}
        self.kept: list[str] = []

    def find(self, name: str, key: str) -> bytes | None:
        return self.entries.get((name, key))

    def keep(self, name: str, key: str, payload: bytes) -> None:
        self.entries[name, key] = payload
        self.kept.append(name)


FILES = {
    "site/templates/page.html": '{% extends "base.html" %}{% block main %}{{ word }}{% endblock %}',
    "site/templates/loose.html": '{% include "parts/" ~ word ~ ".html" ignore missing %}',
    "site/templates/optional.html": '{% include ["none.html", "maybe.html"] ignore missing %}',
    "site/templates/alone.html": "{{ word }}",
    "builtin/templates/terminal/base.html": '{% import "macros.html" as m %}{% block main %}{% endblock %}',
    "builtin/templates/terminal/macros.html": "{% macro a() %}a{% endmacro %}",
    "builtin/static/terminal/site.css": "a {}",
    "site/static/x.txt": "x",
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        put(tmp_path, name, text)
    return tmp_path


def put(top: Path, name: str, text: str | bytes) -> None:
    (top / name).parent.mkdir(parents=True, exist_ok=True)
    (top / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def of(
    top: Path,
    template: str,
    view: Struct | None = None,
    config: Config | None = None,
    store: Kept | None = None,
) -> str:
    theme = Theme("terminal", top / "site", top / "builtin")
    return Fingerprints(Renderer(theme, config), store or Kept()).of(
        Page("x", template, lambda: view or View())
    )


def test_equal_things_have_equal_fingerprints_wherever_they_lie(top: Path) -> None:
    before = of(top, "page.html")
    assert of(top, "page.html") == before
    assert of(shutil.copytree(top, top / "copy"), "page.html") == before


@pytest.mark.parametrize("view", [View("other"), View(None), View(1), View("1"), View("word", "y")])
def test_another_view_is_another_page(top: Path, view: View) -> None:
    assert of(top, "page.html", view) != of(top, "page.html")


def test_a_number_is_no_word(top: Path) -> None:
    assert of(top, "page.html", View(1)) != of(top, "page.html", View("1"))


def test_other_settings_are_another_page(top: Path) -> None:
    assert of(top, "page.html", config=Config(palette="paper")) != of(top, "page.html")


@pytest.mark.parametrize(
    ("changed", "pages"),
    [
        ("site/templates/alone.html", {"alone.html", "loose.html"}),
        ("builtin/templates/terminal/macros.html", {"page.html", "loose.html"}),
        ("builtin/templates/terminal/base.html", {"page.html", "loose.html"}),
        ("site/templates/base.html", {"page.html", "loose.html"}),
        ("site/templates/terminal/macros.html", {"page.html", "loose.html"}),
        ("site/templates/parts/word.html", {"loose.html"}),
        ("site/templates/parts/.word.html", {"loose.html"}),
        ("builtin/templates/terminal/parts/word.html", {"loose.html"}),
        ("builtin/templates/other/x.html", {"loose.html"}),
        ("site/templates/maybe.html", {"optional.html", "loose.html"}),
        ("site/static/x.txt", {"page.html", "loose.html", "optional.html", "alone.html"}),
        ("site/static/no-ending", {"page.html", "loose.html", "optional.html", "alone.html"}),
        ("site/static/key.asc", {"page.html", "loose.html", "optional.html", "alone.html"}),
        ("builtin/static/terminal/site.css", {"page.html", "loose.html", "optional.html", "alone.html"}),
        ("site/content/x.md", set()),
    ],
)
def test_a_file_counts_for_the_pages_that_can_reach_it(top: Path, changed: str, pages: set[str]) -> None:
    names = ("page.html", "loose.html", "optional.html", "alone.html")
    before = {name: of(top, name) for name in names}
    put(top, changed, "something else")
    assert {name for name in names if of(top, name) != before[name]} == pages


def test_the_same_text_in_another_folder_is_another_template(top: Path) -> None:
    """An override that extends the one it stands before would extend itself there."""
    before = of(top, "page.html")
    put(top, "site/templates/base.html", FILES["builtin/templates/terminal/base.html"])
    assert of(top, "page.html") != before


def test_a_template_that_cannot_be_read_is_not_one_that_is_missing(top: Path) -> None:
    before = of(top, "optional.html")
    put(top, "site/templates/maybe.html", b"\xff")
    assert of(top, "optional.html") != before


def test_a_template_that_does_not_parse_has_a_fingerprint_and_is_not_kept(top: Path) -> None:
    store = Kept()
    put(top, "site/templates/alone.html", "{% if %}")
    assert of(top, "alone.html", store=store)
    assert store.kept == []


def test_templates_that_reach_each_other_have_a_fingerprint(top: Path) -> None:
    put(top, "site/templates/alone.html", '{% include "optional.html" %}')
    put(top, "site/templates/maybe.html", '{% include "alone.html" %}')
    assert of(top, "alone.html") != of(top, "optional.html")


def test_what_templates_name_is_found_again_and_damage_is_mended(top: Path) -> None:
    store = Kept()
    first = {name: of(top, name, store=store) for name in ("page.html", "loose.html")}
    kept, store.kept = store.kept, []
    assert kept
    assert {name: of(top, name, store=store) for name in first} == first
    assert store.kept == []
    store.entries = dict.fromkeys(store.entries, b"\xc1")
    assert {name: of(top, name, store=store) for name in first} == first


@pytest.mark.parametrize("data", [b"\x89PNG", b"text\0", b"x" * (HEAD_BYTES - 1) + b"\xff\xff"])
def test_a_picture_counts_by_its_place_only(top: Path, data: bytes) -> None:
    before = of(top, "alone.html")
    put(top, "site/static/plot.png", data)
    placed = of(top, "alone.html")
    assert placed != before
    put(top, "site/static/plot.png", data + b"other pixels")
    assert of(top, "alone.html") == placed


def test_a_long_text_counts_to_its_end(top: Path) -> None:
    put(top, "site/static/long.txt", "é" * HEAD_BYTES + "a")
    before = of(top, "alone.html")
    put(top, "site/static/long.txt", "é" * HEAD_BYTES + "b")
    assert of(top, "alone.html") != before


def test_what_lies_behind_a_link_counts(top: Path) -> None:
    put(top, "site/templates/.words/word.html", "one")
    (top / "site/templates/parts").symlink_to(".words")
    before = of(top, "loose.html")
    put(top, "site/templates/.words/word.html", "two")
    assert of(top, "loose.html") != before


def test_a_link_out_of_the_folder_is_not_entered(top: Path) -> None:
    put(top, "elsewhere/word.html", "one")
    (top / "site/templates/parts").symlink_to(top / "elsewhere")
    (top / "site/static/.root").symlink_to("/")
    before = of(top, "loose.html")
    put(top, "elsewhere/word.html", "two")
    assert of(top, "loose.html") == before


def test_links_in_a_ring_come_to_an_end(top: Path) -> None:
    (top / "site/templates/ring").symlink_to(top / "site/templates")
    (top / "site/static/ring").symlink_to(top / "site/static")
    assert of(top, "loose.html") == of(top, "loose.html")


def test_an_asset_that_cannot_be_opened_counts_by_its_place(top: Path) -> None:
    os.mkfifo(top / "site/static/pipe.txt")
    (top / "site/static/none.txt").symlink_to("nowhere")
    assert of(top, "alone.html")
