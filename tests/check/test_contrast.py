"""Contrast: computed by hand, and reported at the colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.command import ROOT
from support.sites import copy_starter, render_all

from portfolio.check.contrast import COLOURS, check_contrast, contrast
from portfolio.check.site import check_site
from portfolio.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

PALETTES = sorted((ROOT / "static/terminal/palettes").glob("*.css"))
CSS = PALETTES[0].read_text(encoding="utf-8")


def told(css: str, custom: str | None = None) -> list[tuple[str, str]]:
    """Return position and message of each problem."""
    sheets = {"p.css": css} | ({"custom.css": custom} if custom is not None else {})
    found = []
    for item in check_contrast(sheets):
        assert item.code is Code.CONTRAST
        assert item.span
        assert item.help
        found.append((f"{item.span.path}:{item.span.line}:{item.span.column}", item.message))
    return found


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#fff", "#000", 21.0),
        ("#123456", "#123456", 1.0),
        # by hand: 0x77 = 0.4667 -> 0.1845; 1.05 / 0.2345
        ("#777777", "#ffffff", 4.478),
        # by hand: red alone is 0.2126; 1.05 / 0.2626
        ("#ff0000", "#ffffff", 3.998),
        # by hand: 0x0a / 12.92 = 0.003035; 0.053035 / 0.05
        ("#0a0a0a", "#000000", 1.0607),
        ("#0000ff", "#ffff00", 8.001),
    ],
)
def test_ratios_are_those_worked_by_hand(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == pytest.approx(ratio, abs=0.001)
    assert contrast(second, first) == contrast(first, second)


def test_four_palettes_are_shipped() -> None:
    assert {file.stem for file in PALETTES} >= {"phosphor", "amber", "paper", "contrast"}


@pytest.mark.parametrize("file", PALETTES, ids=lambda file: file.stem)
def test_every_shipped_palette_reaches_every_goal(file: Path) -> None:
    assert told(file.read_text(encoding="utf-8")) == []


def test_a_colour_too_light_is_reported_at_its_position_for_each_ground() -> None:
    line = next(number for number, text in enumerate(CSS.split("\n"), 1) if "--muted" in text)
    spoilt = CSS.replace("--muted: light-dark(#55462d", "--muted: light-dark(#8a8a8a")
    assert spoilt != CSS
    found = list(check_contrast({"p.css": spoilt}))
    assert {item.message.split(" reaches")[0] for item in found} == {
        f"`--muted` on `--{back}`" for back in ("ground", "raised", "marked")
    }
    for item in found:
        assert item.span is not None
        assert (item.span.line, item.span.column, item.span.length) == (line, 23, 7)
        assert item.message.endswith(":1 in light, not 7:1")
        assert item.help == "make it darker"


def test_a_colour_too_dark_on_a_dark_screen_is_reported_at_the_second_value() -> None:
    spoilt = CSS.replace("#7d6947", "#201a10")
    assert {place.rpartition(":")[2] for place, _ in told(spoilt)} == {"31"}
    assert all("`--rule`" in message and "in dark, not 3:1" in message for _, message in told(spoilt))
    assert next(check_contrast({"p.css": spoilt})).help == "make it lighter"


def test_a_ratio_just_below_its_goal_is_not_rounded_up_to_it() -> None:
    # #595959 on white is 7.0047:1, #5a5a5a is 6.90:1; on #fefefe #595959 is 6.9449:1
    palette = "".join(f"--{name}: light-dark(#000, #fff);" for name in COLOURS)
    grounds = "".join(f"--{name}: light-dark(#fff, #000);" for name in ("ground", "raised", "marked"))
    assert told(palette + grounds) == []
    assert told(f"{palette}{grounds}--warn: light-dark(#595959, #fff);") == []
    (first, _) = told(f"{palette}{grounds}--warn: light-dark(#5a5a5a, #fff);")
    assert first[1] == "`--warn` on `--ground` reaches 6.89:1 in light, not 7:1"


def test_every_missing_colour_is_reported() -> None:
    css = "\n".join(line for line in CSS.split("\n") if "--warn" not in line and "--rule" not in line)
    assert sorted(told(css)) == [
        ("p.css:1:1", "the palette has no colour `--rule`"),
        ("p.css:1:1", "the palette has no colour `--warn`"),
    ]


@pytest.mark.parametrize(
    "value", ["red", "#123456", "light-dark(red, blue)", "light-dark(#12345, #fff)", "var(--x)"]
)
def test_a_value_of_another_form_is_reported_at_its_position(value: str) -> None:
    assert told(CSS, f":root {{\n  --accent: {value};\n}}") == [
        ("custom.css:2:13", "the contrast of `--accent` cannot be computed")
    ]


def test_what_a_comment_holds_does_not_count() -> None:
    assert told(CSS + "\n/* --text: light-dark(#fff, #000); */") == []
    assert len(told(CSS.replace("--text", "/*\n--text").replace("--muted", "*/--muted"))) == 1


def test_the_sites_custom_stylesheet_has_the_last_word_and_the_blame() -> None:
    found = told(CSS, "/* mine */\n:root { --ground: light-dark(#777777, #0b0b0b) }")
    assert {place for place, _ in found} == {"custom.css:2:30"}
    assert any(message.startswith("`--text` on `--ground`") for _, message in found)
    (item, *_) = check_contrast({"p.css": CSS, "custom.css": ":root { --ground: light-dark(#777, #000) }"})
    assert item.help == "make it lighter"


def test_a_custom_stylesheet_changes_the_chosen_palette_alone(tmp_path: Path) -> None:
    root = copy_starter(tmp_path)
    (root / "portfolio.yaml").write_text("palette: paper\npalette_switch: true\n", encoding="utf-8")
    (root / "static").mkdir()
    # readable with the dark grounds of `paper`, and by far not with the light ones of the other palettes
    (root / "static/custom.css").write_text(
        ":root { --rule: light-dark(#f0e9d8, #7b7564) }", encoding="utf-8"
    )
    site = render_all(root)
    html = {path: page.decode() for path, page in site.pages.items()}
    files = frozenset(file.path for file in site.files)
    found = list(check_site(html, files, site.prepared.palettes, site.prepared.base_url.base_url))
    assert [item.span and item.span.path for item in found] == ["static/custom.css"] * 2
    assert [item.message.split(" reaches")[0] for item in found] == [
        "`--rule` on `--ground`",
        "`--rule` on `--raised`",
    ]
