"""The icon: initials of any name, in the palette's colours, unless the owner has a picture."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from support.browser import page_at
from support.command import ROOT
from support.html_tree import parse_html
from support.sites import copy_starter, edit_yaml, render_all

from portfolio.theme.icon import draw_icon, find_initials

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

COLOURS = ("#000000", "#ffffff")
SIGNS = string.ascii_uppercase + string.digits
OWN = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="7"/></svg>'
PIXELS = """async ([icon, size]) => {
  const image = new Image(), canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
  image.src = "data:image/svg+xml," + encodeURIComponent(icon);
  await image.decode();
  canvas.width = canvas.height = size;
  brush.drawImage(image, 0, 0, size, size);
  const data = brush.getImageData(0, 0, size, size).data;
  return Array.from({length: size * size}, (_, at) => data[at * 4]);
}"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter, with another name."""
    root = copy_starter(tmp_path / "site")
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"name": "Ada Lovelace"})
    return root


def icons_of(root: Path) -> set[str]:
    """Return the icon of every page; one that all share is one."""
    pages = [parse_html(page.decode()) for page in render_all(root).pages.values()]
    links = [link for page in pages for link in page.all("link") if link.attributes.get("rel") == "icon"]
    assert len(links) == len(pages) > 3
    return {unquote(link.attributes["href"].removeprefix("data:image/svg+xml,")) for link in links}


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        ("ada", "A"),
        ("Ada Augusta King  Lovelace", "AL"),
        ("Jean-Luc Picard", "JP"),
        ("Émile Žižek", "EZ"),
        ("E\u0301mile Z\u030ci", "EZ"),
        ("ßara Østergård", "SO"),
        ("Łucja Æthelred", "LA"),
        ("\u0131rmak Đorđe", "ID"),
        ("\uff26ull \uff37idth", "FW"),
        ("Ada Lovelace, PhD", "AL"),
        ("Ada Lovelace (she/her)", "AL"),
        ("Ada 🚀", "A"),
        ("太郎 Yamada", "Y"),
        ("3 Blue 1 Brown", "3B"),
        ("山田 太郎", ""),
        ("Ада Лавлейс", ""),
        ("نور", ""),
        ("٣", ""),
        (",", ""),
    ],
)
def test_the_initials_are_those_of_the_first_and_the_last_word(name: str, initials: str) -> None:
    assert find_initials(name) == initials
    assert (draw_icon(name, *COLOURS) is None) == (not initials)


@pytest.mark.parametrize("name", [*SIGNS, "Ada Lovelace"])
def test_an_icon_is_a_small_picture_without_text(name: str) -> None:
    icon = draw_icon(name, *COLOURS)
    assert icon is not None
    assert icon == draw_icon(name, *COLOURS)
    assert len(icon) < 500
    parts = [element.tag.rpartition("}")[2] for element in ET.fromstring(icon).iter()]  # noqa: S314 (our own)
    assert parts == ["svg", "rect", "path"]


def test_each_sign_is_drawn_in_another_way() -> None:
    assert len({draw_icon(sign, *COLOURS) for sign in SIGNS}) == len(SIGNS)


@pytest.mark.chromium
def test_signs_can_be_distinguished_in_a_tab_and_stay_inside(chromium: Browser) -> None:
    size, signs = 16, sorted(SIGNS)
    with page_at(chromium) as page:
        shots = {sign: page.evaluate(PIXELS, [draw_icon(f"{sign} {sign}", *COLOURS), size]) for sign in signs}
    for sign, shot in shots.items():
        lit = [at for at, value in enumerate(shot) if value > 128]
        assert 40 < len(lit) < size * size / 2, sign
        assert all(0 < at % size < size - 1 and 0 < at // size < size - 1 for at in lit), sign
    for index, one in enumerate(signs):
        for other in signs[index + 1 :]:
            apart = sum(abs(a - b) > 128 for a, b in zip(shots[one], shots[other], strict=True))
            assert apart >= 4, (one, other)


def test_every_page_shows_the_initials_in_the_palettes_colours(root: Path) -> None:
    assert icons_of(root) == {draw_icon("Ada Lovelace", "#0c1210", "#7ee2a8")}
    edit_yaml(root, "portfolio.yaml", lambda _: {"palette": "paper", "palette_switch": True})
    assert icons_of(root) == {draw_icon("Ada Lovelace", "#1a1916", "#a9c4ff")}
    (root / "static").mkdir(exist_ok=True)
    (root / "static/custom.css").write_text(":root { --accent: light-dark(#000, #fff) }", encoding="utf-8")
    assert icons_of(root) == {draw_icon("Ada Lovelace", "#1a1916", "#fff")}


@pytest.mark.parametrize("path", ["static/icon.svg", "static/terminal/icon.svg"])
def test_a_picture_of_the_owners_replaces_the_initials(root: Path, path: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{OWN}\n", encoding="utf-8")
    assert icons_of(root) == {OWN}


def test_a_theme_of_the_owners_can_bring_a_picture(root: Path) -> None:
    for folder in ("templates/plain", "static/plain"):
        (root / folder).mkdir(parents=True)
    edit_yaml(root, "portfolio.yaml", lambda _: {"theme": "plain"})
    assert icons_of(root) == {draw_icon("Ada Lovelace", "#0c1210", "#7ee2a8")}
    (root / "static/plain/icon.svg").write_text(OWN, encoding="utf-8")
    assert icons_of(root) == {OWN}


def test_a_name_without_latin_letters_gets_the_prompt(root: Path) -> None:
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"name": "山田 太郎"})
    packaged = ROOT / "static/terminal/icon.svg"
    assert icons_of(root) == {packaged.read_text(encoding="utf-8").strip()}
