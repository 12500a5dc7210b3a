"""Font files: family and characters, and bytes that are none; the settings name them, and each mistake has its line."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT
from support.sites import prepare
from support.small_sites import write_site

from portfolio.load.font_file import read_font

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

OBSOLETE = "Ĳĳŉ"
"""Unicode has them for old files only."""
FONTS = sorted((ROOT / "portfolio/fonts").glob("*.ttf"))


def test_the_package_has_its_fonts_and_their_licence() -> None:
    assert {font.name.split("-")[0] for font in FONTS} == {"Inter", "JetBrainsMono"}
    assert sum(font.stat().st_size for font in FONTS) < 1_000_000
    licence = (ROOT / "portfolio/fonts/OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "The Inter Project Authors" in licence
    assert "The JetBrains Mono" in licence


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_the_packaged_fonts_have_the_letters_of_european_languages(font: Path) -> None:
    glyphs = read_font(font.read_bytes())
    assert glyphs is not None
    assert glyphs.family == ("Inter" if font.stem.startswith("Inter") else "JetBrains Mono")
    letters = [chr(number) for number in (*range(0x20, 0x7F), *range(0xA1, 0x180), *range(0x410, 0x450))]
    wanted = [letter for letter in letters if unicodedata.category(letter) != "Cf" and letter not in OBSOLETE]
    assert [letter for letter in (*wanted, *"αβγΩ\N{EN DASH}—“”„…→←€") if not glyphs.has(letter)] == []
    assert not glyphs.has("予")
    assert not glyphs.has("🚀")


@pytest.mark.parametrize("size", [0, 3, 4, 12, 60, 500])
def test_bytes_that_are_no_font_are_none(size: int) -> None:
    data = FONTS[0].read_bytes()
    assert read_font(data[:size]) is None
    assert read_font(b"%PDF-1.7" + data) is None


def test_a_damaged_font_never_raises() -> None:
    data = FONTS[0].read_bytes()
    for at in range(0, 400, 7):
        for value in (0, 0x7F, 0xFF):
            read_font(data[:at] + bytes([value]) * 4 + data[at + 4 :])


def test_a_font_that_is_missing_or_is_none_is_a_warning_at_its_line(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    names = ["fonts/Latn.ttf", "fonts/note.otf"]
    site = write_site(
        tmp_path / "site",
        config={"outputs": {"cards": True}, "fonts": names, "base_url": "https://example.org"},
    )
    (site / "content/fonts").mkdir()
    (site / "content/fonts/note.otf").write_text("no font", "utf-8")
    done = run_portfolio("--site", site, "check")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "portfolio.yaml:4:3: warning[font]: there is no font `content/fonts/Latn.ttf`\n"
        "  |\n"
        "4 | - fonts/Latn.ttf\n"
        "  |   ^^^^^^^^^^^^^^\n"
        "  = help: put the file there; it is left out\n"
        "\n"
        "portfolio.yaml:5:3: warning[font]: `content/fonts/note.otf` is not a font\n"
        "  |\n"
        "5 | - fonts/note.otf\n"
        "  |   ^^^^^^^^^^^^^^\n"
        "  = help: name a TrueType or OpenType file (.ttf, .otf, .ttc); this one is left out\n"
    )
    assert "card.png" in {route.path for route in prepare(site).context.routes}


def test_a_font_that_no_setting_names_is_an_error_that_says_so(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    site = write_site(tmp_path / "site")
    (site / "content/fonts").mkdir()
    (site / "content/fonts/Latin.ttf").write_bytes(FONTS[0].read_bytes())
    done = run_portfolio("--site", site, "check")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "content/fonts/Latin.ttf:1:1: error[file-unknown]: nothing reads `content/fonts/Latin.ttf`\n"
        "  = help: name it in `fonts:` of portfolio.yaml\n"
    )
