"""The box of the first screen closes at one column, whatever the words are made of."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from portfolio.render.banner import MAX_CELLS, SEPARATOR, Banner, draw_banner

BOX_CELLS = MAX_CELLS + 6


def lines_of(banner: Banner) -> list[str]:
    middle = [
        f"║  {SEPARATOR.join(part.shown for part in line.parts)}{line.blanks}  ║" for line in banner.lines
    ]
    return [banner.top, *middle, banner.bottom]


def test_the_box_is_drawn_around_the_widest_line() -> None:
    assert lines_of(draw_banner([["Ada", "Engineer"], ["compilers"]])) == [
        "╔══════════════════╗",
        "║  ADA · Engineer  ║",
        "║  compilers       ║",
        "╚══════════════════╝",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "山田太郎",
        "José Núñez",
        "Jose\u0301 Nu\u0301n\u0303ez",
        "Ada 🚀",
        "Ada 👩‍💻",
        "Ada ❤️",
        "안녕 하세요",
        "\uff26\uff35\uff2c\uff2c",
        "नमस्ते",
        "Weiß Groß",
        "ﬁona",
        "A",
    ],
)
def test_the_right_wall_stands_in_one_column(name: str) -> None:
    lines = lines_of(draw_banner([[name, "Engineer"], ["compilers", "日本語"]]))
    assert {wcswidth(line) for line in lines} == {wcswidth(lines[0])}


def test_a_line_that_is_too_wide_is_broken_between_its_parts() -> None:
    fields = ["distributed systems", "event pipelines", "payments", "observability"]
    lines = lines_of(draw_banner([["Ada"], fields]))
    assert len(lines) == 5
    assert max(map(wcswidth, lines)) <= BOX_CELLS
    shown = " ".join(lines)
    assert all(field in shown for field in fields)


def test_a_part_that_is_too_wide_alone_is_broken_between_words() -> None:
    role = "Senior Staff Software Development Engineer for Payments Infrastructure and Ledgers"
    banner = draw_banner([["Ada", role]])
    assert max(map(wcswidth, lines_of(banner))) <= BOX_CELLS
    parts = [part for line in banner.lines for part in line.parts]
    assert [part.kind for part in parts] == ["name", "role", "role"]
    assert " ".join(part.text for part in parts[1:]) == role


def test_the_name_is_one_part_however_long_it_is() -> None:
    name = "Ada " * 20 + "Lovelace"
    parts = [part for line in draw_banner([[name, "Engineer"], ["x"]]).lines for part in line.parts]
    assert [(part.text, part.kind) for part in parts] == [
        (name, "name"),
        ("Engineer", "role"),
        ("x", "field"),
    ]


def test_only_the_first_part_is_the_name_even_if_others_read_like_it() -> None:
    parts = [part for line in draw_banner([["Ada", "Ada"], ["Ada"]]).lines for part in line.parts]
    assert [part.kind for part in parts] == ["name", "role", "field"]


def test_empty_lines_are_left_out() -> None:
    assert len(draw_banner([["Ada"], []]).lines) == 1


def test_the_box_is_as_wide_as_the_name_in_capitals() -> None:
    assert lines_of(draw_banner([["Groß"]])) == ["╔═════════╗", "║  GROSS  ║", "╚═════════╝"]
