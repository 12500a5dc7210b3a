"""Templates that were compiled in an earlier run: found again, and never in place of another template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import pytest
from msgspec import Struct

from portfolio.errors import TemplateError
from portfolio.model.artifact import Page
from portfolio.render.environment import Renderer
from portfolio.render.themes import Theme

if TYPE_CHECKING:
    from pathlib import Path


class View(Struct):
    """What the templates of these tests are given."""

    word: str = "first"


class Kept(dict[str, tuple[str, bytes]]):
    """A store that forgets nothing, and takes a note of what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def find(self, name: str, key: str) -> bytes | None:
        self.asked.add(name)
        return self[name][1] if name in self and self[name][0] == key else None

    def keep(self, name: str, key: str, payload: bytes) -> None:
        self[name] = (key, payload)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled from now on."""
    names: list[str] = []
    compile_ = jinja2.Environment.compile

    def note(self: jinja2.Environment, source: str, name: str, *rest: object) -> object:
        names.append(name)
        return compile_(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", note)
    return names


@pytest.fixture
def top(tmp_path: Path) -> Path:
    put(tmp_path, "page.html", "{% extends 'base.html' %}{% block a %}{{ word }}{% endblock %}")
    put(tmp_path, "base.html", "<p>{% block a %}{% endblock %}</p>")
    return tmp_path


def put(top: Path, name: str, text: str) -> None:
    file = top / "builtin" / "templates" / "terminal" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def render(top: Path, store: Kept) -> str:
    theme = Theme("terminal", top / "site", top / "builtin")
    return Renderer(theme, store=store).render(Page("x.html", "page.html", View))


def test_the_next_run_compiles_nothing(top: Path, compiled: list[str]) -> None:
    store = Kept()
    assert render(top, store) == "<p>first</p>"
    assert compiled == ["page.html", "base.html"]
    assert render(top, store) == "<p>first</p>"
    assert compiled == ["page.html", "base.html"]


def test_a_changed_template_is_compiled_and_its_neighbour_is_not(top: Path, compiled: list[str]) -> None:
    store = Kept()
    render(top, store)
    compiled.clear()
    put(top, "base.html", "<b>{% block a %}{% endblock %}</b>")
    assert render(top, store) == "<b>first</b>"
    assert compiled == ["base.html"]


def test_the_same_template_in_another_place_is_another_one(top: Path, compiled: list[str]) -> None:
    """Faults are located by the file that was compiled."""
    store = Kept()
    put(top, "page.html", "{{ word }}\n{{ wrod }}\n")
    with pytest.raises(TemplateError):
        render(top, store)
    compiled.clear()
    moved = top.rename(top.with_name("moved"))
    with pytest.raises(TemplateError) as caught:
        render(moved, store)
    assert compiled == ["page.html"]
    (fault,) = caught.value.diagnostics
    assert fault.span is not None
    assert (fault.span.path, fault.span.line) == (str(moved / "builtin/templates/terminal/page.html"), 2)


@pytest.mark.parametrize("how", ["cut short", "emptied", "other bytes"])
def test_what_is_no_byte_code_is_compiled_anew(how: str, top: Path, compiled: list[str]) -> None:
    store = Kept()
    render(top, store)
    compiled.clear()
    for name, (key, payload) in store.items():
        spoiled = {"cut short": payload[: len(payload) // 2], "emptied": b"", "other bytes": b"x" + payload}
        store[name] = (key, spoiled[how])
    assert render(top, store) == "<p>first</p>"
    assert compiled == ["page.html", "base.html"]


def test_a_run_that_needs_no_template_asks_for_them_all_the_same(top: Path) -> None:
    """A store drops what nobody asks for."""
    store = Kept()
    Renderer(Theme("terminal", top / "site", top / "builtin"), store=store)
    assert store.asked == {"code:page.html", "code:base.html"}
