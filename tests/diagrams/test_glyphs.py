from __future__ import annotations

import unicodedata

import pytest

from portfolio.diagrams.glyphs import ASCII_HEADS, HEADS, Arms, Direction, Weight, box_glyphs

N, L, H, D = Weight


@pytest.mark.parametrize(
    ("glyph", "arms"),
    [
        ("─", (N, L, N, L)),
        ("┃", (H, N, H, N)),
        ("╌", (N, L, N, L)),
        ("┉", (N, H, N, H)),
        ("╭", (N, L, L, N)),
        ("╔", (N, D, D, N)),
        ("╒", (N, D, L, N)),
        ("╓", (N, L, D, N)),
        ("╤", (N, D, L, D)),
        ("╟", (D, L, D, N)),
        ("┡", (H, H, L, N)),
        ("╇", (H, H, L, H)),
        ("╼", (N, H, N, L)),
        ("╹", (H, N, N, N)),
        ("┼", (L, L, L, L)),
        ("╬", (D, D, D, D)),
    ],
)
def test_arms_are_read_from_the_name(glyph: str, arms: tuple[Weight, ...]) -> None:
    assert box_glyphs()[glyph] == arms


def test_every_box_character_but_the_diagonals_has_arms() -> None:
    block = {chr(code) for code in range(0x2500, 0x2580)}
    assert block - box_glyphs().keys() == {glyph for glyph in block if "DIAGONAL" in unicodedata.name(glyph)}


def test_arms_answer_for_a_side() -> None:
    arms = box_glyphs()["├"]
    assert [arms.reaches(side) for side in Direction] == [True, True, True, False]
    assert Arms(left=Weight.HEAVY).towards(Direction.LEFT) is Weight.HEAVY


def test_the_opposite_of_the_opposite_is_the_side() -> None:
    assert all(side.opposite is not side and side.opposite.opposite is side for side in Direction)
    assert [side.is_horizontal for side in Direction] == [False, True, False, True]


def test_heads_point_where_their_names_say() -> None:
    words = {Direction.UP: "UP", Direction.RIGHT: "RIGHT", Direction.DOWN: "DOWN", Direction.LEFT: "LEFT"}
    odd = {"➜", "➔", "⟶", "⟵"}
    for mark, way in HEADS.items():
        assert mark in odd or words[way] in unicodedata.name(mark).replace("WARDS", "").split("-")[0]
    assert set(ASCII_HEADS) == set("^>vV<")
