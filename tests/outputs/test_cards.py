"""Link preview cards: real PNGs of the right size, that pages name; without a font or the package they are left out, by name."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from support.command import run_cli
from support.fonts import add_fonts
from support.html_tree import parse_html
from support.owners import OWNERS
from support.pictures import picture
from support.sites import build, prepare, render_all
from support.small_sites import write_site

from portfolio.outputs import cards
from portfolio.pages.route import Composed

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

    from portfolio.outputs.cards import CardView
    from portfolio.site.pipeline import PreparedSite

ON = {"outputs": {"cards": True}}
URL = {"base_url": "https://example.org"}
STUDY = {
    "title": "Cellar",
    "headline": "A cellar that stays dry",
    "outcomes": [{"what": "leaks", "after": "0"}],
}


def draw(site: Path, path: str = "card.png") -> str:
    """Return a card as SVG."""
    return cards.draw_card(view_of(prepare(site), path))


def view_of(prepared: PreparedSite, path: str) -> CardView:
    (made,) = (route.made for route in prepared.context.routes if route.path == path)
    assert isinstance(made, Composed)
    view = made.view(prepared.context)
    assert isinstance(view, cards.CardView)
    return view


def texts(svg: str) -> list[str]:
    return [re.sub("<[^>]*>", "", found) for found in re.findall("<text.*?</text>", svg)]


def head(html: str) -> dict[str, str]:
    """Return what a page says of its card."""
    found = [element.attributes for element in parse_html(html).all("meta")]
    named = {item.get("property") or item.get("name", ""): item.get("content") or "" for item in found}
    return {name: value for name, value in named.items() if name.startswith(("og:image", "twitter:"))}


def warnings(site: Path) -> list[str]:
    return [f"{item.span.path if item.span else ''}: {item.message}" for item in prepare(site).warnings]


def test_each_page_names_a_card_of_its_own_or_that_of_the_home_page(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", studies={"cellar": STUDY}, is_made=True, config=ON)
    rendered = render_all(site, "https://example.org/some-repo/")
    content = {file.path: file.content for file in rendered.files}
    for path, html in rendered.pages.items():
        said = head(html.decode())
        if path == "404.html":
            assert said == {}
            continue
        own = "case-studies/cellar/card.png"
        name = own if path == "case-studies/cellar/index.html" else "card.png"
        assert said == {
            "og:image": f"https://example.org/some-repo/{name}",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": "A cellar that stays dry" if name == own else "Bo, Maker",
            "twitter:card": "summary_large_image",
        }, path
        data = content[name]
        assert isinstance(data, bytes)
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))


def test_a_page_says_its_colour_for_light_and_for_dark(tmp_path: Path) -> None:
    html = render_all(write_site(tmp_path / "site", config={"palette": "amber"})).pages["index.html"].decode()
    said = [
        (item.attributes.get("media"), item.attributes["content"])
        for item in parse_html(html).all("meta")
        if item.attributes.get("name") == "theme-color"
    ]
    assert said == [
        ("(prefers-color-scheme: light)", "#fdf9f0"),
        ("(prefers-color-scheme: dark)", "#120d06"),
    ]
    assert head(html) == {}


def test_a_card_has_the_headline_the_numbers_and_the_owner(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", studies={"cellar": STUDY}, is_made=True, config=ON)
    shown = texts(draw(site, "case-studies/cellar/card.png"))
    assert shown == [
        "$ cat case-studies/cellar",
        "Bo and Sons",
        "A cellar that",
        "stays dry",
        "0",
        "leaks",
        "Bo",
        "Maker",
        "example.org",
    ]
    assert texts(draw(site)) == ["$ whoami", "Bo", "I make things.", "0", "leaks", "Maker", "example.org"]


def test_no_word_of_a_card_leaves_its_frame(tmp_path: Path) -> None:
    long = {"title": "A", "headline": "Donaudampfschifffahrtsgesellschaft " * 30, "outcomes": []}
    site = write_site(
        tmp_path / "site",
        profile={"name": "N" * 90, "role": "R" * 200, "lead": "word " * 200},
        studies={"cellar": long | {"company": None, "client": "C" * 300}},
        is_made=True,
        config=ON,
    )
    for path in ("card.png", "case-studies/cellar/card.png"):
        svg = draw(site, path)
        for x, y, size, text in re.findall(
            "<text x='(.*?)' y='(.*?)' font-size='(.*?)'.*?>(.*?)</text>", svg
        ):
            end = float(x) + 0.6 * float(size) * len(text)
            assert end <= 1097 or "text-anchor" in svg, text
            assert 60 < float(y) < 550
        assert "…" in svg


def test_the_owners_words_are_never_taken_for_markup(tmp_path: Path) -> None:
    name = "<script>&'\"</text>"
    site = write_site(tmp_path / "site", profile={"name": name, "lead": None}, config=ON)
    assert "&lt;script&gt;&amp;&#x27;&quot;&lt;/text&gt;" in draw(site)
    assert render_all(site).files


def test_equal_words_make_equal_bytes(tmp_path: Path) -> None:
    view = view_of(prepare(write_site(tmp_path / "site", config=ON)), "card.png")
    assert cards.write(view) == cards.write(view)


def test_a_card_is_drawn_again_only_if_its_words_changed(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", studies={"cellar": STUDY}, is_made=True, config=ON)
    command: list[str | Path] = ["--site", site, "build", "--output", tmp_path / "out"]

    def times() -> dict[str, int]:
        run_cli(command, home=tmp_path, cwd=tmp_path)
        return {path.parent.name: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("card.png")}

    first = times()
    study = site / "content/case-studies/cellar.md"
    study.write_text(study.read_text("utf-8") + "\nMore words.\n", "utf-8")
    assert times() == first
    study.write_text(study.read_text("utf-8").replace("stays dry", "stays very dry"), "utf-8")
    second = times()
    assert second.keys() == {"out", "cellar"}
    assert second["out"] == first["out"]
    assert second["cellar"] != first["cellar"]


def test_a_card_of_the_owners_is_that_of_all_pages(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", studies={"cellar": STUDY}, is_made=True, config=ON)
    (site / "static").mkdir()
    (site / "static/card.png").write_bytes(picture(800, 418, "PNG"))
    build(site, tmp_path / "out")
    assert [path.parent for path in (tmp_path / "out").rglob("card.png")] == [tmp_path / "out"]
    for path in ("index.html", "case-studies/cellar/index.html"):
        said = head((tmp_path / "out" / path).read_text(encoding="utf-8"))
        assert said["og:image"] == "https://example.org/card.png"
        assert (said["og:image:width"], said["og:image:height"]) == ("800", "418")


def test_a_card_of_the_owners_for_one_page_needs_no_switch(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", studies={"cellar": STUDY}, is_made=True)
    (site / "static/case-studies/cellar").mkdir(parents=True)
    (site / "static/case-studies/cellar/card.png").write_bytes(picture(1200, 630, "PNG"))
    pages = render_all(site).pages
    said = head(pages["case-studies/cellar/index.html"].decode())
    assert said["og:image"] == "https://example.org/case-studies/cellar/card.png"
    assert head(pages["index.html"].decode()) == {}


@pytest.mark.parametrize("data", [b"GIF89a", b"", b"\x89PNG\r\n\x1a\n", picture(9, 9)])
def test_a_card_that_is_no_png_is_named_and_no_page_names_it(data: bytes, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", config=ON)
    (site / "static").mkdir()
    (site / "static/card.png").write_bytes(data)
    assert warnings(site) == ["static/card.png: `static/card.png` is not a PNG picture"]
    assert head(render_all(site).pages["index.html"].decode()) == {}


def test_without_the_package_the_build_says_so_in_a_line_and_makes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "can_draw", lambda: False)
    site = write_site(tmp_path / "site", config=ON)
    (warning,) = prepare(site).warnings
    assert (
        warning.message == "`cards` is left out: resvg-py is not installed (pip install 'portfolio[images]')"
    )
    assert warning.help is None
    assert head(render_all(site).pages["index.html"].decode()) == {}


def test_a_script_without_a_font_leaves_out_those_cards_only(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    site = write_site(
        tmp_path / "site",
        studies={"a": {**STUDY, "headline": "予定"}, "b": STUDY},
        config=ON | URL,
        is_made=True,
    )
    done = run_portfolio("--site", site, "check")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "portfolio.yaml:2:10: warning[left-out]: 1 of 3 pages have no card: no font has `予` (U+4E88), `定` (U+5B9A)\n"
        "  |\n"
        "2 |   cards: true\n"
        "  |          ^^^^\n"
        "  = help: put a font of that script into content/, such as content/fonts/NotoSansJP-Regular.ttf, and name it in "
        "portfolio.yaml: `fonts: [fonts/NotoSansJP-Regular.ttf]`; or turn `cards` off\n"
    )
    paths = {route.path for route in prepare(site).context.routes}
    assert {"card.png", "case-studies/b/card.png"} <= paths
    assert "case-studies/a/card.png" not in paths


def test_emoji_are_left_out_of_a_card(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", profile={"name": "Bo 🚀", "lead": None}, config=ON)
    assert warnings(site) == []
    assert "Bo" in texts(draw(site))


@pytest.mark.parametrize(
    ("owner", "family", "files"),
    [
        (
            "arabic",
            "Noto Sans Arabic",
            ("truetype/noto/NotoSansArabic-Regular.ttf", "truetype/noto/NotoSansArabic-Bold.ttf"),
        ),
        (
            "hindi",
            "Noto Sans Devanagari",
            ("truetype/noto/NotoSansDevanagari-Regular.ttf", "truetype/noto/NotoSansDevanagari-Bold.ttf"),
        ),
        (
            "japanese",
            "Noto Sans CJK JP",
            ("opentype/noto/NotoSansCJK-Regular.ttc", "opentype/noto/NotoSansCJK-Bold.ttc"),
        ),
    ],
)
def test_other_scripts_are_drawn_with_the_owners_fonts(
    owner: str, family: str, files: tuple[str, ...], tmp_path: Path
) -> None:
    site = add_fonts(write_site(tmp_path / "site", **OWNERS[owner]), files, "cards")
    assert warnings(site) == []
    view = view_of(prepare(site), "card.png")
    svg = cards.draw_card(view)
    assert f'font-family="&#x27;{family}&#x27;, &#x27;JetBrains Mono&#x27;"' in svg
    assert (view.is_from_right, "text-anchor='end'" in svg) == (owner == "arabic", True)
    without = cards.CardView(view.card, view.colours, view.fonts[:5], view.is_from_right)
    assert cards.write(view) != cards.write(without)
