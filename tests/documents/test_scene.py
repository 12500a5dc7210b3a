"""The picture on which messages move: in a form for phones, with the points of each arrow."""

from __future__ import annotations

from portfolio.documents.drawings import read_figure
from portfolio.documents.scene import make_scene


def test_an_arrow_is_its_ends_and_its_corners_in_units_of_the_picture() -> None:
    text = "┌───┐\n│ A │\n└─┬─┘\n  │   ┌───┐\n  └──→│ B │\n      └───┘\n"
    scene = make_scene(read_figure(text, "diagram"))
    assert [(course.source, course.target, course.points) for course in scene.courses] == [
        ("A", "B", ((25, 50), (25, 90), (65, 90)))
    ]
    assert scene.tag.startswith('<svg class="drawing" aria-hidden="true" ')
    assert "</svg>" not in scene.body
    assert not scene.is_wide


def test_a_wide_drawing_is_drawn_downwards() -> None:
    scene = make_scene(read_figure("First station → Second station → Third station\n", "diagram"))
    assert not scene.is_wide
    assert all(course.points[0][0] == course.points[-1][0] for course in scene.courses)


def test_a_drawing_that_cannot_be_narrow_scrolls() -> None:
    assert make_scene(read_figure(f"{'w' * 60} → B\n", "diagram")).is_wide


def test_an_arrow_with_more_corners_than_the_motion_has_is_left_out() -> None:
    text = "┌───┐\n│ A │──┐\n└───┘  │\n       └──┐\n          │   ┌───┐\n          └──→│ B │\n              └───┘\n"
    figure = read_figure(text, "diagram")
    assert len(figure.graph.edges) == 1
    assert make_scene(figure).courses == ()
